"""The JSON Schema agrees with the program's own checks, and the committed documentation is current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from draftproof.configuration.describing import (
    PAGE_FILE,
    SCHEMA_FILE,
    reference,
    schema_text,
    with_reference,
)
from draftproof.configuration.loading import configuration_from, read_plain
from draftproof.configuration.model import Configuration
from draftproof.configuration.options import OPTIONS
from draftproof.text.yaml_nodes import load, plain

DOCS = Path(__file__).parents[2] / "docs"
STALE = "run: python -m draftproof.configuration docs"

GOOD = [
    "{}",
    "select: []",
    "select: [KEY001, claims]",
    "severity: {KEY: off, claims: advice}",
    "min-severity: advice",
    "min-confidence: low",
    "fail-on: error",
    "exclude: [a/, '!b', '*.md', '/x/**']",
    "include: ['*.rst']",
    "respect-gitignore: false",
    "provider: azure-openai",
    "providers: {openai: {placeholder: '<K>'}}",
    "providers: {openai: {}}",
    "placeholders: {key: '<K>', model: '<M>', accept: ['<A>']}",
    "rules: [house, ../shared/rules]",
    "max-file-size: 1",
    "max-file-size: 16MB",
    "max-file-size: 0.5 MiB",
    "overrides: [{paths: [a], select: [X], severity: {X: error}, provider: x, placeholders: {key: k}}]",
    "overrides: []",
]
BAD = [
    "[]",
    "a text",
    "unknown: 1",
    "select: KEY",
    "select: [1]",
    "select: ['']",
    "select:",
    "severity: [KEY]",
    "severity: {KEY: fatal}",
    "severity: {KEY: false}",
    "severity: {'': error}",
    "min-severity: Error",
    "min-confidence: sure",
    "fail-on: 3",
    "exclude: [1]",
    "exclude: ['../x']",
    "exclude: ['a/../b']",
    "exclude: ['# x']",
    "exclude: ['/']",
    "exclude: ['!']",
    "respect-gitignore: no",
    "provider: Open AI",
    "provider: [openai]",
    "providers: {openai: '<K>'}",
    "providers: {openai: {host: x}}",
    "providers: {'Open AI': {}}",
    "placeholders: {token: x}",
    "placeholders: {accept: x}",
    "placeholders: {key: ' '}",
    "rules: [/etc]",
    "rules: ['~/x']",
    "rules: ['C:x']",
    "max-file-size: 0",
    "max-file-size: -1",
    "max-file-size: true",
    "max-file-size: 0MB",
    "max-file-size: 16 elephants",
    "max-file-size: 1.5",
    "overrides: {paths: [a]}",
    "overrides: [{select: [X]}]",
    "overrides: [{paths: [a], fail-on: error}]",
    "overrides: [{paths: a}]",
]


@pytest.mark.parametrize(("text", "valid"), [(text, True) for text in GOOD] + [(text, False) for text in BAD])
def test_the_schema_and_the_program_agree(text: str, valid: bool) -> None:
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    mine = read_plain(text, "draftproof.yaml")
    assert mine is not None
    assert (not mine.problems) is valid
    assert Draft202012Validator(schema).is_valid(plain(load(text))) is valid


def test_the_documentation_is_current() -> None:
    page = (DOCS / PAGE_FILE).read_text(encoding="utf-8")
    assert (DOCS / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), STALE
    assert with_reference(page) == page, STALE


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="no markers"):
        with_reference("# A page\n")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_example_is_valid_and_changes_something(option: Any) -> None:
    checked = read_plain(option.example, "draftproof.yaml")
    assert checked is not None
    assert checked.problems == ()
    assert list(checked.data) == [option.name]
    folder = Path("/x")
    assert configuration_from(checked, None, folder) != Configuration(folder)
    assert f"### `{option.name}`" in reference()


def test_the_examples_of_the_page_are_valid() -> None:
    page = (DOCS / PAGE_FILE).read_text(encoding="utf-8").partition("## Which file holds")[0]
    (yaml,) = [part.partition("```")[0] for part in page.split("```yaml\n")[1:]]
    (toml,) = [part.partition("```")[0] for part in page.split("```toml\n")[1:]]
    ours, theirs = read_plain(yaml, "draftproof.yaml"), read_plain(toml, "pyproject.toml")
    assert ours is not None
    assert theirs is not None
    assert ours.data == theirs.data
    assert ours.problems == theirs.problems == ()
