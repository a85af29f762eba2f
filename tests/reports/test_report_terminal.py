"""Colour choice, neutralising and the arithmetic of columns."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from draftproof.reports.layout import display_width, show_line, wrap
from draftproof.reports.terminal import inert, neutral, paint, wants_colour
from draftproof.text.source import Span


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "terminal", "environ", "wanted"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"FORCE_COLOR": ""}, False),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"TERM": "xterm"}, True),
    ],
)
def test_wants_colour(choice: str, terminal: bool, environ: dict[str, str], wanted: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert wants_colour(choice, stream, environ) is wanted  # type: ignore[arg-type]


def test_a_closed_stream_wants_no_colour() -> None:
    stream = io.StringIO()
    stream.close()
    assert wants_colour("auto", stream, {}) is False


def test_paint_leaves_nothing_around_nothing() -> None:
    assert paint("", "error", colour=True) == ""
    assert paint("x", "error", colour=False) == "x"
    assert paint("x", "error", colour=True) == "\x1b[1;31mx\x1b[0m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, unchanged: 100 %", "plain text, unchanged: 100 %"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\tb\r\nc", "a\\tb\\r\\nc"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("\u202egnp", "\\u202egnp"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("zero\u200bwidth\ufeff\u00ad", "zero\\u200bwidth\\ufeff\\xad"),
        ("filler\u3164\u115f", "filler\\u3164\\u115f"),
        ("hidden\U000e0041", "hidden\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("\u00a0kept", "\u00a0kept"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("1\ufe0f", "1\\ufe0f"),
        ("a\u200db", "a\\u200db"),
        ("👩\u200dx", "👩\\u200dx"),
        ("a\ufe0f\u200d💻", "a\\ufe0f\\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("Żółć 日本 e\u0301", "Żółć 日本 e\u0301"),
        ("##vso[task.complete]", "#\\x23vso[task.complete]"),
        ("x ##[error]y ###[", "x #\\x23[error]y ##\\x23["),
        ("##TeamCity[x", "#\\x23TeamCity[x"),
        ("## heading", "## heading"),
    ],
)
def test_neutral(text: str, shown: str) -> None:
    assert neutral(text) == shown


def test_neutral_cuts() -> None:
    assert neutral("x" * 700, 600) == "x" * 600 + "..."
    assert neutral("x" * 600, 600) == "x" * 600


def test_inert() -> None:
    assert inert("::error::x") == "\\x3a:error::x"
    assert inert("   ::error::x") == "   \\x3a:error::x"
    assert inert("a ::error::x") == "a ::error::x"


ACTIVE = {"Cc", "Cs", "Zl", "Zp"}
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
anything = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\t\r\n\u202e\u2066\u200b\u200d\ufe0f\u2028#[:👩💻中e\u0301\ud800"),
    )
)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_nothing_in_neutral_text_acts(text: str) -> None:
    shown = neutral(text)
    assert not any(unicodedata.category(c) in ACTIVE or c in BIDI for c in shown)
    assert wcswidth(shown) >= 0
    shown.encode("utf-8")


# The columns of each are written down here, not asked of the code: whole characters as a reader sees them.
UNITS = {
    "a": 1,
    " ": 1,
    "é": 1,
    "e\u0301": 1,
    "中": 2,
    "한": 2,
    "😀": 2,
    "👩\u200d💻": 2,
    "\t": 4,
    "\x1b": 4,
    "\u202e": 6,
    "\u200b": 6,
    "\U000e0041": 10,
}
units = st.lists(st.sampled_from(sorted(UNITS)), max_size=30)


@settings(max_examples=200, deadline=None)
@given(units, units.filter(bool), units)
def test_carets_stand_under_the_span(before: list[str], inside: list[str], after: list[str]) -> None:
    text = "".join([*before, *inside, *after])
    start = len("".join(before))
    shown = show_line(text, [Span(start, start + len("".join(inside)))], 1000)
    assert len(shown.carets) - len(shown.carets.lstrip()) == sum(UNITS[unit] for unit in before)
    assert shown.carets.count("^") == sum(UNITS[unit] for unit in inside)
    assert shown.unmarked == ()


@settings(max_examples=200, deadline=None)
@given(units, units, st.integers(0, 400), st.integers(0, 400), st.integers(34, 120))
def test_a_cut_line_fits_and_shows_its_span(
    before: list[str], after: list[str], left: int, right: int, columns: int
) -> None:
    text = "x" * left + "".join(before) + "<MARK>" + "".join(after) + "y" * right
    start = text.index("<MARK>")
    shown = show_line(text, [Span(start, start + 6)], columns)
    assert display_width(shown.text) <= columns
    lead = shown.text[: shown.text.index("<MARK>")]
    assert shown.carets == " " * display_width(lead) + "^" * 6
    assert (lead.startswith("...")) == (not neutral(text).replace("\\t", "    ").startswith(lead))


@settings(max_examples=200, deadline=None)
@given(
    anything.map(lambda t: t.replace("\n", " ")), st.integers(0, 60), st.integers(0, 60), st.integers(34, 60)
)
def test_any_line_and_span_can_be_shown(text: str, start: int, length: int, columns: int) -> None:
    shown = show_line(text, [Span(start, start + length)], columns)
    assert shown.carets.strip() == "^" * len(shown.carets.strip())
    assert "^" in shown.carets
    assert len(shown.carets) <= columns + 1


def test_zero_width_spans_have_one_caret() -> None:
    assert show_line("abc", [Span(1, 1)], 80).carets == " ^"
    assert show_line("abc", [Span(3, 3)], 80).carets == "   ^"
    assert show_line("abc", [Span(90, 99)], 80).carets == "   ^"
    assert show_line("", [Span(0, 0)], 80).carets == "^"


def test_a_mark_alone_is_shown_under_its_character() -> None:
    assert show_line("ae\u0301b", [Span(2, 3)], 80).carets == " ^"


def test_several_spans_on_a_line() -> None:
    shown = show_line("aa bb aa " + "x" * 200 + " aa", [Span(0, 2), Span(6, 8), Span(210, 212)], 40)
    assert shown.carets == "^^    ^^"
    assert shown.unmarked == (Span(210, 212),)


def test_marks_without_width_do_not_make_a_line_endless() -> None:
    shown = show_line("e" + "\u0301" * 100_000 + "key", [Span(0, 1)], 80)
    assert len(shown.text) < 1000


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "word", "中文", "a-very-long-word-indeed"]), min_size=1),
    st.integers(1, 40),
)
def test_wrap_keeps_every_word(words: list[str], columns: int) -> None:
    lines = wrap(" ".join(words), columns)
    assert " ".join(lines).split(" ") == words
    assert all(display_width(line) <= columns or " " not in line for line in lines)
