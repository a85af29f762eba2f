"""How streams are read: at the type of events, to the end, within a time; and streams that are none."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits, marked

from draftproof.finding import Severity

TYPES, ENDS, WAITS, MISMATCH = "STR001", "STR002", "STR003", "STR005"
CLIENT = "from openai import OpenAI\n\nclient = OpenAI(api_key=key, timeout=20.0)\n"
RESPONSES = 'stream = client.responses.create(model="m", input="Hi", stream=True)\n'
CHAT = 'stream = client.chat.completions.create(model="m", messages=messages, stream=True)\n'
SENT = (
    "import httpx\n\n"
    'url = "https://api.openai.com/v1/{path}"\n'
    'with httpx.stream("POST", url, headers=headers, json={body}, timeout=20) as got:\n'
    "    for line in got.iter_lines():\n"
)
OF_CHAT = SENT.format(path="chat/completions", body='{"model": "m", "messages": messages, "stream": True}')
OF_RESPONSES = SENT.format(path="responses", body='{"model": "m", "input": "Hi", "stream": True}')


def said(
    code: str, sample: str, *, title: str = "Answers", name: str = "page.md"
) -> list[tuple[str, Severity | None]]:
    """What the rule says of a page with one sample: the marked text and how grave it is."""
    facts = facts_of(f"# {title}\n\n```python\n{sample}```\n", name)
    return [(marked(hit, facts), hit.severity) for hit in hits(code, facts)]


@pytest.mark.parametrize(
    ("reader", "flagged"),
    [
        ("for event in stream:\n    print(event.delta)\n", True),
        ("for event in stream:\n    if event.type:\n        print(event.delta)\n", False),
        ("for event in stream:\n    log(event)\n    print(event.delta)\n", False),  # somebody may look
        ("events = list(stream)\n", False),
    ],
)
def test_a_typed_stream_is_read_by_type(reader: str, flagged: bool) -> None:
    assert bool(said(TYPES, CLIENT + RESPONSES + reader)) is flagged


def test_a_stream_without_types_has_none_to_look_at() -> None:
    reader = "for chunk in stream:\n    print(chunk.choices[0].delta.content)\n"
    assert said(TYPES, CLIENT + CHAT + reader) == []
    assert len(said(ENDS, CLIENT + CHAT + reader)) == 1


@pytest.mark.parametrize(
    ("test", "handled"),
    [
        ('if event.type == "response.completed":\n        break\n', True),
        ('if event.type == "error":\n        raise SystemExit\n', True),
        ('if event.type == "response.output_text.done":\n        break\n', False),
        ('if event.type.startswith("response.comp"):\n        break\n', True),
        ('if event.type.startswith("response."):\n        print(event)\n', False),
        ("if isinstance(event, ResponseCompletedEvent):\n        break\n", True),
        ("if isinstance(event, ResponseTextDoneEvent):\n        break\n", False),
    ],
)
def test_what_ends_a_stream_of_responses(test: str, handled: bool) -> None:
    found = said(ENDS, f"{CLIENT}{RESPONSES}for event in stream:\n    {test}")
    assert (found == []) is handled


def test_a_sentinel_ends_only_streams_that_it_ends() -> None:
    reader = '        if line == "data: [DONE]":\n            break\n        print(line)\n'
    assert said(ENDS, OF_CHAT + reader) == []
    assert len(said(ENDS, OF_RESPONSES + reader)) == 1
    for sample in (OF_CHAT, OF_RESPONSES):
        assert len(said(ENDS, sample + "        print(line)\n")) == 1


def test_a_reason_to_finish_is_an_end() -> None:
    reader = "for chunk in stream:\n    if chunk.choices[0].finish_reason:\n        break\n"
    assert said(ENDS, CLIENT + CHAT + reader) == []


@pytest.mark.parametrize(
    ("title", "name", "level"),
    [
        ("Streaming answers", "page.md", Severity.WARNING),
        ("A stream", "page.md", Severity.WARNING),
        ("Answers", "how-to-stream_it.md", Severity.WARNING),
        ("Upstream answers", "page.md", Severity.ADVICE),
        ("Answers", "page.md", Severity.ADVICE),
    ],
)
def test_a_page_about_streams_is_held_to_it(title: str, name: str, level: Severity) -> None:
    reader = "for event in stream:\n    print(event.delta)\n"
    for code in (TYPES, ENDS):
        ((text, severity),) = said(code, CLIENT + RESPONSES + reader, title=title, name=name)
        assert severity is level
        assert text == "stream"


def test_the_place_is_where_the_first_reader_begins() -> None:
    readers = "for event in stream:\n    print(event)\nfor again in stream:\n    print(again)\n"
    text = f"# Answers\n\n```python\n{CLIENT}{RESPONSES}{readers}```\n"
    facts = facts_of(text)
    (hit,) = hits(ENDS, facts)
    assert hit.span.start == text.index("stream:\n    print(event)")


ASKED = "OpenAI(api_key=key).responses.create(model='m', input='Hi', stream=True)"


@pytest.mark.parametrize(
    ("sample", "place"),
    [
        (f"{ASKED}\n", "stream"),
        (f"{ASKED.replace('key=key', 'key=key, timeout=9')}\n", None),
        (f"{ASKED.replace(', stream=True', '')}\n", None),
        (f"for event in {ASKED}:\n    pass\n", ASKED),
        ('import requests\n\nrequests.post("https://api.openai.com/v1/responses", stream=True)\n', None),
    ],
)
def test_a_wait_for_a_stream_is_bounded(sample: str, place: str | None) -> None:
    found = said(WAITS, "from openai import OpenAI\n\n" + sample)
    assert [text for text, _ in found] == ([] if place is None else [place])


WHOLE = "answer = client.responses.create(model='m', input='Hi')\n"
STREAM = WHOLE.replace(")\n", ", stream=True)\n")
LOOP = "for event in answer:\n    print(event.type)\n"


@pytest.mark.parametrize(
    ("sample", "flagged"),
    [
        (WHOLE + LOOP, True),
        (WHOLE + "print(answer.output_text)\n", False),
        (STREAM + "print(answer.output_text)\n", True),
        (STREAM + "keep(answer)\n", False),
        (STREAM + LOOP, False),
        ("answer = client.responses.create(**options)\n" + LOOP, False),
    ],
)
def test_what_is_asked_for_is_what_is_read(sample: str, flagged: bool) -> None:
    assert bool(said(MISMATCH, CLIENT + sample)) is flagged


def test_a_retry_is_marked_at_the_head_of_its_loop() -> None:
    call = 'client.responses.create(model="m", input="x")'
    loop = f"while True:   \n    try:\n        {call}\n        break\n    except Exception:\n        pass\n"
    text = f"```python\n{CLIENT}{loop}```\n"
    facts = facts_of(text)
    (hit,) = hits("STR004", facts)
    assert (hit.span.start, marked(hit, facts)) == (text.index("while"), "while True:")


@pytest.mark.parametrize("reader", ["", "    for line in got.iter_lines():\n        print(line)\n"])
def test_a_method_alone_asks_for_nothing_until_its_answer_is_read(reader: str) -> None:
    sample = (
        'import httpx\n\nurl = "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent"\n'
        'with httpx.stream("POST", url, headers=headers, timeout=None) as got:\n'
    ) + (reader or "    pass\n")
    assert bool(said(WAITS, sample)) is bool(reader)


def test_a_member_of_several_streams_is_that_of_the_event_that_is_waited_for() -> None:
    sample = f"""{CLIENT}{CHAT}for event in stream:
    if event.type == "response.output_text.delta":
        print(event.delta)
"""
    [hit] = hits("API003", facts_of(f"```python\n{sample}```\n", "page.md"))
    assert hit.values["other"] == "OpenAI Responses API"
