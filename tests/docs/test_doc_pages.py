"""The pages agree with the program, with each other and with draftproof itself."""

from __future__ import annotations

import datetime
import itertools
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from doc_pages import PAGES, ROOT, fences
from render import rules_table, with_table
from ruamel.yaml import YAML

from draftproof.cli.main import COMMANDS
from draftproof.engine.running import Runner, RunOptions
from draftproof.finding import Confidence, Severity
from draftproof.live.planning import PlannedSample
from draftproof.live.results import Row
from draftproof.reports.live.rows import row_fields
from draftproof.reports.registry import NAMES
from draftproof.rulebook.examples import ExampleRunner, examples_of, missing_examples
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    from pathlib import Path

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TODAY = datetime.date(2026, 11, 23)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """A page without its fences and inline code."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for fence in fences(page):
        lines[fence.first : fence.last] = [""] * (fence.last - fence.first)
    return re.sub(r"`[^`\n]*`", "", "\n".join(lines))


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(prose_of(page)):
        path, _, anchor = target.partition("#")
        if "://" in path:
            continue
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists() or (anchor and anchor not in anchors_of(goal)):
            broken.append(target)
    assert not broken


def test_the_map_names_every_page() -> None:
    linked = set(_LINK.findall(text_of("docs/index.md")))
    pages = {page.name for page in PAGES if page.parent.name == "docs"} - {"index.md"}
    assert pages <= {target.partition("#")[0] for target in linked}


def test_the_pages_pass_their_own_linter() -> None:
    run = Runner(RunOptions(TODAY, isolated=True)).run([str(page) for page in PAGES])
    assert [f"{f.path}:{f.place.line}: {f.code}" for f in run.result.findings] == []
    assert run.result.counts.documents == len(PAGES)
    assert run.result.counts.suppressed == 0


def test_the_table_of_rules_is_current() -> None:
    readme = text_of("README.md")
    assert readme == with_table(readme), "python tests/docs/render.py"
    assert all(f"[{rule.code}](" in rules_table() for rule in builtin_rulebook().rules)


@pytest.mark.parametrize("page", ["README.md", "docs/hook.md"])
def test_the_hook_entry_is_what_init_writes(page: str, tmp_path: Path) -> None:
    shown = next(f for f in fences(ROOT / page) if f.title == ".pre-commit-config.yaml")
    command = [sys.executable, "-m", "draftproof", "init", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    written = (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    yaml = YAML(typ="safe")
    assert yaml.load(shown.text) == yaml.load(written)
    hooks = [hook["id"] for hook in yaml.load(text_of(".pre-commit-hooks.yaml"))]
    assert yaml.load(shown.text)["repos"][0]["hooks"][0]["id"] in hooks
    assert HOMEPAGE in shown.text


def _fields_below(heading: str) -> list[str]:
    """The names in the first column of the table below a heading of the page about formats."""
    section = (
        text_of("docs/exit-codes-and-formats.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    )
    rows = [line.split("|")[1] for line in section.split("\n") if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_the_fields_of_a_live_check_are_described() -> None:
    sample = PlannedSample("a.md", 0, 1, None, 1, "python", "sha256:0")
    row = Row(sample, "cometapi", "", "pass", "pass", "pass", "completed", "", "")
    assert sorted(_fields_below("verify")) == sorted(row_fields(row))


def test_the_fields_of_a_finding_are_described() -> None:
    described = _fields_below("A finding in JSON Lines")
    shown = next(f for f in fences(ROOT / "docs/exit-codes-and-formats.md") if '"fingerprint"' in f.text)
    assert described == re.findall(r'^    "(\w+)":', shown.text, re.MULTILINE)


def test_formats_and_commands_are_described() -> None:
    formats = text_of("docs/exit-codes-and-formats.md")
    assert [name for name in NAMES if f"| `{name}` |" not in formats] == []
    everything = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"draftproof {name}" not in everything] == []


def test_dependencies_have_their_reasons() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = itertools.chain.from_iterable(project["optional-dependencies"].values())
    declared = {re.split(r"[<>=\[]", each)[0] for each in (*project["dependencies"], *extras)}
    page = text_of("docs/dependencies.md")
    explained = set(re.findall(r"pypi\.org/project/([\w.-]+)/", page))
    if any(name.startswith("tree-sitter-") for name in declared):
        explained |= {name for name in declared if name.startswith("tree-sitter-")}
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "linter").rglob("*.py"))
    modules = {"markdown-it-py": "markdown_it", "ruamel.yaml": "ruamel", "httpx-sse": "httpx_sse"}
    imported = {
        name
        for name in declared
        for module in [modules.get(name, name.replace("-", "_"))]
        if re.search(rf"^\s*(?:from|import) {module}\b", code, re.MULTILINE)
    }
    assert explained <= declared
    assert imported <= explained


def test_the_examples_of_the_rules_hold() -> None:
    runner = ExampleRunner(builtin_rulebook())
    rules = builtin_rulebook().rules
    faults = [fault for rule in rules for fault in missing_examples(rule)]
    faults += [fault for rule in rules for example in examples_of(rule) for fault in runner.faults(example)]
    assert faults == []


def test_levels_are_called_what_the_pages_call_them() -> None:
    page = text_of("docs/exit-codes-and-formats.md")
    for level in (*Severity, *Confidence):
        assert f"`{level.label}`" in page
