"""Every pattern that runs over input is proved linear, or meets only texts with a bound that is named."""

from __future__ import annotations

from functools import cache

import pytest
import regex_tables as tables
from regex_ambiguity import Use, ambiguity
from regex_inventory import OpenSite, Site, sites
from regex_positions import TooLargeError

from draftproof.checks import links
from draftproof.prose.sentences import MAX_SENTENCE, sentences
from draftproof.prose.taking_back import Setting
from draftproof.reading.asciidoc import lines
from draftproof.rulebook.loading import builtin_rulebook

FEWEST = 550
"""Sites that are found at least: the inventory itself could go blind."""


@cache
def _sites() -> tuple[Site | OpenSite, ...]:
    return tuple(sites())


def _problem(text: str, flags: int, use: Use) -> str:
    """Why a pattern is not proved, "" where it is."""
    try:
        found = ambiguity(text, flags, use)
    except TooLargeError:
        return "too large to be looked through"
    if found is None:
        return ""
    grows = "doubles with each" if found.exponential else "grows with the square of the number of"
    return f"used as `{use}` the work {grows} {found.pump!r} behind {found.prefix!r}"


def test_every_pattern_of_the_program_is_linear() -> None:
    found, problems = 0, []
    for site in _sites():
        if isinstance(site, OpenSite) or site.place in tables.BOUNDED:
            continue
        found += 1
        uses = tables.USES[site.place][0] if site.place in tables.USES else site.uses
        problems += [
            f"{site.place} (line {site.line}): {site.pattern!r}: {problem}"
            for use in sorted(uses)
            if (problem := _problem(site.pattern, site.flags, use))
        ]
    assert found >= FEWEST
    assert not problems, "\n".join(problems)


def test_every_pattern_that_is_made_at_run_time_is_linear_too() -> None:
    problems = []
    for site in _sites():
        if isinstance(site, Site) or site.place in {
            *tables.NOTHING_TO_PROVE,
            *tables.FROM_RULEBOOK,
            *tables.BOUNDED,
        }:
            continue
        made = list(tables.made_at_run_time(site))
        if not made:
            problems.append(f"{site.place} (line {site.line}): nothing is known of this pattern")
        problems += [
            f"{place}: {text!r}: {problem}"
            for place, text, flags, use in made
            if (problem := _problem(text, flags, use))
        ]
    assert not problems, "\n".join(problems)


def test_every_pattern_of_the_rulebook_is_linear_or_meets_sentences_alone() -> None:
    found, problems = set(), []
    for name, text, flags, use in tables.rulebook_patterns():
        found.add(name)
        if name not in tables.LONG_IN_SENTENCES and (problem := _problem(text, flags, use)):
            problems.append(f"{name}: {text!r}: {problem}")
    assert len(found) >= 160
    assert not problems, "\n".join(problems)


def test_those_for_sentences_do_not_double_their_work() -> None:
    patterns = {name: (text, flags, use) for name, text, flags, use in tables.rulebook_patterns()}
    for name in sorted(tables.LONG_IN_SENTENCES):
        found = ambiguity(*patterns[name])
        assert found is not None, f"{name} is linear: take it off the list"
        assert not found.exponential, name


def test_nothing_is_listed_that_is_not_there() -> None:
    places = {site.place for site in _sites()}
    listed = {*tables.BOUNDED, *tables.USES, *tables.NOTHING_TO_PROVE, *tables.FROM_RULEBOOK}
    assert listed <= places, sorted(listed - places)


class TestBounds:
    """The bounds that the lists name."""

    @pytest.mark.parametrize("word", ["a", "a ", "0,", "-", "ab-"])
    def test_sentences_have_a_longest(self, word: str) -> None:
        assert max(span.end - span.start for span in sentences(word * 9_000)) <= MAX_SENTENCE == 1_200

    def test_those_patterns_meet_nothing_but_sentences(self) -> None:
        from draftproof.rulebook.loading import builtin_rulebook

        wheres = {
            each.where
            for lexicon in builtin_rulebook().lexicons
            for each in lexicon.takes_back
            if each.id in tables.LONG_IN_SENTENCES
        }
        assert wheres <= {"sentence", "start", "before", "after", "rest"}
        assert {"text", "before", "after", "opening"} <= {*dir(Setting), *Setting.__annotations__}

    def test_so_much_is_read_before_a_link(self) -> None:
        assert links._BEFORE <= 120

    def test_so_much_of_a_line_may_be_callouts(self) -> None:
        assert lines._CALLOUT_REACH <= 120

    def test_what_may_be_a_model_is_short(self) -> None:
        knowledge = builtin_rulebook().knowledge
        assert knowledge.looks_like_model("gpt-" + "5" * 100)
        assert not knowledge.looks_like_model("gpt-" + "5" * 120)
