"""Lexicons of promises: what ``vocabulary/claims-*.yaml`` holds, checked and compiled when first needed."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass
from draftproof.prose.waking import DIGIT, WHOLE_WORD, Waking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TOPICS = ("speed", "availability", "price", "limits", "readiness", "coverage", "overreach", "superlative")
STRENGTHS = ("absolute", "superlative", "comparative", "numeric", "guarantee")
PLACES = ("sentence", "start", "before", "after", "rest", "neighbours", "above", "document")
CONFIDENCES = ("high", "medium", "low")
PREFIX = "claims-"
"""What the names of lexicons begin with among the vocabularies; the rest names the language."""
DEFAULT_REACH = 8
_WORD_NAME = re.compile(r"\{([a-z][a-z-]*)\}")
_LETTERS = re.compile(r"[a-z]+")
_ANCHOR = re.compile(r"\S+")
_MAX_ROUNDS = 4
_LONGEST = 20_000
"""Characters of a pattern, names filled in."""
_FIELDS = frozenset(
    {"language", "function-words", "words", "promises", "takes-back", "evidence-links", "meta"}
)


class LexiconError(Exception):
    """A lexicon that cannot be used; the text says which entry and why."""


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promise:
    """A way to promise something. ``source`` is its pattern, ``despite`` what does not take it back."""

    id: str
    topic: str
    strength: str
    confidence: str
    anchors: tuple[str, ...]
    """Pieces of words of which every match holds one."""
    source: str
    despite: frozenset[str] = frozenset()
    excepted: str = ""
    also: tuple[str, ...] = ()
    """Whole words, or beginnings of words, of which every match holds one; empty where nothing is named."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.source)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What makes a sentence no promise. Empty ``topics`` and ``only`` stand for all of them."""

    id: str
    where: str
    source: str
    reach: int = DEFAULT_REACH
    topics: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.source)

    def concerns(self, promise: Promise) -> bool:
        """True when it can take back this promise."""
        if self.id in promise.despite or (self.topics and promise.topic not in self.topics):
            return False
        return not self.only or promise.id in self.only


@dataclass(frozen=True)
class Lexicon:
    """The promises of one language."""

    language: str
    function_words: frozenset[str]
    foreign_words: frozenset[str]
    """Function words that only other languages have."""
    promises: tuple[Promise, ...]
    takes_back: tuple[TakeBack, ...]
    evidence_links: Mapping[str, tuple[str, ...]]

    @cached_property
    def waking(self) -> Waking:
        """Tells which promises a text may hold."""
        return Waking(self.promises)

    def supports(self, topic: str, links: str) -> bool:
        """True when the addresses and texts of links, in lower case, are evidence for a topic."""
        words = (*self.evidence_links.get("any", ()), *self.evidence_links.get(topic, ()))
        return any(word in links for word in words)

    def names(self, topic: str, links: str) -> bool:
        """True when a word of links, in lower case, begins as one of a topic. What generates has no rates."""
        words = tuple(self.evidence_links.get(topic, ()))
        return any(each.startswith(words) for each in _LETTERS.findall(links))


def lexicons(vocabularies: Mapping[str, Any]) -> tuple[Lexicon, ...]:
    """All lexicons among the vocabularies, by name. Raises LexiconError."""
    names = sorted(name for name in vocabularies if name.startswith(PREFIX))
    return tuple(compile_lexicon(vocabularies[name]) for name in names)


def lexicon_problem(data: Any) -> str:
    """What is wrong with the data of a lexicon, patterns included, "" where nothing is.

    An addition to a lexicon may leave out everything that it does not add.
    """
    try:
        lexicon = compile_lexicon(data, partial=True)
        for promise in lexicon.promises:
            _check_pattern(promise.id, promise.source)
            _check_pattern(promise.id, promise.excepted)
        for each in lexicon.takes_back:
            _check_pattern(each.id, each.source)
    except LexiconError as error:
        return str(error)
    return ""


def _check_pattern(name: str, source: str) -> None:
    if _WORD_NAME.search(source):
        return  # a name that the lexicon which is extended has; compiling that one finds a misspelt one
    # Late: the built-in lexicon was judged when it was made.
    from draftproof.rulebook.pattern_cost import MOST_IN_SENTENCE, cost_problem  # noqa: PLC0415

    if problem := cost_problem(source, MOST_IN_SENTENCE):
        raise LexiconError(f"the pattern of `{name}` {problem}")


