"""Twice the input costs about twice the work, whatever is repeated: nobody's draft hangs a run.

Work is counted in lines of Python that run, so that a busy machine changes nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from drafts import key, run

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 1_500
GROWN = 4
TOLERANCE = 1.5
"""Work for four times the input, against four times the work; the square would need four."""

SHAPES = {
    "quotes.md": "> ",
    "lists.md": "- ",
    "list lines.md": "- - - - - - x\n",
    "brackets.md": "[",
    "images.md": "![",
    "links.md": "[a](",
    "brackets.mdx": "[",
    "angles.md": "<",
    "angles.mdx": "<",
    "open tags.mdx": "<a ",
    "open tag lines.mdx": "<a\n",
    "open attributes.mdx": '<a "\n',
    "open tabs.md": '<Tab "\n',
    "braces.mdx": "{",
    "brace lines.mdx": "{\n",
    "unclosed elements.mdx": "<Tabs>\n",
    "comments before elements.mdx": "{/* c */}\n<Tabs>\n",
    "comments.md": "<!-- a -->\n",
    "comments in a line.md": "text <!-- a --> ",
    "open comments.md": "<!--",
    "open comment lines.md": "a <!-- \n",
    "open directives.md": "<!-- draftproof: ",
    "comments.mdx": "{/* a */}\n",
    "open comments.mdx": "{/* a \n",
    "statements.mdx": "import {\n",
    "almost imports.md": "import a from \n",
    "rows.md": "| a | b |\n| - | - |\n",
    "cells.md": "|a",
    "fences.md": "```\n",
    "markdown fences.md": "```markdown\n",
    "backticks.md": "`",
    "broken code.md": " ` `` <!--",
    "stars.md": "*",
    "emphasis.md": "*a_ <!-- -->",
    "entities.md": "&",
    "references.md": "[a]: \n",
    "tabs.md": '=== "a"\n',
    "colons.md": ":::note\n",
    "templates.md": "{% tab %}\n",
    "open templates.md": "{{< ",
    "headings.md": "# a\n",
    "carriage returns.md": "a\r",
    "long word.md": "a",
    "assignments.md": "a=",
    "headers.md": "Bearer ",
    "addresses.md": "https://a:b@c/?key=x&",
    "private keys.md": "-----BEGIN PRIVATE KEY-----\n",
    "cut escapes.ipynb": "\\u0041",
}
FRAMED = {
    "spaces in front matter.md": ("---\na: b", " ", ":\n---\n"),
    "brackets in front matter.md": ("---\na: ", "[", "\n---\n"),
    "front matter without end.md": ("---\n", "a: b\n", ""),
    "lines in front matter.md": ("---\n", "a: [b]\n", "---\n"),
    "prints.md": ("```python\n", "print(api_key)\n", "```\n"),
    "arrays.ipynb": ("", "[", ""),
    "cells.ipynb": (
        '{"cells":[',
        '{"cell_type":"code","source":["a=1"]},',
        '{"cell_type":"raw","source":""}]}',
    ),
    "texts.ipynb": (
        '{"cells":[',
        '{"cell_type":"markdown","source":"# a"},',
        '{"cell_type":"raw","source":""}]}',
    ),
    "escapes.ipynb": ('{"cells":[{"cell_type":"code","source":"', "\\u0041", '"}]}'),
}


def _lines_run(path: Path, text: str) -> int:
    """How many lines of Python run to check a text."""
    path.write_text(text, encoding="utf-8", newline="")
    count = 0

    def trace(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run(path)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", [*SHAPES, *FRAMED])
def test_work_grows_with_the_size(name: str, tmp_path: Path) -> None:
    before, unit, after = FRAMED.get(name) or ("", SHAPES[name], "\n")
    run(tmp_path)  # what is loaded and compiled once is nobody's input
    small, large = (
        _lines_run(tmp_path / name, before + unit * (size // len(unit)) + after)
        for size in (SIZE, SIZE * GROWN)
    )
    assert large < small * GROWN * TOLERANCE, f"{small} lines run, then {large}"


def test_thousands_of_keys_in_one_line(tmp_path: Path) -> None:
    def line(number: int) -> str:
        return "".join(f'api_key = "{key(seed=str(each))}" ' for each in range(number))

    few, many = _lines_run(tmp_path / "a.md", line(40)), _lines_run(tmp_path / "a.md", line(160))
    assert many < few * GROWN * TOLERANCE, f"{few} lines run, then {many}"
