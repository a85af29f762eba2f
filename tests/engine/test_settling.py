"""From a hit to a finding: places, excerpts, quoted lines, sample, fingerprint, fix, masks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.engine.selection import ActiveRule
from draftproof.engine.settling import MAX_EXCERPT, Settler, innermost_block
from draftproof.finding import (
    WHOLE_FILE,
    Confidence,
    Hit,
    Remedy,
    Replacement,
    SampleReference,
    Severity,
)
from draftproof.reading.document import Block, BlockKind, Part
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.model import Rule
from draftproof.text.extract import Extract
from draftproof.text.source import Source, Span
from drafts import TODAY, key

if TYPE_CHECKING:
    from draftproof.finding import Finding

RULE = Rule(
    "XYZ001", "a-rule", "own", Severity.WARNING, Confidence.HIGH, "pattern",
    {"message": "said of {what}", "other": "another {what} and {nothing}"}, "mend {what}", "own.md", url="https://e.example/XYZ001",
)  # fmt: skip
PAGE = "# One\n\nintro\n\n## Two\n\n```python title=x\nfirst()\nsecond()\n```\n\n```json\n{}\n```\n"


def facts_of(text: str, name: str = "page.md") -> Facts:
    document = read(text.encode(), name)
    return Facts(document, builtin_rulebook(), PlaceholderPolicy(), TODAY, publish=False)


def hit_on(text: str, piece: str, **more: Any) -> Hit:
    start = text.index(piece)
    return Hit(0, Span(start, start + len(piece)), values={"what": "it"}, **more)


def settled(text: str, *pieces: str, active: ActiveRule | None = None, **more: Any) -> list[Finding]:
    settler = Settler(facts_of(text), "docs/page.md")
    chosen = active or ActiveRule(RULE, Severity.WARNING)
    return [settler.settle(chosen, hit_on(text, piece, **more)) for piece in pieces]


def test_a_finding_has_its_place_its_rule_and_its_sample() -> None:
    (found,) = settled(PAGE, "second()")
    assert (found.place.line, found.place.column, found.place.end_line, found.place.end_column) == (
        9,
        1,
        9,
        9,
    )
    assert (found.place.file_line, found.place.file_column, found.place.cell) == (9, 1, None)
    assert (found.code, found.url, found.path) == ("XYZ001", "https://e.example/XYZ001", "page.md")
    assert (found.message, found.help, found.excerpt) == ("said of it", "mend it", "second()")
    assert found.heading_path == ("One", "Two")
    assert found.sample == SampleReference("python", 0, 8)
    assert [(line.number, line.text) for line in found.quoted] == [(9, "second()")]
    assert (found.confidence, found.notes, found.fix) == (Confidence.HIGH, (), None)


def test_only_code_is_a_sample_and_the_second_is_the_second() -> None:
    intro, json_sample = settled(PAGE, "intro", "{}")
    assert intro.sample is None
    assert json_sample.sample == SampleReference("json", 1, 13)
    own = SampleReference("go", 7, 3)
    assert settled(PAGE, "{}", sample=own)[0].sample == own


def test_a_hit_says_more_than_its_rule() -> None:
    (found,) = settled(
        PAGE, "intro", message="other", help="do {what}", notes=("a note",), confidence=Confidence.LOW
    )
    # A name without a value stays as it is; a message that is not there is the usual one.
    assert (found.message, found.help) == ("another it and {nothing}", "do it")
    assert (found.notes, found.confidence) == (("a note",), Confidence.LOW)
    assert settled(PAGE, "intro", message="nonesuch")[0].message == "said of it"


@pytest.mark.parametrize(
    ("hit", "fixed", "floor", "wanted"),
    [
        (None, False, Severity.ADVICE, Severity.WARNING),
        (Severity.ERROR, False, Severity.ADVICE, Severity.ERROR),
        (Severity.ADVICE, False, Severity.ADVICE, Severity.ADVICE),
        (Severity.ERROR, True, Severity.ADVICE, Severity.WARNING),
        (Severity.ADVICE, False, Severity.ERROR, Severity.ERROR),
        (None, True, Severity.ERROR, Severity.ERROR),
    ],
)
def test_whose_severity_counts(hit: Severity | None, fixed: bool, floor: Severity, wanted: Severity) -> None:
    active = ActiveRule(RULE, Severity.WARNING, fixed, floor)
    assert settled(PAGE, "intro", active=active, severity=hit)[0].severity is wanted


def test_an_excerpt_is_one_line_and_ends_somewhere() -> None:
    text = "# T\n\n" + "x" * 300 + "\n\nuntil\nhere\n"
    long, short, lines = settled(text, "x" * 300, "x" * MAX_EXCERPT, "until\nhere")
    assert long.excerpt == short.excerpt == "x" * 200
    assert lines.excerpt == "until here"
    ends = "# T\n\n" + "ab\r\n" * 100
    assert settled(ends, "ab\r\n" * 100)[0].excerpt == ("ab " * 100)[:200]


@pytest.mark.parametrize("count", [1, 5, 6, 7, 20])
def test_of_many_lines_the_first_and_the_last_are_quoted(count: int) -> None:
    lines = [f"line {number}" for number in range(1, count + 1)]
    text = "\n".join(lines) + "\n"
    wanted = [*range(1, count + 1)] if count <= 6 else [1, 2, 3, 4, 5, count]
    for piece in ("\n".join(lines), text):  # an end behind the line's own end adds no line
        (found,) = settled(text, piece)
        assert [(line.number, line.text) for line in found.quoted] == [(at, f"line {at}") for at in wanted]


@pytest.mark.parametrize(
    ("piece", "wanted"), [("one\n", [1]), ("one\nt", [1, 2]), ("e\ntwo", [1, 2]), ("t", [2])]
)
def test_a_line_is_quoted_from_its_first_character_on(piece: str, wanted: list[int]) -> None:
    assert [line.number for line in settled("one\ntwo\n", piece)[0].quoted] == wanted


def test_a_sample_begins_with_its_first_line_though_it_is_empty() -> None:
    text = "# T\n\n> ```python\n>\n> first()\n> ```\n\n```python\n\nsecond()\n```\n"
    one, two = settled(text, "first()", "second()")
    assert (one.sample, two.sample) == (SampleReference("python", 0, 4), SampleReference("python", 1, 9))


def test_an_empty_place_quotes_its_line() -> None:
    text = "one\ntwo\n"
    settler = Settler(facts_of(text), "page.md")
    found = settler.settle(ActiveRule(RULE, Severity.WARNING), Hit(0, Span(4, 4)))
    assert [(line.number, line.text) for line in found.quoted] == [(2, "two")]


def test_the_same_finding_twice_is_two_and_every_part_of_it_counts() -> None:
    text = "# One\n\nword word\n\n# Two\n\nword\n"
    settler = Settler(facts_of(text), "a.md")
    active = ActiveRule(RULE, Severity.WARNING)
    places = [at for at in range(len(text)) if text.startswith("word", at)]
    prints = [settler.settle(active, Hit(0, Span(at, at + 4))).fingerprint for at in places]
    other = ActiveRule(replace(RULE, code="XYZ002"), Severity.WARNING)
    prints.append(settler.settle(other, Hit(0, Span(places[0], places[0] + 4))).fingerprint)
    elsewhere = Settler(facts_of(text), "b.md")
    prints.append(elsewhere.settle(active, Hit(0, Span(places[0], places[0] + 4))).fingerprint)
    assert len(set(prints)) == len(prints) == 5
    assert {len(each) for each in prints} == {32}
    # What stands before it does not count: the third of its heading is the first of another.
    moved = Settler(facts_of(text.replace("# One", "Intro\n\n# One")), "a.md")
    again = [moved.settle(active, Hit(0, Span(at + 7, at + 11))).fingerprint for at in places]
    assert again == prints[:3]


def test_fingerprints_stay_what_they_are() -> None:
    """They stand in baselines for years: path, rule, headings, excerpt, and the how-many-th it is."""
    text = "# One\n\n## Two\n\nword word\n"
    settler = Settler(facts_of(text), "docs/a.md")
    start = text.index("word")
    for number, at in ((1, start), (2, start + 5)):
        found = settler.settle(ActiveRule(RULE, Severity.WARNING), Hit(0, Span(at, at + 4)))
        known = "\0".join(("docs/a.md", "XYZ001", "One > Two", "word", str(number)))
        assert found.fingerprint == hashlib.sha256(known.encode()).hexdigest()[:32]


def test_what_is_a_credential_is_masked_and_what_only_looks_like_one_is_shown() -> None:
    value = key("openai-project")
    text = f'# With {value}\n\n```python\nOpenAI(api_key="{value}")\nOpenAI(api_key="YOUR_API_KEY")\n```\n'
    (found, placeholder) = settled(text, f'OpenAI(api_key="{value}")', 'OpenAI(api_key="YOUR_API_KEY")')
    masked = "sk-proj-" + "*" * (len(value) - 8)
    assert found.excerpt == f'OpenAI(api_key="{masked}")'[:200]
    assert found.quoted[0].text == f'OpenAI(api_key="{masked}")'
    assert found.heading_path == (f"With {masked}",)
    assert placeholder.excerpt == 'OpenAI(api_key="YOUR_API_KEY")'
    settler = Settler(facts_of(text), "page.md")
    assert settler.shown(f"<{value}>") == f"<{masked}>"
    assert settler.masked(0).text == settler.masked(WHOLE_FILE).text == text.replace(value, masked)
    said = settled(text, "OpenAI", notes=(f"a note of {value}",), help=f"help of {value}")[0]
    assert (said.notes, said.help) == ((f"a note of {masked}",), f"help of {masked}")


def test_places_in_a_notebook_are_of_the_cell_and_of_the_file() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# One\n"]},
        {
            "cell_type": "code",
            "metadata": {},
            "source": ["a = 1\n", 'b = "é"\n'],
            "outputs": [],
            "execution_count": 1,
        },
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    facts = facts_of(text, "a.ipynb")
    number, part = next((n, p) for n, p in enumerate(facts.document.parts) if "b =" in p.source.text)
    start = part.source.text.index("b =")
    settler = Settler(facts, "a.ipynb")
    found = settler.settle(ActiveRule(RULE, Severity.WARNING), Hit(number, Span(start, start + 5)))
    line = next(at for at, each in enumerate(text.split("\n"), 1) if "b =" in each)
    assert found.place.cell == 1
    assert (found.place.line, found.place.column, found.place.end_line, found.place.end_column) == (
        2,
        1,
        2,
        6,
    )
    assert found.place.file_line == line
    assert text.split("\n")[line - 1][found.place.file_column - 1 :].startswith("b =")
    assert [(quoted.number, quoted.text) for quoted in found.quoted] == [(2, 'b = "é"')]


def test_a_fix_has_the_places_of_its_replacements() -> None:
    start = PAGE.index("second")
    remedy = Remedy("safe", (Replacement(Span(start, start + 6), "third"),))
    (found,) = settled(PAGE, "second()", remedy=remedy)
    assert found.fix is not None
    (edit,) = found.fix.edits
    assert (edit.line, edit.column, edit.end_line, edit.end_column, edit.text) == (9, 1, 9, 7, "third")
    assert edit.verbatim
    whole = Settler(facts_of(PAGE), "page.md")
    hit = Hit(WHOLE_FILE, Span(start, start + 6), remedy=remedy)
    assert whole.settle(ActiveRule(RULE, Severity.WARNING), hit).fix is None


def block(start: int, end: int) -> Block:
    return Block(BlockKind.PARAGRAPH, Span(start, end), Extract.whole(""))


def test_the_innermost_block_is_the_last_that_reaches_the_place() -> None:
    outer, inner, after = block(0, 50), block(10, 20), block(30, 40)
    part = Part(Source("x" * 60), (outer, inner, after))
    for offset, wanted in [
        (0, outer),
        (9, outer),
        (10, inner),
        (20, inner),
        (21, outer),
        (40, after),
        (50, outer),
    ]:
        assert innermost_block(part, offset) is wanted, offset
    assert innermost_block(part, 51) is None
    # Sixty-four blocks before the place are looked at, no more: lists of thousands of items stay quick.
    many = [block(0, 999), *(block(at, at) for at in range(1, 64))]
    assert innermost_block(Part(Source(""), tuple(many)), 500) is many[0]
    many.insert(1, block(1, 1))
    assert innermost_block(Part(Source(""), tuple(many)), 500) is None


@pytest.mark.parametrize("cut", [12, 60])
def test_a_credential_that_marks_divide_is_masked_in_the_file(cut: int) -> None:
    """Of an HTML page a view is judged; what is quoted are lines of the file, markup and all."""
    value = key("openai-project")
    head, tail = value[:cut], value[cut:]
    line = f'<pre><code class="language-python">OpenAI(api_key="<b>{head}</b><i>{tail}</i>")</code></pre>'
    text = f"<html><body>\n<h1>T</h1>\n{line}\n</body></html>\n"
    facts = facts_of(text, "a.html")
    settler = Settler(facts, "a.html")
    masked = line.replace(head, "sk-proj-" + "*" * (cut - 8)).replace(tail, "*" * len(tail))
    assert settler.masked(WHOLE_FILE).text == text.replace(line, masked)
    number = next(n for n, part in enumerate(facts.document.parts) if part.is_view)
    view = settler.masked(number).text
    assert value not in view
    assert head not in view
    start = view.index("OpenAI")
    found = settler.settle(ActiveRule(RULE, Severity.WARNING), Hit(number, Span(start, start + 6)))
    assert [(quoted.number, quoted.text) for quoted in found.quoted] == [(3, masked)]
    assert found.place.file_line == 3


def test_a_placeholder_that_marks_divide_is_shown() -> None:
    text = '<html><body><pre><code>OpenAI(api_key="<b>YOUR_</b>API_KEY")</code></pre></body></html>\n'
    assert Settler(facts_of(text, "a.html"), "a.html").masked(WHOLE_FILE).text == text


def test_a_fix_of_a_view_is_one_of_the_file() -> None:
    text = "<html><body>\n<pre><code>first(&quot;x&quot;)</code></pre>\n</body></html>\n"
    facts = facts_of(text, "a.html")
    number = next(n for n, part in enumerate(facts.document.parts) if part.is_view)
    start = facts.document.parts[number].source.text.index("first")
    remedy = Remedy("safe", (Replacement(Span(start, start + 5), "second"),))
    hit = Hit(number, Span(start, start + 5), remedy=remedy)
    found = Settler(facts, "a.html").settle(ActiveRule(RULE, Severity.WARNING), hit)
    assert found.fix is not None
    (edit,) = found.fix.edits
    assert (edit.line, edit.column, edit.end_line, edit.end_column, edit.text) == (2, 12, 2, 17, "second")
