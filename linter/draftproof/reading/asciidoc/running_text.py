"""Running text of AsciiDoc as atoms in Markdown's notation: monospace, links, macros, emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.inline_marks import BREAK, LITERAL, MARK, TEXT, Atom, code_span

if TYPE_CHECKING:
    from draftproof.reading.text_lines import Joined

_MARK = re.compile(
    r"\\|``|`|\*\*|\*|__|_|##|#|\+\+\+|\+\+|(?<= )\+(?=\n|\Z)|\+|\[\[|<<|\{(?=[A-Za-z])"
    r"|\b(?:https?|ftp|irc|mailto|link|xref|footnote|footnoteref|image|icon|kbd|btn|menu|pass|stem|anchor|indexterm2?):"
    r"|\[(?=[.#%\w][^\[\]\n]{0,80}\][*_`#])"
)
_LINK = re.compile(
    r"(?:(?:link|xref):)?(?P<target>[^\s\[\]<>\"'`]{1,2000})\[(?P<label>(?:[^\]\\]|\\.){0,500})\]", re.DOTALL
)
_MACRO = re.compile(r"([a-z]{2,12}2?):{1,2}([^\s\[\]]{0,500})\[((?:[^\]\\]|\\.){0,1000})\]", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?|ftp|irc)://[^\s<>\[\]\"'`]{1,2000}")
_REFERENCE = re.compile(r"<<([^<>,]{1,200})(?:,([^<>]{1,300}))?>>")
_ROLE = re.compile(r"\[[^\[\]\n]{1,81}\]")
_ANCHOR = re.compile(r"\[\[[^\]\n]{1,200}\]\]")
_ATTRIBUTE = re.compile(r"\{[A-Za-z][\w-]{0,80}\}")
_WINDOW = re.compile(r",?\s{0,3}(?:window|role|opts|id|subs)=[^,\]]{0,100}$|\^$")
_SAFE = re.compile(r"[^\s<>()\\]+")
_HIDDEN = frozenset({"image", "icon", "stem", "anchor", "indexterm", "footnote", "footnoteref", "pass"})
_SIMPLE = {"*": "**", "_": "*"}
_DOUBLE = {"**": "**", "__": "*"}


class RunningText:
    """Goes through one text once; a mark that is never closed is looked for once."""

    def __init__(self, joined: Joined) -> None:
        self._joined = joined
        self._text = joined.text
        self._unclosed: set[str] = set()
        self._found: list[Atom] = []

    def atoms(self) -> list[Atom]:
        """The atoms of the text."""
        self._between(0, len(self._text))
        return self._found

    def _between(self, at: int, end: int, depth: int = 0) -> None:
        while (match := _MARK.search(self._text, at, end)) is not None:
            self._plain(at, match.start())
            after = self._marked(match[0], match.start(), end, depth)
            if after is None:
                after = match.end()
                self._plain(match.start(), after)
            at = after
        self._plain(at, end)

    def _plain(self, start: int, end: int) -> None:
        self._found.extend(self._joined.atoms(start, end, TEXT))

    def _mark(self, text: str, start: int, end: int) -> None:
        self._found.append(Atom(text, *self._joined.range(start, end), MARK))

    def _marked(self, mark: str, at: int, end: int, depth: int) -> int | None:
        """Add what a mark at a place begins; the end of it, None where the mark is text."""
        text = self._text
        if mark == "\\":
            following = _MARK.match(text, at + 1, end)
            self._plain(at + 1, following.end() if following else at + 1)
            return following.end() if following else None
        if mark in ("`", "``"):
            return self._monospace(mark, at, end)
        if mark == "+" and (at + 1 >= len(text) or text[at + 1] == "\n") and text[at - 1 : at] == " ":
            self._found.append(Atom("\n", *self._joined.range(at, at + 1), BREAK))
            return at + 1
        if mark.startswith("+"):
            return self._passed(mark, at, end)
        if mark.startswith(("*", "_", "#")):
            return self._emphasis(mark, at, end, depth)
        if mark == "<<":
            return self._reference(at, end)
        if mark in ("[[", "[", "{"):
            pattern = {"[[": _ANCHOR, "[": _ROLE, "{": _ATTRIBUTE}[mark]
            found = pattern.match(text, at, end)
            if found is not None and mark == "{":
                self._found.extend(self._joined.atoms(at, found.end(), LITERAL))
            return found.end() if found else None
        return self._macro(at, end)

    def _close(self, mark: str, start: int, end: int) -> int | None:
        """Where a mark closes what was opened before ``start``; None where it never does."""
        if mark in self._unclosed:
            return None
        text = self._text
        at = text.find(mark, start, end)
        while at >= 0:
            after = text[at + len(mark) : at + len(mark) + 1]
            fits = len(mark) > 1 or not (text[at - 1].isspace() or after.isalnum() or after == "_")
            if at > start and fits:
                return at
            at = text.find(mark, at + 1, end)
        if end == len(text):
            self._unclosed.add(mark)
        return None

    def _opens(self, mark: str, at: int) -> bool:
        before = self._text[at - 1 : at] if at else ""
        after = self._text[at + len(mark) : at + len(mark) + 1]
        if not after or (len(mark) == 1 and after.isspace()):
            return False
        return len(mark) > 1 or not (before.isalnum() or (before in ("_", ":", ";", "}", "/") and before))

    def _monospace(self, mark: str, at: int, end: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if self._opens(mark, at) else None
        if close is None:
            return None
        start, stop = at + len(mark), close
        if self._text.startswith("+", start) and self._text.endswith("+", start + 1, stop):
            start, stop = start + 1, stop - 1
        if self._text.endswith(('"', "'"), 0, at) and self._text.startswith(('"', "'"), close + len(mark)):
            self._between(start, stop, 9)  # "`curly quotes`"
            return close + len(mark)
        inside = self._joined.atoms(start, stop, LITERAL)
        self._found.extend(code_span(inside, self._joined.range(at, close + len(mark))))
        return close + len(mark)

    def _passed(self, mark: str, at: int, end: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if self._opens(mark, at) else None
        if close is None:
            return None
        self._plain(at + len(mark), close)
        return close + len(mark)

    def _emphasis(self, mark: str, at: int, end: int, depth: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if depth < 4 and self._opens(mark, at) else None
        if close is None:
            return None
        shown = _SIMPLE.get(mark) or _DOUBLE.get(mark, "")
        if shown:
            self._mark(shown, at, at + len(mark))
        self._between(at + len(mark), close, depth + 1)
        if shown:
            self._mark(shown, close, close + len(mark))
        return close + len(mark)

    def _reference(self, at: int, end: int) -> int | None:
        found = _REFERENCE.match(self._text, at, end)
        if found is None:
            return None
        group = 2 if found[2] is not None else 1
        self._plain(*found.span(group))
        return found.end()

    def _macro(self, at: int, end: int) -> int | None:
        text = self._text
        if text.startswith(("http", "ftp", "irc", "link", "mailto", "xref"), at):
            link = _LINK.match(text, at, end)
            if link is not None:
                self._link(link)
                return link.end()
            address = _ADDRESS.match(text, at, end)
            if address is None:
                return None
            self._found.extend(self._joined.atoms(*address.span(), LITERAL))
            return address.end()
        macro = _MACRO.match(text, at, end)
        if macro is None:
            return None
        if macro[1] == "image":
            self._plain(macro.start(3), macro.start(3) + len(macro[3].partition(",")[0]))
        elif macro[1] not in _HIDDEN:
            self._plain(*macro.span(3))
        return macro.end()

    def _link(self, link: re.Match[str]) -> None:
        start, end = link.span("label")
        cut = _WINDOW.search(link["label"])
        end = start + (cut.start() if cut else len(link["label"]))
        target = link["target"]
        is_reference = link[0].startswith("xref:")
        if end <= start:
            self._found.extend(self._joined.atoms(*link.span("target"), LITERAL))
            return
        if is_reference or not _SAFE.fullmatch(target):
            self._plain(start, end)
            return
        low, high = self._joined.range(*link.span())
        here = self._joined.range(end - 1, end)[1]
        self._found.append(Atom("[", low, low, MARK))
        self._plain(start, end)
        self._found.append(Atom("](", here, here, MARK))
        self._found.extend(self._joined.atoms(*link.span("target"), LITERAL))
        self._found.append(Atom(")", max(here, high - 1), high, MARK))
