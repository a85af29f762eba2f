"""The text of a page from its bytes, by the encoding that the page names (WHATWG HTML, 13.2.3)."""

from __future__ import annotations

import codecs
import re

from draftproof.text.charsets import codec_of
from draftproof.text.decoding import Decoded, decode

_HEAD = 1024
"""Bytes in which a page names its encoding."""
_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode_page(data: bytes) -> Decoded:
    """Decode a page: by its byte order mark, by the encoding that it names, else as UTF-8; never raises.

    A page in another encoding than UTF-8 is read and not written: its text is not ``exact``.
    """
    for mark, name in _UTF_16.items():
        if data.startswith(mark) and not data.startswith(codecs.BOM_UTF32_LE):
            return _as(data[len(mark) :], name)
    if not data.startswith(codecs.BOM_UTF8) and (found := _CHARSET.search(data, 0, _HEAD)):
        codec = codec_of(found[1].decode("ascii", "replace"))
        if codec:
            return _as(data, codec)
    return decode(data)


def _as(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    place = text.find("\0")
    if place >= 0:
        return Decoded(
            "", problem="the file is not text", help="Exclude it, or name a text file.", usable=False
        )
    return Decoded(text, exact=False)
