"""The regular expressions in a pack's vocabularies, held to what a pattern may cost.

Those of rules are judged by the check type that runs them, those of lexicons by ``prose/lexicon.py``. What is
no pattern is passed over here: the form of a vocabulary is judged where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from draftproof.rulebook.pattern_cost import MOST_IN_SENTENCE, MOST_STEPS, cost_problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def vocabulary_problem(name: str, data: Any) -> str:
    """What is wrong with a pattern of the vocabulary ``name``, "" where nothing is."""
    for entry, pattern in patterns_of(name, data):
        if problem := cost_problem(pattern, _PATTERNS[name][1]):
            return f"the pattern of `{entry}` {problem}"
    return ""


def patterns_of(name: str, data: Any) -> Iterator[tuple[str, str]]:
    """The patterns of the vocabulary ``name``, each with what its entry is called."""
    if name in _PATTERNS and isinstance(data, Mapping):
        yield from _PATTERNS[name][0](data)


def _key_shapes(data: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """The shapes of keys: each is held against whole values of at most a few thousand characters."""
    keys = data.get("keys")
    for entry in keys if isinstance(keys, list) else ():
        if isinstance(entry, Mapping) and isinstance(entry.get("pattern"), str):
            yield str(entry.get("id", "")), entry["pattern"]


def _guide(data: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """What tutorials say: lists of patterns by topic and cue, searched for in single blocks of text."""
    for topic, cues in data.items():
        for cue, patterns in cues.items() if isinstance(cues, Mapping) else ():
            for pattern in patterns if isinstance(patterns, list) else ():
                if isinstance(pattern, str):
                    yield f"{topic}.{cue}", pattern


_PATTERNS = {"key-shapes": (_key_shapes, MOST_STEPS), "guide": (_guide, MOST_IN_SENTENCE)}
"""Where the patterns are, and what one attempt may cost. Cues are as long as those of lexicons."""
