"""Bring what is generated in the pages up to date: ``python tests/docs/render.py``.

Generated are the outputs of console blocks (those that leave lines out with ``...`` are left alone) and the
table of rules in the README. The tests beside this file compare both with what is written.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from doc_pages import ELISION, PAGES, ROOT, fences, outcomes

from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from draftproof.rulebook.model import Rule

BEGIN = "<!-- rules:begin, written by tests/docs/render.py -->"
END = "<!-- rules:end -->"
SILENT = ("pip ", "cd ")
"""Commands after which a page shows nothing, whatever they print."""


def what_it_does(rule: Rule) -> str:
    """The first sentence of a rule's page, up to a colon, without the words that all of them begin with."""
    page = Path(rule.document).read_text(encoding="utf-8")
    section = page.partition("\n## What it does\n")[2].partition("\n## ")[0]
    text = " ".join(section.split())
    code_hidden = re.sub(r"`[^`]*`", lambda code: "x" * len(code[0]), text)
    end = re.search(r"[.:;](?=\s|$)", code_hidden)
    sentence = text[: end.start()] if end else text
    # Links of a rule's page start two folders further down than those of the README.
    return re.sub(r"^(?:Flags|Reports|Points at) ", "", sentence).replace("](../../", "](")


def rules_table() -> str:
    """The table of the built-in rules for the README."""
    rows = ["| code | name | level | what it reports |", "| --- | --- | --- | --- |"]
    for rule in builtin_rulebook().rules:
        level = rule.severity.label + ("" if rule.default else ", opt-in")
        page = Path(rule.document).relative_to(ROOT).as_posix()
        cell = what_it_does(rule).replace("|", "\\|")
        rows.append(f"| [{rule.code}]({page}) | {rule.name} | {level} | {cell} |")
    return "\n".join(rows)


def with_table(readme: str) -> str:
    """The README with a current table of rules."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin
    assert end
    return f"{before}{begin}\n\n{rules_table()}\n\n{end}{after}"


def with_outputs(page: Path, folder: Path) -> str:
    """The text of a page with current outputs in its console blocks."""
    lines = page.read_text(encoding="utf-8").split("\n")
    ran = {command.line: (command, outcome) for command, outcome in outcomes(page, folder)}
    if broken := [outcome.output for _, outcome in ran.values() if "internal error" in outcome.output]:
        raise SystemExit(f"{page.name}: {broken[0]}")
    for fence in reversed(fences(page)):
        shown = lines[fence.first : fence.last]
        if fence.language != "console" or ELISION in shown:
            continue
        renewed: list[str] = []
        for number, line in enumerate(shown, fence.first + 1):
            if line.startswith("$ "):
                renewed.append(line)
                if number in ran and not line[2:].startswith(SILENT) and ran[number][1].output:
                    renewed.append(ran[number][1].output)
        lines[fence.first : fence.last] = renewed
    return "\n".join(lines)


def main() -> None:
    """Rewrite the pages that are out of date and name them."""
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            text = with_outputs(page, Path(folder))
        if BEGIN in text:
            text = with_table(text)
        if text != before:
            page.write_text(text, encoding="utf-8", newline="\n")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
