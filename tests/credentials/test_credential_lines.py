"""Lines as public documentation has them: what must be flagged and what must not.

A case is a line; ``⏎`` stands for a line end and ``{{key:ID}}`` for a credential, made up when the test runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from credential_support import PATTERNS, SHAPES, find, literal_values

from draftproof.rulebook.specimens import fill

_HERE = Path(__file__).parent


def _cases(name: str) -> list[str]:
    return (_HERE / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", _cases("flagged-lines.txt"))
@pytest.mark.parametrize("seed", range(3))
def test_a_credential_is_found(case: str, seed: int) -> None:
    text = fill(case.replace("⏎", "\n"), SHAPES, seed)
    assert literal_values(text), f"nothing found in the case: {case}"


@pytest.mark.parametrize("case", _cases("clean-lines.txt"))
@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_found(case: str, seed: int) -> None:
    text = fill(case.replace("⏎", "\n"), SHAPES, seed)
    found = [(c.verdict.value, c.name, c.value.masked()) for c in find(text) if c.verdict.is_literal]
    assert not found


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(_cases("flagged-lines.txt")) >= 150
    assert len(_cases("clean-lines.txt")) >= 200
    assert PATTERNS.shapes
