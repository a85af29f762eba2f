"""Calls: which are clients, requests, functions of the document, methods of answers, and which are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.answers import AnswerReader
from draftproof.samples.http_calls import HttpCallReader
from draftproof.samples.knowledge import snake
from draftproof.samples.sdk_calls import SdkCallReader
from draftproof.samples.values import (
    Answer,
    Client,
    Defined,
    Imported,
    Member,
    Nothing,
    Payload,
    Written,
)

if TYPE_CHECKING:
    from draftproof.samples.values import Known

_LOADS = frozenset({"loads", "parse"})
_SAME = frozenset(
    {
        *("dumps", "stringify", "str", "url", "bytes", "encode", "decode", "string"),
        *("set", "frozenset", "list", "tuple"),
    }
)
"""Calls whose first argument says what they give."""
_SAME_TEXT = frozenset({"strip", "rstrip", "encode", "lower", "trim"})
_EVENT_SOURCES = frozenset({"event_source", "connect_sse", "aconnect_sse", "sse_client"})
_USUAL_HTTP_NAMES = frozenset({"requests", "httpx", "axios", "session", "http"})


class CallReader(SdkCallReader, HttpCallReader, AnswerReader):
    """The part of the interpreter that follows calls."""

    def call(self, node: tree.Call) -> Known:
        """What a call gives."""
        function = node.function
        if isinstance(function, tree.Attribute):
            base = self.evaluate(function.base)
            if isinstance(base, Answer):
                for argument in node.arguments:
                    self._pass(function.name, argument.value, node)
                return self.answer_call(base, function.name, node)
            if isinstance(base, Payload) and function.name in ("update", "assign"):
                for argument in node.arguments:
                    self.add_to(base, argument)
                return Nothing()
            if isinstance(base, Written) and function.name in ("replace", "format"):
                return Nothing()
            if isinstance(base, Written) and function.name in ("has", "includes", "contains"):
                return self._membership(base, node)
            if isinstance(base, Written) and function.name in _SAME_TEXT:
                return base
            target = self.member(base, function.name, function.span)
        else:
            target = self.evaluate(function)
        if isinstance(target, Defined):
            return self.call_function(target, node)
        return self._called(target, node)

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
        known: Known | None = None
        if isinstance(root, Client) and root.style == "http":
            known = self.http_call(snake(name), node, root)
        elif isinstance(root, Imported):
            known = self.http_of_import(root, path, node) or self.make_client(root, path, node)
        known = known or self.sdk_call(target, path, node)
        if known is None and isinstance(target, Member) and target.root is None:
            known = self._call_of_unknown(target, name, node)
        return known or self._other(name, node)

    def _call_of_unknown(self, target: Member, name: str, node: tree.Call) -> Known | None:
        """A call of something that no sample defines: well-known names only."""
        if target.path:
            usual = target.root_name in _USUAL_HTTP_NAMES
            return self.http_call(snake(name), node, None) if usual else None
        if name == "fetch":
            return self.http_call("fetch", node, None)
        return self.make_unimported_client(name, node)

    def _other(self, name: str, node: tree.Call) -> Known:
        """A call of no special meaning: its arguments are followed, what is handed in may come back."""
        last = snake(name)
        values = [self._pass(name, argument.value, node) for argument in node.arguments]
        first = values[0] if values else Nothing()
        if isinstance(first, Answer):
            if last == "isinstance" and len(values) > 1:
                self.is_instance(first, node.arguments[1].value)
                return Nothing()
            if last in _LOADS:
                return self.parsed(first)
        if last in ("dict", "assign"):
            made = Payload()
            for argument in node.arguments:
                self.add_to(made, argument)
            return made
        self.note_model(name, node)
        if last == "urljoin" and len(node.arguments) == 2:
            parts = tuple(argument.value for argument in node.arguments)
            return Written(self.sample, tree.Join(node.span, "+", parts))
        if last in _SAME:
            return first
        if last == "wait_for" and isinstance(first, Answer):
            first.draft.bounded = True
            return first
        for value in values:
            if isinstance(value, Answer) and value.form in ("stream", "lines", "raw"):
                return Answer(value.draft, "stream") if last in _EVENT_SOURCES else value
        if isinstance(first, Client):
            return self._around(first, node)
        return Nothing()

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


def _path_of(target: Known) -> tuple[tuple[str, ...], str, Known | None]:
    """The path below the root, its last name, and the root."""
    if isinstance(target, Member):
        return target.path, (target.path[-1] if target.path else target.root_name), target.root
    if isinstance(target, Imported):
        return (), target.name, target
    return (), "", None
