"""Which rules a selector chooses."""

from __future__ import annotations

import pytest

from draftproof.configuration.model import Settings
from draftproof.engine.selection import select_rules
from draftproof.rulebook.loading import builtin_rulebook


@pytest.mark.parametrize(
    ("selectors", "chosen", "not_chosen"),
    [
        (None, {"KEY001"}, {"KEY003", "GDE001", "EVD005"}),
        (("KEY",), {"KEY001"}, {"KEY003", "API001"}),
        (("KEY", "KEY003"), {"KEY001", "KEY003"}, {"API001"}),
        (("evidence",), {"EVD001"}, {"EVD005"}),
        (("GDE",), {"GDE001", "GDE005"}, {"KEY001"}),
        (("guide",), {"GDE001"}, {"KEY001"}),
        (("missing-record",), {"EVD005"}, {"EVD001"}),
        (("ALL",), {"KEY001", "KEY003", "GDE001", "EVD005"}, set()),
    ],
)
def test_opt_in_rules_come_by_name_or_alone(
    selectors: tuple[str, ...] | None, chosen: set[str], not_chosen: set[str]
) -> None:
    codes = {active.rule.code for active in select_rules(builtin_rulebook(), Settings(select=selectors))}
    assert chosen <= codes
    assert not not_chosen & codes
