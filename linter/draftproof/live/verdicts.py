"""From what was observed to what it means: the table of docs/verdicts.md.

What could not be told is ``inconclusive``. A sentence says what was seen, in words of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.live.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.live.model import NextStep
    from draftproof.live.observing import Deviation, Observation
    from draftproof.records.model import Outcome, Stage, TerminalState

NOTES: Final[Mapping[Deviation, str]] = {
    "wrong-media-type": "the body looks like events, under another media type than text/event-stream",
    "no-media-type": "the answer names no media type",
    "compressed": "the answer was compressed, which was not asked for",
    "invalid-utf8": "the stream holds bytes that are not UTF-8",
    "comments": "the stream holds comments",
    "at-once": "all events came at once, at the end of a wait",
    "no-event-lines": "events came without an event: line",
    "type-mismatch": "an event: line and the type in the data differ; the type in the data counts",
    "not-begun": "the stream did not begin with response.created",
    "begun-twice": "response.created came more than once",
    "no-sequence": "the events have no sequence numbers",
    "sequence-gap": "the sequence numbers have gaps",
    "sequence-repeat": "sequence numbers repeat or go back",
    "unreadable": "the data of an event could not be read as a JSON object",
    "foreign-too": "events of another API family came among them",
    "early-done": "[DONE] came before a terminal event",
    "other-terminal": "a terminal event of another API came, which does not end this one's streams",
    "late-events": "events came after the terminal event",
    "late-terminal": "a second terminal event came after the first",
    "unterminated": "the last event was cut off: no blank line ends it",
    "unterminated-terminal": "a terminal event stands at the end without the blank line that ends an event",
    "output-limit": "the response stopped at the limit of output tokens",
    "limit-in-completed": "response.completed carries a response that stopped at the limit of output tokens",
    "odd-status": "the terminal event carries a response whose status is not completed",
    "no-response": "the terminal event carries no response",
    "untyped-error": "the error came without a type",
    "retry-after": "the server asks to wait before another attempt (Retry-After)",
}
"""The remarks, in the order in which they are made."""

_STEPS: Final[Mapping[str, NextStep]] = {
    "authentication_error": "key",
    "incorrect_api_key": "key",
    "invalid_api_key": "key",
    "invalid_authentication": "key",
    "model_not_found": "catalog",
    "model_not_supported": "catalog",
    "unknown_model": "catalog",
    "unsupported_model": "catalog",
    "invalid_model": "catalog",
    "invalid_prompt": "reference",
    "invalid_request": "reference",
    "invalid_request_error": "reference",
    "invalid_type": "reference",
    "invalid_value": "reference",
    "missing_required_parameter": "reference",
    "not_found": "reference",
    "not_found_error": "reference",
    "unknown_parameter": "reference",
    "unsupported_parameter": "reference",
    "unsupported_value": "reference",
}
"""Where an error's code leads; any other leads to the provider's help."""

_REJECTED: Final[Mapping[int, str]] = {
    400: "the request is not valid",
    404: "nothing is there, or no such model",
    405: "the method is not allowed",
    413: "the request is too large",
    415: "the media type of the request is not accepted",
    422: "the request cannot be processed",
}
_UNDECIDED: Final[Mapping[int, str]] = {
    401: "the credential is missing or not accepted",
    402: "payment is required",
    403: "access is refused",
    408: "the server gave up waiting for the request",
    409: "there is a conflict",
    429: "too many requests, or no quota is left",
}
_BOUNDS: Final = ("deadline", "silence")
_CAPS: Final[Mapping[str, str]] = {
    "too-many-bytes": "the stream is longer than the limit",
    "event-too-long": "an event is longer than the limit",
    "too-many-events": "the stream has more events than the limit",
}
_ENDED_COMPLETED: Final = ("completed", "limit")


def happy_verdict(seen: Observation) -> Verdict:
    """What the path with the real credential came to."""
    if seen.ending == "unsent":
        return _verdict(seen, "not-run", "not-run", "", f"nothing was sent: {seen.broke}")
    if seen.end:
        return _ended(seen)
    if not seen.status:
        return _no_answer(seen)
    if not 200 <= seen.status < 300:
        return _status(seen)
    return _no_terminal(seen)


def error_verdict(seen: Observation, happy: Verdict) -> Verdict:
    """What the path with the invalid credential came to, next to what the real one came to.

    A pass where the server refuses the credential, a fail where it streams to a normal end all the same.
    Where the real credential was refused too, a refusal shows nothing.
    """
    if seen.ending == "unsent":
        return _verdict(seen, "not-run", "not-run", "", f"nothing was sent: {seen.broke}")
    if happy.key_refused:
        return _verdict(
            seen, "inconclusive", _state(seen), "before-authentication",
            f"the real credential was refused too, so this shows nothing: {_short(seen)}", "key",
        )  # fmt: skip
    if seen.status == 401 or (seen.status == 403 and seen.answer == "json-error"):
        return _verdict(
            seen, "pass", "error", "", f"the server answered {seen.status} to an invalid credential"
        )
    if seen.end in _ENDED_COMPLETED:
        return _verdict(
            seen, "fail", "completed", "before-authentication",
            "the server took an invalid credential and streamed to the end", "help",
        )  # fmt: skip
    other = happy_verdict(seen)
    # What just passed with a real credential needs no second look at its form.
    step = "help" if other.next_step == "reference" and happy.result == "pass" else other.next_step
    return _verdict(
        seen, "inconclusive", _state(seen), other.stage,
        f"no authentication failure was seen: {_short(seen)}", step,
    )  # fmt: skip


def _ended(seen: Observation) -> Verdict:
    """A stream that came to a terminal event."""
    code = f" ({seen.code})" if seen.code else ""
    if seen.end == "error":
        return _fail(seen, f"the stream ended with an error event{code}", _step(seen.code))
    if seen.end == "failed":
        what = "" if seen.terminal.endswith(".failed") else ", which carries a response that failed"
        return _fail(seen, f"the stream ended with {seen.terminal}{what}{code}", _step(seen.code))
    if seen.end == "incomplete":
        what = "" if seen.terminal.endswith(".incomplete") else ", which carries an incomplete response"
        return _fail(
            seen, f"the stream ended with {seen.terminal}{what}, not for the limit of tokens", "help"
        )
    if not seen.before:
        return _verdict(
            seen, "inconclusive", "error", "event-handling",
            f"the stream held {seen.terminal} and no event before it", "reference",
        )  # fmt: skip
    return _verdict(
        seen, "pass", "completed", "", f"the stream ended with {seen.terminal}, after {_count(seen.before)}"
    )


def _no_answer(seen: Observation) -> Verdict:
    if seen.ending in _BOUNDS:
        return _timeout(seen, f"no answer began: {seen.broke}")
    return _verdict(seen, "inconclusive", "error", "before-authentication", seen.broke, "network")


def _status(seen: Observation) -> Verdict:
    """An answer with another status than success."""
    status, code = seen.status, f" ({seen.code})" if seen.code else ""
    if 300 <= status < 400:
        host = f": {seen.redirect}" if seen.redirect else ""
        where = f" to another host{host}" if seen.moved else ""
        return _before(
            seen, f"the server answered {status}, a redirect{where}; none is followed", "reference"
        )
    if meaning := _REJECTED.get(status):
        return _verdict(
            seen, "fail", "error", "request-validation", f"the server answered {status}{code}: {meaning}",
            _step(seen.code) if seen.code in _STEPS else "reference",
        )  # fmt: skip
    meaning = _UNDECIDED.get(
        status, "an error of the server" if status >= 500 else "not an answer of this API"
    )
    step: NextStep = "key" if status in (401, 403) else "help"
    return _before(seen, f"the server answered {status}{code}: {meaning}", step)


def _no_terminal(seen: Observation) -> Verdict:
    """An answer with success whose stream, if it is one, came to no terminal event."""
    after = f" after {_count(seen.seen)}" if seen.seen else " before any event"
    missing = f"no terminal event came{after}" if seen.seen else "no event came"
    if seen.ending in _BOUNDS:
        return _timeout(seen, f"{missing}: {seen.broke}")
    if seen.ending == "undecodable":
        return _verdict(
            seen, "inconclusive", "error", "event-handling",
            "the answer is compressed in a way that is not read, or broken", "help",
        )  # fmt: skip
    if seen.ending == "broken":
        return _waiting(seen, f"the connection broke off{after}, without a terminal event", "network")
    if seen.media not in ("event-stream", "none"):
        return _no_stream(seen)
    if seen.ending in _CAPS:
        return _waiting(seen, f"{_CAPS[seen.ending]}; {missing}", "help")
    if seen.foreign and not seen.own:
        family = seen.foreign.replace("_", " ")
        return _fail(seen, f"the stream holds events of another API family ({family})", "reference")
    if not seen.seen and not seen.cut:
        return _no_stream(seen)
    return _waiting(seen, f"the stream ended{after}, without a terminal event", "help")


def _no_stream(seen: Observation) -> Verdict:
    """An answer with success that holds no event."""
    code = f" ({seen.code})" if seen.code else ""
    if seen.answer == "json-error":
        step = _step(seen.code) if seen.code else "reference"
        return _fail(seen, f"the server answered {seen.status} with a JSON error{code} and no stream", step)
    if seen.answer == "json-response":
        return _fail(seen, "the server answered with one whole response object and no stream", "reference")
    if seen.answer == "html" or seen.media == "html":
        return _fail(seen, f"the server answered {seen.status} with HTML and no stream", "reference")
    if seen.answer == "json" or seen.media == "json":
        return _fail(seen, f"the server answered {seen.status} with JSON and no stream", "reference")
    if seen.media not in ("event-stream", "none"):
        return _fail(seen, "the answer is not sent as a stream of events (text/event-stream)", "reference")
    return _fail(seen, "the stream ended without any event", "reference")


def _verdict(
    seen: Observation,
    result: Outcome,
    state: TerminalState,
    stage: Stage,
    sentence: str,
    step: NextStep = "",
) -> Verdict:
    return Verdict(
        result,
        state,
        stage,
        sentence,
        tuple(NOTES[each] for each in seen.deviations),
        step,
        seen.events,
        seen.terminal,
        key_refused=seen.status in (401, 403) or _STEPS.get(seen.code) == "key",
    )


def _fail(seen: Observation, sentence: str, step: NextStep) -> Verdict:
    return _verdict(seen, "fail", "error", "event-handling", sentence, step)


def _before(seen: Observation, sentence: str, step: NextStep) -> Verdict:
    return _verdict(seen, "inconclusive", "error", "before-authentication", sentence, step)


def _waiting(seen: Observation, sentence: str, step: NextStep) -> Verdict:
    return _verdict(seen, "inconclusive", "error", "waiting-for-terminal-event", sentence, step)


def _timeout(seen: Observation, sentence: str) -> Verdict:
    return _verdict(seen, "inconclusive", "timeout", "waiting-for-terminal-event", sentence, "network")


def _state(seen: Observation) -> TerminalState:
    """How the exchange ended, on the path that wants no stream at all."""
    return happy_verdict(seen).terminal_state


def _short(seen: Observation) -> str:
    """What was seen, without what it would mean for a credential that is real."""
    if seen.status and not seen.end and not 200 <= seen.status < 300:
        return f"the server answered {seen.status}"
    return happy_verdict(seen).sentence


def _step(code: str) -> NextStep:
    return _STEPS.get(code, "help")


def _count(events: int) -> str:
    return "1 event" if events == 1 else f"{events:,} events"
