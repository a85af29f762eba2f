"""Which language a document is written in, as far as a lexicon needs to know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.prose.passages import prose_of
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.prose.lexicon import Lexicon
    from draftproof.prose.passages import Prose
    from draftproof.reading.document import Document

SAMPLE = 2_500
"""Characters of prose that are looked at."""
MIN_WORDS = 25
"""Of shorter documents the path decides, else they are taken to be in the language of the first lexicon."""
_MIN_PARAGRAPHS = 200
"""Paragraphs that are shorter together say too little, in characters."""
_KEYS = ("lang", "language", "locale")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{2,4})?")
_PATH_TAG = re.compile(
    r"(?:^|[/._])(ar|cs|da|de|en|es|fa|fi|fr|hi|hu|ja|ko|nl|pl|pt|ru|sv|th|tr|uk|vi|zh)(?:[-_](?:[a-z]{2}|hans|hant))?(?=[/.])"
)
_ADDRESS = re.compile(r"`[^`]{0,200}`|\]\([^)]{0,400}\)|https?://\S{1,400}|<[^<>]{0,400}>")
"""Inline code, addresses and tags: no language of their own."""
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_OTHER, _LAST_OTHER = "\u0370", "\ud7ff"
"""Letters that are not Latin lie between these: Greek to Hangul."""
_MAX_OTHER_SCRIPT = 0.15


def lexicon_for(document: Document, lexicons: tuple[Lexicon, ...]) -> Lexicon | None:
    """The lexicon of the document's language, None where none fits.

    Front matter decides, then script and function words; where there are few words, a folder or an ending
    such as ``zh/`` or ``.zh.md``.
    """
    by_language = {lexicon.language: lexicon for lexicon in lexicons}
    named = _named_language(document)
    if named:
        return by_language.get(named)
    sample = _sample(document)
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = (letter for word in words if not word.isascii() for letter in word)
    other = sum(_FIRST_OTHER <= letter <= _LAST_OTHER for letter in letters)
    if len(words) < MIN_WORDS and not other:
        tagged = _language_of_path(document.path)
        return by_language.get(tagged) if tagged else lexicons[0]
    if other > _MAX_OTHER_SCRIPT * max(1, len(sample) - sample.count(" ")):
        return None
    scores = [(_score(words, lexicon), lexicon) for lexicon in lexicons]
    score, best = max(scores, key=lambda each: each[0])
    return best if score >= 0 else None


def _score(words: list[str], lexicon: Lexicon) -> int:
    """How many more words are function words of the lexicon's language than of others only."""
    return sum((word in lexicon.function_words) - (word in lexicon.foreign_words) for word in words)


def _named_language(document: Document) -> str:
    for key in _KEYS:
        value = document.front_matter.get(key)
        tag = _TAG.fullmatch(value[0].strip().lower()) if value else None
        if tag:
            return tag[1]
    return ""


def _language_of_path(path: str) -> str:
    tags = [tag[1] for tag in _PATH_TAG.finditer(path.lower())]
    return tags[-1] if tags else ""


def _sample(document: Document) -> str:
    """The first paragraphs, which hold whole sentences; all prose where there are next to none."""
    paragraphs = _joined(
        prose
        for prose in prose_of(document)
        if prose.block is not None and prose.block.kind is BlockKind.PARAGRAPH
    )
    return paragraphs if len(paragraphs) >= _MIN_PARAGRAPHS else _joined(prose_of(document))


def _joined(proses: Iterable[Prose]) -> str:
    texts: list[str] = []
    length = 0
    for prose in proses:
        texts.append(_ADDRESS.sub(" ", prose.raw.text[:SAMPLE]))
        length += len(texts[-1])
        if length >= SAMPLE:
            break
    return "\n".join(texts)
