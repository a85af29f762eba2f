"""The rules about records: what each says, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_drafts import (
    ABSENT,
    ARTICLE,
    RECORD,
    SHAPE,
    entry,
    evidence,
    fields,
    project,
    shapes,
    shown,
    text,
    told,
)

from draftproof.finding import Severity
from draftproof.reading.reader import read
from draftproof.records.documents import find_records
from draftproof.records.fields import FIELDS
from draftproof.records.model import MAX_NOTES
from draftproof.records.sanitation import sanitation_problems
from draftproof.text.json_nodes import parse
from drafts import codes, key

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = text(
    happy_path_result="pass-or-fail",
    error_path_result="pass-or-fail",
    terminal_state="completed-or-timeout-or-error",
    notes="placeholder-summary-only",
)


def fence(record: str, language: str = "json") -> str:
    return f"# Notes\n\n```{language}\n{record.rstrip()}\n```\n"


def found(folder: Path, record: str | bytes, **options: Any) -> list[str]:
    """What is said of a record file, as ``line:column CODE``."""
    project(folder, {"docs/a.md": ARTICLE, RECORD: record})
    return [each.rpartition("json:")[2] for each in shown(evidence(folder, RECORD, **options), folder)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (text(), []),
        (told(), []),
        (TEMPLATE, []),
        (text(notes=""), []),
        # EVD001: the form
        ("{", ["1:2 EVD001"]),
        ("nothing", ["1:1 EVD001"]),
        ("[1, 2]", ["1:1 EVD001"]),
        (text(checked_at="yesterday"), ["2:17 EVD001"]),
        (text(happy_path_result="ok"), ["7:24 EVD001"]),
        (text(notes=ABSENT), ["1:1 EVD001"]),
        (text(reviewer="me"), ["11:3 EVD001"]),
        (text().replace("\n", "\r\n").replace('"pass",', '"good",'), ["7:24 EVD001", "8:24 EVD001"]),
        (text().replace('"pass"', '"go\\u006fd"', 1), ["7:24 EVD001"]),
        (b"\xef\xbb\xbf" + text(happy_path_result="ok").encode(), ["7:24 EVD001"]),
        (told(entry(shape="x")), ["17:16 EVD001"]),
        (json.dumps(dict(sorted(fields().items())), indent=2), ["5:3 EVD001"]),
        ("[" * 5_000, ["1:1 EVD001"]),
        ("{}", ["1:1 EVD001"]),
        (TEMPLATE.replace("pass-or-fail", "pass", 1), ["8:24 EVD001", "9:21 EVD001"]),
        (
            TEMPLATE.replace("pass-or-fail", "").replace("completed-or-timeout-or-error", ""),
            ["7:24 EVD001", "8:24 EVD001", "9:21 EVD001"],
        ),
        (
            text(happy_path_result="it ended", error_path_result="as it should", terminal_state="all good"),
            ["7:24 EVD001", "8:24 EVD001", "9:21 EVD001"],
        ),
        # EVD002: what has no place in it
        (text(notes="The key is {{key:openai-project}} here"), ["10:24 EVD002"]),
        (TEMPLATE.replace("placeholder-summary-only", "{{key:openai-project}}"), ["10:13 EVD002"]),
        (text(notes="took 1.4 s"), ["10:18 EVD002"]),
        (text(notes="first event after 420ms"), ["10:31 EVD002"]),
        (text(notes="40 tokens per second"), ["10:16 EVD002"]),
        (text(notes="cost $0.002"), ["10:18 EVD002"]),
        (text(notes="about 3 cents"), ["10:19 EVD002"]),
        (text(notes="id resp_0a1b2c3d4e5f"), ["10:16 EVD002"]),
        (text(notes="123e4567-e89b-12d3-a456-426614174000"), ["10:13 EVD002"]),
        (text(notes='{"id": 1}'), ["10:13 EVD002"]),
        (text(notes="event: response.created\ndata: {}"), ["10:13 EVD002"]),
        (text(notes='the model answered: "Hello"'), ["10:23 EVD002"]),
        (text(notes="see https://example.com/log?run=7"), ["10:17 EVD002"]),
        (text(docs_url="https://example.com/docs?token=7"), ["3:16 EVD002"]),
        (text(docs_url="https://me@example.com/docs"), ["3:16 EVD002"]),
        (text(notes="n" * (MAX_NOTES + 1)), ["10:12 EVD002"]),
        (text(request_id=""), ["11:3 EVD001", "11:3 EVD002"]),
        (text(latency_ms=7), ["11:3 EVD001", "11:3 EVD002"]),
        (told(entry(output_text="x")), ["25:7 EVD001", "25:7 EVD002"]),
        (text(notes="no terminal event within 60 s"), []),
        (text(notes="the time limit of 20 seconds was reached; Retry-After: 30 s"), []),
        (text(notes="<API_KEY_PLACEHOLDER> stood for the key; see https://example.com/docs#streaming"), []),
        (text(notes="n" * MAX_NOTES), []),
        # EVD003: its age, on 31 January 2026
        (text(checked_at="2025-11-02T00:00:00Z"), []),
        (text(checked_at="2025-11-01T23:59:59Z"), ["2:17 EVD003"]),
        (text(checked_at="2026-02-01T00:00:00Z"), ["2:17 EVD003"]),
        (TEMPLATE.replace("2026", "2020"), []),
        # EVD006, what does not agree
        (text(terminal_state="timeout"), ["9:21 EVD006"]),
        (text(terminal_state="error"), ["9:21 EVD006"]),
        (text(happy_path_result="not-run"), ["9:21 EVD006"]),
        (text(happy_path_result="inconclusive", terminal_state="not-run"), ["9:21 EVD006"]),
        (text(stream_enabled=False), ["5:21 EVD006"]),
        (text(model_id_source="not-run"), ["6:22 EVD006"]),
        (text(happy_path_result="inconclusive", terminal_state="timeout"), []),
        (text(happy_path_result="fail", terminal_state="timeout"), []),
        (text(happy_path_result="not-run", terminal_state="not-run", model_id_source="not-run"), []),
        (text(error_path_result="fail"), []),
        (told(entry(terminal="", events={"response.created": 1})), ["18:17 EVD006"]),
        (told(entry(terminal="response.failed", events={"response.failed": 1})), ["23:19 EVD006"]),
        (told(entry(stage="event-handling")), ["19:16 EVD006"]),
        (told(entry(events={"response.created": 1})), ["23:19 EVD006"]),
        (
            told(entry(), entry(result="fail", stage="event-handling", terminal="", events={})),
            ["7:24 EVD006"],
        ),
        (told(entry(result="fail", terminal="", events={}), happy_path_result="fail"), ["9:21 EVD006"]),
        (told(entry(result="not-run", terminal="")), ["7:24 EVD006", "20:17 EVD006"]),
        (told(entry(result="fail"), error_path_result="fail"), []),
        (told(entry(terminal="response.incomplete", events={"response.incomplete": 1})), []),
        (text(notes="This shows that the API is production-ready."), ["10:40 EVD006"]),
        (text(notes="The stream is fast\nand ended"), ["10:27 EVD006"]),
        (text(notes="No rate limits were met, as guaranteed"), ["10:13 EVD006"]),
        (text(notes="fast, production-ready"), ["10:13 EVD006", "10:19 EVD006"]),
        (text(notes="The service is always available."), ["10:17 EVD006"]),
        (text(notes="\ud800 guaranteed"), ["10:20 EVD006"]),
        (text(notes="It does not show that the API is production-ready."), []),
        (text(notes="breakfast was served"), []),
    ],
)
def test_what_is_said_of_a_record_file(tmp_path: Path, record: str | bytes, expected: list[str]) -> None:
    assert found(tmp_path, record) == expected


def test_what_time_says_is_advice(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(checked_at="2020-01-01T00:00:00Z")})
    assert [each.severity for each in evidence(tmp_path, RECORD)] == [Severity.ADVICE]


def test_so_is_another_order_of_the_fields(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: json.dumps(dict(sorted(fields().items())))})
    assert [each.severity for each in evidence(tmp_path, RECORD)] == [Severity.ADVICE]


def test_no_finding_shows_a_credential(tmp_path: Path) -> None:
    for secret in (key("openai-project"), key("github-classic")):
        for name in (*FIELDS, secret):
            project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(**{name: secret})})
            printed = repr(evidence(tmp_path, RECORD, select=("EVD", "KEY")))
            assert "EVD002" in printed
            assert secret not in printed


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (fence(text()), []),
        (fence(TEMPLATE), []),
        (fence(text(checked_at="<CHECKED_AT>", happy_path_result="ok")), []),
        (fence(text(terminal_state="timeout")), ["EVD006"]),
        (fence(text(happy_path_result="ok")), ["EVD001"]),
        (fence(text(happy_path_result="ok"), ""), ["EVD001"]),
        (fence(text(happy_path_result="ok"), "JSON title=record.json"), ["EVD001"]),
        (fence(text(checked_at="2020-01-01T00:00:00Z")), []),
        (fence(text(happy_path_result="ok"), "python"), []),
        (fence(text(happy_path_result="ok").replace("true", "...")), []),
        (fence(json.dumps(list(FIELDS))), []),
        (fence(json.dumps({"fields": list(FIELDS)})), []),
        (fence(json.dumps({"properties": {name: {"type": "string"} for name in FIELDS}})), []),
        (fence(json.dumps(dict.fromkeys(FIELDS, "string"))), []),
        (fence(json.dumps(dict.fromkeys(FIELDS, "what belongs here"))), []),
        (fence(json.dumps({"checked_at": "now", "notes": "x"})), []),
        (fence(json.dumps({"checked_at": "now", "docs_url": "y", "notes": "x"})), ["EVD001"] * 3),
        (
            "> - " + fence(text(happy_path_result="ok")).partition("\n\n")[2].replace("\n", "\n>   "),
            ["EVD001"],
        ),
    ],
)
def test_records_in_articles(tmp_path: Path, article: str, expected: list[str]) -> None:
    (tmp_path / "a.md").write_text(article, encoding="utf-8")
    assert codes(tmp_path / "a.md", select=("EVD",)) == expected


def test_a_record_in_an_article_has_its_place_there(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(fence(text(happy_path_result="ok")), encoding="utf-8")
    project(tmp_path, {})
    assert shown(evidence(tmp_path, "a.md"), tmp_path) == ["a.md:10:24 EVD001"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(text(), []), (text(happy_path_result="ok"), ["EVD001"]), ('{"name": "a"}', []), ("{", []), ("[]", [])],
)
def test_a_json_file_that_is_named(tmp_path: Path, content: str, expected: list[str]) -> None:
    (tmp_path / "log.json").write_text(content, encoding="utf-8")
    assert codes(tmp_path / "log.json", select=("EVD",)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda article: article, []),
        (lambda article: article.replace("Say hello.", "Count to ten, slowly."), []),
        (lambda article: "---\ntitle: x\n---\n\n" + article, []),
        (lambda article: article.replace("256", "512"), ["EVD004"]),
        (lambda article: article.replace("<MODEL_ID>", "gpt-5"), ["EVD004"]),
        (
            lambda article: article + "\n```python\nclient.responses.create(model='m', input='x')\n```\n",
            ["EVD004"],
        ),
    ],
)
def test_a_sample_that_was_changed(tmp_path: Path, change: Any, expected: list[str]) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    shape = shapes(tmp_path / "docs/a.md")[0]
    project(tmp_path, {"docs/a.md": change(ARTICLE), RECORD: told(entry(shape=shape))})
    found = evidence(tmp_path, "docs/a.md")
    assert [each.code for each in found] == expected
    assert all(each.message.endswith(f"no request of its shape is in {RECORD}") for each in found)


def test_any_record_of_an_article_may_hold_its_sample(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    shape = shapes(tmp_path / "docs/a.md")[0]
    other = RECORD.replace(".evidence.json", ".openai.evidence.json")
    project(tmp_path, {RECORD: told(entry(shape=SHAPE)), other: told(entry(shape=shape))})
    assert evidence(tmp_path, "docs/a.md") == []


NOT_RUN = {"happy_path_result": "not-run", "terminal_state": "not-run", "model_id_source": "not-run"}


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (None, "no evidence record shows"),
        (text(), ""),
        (text(happy_path_result="fail", terminal_state="error"), ""),
        (text(**NOT_RUN), "was not run"),
        (text(model_id_source="embedded-server"), "embedded server"),
        (TEMPLATE, "is not one, or not filled in"),
        ("{}", "is not one, or not filled in"),
        (told(entry(shape="@")), ""),
        (told(entry(shape="@", result="not-run", events={}, terminal=""), **NOT_RUN), "was not run"),
        (told(entry(shape="@"), model_id_source="embedded-server"), "embedded server"),
    ],
)
def test_a_sample_without_a_record(tmp_path: Path, record: str | None, says: str) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    if record is not None:
        project(tmp_path, {RECORD: record.replace('"@"', json.dumps(shapes(tmp_path / "docs/a.md")[0]))})
    said = [each for each in evidence(tmp_path, "docs/a.md") if each.path.endswith(".md")]
    assert [each.code for each in said] == ["EVD005"] * bool(says)
    assert all(says in each.message and each.place.line == 7 for each in said)


def test_a_sample_is_missing_once(tmp_path: Path) -> None:
    twice = ARTICLE.replace(
        "\n```\n", '\nagain = client.responses.create(model="<MODEL_ID>", input="x")\n```\n'
    )
    project(tmp_path, {"docs/a.md": twice})
    assert len(shapes(tmp_path / "docs/a.md")) == 2
    assert [each.code for each in evidence(tmp_path, "docs/a.md")] == ["EVD005"]


def test_a_missing_record_is_opt_in(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    assert evidence(tmp_path, "docs/a.md", select=("EVD",)) == []
    assert evidence(tmp_path, "docs/a.md", select=None) == []


@given(st.text(max_size=200) | st.text('$0123456789 msk./?"{}:@', max_size=200))
def test_no_text_breaks_the_look_for_what_does_not_belong(notes: str) -> None:
    for problem in sanitation_problems(parse(text(notes=notes))):
        assert problem.span.start < problem.span.end


@given(st.binary(max_size=300) | st.text('{}[]":,\\ \n0truefalsnchkd_').map(str.encode))
def test_no_file_breaks_the_search_for_records(data: bytes) -> None:
    for record in find_records(read(data, "a.evidence.json")):
        assert record.committed


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from([*FIELDS, "samples", "extra"]),
    _VALUES,
    st.sampled_from(["location", "shape", "result", "stage", "events", "terminal", "extra"]),
    _VALUES,
    st.booleans(),
)
def test_whatever_a_field_holds_is_judged_within_the_file(
    tmp_path: Path, name: str, value: object, inner: str, other: object, fenced: bool
) -> None:
    changes = {"samples": [entry(**{inner: other})]} | ({} if name == "extra" else {name: value})
    named = "a.md" if fenced else RECORD
    record = text(**changes)
    project(tmp_path, {"docs/a.md": ARTICLE, named: fence(record) if fenced else record})
    lines = (tmp_path / named).read_text(encoding="utf-8").split("\n")
    for each in evidence(tmp_path, named, select=("EVD",)):
        assert 1 <= each.place.column <= len(lines[each.place.line - 1]) + 1
        assert (each.place.line, each.place.column) < (each.place.end_line, each.place.end_column)


def test_long_notes_cost_time_in_proportion(tmp_path: Path) -> None:
    # Quadratic work on this would not end within the time that the whole suite may take.
    for part in ("1 ", "9" * 10, '{ "', "data: ", "https://", "no ", "resp_a"):
        project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(notes=part * (300_000 // len(part)))})
        assert "EVD002" in [each.code for each in evidence(tmp_path, RECORD)]
