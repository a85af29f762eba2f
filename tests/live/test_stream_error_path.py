"""The path with an invalid credential: a refusal is wanted, and nothing else is one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from stream_cases import DONE, ERROR, status, then
from stream_support import (
    CHAT,
    GOOD,
    QUICK,
    completed,
    event,
    failed,
    happy,
    head,
    incomplete,
    opening,
    refused,
    streaming,
)

from draftproof.live.model import Verdict
from loopback import answer, closed_port, holding, serving

if TYPE_CHECKING:
    from loopback import Script

PASSED = Verdict("pass", "completed", "", "the stream ended")
REFUSED = Verdict("inconclusive", "error", "before-authentication", "refused", key_refused=True)
BAD_KEY = json.dumps({"error": {"message": "no", "type": "authentication_error"}}).encode()
HTML = b"<html>refused</html>"


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (status("401 No"), ("pass", "error", "")),
        (answer(HTML, "401 No", "text/html"), ("pass", "error", "")),
        (answer(b"", "401 No"), ("pass", "error", "")),
        (status("403 No"), ("pass", "error", "")),
        (answer(HTML, "403 No", "text/html"), ("inconclusive", "error", "before-authentication")),
        (answer(b'{"error": "no"}', "403 No"), ("inconclusive", "error", "before-authentication")),
        (
            answer(b'{"error": {"message": " "}}', "403 No"),
            ("inconclusive", "error", "before-authentication"),
        ),
        (answer(b"[" * 99_999, "403 No"), ("inconclusive", "error", "before-authentication")),
        (streaming(GOOD), ("fail", "completed", "before-authentication")),
        (streaming(completed(0)), ("fail", "completed", "before-authentication")),
        (
            streaming(opening() + incomplete("max_output_tokens")),
            ("fail", "completed", "before-authentication"),
        ),
        (streaming(opening() + incomplete("content_filter")), ("inconclusive", "error", "event-handling")),
        (streaming(opening() + failed()), ("inconclusive", "error", "event-handling")),
        (streaming(event("error", code="invalid_api_key")), ("inconclusive", "error", "event-handling")),
        (streaming(opening()), ("inconclusive", "error", "waiting-for-terminal-event")),
        (streaming(CHAT + DONE), ("inconclusive", "error", "event-handling")),
        (answer(BAD_KEY), ("inconclusive", "error", "event-handling")),
        (answer(BAD_KEY, "400 No"), ("inconclusive", "error", "request-validation")),
        (status("404 No"), ("inconclusive", "error", "request-validation")),
        (status("429 No"), ("inconclusive", "error", "before-authentication")),
        (status("500 No"), ("inconclusive", "error", "before-authentication")),
        (status("302 Moved", b"", "Location: /login"), ("inconclusive", "error", "before-authentication")),
        (
            then(head() + opening().encode(), holding),
            ("inconclusive", "timeout", "waiting-for-terminal-event"),
        ),
        (lambda c, _: holding(c), ("inconclusive", "timeout", "waiting-for-terminal-event")),
    ],
)
def test_what_an_invalid_credential_comes_to(script: Script, wanted: tuple[str, str, str]) -> None:
    with serving(script) as base:
        verdict = refused(base, PASSED, QUICK)
    assert (verdict.result, verdict.terminal_state, verdict.stage) == wanted, verdict


def test_nobody_listens() -> None:
    verdict = refused(f"http://127.0.0.1:{closed_port()}", PASSED)
    assert (verdict.result, verdict.terminal_state) == ("inconclusive", "error")


@pytest.mark.parametrize("script", [status("401 No"), status("403 No"), streaming(GOOD)])
def test_where_the_real_credential_was_refused_too_nothing_is_shown(script: Script) -> None:
    with serving(script) as base:
        verdict = refused(base, REFUSED)
    assert verdict.result == "inconclusive"
    assert verdict.next_step == "key"
    assert "the real credential was refused too" in verdict.sentence


@pytest.mark.parametrize(
    ("script", "refusing"),
    [
        (status("401 No", ERROR), True),
        (answer(HTML, "403 No", "text/html"), True),
        (answer(BAD_KEY), True),
        (answer(BAD_KEY, "400 No"), True),
        (streaming(event("error", code="invalid_api_key")), True),
        (status("400 No"), False),
        (status("429 No"), False),
        (streaming(GOOD), False),
        (streaming(opening()), False),
    ],
)
def test_a_refusal_of_the_real_credential_is_recognised(script: Script, refusing: bool) -> None:
    with serving(script) as base:
        verdict = happy(base)
    assert verdict.key_refused is refusing


def test_other_faults_of_the_happy_path_take_nothing_from_a_refusal() -> None:
    with serving(status("401 No")) as base:
        verdict = refused(base, replace(PASSED, result="fail", stage="event-handling"))
    assert verdict.result == "pass"
    assert verdict.sentence == "the server answered 401 to an invalid credential"
