"""What repeats, put together: people read a thing once, and then want to know where else it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.finding import Finding, Place


@dataclass(frozen=True, slots=True)
class Block:
    """Findings that say the same of the same value in one document."""

    findings: tuple[Finding, ...]

    @property
    def head(self) -> Finding:
        """The first of them: the one that is shown in full."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class AdviceGroup:
    """The advice under one code, per document in the order of the run."""

    code: str
    documents: tuple[Block, ...]

    @property
    def head(self) -> Finding:
        """The finding whose message stands for all."""
        return self.documents[0].head


@dataclass(frozen=True, slots=True)
class Folded:
    """A result as text shows it."""

    blocks: tuple[Block, ...]
    advice: tuple[AdviceGroup, ...]


def fold(findings: Iterable[Finding]) -> Folded:
    """Errors and warnings one block a value and document; advice by code, and then by document."""
    serious: list[Finding] = []
    advice: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        if finding.severity is Severity.ADVICE:
            advice.setdefault(finding.code, {}).setdefault(finding.path, []).append(finding)
        else:
            serious.append(finding)
    return Folded(
        blocks_of(serious),
        tuple(
            AdviceGroup(code, tuple(Block(tuple(each)) for each in documents.values()))
            for code, documents in sorted(advice.items())
        ),
    )


def blocks_of(findings: Iterable[Finding]) -> tuple[Block, ...]:
    """One block a value and document, advice too, in the order of the run."""
    blocks: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        blocks.setdefault(_block_key(finding), []).append(finding)
    return tuple(Block(tuple(each)) for each in blocks.values())


def unfolded(findings: Iterable[Finding]) -> Folded:
    """Every finding a block of its own."""
    return Folded(tuple(Block((finding,)) for finding in findings), ())


def _block_key(finding: Finding) -> tuple[object, ...]:
    # A finding about something absent has no excerpt; then only the same sentence is the same thing.
    same = finding.excerpt.strip() or finding.message
    return finding.code, finding.severity, finding.path, same


def places_phrase(places: Iterable[Place], most: int = 6) -> str:
    """Where they stand: ``line 3``, ``lines 12, 40 and 7 more``, ``cell 2 line 1 and cell 5 line 3``."""
    distinct = list(dict.fromkeys((place.cell, place.line) for place in places))
    phrase = listed(
        [str(line) if cell is None else f"cell {cell} line {line}" for cell, line in distinct], most
    )
    if any(cell is not None for cell, _ in distinct):
        return phrase
    return f"line {phrase}" if len(distinct) == 1 else f"lines {phrase}"


def listed(parts: Sequence[str], most: int) -> str:
    """The parts as in a sentence: ``a``, ``a and b``, ``a, b and 7 more``; never ``and 1 more``."""
    shown = list(parts) if len(parts) <= most + 1 else [*parts[:most], f"{len(parts) - most} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)
