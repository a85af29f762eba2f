"""The formats for CI services: hostile text leaves them whole, and nothing in it acts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from report_builders import Draft
from report_schemas import faults
from report_strategies import results, words

from draftproof.finding import (
    Confidence,
    Counts,
    LeftSample,
    QuotedLine,
    Result,
    RuleDescription,
    Severity,
)
from draftproof.reports.github import MOST_ANNOTATIONS, Annotation, command
from draftproof.reports.junit import Case, Suite, junit
from draftproof.reports.markdown_text import code, prose, table
from draftproof.reports.registry import render
from draftproof.reports.sarif_log import Notification, Region, SarifResult, sarif_log
from draftproof.reports.style import Style
from draftproof.reports.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from draftproof.finding import Finding

SERVICES = ("sarif", "github", "gitlab", "junit", "rdjson", "markdown")
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PAGE = "https://a.example/rules/KEY001.md"
PAGES = {PAGE, "https://example.invalid/rules/KEY001"}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def report(name: str, *found: Finding, **more: Any) -> str:
    return "".join(render(name, Result(found, more.pop("counts", Counts()), **more), Style()))


def parsed(name: str, *found: Finding, **more: Any) -> Any:
    made = json.loads(report(name, *found, **more))
    assert faults(name, made) == []
    return made


def harmless(text: str) -> bool:
    return not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in BIDI for c in text)


def texts_in(value: object) -> Iterator[str]:
    """The texts that a service shows: not paths, which must stay what they are, and not replacements."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in {"path", "uri", "insertedContent", "suggestions"}:
                yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str):
        yield value


@settings(max_examples=100, deadline=None)
@given(results, st.sampled_from(SERVICES))
def test_no_report_acts_on_a_terminal_or_a_log(result: Result, name: str) -> None:
    output = "".join(render(name, result, Style()))
    output.encode("utf-8")
    assert harmless(output.replace("\n", ""))
    assert "##[" not in output
    assert "##vso[" not in output


@settings(max_examples=100, deadline=None)
@given(results, st.sampled_from(["sarif", "gitlab", "rdjson"]))
def test_json_is_of_its_schema_and_shows_nothing_that_acts(result: Result, name: str) -> None:
    made = json.loads("".join(render(name, result, Style())))
    assert faults(name, made) == []
    assert [text for text in texts_in(made) if not harmless(text)] == []
    found = {
        "sarif": lambda: made["runs"][0]["results"],
        "gitlab": lambda: made,
        "rdjson": lambda: made["diagnostics"],
    }[name]()
    assert len(found) == len(result.findings)


@settings(max_examples=100, deadline=None)
@given(results)
def test_junit_is_xml_that_counts_right(result: Result) -> None:
    made = JUnitXml.fromstring("".join(render("junit", result, Style())).encode("utf-8"))
    cases = [case for suite in made for case in suite]
    assert len(cases) == made.tests == len(result.findings) + 1
    failed = [case for case in cases if any(type(each).__name__ == "Failure" for each in case.result)]
    assert len(failed) == made.failures == sum(map(result.fails, result.findings))
    assert made.errors == bool(result.errors)
    assert sum(suite.tests for suite in made) == made.tests


COMMAND = re.compile(
    r"::(error|warning|notice) "
    r"(?:file=[^:,]+,line=\d+,(?:endLine=\d+,|col=\d+,(?:endColumn=\d+,)?)?)?title=[^:,]*::.*"
)


def split_commands(output: str) -> tuple[list[str], list[str]]:
    """The annotations of a report, and the lines that are none. Every line must be one or the other."""
    lines = output.split("\n")[:-1]
    markers = {"::endgroup::"} | {line for line in lines if line.startswith("::group::draftproof: ")}
    commands = [line for line in lines if COMMAND.fullmatch(line)]
    plain = [line for line in lines if not COMMAND.fullmatch(line) and line not in markers]
    assert not any(line.lstrip().startswith("::") for line in plain)
    return commands, plain


@settings(max_examples=150, deadline=None)
@given(results)
def test_github_has_one_command_a_line(result: Result) -> None:
    commands, plain = split_commands("".join(render("github", result, Style())))
    assert plain == []
    blocks = {(f.code, f.severity, f.path, f.excerpt.strip() or f.message) for f in result.findings}
    assert len(commands) == len(blocks) + len(result.errors)


