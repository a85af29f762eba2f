"""What reading the modules does not tell of patterns: texts with a bound, uses, patterns made at run time.

Whoever adds a pattern that is not proved linear writes it anew: with a possessive repetition (``\\s*+``), a
look behind (``(?<!\\w)\\w+x``), a bound. Only where its text is short whatever a document holds does it go
into ``BOUNDED``, with the reason and a test of the bound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from regex_ambiguity import Use

from draftproof.checks.credentials.patterns import compile_patterns
from draftproof.checks.review_dates import ReviewWords
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.pattern_guards import patterns_of
from draftproof.samples import recognition_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex_inventory import OpenSite

Pattern = tuple[str, str, int, Use]
"""A name, the pattern, its flags, how it is used."""

BOUNDED: Final = {
    "checks.credentials.shapes:_JWT": "32,772 characters an attempt; the next one begins behind what it read",
    "checks.links:(?s)(?:.*[.;|\\n])?\\s*([^.;|\\n]{1,100}?)\\s{0,4}(?::|\\s[-–—])\\s{0,4}": (
        "the 120 characters before a link: `links._BEFORE`"
    ),
    "reading.asciidoc.lines:CALLOUT": "the last 120 characters of a line: `lines._CALLOUT_REACH`",
    "samples.languages.fragments:_JAVASCRIPT_TOKEN": (
        "a regular expression has at most 200 pieces of at most 82 characters; all else in it is linear"
    ),
    "samples.languages.http:REQUEST_LINE": (
        "one attempt a line; the repetition gives nothing back, and its braces reach 200 characters"
    ),
    "samples.knowledge:f'(?:[\\\\w.@-]+[/:])*(?:(?:us|eu|apac|global|meta|cohere|mistral|ai21)\\\\.)?"
    "(?:{names})[\\\\w.:@-]*'": "names shorter than 120 characters",
}
"""Patterns that are not proved, with what bounds their texts."""

USES: Final = {
    "checks.directives:\\s*+=\\s*+[\\\"']?([\\w,\\- ]*?)[\\\"']?(?=\\s|\\}|$)": (
        {Use.ONCE},
        "once for each fence, behind the first attribute of that name",
    ),
    "reading.block_rules:_STATEMENT": ({Use.ONCE}, "from the beginning of a line to its end"),
    "reading.front_matter:_PLAIN": ({Use.WHOLE}, "one line"),
    "samples.languages.fragments:_SLASH_BLANKS": ({Use.WALK}, "from a table, with `match` at a token"),
    "samples.languages.fragments:_HASH_BLANKS": ({Use.WALK}, "from a table, with `match` at a token"),
    "samples.languages.jsonreader:\\s*\\]": ({Use.WALK}, "from a table, with `match` behind a token"),
    "samples.languages.jsonreader:\\s*\\}": ({Use.WALK}, "from a table, with `match` behind a token"),
    "tidying:_COMPILED": ({Use.WHOLE}, "names of files, with `fullmatch`"),
}
"""Uses that the modules do not show, with what there is to know."""

LONG_IN_SENTENCES: Final = frozenset(
    {
        "numeric-speed", "bounded-latency", "numeric-saving", "cheaper-than-rivals", "free-allowance",
        "unlimited", "fully-compatible", "state-of-the-art-results", "question", "denied", "purpose",
        "own-project-after", "measured", "release-work",
    }
)  # fmt: skip
"""Patterns of the lexicon that are not linear: they meet single sentences, of ``MAX_SENTENCE`` characters."""


def rulebook_patterns() -> Iterator[Pattern]:
    """Those of rules and vocabularies that are built in, as they are compiled."""
    rulebook = builtin_rulebook()
    for lexicon in rulebook.lexicons:
        for promise in lexicon.promises:
            yield promise.id, promise.source, re.IGNORECASE, Use.EVERY
            if promise.excepted:
                yield f"{promise.id} except", promise.excepted, re.IGNORECASE, Use.FIRST
        for each in lexicon.takes_back:
            yield each.id, each.source, re.IGNORECASE, Use.ONCE if each.where == "start" else Use.FIRST
    for name, pattern in patterns_of("key-shapes", rulebook.vocabularies["key-shapes"]):
        yield name, pattern, 0, Use.WHOLE
    for name, pattern in patterns_of("guide", rulebook.vocabularies["guide"]):
        yield name, pattern, re.IGNORECASE, Use.FIRST
    for rule in rulebook.rules:
        if rule.check == "label-mismatch":
            for option, value in rule.options.items():
                for each in value.values() if isinstance(value, dict) else [value]:
                    flags = 0 if isinstance(value, dict) else re.IGNORECASE
                    yield f"{rule.code} {option}", "|".join(each), flags, Use.EVERY
        elif rule.check == "pattern":
            yield from ((rule.code, each, re.IGNORECASE, Use.EVERY) for each in rule.options["patterns"])


NOTHING_TO_PROVE: Final = {
    "checks.pattern:pattern": "of a pack: judged by pattern_cost.py, on 2,000 characters of a line",
    "configuration.kinds:self.pattern": "of the program, for values of a configuration",
    "rulebook.pattern_cost:name": "one class of characters",
}
"""Patterns made at run time from what is known here."""

FROM_RULEBOOK: Final = frozenset(
    {
        "checks.credentials.patterns:self.pattern",
        "checks.endpoints.labels:'|'.join(options.get('silent', ())) or '(?!)'",
        "checks.endpoints.labels:'|'.join(options.get('negated', ())) or '(?!)'",
        "checks.endpoints.labels:'|'.join(each)",
        "checks.guide:'|'.join(cues) or '(?!)'",
        "prose.lexicon:pattern",
        "prose.taking_back:promise.excepted",
    }
)
"""Those that ``rulebook_patterns`` has."""

_FILLED: Final[dict[str, dict[str, Any]]] = {
    "checks.credentials.printed": {"name": "client"},
    "checks.credentials.shapes": {"extra": r"\.\+"},
    "checks.endpoints.renames": {"name": "max_tokens"},
    "checks.records": {"words": r"production\s+ready|fast"},
    "checks.sources": {
        "name": "OpenAI|Google AI",
        "between": r"(?:\s(?:Chat|API)){0,4}",
        "noun": "references?",
    },
    "configuration.toml_nodes": {"written": "(?:a|\"a\"|'a')"},
    "reading.front_matter": {"closers": r"(?:---|\.\.\.)"},
    "reading.hypertext.tokens": {"name": "script"},
    "reading.selecting": {"escaped": "part", "name": "main"},
    "rulebook.rule_file": {"code": "ABC001"},
    "samples.languages.jsontokens": {"quote": '"'},
    "samples.languages.php_values": {
        "start": r"(?<=\n)",
        "depth": 8,
        "pattern": re.compile(r"\\(?:[nrt$]|\r\n?)"),
    },
    "text.guarding": {"ordered": ["a secret", "secret"]},
}
"""Values for what a module does not know, by module: one that is as hostile as any."""


def made_at_run_time(site: OpenSite) -> Iterator[Pattern]:
    """The patterns of a site, nothing for one that is not known."""
    rulebook = builtin_rulebook()
    uses: tuple[Use, ...]
    made: list[tuple[str, int]]
    if site.module in _FILLED:
        uses = (Use.ONCE,) if "def|class" in site.source else (Use.EVERY,)
        made = [(site.filled(**_FILLED[site.module]), re.IGNORECASE | re.DOTALL)]
    elif site.module == "checks.credentials.patterns":
        uses = (Use.FIRST,)
        made = [(compile_patterns(rulebook.vocabularies).decisive_words.pattern, 0)]
    elif site.module == "checks.review_dates":
        words = ReviewWords(rulebook.vocabularies["review-dates"])
        uses = (Use.EVERY, Use.WHOLE)
        made = [(each.pattern, 0) for each in (words._date, words._said, words._labelled, words._member)]
    elif site.module == "samples.knowledge":
        uses = (Use.FIRST,)
        made = [(pattern.pattern, 0) for pattern, *_ in rulebook.knowledge._tails]
    elif site.module == "samples.recognition_marks":
        uses = (Use.ONCE,)
        made = [(mark.pattern, 0) for _, mark in (*recognition_marks.MARKS, *recognition_marks.PLAIN_MARKS)]
    else:
        uses, made = (), []
    for pattern, flags in made:
        yield from ((site.place, pattern, flags, use) for use in uses)
