"""A suppression silences what it names, where it says, and nothing else."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.checks.directives import Suppression
from draftproof.finding import WHOLE_FILE
from draftproof.text.source import Span
from drafts import codes, findings, key, run

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.finding import Finding


_BLOCK_LINES = 10
"""A heading, a blank line, the seven of a block, and the one between."""


def _block(number: int) -> str:
    """A block with a finding of each of four rules."""
    opaque = key("github-classic", str(number)).removeprefix("ghp_")
    return (
        "```python\n"
        'api_key = os.environ["OPENAI_API_KEY"]\n'
        "print(api_key)\n"
        f'headers = {{"Authorization": "Bearer {opaque[:32]}"}}\n'
        f'other = "{key(seed=str(number))}"\n'
        f'get("https://example.com/v1?api_key={opaque[4:]}")\n'
        "```\n"
    )


def _places(found: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    return sorted((f.code, f.place.line, f.place.column) for f in found if f.family != "suppressions")


DIRECTIVES = {
    "html": '<!-- draftproof: ignore[{}] reason="kept" -->\n\n',
    "close": '<!-- draftproof: ignore[{}] reason="kept" -->\n',
    "many lines": '<!--\ndraftproof: ignore[{}]\n  reason="kept"\n-->\n\n',
    "upper case": '<!-- Draftproof : ignore[{}] reason="kept" -->\n\n',
    "mdx": '{{/* draftproof: ignore[{}] reason="kept" */}}\n\n',
}


@given(st.data())
def test_exactly_the_named_code_in_exactly_the_named_block(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, 4))
    style = data.draw(st.sampled_from(sorted(DIRECTIVES)))
    mdx = style == "mdx"
    blocks = [f"# Part {n}\n\n{_block(n)}" for n in range(count)]
    plain = tmp_path_factory.mktemp("plain") / ("a.mdx" if mdx else "a.md")
    plain.write_text("\n".join(blocks), encoding="utf-8")
    before = _places(findings(plain))
    assert {code for code, _, _ in before} == {"KEY001", "KEY002", "KEY004", "KEY005"}
    chosen = data.draw(st.integers(0, count - 1))
    code = data.draw(st.sampled_from(sorted({code for code, _, _ in before})))
    directive = DIRECTIVES[style].format(code)
    blocks[chosen] = blocks[chosen].replace("```python", directive + "```python", 1)
    silenced = tmp_path_factory.mktemp("silenced") / plain.name
    silenced.write_text("\n".join(blocks), encoding="utf-8")
    finished = run(silenced)
    moved = directive.count("\n")
    fence = chosen * _BLOCK_LINES + 3
    inside = [each for each in before if each[0] == code and (each[1] - 1) // _BLOCK_LINES == chosen]
    gone = len(inside)
    wanted = [
        (each, line + moved * (line >= fence), column)
        for each, line, column in before
        if (each, line, column) not in inside
    ]
    assert gone
    assert _places(finished.result.findings) == sorted(wanted)
    assert finished.result.counts.suppressed == gone
    assert not [f for f in finished.result.findings if f.family == "suppressions"]


SELECTORS = ["KEY001", "realistic-key", "KEY", "credentials", "ALL", "KEY005,KEY001", "KEY005 KEY001"]


@pytest.mark.parametrize("selector", SELECTORS)
def test_selectors(selector: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'<!-- draftproof: ignore[{selector}] reason="x" -->\n\n`{key()}`\n', encoding="utf-8")
    assert "KEY001" not in codes(path)


def test_a_directive_covers_a_list_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        '<!-- draftproof: ignore[KEY001] reason="x" -->\n\n'
        f"- one\n\n  ```\n  {key()}\n  ```\n\n- `{key(seed='2')}`\n\n"
        f"`{key(seed='3')}`\n",
        encoding="utf-8",
    )
    assert [f.place.line for f in findings(path)] == [11]


def test_a_directive_covers_an_element_up_to_its_closing_tag(tmp_path: Path) -> None:
    path = tmp_path / "a.mdx"
    path.write_text(
        '{/* draftproof: ignore[KEY001] reason="x" */}\n'
        f'<Tabs>\n<TabItem value="a">\n\n```\n{key()}\n```\n\n</TabItem>\n</Tabs>\n\n`{key(seed="2")}`\n',
        encoding="utf-8",
    )
    assert [f.place.line for f in findings(path)] == [12]


def test_a_directive_in_a_paragraph_speaks_of_the_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f'The key `{key()}` <!-- draftproof: ignore[KEY001] reason="x" -->\n\n`{key(seed="2")}`\n',
        encoding="utf-8",
    )
    assert [f.place.line for f in findings(path)] == [3]


def test_ignore_file_covers_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'`{key()}`\n\n<!-- draftproof: ignore-file[KEY001] reason="x" -->\n', encoding="utf-8")
    assert codes(path) == []


def test_a_fence_attribute(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    attribute = 'draftproof-ignore=KEY001 draftproof-reason="revoked"'
    path.write_text(f"```text {attribute}\n{key()}\n```\n\n```text\n{key(seed='2')}\n```\n", encoding="utf-8")
    assert [(f.code, f.place.line) for f in findings(path)] == [("KEY001", 6)]


def test_directives_in_samples_and_in_markdown_fences_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    comment = '<!-- draftproof: ignore[KEY001] reason="x" -->'
    path.write_text(
        f"```html\n{comment}\n```\n\n```markdown\n{comment}\n\n`{key()}`\n```\n\n`{comment}`\n\n`{key(seed='2')}`\n",
        encoding="utf-8",
    )
    assert [(f.code, f.place.line) for f in findings(path)] == [("KEY001", 8), ("KEY001", 13)]


def test_a_comment_at_the_end_of_a_cell_speaks_of_the_next_cell_and_its_outputs(tmp_path: Path) -> None:
    def code(text: str) -> dict[str, object]:
        return {"cell_type": "code", "source": text, "outputs": [{"output_type": "stream", "text": text}]}

    cells = [
        {"cell_type": "markdown", "source": 'Text\n\n<!-- draftproof: ignore[KEY001] reason="x" -->'},
        code(f'a = "{key()}"'),
        code(f'b = "{key(seed="2")}"'),
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1), encoding="utf-8")
    found = findings(path)
    assert [f.place.cell for f in found if f.place.cell is not None] == [2]
    assert all(key(seed="2")[:12] not in f.excerpt for f in found)
    assert {f.code for f in found} == {"KEY001"}


@pytest.mark.parametrize(
    ("directive", "wanted", "says"),
    [
        ("ignore[KEY001]", ["SUP002"], "gives no reason"),
        ('ignore[KEY999] reason="x"', ["KEY001", "SUP004"], "no rule is called KEY999"),
        ('ignore[realistic-kee] reason="x"', ["KEY001", "SUP004"], "did you mean `realistic-key`"),
        ('ignroe[KEY001] reason="x"', ["KEY001", "SUP004"], "did you mean `ignore[...]`"),
        ('ignore reason="x"', ["KEY001", "SUP004"], "names no rule"),
        ('ignore[] reason="x"', ["KEY001", "SUP004"], "names no rule"),
        ('ignore[KEY001] reason="x" until=soon', ["KEY001", "SUP004"], "is no date"),
        ('ignore[KEY001] because="x"', ["KEY001", "SUP004"], "`because` is no part of a directive"),
        ("ignore[KEY001] please", ["KEY001", "SUP004"], "`please` is no part of a directive"),
        ('ignore[KEY001] reason="x" until=2026-01-30', ["SUP003"], "ran out on 2026-01-30"),
        ('ignore[KEY001] reason="x" until=2026-01-31', [], ""),
        ('ignore[KEY001,KEY002] reason="x"', ["SUP001"], "KEY002 silences nothing"),
        ('ignore[DOC001] reason="x"', ["KEY001", "SUP001"], "silences nothing"),
    ],
)
def test_what_is_said_about_directives(directive: str, wanted: list[str], says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"<!-- draftproof: {directive} -->\n\n`{key()}`\n", encoding="utf-8")
    found = findings(path)
    assert sorted(f.code for f in found) == wanted
    assert says in " ".join(f.message for f in found)


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('<!-- draftproof: ignore[KEY001] reason="x" -->\n\nText.\n', encoding="utf-8")
    assert codes(path, ignore=("KEY001",)) == []
    assert codes(path) == ["SUP001"]


def test_an_unreadable_document_cannot_be_silenced(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b'<!-- draftproof: ignore-file[DOC001] reason="x" -->\n\nbad \xff byte\n')
    assert "DOC001" in codes(path)


def test_thousands_of_suppressions_and_findings(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    one = "<!-- draftproof: ignore{}[KEY001] reason=x -->\n\n`" + key() + "`\n\n"
    path.write_text("".join(one.format("-file" if n % 2 else "") for n in range(2000)), encoding="utf-8")
    started = datetime.datetime.now(datetime.UTC)
    assert run(path).result.counts.suppressed == 2000
    assert datetime.datetime.now(datetime.UTC) - started < datetime.timedelta(seconds=30)


def test_ignore_file_reaches_findings_about_the_file_as_a_whole_and_a_block_does_not() -> None:
    everywhere = Suppression(0, Span(0, 9), (), None).reach()
    block = Suppression(0, Span(0, 9), (), Span(10, 20)).reach()
    whole = (WHOLE_FILE, 15)
    assert everywhere[0] <= whole < everywhere[1]
    assert not block[0] <= whole < block[1]
    assert block == ((0, 10), (0, 20))
    assert Suppression(3, Span(0, 9), (), Span(9, 9), last_part=6).reach() == ((4, 0), (7, 0))
