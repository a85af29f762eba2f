"""Bytes to text, and what can go wrong on the way."""

from __future__ import annotations

import codecs

from draftproof.dataclass import dataclass

_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, or as much of it as there is.

    ``problem`` is a sentence when something was wrong, ``offset`` the code point where. ``usable`` is False
    when the bytes are not text at all: ``text`` is then empty. ``exact`` is False when encoding ``text``
    again would not give the same bytes, so that nothing may be written back.
    """

    text: str
    bom: bool = False
    problem: str = ""
    help: str = ""
    offset: int = 0
    usable: bool = True
    exact: bool = True


def decode(data: bytes) -> Decoded:
    """Decode UTF-8 with or without a byte order mark; never raises.

    Bytes that are not UTF-8 become U+FFFD and a problem, so that the rest can still be checked.
    """
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return Decoded(
                "", problem=f"the file is {encoding}, not UTF-8", help="Save it as UTF-8.", usable=False
            )
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in body:
            return Decoded(
                "", problem="the file is not text", help="Exclude it, or name a text file.", usable=False
            )
        return Decoded(
            body.decode("utf-8", errors="replace"),
            bom,
            problem=f"the file is not valid UTF-8: byte 0x{body[error.start]:02x} at offset {error.start}",
            help="Save it as UTF-8; the rest was checked with that byte replaced.",
            offset=len(body[: error.start].decode("utf-8")),
            exact=False,
        )
    if (place := text.find("\0")) >= 0:
        return Decoded(
            text,
            bom,
            problem="the file holds NUL characters",
            help="Remove them; text files have none.",
            offset=place,
        )
    return Decoded(text, bom)
