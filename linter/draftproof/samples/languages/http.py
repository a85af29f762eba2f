"""HTTP messages as articles print them: requests, responses, ``.http`` files, event stream transcripts.

The module's statements are calls with named arguments, so that what follows needs no node of its own:

- ``http``: ``method``, ``url`` (as written on the request line), ``headers`` (a mapping), ``body`` (a
  string).
- ``http-response``: ``status``, ``headers``, ``body``.
- ``sse``: ``events``, a sequence of mappings with ``event`` and ``data`` (what the server sent, not a
  request).

``@name = value`` of ``.http`` files is an assignment. ``request_of`` turns an ``http`` call into an
``HttpCall``.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Literal, NamedTuple

from draftproof.dataclass import dataclass
from draftproof.samples.languages.httpcall import BodyKind, HttpCall, Pair
from draftproof.samples.tree import (
    Argument,
    Assign,
    Call,
    Entry,
    Expression,
    ExpressionStatement,
    Mapping,
    Module,
    Name,
    Number,
    Sequence,
    Statement,
    String,
    Unknown,
)  # fmt: skip
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["REQUEST_LINE", "STATUS_LINE", "STREAM_LINE", "parse", "request_of"]

REQUEST_LINE = re.compile(
    r"[ \t]*(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+"
    r"(?P<url>(?:https?://|wss?://|/|\{|<|\$|localhost|[\w-]{1,60}\.)(?:\{\{[^{}\n]{0,200}\}\}|\{[^{}\n]{0,100}\}|[^\s])*+)"
    r"(?P<version>[ \t]+HTTP/[\d.]{1,3})?[ \t]*\r?\Z"
)
STATUS_LINE = re.compile(r"[ \t]*HTTP/[\d.]{1,3}[ \t]+(?P<status>\d{3})\b[^\n]*")
STREAM_LINE = re.compile(r"[ \t]*(?P<field>event|data|id|retry):[ \t]?(?P<value>[^\r\n]*)")
_BARE_URL = re.compile(r"[ \t]*(?P<url>https?://\S+)[ \t]*\r?\Z")
_HEADER = re.compile(r"[ \t]*(?P<name>[A-Za-z][\w-]{0,80})[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_VARIABLE = re.compile(r"[ \t]*@(?P<name>[\w.-]{1,80})[ \t]*=[ \t]*(?P<value>[^\r\n]*)")
_QUERY_LINE = re.compile(r"[ \t]+(?P<value>[?&]\S+)[ \t]*\r?\Z")
_COMMENT = re.compile(r"[ \t]*(?:#|//)")
_FORM = re.compile(r"[\w.\[\]-]{1,80}=")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Message:
    """A message that is being read."""

    kind: Literal["http", "http-response"]
    start: int
    end: int
    arguments: list[Argument]
    headers: list[Entry] = field(default_factory=list)
    body: list[_Line] = field(default_factory=list)
    in_body: bool = False


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield _Line(start, end, text[start:end])
        start = end + 1


def _string(start: int, value: str) -> String:
    value = value.rstrip()
    span = Span(start, start + len(value))
    return String(span, span, value)


def _argument(name: str, value: Expression) -> Argument:
    return Argument(value.span, value, name)


def parse(text: str) -> Module:
    """The tree of an HTTP sample."""
    reader = _Reader()
    for line in _lines(text):
        reader.line(line)
    reader.finish()
    return Module("http", text, tuple(reader.body), tuple(reader.unparsed))


class _Reader:
    """Reads a sample line by line."""

    def __init__(self) -> None:
        self.body: list[Statement] = []
        self.unparsed: list[Span] = []
        self._message: _Message | None = None
        self._events: list[Mapping] = []
        self._event: list[Entry] = []

    def line(self, line: _Line) -> None:
        """Take one line."""
        if line.text.startswith("###"):
            self.finish()
        elif begun := self._begins(line):
            self.finish()
            self._message = begun
        elif self._message is not None:
            self._continue(self._message, line)
        elif not self._stream(line):
            self._loose(line)

    def finish(self) -> None:
        """Close the message or the event stream that is being read."""
        self._end_event()
        if self._events:
            span = Span(self._events[0].span.start, self._events[-1].span.end)
            events = Sequence(span, tuple(self._events), open=True)
            self._call("sse", span, [_argument("events", events)])
            self._events = []
        message, self._message = self._message, None
        if message is not None:
            self._finish_message(message)

    def _call(self, name: str, span: Span, arguments: list[Argument]) -> None:
        function = Name(Span(span.start, span.start), name)
        self.body.append(ExpressionStatement(span, Call(span, function, tuple(arguments))))

    def _begins(self, line: _Line) -> _Message | None:
        """The message whose first line this is."""
        message = self._message
        if found := REQUEST_LINE.match(line.text):
            if message is not None and message.in_body and not (found["version"] or found["url"][0] in "/h{"):
                return None
            method = _string(line.start + found.start("method"), found["method"])
            url = _string(line.start + found.start("url"), found["url"])
            return _Message(
                "http", method.span.start, line.end, [_argument("method", method), _argument("url", url)]
            )
        if found := STATUS_LINE.match(line.text):
            span = Span(line.start + found.start("status"), line.start + found.end("status"))
            status = Number(span, int(found["status"]))
            return _Message("http-response", line.start, line.end, [_argument("status", status)])
        if message is None and not self._events and (found := _BARE_URL.match(line.text)):
            url = _string(line.start + found.start("url"), found["url"])
            return _Message("http", url.span.start, line.end, [_argument("url", url)])
        return None

    def _continue(self, message: _Message, line: _Line) -> None:
        blank = not line.text.strip()
        if message.in_body:
            message.body.append(line)
        elif blank:
            message.in_body = True
        elif message.kind == "http" and not message.headers and (found := _QUERY_LINE.match(line.text)):
            self._query(message, line.start + found.start("value"), found["value"])
        elif found := _HEADER.match(line.text):
            name = _string(line.start + found.start("name"), found["name"])
            value = _string(line.start + found.start("value"), found["value"])
            span = Span(name.span.start, value.span.end)
            message.headers.append(Entry(span, name.value, name, name.span, value))
        elif line.text.lstrip()[:1] in {"{", "["}:
            # The blank line before the body was forgotten.
            message.in_body = True
            message.body.append(line)
        elif not _COMMENT.match(line.text):
            self.unparsed.append(Span(line.start, line.end))
        message.end = max(message.end, line.end if not blank else 0)

    def _query(self, message: _Message, start: int, written: str) -> None:
        """A line that continues the address with ``?a=b`` or ``&c=d``."""
        index, given = next((i, item) for i, item in enumerate(message.arguments) if item.name == "url")
        url = given.value
        if not isinstance(url, String) or url.value is None:
            return
        origins = url.origins or tuple(range(url.content.start, url.content.start + len(url.value)))
        span = Span(url.span.start, start + len(written))
        origins = (*origins, *range(start, start + len(written)))
        message.arguments[index] = _argument("url", String(span, span, url.value + written, origins=origins))

    def _finish_message(self, message: _Message) -> None:
        lines = message.body
        while lines and not lines[-1].text.strip():
            lines.pop()
        while lines and not lines[0].text.strip():
            lines.pop(0)
        if message.headers:
            span = Span(message.headers[0].span.start, message.headers[-1].span.end)
            message.arguments.append(_argument("headers", Mapping(span, tuple(message.headers))))
        end = max([message.end, *(line.end for line in lines[-1:])])
        if lines:
            span = Span(lines[0].start, lines[-1].end)
            content: Expression = String(span, span, "\n".join(line.text for line in lines))
            if lines[0].text.startswith("< "):
                content = Unknown(span)
            message.arguments.append(_argument("body", content))
        self._call(message.kind, Span(message.start, end), message.arguments)
        if message.kind == "http-response" and any(STREAM_LINE.match(line.text) for line in lines[:3]):
            for line in lines:
                self._stream(line)
            self.finish()

    def _stream(self, line: _Line) -> bool:
        """Take a line of an event stream; False where it is none."""
        found = STREAM_LINE.match(line.text)
        if found:
            name = _string(line.start + found.start("field"), found["field"])
            value = _string(line.start + found.start("value"), found["value"])
            if any(entry.name == name.value for entry in self._event if name.value == "event"):
                self._end_event()
            self._event.append(
                Entry(Span(name.span.start, value.span.end), name.value, name, name.span, value)
            )
            return True
        if not line.text.strip():
            self._end_event()
            return True
        return bool(self._events or self._event) and line.text.lstrip().startswith(":")

    def _end_event(self) -> None:
        if self._event:
            span = Span(self._event[0].span.start, self._event[-1].span.end)
            self._events.append(Mapping(span, tuple(self._event)))
            self._event = []

    def _loose(self, line: _Line) -> None:
        """A line outside of all messages: a variable, a remark, or nothing that is known."""
        if found := _VARIABLE.match(line.text):
            name = Name(Span(line.start + found.start("name"), line.start + found.end("name")), found["name"])
            value = _string(line.start + found.start("value"), found["value"])
            self.body.append(Assign(Span(name.span.start, value.span.end), name, value))
        elif not _COMMENT.match(line.text):
            self.unparsed.append(Span(line.start, line.end))


def request_of(call: Call) -> HttpCall | None:
    """The request that an ``http`` call of this front-end stands for; None for responses and transcripts."""
    if not isinstance(call.function, Name) or call.function.text != "http":
        return None
    given = {argument.name: argument.value for argument in call.arguments}
    method, url, headers, body = (given.get(name) for name in ("method", "url", "headers", "body"))
    entries = headers.entries if isinstance(headers, Mapping) else ()
    kind: BodyKind = "none"
    if isinstance(body, String):
        text = (body.value or "").lstrip()
        kind = "json" if text[:1] in {"{", "["} else "form" if _FORM.match(text) else "other"
    elif body is not None:
        kind = "file"
    return HttpCall(
        span=call.span,
        tool="http",
        method=(method.value or "GET") if isinstance(method, String) else "GET",
        method_span=method.span if method is not None else None,
        url=url,
        headers=tuple(Pair(entry.span, entry.name or "", entry.key_span, entry.value) for entry in entries),
        body=body,
        body_kind=kind,
    )
