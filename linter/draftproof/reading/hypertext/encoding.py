"""The text of a page from its bytes, by the encoding that the page names (WHATWG HTML, 13.2.3)."""

from __future__ import annotations

import codecs
import re

from draftproof.text.decoding import Decoded, decode

_HEAD = 1024
"""Bytes in which a page names its encoding."""
_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MEANT = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "ascii": "windows-1252",
    "us-ascii": "windows-1252", "iso-8859-9": "windows-1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc-kr": "cp949",
}  # fmt: skip
"""Names that browsers take for a wider encoding."""
_KNOWN = re.compile(
    r"windows-125\d|windows-874|iso-8859-\d{1,2}|koi8-[ru]|gb18030|big5|euc-jp|iso-2022-jp|cp932|cp949|macintosh"
)


def decode_page(data: bytes) -> Decoded:
    """Decode a page: by its byte order mark, by the encoding that it names, else as UTF-8; never raises.

    A page in another encoding than UTF-8 is read and not written: its text is not ``exact``.
    """
    for mark, name in _UTF_16.items():
        if data.startswith(mark) and not data.startswith(codecs.BOM_UTF32_LE):
            return _as(data[len(mark) :], name)
    if not data.startswith(codecs.BOM_UTF8) and (found := _CHARSET.search(data, 0, _HEAD)):
        name = found[1].decode("ascii").lower()
        name = _MEANT.get(name, name)
        if _KNOWN.fullmatch(name):
            return _as(data, name)
    return decode(data)


def _as(data: bytes, name: str) -> Decoded:
    try:
        codec = codecs.lookup("mac-roman" if name == "macintosh" else name)
    except LookupError:
        return decode(data)
    text, _ = codec.decode(data, "replace")
    place = text.find("\0")
    if place >= 0:
        return Decoded(
            "", problem="the file is not text", help="Exclude it, or name a text file.", usable=False
        )
    return Decoded(text, exact=False)
