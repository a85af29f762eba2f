"""Calls: which are clients, requests, functions of the document, methods of answers, and which are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.answers import AnswerReader
from draftproof.samples.knowledge import snake
from draftproof.samples.options import called_name
from draftproof.samples.prepared import PreparedReader
from draftproof.samples.sdk_calls import SdkCallReader
from draftproof.samples.values import (
    Answer,
    Client,
    Deadline,
    Defined,
    Imported,
    Member,
    Nothing,
    Payload,
    Prepared,
    Slot,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.values import Form, Known

_LOADS = frozenset(
    {
        *(
            "convert_from-json",
            "loads",
            "parse",
            "unmarshal",
            "read_tree",
            "read_value",
            "from_json",
            "parse_string",
        ),
        *(
            "json_object",
            "decode_from_string",
            "parse_to_json_element",
            "json_decode",
            "from_str",
            "from_slice",
        ),
    }
)
_SAME = frozenset(
    {
        *("dumps", "stringify", "str", "url", "uri", "bytes", "encode", "decode", "string"),
        *("convert_to-json", "set", "frozenset", "list", "tuple", "string_content", "byte_array_content"),
        *("marshal", "marshal_indent", "new_buffer", "new_buffer_string", "new_reader"),
        *("write_value_as_string", "to_json", "to_json_string", "encode_to_string", "json_encode"),
        "wp_json_encode",
    }
)
"""Calls whose first argument says what they give."""
_SAME_CALLS = frozenset(
    {
        *("JSON.generate", "JSON.dump", "JSON.pretty_generate", "URI.parse", "JsonContent.Create"),
        *("JsonSerializer.Serialize", "JsonConvert.SerializeObject", "BinaryData.FromString"),
        *(
            "BinaryData.FromObjectAsJson",
            "BinaryData.FromBytes",
            "Encoding.UTF8.GetBytes",
            "BinaryContent.Create",
        ),
    }
)
"""The same, of names that mean something else elsewhere."""
_SAME_TEXT = frozenset(
    {
        *("strip", "rstrip", "encode", "lower", "trim", "to_json", "to_s", "to_h", "to_str", "chomp"),
        *(
            "request_uri",
            "path",
            "ToString",
            "ToJsonString",
            "ToArray",
            "freeze",
            "toString",
            "getBytes",
            "build",
        ),
        *("toRequestBody", "trimIndent", "trimMargin", "stripIndent", "toByteArray", "toMediaType"),
    }
)
_PUTTING = frozenset({"put", "addProperty", "add", "put_additional_property"})
_SAME_CLIENT = frozenset({"with_options", "copy"})
"""Methods of a client that give it with other options."""
_APPENDING = frozenset({"append", "push", "extend"})
_TIMERS = frozenset({"timer", "set_timeout"})
_ENDING = frozenset({"close", "cancel", "abort"})
_UNDER_A_CLOCK = frozenset({"timeout", "with_timeout", "with_timeout_or_null"})
_INQUIRIES = frozenset({"isinstance", "hasattr", "getattr"})
_EVENT_SOURCES = frozenset({"event_source", "connect_sse", "aconnect_sse", "sse_client"})
_COMMANDS: dict[str, Form] = {
    **dict.fromkeys(("invoke-rest_method", "irm"), "json"),
    **dict.fromkeys(("invoke-web_request", "iwr"), "raw"),
}
"""Commands that send a request, and what they give."""
_PLAIN_HTTP_CALLS = frozenset({"post_async", "post_as_json_async"})
_USUAL_HTTP_NAMES = frozenset({"requests", "httpx", "axios", "session", "http", "URLSession"})
_SESSION_CLASSES = frozenset({"HttpClient", "URLSession"})
"""Classes of HTTP clients that need no import to be known."""


class CallReader(SdkCallReader, PreparedReader, AnswerReader):
    """The part of the interpreter that follows calls."""

    def call(self, node: tree.Call) -> Known:
        """What a call gives."""
        function = node.function
        if isinstance(function, tree.Attribute):
            base = self.evaluate(function.base)
            if isinstance(base, Deadline):
                base.bounded = base.bounded or snake(function.name).startswith("cancel_after")
                return base
            if isinstance(base, Answer):
                for argument in node.arguments:
                    self._pass(function.name, argument.value, node)
                return self.answer_call(base, function.name, node)
            if isinstance(base, Payload) and function.name == "get" and node.arguments:
                self.look_up(base, self.evaluate(node.arguments[0].value))
            if isinstance(base, Payload) and function.name in ("update", "assign"):
                for argument in node.arguments:
                    self.add_to(base, argument)
                return Nothing()
            if isinstance(base, Payload) and function.name in _PUTTING and len(node.arguments) == 2:
                return self._put(base, *(argument.value for argument in node.arguments))
            if isinstance(base, Written) and function.name in ("replace", "format"):
                return Nothing()
            if isinstance(base, Written) and function.name in ("has", "includes", "contains"):
                return self._membership(base, node)
            if isinstance(base, Written) and function.name in _APPENDING:
                self.append(function.base, base, _items_of(node))
            if isinstance(base, Written | Payload) and function.name in _SAME_TEXT:
                return base
            target = self.member(base, function.name, function.span)
        else:
            target = self.evaluate(function)
        if isinstance(target, Defined):
            return self.call_function(target, node)
        return self._called(target, node)

    def _put(self, payload: Payload, key: tree.Expression, value: tree.Expression) -> Known:
        """``payload.put("model", value)``: one more member, or one that cannot be named."""
        if isinstance(key, tree.String) and key.value is not None:
            given = self.as_value(self.evaluate(value)) or self.literal_value(value)
            payload.add(Slot(key.value, self.place(key.content), given))
        else:
            payload.open = True
        return payload

    def _membership(self, names: Written, node: tree.Call) -> Known:
        """``terminal.has(event.type)``: a test against every member."""
        tested = [self.evaluate(argument.value) for argument in node.arguments[:1]]
        outer, self.sample = self.sample, names.sample
        for answer in tested:
            if isinstance(answer, Answer) and isinstance(names.node, tree.Sequence):
                self.note_test(answer, names.node, prefix=False)
        self.sample = outer
        return Nothing()

    def _called(self, target: Known, node: tree.Call) -> Known:
        path, name, root = _path_of(target)
        session = root if isinstance(root, Client) and root.style == "http" else None
        if self.part_call(target, name, node):
            return root if isinstance(root, Prepared) else target
        known = self.prepare(target, name, node) or self.send_prepared(name, node, session)
        if known is not None:
            return known
        if session is not None:
            known = self.http_call(snake(name), node, session)
        elif isinstance(root, Imported):
            known = self.http_of_import(root, path, node) or self.make_client(root, path, node)
        known = known or self.sdk_call(target, path, node)
        if known is None and isinstance(target, Member) and target.root is None:
            known = self._call_of_unknown(target, name, node)
        if known is None and isinstance(root, Client) and len(path) == 1 and snake(name) in _SAME_CLIENT:
            return self.with_options(root, node)
        if known is None and isinstance(root, Client) and snake(name).endswith("_client"):
            if root.provider is None or not self.knowledge.providers[root.provider].deployments:
                self.note_model(name, node)
            return root
        if known is None and path and not node.arguments and not isinstance(root, Imported):
            # `client.responses()` leads on where other languages have an attribute.
            return target
        return known or self._other(name or called_name(node), node)

    def _call_of_unknown(self, target: Member, name: str, node: tree.Call) -> Known | None:
        """A call of something that no sample defines: well-known names only."""
        if target.path:
            usual = target.root_name in _USUAL_HTTP_NAMES or snake(name) in _PLAIN_HTTP_CALLS
            known = self.http_of_name(name, node) if usual else None
            return known or self.make_unimported_client(name, node, target.root_name)
        if name == "fetch":
            return self.http_call("fetch", node, None)
        if form := _COMMANDS.get(snake(name)):
            answer = self.http_call("request", node, None)
            return Answer(answer.draft, form) if isinstance(answer, Answer) else answer
        if name in _SESSION_CLASSES:
            return self.http_of_name(name, node)
        return self.make_unimported_client(name, node)

    def _other(self, name: str, node: tree.Call) -> Known:
        """A call of no special meaning: its arguments are followed, what is handed in may come back."""
        last = snake(name)
        if last in _UNDER_A_CLOCK and node.arguments:
            found = self._under_a_clock(node)
            if found is not None:
                return found
        self.timers += last in _TIMERS
        values = [self._pass(name, argument.value, node) for argument in node.arguments]
        self.timers -= last in _TIMERS
        first = values[0] if values else Nothing()
        if last in _TIMERS:
            for value in values:
                if isinstance(value, Answer) and value.path and snake(value.path[-1]) in _ENDING:
                    value.draft.bounded = True
        if _spelling(node) == "signal.alarm" and node.arguments:
            seconds = node.arguments[0].value
            self.set_alarm(on=not (isinstance(seconds, tree.Number) and not seconds.value))
        if isinstance(first, Answer):
            if last in _INQUIRIES and len(values) > 1:
                return self._inquired(first, last, node)
            if last in _LOADS:
                return self.parsed(first)
        if last == "readable_stream":
            self._start(node)
        if last in ("dict", "assign"):
            made = Payload()
            for argument in node.arguments:
                self.add_to(made, argument)
            return made
        self.note_model(name, node)
        if last == "urljoin" and len(node.arguments) == 2:
            parts = tuple(argument.value for argument in node.arguments)
            return Written(self.sample, tree.Join(node.span, "+", parts))
        if last in _SAME or _spelling(node) in _SAME_CALLS:
            return first
        if last == "wait_for" and isinstance(first, Answer):
            first.draft.bounded = True
            return first
        for value in values:
            if isinstance(value, Answer) and value.form in ("stream", "lines", "raw"):
                return Answer(value.draft, "stream") if last in _EVENT_SOURCES else value
        if isinstance(first, Client):
            return self._around(first, node)
        for argument, value in zip(node.arguments, values, strict=True):
            if isinstance(argument.value, tree.Function) and isinstance(value, Defined):
                return value.result if isinstance(value.result, Answer) else Nothing()
        return self._made(node) if node.new else Nothing()

    def set_alarm(self, *, on: bool) -> None:
        """From here on whatever is waited for ends with the alarm, until that is taken back."""
        self.bound_nesting += on - self.alarmed
        self.alarmed = on

    def _start(self, node: tree.Call) -> None:
        """``new ReadableStream({ async start(controller) { ... } })``: what it does to fill itself."""
        for argument in node.arguments:
            entries = argument.value.entries if isinstance(argument.value, tree.Mapping) else ()
            for entry in entries:
                if isinstance(entry.value, tree.Function):
                    self.call_back(entry.value)

    def _inquired(self, answer: Answer, name: str, node: tree.Call) -> Known:
        """``isinstance(event, X)``, ``getattr(event, "type", None)``, ``hasattr(response, "choices")``."""
        asked = node.arguments[1].value
        if name == "isinstance":
            self.is_instance(answer, asked)
        elif name == "hasattr":
            self.note_guard(answer, asked)
        elif isinstance(asked, tree.String) and asked.value is not None:
            return self.answer_member(answer, asked.value, node.span)
        return Nothing()

    def _made(self, node: tree.Call) -> Known:
        """An object of a class of which nothing is known: what it is given by name."""
        given = [argument for argument in node.arguments if argument.name is not None]
        made = Payload(open=len(given) < len(node.arguments))
        for argument in given:
            self.add_to(made, argument)
        return made if given else Nothing()

    def _under_a_clock(self, node: tree.Call) -> Known | None:
        """What a function gives that is stopped after a time, None where there is no function."""
        *limits, last = node.arguments
        if not limits or not isinstance(last.value, tree.Function):
            return None
        self.bound_nesting += 1
        known = self.call_back(last.value)
        self.bound_nesting -= 1
        return known

    def _around(self, client: Client, node: tree.Call) -> Client:
        """What a call makes of a client that is handed to it."""
        if client.style != "http" and self.knowledge.dialect_of(self._module_of(node)) == "wrapper":
            return Client(
                client.style,
                "wrapper",
                client.provider,
                base_url=client.base_url,
                bounded=client.bounded,
            )
        return client

    def _module_of(self, node: tree.Call) -> str:
        function = node.function
        while isinstance(function, tree.Attribute):
            function = function.base
        if not isinstance(function, tree.Name):
            return ""
        known = self.environment.get(function.text)
        return known.module if isinstance(known, Imported) else function.text

    def _pass(self, name: str, value: tree.Expression, node: tree.Call) -> Known:
        known = self.evaluate(value)
        if not isinstance(value, tree.Function):
            self.pass_on(name, known, node)
        return known


def _items_of(node: tree.Call) -> Iterator[tree.Expression]:
    """What ``append``, ``push`` and ``extend`` add."""
    for argument in node.arguments:
        value = argument.value
        if called_name(node) == "extend" and isinstance(value, tree.Sequence):
            yield from value.items
        elif called_name(node) != "extend":
            yield value


def _spelling(node: tree.Call) -> str:
    """``JSON.generate`` of a call that is spelt so, "" where it is spelt otherwise."""
    function = node.function
    if isinstance(function, tree.Attribute) and isinstance(function.base, tree.Name):
        return f"{function.base.text}.{function.name}"
    return ""


def _path_of(target: Known) -> tuple[tuple[str, ...], str, Known | None]:
    """The path below the root, its last name, and the root."""
    if isinstance(target, Member):
        return target.path, (target.path[-1] if target.path else target.root_name), target.root
    if isinstance(target, Imported):
        return (), target.name, target
    return (), "", None
