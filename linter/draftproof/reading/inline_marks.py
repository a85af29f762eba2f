"""Running text of another format in Markdown's notation: blanks as one, what would be a mark escaped.

An atom is ``(text, start, end, sort)``: a text and the stretch of the file that it stands for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXT = 0
"""What a reader sees; its blanks are like any other blank."""
LITERAL = 1
"""Inside inline code: nothing is escaped."""
MARK = 2
"""A mark of Markdown that stands for a mark of the format."""
BREAK = 3
"""The end of a line that a reader sees."""


COMMENT = 4
"""The inside of a comment in running text."""


class Atom(NamedTuple):
    """A piece of running text. Texts of one length with their stretch correspond one to one."""

    text: str
    start: int
    end: int
    sort: int


_WORD = r"[^\s\\`*_\[\]<&!~]+"
_PIECE = re.compile(rf"\s+|{_WORD}(?: {_WORD})*+|[\\`*_\[\]<&!~]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_LIKE = re.compile(r"<[A-Za-z/!?]")
_RUN = re.compile(r"`+")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff]")


def running(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms of one block: no blanks at its ends, a row of blanks as one, marks escaped where needed.

    Empty where there is nothing to see.
    """
    single = _Running(atoms)
    return single.atoms()


def code_span(atoms: Sequence[Atom], whole: tuple[int, int]) -> list[Atom]:
    """Inline code with its ticks; ``whole`` is the stretch of the file with its marks."""
    inside = _trimmed(atoms)
    if not inside:
        return []
    text = "".join(atom.text for atom in inside)
    longest = max((len(run) for run in _RUN.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    apart = " " if text.startswith("`") or text.endswith("`") else ""
    first, last = inside[0].start, inside[-1].end
    return [
        Atom(ticks + apart, whole[0], max(first, whole[0]), MARK),
        *(Atom(atom.text, atom.start, atom.end, LITERAL) for atom in inside),
        Atom(apart + ticks, min(last, whole[1]), whole[1], MARK),
    ]


def seen(text: str, start: int, end: int) -> Iterator[Atom]:
    """A decoded stretch without characters that nobody sees, hard blanks as blanks.

    ``text`` is one to one with the stretch, or stands for it as a whole.
    """
    if len(text) != end - start:
        text = _UNSEEN.sub("", text).replace("\xa0", " ")
        if text:
            yield Atom(text, start, end, TEXT)
        return
    text = text.replace("\xa0", " ")
    at = 0
    for match in _UNSEEN.finditer(text):
        if match.start() > at:
            yield Atom(text[at : match.start()], start + at, start + match.start(), TEXT)
        at = match.end()
    if at < len(text):
        yield Atom(text[at:], start + at, end, TEXT)


def _trimmed(atoms: Sequence[Atom]) -> list[Atom]:
    found = list(atoms)
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[0] = _cut(found[0], len(found[0].text) - len(found[0].text.lstrip()), len(found[0].text))
        found[-1] = _cut(found[-1], 0, len(found[-1].text.rstrip()))
    return found


def _cut(atom: Atom, low: int, high: int) -> Atom:
    """A part of an atom's text, with its part of the stretch where they correspond."""
    if len(atom.text) != atom.end - atom.start:
        return Atom(atom.text[low:high], atom.start, atom.end, atom.sort)
    return Atom(atom.text[low:high], atom.start + low, atom.start + high, atom.sort)


class _Running:
    """Goes through the atoms of one block once."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._given = atoms
        self._found: list[Atom] = []
        self._blank: Atom | None = None
        self._text = "".join(atom.text for atom in atoms)
        shown = "".join(atom.text if atom.sort == TEXT else " " for atom in atoms)
        self._recurring = frozenset(mark for mark in "*_" if _recurs(shown, mark))
        self._at = 0

    def atoms(self) -> list[Atom]:
        for atom in self._given:
            if atom.sort == TEXT:
                self._plain(atom)
            elif atom.sort == BREAK:
                self._blank = None
                if self._found:
                    self._blank = Atom("\n", atom.start, atom.end, BREAK)
            else:
                self._flush()
                self._found.append(atom)
            self._at += len(atom.text)
        visible = any(atom.sort in (TEXT, LITERAL) or "!" in atom.text for atom in self._found)
        return self._found if visible else []

    def _flush(self) -> None:
        """Put down the blank that waits, unless the block begins with it."""
        if self._blank is not None and self._found:
            self._found.append(self._blank)
        self._blank = None

    def _plain(self, atom: Atom) -> None:
        at = 0
        for match in _PIECE.finditer(atom.text):
            piece, at = match[0], match.start()
            cut = _cut(atom, at, match.end())
            if piece.isspace():
                if self._blank is None and self._found:
                    blank = "\n" if "\n" in piece or "\r" in piece else " "
                    self._blank = Atom(blank, cut.start, cut.end, TEXT)
                continue
            self._flush()
            if len(piece) == 1 and not piece.isalnum() and self._is_mark(piece, self._at + at):
                self._found.append(Atom("\\", cut.start, cut.start, MARK))
            self._found.append(cut)

    def _is_mark(self, character: str, at: int) -> bool:
        """True where Markdown would take a character of the text for a mark."""
        text = self._text
        after = text[at + 1 : at + 2]
        before = text[at - 1 : at] if at else ""
        if character == "`":
            return True
        if character == "\\":
            return after in _PUNCTUATION and bool(after)
        if character == "*":
            return bool(after.strip() or before.strip()) and character in self._recurring
        if character == "_":
            inner = (before.isalnum() or before == "_") and (after.isalnum() or after == "_")
            return not inner and bool(after.strip() or before.strip()) and character in self._recurring
        if character == "]":
            return after in ("(", "[") and bool(after)
        if character == "[":
            return after == "^"
        if character == "<":
            return _TAG_LIKE.match(text, at) is not None
        if character == "&":
            return _ENTITY.match(text, at) is not None
        if character == "~":
            return after == "~"
        return False


def _recurs(text: str, character: str) -> bool:
    """True where a character stands at two places of a block that do not touch: one alone marks nothing."""
    first, last = text.find(character), text.rfind(character)
    return last - first > 1 and text[first : last + 1].strip(character) != ""
