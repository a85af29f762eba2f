"""Which articles use ids that the lock files call retired, announce the end of, or do not list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.checks.models import Catalogued, asked_models
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.catalogs.verdicts import Standing
    from draftproof.checks.facts import Facts

_WORDS = {"retired": "retired", "announced": "ends", "unlisted": "not listed"}


@dataclass(frozen=True, slots=True)
class Use:
    """Where an id stands. In a notebook ``line`` counts in the cell."""

    path: str
    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" + (f" (cell {self.cell})" if self.cell is not None else "")


@dataclass(frozen=True, slots=True)
class Impact:
    """An id, what the list of a provider says of it, and every place that uses it."""

    model: str
    provider: str
    standing: Standing
    date: str
    uses: tuple[Use, ...]

    def as_lines(self) -> tuple[str, ...]:
        """For people."""
        when = f" {self.date}" if self.date else ""
        return (
            f"{self.model}: {_WORDS[self.standing]}{when} ({self.provider})",
            *(f"  {use}" for use in self.uses),
        )

    def as_data(self) -> dict[str, object]:
        """For scripts."""
        uses = [{"path": use.path, "line": use.line, "cell": use.cell} for use in self.uses]
        return {
            "id": self.model,
            "provider": self.provider,
            "standing": self.standing,
            "date": self.date or None,
            "uses": uses,
        }


def impact_of(documents: Iterable[Facts]) -> tuple[Impact, ...]:
    """What the lock files of each document say of its ids, by id."""
    found: dict[tuple[str, str, Standing, str], list[Use]] = {}
    for facts in documents:
        catalogued = Catalogued(facts)
        for asked in asked_models(facts):
            verdict = catalogued.verdict(asked)
            # What a sample asks of somebody else is not the list's to judge.
            missing = verdict.standing == "unlisted" and not (asked.elsewhere or asked.wrapped)
            missing = missing and not catalogued.is_foreign(asked)
            if verdict.standing not in ("retired", "announced") and not missing:
                continue
            place = asked.use.place
            part = facts.document.parts[place.part]
            path = facts.document.path_of(place.part)
            line = facts.document.position(place.part, place.span.start).line
            key = (asked.use.text, asked.provider, verdict.standing, str(verdict.date or ""))
            found.setdefault(key, []).append(Use(path, line, part.cell))
    return tuple(Impact(*key, tuple(uses)) for key, uses in sorted(found.items()))
