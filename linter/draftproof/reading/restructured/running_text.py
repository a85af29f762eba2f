"""Running text of reStructuredText as atoms in Markdown's notation: literals, roles, links, emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.inline_marks import LITERAL, MARK, Atom, code_span
from draftproof.reading.marked_text import MarkedText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.reading.text_lines import Joined

_MARK = re.compile(
    r"``|`|\*\*|\*|\||\\|\[(?=#?[\w.-]{0,40}\]_)|_`|:(?=[A-Za-z][\w:.+-]{0,60}:`)|\b(?=\w{1,80}_\b)"
)
_ROLE = re.compile(r":([A-Za-z][\w:.+-]{0,60}):`")
_SUFFIX_ROLE = re.compile(r":([A-Za-z][\w:.+-]{0,60}):(?![\w`])")
_NOTE = re.compile(r"\[#?[\w.-]{0,40}\]_")
_NAMED = re.compile(r"(\w{1,80}?)(__?)(?!\w)")
_ADDRESS = re.compile(r"[^\s<>()\\]+")
_CODE_ROLES = frozenset(
    {
        *("code", "literal", "kbd", "file", "samp", "command", "program", "option", "envvar", "makevar"),
        *("func", "meth", "class", "mod", "attr", "exc", "data", "const", "obj", "any", "http", "guilabel"),
        *("cmd", "bash", "python", "py", "json", "js", "sh", "type", "term-code", "tt", "code-py"),
    }
)
_OPENS_AFTER = frozenset("'\"([{<-/:")
_CLOSES_BEFORE = frozenset("'\")]}>-/:.,;!?\\")


def _opens(text: str, at: int, length: int) -> bool:
    """True where a mark at a place may begin something: blank or bracket before it, no blank after it."""
    before = text[at - 1 : at] if at else " "
    after = text[at + length : at + length + 1]
    return (
        bool(after)
        and not after.isspace()
        and (before.isspace() or before in _OPENS_AFTER or not before.isalnum())
    )


def _closes(text: str, at: int, length: int) -> bool:
    """True where a mark may end something: no blank before it, a blank or punctuation after it."""
    after = text[at + length : at + length + 1]
    inner = text[at - 1 : at]
    return not inner.isspace() and (
        not after or after.isspace() or after in _CLOSES_BEFORE or not after.isalnum()
    )


class RunningText(MarkedText):
    """Goes through one text once; a mark that is never closed is looked for once."""

    def __init__(self, joined: Joined, targets: Mapping[str, str]) -> None:
        """``targets`` are the addresses of named links, by their names in lower case."""
        super().__init__(joined)
        self._targets = targets

    def atoms(self) -> list[Atom]:
        """The atoms of the text."""
        text, at = self.text, 0
        while (match := _MARK.search(text, at)) is not None:
            self.plain(at, match.start())
            end = self._marked(match[0], match.start())
            if end is None:
                end = match.start() + max(len(match[0]), 1)
                self.plain(match.start(), end)
            at = end
        self.plain(at, len(text))
        return self.found

    def _end_of(self, mark: str, start: int) -> int | None:
        """Where a mark closes what was opened before ``start``; None where it never does."""
        if mark in self.unclosed:
            return None
        at = self.text.find(mark, start)
        while at >= 0:
            doubled = len(mark) == 1 and self.text.startswith(mark * 2, at) and mark == "*"
            if at > start and not doubled and _closes(self.text, at, len(mark)):
                return at
            at = self.text.find(mark, at + (2 if doubled else 1))
        self.unclosed.add(mark)
        return None

    def _marked(self, mark: str, at: int) -> int | None:
        """Add what a mark at a place begins; the end of it, None where the mark is text."""
        text = self.text
        if mark == "\\":
            after = text[at + 1 : at + 2]
            if after and not after.isspace():
                self.plain(at + 1, at + 2)
            return at + 1 + len(after)
        if mark == "":
            return self._named(at)
        if mark == "[":
            note = _NOTE.match(text, at)
            return note.end() if note else None
        if mark == ":":
            role = _ROLE.match(text, at)
            return self._interpreted(role.end(), role[1], at) if role else None
        if not _opens(text, at, len(mark)):
            return None
        if mark == "``":
            return self._literal(at)
        if mark in ("`", "_`"):
            return self._interpreted(at + len(mark), "", at)
        return self._emphasis(mark, at)

    def _literal(self, at: int) -> int | None:
        end = self._end_of("``", at + 2)
        if end is None:
            return None
        while self.text.startswith("`", end + 2):
            end += 1
        self._code(at + 2, end, at, end + 2)
        return end + 2

    def _code(self, start: int, end: int, first: int, after: int) -> None:
        inside = self.joined.atoms(start, end, LITERAL)
        self.found.extend(code_span(inside, self.joined.range(first, after)))

    def _emphasis(self, mark: str, at: int) -> int | None:
        end = self._end_of(mark, at + len(mark))
        if end is None:
            return None
        shown = "" if mark == "|" else mark
        if shown:
            self.mark(shown, at, at + len(mark))
        self.plain(at + len(mark), end)
        if shown:
            self.mark(shown, end, end + len(mark))
        after = end + len(mark)
        return after + 1 if mark == "|" and self.text.startswith("_", after) else after

    def _named(self, at: int) -> int | None:
        """``name_``: a link by a name."""
        match = _NAMED.match(self.text, at)
        if match is None or match[1].lower() not in self._targets:
            return None
        self._link(at, match.end(1), at, match.end(), self._literal_target(match[1].lower()))
        return match.end()

    def _interpreted(self, start: int, role: str, first: int) -> int | None:
        """```text```, with a role before it, after it, or a link's underscores."""
        end = self._end_of("`", start) if not self.text.startswith("`", start) else None
        if end is None:
            return None
        after = end + 1
        while after < len(self.text) and self.text[after] == "_" and after < end + 3:
            after += 1
        is_link = after > end + 1
        if not is_link and not role and (suffix := _SUFFIX_ROLE.match(self.text, after)):
            role, after = suffix[1], suffix.end()
        if role.rpartition(":")[2].lower() in _CODE_ROLES:
            self._code(start, self._label_end(start, end) or end, first, after)
            return after
        label_end = self._label_end(start, end) if is_link or role else None
        if label_end is None:
            address = self._literal_target(" ".join(self.text[start:end].lower().split())) if is_link else []
            self._link(start, end, first, after, address)
            return after
        low = self.text.rfind("<", start, end) + 1
        if is_link and "://" in self.text[low:end]:
            self._link(start, label_end, first, after, self.joined.atoms(low, end - 1, LITERAL))
        else:
            self._link(start, label_end if label_end > start else end, first, after, [])
        return after

    def _label_end(self, start: int, end: int) -> int | None:
        """Where the text before ``<target>`` ends; None where no target stands at the end."""
        low = self.text.rfind("<", start, end)
        if low < 0 or not self.text.endswith(">", start, end):
            return None
        return start + len(self.text[start:low].rstrip())

    def _literal_target(self, name: str) -> list[Atom]:
        """The address of a name; it stands elsewhere in the file, and here for nothing."""
        address = self._targets.get(name, "")
        return [Atom(address, 0, 0, MARK)] if address else []

    def _link(self, start: int, end: int, first: int, after: int, address: Sequence[Atom]) -> None:
        """A link with its text and its address; plain text where Markdown cannot write the address."""
        shown = "".join(atom.text for atom in address)
        if not _ADDRESS.fullmatch(shown):
            self.plain(start, end)
            return
        low, high = self.joined.range(first, after)
        if end <= start:
            self.found += [Atom("<", low, low, MARK), *address, Atom(">", high, high, MARK)]
            return
        here = self.joined.range(end - 1, end)[1]
        placed = [atom if atom.end else atom._replace(start=here, end=here) for atom in address]
        self.found.append(Atom("[", low, max(low, self.joined.origin(start)), MARK))
        self.plain(start, end)
        self.found += [Atom("](", here, here, MARK), *placed, Atom(")", max(here, high - 1), high, MARK)]
