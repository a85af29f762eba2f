"""What holds of every report, whatever the findings say."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import Draft
from report_strategies import results

from draftproof.finding import Counts, Finding, Place, Result, SampleReference, Severity
from draftproof.reports.folding import fold, listed, places_phrase
from draftproof.reports.registry import NAMES, render
from draftproof.reports.serialise import finding_record
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.text.source import Span

styles = st.builds(
    Style,
    colour=st.just(False),
    width=st.none() | st.integers(0, 200),
    verbose=st.booleans(),
    quiet=st.booleans(),
    statistics=st.booleans(),
    fix_available=st.booleans(),
)


def joined(text: str) -> str:
    """JSON has no way to keep the halves of a surrogate pair apart."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@settings(max_examples=150, deadline=None)
@given(results, styles, st.sampled_from(["text", "concise"]))
def test_nothing_for_people_acts_on_a_terminal_or_a_log(result: Result, style: Style, form: str) -> None:
    output = "".join(render(form, result, style)) + summary(result, style)
    output.encode("utf-8")
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in output if c != "\n")
    assert not set(output) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u200e\u200f")
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in output.split("\n"))


@settings(max_examples=100, deadline=None)
@given(results, st.sampled_from(["text", "concise"]))
def test_every_chunk_is_whole_lines(result: Result, form: str) -> None:
    assert all(chunk.endswith("\n") for chunk in render(form, result, Style(statistics=True)))


@settings(max_examples=100, deadline=None)
@given(results)
def test_json_lines_parse_back_to_the_same_values(result: Result) -> None:
    output = "".join(render("jsonl", result, Style()))
    output.encode("utf-8")
    lines = output.splitlines()  # the strict reader: splits at U+2028, form feeds and the like as well
    assert len(lines) == len(result.findings)
    for line, finding in zip(lines, result.findings, strict=True):
        expected = json.dumps(finding_record(finding))
        assert json.loads(line) == json.loads(expected)
        assert json.loads(line)["message"] == joined(finding.message)


@settings(max_examples=100, deadline=None)
@given(results)
def test_json_holds_every_finding(result: Result) -> None:
    chunks = list(render("json", result, Style(quiet=True)))
    report = json.loads("".join(chunks))
    assert list(report) == ["version", "findings", "counts", "samples_left", "includes_left", "errors"]
    assert report["findings"] == [json.loads(json.dumps(finding_record(each))) for each in result.findings]
    reasons = [each["reason"] for each in report["samples_left"]]
    assert reasons == [joined(each.reason) for each in result.left]
    targets = [each["target"] for each in report["includes_left"]]
    assert targets == [joined(each.target) for each in result.lost_includes]
    assert report["errors"] == [joined(each) for each in (*result.errors, *result.notes)]
    assert len(chunks) == len(result.findings) + 3


def test_json_lines_have_the_fields_of_the_contract_in_their_order() -> None:
    draft = Draft("a.md", "x = messages\n")
    finding = draft.find(
        "API001", "messages", "m", sample=SampleReference("python", 2, 1), replace_by="input"
    )
    record = json.loads("".join(render("jsonl", Result((finding,), Counts()), Style())))
    assert list(record) == [
        *("code", "name", "family", "severity", "confidence", "message", "path"),
        *("line", "column", "end_line", "end_column", "cell", "file_line", "file_column"),
        *("excerpt", "help", "url", "fingerprint", "sample", "fix"),
    ]
    assert record["sample"] == {"language": "python", "index": 2, "line": 1}
    edit = {"line": 1, "column": 5, "end_line": 1, "end_column": 13, "text": "input"}
    assert record["fix"] == {"applicability": "safe", "edits": [edit]}


def test_readable_text_stays_readable_in_json() -> None:
    finding = Draft("a.md", "模型 👩\u200d💻 é").find("API001", "é", "模型 👩\u200d💻 é")
    assert '"message": "模型 👩\u200d💻 é"' in "".join(render("jsonl", Result((finding,), Counts()), Style()))