@settings(max_examples=200, deadline=None)
@given(words, words, words.filter(bool))
def test_a_command_says_what_it_was_given(title: str, message: str, path: str) -> None:
    line = command(Annotation("error", title, message, path, 3, 4, 3, 9))
    assert COMMAND.fullmatch(line.removesuffix("\n"))
    # As the runner reads it: the head ends at the next two colons, properties at commas.
    head, _, _ = line[2:].partition("::")
    assert [each.partition("=")[0] for each in head.removeprefix("error ").split(",")] == [
        *("file", "line", "col", "endColumn", "title")
    ]


def tokens_of(text: str) -> list[Token]:
    flat: list[Token] = []
    for token in MARKDOWN.parse(text):
        flat += [token, *(token.children or [])]
    return flat


OWN_TAGS = re.compile(r"</?(?:details(?: open)?|summary|code)>")
REFERENCE = re.compile(r"[@#]\w|://|www\.|\]\(|!\[", re.IGNORECASE)


def assert_inert(text: str) -> None:
    """Nothing but our own tags and the pages of rules; no text that GitHub or GitLab would act upon."""
    in_code = False
    for token in tokens_of(text):
        if token.type == "html_inline":
            assert OWN_TAGS.fullmatch(token.content)
            in_code = token.content == "<code>"
        elif token.type == "html_block":
            bare = re.sub(r">[^<>]*<", "><", token.content.strip())
            assert OWN_TAGS.sub("", bare).strip() == ""
        elif token.type == "link_open":
            assert token.attrGet("href") in PAGES
        elif token.type == "text" and not in_code:
            assert not REFERENCE.search(token.content)
        else:
            assert token.type not in {"image", "fence", "code_block", "hr", "em_open", "strong_open"}


def widths(text: str) -> list[set[int]]:
    """Of every table the numbers of cells that its rows have."""
    found: list[Counter[int]] = []
    row = 0
    for token in MARKDOWN.parse(text):
        if token.type == "table_open":
            found.append(Counter())
        elif token.type in {"th_open", "td_open"}:
            row += 1
        elif token.type == "tr_close":
            found[-1][row] += 1
            row = 0
    return [set(counter) for counter in found]


def raw_cells(line: str) -> int:
    """The cells of a row for the strictest reader: every pipe ends one."""
    return line.count("|") - 1


@settings(max_examples=200, deadline=None)
@given(results)
def test_markdown_keeps_its_tables_and_does_nothing(result: Result) -> None:
    output = "".join(render("markdown", result, Style()))
    assert_inert(output)
    assert all(len(each) == 1 for each in widths(output))
    assert [
        line for line in output.split("\n") if line.startswith("| ") and raw_cells(line) not in {2, 3, 4}
    ] == []


@settings(max_examples=300, deadline=None)
@given(words, words)
def test_words_of_documents_stay_in_their_cell(one: str, two: str) -> None:
    rows = [(code(one, table=True), prose(two, table=True)), (prose(one, table=True), code(two, table=True))]
    text = "".join(table(("a", "b"), rows))
    assert_inert(text)
    assert text.count("\n") == 4
    assert all(line.count("|") == 3 for line in text.split("\n")[:-1])


@settings(max_examples=200, deadline=None)
@given(words)
def test_prose_does_nothing_outside_a_table_either(text: str) -> None:
    assert_inert("x " + prose(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "`messages` is a field (of Chat): write `input`.",
            "`messages` is a field (of Chat): write `input`.",
        ),
        ("sk-[51 characters] has the shape", "`sk-[51 characters]` has the shape"),
        ("(www.a.example) and (GH-12), !12", "`(www.a.example)` and `(GH-12)`, `!12`"),
        ("ask @team, see #12.", "ask `@team`, see `#12`."),
        ("a <b>bold</b> word", "a `<b>bold</b>` word"),
        ("two: a@b c@d words", "two: `a@b c@d` words"),
        ("see https://a.example/x!", "see `https://a.example/x`!"),
        ("a plain/path and 50 % more", "a plain/path and 50 % more"),
        ("`a``b`", "`a` `b`"),
        ("one ` tick", "one `` ` `` tick"),
        ("line\nbreak", "`line\\nbreak`"),
        ("deadbeef is a commit", "`deadbeef` is a commit"),
    ],
)
def test_prose(text: str, shown: str) -> None:
    assert prose(text) == shown


