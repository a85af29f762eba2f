"""Pages that were fetched, as documents to judge beside files."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from draftproof.dataclass import dataclass
from draftproof.engine.discovery import FoundFile
from draftproof.reading.document import Format
from draftproof.reading.reader import format_of
from draftproof.text.charsets import codec_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.configuration.resolving import ConfigurationResolver
    from draftproof.network.page import Page


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as a document: ``url`` is its path in reports, without a credential; ``data`` is in UTF-8, or
    in what the page itself says, as far as its server told.
    """

    url: str
    data: bytes
    kind: Format


def web_page(page: Page, shown: str) -> WebPage:
    """The document that a page is; ``shown`` is its URL as reports may have it."""
    return WebPage(shown, _in_utf8(page.data, page.charset), _format(page))


def found_pages(pages: Sequence[WebPage], resolver: ConfigurationResolver) -> Iterator[FoundFile]:
    """The pages as files to judge, sorted by URL, under the configuration of the working folder.

    Their paths lie outside of every project: no pattern of a configuration is meant for them.
    """
    configuration = resolver.for_folder(Path())
    if configuration is not None:
        for page in sorted(pages, key=lambda page: page.url):
            path = Path(os.sep, "web", page.url.replace("\0", ""))
            yield FoundFile(str(path), page.url, configuration, named=True, page=page)


def _format(page: Page) -> Format:
    """By the media type; for plain text, which servers send for everything that is source, by the ending."""
    if page.media == "html":
        return Format.HTML
    ending = format_of(unquote(urlsplit(page.final).path).rstrip("/"))
    if page.media == "none" and page.data.lstrip()[:1] == b"<":
        return Format.HTML
    if page.media == "markdown" and ending is not Format.MDX:
        return Format.MARKDOWN
    if page.media == "rst":
        return Format.RESTRUCTUREDTEXT
    return Format.MARKDOWN if ending is Format.HTML else ending


def _in_utf8(data: bytes, charset: str) -> bytes:
    """The bytes in UTF-8, by the charset that the server names, with a mark that says so: what the page says
    of its encoding holds no longer. As they are where the server names none, a wrong one or UTF-8.
    """
    codec = codec_of(charset, wide=True)
    if data.startswith(codecs.BOM_UTF8) or not codec:
        return data
    try:
        text = data.decode(codec, "replace" if codec == "windows-1252" else "strict")
    except ValueError:
        return data
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")
