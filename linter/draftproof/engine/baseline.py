"""Baselines: the findings that were there when a project began to check, one a line.

A line is ``path CODE fingerprint context``. The fingerprint is the finding's own: rule, path, headings above,
masked text. The context is made of the rule and the masked line that the finding stands in, without the
headings, so that a renamed heading makes nothing new, and neither does an edited line under the same heading.
No line number, date or credential is in either.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from draftproof.finding import Finding

MAX_BYTES = 64_000_000
HEADER = (
    "# draftproof baseline: accepted findings. `draftproof check --write-baseline` removes what is mended.\n"
)
_ENTRY = re.compile(r"(?P<path>.*\S) (?P<code>[A-Z]+[0-9]+) (?P<mark>[0-9a-f]{32}) (?P<context>[0-9a-f]{16})")
_SPECIAL = re.compile(r"^#|\\|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\s|\s$")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_LONGEST_LINE = 200
_AROUND = 60
"""A longer line counts only so far before and after the finding: a paragraph may be one line."""


class RatchetError(Exception):
    """Why a run cannot be held against what was there before: one sentence."""


class BaselineError(RatchetError):
    """A baseline that cannot be used: one sentence with the line."""


class Entry(NamedTuple):
    """A finding that is accepted. ``path`` is relative to the project's folder, with forward slashes."""

    path: str
    code: str
    mark: str
    context: str

    def line(self) -> str:
        """The entry as it is written, without a line end."""
        return f"{_escaped(self.path)} {self.code} {self.mark} {self.context}"


def entry_of(path: str, finding: Finding) -> Entry:
    """The entry that accepts a finding."""
    key = "\0".join((finding.code, _surroundings(finding)))
    context = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Entry(path, finding.code, finding.fingerprint, context)


def parse(data: bytes) -> tuple[Entry, ...]:
    """The entries of a baseline, each once, in order. Raises BaselineError with the number of the line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BaselineError("it is not UTF-8") from None
    found: dict[Entry, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.removesuffix("\r")
        if not stripped.strip() or stripped.startswith("#"):
            continue
        match = _ENTRY.fullmatch(stripped)
        if match is None:
            conflict = stripped.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            raise BaselineError(
                f"line {number} is left over from a merge: keep the entries of both sides"
                if conflict
                else f"line {number} is no entry of a baseline"
            )
        found[Entry(_unescaped(match["path"]), match["code"], match["mark"], match["context"])] = None
    return tuple(found)


def serialise(entries: Iterable[Entry]) -> bytes:
    """The bytes of a baseline: sorted, one entry a line."""
    lines = sorted({entry.line() for entry in entries})
    return (HEADER + "".join(f"{line}\n" for line in lines)).encode()


def matched(entries: Iterable[Entry], findings: Sequence[Entry]) -> list[bool]:
    """For every finding of one document, given as the entry it would be, whether an entry accepts it.

    An entry accepts one finding: the same one if it is there, else one in the same line of text, else one
    with the same fingerprint. What is there more often than it was is new.
    """
    accepted = [False] * len(findings)
    left = set(entries)
    for key in _TIERS:
        waiting: dict[object, list[Entry]] = {}
        for entry in sorted(left, reverse=True):
            waiting.setdefault(key(entry), []).append(entry)
        for index, finding in enumerate(findings):
            if not accepted[index] and (same := waiting.get(key(finding))):
                left.discard(same.pop())
                accepted[index] = True
    return accepted


_TIERS: tuple[Callable[[Entry], object], ...] = (
    lambda entry: (entry.code, entry.mark, entry.context),
    lambda entry: (entry.code, entry.context),
    lambda entry: (entry.code, entry.mark),
)


def _surroundings(finding: Finding) -> str:
    """What a finding stands in, masked; of a heading only that it is one, since it may be renamed."""
    if not finding.quoted:
        return finding.excerpt
    line = finding.quoted[0].text.strip()
    if finding.heading_path and line.lstrip("> ").strip("# ") == finding.heading_path[-1].strip("# "):
        return "#"
    if len(line) > _LONGEST_LINE:
        at = max(line.find(finding.excerpt), 0)
        line = line[max(0, at - _AROUND) : at + len(finding.excerpt) + _AROUND]
    return f"{finding.excerpt}\0{line}"


def _escaped(path: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\u{ord(match[0]):04x}", path)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
