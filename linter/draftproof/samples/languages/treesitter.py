"""What the tree-sitter front-ends share: loading a grammar late, parsing within bounds, reading nodes.

A grammar never sees the sample itself but a *draft* of it: the same number of characters, all of them
ASCII, with prompts, template holes and the like replaced. So a byte offset in the grammar's tree is a code
point offset in the sample, without a table, and what a node says is always taken from the sample.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from draftproof.dataclass import dataclass
from draftproof.samples.tree import Assign, Expression, Module, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Language, Node, Point, Tree

__all__ = [
    "MAX_DEPTH", "MAX_SIZE", "Attempt", "Draft", "Grammar", "Mark", "NodeReader", "attempt", "blank",
    "language_of", "named", "parse_text", "printable_ascii", "unread_module",
]  # fmt: skip

Grammar = Literal[
    "csharp",
    "go",
    "java",
    "javascript",
    "kotlin",
    "php",
    "powershell",
    "python",
    "ruby",
    "rust",
    "swift",
    "tsx",
    "typescript",
]

MAX_SIZE: Final = 150_000
"""Characters. A longer text is one ``Unknown``: no sample for readers is that long."""

MAX_DEPTH: Final = 150
"""Nested expressions and statements. What lies deeper is ``Unknown``."""

# Error recovery can be quadratic or worse. The parser reports every hundredth step; real samples need less
# than 0.04 reports a character, so this stops only what will not end well, and stops it at the same place
# on every machine.
_BASE_STEPS: Final = 200
_STEPS_PER_CHARACTER: Final = 0.125
_CHUNK: Final = 4096

# The last resort, where single steps are slow: seconds. Nothing that is written for readers comes near it.
_LONGEST: Final = 5.0

_MODULES: Final[dict[str, tuple[str, str]]] = {
    "go": ("tree_sitter_go", "language"),
    "java": ("tree_sitter_java", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "kotlin": ("tree_sitter_kotlin", "language"),
    "csharp": ("tree_sitter_c_sharp", "language"),
    "php": ("tree_sitter_php", "language_php_only"),
    "powershell": ("tree_sitter_powershell", "language"),
    "python": ("tree_sitter_python", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "swift": ("tree_sitter_swift", "language"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
}
_UNUSUAL = re.compile(r"[^\t\n\r\x20-\x7e]")
_PICTURE = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_NOT_LINE_END = re.compile(r"[^\r\n]")
_WHOLE: Final = frozenset({"compilation_unit", "module", "program", "source_file"})
_COMMENTS: Final = frozenset({"block_comment", "comment", "line_comment", "multiline_comment"})
_ELISION = re.compile(r"\s*(?:\.\.\.|…)|.*(?:\.\.\.|…)\s*$", re.DOTALL)


class Mark(NamedTuple):
    """A place that a draft has blanked out, and what the finished tree says there."""

    span: Span
    reason: Literal["elision", "placeholder", "syntax", "other"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text made ready for a grammar.

    ``masked`` has as many characters as the sample, all ASCII. ``prefix`` and ``suffix`` complete a fragment
    (``_(`` before keyword arguments, ``)`` after an unclosed call). ``marks`` ascend by position.
    """

    masked: str
    marks: tuple[Mark, ...] = ()
    prefix: str = ""
    suffix: str = ""

    def framed(self, before: str = "", after: str = "") -> Draft:
        """The draft with more before its prefix and after its suffix."""
        return replace(self, prefix=before + self.prefix, suffix=self.suffix + after)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A draft, its tree, what of the draft did not parse, and how bad that is."""

    draft: Draft
    tree: Tree
    errors: tuple[Span, ...]
    cost: int


@cache
def language_of(grammar: Grammar) -> Language:
    """The loaded grammar; the first use imports it."""
    from tree_sitter import Language  # noqa: PLC0415 - only where something is parsed

    module, function = _MODULES[grammar]
    return Language(getattr(import_module(module), function)())


def printable_ascii(text: str) -> str:
    """The text with every other character replaced by one ASCII character, so that offsets stay.

    White space, control characters, emoji and box drawing become a space, a lone CR a line feed, everything
    else ``_``, which can stand in a name, a string and a comment alike.
    """
    text = _LONE_RETURN.sub("\n", text) if "\r" in text else text
    if text.isascii() and text.isprintable():
        return text
    text = _PICTURE.sub(" ", text)
    return _UNUSUAL.sub(lambda match: "_" if match[0].isprintable() else " ", text)


def blank(text: str) -> str:
    """As many spaces, line ends kept."""
    return _NOT_LINE_END.sub(" ", text)


class _Window:
    """What the parser is handed: always the same few objects, whose bytes change.

    The binding (0.25, 0.26) never gives back an object that it was handed; the parser itself looks at what it
    asked for last alone.
    """

    def __init__(self) -> None:
        self._bytes = memoryview(bytearray(_CHUNK))
        self._views: dict[int, memoryview] = {}

    def showing(self, piece: bytes) -> memoryview:
        size = len(piece)
        self._bytes[:size] = piece
        if size not in self._views:
            self._views[size] = self._bytes[:size]
        return self._views[size]


_windows = threading.local()


def _window() -> _Window:
    """The one of this thread."""
    if not hasattr(_windows, "one"):
        _windows.one = _Window()
    window: _Window = _windows.one
    return window


def parse_text(grammar: Grammar, text: str) -> Tree | None:
    """The tree of an ASCII text; None where the parser needed too many steps."""
    from tree_sitter import Parser  # noqa: PLC0415 - only where something is parsed

    whole = text.encode("ascii")
    window = _window()
    deadline = monotonic() + _LONGEST
    steps_left = _BASE_STEPS + int(len(whole) * _STEPS_PER_CHARACTER)

    def read(offset: int, _point: Point) -> memoryview | None:
        # Asked for again and again: the parser goes back, and forgets what it had.
        return window.showing(whole[offset : offset + _CHUNK]) if offset < len(whole) else None

    def stop(_offset: int, _has_error: bool) -> bool:
        nonlocal steps_left
        steps_left -= 1
        return steps_left < 0 or monotonic() > deadline

    try:
        return Parser(language_of(grammar)).parse(read, progress_callback=stop)
    except ValueError:
        # The binding's way to say that the callback stopped it.
        return None


def attempt(grammar: Grammar, draft: Draft) -> Attempt | None:
    """Parse a draft and weigh what did not parse; None where the parser gave up."""
    tree = parse_text(grammar, f"{draft.prefix}{draft.masked}{draft.suffix}")
    if tree is None:
        return None
    errors: list[Span] = []
    missing = 0
    stack = [tree.root_node]
    while stack:
        node = stack.pop()
        if node.is_error:
            errors.append(Span(node.start_byte, node.end_byte))
        elif node.is_missing:
            missing += 1
        elif node.has_error:
            stack.extend(node.children)
    cost = sum(end - start for start, end in errors) + 4 * (len(errors) + missing)
    return Attempt(draft, tree, tuple(sorted(errors)), cost)


def unread_module(language: str, text: str) -> Module:
    """The module of a text that was not read at all."""
    whole = Span(0, len(text))
    return Module(language, text, (Unknown(whole, "syntax"),), (whole,))


def named(node: Node) -> Iterator[Node]:
    """The named children of a node without comments."""
    return (child for child in node.named_children if child.type != "comment")


class NodeReader:
    """Reads nodes of one tree as parts of one sample; the front-ends derive from it.

    It counts its depth and notes what lies too deep; it lives for one sample. An assignment inside an
    expression waits in ``pending`` until the statement around it is read, and stands before it.
    """

    def __init__(self, text: str, attempt: Attempt) -> None:
        self.text = text
        self.masked = attempt.draft.masked
        self._size = len(text)
        self._is_plain = text == self.masked and not attempt.draft.prefix and not attempt.draft.suffix
        self.depth = 0
        self.pending: list[Assign] = []
        self._shift = len(attempt.draft.prefix)
        self._marks = attempt.draft.marks
        self._too_deep: list[Span] = []
        self._errors = attempt.errors
        self._mark_starts = [mark.span.start for mark in attempt.draft.marks]

    def span(self, node: Node) -> Span:
        """Where a node stands in the sample; cut at the ends of the sample."""
        return self.between(node.start_byte, node.end_byte)

    def between(self, start: int, end: int) -> Span:
        """The span from one offset of the tree to another."""
        if not self._shift and end <= self._size:
            return Span(start, end)
        first = min(max(start - self._shift, 0), self._size)
        return Span(first, max(first, min(end - self._shift, self._size)))

    def slice(self, node: Node) -> str:
        """What stands in the sample at a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def is_hole(self, node: Node) -> bool:
        """True where the draft has something else than the sample: a hole or a completed part."""
        if self._is_plain:
            return False
        start, end = self.span(node)
        return (
            end - start != node.end_byte - node.start_byte or self.text[start:end] != self.masked[start:end]
        )

    def is_cut_before(self, node: Node) -> bool:
        """True where the beginning of a node is not in the sample."""
        return node.start_byte < self._shift

    def is_cut_after(self, node: Node) -> bool:
        """True where the end of a node is not in the sample."""
        return node.end_byte > self._shift + len(self.text)

    def lacks_end(self, node: Node) -> bool:
        """True where the grammar had to invent the last token of a node."""
        return bool(node.children) and node.children[-1].is_missing

    def members(self, node: Node) -> Iterator[Node | Unknown]:
        """The named children of a node in order, comments left out, with an ``Unknown`` for every elision
        and for every token that the grammar had to invent.
        """
        is_whole = node.type in _WHOLE
        position = self._shift if is_whole else node.start_byte
        end = self._shift + self._size if is_whole else node.end_byte
        for child in node.children:
            if child.is_named:
                yield from self._marks_between(position, child.start_byte, end)
                position = child.end_byte
            if child.is_missing and not child.is_named:
                if not self.is_cut_after(child):
                    yield Unknown(self.span(child), "elision")
            elif child.type in _COMMENTS:
                if self.is_elision_comment(child):
                    yield Unknown(self.span(child), "elision")
            elif child.is_error and self.slice(child).strip(" ,") in {"...", "…"}:
                yield Unknown(self.span(child), "elision")
            elif child.is_named:
                yield child
        yield from self._marks_between(position, end, end)

    def listed(self, node: Node) -> Iterator[Node | Unknown]:
        """The members between two brackets, with an ``Unknown`` at an end that is not in the sample."""
        if self.is_cut_before(node):
            yield Unknown(Span(0, 0), "elision")
        yield from self.members(node)
        if self.is_cut_after(node):
            end = len(self.text)
            yield Unknown(Span(end, end), "elision")

    def _marks_between(self, start: int, before: int, end: int) -> Iterator[Unknown]:
        """The marks that begin between two offsets of the tree and end by a third one."""
        if not self._marks or start >= before:
            return
        index = bisect_left(self._mark_starts, start - self._shift)
        while index < len(self._marks) and self._mark_starts[index] < before - self._shift:
            mark = self._marks[index]
            if mark.span.end <= end - self._shift:
                yield Unknown(mark.span, mark.reason)
            index += 1

    def is_elision_comment(self, node: Node) -> bool:
        """True for a comment that stands for something left out: ``// ...``, ``# other options ...``."""
        words = self.slice(node).strip("#/* \t\r\n")
        return _ELISION.match(words) is not None

    def not_parsed(self, node: Node, children: tuple[Expression, ...] = ()) -> Unknown:
        """An ``Unknown`` for a part that did not parse, with what was understood inside it."""
        return Unknown(self.span(node), "syntax", children)

    def is_broken(self, node: Node) -> bool:
        """True where an error stands directly in a node, so that its parts need not belong together."""
        return node.has_error and any(child.is_error for child in node.children)

    def unparsed(self) -> tuple[Span, ...]:
        """The places that could not be read: what did not parse, what lies too deep, ellipses not counted."""
        spans = [self.between(start, end) for start, end in self._errors]
        spans += [mark.span for mark in self._marks if mark.reason == "syntax"]
        spans = [span for span in spans if self.text[span.start : span.end].strip(" ,.…")]
        return tuple(sorted([*spans, *self._too_deep]))

    def too_deep(self, node: Node) -> Unknown:
        """An ``Unknown`` for a part that is nested too deeply to be read."""
        span = self.span(node)
        self._too_deep.append(span)
        return Unknown(span, "other")
