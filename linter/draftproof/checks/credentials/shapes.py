"""Values that a vendor's shape gives away, wherever they stand: prefixes, JWTs, private keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.model import Verdict
from draftproof.checks.credentials.randomness import judge
from draftproof.checks.credentials.values import decode, judge_shape
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.credentials.patterns import Patterns

_BODY = r"[A-Za-z0-9_\-{extra}]{{1,4096}}"
_MASKED_TAIL = re.compile(r"(?:\.{3,}|…|\*{2,}|•{2,})[A-Za-z0-9*•…]{0,64}")
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{5,8192}(?:\.[A-Za-z0-9_-]{0,8192}){1,4}")
_SEGMENT = re.compile(r"[A-Za-z0-9_-]{1,8192}")
_PEM_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_REACH = 8192
_LONG = re.compile(r"[A-Za-z0-9_.:-]{12,}")
"""No shape is shorter, and most of a text is short words: the anchors are looked for in what is left."""
_PEM_LINE = re.compile(r"[A-Za-z0-9+/=]{16,}")
_TELEGRAM = re.compile(r"(?<![0-9])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])")
_SLACK_HOOK = re.compile(r"/services/(T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24})(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A value with a vendor's shape or prefix, and what to keep of it when it is masked."""

    start: int
    end: int
    verdict: Verdict
    shape: str
    prefix: str


def shaped_values(text: str, patterns: Patterns) -> Iterator[Shaped]:
    """Every value of a text that begins like a vendor's key."""
    dense = "\n".join(_LONG.findall(text))
    for anchor in patterns.anchors:
        if anchor in dense:
            yield from _prefixed(text, anchor, patterns)
    if "eyJ" in dense:
        yield from _tokens(text, patterns)
    if "PRIVATE KEY" in text:
        yield from _private_keys(text, patterns)
    if ":AA" in dense:
        for match in _TELEGRAM.finditer(text):
            if judge(match[0][10:], patterns.lexicon).texture.is_random:
                yield Shaped(match.start(), match.end(), Verdict.VENDOR_SHAPED, "telegram", "")
    if "hooks.slack.com" in dense and "/services/T" in text:
        for match in _SLACK_HOOK.finditer(text):
            if judge(match[1].rpartition("/")[2], patterns.lexicon).texture.is_random:
                yield Shaped(match.start(1), match.end(1), Verdict.VENDOR_SHAPED, "slack-webhook", "T")


def _prefixed(text: str, anchor: str, patterns: Patterns) -> Iterator[Shaped]:
    """Values that begin with an anchor, or with a longer prefix that begins with it."""
    at = text.find(anchor)
    while at >= 0:
        end = at + len(anchor)
        before = text[at - 1 : at]
        # The same test as for the whole text: what is said of one value must not depend on another.
        long = _LONG.match(text, at) is not None
        if long and (not (before.isalnum() or before in {"_", "-"}) or _after_escape(text, at)):
            prefix = patterns.prefix_of(text[at : at + 32])
            shapes = patterns.by_prefix[prefix]
            extra = re.escape("".join(shape.extra for shape in shapes))
            body = re.compile(_BODY.format(extra=extra)).match(text, at + len(prefix))
            if body:
                end = body.end()
                while end > at and text[end - 1] in ".-/+":
                    end -= 1
                tail = _MASKED_TAIL.match(text, end)
                end = tail.end() if tail else end
                if end - at - len(prefix) >= 6:
                    verdict, shape = judge_shape(text[at:end], prefix, shapes, patterns)
                    if verdict.is_literal or not all(each.strict for each in shapes):
                        yield Shaped(at, end, verdict, shape, prefix)
        at = text.find(anchor, max(end, at + len(anchor)))


def _after_escape(text: str, at: int) -> bool:
    """True after a line end or a tab that is spelt out, and so ends in a letter."""
    return text[at - 2 : at] in {"\\n", "\\t", "\\r"}


def _tokens(text: str, patterns: Patterns) -> Iterator[Shaped]:
    """JSON Web Tokens: a header, a payload and a signature; one that is cut before its payload is none."""
    at = text.find("eyJ")
    while at >= 0:
        match = _JWT.match(text, at)
        if not match:
            segment = _SEGMENT.match(text, at)
            at = text.find("eyJ", segment.end() if segment else at + 3)
            continue
        end = match.end()
        while text[end - 1] == ".":
            end -= 1
        yield Shaped(at, end, _token_verdict(text, at, end, patterns), "jwt", "eyJ")
        at = text.find("eyJ", match.end())


def _token_verdict(text: str, start: int, end: int, patterns: Patterns) -> Verdict:
    parts = text[start:end].split(".")
    if len(parts) < 3 or min(map(len, parts[:2])) < 12:
        return Verdict.TRUNCATED
    payload = decode(parts[1]) or ""
    if '"anon"' in payload or len(parts[2]) < 20 or not judge(parts[2], patterns.lexicon).texture.is_random:
        return Verdict.DEBATABLE
    return Verdict.VENDOR_SHAPED


def _private_keys(text: str, patterns: Patterns) -> Iterator[Shaped]:
    """PEM blocks, also with their line ends spelt out."""
    for begin in _PEM_BEGIN.finditer(text):
        stop = text.find("-----", begin.end(), begin.end() + _PEM_REACH)
        close = _PEM_END.match(text, stop) if stop >= 0 else None
        if not close:
            continue
        body = text[begin.end() : stop].replace("\\n", "\n").replace("\\r", "")
        lines = _PEM_LINE.findall(body)
        drawn = "".join(lines)
        masked = "..." in body or "…" in body or "***" in body
        whole = len(drawn) >= (200 if masked else 60)
        real = whole and judge(drawn, patterns.lexicon).texture.is_random
        verdict = Verdict.VENDOR_SHAPED if real else Verdict.PLACEHOLDER
        yield Shaped(begin.start(), close.end(), verdict, "pem", begin[0])
