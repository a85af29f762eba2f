"""Which rules run for a document, and at which severity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.configuration.model import Settings
    from draftproof.rulebook.model import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule that runs, with the severity that it has here; ``fixed`` when the configuration set that. No
    finding of it is below ``floor``.
    """

    rule: Rule
    severity: Severity
    fixed: bool = False
    floor: Severity = Severity.ADVICE


def select_rules(rulebook: Rulebook, settings: Settings) -> tuple[ActiveRule, ...]:
    """The rules that run under these settings, by code.

    ``select`` replaces the default rules, ``extend-select`` adds, ``ignore`` and the level ``off`` take
    away. A level given to a longer selector wins over one given to a shorter: ``KEY001`` over ``KEY`` over
    ``credentials``.
    """
    if settings.select is None:
        wanted = frozenset(rule.code for rule in rulebook.rules if rule.default)
    else:
        wanted = _chosen(rulebook, settings.select)
    wanted |= _chosen(rulebook, settings.extend_select)
    wanted -= rulebook.select(settings.ignore)
    active: list[ActiveRule] = []
    for rule in rulebook.rules:
        if rule.code not in wanted:
            continue
        level = _level(rule, settings.severity)
        if level is None:
            active.append(ActiveRule(rule, rule.severity))
        elif isinstance(level, Severity):
            active.append(ActiveRule(rule, level, fixed=True))
    return tuple(active)


def _chosen(rulebook: Rulebook, selectors: Iterable[str]) -> frozenset[str]:
    """The codes that selectors choose.

    An opt-in rule is chosen by its code, its name or ``ALL``; by a prefix or a family only where that names
    opt-in rules alone, for then nothing else can be meant.
    """
    found: set[str] = set()
    for selector in selectors:
        named = [rule for rule in rulebook.rules if rule.matches(selector)]
        wide = selector == "ALL" or not any(rule.default for rule in named)
        found.update(
            rule.code for rule in named if wide or rule.default or selector in (rule.code, rule.name)
        )
    return frozenset(found)


def _level(rule: Rule, levels: Mapping[str, object]) -> Severity | str | None:
    best: tuple[tuple[int, int], object] | None = None
    for selector, level in levels.items():
        if rule.matches(selector):
            rank = _nearness(rule, selector)
            if best is None or rank > best[0]:
                best = (rank, level)
    if best is None:
        return None
    return best[1] if isinstance(best[1], Severity) else str(best[1])


def _nearness(rule: Rule, selector: str) -> tuple[int, int]:
    """How closely a selector that matches a rule speaks of it: code or name, prefix, family, everything."""
    if selector in (rule.code, rule.name):
        return 3, 0
    if selector == rule.family:
        return 1, 0
    return (0, 0) if selector == "ALL" else (2, len(selector))
