"""Findings as data for the scripts of the page. What repeats stands once: texts are numbers into a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.finding import Confidence, Severity
from draftproof.reports.html.changes import changes_of
from draftproof.reports.html.folders import folders_of
from draftproof.reports.html.sources import Shelves, mark_of, quoted_segments
from draftproof.reports.locating import is_address
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Finding, Result

SEVERITIES = tuple(sorted(Severity, reverse=True))
_CONFIDENCES = tuple(sorted(Confidence, reverse=True))


class _Pool:
    """Texts made harmless, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(neutral(text))
        return self._numbers[text]


class PageData:
    """What the scripts are given: everything about findings in ``main``, each text of a document apart.

    The fields of a finding have names of a letter, for there may be thousands: ``id`` for the link to it,
    ``s``, ``c`` and ``r`` the severity, the confidence and the rule, as places in their lists; ``d`` the
    document, ``w`` the place in words, ``m``, ``h`` and ``n`` message, help and notes, ``x`` the excerpt,
    ``g`` the headings above, ``l`` the language of the sample, ``f`` the fix, ``k`` the mark, ``t`` the text
    that it stands in or else ``q``, the lines that it quotes.
    """

    def __init__(self, result: Result) -> None:
        self._pool = _Pool()
        self._shelves = Shelves(result)
        self._rules = {
            code: number for number, code in enumerate(dict.fromkeys(f.code for f in result.findings))
        }
        paths = list(dict.fromkeys(finding.path for finding in result.findings))
        self._documents = {path: number for number, path in enumerate(paths)}
        folders = folders_of(paths)
        self._seen: Counter[str] = Counter()
        rows = [self._row(finding) for finding in result.findings]
        described = {rule.code: rule for rule in result.rules}
        names = {finding.code: finding for finding in result.findings}
        self.main: dict[str, object] = {
            "severities": [severity.label for severity in SEVERITIES],
            "confidences": [confidence.label for confidence in _CONFIDENCES],
            "rules": [
                {
                    "code": neutral(code),
                    "name": neutral(names[code].name),
                    "family": neutral(names[code].family),
                    "summary": neutral(described[code].summary) if code in described else "",
                    "url": names[code].url if is_address(names[code].url) else "",
                }
                for code in self._rules
            ],
            "documents": [[neutral(path), neutral(folders[path])] for path in paths],
            "texts": self._pool.texts,
            "findings": rows,
        }

    def texts(self) -> Iterator[tuple[int, dict[str, object]]]:
        """The texts that findings stand in, by their numbers."""
        return self._shelves.data()

    def _row(self, finding: Finding) -> dict[str, object]:
        shelf = self._shelves.of(finding)
        number = self._pool.number
        row: dict[str, object] = {
            "id": self._id(finding),
            "s": SEVERITIES.index(finding.severity),
            "c": _CONFIDENCES.index(finding.confidence),
            "r": self._rules[finding.code],
            "d": self._documents[finding.path],
            "w": _where(finding),
            "m": number(finding.message),
            "h": number(finding.help),
            "x": number(finding.excerpt),
            "k": mark_of(finding, shelf),
        }
        if finding.notes:
            row["n"] = [number(note) for note in finding.notes]
        if finding.heading_path:
            row["g"] = number(" > ".join(finding.heading_path))
        if finding.sample is not None:
            row["l"] = number(finding.sample.language)
        if finding.fix is not None:
            row["f"] = {
                "kind": finding.fix.applicability,
                "changes": changes_of(finding, finding.fix, shelf),
            }
        if shelf is not None:
            row["t"] = shelf.number
        else:
            row["q"] = quoted_segments(finding)
        return row

    def _id(self, finding: Finding) -> str:
        """What a link to the finding ends with: its fingerprint, numbered where another one has the same."""
        name = neutral(finding.fingerprint)
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name}-{self._seen[name]}"


def _where(finding: Finding) -> str:
    place = finding.place
    cell = "" if place.cell is None else f"cell {place.cell}, "
    return f"{cell}line {place.line}, column {place.column}"
