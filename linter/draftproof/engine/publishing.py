"""``--publish``: the policy for the day of publication, as data, and how it changes the rules of a run.

On that day the model catalog, the records and the review dates are those of the same day, every Responses
sample has a record, and whatever is said about models, evidence and sources is at least a warning.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.checks.registry import CHECKS
from draftproof.dataclass import dataclass
from draftproof.engine.selection import select_rules
from draftproof.finding import Severity

if TYPE_CHECKING:
    from draftproof.configuration.model import Settings
    from draftproof.engine.selection import ActiveRule
    from draftproof.rulebook.model import Rulebook

_AGE: Final = "max-age-days"


@dataclass(frozen=True, slots=True)
class PublishPolicy:
    """What holds on the day of publication.

    ``families`` are those whose findings have at least the severity ``floor`` and whose option
    ``max-age-days`` is ``max_age_days``. ``activates`` are opt-in rules that run along with their family.
    """

    families: frozenset[str] = frozenset({"models", "evidence", "sources"})
    floor: Severity = Severity.WARNING
    activates: tuple[str, ...] = ("missing-record",)
    max_age_days: int = 0


POLICY: Final = PublishPolicy()


def published_rules(
    rulebook: Rulebook, settings: Settings, policy: PublishPolicy = POLICY
) -> tuple[ActiveRule, ...]:
    """The rules that run under these settings on the day of publication. What is ignored stays ignored."""
    chosen = {active.rule.family for active in select_rules(rulebook, settings)}
    more = tuple(
        name
        for name in policy.activates
        if (rule := rulebook.find(name)) is not None and rule.family in chosen
    )
    extended = replace(settings, extend_select=(*settings.extend_select, *more))
    return tuple(_stricter(active, policy) for active in select_rules(rulebook, extended))


def _stricter(active: ActiveRule, policy: PublishPolicy) -> ActiveRule:
    rule = active.rule
    if rule.family not in policy.families:
        return active
    if _AGE in CHECKS[rule.check].options:
        rule = replace(rule, options={**rule.options, _AGE: policy.max_age_days})
    return replace(active, rule=rule, floor=policy.floor)