def compile_lexicon(data: Any, *, partial: bool = False) -> Lexicon:
    """A lexicon from its plain data. Raises LexiconError."""
    if not isinstance(data, dict):
        raise LexiconError("a lexicon of claims is a mapping")
    unknown = set(data) - _FIELDS
    if unknown:
        raise LexiconError(f"`{min(map(str, unknown))}` is no part of a lexicon of claims")
    language = str(data.get("language") or "")
    if not language and not partial:
        raise LexiconError("the lexicon has no `language`")
    words = _expanded({str(k): str(v) for k, v in _mapping(data, "words").items()})
    functions = _mapping(data, "function-words")
    links = _mapping(data, "evidence-links")
    return Lexicon(
        language.lower(),
        frozenset(_words(functions, "own")),
        frozenset(_words(functions, "others")),
        tuple(_promise(entry, words) for entry in _entries(data, "promises")),
        tuple(_take_back(entry, words) for entry in _entries(data, "takes-back")),
        {str(topic): tuple(_words(links, topic)) for topic in links},
    )


def _mapping(data: Mapping[Any, Any], name: str) -> Mapping[Any, Any]:
    value = data.get(name) or {}
    if not isinstance(value, dict):
        raise LexiconError(f"`{name}` must be a mapping")
    return value


def _entries(data: Mapping[Any, Any], name: Any) -> Sequence[Any]:
    value = data.get(name) or ()
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise LexiconError(f"`{name}` must be a list")
    return value


def _words(data: Mapping[Any, Any], name: Any) -> Iterator[str]:
    return (str(word).lower() for word in _entries(data, name))


def _expanded(words: dict[str, str]) -> dict[str, str]:
    """Words with the words that they name filled in, a few levels deep."""
    for _ in range(_MAX_ROUNDS):
        words = {name: _filled(text, words) for name, text in words.items()}
    return words


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The text with the names in it replaced. Names within names multiply: what grows too long is refused."""
    named = _WORD_NAME.findall(text)
    if len(text) + sum(len(words.get(name, "")) for name in named) > _LONGEST:
        raise LexiconError(f"a pattern is longer than {_LONGEST:,} characters with its `words` filled in")
    return _WORD_NAME.sub(lambda name: words.get(name[1], name[0]), text)


def _promise(entry: Any, words: Mapping[str, str]) -> Promise:
    name = _name(entry)
    anchors = tuple(str(anchor) for anchor in _list(entry, "anchors"))
    if not anchors or not all(_ANCHOR.fullmatch(anchor) and anchor == anchor.lower() for anchor in anchors):
        raise LexiconError(f"`{name}` needs anchors: pieces of words, in lower case, without blanks")
    also = tuple(str(word) for word in _list(entry, "also"))
    if not all(WHOLE_WORD.fullmatch(word) and word == word.lower() for word in also):
        raise LexiconError(
            f"`also` of `{name}` holds words in lower case, beginnings as `scal*`, or `{DIGIT}` for a digit"
        )
    return Promise(
        name,
        _choice(entry, "topic", TOPICS),
        _choice(entry, "strength", STRENGTHS),
        _choice(entry, "confidence", CONFIDENCES, "medium"),
        anchors,
        _filled(str(entry.get("pattern") or ""), words),
        frozenset(map(str, _list(entry, "despite"))),
        str(entry.get("except") or ""),
        also,
    )


def _take_back(entry: Any, words: Mapping[str, str]) -> TakeBack:
    name = _name(entry)
    reach = entry.get("reach", DEFAULT_REACH)
    if not isinstance(reach, int) or isinstance(reach, bool) or not 0 < reach <= 100:
        raise LexiconError(f"`reach` of `{name}` must be a number of words, 1 to 100")
    return TakeBack(
        name,
        _choice(entry, "where", PLACES),
        _filled(str(entry.get("pattern") or ""), words),
        reach,
        frozenset(map(str, _list(entry, "topics"))),
        frozenset(map(str, _list(entry, "only"))),
    )


def _name(entry: Any) -> str:
    if not isinstance(entry, dict) or not entry.get("id") or not entry.get("pattern"):
        raise LexiconError("every entry of a lexicon of claims needs an `id` and a `pattern`")
    return str(entry["id"])


def _list(entry: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = entry.get(name) or ()
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise LexiconError(f"`{name}` of `{entry['id']}` must be a list")
    return value


def _choice(entry: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str = "") -> str:
    value = str(entry.get(name) or default)
    if value not in choices:
        raise LexiconError(f"`{name}` of `{entry['id']}` must be one of {', '.join(choices)}, not `{value}`")
    return value
