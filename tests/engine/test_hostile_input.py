"""Twice the input takes about twice the time, whatever is repeated: nobody's draft hangs a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from drafts import key, run

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 40_000
GROWN = 4
SLOWEST = 12.0
"""Seconds for the larger one, on a busy machine; what grows with the square takes minutes."""

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


def _seconds(path: Path, text: str) -> float:
    path.write_text(text, encoding="utf-8", newline="")
    started = time.process_time()
    run(path)
    return time.process_time() - started


@pytest.mark.parametrize("name", [*SHAPES, *FRAMED])
def test_time_grows_with_the_size(name: str, tmp_path: Path) -> None:
    before, unit, after = FRAMED.get(name) or ("", SHAPES[name], "\n")
    times = [
        _seconds(tmp_path / name, before + unit * (size // len(unit)) + after)
        for size in (SIZE, SIZE * GROWN)
    ]
    assert times[1] < SLOWEST
    assert times[1] < times[0] * GROWN * 2.5 + 0.5, f"{times[0]:.2f} s, then {times[1]:.2f} s"


def test_thousands_of_keys_in_one_line(tmp_path: Path) -> None:
    line = "".join(f'api_key = "{key(seed=str(number))}" ' for number in range(2_000))
    assert _seconds(tmp_path / "a.md", line) < SLOWEST