def test_no_form_for_people_names_a_finding_twice() -> None:
    draft = Draft("a.md", "k k\nk\n" + "k\n" * 9)
    same = tuple(draft.find("KEY001", "k", "a key", nth=n) for n in range(1, 13))
    output = "".join(render("text", Result(same, Counts()), Style()))
    assert output.count("error[KEY001]") == 1
    assert "1 | k k\n  | ^ ^\n" in output
    assert "also at lines 2, 3, 4, 5, 6, 7 and 4 more\n" in output
    assert len(list(render("concise", Result(same, Counts()), Style()))) == 12
    assert len(list(render("jsonl", Result(same, Counts()), Style()))) == 12


def test_another_value_document_or_severity_is_another_block() -> None:
    draft = Draft("a.md", "k j k")
    key = draft.find("KEY001", "k", "a key")
    others = (
        draft.find("KEY001", "j", "a key"),
        replace(key, path="b.md"),
        replace(key, severity=Severity.WARNING),
        replace(key, code="API001"),
    )
    assert len(fold((key, *others)).blocks) == 5


def test_what_is_absent_is_the_same_only_where_the_message_is() -> None:
    draft = Draft("a.md", "call()\ncall()\n")
    one = draft.find("API002", "", "`model` is missing", span=Span(5, 5))
    two = draft.find("API002", "", "`input` is missing", span=Span(5, 5))
    assert len(fold((one, two)).blocks) == 2
    assert len(fold((one, draft.find("API002", "", "`model` is missing", span=Span(12, 12)))).blocks) == 1


def test_quiet_leaves_the_findings_and_nothing_else() -> None:
    draft = Draft("a.md", "messages")
    result = Result((draft.find("API001", "messages", "m", replace_by="input"),), Counts(documents=1))
    style = Style(quiet=True, fix_available=True)
    assert summary(result, style) == ""
    assert "can be mended" not in "".join(render("text", result, style))
    assert "1 can be mended" in "".join(render("text", result, Style(fix_available=True)))
    assert "can be mended" not in "".join(render("text", result, Style()))


def text_of(*found: Finding) -> str:
    return "".join(render("text", Result(found, Counts()), Style()))


def test_lines_that_were_not_quoted_are_dots() -> None:
    draft = Draft("a.md", "one\ntwo\nthree\nfour\n")
    whole = draft.find("API002", "", "m", span=Span(0, 18))
    assert "1 | one\n  | ^^^\n...\n  =" in text_of(replace(whole, quoted=whole.quoted[:1]))
    assert "4 | four\n  | ^^^^\n" in text_of(replace(whole, quoted=whole.quoted[-1:]))
    assert " --> a.md:1:1\n   = see" in text_of(replace(whole, quoted=()))


def test_what_lies_beyond_the_shown_part_of_a_line_is_named() -> None:
    draft = Draft("a.md", "key " + "x" * 300 + " key")
    output = text_of(draft.find("KEY001", "key", "a key"), draft.find("KEY001", "key", "a key", nth=2))
    assert "  | ^^^\n  = also at line 1\n" in output


def test_help_is_given_once_a_document_and_the_link_once_a_run() -> None:
    draft = Draft("a.md", "one two")
    one, two = (draft.find("KEY001", word, "a key", help="Use a placeholder.") for word in ("one", "two"))
    output = text_of(one, two, replace(two, path="b.md"))
    assert output.count("= help: Use a placeholder.") == 2
    assert output.count("= see: ") == 1


def test_advice_is_one_line_a_document_and_code() -> None:
    a, b = Draft("a.md", "m\nm\nn"), Draft("b.md", "m")
    found = [a.find("MDL001", "m", "no `m`", nth=1), a.find("MDL001", "m", "no `m`", nth=2)]
    output = text_of(*found, a.find("MDL001", "n", "no `n`"), b.find("MDL001", "m", "no `m`"))
    assert output.split("\n")[:3] == [
        "advice[MDL001]: no `m`",
        "  --> a.md:1:1 (3 in all: lines 1, 2 and 3; also n)",
        "  --> b.md:1:1",
    ]


