"""Judging a value that stands where a credential belongs.

In this order: what is looked up or filled in is a reference; what is masked or cut is judged by the longest
piece that can still be read; words that name what belongs there make a placeholder; then the texture decides
(see ``randomness``), with more asked for the less the name says.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.model import Verdict
from draftproof.checks.credentials.names import NameKind
from draftproof.checks.credentials.randomness import (
    Texture,
    character_classes,
    is_wordlike,
    judge,
    unleet,
    word_coverage,
)

if TYPE_CHECKING:
    from draftproof.checks.credentials.patterns import Patterns, Shape
    from draftproof.checks.credentials.randomness import Judgement

_TEMPLATE = re.compile(
    r"\$\{|\{\{|\$\(|<%|%\(|#\{|\{%|\\\(|\$[A-Za-z_]\w*$|\{[A-Za-z_][^{}]*\}|^%\w+%$|^<.*>?$|^\[.*\]$|^__\w+__$|^:\w+$"
)
_DESCRIBED = re.compile(r"<[^<>$%{}]{1,80}>|\[[A-Za-z][A-Za-z _-]{1,60}\]")
_MASK = re.compile(r"\.{3,}|…|\*{2,}|•{2,}|[xX]{4,}|#{3,}|●{2,}|·{3,}|\?{3,}")
_CODE = re.compile(r"[A-Za-z_][\w.]*(?:\(|\[).*|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_ENVIRONMENT_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_READABLE = re.compile(r"[\x20-\x7e\n]+")
_MIN_VISIBLE = 16


def judge_value(value: str, kind: NameKind, patterns: Patterns, *, quoted: bool = True) -> Verdict:
    """The verdict on a value given to a name of ``kind``; vendors' shapes are not looked for here."""
    if _DESCRIBED.fullmatch(value):
        return Verdict.PLACEHOLDER
    if _is_reference(value, patterns, quoted=quoted):
        return Verdict.REFERENCE
    if not value.isascii() or any(c.isspace() for c in value):
        return Verdict.DUMMY if _MASK.search(value) is None else Verdict.TRUNCATED
    if _MASK.search(value):
        piece = visible_piece(value)
        seen = judge(piece, patterns.lexicon)
        enough = seen.texture.is_random and seen.random >= _MIN_VISIBLE and kind is not NameKind.KEY
        return Verdict.OPAQUE if enough else Verdict.TRUNCATED
    if patterns.decisive_words.search(value) or _ENVIRONMENT_NAME.fullmatch(value):
        return Verdict.PLACEHOLDER
    if value.startswith(patterns.object_prefixes) or "://" in value:
        return Verdict.DUMMY
    judgement = judge(value, patterns.lexicon)
    if is_strong(value, judgement, kind, patterns):
        if hashlib.sha256(value.encode()).hexdigest() in patterns.documented:
            return Verdict.PLACEHOLDER
        return Verdict.DEBATABLE if hides_words(value, patterns) else Verdict.OPAQUE
    return _weak_verdict(value, judgement, patterns)


def judge_shape(
    value: str, prefix: str, shapes: tuple[Shape, ...], patterns: Patterns
) -> tuple[Verdict, str]:
    """The verdict on a value that begins with a vendor's prefix, and the id of its shape."""
    body = value[len(prefix) :]
    first = shapes[0].id
    if _TEMPLATE.search(value):
        return Verdict.REFERENCE, first
    if _MASK.search(body):
        seen = judge(visible_piece(body), patterns.lexicon)
        real = seen.texture.is_random and seen.random >= _MIN_VISIBLE
        return (Verdict.REALISTIC if real else Verdict.TRUNCATED), first
    if patterns.decisive_words.search(body):
        return Verdict.PLACEHOLDER, first
    judgement = judge(body, patterns.lexicon)
    for shape in shapes:
        if shape.whole.fullmatch(value) and (
            judgement.texture.is_random or _fits(body, judgement, shape, patterns)
        ):
            return Verdict.VENDOR_SHAPED, shape.id
    if judgement.texture.is_random and any(
        not shape.strict and judgement.size >= shape.min_body for shape in shapes
    ):
        return Verdict.REALISTIC, first
    if judgement.texture.is_random or judgement.texture is Texture.WEAK:
        return Verdict.DEBATABLE, first
    return _weak_verdict(body, judgement, patterns), first


