"""A thousand edits, and after every pause the findings that ``check`` has for the same text."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from editor import checked, edited, editing, encodings, place, shown
from lsprotocol import types

from drafts import filled

if TYPE_CHECKING:
    from pathlib import Path

START = """\
---
title: Streaming \U0001f600
---

# Streaming with the Responses API

This is the fastest API there is.\u2028And the \U0001f600 cheapest.

```python
from openai import OpenAI
client = OpenAI(api_key="{{key:github-classic}}")
stream = client.responses.create(model="gpt-5", messages=[], stream=True)
for event in stream:
    print(event.choices[0].delta.content)
```

<!-- draftproof: ignore[CLM001] -->
It is \x0c the fastest of all.
"""
PIECES = (
    *(
        "a",
        " ",
        "word ",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\u2028",
        "\x0c",
        "\x85",
        "\u20ac",
        "\U0001f600",
        "\ufeff",
    ),
    *("```python\n", "\n```\n", "# Responses API\n", "> ", "- ", "| a | b |\n", "<Tab>", "{{", "---\n"),
    *(
        "The fastest API there is. \U0001f600 ",
        "Unlimited \U00010000 requests.\r\n",
        "`gpt-4-vision-preview`",
    ),
    *('client.responses.create(model="gpt-4o", messages=[], stream=True)\n', "event.choices[0].delta\n"),
    *('api_key="{{key:github-classic}}"\n', '<!-- draftproof: ignore[KEY001] reason="x" -->\n'),
)
LONGEST = 2500


class Typist:
    """Makes edits at random places, the same ones for the same seed, and keeps the text that they come to."""

    def __init__(self, seed: int, encoding: str) -> None:
        self._random = random.Random(seed)
        self._encoding = encoding
        self.text = filled(START).replace("\n", "\r\n" if seed % 2 else "\n")

    def changes(self) -> list[Any]:
        """The changes of one message."""
        if self._random.random() < 0.01:
            return [types.TextDocumentContentChangeWholeDocument(self.text)]
        return [self._change() for _ in range(self._random.choice((1, 1, 1, 2, 3)))]

    def pauses(self) -> bool:
        return self._random.random() < 0.25

    def _change(self) -> types.TextDocumentContentChangePartial:
        start = self._offset()
        end = start
        if len(self.text) > LONGEST or self._random.random() < 0.4:
            end = self._offset(start, min(len(self.text), start + self._random.choice((1, 5, 60, 400))))
        new = "" if len(self.text) > LONGEST else filled(self._random.choice((*PIECES, "")))
        at = types.Range(place(self.text, start, self._encoding), place(self.text, end, self._encoding))
        self.text = self.text[:start] + new + self.text[end:]
        return types.TextDocumentContentChangePartial(range=at, text=new)

    def _offset(self, least: int = 0, most: int | None = None) -> int:
        """An offset that is not inside a line end: an editor has no place there."""
        found = self._random.randint(least, len(self.text) if most is None else most)
        return found + (self.text[found - 1 : found + 1] == "\r\n" and found > 0)


async def _type(folder: Path, seed: int, encoding: str, edits: int) -> None:
    path = folder / "a.md"
    typist = Typist(seed, encoding)
    compared = 0
    async with editing(folder, encodings(encoding)) as editor:
        uri = editor.open(path, typist.text)
        for version in range(2, edits + 2):
            editor.change(uri, version, typist.changes())
            if typist.pauses():
                assert shown(await editor.pull(uri)) == checked(path, typist.text, encoding), (
                    f"{seed=} {version=}"
                )
                compared += 1
        pulled = shown(await editor.pull(uri))
        assert pulled == checked(path, typist.text, encoding)
        # What is sent by itself is the same, and of the last version.
        assert shown(await editor.pushed(uri, edits + 1)) == pulled
        assert await editor.finish() == (0, "")
        assert editor.said == []
    assert compared > edits / 6


@pytest.mark.parametrize(
    ("seed", "encoding", "edits"),
    [(1, "utf-16", 1000), (2, "utf-8", 250), (3, "utf-32", 250), (4, "utf-16", 250)],
)
def test_after_every_pause_the_editor_shows_what_check_says(
    tmp_path: Path, seed: int, encoding: str, edits: int
) -> None:
    edited(_type(tmp_path, seed, encoding, edits))