@pytest.mark.parametrize(
    ("lines", "phrase"),
    [
        ([3], "line 3"),
        ([3, 3], "line 3"),
        ([3, 9], "lines 3 and 9"),
        ([1, 2, 3], "lines 1, 2 and 3"),
        (range(1, 8), "lines 1, 2, 3, 4, 5, 6 and 7"),
        (range(1, 9), "lines 1, 2, 3, 4, 5, 6 and 2 more"),
    ],
)
def test_places(lines: list[int], phrase: str) -> None:
    assert places_phrase(Place(n, 1, n, 2, n, 1, n, 2) for n in lines) == phrase


def test_places_in_cells() -> None:
    assert (
        places_phrase(Place(n, 1, n, 2, n, 1, n, 2, cell=n) for n in (1, 2))
        == "cell 1 line 1 and cell 2 line 2"
    )


def test_listed_nothing() -> None:
    assert listed([], 3) == ""


def counted(severities: str, paths: int, counts: Counts) -> str:
    draft = Draft("a.md", "x")
    levels = {"e": Severity.ERROR, "w": Severity.WARNING, "a": Severity.ADVICE}
    made = [
        replace(draft.find("API001", "x", "m", severity=levels[letter]), path=f"{n % paths}.md")
        for n, letter in enumerate(severities)
    ]
    return summary(Result(tuple(made), counts), Style())


@pytest.mark.parametrize(
    ("severities", "paths", "counts", "line"),
    [
        ("", 1, Counts(14, 0, 31), "draftproof: no findings in 14 documents (31 code blocks)."),
        ("", 1, Counts(1, 0, 1), "draftproof: no findings in 1 document (1 code block)."),
        ("", 1, Counts(1, 0, 0, 2), "draftproof: no findings in 1 document (no code blocks); 2 suppressed."),
        (
            "",
            1,
            Counts(1, 0, 9, understood=3, partial=1, unread=2),
            (
                "draftproof: no findings in 1 document (9 code blocks: 3 understood, 1 understood in part, "
                "2 in a language that is not read)."
            ),
        ),
        ("", 1, Counts(), "draftproof: no documents."),
        (
            "eeewaa",
            2,
            Counts(14, 0, 31, 1, 4),
            (
                "draftproof: 3 errors, 1 warning, 2 advice in 2 of 14 documents (31 code blocks); "
                "1 suppressed, 4 below the chosen level."
            ),
        ),
        (
            "e",
            1,
            Counts(1, 1, 2),
            "draftproof: 1 error in 1 of 1 document (2 code blocks); 1 could not be read.",
        ),
        (
            "wa",
            2,
            Counts(1, 0, 2),
            "draftproof: 1 warning, 1 advice in 2 files; 1 document read (2 code blocks).",
        ),
    ],
)
def test_summary(severities: str, paths: int, counts: Counts, line: str) -> None:
    assert counted(severities, paths, counts) == line


def test_an_unknown_format_is_an_error() -> None:
    assert (
        *("text", "concise", "json", "jsonl"),
        *("sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html"),
    ) == NAMES
    with pytest.raises(KeyError):
        render("nonesuch", Result((), Counts()), Style())


@pytest.mark.usefixtures("unmeasured")
def test_a_report_of_ascii_imports_no_table_of_widths() -> None:
    program = (
        "import sys\n"
        "from draftproof.finding import *\n"
        "from draftproof.reports.registry import NAMES, render\n"
        "from draftproof.reports.style import Style\n"
        "p = Place(1, 1, 1, 2, 1, 1, 1, 2)\n"
        "f = Finding('A', 'a', 'f', Severity.ERROR, Confidence.HIGH, 'm', 'p', p, 'x', 'h', 'u', 'f',\n"
        "            (QuotedLine(1, 'x = 1'),))\n"
        "r = Result((f,), Counts())\n"
        "for name in NAMES: list(render(name, r, Style()))\n"
        "heavy = {'wcwidth', 'rich', 'httpx', 'asyncio', 'ruamel', 'socket', 'xml'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
