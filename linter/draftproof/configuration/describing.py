"""The table of options as a JSON Schema and as the reference part of the documentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from draftproof.configuration.kinds import ListOf, Option, Record
from draftproof.configuration.options import OPTIONS, OVERRIDE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_FILE = "draftproof.schema.json"
PAGE_FILE = "configuration.md"
BEGIN = "<!-- reference: begin, generated from the table of options -->"
END = "<!-- reference: end -->"


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of a configuration file.

    It says what an editor can check. Whether a rule exists and whether a pattern can match, the program
    checks.
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "draftproof configuration",
        "description": "draftproof.yaml, or [tool.draftproof] in pyproject.toml",
        **ROOT.schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def reference() -> str:
    """Every option in Markdown, in the order of the table."""
    sections = [_section(option) for option in OPTIONS]
    return "\n".join(sections)


def with_reference(page: str) -> str:
    """A page with the part between its markers written anew. Raises ValueError for a page without them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no markers for the reference")
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _section(option: Option) -> str:
    lines = [f"### `{option.name}`", "", option.about, ""]
    lines += [f"- Value: {option.kind.words}", f"- Default: {option.default}", ""]
    lines += ["```yaml", option.example, "```", ""]
    kind = option.kind.item if isinstance(option.kind, ListOf) else option.kind
    if kind is OVERRIDE:
        own, shared = OVERRIDE.options[:1], OVERRIDE.options[1:]
        lines += [*_items(own), *[f"- `{each.name}`: as above." for each in shared], ""]
    elif isinstance(kind, Record):
        lines += [*_items(kind.options), ""]
    return "\n".join(lines)


def _items(options: Iterable[Option]) -> list[str]:
    return [
        f"- `{option.name}`: {option.kind.words}. {option.about} Default: {option.default}."
        for option in options
    ]
