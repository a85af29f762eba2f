"""Survivors that somebody looked at, and why no test can notice them: ``explained.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.mutants.changes import Change

EXPLAINED = Path(__file__).with_name("explained.toml")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stood there (``old``), what stands there now (``new``), and why nobody could see it."""

    file: str
    old: str
    new: str
    why: str


def explanations() -> list[Explanation]:
    """Every explanation, in the order of the file."""
    data = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return [Explanation(**each) for each in data.get("survivor", ())]


def explanation_of(change: Change, known: Iterable[Explanation]) -> Explanation | None:
    """The explanation of a change, which is known by its lines, wherever in its file they stand now."""
    wanted = (change.mutant.file, *change.pair)
    return next((each for each in known if (each.file, each.old, each.new) == wanted), None)
