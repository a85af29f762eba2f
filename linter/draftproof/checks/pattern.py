"""The check type for a user's own rules: a text pattern in chosen places, no Python needed.

Options: ``patterns`` (Python regular expressions; a named group ``match`` narrows the place), ``in`` (any of
prose, heading, table, code, comment, front-matter, all), ``languages`` (for code), ``ignore-case``,
``unless`` (a pattern that, found on the same line, silences it) and ``replacement`` (a fix).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from draftproof.finding import Hit, Remedy, Replacement
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Block

MAX_LINE = 2_000
"""Lines are looked at up to this length, in characters: a bound for patterns that are slow on long lines."""

_PLACES = {
    "prose": frozenset({BlockKind.PARAGRAPH}),
    "heading": frozenset({BlockKind.HEADING}),
    "table": frozenset({BlockKind.TABLE_CELL}),
    "code": frozenset({BlockKind.CODE}),
    "comment": frozenset({BlockKind.COMMENT}),
    "front-matter": frozenset({BlockKind.FRONT_MATTER}),
    "all": frozenset(BlockKind),
}


@lru_cache(maxsize=256)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


def option_problem(option: str, value: object) -> str:
    """What is wrong with an option of a rule, "" where nothing is; so that a run never meets it."""
    if option == "ignore-case":
        return "" if isinstance(value, bool) else "must be true or false"
    if option in ("unless", "replacement"):
        if not isinstance(value, str):
            return "must be a text"
        return _pattern_problem(value) if option == "unless" else ""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return "must be a list of texts"
    if option == "in":
        unknown = [each for each in value if each not in _PLACES]
        return f"has no place `{unknown[0]}`; known are {', '.join(_PLACES)}" if unknown else ""
    problems = [_pattern_problem(each) for each in value] if option == "patterns" else []
    return next(filter(None, problems), "")


def _pattern_problem(text: str) -> str:
    # Late: patterns are judged when a pack is compiled, not when it is used.
    from draftproof.rulebook.pattern_cost import cost_problem  # noqa: PLC0415

    problem = cost_problem(text)
    return f"holds a pattern that {problem}" if problem else ""


def pattern(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every place where one of the patterns matches, block by block, line by line."""
    ignore_case = bool(options.get("ignore-case"))
    patterns = [_compiled(str(text), ignore_case) for text in options.get("patterns", ())]
    unless = _compiled(str(options["unless"]), ignore_case) if options.get("unless") else None
    for number, part in enumerate(facts.document.parts):
        for block in part.blocks:
            if _wanted(block, options):
                for start, end, text in _matches(block.content.text, patterns, unless):
                    span = block.content.span(start, end)
                    yield Hit(number, span, values={"text": text}, remedy=_remedy(span, options))


def _wanted(block: Block, options: Mapping[str, Any]) -> bool:
    places = options.get("in", ["prose"])
    if not any(block.kind in _PLACES.get(place, ()) for place in places):
        return False
    languages = options.get("languages")
    return block.kind is not BlockKind.CODE or not languages or block.language.lower() in languages


def _matches(
    text: str, patterns: list[re.Pattern[str]], unless: re.Pattern[str] | None
) -> Iterator[tuple[int, int, str]]:
    start = 0
    for line in text.split("\n"):
        shown = line[:MAX_LINE]
        if unless is None or not unless.search(shown):
            taken = 0
            for match in sorted((m for p in patterns for m in p.finditer(shown)), key=lambda m: m.start()):
                group: str | int = "match" if "match" in match.re.groupindex else 0
                low, high = match.span(group)
                if low >= taken and high > low:
                    taken = high
                    yield start + low, start + high, match.group(group)
        start += len(line) + 1


def _remedy(span: Any, options: Mapping[str, Any]) -> Remedy | None:
    if "replacement" not in options:
        return None
    return Remedy("unsafe", (Replacement(span, str(options["replacement"])),))
