"""Sitemaps: lists of pages in XML (https://www.sitemaps.org/protocol.html, read 2026-11-23).

Read by expat, event by event. A document type is refused outright: a sitemap has none, and without one there
are no entities that could grow or name a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from xml.parsers import expat

from draftproof.dataclass import dataclass
from draftproof.network.addresses import MAX_URL
from draftproof.network.bounded import Decoding, UndecodableError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

MAX_BYTES: Final = 50_000_000
"""Of one sitemap, unpacked: what the protocol allows."""
_GZIP: Final = b"\x1f\x8b"
_ROOTS: Final[dict[str, Literal["pages", "sitemaps"]]] = {"urlset": "pages", "sitemapindex": "sitemaps"}
_ENTRIES: Final = {"pages": "url", "sitemaps": "sitemap"}
_DEEPEST: Final = 20


class SitemapError(Exception):
    """Why there is no list, in words that follow the name of the sitemap."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, or other sitemaps. ``urls`` are the first of them as they are written,
    ``total`` is how many there are.
    """

    kind: Literal["pages", "sitemaps"]
    urls: tuple[str, ...]
    total: int


def looks_like_sitemap(data: bytes) -> bool:
    """True where the beginning of a document is that of a sitemap."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and (b"<urlset" in start or b"<sitemapindex" in start)


def is_sitemap_file(path: str) -> bool:
    """True for the path of a file that is a sitemap by its name and by how it begins."""
    name = path.lower()
    if not name.endswith((".xml", ".xml.gz")):
        return False
    try:
        with Path(path).open("rb") as stream:
            start = stream.read(4000)
    except OSError:
        return False
    return start.startswith(_GZIP) if name.endswith(".gz") else looks_like_sitemap(start)


def read_sitemap(data: bytes, most: int) -> Sitemap:
    """The list in a sitemap, packed by gzip or not; at most so many of its entries are kept.

    Raises SitemapError.
    """
    reading = _Reading(most)
    try:
        reading.parser.Parse(_unpacked(data), True)
    except expat.ExpatError as error:
        raise SitemapError(
            f"is no well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}"
        ) from None
    except (ValueError, LookupError):
        raise SitemapError("is in an encoding that is not read") from None
    if reading.kind is None:
        raise SitemapError("is no sitemap")
    return Sitemap(reading.kind, tuple(reading.urls), reading.total)


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    pieces: list[bytes] = []
    size = 0
    decoding = Decoding("gzip")
    try:
        for piece in decoding.steps(data):
            size += len(piece)
            if size > MAX_BYTES:
                raise SitemapError(f"unpacks to more than {MAX_BYTES:,} bytes")
            pieces.append(piece)
    except UndecodableError:
        raise SitemapError("is packed in a way that is not read") from None
    if not decoding.whole:
        raise SitemapError("is packed and cut off")
    return b"".join(pieces)


class _Reading:
    """What the parser has seen so far."""

    def __init__(self, most: int) -> None:
        self.kind: Literal["pages", "sitemaps"] | None = None
        self.urls: list[str] = []
        self.total = 0
        self._most = most
        self._open: list[str] = []
        self._location: list[str] | None = None
        self._length = 0
        self.parser: XMLParserType = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise SitemapError("has a document type, which no sitemap has; it is not read")

    def _start(self, name: str, _: object) -> None:
        name = name.rpartition(":")[2]
        if self.kind is None:
            if name not in _ROOTS:
                raise SitemapError("is no sitemap: it has neither <urlset> nor <sitemapindex>")
            self.kind = _ROOTS[name]
        elif len(self._open) >= _DEEPEST:
            raise SitemapError("is nested deeper than any sitemap")
        elif self._open[1:] == [_ENTRIES[self.kind]] and name == "loc":
            self._location, self._length = [], 0
        self._open.append(name)

    def _text(self, text: str) -> None:
        if self._location is not None and self._length <= MAX_URL:
            self._location.append(text)
            self._length += len(text)

    def _end(self, _: str) -> None:
        self._open.pop()
        if self._location is not None:
            self.total += 1
            if len(self.urls) < self._most:
                self.urls.append("".join(self._location).strip())
            self._location = None
