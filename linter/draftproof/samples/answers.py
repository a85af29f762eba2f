"""What a sample does with an answer: paths it reads, events it waits for, how it comes to the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.event_tests import EventTestReader
from draftproof.samples.facts import EventTest, Read, StreamUse
from draftproof.samples.knowledge import snake
from draftproof.samples.values import Answer, Known, Nothing

if TYPE_CHECKING:
    from draftproof.samples.facts import Place
    from draftproof.samples.values import Draft, Form
    from draftproof.text.source import Span

_RAW_LINES = frozenset(
    {
        *("iter_lines", "aiter_lines", "iter_text", "aiter_text", "iter_content"),
        *("iter_bytes", "aiter_bytes", "iter_raw", "aiter_raw", "body", "content"),
        *("iter_any", "iter_chunks", "iter_chunked", "raw", "readable", "body_as_channel"),
    }
)
_LINE_SAME = frozenset(
    {
        *("decode", "strip", "trim", "rstrip", "lstrip", "removeprefix", "replace", "slice"),
        *("substring", "substr", "split", "encode", "to_string", "split_lines", "splitlines"),
        *("partition", "data", "value", "trim_start", "trim_end", "get_reader", "read"),
        *("pipe_through", "text"),
    }
)
_WHOLE = frozenset(
    {
        *("print", "log", "info", "debug", "append", "push", "write", "dir", "warn", "error"),
        *("pprint", "rprint", "add", "put", "model_dump_json", "to_json", "stringify"),
        *("dumps", "put_nowait", "send", "emit", "echo", "table", "display"),
        *("println", "printf", "fprintf", "fprintln", "eprintln", "eprint", "dbg"),
        *("var_dump", "print_r", "dump", "dd", "var_export"),
    }
)
_ACCUMULATORS = frozenset({"accumulate", "add_chunk"})
"""Calls that put events together to the whole answer, and know its end."""
_HANDLES = re.compile(r"(?:handle|process|dispatch|consume|callback|on_)")
"""Names of functions that are given whole events: what they look at is not shown here."""
_NEXT = frozenset({"next", "recv", "current"})
"""Methods of a stream that give its next event, or the one at hand."""
_NEXT_LINE = frozenset(
    {"scan", "next_line", "read_line", "read_line_async", "read_string", "read_utf8_line", "text"}
)
_EACH = frozenset({"for_each", "flat_map", "for_each_line", "peek", "collect", "on_each", "subscribe"})
"""Methods that give every event or line to a function."""
_EACH_EVENT = frozenset({*_EACH, "map", "filter_map", "inspect", "try_for_each", "map_ok"})
"""The same, of streams alone."""
_LENDING = frozenset({"also", "apply", "let", "run", "use"})
"""Methods that lend the object itself to a function."""
_GETTERS = frozenset(
    {
        *(
            "get",
            "path",
            "get_property",
            "try_get_property",
            "get_json_array",
            "get_json_object",
            "get_string",
        ),
        *("get_as_json_array", "get_as_json_object", "get_as_jsonarray", "opt_string"),
    }
)
"""Methods of parsed JSON whose argument names a member."""
_SAME_OBJECT = frozenset(
    {
        *("enumerate_array", "enumerate_object", "root_element", "as_array", "as_object", "get_value"),
        *("to_string", "first_or_default", "single", "get_raw_text", "configure_await", "value"),
        *("map", "filter", "find", "for_each", "items", "values", "keys", "pop", "at", "some", "copy"),
        *("strip", "trim", "split", "lower", "as_any", "if_present", "or_else", "or_else_throw", "get"),
        *("or_else_null", "is_present", "is_empty", "stream", "find_first", "first", "last", "get_first"),
        *("to_list", "flat_map", "as_sequence", "also", "let", "apply", "firstornull", "first_or_null"),
        *("as_text", "text_value", "as_string", "get_content", "raw_json"),
    }
)
"""Methods that give the object itself or something of which the same can be said."""
_PLAIN_VALUES = frozenset(
    {
        *("get_string", "get_int32", "get_int64", "get_double", "get_single", "get_decimal", "get_boolean"),
        *("as_array", "as_object", "get_type", "to_array", "to_str", "as_str", "as_i64", "as_f64"),
    }
)
"""Methods of parsed JSON that give its plain value."""
_TEXT_TESTS = frozenset(
    {
        *("startswith", "starts_with", "start_with?", "endswith", "ends_with", "end_with?", "equals", "eql?"),
        *("includes", "include?", "contains"),
    }
)
_GET = re.compile(r"\A[gG]et_?(?=[A-Z_])")
_SAME_STREAM = frozenset(
    {
        *("configure_await", "to_blocking_enumerable", "ensure_success_status_code", "wait_async"),
        "with_cancellation",
    }
)
"""Methods that give what they are called on."""
_PARSED_BODY = frozenset({"read_from_json_async", "read_from_json"})
_STREAM_END = frozenset({"done", "end", "close"})


class AnswerReader(EventTestReader):
    """The part of the interpreter that follows answers."""

    def read(self, answer: Answer, span: Span) -> None:
        """Note a path that is read; of nested paths at one place only the longest stays."""
        form = answer.form
        if form not in ("result", "json", "event") or not answer.path:
            return
        place = self.place(span)
        known = answer.draft.reads.get((place.part, place.span.start))
        if known is None or known.place.span.end <= place.span.end:
            answer.draft.reads[place.part, place.span.start] = Read(answer.path, form, place, self.sample)

    def answer_member(self, base: Answer, name: str, span: Span) -> Known:
        """A member of an answer."""
        key = snake(name)
        if base.form == "raw":
            if key in _RAW_LINES:
                return Answer(base.draft, "lines")
            if key == "parsed_response":
                return Answer(base.draft, "json")
            if key == "data":
                return Answer(base.draft, "lines" if base.draft.sent.stream else "json")
            return Nothing() if key in ("status_code", "status", "ok", "headers", "text") else base
        if base.form in ("lines", "line"):
            return base if key in _LINE_SAME else Answer(base.draft, base.form)
        if base.form == "stream" and not base.path:
            return self._stream_member(base, name, span)
        if base.form == "text":
            return base
        if key == "root_element":
            return base
        found = Answer(base.draft, base.form, (*base.path, name))
        self.read(found, span)
        return found

    def _stream_member(self, base: Answer, name: str, span: Span) -> Known:
        key = snake(name)
        contract = self.contract(base.draft)
        if contract is not None:
            if key in contract.helpers:
                self.use_stream(base.draft, self.place(span), helper=True)
                return Answer(base.draft, "result")
            if key in contract.stream.get("text-helpers", ()):
                self.use_stream(base.draft, self.place(span), text_only=True)
                return Answer(base.draft, "text")
        if key in ("controller", "response", "close", "abort", "on", "once", "tee", "to_readable_stream"):
            return Answer(base.draft, "stream", (name,))
        found = Answer(base.draft, "result", (name,))
        self.read(found, span)
        return found

    def use_stream(
        self,
        draft: Draft,
        place: Place,
        *,
        records_type: bool = False,
        helper: bool = False,
        text_only: bool = False,
    ) -> None:
        """Note how a stream is read."""
        draft.streams.append(StreamUse(place, self.sample, records_type, helper, text_only))
        draft.bounded = draft.bounded or self.bound_nesting > 0

    def iterate(self, value: Known, loop: tree.Loop) -> Known:
        """What a loop over a value gives."""
        if not isinstance(value, Answer):
            return Nothing()
        span = loop.iterable.span if loop.iterable is not None else loop.span
        if value.form == "stream" or (value.form == "result" and not value.path):
            self.use_stream(value.draft, self.place(span))
            return Answer(value.draft, "event")
        if value.form in ("lines", "raw"):
            if value.draft.sent.transport == "http" or value.draft.sent.stream:
                self.use_stream(value.draft, self.place(span))
            return Answer(value.draft, "line")
        return value

    def event_of(self, value: Answer) -> Known:
        """One item taken out of a stream."""
        return Answer(value.draft, "event" if value.form == "stream" else "line")

    def answer_call(self, base: Answer, name: str, node: tree.Call) -> Known:
        """A method of an answer, of a stream or of one of its lines."""
        key = snake(name)
        arguments = [argument.value for argument in node.arguments]
        if key == "wait_async" or (node.arguments and self.has_deadline(node)):
            base.draft.bounded = True
        if key in _SAME_STREAM:
            return base
        if key in _LENDING and len(arguments) == 1 and isinstance(arguments[0], tree.Function):
            given = self.call_back(arguments[0], base)
            return given if isinstance(given, Answer) and key in ("let", "run", "use") else base
        if base.form == "raw":
            return self._raw_call(base, key, node)
        if base.form in ("lines", "line"):
            if key in _TEXT_TESTS and arguments:
                self.note_test(base, arguments[0], prefix=key.startswith("start"))
                return Nothing()
            if key in ("on", "once") and len(arguments) > 1:
                self.use_stream(base.draft, self.place(node.span))
                self.call_back(arguments[1], Answer(base.draft, "line"))
                return base
            if key in _PARSED_BODY:
                return Answer(base.draft, "json")
            if base.form == "lines" and key in _EACH and arguments:
                self.use_stream(base.draft, self.place(node.span))
                self.call_back(arguments[0], Answer(base.draft, "line"))
                return base
            if base.form == "lines" and key in _NEXT_LINE:
                if key != "text":
                    self.use_stream(base.draft, self.place(node.span))
                return Answer(base.draft, "line")
            for argument in arguments:
                self.evaluate(argument)
            return base
        if base.form == "stream":
            return self._stream_call(base, key, name, node)
        return self._object_call(base, name, node, arguments)

    def _raw_call(self, base: Answer, key: str, node: tree.Call) -> Known:
        if key in ("json", "get_json"):
            return Answer(base.draft, "json")
        if key in _RAW_LINES or key in ("get_reader", "pipe_through", "iter_sse", "aiter_sse"):
            return Answer(base.draft, "lines" if "sse" not in key else "stream")
        if key == "parse":
            return Answer(base.draft, "result")
        if key in ("then", "execute") and node.arguments:
            return self.call_back(node.arguments[0].value, base)
        return Nothing() if key in ("raise_for_status", "close", "text") else base

    def _stream_call(self, base: Answer, key: str, name: str, node: tree.Call) -> Known:
        arguments = [argument.value for argument in node.arguments]
        if key in ("on", "once", "add_event_listener") and arguments:
            event = arguments[0]
            if isinstance(event, tree.String) and event.value is not None:
                place = self.place(event.content)
                base.draft.tests.append(EventTest(event.value, "handler", place, self.sample))
                if snake(event.value) in _STREAM_END or snake(event.value) in self.helpers_of(base.draft):
                    self.use_stream(base.draft, self.place(node.span), helper=True)
                else:
                    self.use_stream(base.draft, self.place(node.span))
            if len(arguments) > 1:
                self.call_back(arguments[1], Answer(base.draft, "event"))
            return base
        if key in self.helpers_of(base.draft):
            self.use_stream(base.draft, self.place(node.span), helper=True)
            return Answer(base.draft, "result")
        if key in ("iter_sse", "aiter_sse", "__aiter__", "iter_events", "__enter__", "enter", "stream"):
            return base
        if key in _NEXT and not base.path:
            if key != "current":
                self.use_stream(base.draft, self.place(node.span))
            return Answer(base.draft, "event")
        if key in _EACH_EVENT and arguments and not base.path:
            self.use_stream(base.draft, self.place(node.span))
            given = self.call_back(arguments[0], Answer(base.draft, "event"))
            return given if key == "flat_map" and isinstance(given, Answer) else base
        if key == "then" and arguments:
            return self.call_back(arguments[0], base)
        for argument in arguments:
            self.evaluate(argument)
        if self.timers and key in ("close", "abort", "cancel"):
            base.draft.bounded = True
        return Nothing() if key in ("close", "abort", "err") else self.answer_member(base, name, node.span)

    def _dig(self, base: Answer, steps: list[tree.Expression]) -> Known:
        """``answer.dig("choices", 0, "message")``: a path in one call."""
        found: Known = base
        for step in steps:
            if isinstance(step, tree.String) and step.value is not None and isinstance(found, Answer):
                found = self.answer_member(found, step.value, step.content)
        return found

    def _object_call(
        self, base: Answer, name: str, node: tree.Call, arguments: list[tree.Expression]
    ) -> Known:
        key = snake(name)
        if (
            key in _GETTERS
            and arguments
            and isinstance(arguments[0], tree.String)
            and arguments[0].value is not None
        ):
            return self.answer_member(base, arguments[0].value, node.span)
        if key == "dig":
            return self._dig(base, arguments)
        if key in _TEXT_TESTS and arguments:
            self.note_test(base, arguments[0], prefix=key.startswith("start"))
            return Nothing()
        if key in ("json", "model_dump", "to_dict", "model_dump_json", "to_json"):
            if key != "json" and base.form == "event" and not base.path:
                self.use_stream(base.draft, self.place(node.span), records_type=True)
            return base
        if key == "then" and arguments:
            return self.call_back(arguments[0], base)
        if not arguments and key in _PLAIN_VALUES:
            return base
        if not arguments and self.asks_for_type(base, key, node):
            return base
        given: Known = base
        for argument in arguments:
            self.evaluate(argument)
            if self.evaluate_function(argument) is not None:
                given = self.call_back(argument, base)
        if key in _SAME_OBJECT:
            return given if key == "flat_map" and isinstance(given, Answer) else base
        if not arguments:
            # Many languages read a member by calling a method of its name.
            return self.answer_member(base, _GET.sub("", name), node.span)
        return Answer(base.draft, base.form, (*base.path, key)) if not base.path else base

    def pass_on(self, name: str, value: Known, node: tree.Call) -> None:
        """An answer handed to a function: printing or keeping a whole event records its type."""
        if not isinstance(value, Answer) or value.path:
            return
        if value.form == "event" and (snake(name) in _ACCUMULATORS or _HANDLES.match(snake(name))):
            self.use_stream(value.draft, self.place(node.span), records_type=True, helper=True)
        if snake(name) not in _WHOLE:
            return
        if value.form == "event" or (value.form == "line" and value.draft.sent.stream):
            self.use_stream(value.draft, self.place(node.span), records_type=value.form == "event")

    def parsed(self, value: Known) -> Known:
        """``json.loads`` and ``JSON.parse``: a line becomes an event, a body an object."""
        if isinstance(value, Answer):
            form: Form = "event" if value.form in ("line", "event") else "json"
            return Answer(value.draft, form)
        return value