def test_code_in_tables() -> None:
    assert code("a|b\\|c") == "`a|b\\|c`"
    assert code("a|b\\", table=True) == "<code>a&#124;b&#92;</code>"
    assert code("`a`") == "`` `a` ``"
    assert code(" ") == ""


def many(count: int, code_: str = "KEY001", path: str = "a.md") -> list[Finding]:
    draft = Draft(path, "\n".join(f"value{number}" for number in range(count)) + "\n")
    return [draft.find(code_, f"value{number}\n", f"message {number}") for number in range(count)]


def test_github_counts_what_would_be_dropped_and_lists_it() -> None:
    found = [*many(30), *many(4, "API001"), *many(10, "KEY004")]
    commands, plain = split_commands(report("github", *found))
    levels = Counter(line.split(" ")[0] for line in commands)
    assert levels == {"::error": MOST_ANNOTATIONS, "::warning": MOST_ANNOTATIONS}
    assert "::error title=draftproof::25 more: API001 (4) and KEY001 (21). " in commands[9]
    assert len(plain) == 25
    assert plain[0] == "a.md:10:1: KEY001 error message 9"


def test_a_listed_file_with_the_name_of_a_command_is_none() -> None:
    _, plain = split_commands(report("github", *many(12, path="::error::x.md")))
    assert plain[0] == "\\x3a:error::x.md:10:1: KEY001 error message 9"


def test_github_says_first_what_was_not_done() -> None:
    commands, _ = split_commands(report("github", *many(30), errors=("nonesuch: there is no such file",)))
    assert commands[0] == "::error title=draftproof::nonesuch: there is no such file"
    assert len(commands) == MOST_ANNOTATIONS


def test_github_columns_are_of_one_line() -> None:
    draft = Draft("./docs/a.md", "one\ntwo\n")
    one, two = draft.find("KEY001", "one", "m"), draft.find("KEY001", "e\nt", "100% m", help="do it")
    assert report("github", one).startswith("::error file=docs/a.md,line=1,col=1,endColumn=4,title=KEY001 ")
    assert report("github", two).startswith("::error file=docs/a.md,line=1,endLine=2,title=KEY001 ")
    assert report("github", two).endswith("::100%25 m - do it\n")


def test_github_says_once_what_repeats() -> None:
    draft = Draft("a.md", "key\nkey\n")
    output = report("github", *(draft.find("KEY001", "key", "a key", nth=n) for n in (1, 2)))
    assert output.count("\n") == 1
    assert output.endswith("::a key (2 in all: lines 1 and 2)\n")


def test_gitlab_gives_no_fingerprint_twice() -> None:
    same = replace(Draft("./a.md", "key").find("KEY001", "key", "m"), fingerprint="f" * 32)
    first, second, third = parsed("gitlab", same, same, same)
    assert first["fingerprint"] == "f" * 32
    assert len({each["fingerprint"] for each in (first, second, third)}) == 3
    assert first["location"] == {"path": "a.md", "lines": {"begin": 1, "end": 1}}


@pytest.mark.parametrize(
    ("severity", "sarif", "gitlab", "rdjson", "github"),
    [
        (Severity.ERROR, "error", "major", "ERROR", "::error "),
        (Severity.WARNING, "warning", "minor", "WARNING", "::warning "),
        (Severity.ADVICE, "note", "info", "INFO", "::notice "),
    ],
)
def test_levels(severity: Severity, sarif: str, gitlab: str, rdjson: str, github: str) -> None:
    finding = Draft("a.md", "x").find("KEY001", "x", "m", severity=severity)
    assert parsed("sarif", finding)["runs"][0]["results"][0]["level"] == sarif
    assert parsed("gitlab", finding)[0]["severity"] == gitlab
    assert parsed("rdjson", finding)["diagnostics"][0]["severity"] == rdjson
    assert report("github", finding).startswith(github)


