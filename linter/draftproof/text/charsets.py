"""Which codec a charset's name stands for, as browsers take it (WHATWG Encoding, 4.2)."""

from __future__ import annotations

import re

_MEANT = {
    **dict.fromkeys(
        ["ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "cp1252", "x-cp1252"],
        "windows-1252",
    ),
    **dict.fromkeys(["iso-8859-9", "iso8859-9", "iso_8859-9", "latin5", "l5"], "windows-1254"),
    **dict.fromkeys(["iso-8859-11", "tis-620", "windows-874", "dos-874"], "cp874"),
    **dict.fromkeys(["gb2312", "gbk", "x-gbk", "chinese", "gb_2312-80"], "gb18030"),
    **dict.fromkeys(["shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"], "cp932"),
    **dict.fromkeys(["euc-kr", "korean", "ks_c_5601-1987", "windows-949"], "cp949"),
    **dict.fromkeys(["macintosh", "mac", "x-mac-roman"], "mac-roman"),
    **dict.fromkeys(["koi", "koi8", "koi8_r"], "koi8-r"),
    **dict.fromkeys(["latin2", "l2", "iso_8859-2"], "iso-8859-2"),
}
"""Names that mean a wider charset, or that Python calls otherwise."""
_KNOWN = re.compile(
    r"windows-125\d|cp874|iso-8859-(?:[2-8]|1[03-6])|koi8-[ru]|gb18030|big5|euc-jp|iso-2022-jp|cp932|cp949"
    r"|mac-roman"
)
"""What else Python calls a codec is none that a page is in."""
_WIDE = re.compile(r"utf-16(?:le|be)?")


def codec_of(name: str, *, wide: bool = False) -> str:
    """The name of Python's codec for a charset; "" for UTF-8, which needs none, and for what is none.

    UTF-16 counts only when ``wide``: a server may name it, a page that names it in readable letters is not
    in it.
    """
    lowered = name.strip().lower()
    meant = _MEANT.get(lowered, lowered)
    if _KNOWN.fullmatch(meant) or (wide and _WIDE.fullmatch(meant)):
        return meant
    return ""
