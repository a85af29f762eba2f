"""What is said of an exchange, word for word, and where a reader is sent next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.live.model import Verdict
from draftproof.live.observing import Observation
from draftproof.live.verdicts import error_verdict, happy_verdict

if TYPE_CHECKING:
    from draftproof.network.streaming import Ending, Media

PASSED = Verdict("pass", "completed", "", "the stream ended")
REFUSED = Verdict("inconclusive", "error", "before-authentication", "refused", key_refused=True)
AUTH, VALID, EVENTS, WAITING = (
    "before-authentication",
    "request-validation",
    "event-handling",
    "waiting-for-terminal-event",
)

INSIDE = "which carries an incomplete response, not for the limit of tokens"


def seen(
    ending: Ending = "complete", status: int = 200, media: Media = "event-stream", **more: Any
) -> Observation:
    return Observation(ending, status, media, **more)


def ended(end: str, terminal: str, **more: Any) -> Observation:
    return seen("enough", end=end, terminal=terminal, **({"before": 2, "seen": 3, "own": 3} | more))


def no_answer(ending: Ending) -> Observation:
    return Observation(ending, broke="why")


CASES: dict[str, tuple[Observation, tuple[str, str, str, str, str]]] = {
    "unsent": (no_answer("unsent"), ("not-run", "not-run", "", "nothing was sent: why", "")),
    "completed": (
        ended("completed", "response.completed"),
        ("pass", "completed", "", "the stream ended with response.completed, after 2 events", ""),
    ),
    "completed after one": (
        ended("completed", "response.completed", before=1),
        ("pass", "completed", "", "the stream ended with response.completed, after 1 event", ""),
    ),
    "completed after many": (
        ended("limit", "response.incomplete", before=12_345),
        ("pass", "completed", "", "the stream ended with response.incomplete, after 12,345 events", ""),
    ),
    "completed after none": (
        ended("completed", "response.completed", before=0),
        (
            *("inconclusive", "error", EVENTS),
            *("the stream held response.completed and no event before it", "reference"),
        ),
    ),
    "an error event": (
        ended("error", "error"),
        ("fail", "error", EVENTS, "the stream ended with an error event", "help"),
    ),
    "an error event with a code": (
        ended("error", "error", code="model_not_found"),
        ("fail", "error", EVENTS, "the stream ended with an error event (model_not_found)", "catalog"),
    ),
    "failed": (
        ended("failed", "response.failed", code="server_error"),
        ("fail", "error", EVENTS, "the stream ended with response.failed (server_error)", "help"),
    ),
    "failed inside completed": (
        ended("failed", "response.completed"),
        (
            *("fail", "error", EVENTS),
            *("the stream ended with response.completed, which carries a response that failed", "help"),
        ),
    ),
    "incomplete": (
        ended("incomplete", "response.incomplete"),
        (
            *("fail", "error", EVENTS),
            *("the stream ended with response.incomplete, not for the limit of tokens", "help"),
        ),
    ),
    "incomplete inside completed": (
        ended("incomplete", "response.completed"),
        (
            *("fail", "error", EVENTS),
            f"the stream ended with response.completed, {INSIDE}",
            "help",
        ),
    ),
    "no answer in time": (
        no_answer("deadline"),
        ("inconclusive", "timeout", WAITING, "no answer began: why", "network"),
    ),
    "no answer in the time of silence": (
        no_answer("silence"),
        ("inconclusive", "timeout", WAITING, "no answer began: why", "network"),
    ),
    "no connection": (no_answer("broken"), ("inconclusive", "error", AUTH, "why", "network")),
    "a redirect": (
        seen(status=302),
        ("inconclusive", "error", AUTH, "the server answered 302, a redirect; none is followed", "reference"),
    ),
    "a redirect elsewhere": (
        seen(status=308, moved=True, redirect="other.example"),
        (
            *("inconclusive", "error", AUTH),
            "the server answered 308, a redirect to another host: other.example; none is followed",
            "reference",
        ),
    ),
    "a redirect to a host that is not named": (
        seen(status=399, moved=True),
        (
            *("inconclusive", "error", AUTH),
            *("the server answered 399, a redirect to another host; none is followed", "reference"),
        ),
    ),
    "400": (
        seen(status=400, media="json"),
        ("fail", "error", VALID, "the server answered 400: the request is not valid", "reference"),
    ),
    "400 with a code that leads elsewhere": (
        seen(status=400, media="json", code="model_not_found"),
        (
            *("fail", "error", VALID),
            *("the server answered 400 (model_not_found): the request is not valid", "catalog"),
        ),
    ),
    "422 with a code that leads nowhere": (
        seen(status=422, media="json", code="server_error"),
        (
            *("fail", "error", VALID),
            *("the server answered 422 (server_error): the request cannot be processed", "reference"),
        ),
    ),
    "401": (
        seen(status=401),
        (
            *("inconclusive", "error", AUTH),
            *("the server answered 401: the credential is missing or not accepted", "key"),
        ),
    ),
    "402": (
        seen(status=402),
        ("inconclusive", "error", AUTH, "the server answered 402: payment is required", "help"),
    ),
    "403": (
        seen(status=403),
        ("inconclusive", "error", AUTH, "the server answered 403: access is refused", "key"),
    ),
    "404": (
        seen(status=404),
        (
            *("fail", "error", VALID),
            *("the server answered 404: nothing is there, or no such model", "reference"),
        ),
    ),
    "405": (
        seen(status=405),
        ("fail", "error", VALID, "the server answered 405: the method is not allowed", "reference"),
    ),
    "408": (
        seen(status=408),
        (
            *("inconclusive", "error", AUTH),
            *("the server answered 408: the server gave up waiting for the request", "help"),
        ),
    ),
    "409": (
        seen(status=409),
        ("inconclusive", "error", AUTH, "the server answered 409: there is a conflict", "help"),
    ),
    "413": (
        seen(status=413),
        ("fail", "error", VALID, "the server answered 413: the request is too large", "reference"),
    ),
    "415": (
        seen(status=415),
        (
            *("fail", "error", VALID),
            *("the server answered 415: the media type of the request is not accepted", "reference"),
        ),
    ),
    "429": (
        seen(status=429, code="insufficient_quota"),
        (
            *("inconclusive", "error", AUTH),
            *("the server answered 429 (insufficient_quota): too many requests, or no quota is left", "help"),
        ),
    ),
    "499": (
        seen(status=499),
        ("inconclusive", "error", AUTH, "the server answered 499: not an answer of this API", "help"),
    ),
    "500": (
        seen(status=500),
        ("inconclusive", "error", AUTH, "the server answered 500: an error of the server", "help"),
    ),
    "199": (
        seen(status=199),
        ("inconclusive", "error", AUTH, "the server answered 199: not an answer of this API", "help"),
    ),
    "300": (
        seen(status=300),
        ("inconclusive", "error", AUTH, "the server answered 300, a redirect; none is followed", "reference"),
    ),
    "a bound on time without events": (
        seen("silence", broke="why"),
        ("inconclusive", "timeout", WAITING, "no event came: why", "network"),
    ),
    "a bound on time after events": (
        seen("deadline", broke="why", seen=1, own=1),
        (
            *("inconclusive", "timeout", WAITING),
            *("no terminal event came after 1 event: why", "network"),
        ),
    ),
    "compressed otherwise": (
        seen("undecodable", media="none"),
        (
            *("inconclusive", "error", EVENTS),
            *("the answer is compressed in a way that is not read, or broken", "help"),
        ),
    ),
    "broken off before any event": (
        seen("broken"),
        (
            *("inconclusive", "error", WAITING),
            *("the connection broke off before any event, without a terminal event", "network"),
        ),
    ),
    "broken off after events": (
        seen("broken", seen=4, own=4),
        (
            *("inconclusive", "error", WAITING),
            *("the connection broke off after 4 events, without a terminal event", "network"),
        ),
    ),
    "a cap": (
        seen("too-many-bytes"),
        (
            *("inconclusive", "error", WAITING),
            *("the stream is longer than the limit; no event came", "help"),
        ),
    ),
    "a cap after events": (
        seen("too-many-events", seen=2, own=2),
        (
            *("inconclusive", "error", WAITING),
            "the stream has more events than the limit; no terminal event came after 2 events",
            "help",
        ),
    ),
    "events of another family": (
        seen(seen=2, foreign="chat_completions"),
        (
            *("fail", "error", EVENTS),
            *("the stream holds events of another API family (chat completions)", "reference"),
        ),
    ),
    "events of another family among its own": (
        seen(seen=3, own=1, foreign="chat_completions"),
        (
            *("inconclusive", "error", WAITING),
            *("the stream ended after 3 events, without a terminal event", "help"),
        ),
    ),
    "no event": (seen(), ("fail", "error", EVENTS, "the stream ended without any event", "reference")),
    "no event and no media type": (
        seen(media="none"),
        ("fail", "error", EVENTS, "the stream ended without any event", "reference"),
    ),
    "a single event that is cut off": (
        seen(deviations=("unterminated",)),
        (
            *("inconclusive", "error", WAITING),
            *("the stream ended before any event, without a terminal event", "help"),
        ),
    ),
    "a terminal event that is cut off": (
        seen(deviations=("unterminated-terminal",)),
        (
            *("inconclusive", "error", WAITING),
            *("the stream ended before any event, without a terminal event", "help"),
        ),
    ),
    "an error as JSON": (
        seen(media="json", answer="json-error"),
        (
            *("fail", "error", EVENTS),
            *("the server answered 200 with a JSON error and no stream", "reference"),
        ),
    ),
    "an error as JSON with a code": (
        seen(media="json", answer="json-error", code="rate_limit_exceeded"),
        (
            *("fail", "error", EVENTS),
            *("the server answered 200 with a JSON error (rate_limit_exceeded) and no stream", "help"),
        ),
    ),
    "a whole response": (
        seen(media="json", answer="json-response"),
        (
            *("fail", "error", EVENTS),
            *("the server answered with one whole response object and no stream", "reference"),
        ),
    ),
    "HTML by its looks": (
        seen(media="other", answer="html"),
        ("fail", "error", EVENTS, "the server answered 200 with HTML and no stream", "reference"),
    ),
    "HTML by its media type": (
        seen(status=299, media="html"),
        ("fail", "error", EVENTS, "the server answered 299 with HTML and no stream", "reference"),
    ),
    "JSON by its looks": (
        seen(media="none", answer="json"),
        ("fail", "error", EVENTS, "the server answered 200 with JSON and no stream", "reference"),
    ),
    "JSON by its media type": (
        seen(media="json"),
        ("fail", "error", EVENTS, "the server answered 200 with JSON and no stream", "reference"),
    ),
    "another media type": (
        seen(media="other"),
        (
            *("fail", "error", EVENTS),
            *("the answer is not sent as a stream of events (text/event-stream)", "reference"),
        ),
    ),
}


def told(verdict: Verdict) -> tuple[str, str, str, str, str]:
    return verdict.result, verdict.terminal_state, verdict.stage, verdict.sentence, verdict.next_step


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_the_real_credential(name: str) -> None:
    observation, wanted = CASES[name]
    assert told(happy_verdict(observation)) == wanted


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_an_invalid_credential(name: str) -> None:
    """A refusal passes, a normal end fails; what is left says what it was."""
    observation, happy = CASES[name]
    verdict = error_verdict(observation, PASSED)
    status = observation.status
    if happy[0] == "not-run":
        wanted = happy
    elif status == 401:
        wanted = ("pass", "error", "", "the server answered 401 to an invalid credential", "")
    elif observation.end in ("completed", "limit"):
        took = "the server took an invalid credential and streamed to the end"
        wanted = ("fail", "completed", AUTH, took, "help")
    else:
        other = f"the server answered {status}" if status and not 200 <= status < 300 else happy[3]
        step = "help" if happy[4] == "reference" else happy[4]
        wanted = ("inconclusive", happy[1], happy[2], f"no authentication failure was seen: {other}", step)
    assert told(verdict) == wanted


@pytest.mark.parametrize("name", CASES)
def test_where_the_real_credential_was_refused_too(name: str) -> None:
    observation, happy = CASES[name]
    verdict = error_verdict(observation, REFUSED)
    status = observation.status
    other = f"the server answered {status}" if status and not 200 <= status < 300 else happy[3]
    shown = f"the real credential was refused too, so this shows nothing: {other}"
    wanted = happy if happy[0] == "not-run" else ("inconclusive", happy[1], AUTH, shown, "key")
    assert told(verdict) == wanted


def test_a_refusal_with_403_has_to_say_so() -> None:
    refusal = seen(status=403, media="json", answer="json-error")
    assert told(error_verdict(refusal, PASSED)) == (
        *("pass", "error", "", "the server answered 403 to an invalid credential", ""),
    )
    assert error_verdict(seen(status=403, media="json", answer="json"), PASSED).result == "inconclusive"
    assert error_verdict(seen(status=404, media="json", answer="json-error"), PASSED).result == "inconclusive"


def test_a_form_that_did_not_pass_is_looked_up() -> None:
    """Where the real credential did not pass either, the request itself may be at fault."""
    rejected = seen(status=400, media="json")
    assert error_verdict(rejected, replace(PASSED, result="fail")).next_step == "reference"
    assert error_verdict(rejected, PASSED).next_step == "help"


@pytest.mark.parametrize(
    ("observation", "refused"),
    [
        (seen(status=401), True),
        (seen(status=403), True),
        (seen(status=402), False),
        (seen(status=404), False),
        (seen(status=400, code="invalid_api_key"), True),
        (seen(status=400, code="model_not_found"), False),
        (ended("error", "error", code="authentication_error"), True),
        (ended("completed", "response.completed"), False),
    ],
)
def test_whether_the_key_was_refused(observation: Observation, refused: bool) -> None:
    assert happy_verdict(observation).key_refused is refused


def test_what_was_counted_and_noted_is_handed_on() -> None:
    observation = ended(
        "completed",
        "response.completed",
        events=(("response.created", 1), ("other", 2)),
        deviations=("comments", "retry-after"),
    )
    verdict = happy_verdict(observation)
    assert verdict.events == (("response.created", 1), ("other", 2))
    assert verdict.terminal == "response.completed"
    assert verdict.notes == (
        "the stream holds comments",
        "the server asks to wait before another attempt (Retry-After)",
    )