def _fits(body: str, judgement: Judgement, shape: Shape, patterns: Patterns) -> bool:
    """A whole pattern needs less proof of randomness: only known words and typed fillers speak against it."""
    if judgement.texture is not Texture.WORDS or not any(map(str.isdigit, body)):
        return False
    pinned = shape.certain or judgement.classes == 3 or judgement.size >= 28
    return pinned and word_coverage(unleet(body), patterns.lexicon.words) < 0.3


def is_strong(value: str, judgement: Judgement, kind: NameKind, patterns: Patterns) -> bool:
    """True when a value is random enough for what its name promises."""
    texture = judgement.texture
    if kind is NameKind.PASSWORD:
        return is_strong_password(value, judgement, patterns)
    if kind is NameKind.KEY:
        return texture is Texture.RANDOM and judgement.classes == 3 and judgement.random >= 20
    if kind is NameKind.NONE or not texture.is_random:
        return False
    return judgement.size >= (12 if judgement.classes == 3 else 16)


def is_strong_password(value: str, judgement: Judgement, patterns: Patterns) -> bool:
    """True for a password that nobody made up as an example."""
    if judgement.texture is Texture.WEAK or len(value) < 8:
        return False
    if judgement.texture.is_random:
        return judgement.size >= 12
    plain = re.sub(r"[^a-z]", "", unleet(value))
    if word_coverage(plain, patterns.lexicon.words) >= 0.4 or _reads(value, patterns):
        return False
    classes = character_classes(value)
    return (classes >= 3 and len(value) >= 10) or (classes == 4 and len(value) >= 8)


def _reads(value: str, patterns: Patterns) -> bool:
    """True when about half of a value stands in pronounceable runs."""
    runs = re.findall(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}", value)
    readable = (run for run in runs if is_wordlike(run.lower(), patterns.lexicon.words))
    return sum(map(len, readable)) >= len(value) * 0.45


def hides_words(value: str, patterns: Patterns, depth: int = 0) -> bool:
    """True for the Base64 of readable text, unless that text is itself random."""
    if depth > 1 or not _BASE64.fullmatch(value):
        return False
    plain = decode(value)
    if plain is None:
        return False
    judgement = judge(plain.rpartition(":")[2].strip(), patterns.lexicon)
    return not judgement.texture.is_random or hides_words(plain.strip(), patterns, depth + 1)


def decode(value: str) -> str | None:
    """The readable text that a Base64 value encodes, None where there is none."""
    padded = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        raw = base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True)
        plain = raw.decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return plain if _READABLE.fullmatch(plain) else None


def visible_piece(value: str) -> str:
    """The longest stretch of a masked value that can be read."""
    return max(_MASK.split(value), key=len).strip("-_.*")


def _is_reference(value: str, patterns: Patterns, *, quoted: bool) -> bool:
    if _TEMPLATE.search(value):
        return True
    prefixes = patterns.reference_prefixes
    if value.startswith(tuple(p for p in prefixes if len(p) > 1) if quoted else prefixes):
        return True
    return not quoted and _CODE.fullmatch(value) is not None


def _weak_verdict(value: str, judgement: Judgement, patterns: Patterns) -> Verdict:
    """The kind of stand-in that is left when nothing random was found."""
    words = re.findall(r"[A-Za-z]+", value.lower())
    if words and all(word in patterns.lexicon.words for word in words):
        return Verdict.PLACEHOLDER if any(c in value for c in "-_ ") else Verdict.DUMMY
    if judgement.texture is Texture.WEAK or judgement.texture.is_random:
        return Verdict.DEBATABLE
    return Verdict.DUMMY
