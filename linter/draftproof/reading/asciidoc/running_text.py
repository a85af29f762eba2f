"""Running text of AsciiDoc as atoms in Markdown's notation: monospace, links, macros, emphasis."""

from __future__ import annotations

import re

from draftproof.reading.inline_marks import BREAK, LITERAL, MARK, Atom, code_span
from draftproof.reading.marked_text import MarkedText

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


class RunningText(MarkedText):
    """Goes through one text once; a mark that is never closed is looked for once."""

    def atoms(self) -> list[Atom]:
        """The atoms of the text."""
        self._between(0, len(self.text))
        return self.found

    def _between(self, at: int, end: int, depth: int = 0) -> None:
        while (match := _MARK.search(self.text, at, end)) is not None:
            self.plain(at, match.start())
            after = self._marked(match[0], match.start(), end, depth)
            if after is None:
                after = match.end()
                self.plain(match.start(), after)
            at = after
        self.plain(at, end)

    def _marked(self, mark: str, at: int, end: int, depth: int) -> int | None:
        """Add what a mark at a place begins; the end of it, None where the mark is text."""
        text = self.text
        if mark == "\\":
            following = _MARK.match(text, at + 1, end)
            self.plain(at + 1, following.end() if following else at + 1)
            return following.end() if following else None
        if mark in ("`", "``"):
            return self._monospace(mark, at, end)
        if mark == "+" and (at + 1 >= len(text) or text[at + 1] == "\n") and text[at - 1 : at] == " ":
            self.found.append(Atom("\n", *self.joined.range(at, at + 1), BREAK))
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
                self.found.extend(self.joined.atoms(at, found.end(), LITERAL))
            return found.end() if found else None
        return self._macro(at, end)

    def _close(self, mark: str, start: int, end: int) -> int | None:
        """Where a mark closes what was opened before ``start``; None where it never does."""
        if mark in self.unclosed:
            return None
        text = self.text
        at = text.find(mark, start, end)
        while at >= 0:
            after = text[at + len(mark) : at + len(mark) + 1]
            fits = len(mark) > 1 or not (text[at - 1].isspace() or after.isalnum() or after == "_")
            if at > start and fits:
                return at
            at = text.find(mark, at + 1, end)
        if end == len(text):
            self.unclosed.add(mark)
        return None

    def _opens(self, mark: str, at: int) -> bool:
        before = self.text[at - 1 : at] if at else ""
        after = self.text[at + len(mark) : at + len(mark) + 1]
        if not after or (len(mark) == 1 and after.isspace()):
            return False
        return len(mark) > 1 or not (before.isalnum() or (before in ("_", ":", ";", "}", "/") and before))

    def _monospace(self, mark: str, at: int, end: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if self._opens(mark, at) else None
        if close is None:
            return None
        start, stop = at + len(mark), close
        if self.text.startswith("+", start) and self.text.endswith("+", start + 1, stop):
            start, stop = start + 1, stop - 1
        if self.text.endswith(('"', "'"), 0, at) and self.text.startswith(('"', "'"), close + len(mark)):
            self._between(start, stop, 9)  # "`curly quotes`"
            return close + len(mark)
        inside = self.joined.atoms(start, stop, LITERAL)
        self.found.extend(code_span(inside, self.joined.range(at, close + len(mark))))
        return close + len(mark)

    def _passed(self, mark: str, at: int, end: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if self._opens(mark, at) else None
        if close is None:
            return None
        self.plain(at + len(mark), close)
        return close + len(mark)

    def _emphasis(self, mark: str, at: int, end: int, depth: int) -> int | None:
        close = self._close(mark, at + len(mark), end) if depth < 4 and self._opens(mark, at) else None
        if close is None:
            return None
        shown = _SIMPLE.get(mark) or _DOUBLE.get(mark, "")
        if shown:
            self.mark(shown, at, at + len(mark))
        self._between(at + len(mark), close, depth + 1)
        if shown:
            self.mark(shown, close, close + len(mark))
        return close + len(mark)

    def _reference(self, at: int, end: int) -> int | None:
        found = _REFERENCE.match(self.text, at, end)
        if found is None:
            return None
        group = 2 if found[2] is not None else 1
        self.plain(*found.span(group))
        return found.end()

    def _macro(self, at: int, end: int) -> int | None:
        text = self.text
        if text.startswith(("http", "ftp", "irc", "link", "mailto", "xref"), at):
            link = _LINK.match(text, at, end)
            if link is not None:
                self._link(link)
                return link.end()
            address = _ADDRESS.match(text, at, end)
            if address is None:
                return None
            self.found.extend(self.joined.atoms(*address.span(), LITERAL))
            return address.end()
        macro = _MACRO.match(text, at, end)
        if macro is None:
            return None
        if macro[1] == "image":
            self.plain(macro.start(3), macro.start(3) + len(macro[3].partition(",")[0]))
        elif macro[1] not in _HIDDEN:
            self.plain(*macro.span(3))
        return macro.end()

    def _link(self, link: re.Match[str]) -> None:
        start, end = link.span("label")
        cut = _WINDOW.search(link["label"])
        end = start + (cut.start() if cut else len(link["label"]))
        target = link["target"]
        is_reference = link[0].startswith("xref:")
        if end <= start:
            self.found.extend(self.joined.atoms(*link.span("target"), LITERAL))
            return
        if is_reference or not _SAFE.fullmatch(target):
            self.plain(start, end)
            return
        low, high = self.joined.range(*link.span())
        here = self.joined.range(end - 1, end)[1]
        self.found.append(Atom("[", low, low, MARK))
        self.plain(start, end)
        self.found.append(Atom("](", here, here, MARK))
        self.found.extend(self.joined.atoms(*link.span("target"), LITERAL))
        self.found.append(Atom(")", max(here, high - 1), high, MARK))
