"""A thousand edits, fixes among them, and after each the findings that ``check`` has for the same text."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from editor import applied, checked, edited, editing, edits_of, encodings, place, shown
from lsprotocol import types

from drafts import filled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from editor import Editor

_T = TypeVar("_T")
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
        self._begin = self.text = filled(START).replace("\n", "\r\n" if seed % 2 else "\n")

    def changes(self) -> list[Any]:
        """The changes of one message."""
        if self._random.random() < 0.03:
            self.text = self._begin + self.text[: LONGEST // 3]
            return [types.TextDocumentContentChangeWholeDocument(self.text)]
        return [self._change() for _ in range(self._random.choice((1, 1, 1, 2, 3)))]

    def now(self, share: float) -> bool:
        """True for so many of all times."""
        return self._random.random() < share

    def one_of(self, found: Sequence[_T]) -> _T:
        return self._random.choice(found)

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


class Session:
    """One document in the editor. After whatever is done to it the diagnostics are those of ``check``, which
    reads the typist's text and never what the server made of it.
    """

    def __init__(self, editor: Editor, path: Path, typist: Typist, encoding: str) -> None:
        self._editor = editor
        self._path = path
        self._typist = typist
        self._encoding = encoding
        self._version = 0
        self.uri = path.as_uri()
        self.done: Counter[str] = Counter()

    async def open(self) -> None:
        self._version += 1
        self._editor.open(self._path, self._typist.text, version=self._version)
        await self._compare("open")

    async def edit(self) -> None:
        self._version += 1
        self._editor.change(self.uri, self._version, self._typist.changes())
        await self._compare("edit")

    async def fix(self) -> None:
        """Take one of the actions that are offered for the whole document; its edits are typed like others,
        the last one first, so that each is where the text still is as it was.
        """
        text = self._typist.text
        whole = types.Range(types.Position(0, 0), place(text, len(text), self._encoding))
        kinds = (["source.fixAll.draftproof"], ["quickfix"])
        offered = await self._editor.actions(self.uri, whole, self._typist.one_of(kinds))
        if not offered:
            return
        edit = self._typist.one_of(offered).edit
        assert edit is not None
        edits = sorted(edits_of(edit, self.uri), key=lambda each: each.range.start, reverse=True)
        changes = [types.TextDocumentContentChangePartial(each.range, each.new_text) for each in edits]
        self._typist.text = applied(text, edit, self.uri, self._encoding)
        self._version += 1
        self._editor.change(self.uri, self._version, changes)
        await self._compare("fix")

    async def close(self) -> None:
        """Close the document, which leaves nothing to show, and open it again."""
        self._editor.close(self.uri)
        assert await self._editor.pull(self.uri) == []
        assert await self._editor.pushed(self.uri, None) == []
        self.done["close"] += 1
        await self.open()

    async def end(self) -> None:
        """What is sent by itself is the same, and of the last version; so is what a saved file has."""
        pulled = shown(await self._editor.pull(self.uri))
        assert pulled == checked(self._path, self._typist.text, self._encoding)
        assert shown(await self._editor.pushed(self.uri, self._version)) == pulled

    async def _compare(self, done: str) -> None:
        shows = shown(await self._editor.pull(self.uri))
        says = checked(self._path, self._typist.text, self._encoding, saved=False)
        assert shows == says, (done, self._version)
        self.done[done] += 1
        self.done["diagnostics"] += len(shows)


async def _type(folder: Path, seed: int, encoding: str, edits: int) -> None:
    typist = Typist(seed, encoding)
    async with editing(folder, encodings(encoding)) as editor:
        session = Session(editor, folder / "a.md", typist, encoding)
        await session.open()
        for _ in range(edits):
            await session.edit()
            if typist.now(0.04):
                await session.fix()
            if typist.now(0.02):
                await session.close()
        await session.end()
        assert await editor.finish() == (0, "")
        assert editor.said == []
    done = session.done
    assert done["edit"] == edits
    assert done["diagnostics"] > edits
    assert min(done["fix"], done["close"]) > edits / 125


@pytest.mark.parametrize(
    ("seed", "encoding", "edits"),
    [(1, "utf-16", 1000), (2, "utf-8", 250), (3, "utf-32", 250), (4, "utf-16", 250)],
)
def test_after_every_edit_the_editor_shows_what_check_says(
    tmp_path: Path, seed: int, encoding: str, edits: int
) -> None:
    edited(_type(tmp_path, seed, encoding, edits))
