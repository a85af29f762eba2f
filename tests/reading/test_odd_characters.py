"""Characters that the Markdown parser counts otherwise than our reader: found by fuzzing."""

from __future__ import annotations

import pytest

from draftproof.reading.document import BlockKind
from draftproof.reading.reader import read


@pytest.mark.parametrize("ending", ["md", "mdx"])
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("# \0", [(0, 3)]),
        ("```\n\n```\n# a \0 b", [(0, 8), (9, 16)]),
        ("\n#\n\u2028", [(1, 2), (3, 3)]),
        ("a\n\n\u2028\n\nb", [(0, 1), (3, 3), (6, 7)]),
    ],
)
def test_blocks_stand_where_they_are(ending: str, text: str, places: list[tuple[int, int]]) -> None:
    blocks = read(text.encode(), f"a.{ending}").parts[0].blocks
    assert [tuple(block.span) for block in blocks] == places
    for block in blocks:
        assert all(0 <= run.origin <= run.origin_end <= len(text) for run in block.content.runs)


def test_a_tab_before_and_a_blank_behind_the_last_line() -> None:
    (block,) = read(b"1. ++\n\ta ", "a.md").parts[0].blocks
    assert block.kind is BlockKind.PARAGRAPH
    assert block.content.text == "++\n a"
    assert block.content.span(4, 5) == (7, 8)
