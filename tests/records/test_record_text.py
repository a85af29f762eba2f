"""Records as text: written and read back, and what is wrong with one, at its place."""

from __future__ import annotations

import json
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_drafts import SHAPE, entry, fields, text, told

from draftproof.records.fields import FIELDS
from draftproof.records.model import MODEL_SOURCES, OUTCOMES, STAGES, TERMINAL_STATES, Record, SampleEntry
from draftproof.records.reading import RecordError, record_of
from draftproof.records.templates import is_marker
from draftproof.records.writing import dumped

_EVENTS = st.text(string.ascii_lowercase, min_size=1, max_size=12).map(lambda word: f"response.{word}")
_ENTRIES = st.builds(
    SampleEntry,
    sample=st.integers(0, 10**9 - 1),
    line=st.integers(1, 10**9 - 1),
    cell=st.none() | st.integers(0, 999),
    shape=st.text("0123456789abcdef", min_size=16, max_size=64).map("sha256:".__add__),
    result=st.sampled_from(OUTCOMES),
    stage=st.sampled_from(STAGES),
    events=st.dictionaries(_EVENTS, st.integers(0, 10**6), max_size=4).map(
        lambda found: tuple(found.items())
    ),
    terminal=st.just("") | _EVENTS,
)
_RECORDS = st.builds(
    Record,
    checked_at=st.datetimes().map(lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")),
    docs_url=st.just("https://example.com/docs"),
    endpoint_family=st.just("responses"),
    stream_enabled=st.booleans(),
    model_id_source=st.sampled_from(MODEL_SOURCES),
    happy_path_result=st.sampled_from(OUTCOMES),
    error_path_result=st.sampled_from(OUTCOMES),
    terminal_state=st.sampled_from(TERMINAL_STATES),
    notes=st.text(max_size=60),
    samples=st.lists(_ENTRIES, max_size=3).map(tuple),
)


@given(_RECORDS)
def test_what_is_written_is_read_back(record: Record) -> None:
    written = dumped(record)
    assert record_of(written) == record
    assert dumped(record_of(written)) == written


@given(_RECORDS)
def test_a_record_is_plain_text_in_the_order_of_the_template(record: Record) -> None:
    written = dumped(record)
    assert written.isascii()
    assert written.endswith("}\n")
    assert not written.endswith("\n\n")
    assert list(json.loads(written))[:9] == list(FIELDS)
    assert ("samples" in json.loads(written)) == bool(record.samples)


def test_an_entry_says_where_its_sample_stands() -> None:
    record = record_of(told(entry(location={"sample": 3, "cell": 2, "line": 38})))
    assert record.samples[0].cell == 2
    assert json.loads(dumped(record))["samples"][0] == {
        "location": {"sample": 3, "cell": 2, "line": 38},
        "shape": SHAPE,
        "result": "pass",
        "stage": "",
        "events": {"response.created": 1, "response.completed": 1},
        "terminal": "response.completed",
    }


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("", 1, "not valid JSON"),
        ('{\n  "checked_at": \n}', 3, "not valid JSON"),
        ("[]", 1, "an array"),
        ("\n7", 2, "a number"),
        ("null", 1, "not an object"),
        ('"text"', 1, "a text"),
        ("{}", 1, 'has no "checked_at"'),
        ("[" * 100_000, 1, "JSON"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, 1, "JSON"),
        (text(checked_at="2026-02-30T00:00:00Z"), 2, "no such day"),
        (text(checked_at="2026-01-20"), 2, "a time in UTC"),
        (text(checked_at="2026-01-20T09:30:00+01:00"), 2, "a time in UTC"),
        (text(checked_at=1768901400), 2, "a time in UTC"),
        (text(docs_url="the docs"), 3, "address"),
        (text(docs_url=None), 3, "address"),
        (text(docs_url="javascript:alert(1)"), 3, "address"),
        (text(endpoint_family="reponses"), 4, "one of"),
        (text(endpoint_family=["responses"]), 4, "a text is wanted"),
        (text(stream_enabled="true"), 5, "true or false"),
        (text(stream_enabled=1), 5, "true or false"),
        (text(model_id_source="memory"), 6, "one of"),
        (text(happy_path_result="success"), 7, '"success"'),
        (text(happy_path_result={"pass": True}), 7, "one of"),
        (text(error_path_result=True), 8, "one of"),
        (text(terminal_state="done"), 9, "one of"),
        (text(notes=None), 10, "a text is wanted"),
        (text(remarks=""), 11, "none of a record's"),
        (text(samples={}), 11, "an array is wanted"),
        (text(samples=[1, [], "x"]), 12, "an object is wanted"),
        (told(entry(shape="sha256:zz")), 17, "a hash"),
        (told(entry(shape=SHAPE.upper())), 17, "a hash"),
        (told(entry(result="ok")), 18, "one of"),
        (told(entry(stage="networking")), 19, "one of"),
        (told(entry(events=[])), 20, "an object is wanted"),
        (told(entry(events={"Hello there!": 1})), 20, "types of events"),
        (told(entry(events={"response.created": -1})), 20, "numbers of events"),
        (told(entry(terminal="It is done.")), 24, "type of an event"),
        (told(entry(location={"sample": 0, "line": 0})), 15, "count from 1"),
        (told(entry(location={"sample": True, "line": 1})), 14, "a whole number"),
        (told(entry(location=7)), 13, "an object is wanted"),
        (told(entry(result="pass", extra=1)), 25, "none of a sample's"),
        (text().replace('"one sample"', '"one sample",\n  "notes": "twice"'), 11, "twice"),
        (text().replace("true", "1" * 10_000), 5, "true or false"),
        (told().replace('"line": 4', '"line": ' + "9" * 10_000), 15, "a whole number"),
        (told().replace('"line": 4', '"line": 1e9'), 15, "a whole number"),
        (text(notes="a").replace('"a"', "NaN"), 10, "a text is wanted"),
    ],
)
def test_a_fault_has_its_place(broken: str, line: int, words: str) -> None:
    with pytest.raises(RecordError) as caught:
        record_of(broken, ["responses", "chat_completions"])
    assert caught.value.line == line
    assert words in caught.value.message


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RecordError, match='has no "docs_url", "notes"'):
        record_of(json.dumps({n: v for n, v in fields().items() if n not in ("docs_url", "notes")}))


