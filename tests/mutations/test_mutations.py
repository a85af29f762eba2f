"""Clean samples are silent; broken in one way, they are caught with the right code on the right line."""

from __future__ import annotations

import pytest
from mutate import mutations
from pieces import SAMPLES, pieces
from table import HEADINGS, Outcome, found_in, outcomes, report, shares

from draftproof.rulebook.loading import builtin_rulebook

# One process makes the table of outcomes, which costs a minute; every process would, else.
pytestmark = pytest.mark.xdist_group("mutations")

WANTED = 0.97
FILES = sorted(path.name for path in SAMPLES.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_clean_samples_are_silent(name: str) -> None:
    assert found_in((SAMPLES / name).read_text(encoding="utf-8"), name) == frozenset()


def test_there_are_enough_samples_of_every_family() -> None:
    families = [piece.family for piece in pieces(HEADINGS)]
    assert len(families) >= 60
    assert set(families) == set(HEADINGS.values()) == set(builtin_rulebook().knowledge.contracts)


@pytest.mark.parametrize("name", FILES)
def test_broken_samples_are_caught(name: str) -> None:
    results = [outcome for outcome in outcomes() if outcome.mutation.piece.file == name]
    _assert_share(results)


@pytest.mark.parametrize("family", sorted(HEADINGS.values()))
def test_broken_samples_of_a_family_are_caught(family: str) -> None:
    results = [outcome for outcome in outcomes() if outcome.mutation.piece.family == family]
    _assert_share(results)


def test_every_kind_of_mutation_is_made_and_caught() -> None:
    kinds = shares(outcomes(), "kind")
    assert set(kinds) == {
        *("accessor", "address", "event", "field", "header", "missing", "nesting", "part", "path"),
        *("sentinel", "spelling", "stream"),
    }
    assert {kind: (caught, every) for kind, (caught, every) in kinds.items() if caught / every < WANTED} == {}


def test_mutations_change_what_they_say() -> None:
    knowledge = builtin_rulebook().knowledge
    for turn, piece in enumerate(pieces(HEADINGS)):
        for mutation in mutations(piece, knowledge, turn):
            assert mutation.text != piece.changed(), mutation.what
            assert mutation.lines


def _assert_share(results: list[Outcome]) -> None:
    caught = sum(outcome.caught for outcome in results)
    assert results
    assert caught / len(results) >= WANTED, report(results)
