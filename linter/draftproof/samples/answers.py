"""What a sample does with an answer: paths it reads, events it waits for, how it comes to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import EventTest, Read, StreamUse
from draftproof.samples.following import Follower
from draftproof.samples.knowledge import snake
from draftproof.samples.values import Answer, Known, Nothing, Written

if TYPE_CHECKING:
    from draftproof.samples.facts import Place
    from draftproof.samples.values import Draft, Form
    from draftproof.text.source import Span

_RAW_LINES = frozenset(
    {
        *("iter_lines", "aiter_lines", "iter_text", "aiter_text", "iter_content"),
        *("iter_bytes", "aiter_bytes", "iter_raw", "aiter_raw", "body", "content"),
        *("iter_any", "iter_chunks", "iter_chunked", "raw", "readable"),
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
    }
)
_TYPE_NAMES = frozenset({"type", "event"})
_STREAM_END = frozenset({"done", "end", "close"})


class AnswerReader(Follower):
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
            if key == "data":
                return Answer(base.draft, "lines" if base.draft.sent.stream else "json")
            return Nothing() if key in ("status_code", "status", "ok", "headers", "text") else base
        if base.form in ("lines", "line"):
            return base if key in _LINE_SAME else Answer(base.draft, base.form)
        if base.form == "stream" and not base.path:
            return self._stream_member(base, name, span)
        if base.form == "text":
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
        if base.form == "raw":
            return self._raw_call(base, key, node)
        if base.form in ("lines", "line"):
            if key in ("startswith", "starts_with", "endswith", "includes", "equals") and arguments:
                self.note_test(base, arguments[0], prefix=key.startswith("start"))
                return Nothing()
            if key in ("on", "once") and len(arguments) > 1:
                self.use_stream(base.draft, self.place(node.span))
                self.call_back(arguments[1], Answer(base.draft, "line"))
                return base
            for argument in arguments:
                self.evaluate(argument)
            return base
        if base.form == "stream":
            return self._stream_call(base, key, name, node)
        return self._object_call(base, key, node, arguments)

    def _raw_call(self, base: Answer, key: str, node: tree.Call) -> Known:
        if key in ("json", "get_json"):
            return Answer(base.draft, "json")
        if key in _RAW_LINES or key in ("get_reader", "pipe_through", "iter_sse", "aiter_sse"):
            return Answer(base.draft, "lines" if "sse" not in key else "stream")
        if key == "parse":
            return Answer(base.draft, "result")
        if key == "then" and node.arguments:
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
        if key in ("iter_sse", "aiter_sse", "__aiter__", "iter_events", "__enter__", "enter"):
            return base
        if key == "then" and arguments:
            return self.call_back(arguments[0], base)
        for argument in arguments:
            self.evaluate(argument)
        return Nothing() if key in ("close", "abort") else self.answer_member(base, name, node.span)

    def _object_call(
        self, base: Answer, key: str, node: tree.Call, arguments: list[tree.Expression]
    ) -> Known:
        if (
            key == "get"
            and arguments
            and isinstance(arguments[0], tree.String)
            and arguments[0].value is not None
        ):
            return self.answer_member(base, arguments[0].value, node.span)
        if key in ("startswith", "starts_with", "equals", "endswith", "includes") and arguments:
            self.note_test(base, arguments[0], prefix=key.startswith("start"))
            return Nothing()
        if key in ("json", "model_dump", "to_dict", "model_dump_json", "to_json"):
            if key != "json" and base.form == "event" and not base.path:
                self.use_stream(base.draft, self.place(node.span), records_type=True)
            return base
        if key == "then" and arguments:
            return self.call_back(arguments[0], base)
        for argument in arguments:
            known = self.evaluate(argument)
            if self.evaluate_function(argument) is not None:
                self.call_back(argument, base)
            del known
        if key in (
            "map",
            "filter",
            "find",
            "for_each",
            "items",
            "values",
            "keys",
            "pop",
            "at",
            "some",
            "copy",
            "strip",
            "trim",
            "split",
            "lower",
        ):
            return base
        return Answer(base.draft, base.form, (*base.path, key)) if not base.path else base

    def pass_on(self, name: str, value: Known, node: tree.Call) -> None:
        """An answer handed to a function: printing or keeping a whole event records its type."""
        if not isinstance(value, Answer) or value.path or snake(name) not in _WHOLE:
            return
        if value.form == "event" or (value.form == "line" and value.draft.sent.stream):
            self.use_stream(value.draft, self.place(node.span), records_type=value.form == "event")

    def compare(self, node: tree.Compare) -> None:
        """A comparison: of an event's type with a name, of a line with a sentinel."""
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if isinstance(left, Answer):
            self._compare(left, node.right, right, node)
        elif isinstance(right, Answer):
            self._compare(right, node.left, left, node)

    def _compare(self, answer: Answer, literal: tree.Expression, known: Known, node: tree.Compare) -> None:
        if node.operator == "is" and isinstance(literal, tree.Name):
            self._class_test(answer, literal.text, literal.span)
            return
        del known
        self.note_test(answer, literal, prefix=False)

    def _class_test(self, answer: Answer, name: str, span: Span) -> None:
        if answer.form == "event":
            answer.draft.tests.append(EventTest(name, "class", self.place(span), self.sample))

    def is_instance(self, answer: Answer, classes: tree.Expression) -> None:
        """``isinstance(event, X)``: a test of the event's type by its class."""
        items = classes.items if isinstance(classes, tree.Sequence) else (classes,)
        for item in items:
            name = (
                item.text
                if isinstance(item, tree.Name)
                else item.name
                if isinstance(item, tree.Attribute)
                else ""
            )
            if name:
                self._class_test(answer, name, item.span)

    def note_test(self, answer: Answer, literal: tree.Expression, *, prefix: bool) -> None:
        """A test of an answer against a literal, a name for one, or a list of them."""
        if isinstance(literal, tree.String):
            if literal.value is None:
                return
            on = self._tested(answer)
            if on:
                place = self.place(literal.content)
                answer.draft.tests.append(EventTest(literal.value, on, place, self.sample, prefix))  # type: ignore[arg-type]
            return
        if isinstance(literal, tree.Sequence):
            for item in literal.items:
                self.note_test(answer, item, prefix=prefix)
            return
        if isinstance(literal, tree.Call) and literal.arguments and isinstance(literal.function, tree.Name):
            self.note_test(answer, literal.arguments[0].value, prefix=prefix)
            return
        known = self.evaluate(literal)
        if isinstance(known, Written) and isinstance(known.node, tree.String | tree.Sequence):
            outer, self.sample = self.sample, known.sample
            self.note_test(answer, known.node, prefix=prefix)
            self.sample = outer

    def _tested(self, answer: Answer) -> str:
        if answer.form == "line":
            return "data"
        if answer.form == "event":
            if not answer.path:
                return "object"
            if answer.path == ("data",):
                return "data"
            if answer.path[-1] in _TYPE_NAMES and len(answer.path) == 1:
                return "type"
        return ""

    def parsed(self, value: Known) -> Known:
        """``json.loads`` and ``JSON.parse``: a line becomes an event, a body an object."""
        if isinstance(value, Answer):
            form: Form = "event" if value.form in ("line", "event") else "json"
            return Answer(value.draft, form)
        return value
