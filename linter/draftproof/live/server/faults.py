"""Fault modes: each is one way in which servers, gateways and networks get a stream wrong."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal

from draftproof.dataclass import dataclass
from draftproof.live.server import odd_streams as odd
from draftproof.live.server.replies import (
    HANG,
    Reply,
    documented_stream,
    json_reply,
    problem_reply,
    stream_reply,
    whole_answer,
)
from draftproof.live.server.stream import Answer, Ending, as_json
from draftproof.live.server.validation import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Client = Literal["completes", "fails", "limit"]
"""What a careful client comes to: the oddity is to be tolerated, it is an error or an unclear end, or only
the client's own limits end it.
"""

_STATUS = re.compile(r"status-([45]\d\d)")
_PAGE = b"<!doctype html>\n<title>Not here</title>\n<p>This is a page for people.</p>\n"
_FAILURE = Problem(500, "Told to fail.", "server_error", type="server_error")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault mode.

    An ``early`` one answers every request for a model list or a response, before its key is looked at. The
    others answer a request with ``stream: true`` that was accepted; ``ending`` and ``any_key`` hold without
    ``stream`` too.
    """

    name: str
    client: Client
    about: str
    reply: Callable[[Answer], Reply] = documented_stream
    early: bool = False
    ending: Ending = "completed"
    any_key: bool = False


def find(name: str) -> Fault | None:
    """The fault of that name, None where there is none; any status from 400 to 599 has one."""
    if match := _STATUS.fullmatch(name):
        return _status(int(match[1]))
    return next((fault for fault in FAULTS if fault.name == name), None)


def _status(status: int) -> Fault:
    def reply(_answer: Answer) -> Reply:
        kind = "server_error" if status >= 500 else "invalid_request_error"
        later = {"retry-after": "1"} if status in (429, 503) else {}
        return problem_reply(Problem(status, f"Told to answer {status}.", type=kind), **later)

    phrase = next((each.phrase for each in HTTPStatus if each == status), "no documented status")
    return Fault(f"status-{status}", "fails", f"answers {status}, {phrase}", reply, early=True)


def _no_bytes(_answer: Answer) -> Reply:
    return Reply(0, {}, (HANG,))


def _redirect(_answer: Answer) -> Reply:
    headers = {"content-type": "text/html", "location": "/elsewhere", "content-length": str(len(_PAGE))}
    return Reply(301, headers, (_PAGE,))


def _html(_answer: Answer) -> Reply:
    headers = {"content-type": "text/html; charset=utf-8", "content-length": str(len(_PAGE))}
    return Reply(200, headers, (_PAGE,))


def _json_error(_answer: Answer) -> Reply:
    return json_reply(_FAILURE.as_data())


def _mislabelled_error(_answer: Answer) -> Reply:
    return stream_reply([as_json(_FAILURE.as_data())])


FAULTS: Final = (
    Fault("no-bytes", "limit", "takes the request and never answers", _no_bytes, early=True),
    Fault("silence-after-headers", "limit", "sends a head, then nothing", odd.silence_after_headers),
    Fault("silence-after-events", "limit", "sends three events, then nothing", odd.silence_after_events),
    Fault("comments", "limit", "sends three events, then comments for ever", odd.comments),
    Fault("drip", "limit", "sends a byte every 50 ms, so it is never silent for long", odd.drip),
    Fault("endless", "limit", "sends deltas for ever, as fast as they are read", odd.endless),
    Fault("huge-event", "limit", "sends an unknown event of 6 MB in between", odd.huge_event),
    Fault("abort", "fails", "closes the connection in the middle of an event", odd.aborted),
    Fault("no-terminal", "fails", "ends the stream without a terminal event", odd.without_terminal),
    Fault("cut-terminal", "fails", "ends before the blank line of the terminal event", odd.cut_terminal),
    Fault("done-only", "fails", "sends [DONE] instead of a terminal event", odd.done_only),
    Fault("realtime-done", "fails", "ends with response.done, as the Realtime API does", odd.realtime_done),
    Fault("failed", "fails", "ends with response.failed", ending="failed"),
    Fault("incomplete", "fails", "ends with response.incomplete, by a content filter", ending="filtered"),
    Fault("error-flat", "fails", "sends an error event, its members at the top", odd.error_flat),
    Fault("error-nested", "fails", "sends an error event, its members under error", odd.error_nested),
    Fault("chat-chunks", "fails", "sends the stream of the Chat Completions API", odd.chat_chunks),
    Fault("html", "fails", "answers 200 with a page, as a wrong address does", _html, early=True),
    Fault("json-error", "fails", "answers 200 with an error in JSON", _json_error),
    Fault("json-answer", "fails", "answers with the whole object, as if stream were not there", whole_answer),
    Fault("mislabelled-error", "fails", "sends an error in JSON as text/event-stream", _mislabelled_error),
    Fault("redirect", "fails", "answers 301; whoever follows sends the key elsewhere", _redirect, early=True),
    Fault("any-key", "completes", "takes every key, also none", any_key=True),
    Fault("done-after", "completes", "sends [DONE] after the terminal event", odd.done_after),
    Fault("held-open", "completes", "keeps the connection open after the terminal event", odd.held_open),
    Fault("broken-json", "completes", "sends one event more, whose data is cut off", odd.broken_json),
    Fault("gap", "completes", "leaves out a delta, so a sequence number is missing", odd.gap),
    Fault("noise", "completes", "sends comments, ids, retry lines and unknown events in between", odd.noise),
    Fault("separators", "completes", "has U+2028, U+2029 and U+0085 in the text", odd.separators),
    Fault("no-event-lines", "completes", "sends data: lines only", odd.without_event_lines),
    Fault("crlf", "completes", "ends lines with CR LF", odd.crlf),
    Fault("cr", "completes", "ends lines with CR alone", odd.lone_cr),
    Fault("bom", "completes", "begins with a byte order mark", odd.byte_order_mark),
    Fault("split", "completes", "sends pieces of seven bytes, which cut characters in two", odd.split),
    Fault("at-once", "completes", "sends all events in one piece, as a buffering proxy does", odd.at_once),
    Fault("gzip", "completes", "compresses the stream without being asked", odd.gzipped),
)
"""All fault modes but ``status-NNN``, in the order in which they are listed."""

STATUS_FAULT: Final = ("status-NNN", "fails", "answers with that status, 400 to 599, and an error in JSON")
"""How the family of ``find`` that has no entry of its own is listed."""
