"""The table of check types: their names, their options, what is wrong with a value."""

from __future__ import annotations

import pytest

from draftproof.checks.registry import CHECKS, option_names, option_problem


def test_options_are_those_of_the_type() -> None:
    assert "patterns" in (option_names("pattern") or ())
    assert option_names("unused-suppression") == frozenset()
    assert option_names("nonesuch") is None


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_type_can_be_loaded(name: str) -> None:
    assert callable(CHECKS[name].load())


def test_values_are_judged_by_the_type() -> None:
    assert option_problem("pattern", "patterns", ["fine"]) == ""
    assert option_problem("pattern", "patterns", ["("])
    assert option_problem("nonesuch", "patterns", ["("]) == ""
    assert option_problem("unused-suppression", "patterns", ["("]) == ""
