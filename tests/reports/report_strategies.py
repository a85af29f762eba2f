"""Results with hostile text in every field."""

from __future__ import annotations

from hypothesis import strategies as st

from draftproof.finding import (
    Confidence,
    Counts,
    Edit,
    Finding,
    Fix,
    LeftSample,
    Place,
    QuotedLine,
    Result,
    SampleReference,
    Severity,
)
from draftproof.text.source import Span

NASTY = (
    "\x1b\x9b\x00\r\n\t\u202e\u2066\u200b\u200d\ufe0f\u2028\u2029\ud800\udc00#[:👩中\u0301\U000e0041"
    "\ufffe\uffff"
)
MARKUP = "|`\\*_~<>&\"'%,@!]()/-=+$^{}"
PHRASES = (
    "::error::x",
    "a::b",
    "%0A::warning::x",
    "](https://a.example)",
    "![x](//a.example)",
    "<img src=x>",
    "</details>",
    "<!--",
    "]]>",
    "@somebody",
    "www.a.example",
    "#12",
    "\\|",
    "``",
    " | ",
    "##vso[x]",
)
sentences = st.lists(st.sampled_from(PHRASES) | st.text(max_size=6), max_size=4).map("".join)
words = st.one_of(
    st.text(st.one_of(st.characters(), st.sampled_from(NASTY + MARKUP)), max_size=40), sentences
)
numbers = st.integers(1, 30)
places = st.builds(
    lambda line, column, lines, columns, cell: Place(
        line, column, line + lines, columns, line, column, line + lines, columns, cell
    ),
    numbers,
    numbers,
    st.integers(0, 5),
    numbers,
    st.none() | st.integers(0, 4),
)
edits = st.builds(Edit, numbers, numbers, numbers, numbers, words, st.just(Span(0, 1)))
findings = st.builds(
    Finding,
    code=st.sampled_from(["KEY001", "MDL001", "STR003"]),
    name=st.just("some-name"),
    family=st.just("models"),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    message=words,
    path=words.filter(bool),
    place=places,
    excerpt=words,
    help=words,
    url=words | st.just("https://a.example/rules/KEY001.md"),
    fingerprint=st.just("f"),
    quoted=st.lists(st.builds(QuotedLine, numbers, words), max_size=4).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
    sample=st.none() | st.builds(SampleReference, st.just("python"), numbers, numbers),
    fix=st.none()
    | st.builds(Fix, st.sampled_from(["safe", "unsafe", "display"]), st.lists(edits, max_size=2).map(tuple)),
)
results = st.builds(
    Result,
    st.lists(findings, max_size=5).map(tuple),
    st.builds(Counts, *[st.integers(0, 3)] * 8),
    st.lists(words, max_size=2).map(tuple),
    left=st.lists(st.builds(LeftSample, words, numbers, words, st.just("partial"), words)).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
)
