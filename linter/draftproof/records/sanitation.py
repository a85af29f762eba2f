"""What may not stand in a record: it holds placeholders and summaries, nothing that was sent or received.

Credentials are found by the detector of the credential rules, not here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.records.fields import FIELDS
from draftproof.records.model import MAX_NOTES, SAMPLES
from draftproof.records.reading import ENTRY_FIELDS, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.text.json_nodes import JsonNode

LONGEST: Final = 10_000
"""Characters of a text that is searched. No text of a record is nearly as long."""

_BODY: Final = "text of a request or an answer"
_ID: Final = "the id of a request"
_PRICE: Final = "a price"
_TIMING: Final = "a measured time"
_KEY: Final = "the place of a credential"

_KEYS: Final = {
    **dict.fromkeys(
        ("request", "response", "body", "responsebody", "requestbody", "output", "outputtext", "content",
         "text", "raw", "rawresponse", "delta", "message", "messages", "prompt", "input", "payload", "answer",
         "headers", "responsetext", "errorbody", "errormessage"), _BODY),
    **dict.fromkeys(("id", "requestid", "responseid", "xrequestid", "traceid", "messageid"), _ID),
    **dict.fromkeys(("price", "cost", "costs", "totalcost", "usd", "billing", "amount", "usage"), _PRICE),
    **dict.fromkeys(
        ("latency", "duration", "elapsed", "elapsedtime", "ttft", "timetofirsttoken", "tokenspersecond",
         "responsetime", "timing", "timings", "throughput"), _TIMING),
    **dict.fromkeys(
        ("apikey", "key", "token", "accesstoken", "secret", "authorization", "bearer", "password"), _KEY),
}  # fmt: skip
"""Names of members, without case and separators, and what they would hold."""
_UNITS = re.compile(r"[_-](?:ms|msec|millis|seconds|secs|sec|s)$|[a-z](?:Ms|Millis|Seconds|Secs)$")

_AMOUNT = r"\d{1,9}(?:[.,]\d{1,9})?"
_PRICES = re.compile(
    rf"[$€£¥]\s?\d|{_AMOUNT}\s?(?:USD|EUR|GBP|(?:(?:US )?dollars?|cents?|euros?)\b)", re.IGNORECASE
)
_TIMES = re.compile(
    rf"(?<![\w.-]){_AMOUNT}[ -]?(?:ms|msecs?|milliseconds?|s|secs?|seconds?|minutes?|mins?)\b"
    r"|\b(?:tokens?|tok|events?|chunks?)(?: ?/ ?s(?:ec)?\b| per second)",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\b(?:limit|bound|time-?out|timed out|within|up to|at most|max\w*|allowed|cap|wait\w*|retry\W{0,3}after"
    r"|deadline|silen\w+|idle|budget)\b",
    re.IGNORECASE,
)
"""Around a time that was allowed, not measured."""
_REACH = 40
_IDS = re.compile(
    r"\b(?:req|resp|msg|chatcmpl|run|rs|fc|call)[_-](?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{8,80}\b"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"\{\s{0,20}\\?[\"']\w|[\"']\w{1,60}[\"']\s{0,5}:|(?m:^\s{0,20}(?:data|event):)|\bdata: ?[\[{]|```"
    r"|<(?:!doctype|html|head|body|div|span|title)\b"
    r"|\b(?:responded|replied|answered|said|(?:output|response|answer|reply|message)(?: text| body)?)"
    r"(?: with| was|:){1,2} ?[\"“«‘`]",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"'<>`]{1,2000}", re.IGNORECASE)
_TEXTS = ((_BODIES, _BODY), (_IDS, _ID), (_PRICES, _PRICE))


def sanitation_problems(root: JsonNode) -> Iterator[Problem]:
    """What a record holds that it should not; nothing for what is no object."""
    if root.kind != "object":
        return
    yield from _of_keys(root, frozenset((*FIELDS, SAMPLES)))
    notes = root.members.get("notes")
    text = notes.string() if notes is not None else None
    if notes is not None and text is not None and MAX_NOTES < len(text) <= LONGEST:
        limit = f"{MAX_NOTES:,}"
        yield Problem(f"has {len(text):,} characters of notes: a summary has at most {limit}", notes.span)
    for name, node in root.members.items():
        if name != SAMPLES:
            yield from _of_text(node)
    samples = root.members.get(SAMPLES)
    for entry in samples.items if samples is not None else ():
        if entry.kind == "object":
            yield from _of_keys(entry, frozenset(ENTRY_FIELDS))
            for node in entry.members.values():
                yield from _of_text(node)


def _of_keys(node: JsonNode, known: frozenset[str]) -> Iterator[Problem]:
    for name, span in node.keys.items():
        if name in known or len(name) > 60:
            continue
        what = _KEYS.get(re.sub(r"[^a-z]", "", name.lower()), "")
        if not what and _UNITS.search(name):
            what = _TIMING
        if what:
            yield Problem(f"has a place for {what}", span)


def _of_text(node: JsonNode) -> Iterator[Problem]:
    """What stands in a text: at most one problem of a kind."""
    if node.kind != "string":
        return
    if node.span.end - node.span.start > LONGEST:
        yield Problem("holds a long text, which was not looked into", node.span)
        return
    extract = node.extract()
    text = extract.text
    for pattern, what in _TEXTS:
        found = pattern.search(text)
        if found:
            yield Problem(f"holds {what}", extract.span(*found.span()))
    for found in _TIMES.finditer(text):
        if not _is_allowed(text, found.start(), found.end()):
            yield Problem(f"holds {_TIMING}", extract.span(*found.span()))
            break
    for found in _URL.finditer(text):
        what = _hidden_in(found[0])
        if what:
            yield Problem(f"holds an address with {what}", extract.span(*found.span()))
            break


def _is_allowed(text: str, start: int, end: int) -> bool:
    """True for a time of which the words around say that it is a bound."""
    return _BOUNDS.search(text[max(0, start - _REACH) : end + _REACH]) is not None


def _hidden_in(url: str) -> str:
    rest = url.partition("://")[2]
    host = rest[: min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))]
    if "@" in host:
        return "a user part"
    return "a query" if "?" in rest.partition("#")[0] else ""
