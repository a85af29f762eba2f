"""Every command in the pages is run, or its reason not to be is written down."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from doc_pages import NOT_RUN, PAGES, ROOT, commands, fences, matches, outcomes, reason_not_to_run
from render import SILENT

if TYPE_CHECKING:
    from pathlib import Path

ALL = [(page, command) for page in PAGES for fence in fences(page) for command in commands(fence)]
WITH_COMMANDS = sorted({page for page, command in ALL if not reason_not_to_run(command.text)})


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_commands_do_what_the_page_says(page: Path, tmp_path: Path) -> None:
    wrong: list[str] = []
    ran = outcomes(page, tmp_path)
    asked = {one.line for (one, _), (two, _) in itertools.pairwise(ran) if two.text == "echo $?"}
    for command, outcome in ran:
        where = f"{page.name}:{command.line}: {command.text}"
        if command.output is not None and not matches(command.output, outcome.output):
            wrong.append(f"{where}\nshown:\n{command.output}\nprinted:\n{outcome.output}")
        # Findings are no mistake of the command; 2, 3 and a signal are, unless the page speaks of them.
        if outcome.exit_code not in (0, 1) and command.line not in asked:
            wrong.append(f"{where}: exit code {outcome.exit_code}\n{outcome.output}")
    assert not wrong, "\n".join([*wrong, "python tests/docs/render.py brings shown outputs up to date"])


def test_consoles_show_what_was_printed() -> None:
    bare = [
        f"{page.name}:{command.line}"
        for page in PAGES
        for fence in fences(page)
        if fence.language == "console"
        for command in commands(fence)
        if command.output is None and not command.text.startswith(SILENT)
    ]
    assert not bare, "a command whose output is not shown belongs into a `sh` fence"


def test_every_reason_not_to_run_is_needed() -> None:
    shown = [command.text for _, command in ALL]
    assert [pattern for pattern in NOT_RUN if not any(re.fullmatch(pattern, text) for text in shown)] == []


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    shown = {command.text.split()[1] for _, command in ALL if command.text.startswith("make ")}
    shown |= {
        name for page in PAGES for name in re.findall(r"`make ([\w-]+)`", page.read_text(encoding="utf-8"))
    }
    assert shown
    assert shown <= targets


def test_three_dots_stand_for_lines() -> None:
    assert matches("a\n...\nd", "a\nb\nc\nd")
    assert matches("a.b", "a.b")
    assert not matches("a.b", "axb")
    assert not matches("a\n...\nd", "a\nb\nc")
