"""Names of charsets: each that is known has a codec, and what browsers take for another one is that."""

from __future__ import annotations

import codecs

import pytest

from draftproof.text import charsets
from draftproof.text.charsets import codec_of


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("ISO-8859-1", "windows-1252"),
        (" latin1 ", "windows-1252"),
        ("windows-874", "cp874"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("windows-1251", "windows-1251"),
        ("utf-8", ""),
        ("utf-16", ""),
        ("utf-7", ""),
        ("zlib", ""),
        ("iso-8859-12", ""),
        ("idna", ""),
        ("", ""),
    ],
)
def test_the_codec_of_a_name(name: str, codec: str) -> None:
    assert codec_of(name) == codec


def test_only_servers_name_utf_16() -> None:
    assert [codec_of(name, wide=True) for name in ("UTF-16", "utf-16le", "utf-16be", "utf-16x")] == [
        *("utf-16", "utf-16le", "utf-16be", ""),
    ]


def test_python_has_every_codec() -> None:
    listed = {name for name in charsets._MEANT if codec_of(name)}
    assert listed == set(charsets._MEANT)
    numbered = [f"iso-8859-{number}" for number in range(1, 17) if number != 12]
    others = ["koi8-u", "big5", "euc-jp", "iso-2022-jp", *(f"windows-125{n}" for n in range(9))]
    for name in [*listed, *numbered, *others]:
        assert codec_of(name), name
        codecs.lookup(codec_of(name))
