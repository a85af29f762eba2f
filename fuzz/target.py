"""What a target is: a name, inputs to begin with, words that its format knows, a function that must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Target:
    """A part of draftproof under attack.

    ``run`` raises for an input that breaks a promise: AssertionError, or whatever the program let out.
    ``seeds`` makes the inputs that others are derived from. ``words`` are pieces that random bytes would
    never hit upon.
    """

    name: str
    about: str
    seeds: Callable[[], Sequence[bytes]]
    run: Callable[[bytes], None]
    words: tuple[str, ...] = ()


class BrokenError(AssertionError):
    """A promise that an input broke: one sentence."""


def hold(condition: object, sentence: str) -> None:
    """Raise BrokenError where a promise does not hold; unlike ``assert`` also under ``python -O``."""
    if not condition:
        raise BrokenError(sentence)
