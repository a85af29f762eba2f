"""The documents that are open in the editor, with their texts as the editor has them.

The texts are kept here and not by pygls, whose lines end where ``str.splitlines`` ends them: at U+2028 or a
form feed as well, so that every edit after one would go to a wrong place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from draftproof.lsp.positions import Encoding, Place, Units
from draftproof.text.source import Source

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from draftproof.lsp.examining import Examination

_LANGUAGES = {"markdown": ".md", "mdx": ".mdx", "quarto": ".qmd"}
"""The endings of documents that have no file yet, by the name of their language in editors."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of an open document came to. ``serial`` says of which state of it.

    ``examination`` is None where nothing is checked: for an excluded file, or without a configuration that
    can be used.
    """

    serial: int
    version: int
    source: Source
    units: Units
    examination: Examination | None


@dataclass(slots=True)
class OpenDocument:
    """A document in the editor. ``serial`` grows with every edit and whenever a check may come to something
    else than before.
    """

    uri: str
    path: Path | None
    source: Source
    version: int
    serial: int = 0
    closed: bool = False
    checked: Checked | None = None
    running: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def current(self) -> Checked | None:
        """What the last check came to, where nothing has changed since."""
        return self.checked if self.checked is not None and self.checked.serial == self.serial else None


def opened(item: types.TextDocumentItem) -> OpenDocument:
    """A document that the editor opens."""
    return OpenDocument(item.uri, _path_of(item), _source(item.text), item.version)


def _path_of(item: types.TextDocumentItem) -> Path | None:
    """The file, also where it does not exist yet; None for what is no document of ours."""
    scheme = item.uri.partition(":")[0]
    if scheme == "file":
        path = to_fs_path(item.uri)
        return Path(path) if path else None
    ending = _LANGUAGES.get(item.language_id)
    return Path.cwd() / f"untitled{ending}" if ending and scheme == "untitled" else None


def _source(text: str) -> Source:
    # Half a surrogate pair is no text: it would have no bytes.
    return Source(_SURROGATE.sub("\ufffd", text))


def change(
    document: OpenDocument,
    version: int,
    changes: Sequence[types.TextDocumentContentChangeEvent],
    encoding: Encoding,
) -> None:
    """Make the changes of one notification, each in the text that the one before left."""
    for each in changes:
        if isinstance(each, types.TextDocumentContentChangePartial):
            units = Units(document.source, encoding)
            start, end = sorted(units.offset(place_of(at)) for at in (each.range.start, each.range.end))
            text = document.source.text
            document.source = _source(text[:start] + each.text + text[end:])
        else:
            document.source = _source(each.text)
    document.version = version
    document.serial += 1


def place_of(position: types.Position) -> Place:
    """A position of the protocol."""
    return Place(position.line, position.character)


def range_of(units: Units, start: int, end: int) -> types.Range:
    """The range between two offsets."""
    return types.Range(types.Position(*units.place(start)), types.Position(*units.place(end)))
