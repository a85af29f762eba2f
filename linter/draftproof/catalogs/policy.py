"""How old a list may be before it no longer says that an id is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_MAX_AGE = 30
_LONGEST = 3650


def max_age(options: Mapping[str, Any]) -> int:
    """The days that a rule's option ``max-age-days`` allows."""
    return int(options.get("max-age-days", DEFAULT_MAX_AGE))


def age_problem(_option: str, value: object) -> str:
    """What is wrong with a value of ``max-age-days``, "" where nothing is."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST:
        return f"a number of days from 0 to {_LONGEST} is wanted"
    return ""