@pytest.mark.parametrize(
    ("path", "uri", "based"),
    [
        ("docs/a.md", "docs/a.md", True),
        ("./docs/a b%.md", "docs/a%20b%25.md", True),
        ("a:b#c?d.md", "a%3Ab%23c%3Fd.md", True),
        ("文.md", "%E6%96%87.md", True),
        ("../a.md", "../a.md", True),
        ("<stdin>", "%3Cstdin%3E", True),
        ("/tmp/a b.md", "file:///tmp/a%20b.md", False),
        ("C:/docs/a.md", "file:///C%3A/docs/a.md", False),
        ("\ud800.md", "%ED%A0%80.md", True),
    ],
)
def test_sarif_addresses(path: str, uri: str, based: bool) -> None:
    result = parsed("sarif", Draft(path, "x").find("KEY001", "x", "m"))["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri, **({"uriBaseId": "%SRCROOT%"} if based else {})}


def test_sarif_places_and_fixes_are_of_the_raw_file() -> None:
    text = Draft("a.md", "é x").find("KEY001", "x", "m", replace_by="y")
    cell = Draft("a.ipynb", "é x", cell=2).find("KEY001", "x", "m", replace_by="y")
    shown = replace(text, fix=replace(text.fix, applicability="display"))  # type: ignore[type-var]
    raw = replace(cell, fix=replace(cell.fix, edits=(replace(cell.fix.edits[0], verbatim=False),)))  # type: ignore[type-var, union-attr]
    first, second, third = parsed("sarif", text, shown, raw)["runs"][0]["results"]
    region = {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 4}
    assert first["locations"][0]["physicalLocation"]["region"] == region
    replacement = {"deletedRegion": region, "insertedContent": {"text": "y"}}
    assert first["fixes"][0]["artifactChanges"][0]["replacements"] == [replacement]
    assert "fixes" not in second
    assert "fixes" not in third
    assert third["locations"][0]["physicalLocation"]["region"]["startLine"] == 21
    assert third["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "cell 2, line 1"}]
    assert third["message"]["text"] == "m (cell 2, line 1)"


def test_sarif_explains_the_rules_and_the_run() -> None:
    rule = RuleDescription(
        "KEY001",
        "realistic-key",
        "credentials",
        Severity.ERROR,
        Confidence.HIGH,
        "A key.",
        "A key, in a draft.",
        "Take it out.",
        "## Why\n\nSee [that](../../docs/a.md), [this](KEY002.md) and [them](https://b.example/).",
        PAGE,
    )
    finding = Draft("a.md", "x").find("KEY001", "x", "see [this](https://a.example)")
    other = Draft("a.md", "x").find("API001", "x", "m")
    run = parsed("sarif", other, finding, rules=(rule,), errors=("no such file",), notes=("a link",))["runs"][
        0
    ]
    described = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    assert list(described) == ["API001", "KEY001"]
    assert described["KEY001"]["help"]["markdown"] == (
        "## Why\n\nSee [that](https://a.example/docs/a.md), [this](https://a.example/rules/KEY002.md) "
        "and [them](https://b.example/)."
    )
    assert described["KEY001"]["helpUri"] == PAGE
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1]
    assert run["results"][1]["message"]["text"] == "see [this] (https://a.example)"
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notes = [(n["level"], n["message"]["text"]) for n in invocation["toolExecutionNotifications"]]
    assert notes == [("error", "no such file"), ("note", "a link")]
    assert parsed("sarif", notes=("a link",))["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_a_log_of_other_results() -> None:
    passed = SarifResult("live", "none", "passed", "a.md", Region(1, 1, 1, 2), kind="pass")
    made = json.loads("".join(sarif_log("", [], [passed], [Notification("note", "sent")])))
    assert faults("sarif", made) == []
    assert made["runs"][0]["results"][0]["kind"] == "pass"
    assert "version" not in made["runs"][0]["tool"]["driver"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\ufffe\uffff", "a\\ufffe\\uffff"),
        ("<b a='1' c=\"2\">&", "&lt;b a=&apos;1&apos; c=&quot;2&quot;&gt;&amp;"),
        ("\x00\x1b\ud800\n", "\\x00\\x1b\\ud800\\n"),
    ],
)
def test_text_for_xml(text: str, shown: str) -> None:
    assert xml_text(text) == shown


def test_junit_fails_what_fails_the_run() -> None:
    a, b = Draft("a.md", "x").find("KEY004", "x", "m"), Draft("b.md", "x").find("KEY004", "x", "m")
    made = JUnitXml.fromstring(report("junit", a, b, fail_levels={"b.md": Severity.ERROR}).encode())
    assert [(suite.name, suite.tests, suite.failures) for suite in made] == [
        ("draftproof", 1, 0),
        ("a.md", 1, 1),
        ("b.md", 1, 0),
    ]
    (passed,) = (case for suite in made for case in suite if suite.name == "b.md")
    assert passed.system_out.startswith("m\n")


def test_junit_of_other_tests() -> None:
    cases = (Case("a"), Case("b", "skipped", message="why"), Case("c", "error", "E", "m", ("one", "two"), 3))
    made = JUnitXml.fromstring("".join(junit([Suite("s", cases, "d.md")])).encode())
    assert (made.tests, made.failures, made.errors, made.skipped) == (3, 0, 1, 1)
    (suite,) = made
    last = list(suite)[2]
    assert last.result[0].text == "one\ntwo"
    assert last._elem.get("line") == "3"


@pytest.mark.parametrize(
    ("line", "needle", "start", "end"),
    [("a x b", "x", 3, 4), ("é x", "x", 4, 5), ("文𐐀x", "𐐀", 4, 8), ("x", "x", 1, 2)],
)
def test_rdjson_counts_bytes(line: str, needle: str, start: int, end: int) -> None:
    finding = Draft("a.md", f"first\n{line}\n").find("API001", needle, "m", replace_by="y")
    diagnostic = parsed("rdjson", finding)["diagnostics"][0]
    covered = {"start": {"line": 2, "column": start}, "end": {"line": 2, "column": end}}
    assert diagnostic["location"]["range"] == covered
    assert diagnostic["suggestions"] == [{"range": covered, "text": "y"}]


def test_rdjson_has_whole_lines_where_bytes_are_unknown() -> None:
    finding = Draft("a.md", "é x\n").find("API001", "x", "m", replace_by="y")
    unknown = parsed("rdjson", replace(finding, quoted=()))["diagnostics"][0]
    short = parsed("rdjson", replace(finding, quoted=(QuotedLine(1, "é"),)))["diagnostics"][0]
    cell = parsed("rdjson", Draft("a.ipynb", "é x", cell=2).find("API001", "x", "m"))["diagnostics"][0]
    assert unknown["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}
    assert short["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}
    assert cell["location"]["range"] == {"start": {"line": 21}, "end": {"line": 21}}
    assert "suggestions" not in unknown
    ends = Draft("a.md", "one\ntwo\n").find("API001", "one\n", "m")
    whole = parsed("rdjson", replace(ends, quoted=()))["diagnostics"][0]["location"]["range"]
    assert whole == {"start": {"line": 1, "column": 1}, "end": {"line": 2, "column": 1}}


def test_a_comment_can_hold_the_markdown_of_any_run() -> None:
    found = [replace(each, message="|" * 900) for each in many(400)]
    left = tuple(LeftSample("p" * 190, n, "python", "partial", "|" * 900) for n in range(300))
    errors = tuple(f"{'|' * 900} {n}" for n in range(50))
    output = report("markdown", *found, left=left, errors=errors, notes=errors)
    assert len(output) < 65_536
    assert re.search(r"Not shown, for want of room: \d+ more\.", output)
    assert_inert(output)


def test_markdown_folds_what_repeats_and_counts_all() -> None:
    draft = Draft("a.md", "key key\nkey\n")
    found = [draft.find("KEY001", "key", "a key", nth=n) for n in (1, 2, 3)]
    output = report("markdown", *found, counts=Counts(documents=1, code_blocks=0))
    assert "| credentials | 3 |" in output
    assert (
        "| error | [KEY001](https://example.invalid/rules/KEY001) | `a.md` lines 1 and 2 | a key |" in output
    )
    assert "<summary>Errors and warnings: 3</summary>" in output


def test_paths_lead_back_to_the_file() -> None:
    path = "docs/ü & %41 [x](y).md"
    finding = Draft(path, "x").find("KEY001", "x", "m")
    uri = parsed("sarif", finding)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert unquote(uri["artifactLocation"]["uri"]) == path
    assert parsed("gitlab", finding)[0]["location"]["path"] == path
    assert parsed("rdjson", finding)["diagnostics"][0]["location"]["path"] == path