def test_a_fault_quotes_nothing_that_could_be_a_credential() -> None:
    value = "k" * 20 + "".join(str(digit) for digit in range(10))
    with pytest.raises(RecordError) as caught:
        record_of(text(happy_path_result=value))
    assert value not in caught.value.message
    with pytest.raises(RecordError) as caught:
        record_of(text(**{value: 1}))
    assert value not in caught.value.message


def test_another_order_is_no_fault_of_what_it_says() -> None:
    assert record_of(json.dumps(dict(sorted(fields().items())))) == record_of(text())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*FIELDS, "samples", "x"]), inner),
    )
)
def test_nothing_breaks_the_reader(value: object) -> None:
    with suppress(RecordError):
        assert dumped(record_of(json.dumps(value)))


@given(
    st.dictionaries(
        st.sampled_from(["location", "shape", "result", "stage", "events", "terminal"]),
        st.recursive(
            st.none() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
    )
)
def test_nor_does_an_entry(value: object) -> None:
    with suppress(RecordError):
        assert dumped(record_of(text(samples=[value])))


@pytest.mark.parametrize(
    ("value", "stands_in"),
    [
        ("pass-or-fail", True),
        ("completed-or-timeout-or-error", True),
        ("pass-or-fail-or-inconclusive", True),
        ("pass | fail", True),
        ("pass/fail", True),
        ("pass or fail", True),
        ("<RESULT>", True),
        ("{{ result }}", True),
        ("...", True),
        ("", True),
        ("YYYY-MM-DDTHH:MM:SSZ", True),
        ("string", True),
        ("whether the stream ended", False),
        ("pass", False),
        ("passed", False),
        ("good-or-bad", False),
        ("not-run", False),
        ("2026-01-20T09:30:00Z", False),
    ],
)
def test_what_stands_in_for_a_value(value: str, stands_in: bool) -> None:
    assert is_marker(value) is stands_in
