"""Requests that are put together before they are sent, and what ends a wait from outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.http_calls import HttpCallReader, Target
from draftproof.samples.knowledge import snake
from draftproof.samples.options import limits_time
from draftproof.samples.texts import text_of
from draftproof.samples.values import (
    Answer,
    Client,
    Deadline,
    Defined,
    Imported,
    Known,
    Member,
    Payload,
    Prepared,
    Slot,
    Value,
    Written,
)

if TYPE_CHECKING:
    from draftproof.text.source import Span

_METHODS = frozenset({"post", "get", "put", "delete", "patch"})
_PREPARING = frozenset(
    {
        "rest_request",
        "url_request",
        "http_request",
        "http_request_message",
        "new_request",
        "new_request_with_context",
    }
)
_SENDING = frozenset(
    {
        "execute_async",
        "execute_post_async",
        "send",
        "send_async",
        "request",
        "do",
        "execute",
        "urlopen",
        "fetch",
        "new_call",
    }
)
_BODY = frozenset({"body", "content", "data"})
_READERS = frozenset({"on_data", "on_chunk", "on_body"})
"""Members of a request that are called with the pieces of the answer."""
_SETTING = frozenset(
    {"add", "set", "append", "header", "add_header", "set_header", "try_add_without_validation"}
)
_DEADLINES = frozenset({"cancellation_token_source", "with_timeout", "with_deadline"})


class PreparedReader(HttpCallReader):
    """The part of the interpreter that follows request objects and deadlines."""

    def prepare(self, target: Known, name: str, node: tree.Call) -> Known | None:
        """The request object or the deadline that a call makes, None for any other call."""
        verb = snake(name)
        if verb in _DEADLINES and not any(isinstance(a.value, tree.Function) for a in node.arguments):
            return Deadline(bounded=verb != "cancellation_token_source" or bool(node.arguments))
        if verb in _PREPARING:
            return self._prepared("", node)
        root = target.root if isinstance(target, Member) else target
        if name == "Request" and _is_urllib(target):
            return self._prepared("", node)
        if node.new and verb in _METHODS and isinstance(root, Imported) and root.module == "net/http":
            return self._prepared(verb.upper(), node)
        return None

    def _prepared(self, method: str, node: tree.Call) -> Prepared:
        made = Prepared(method=method)
        for argument in node.arguments:
            known = self.evaluate(argument.value)
            if isinstance(known, Deadline):
                made.bounded = made.bounded or known.bounded
            elif argument.name is not None and argument.name_span is not None:
                self.set_part(made, argument.name, argument.name_span, known)
            elif isinstance(known, Member):
                verb = snake(known.path[-1] if known.path else "").removeprefix("method_")
                made.method = verb.upper() if verb in _METHODS else made.method
            else:
                self._take_in(made, known)
        return made

    def _take_in(self, made: Prepared, known: Known) -> None:
        """A positional argument: the method, the URL, then the body."""
        text = text_of(known, self.evaluate)
        if text is not None and text.lower() in _METHODS and not made.method:
            made.method = text.upper()
        elif text is not None and made.url is None:
            made.url = self.as_value(known)
        elif made.url is not None and made.body is None and isinstance(known, Written | Payload):
            made.body = self.body_payload(known)

    def set_part(self, base: Member | Prepared | Client, name: str, span: Span, value: Known) -> None:
        """``request.body = ...``, ``request["Accept"] = ...``, ``client.headers.authorization = ...``."""
        root = base.root if isinstance(base, Member) else base
        headers = isinstance(base, Member) and bool(base.path) and snake(base.path[-1]).endswith("headers")
        if isinstance(root, Prepared):
            self._set_of_request(root, name, span, value, is_header=headers)
        elif isinstance(root, Client) and headers:
            root.headers = (*root.headers, self._header(name, span, value))
        elif isinstance(root, Client) and limits_time(name, self.as_value(value)):
            root.bounded = True

    def _set_of_request(
        self, made: Prepared, name: str, span: Span, value: Known, *, is_header: bool
    ) -> None:
        key = snake(name)
        if is_header or "-" in name or name.lower() == "authorization":
            made.headers.append(self._header(name, span, value))
        elif key in _BODY:
            made.body = self.body_payload(value)
        elif key in _READERS and isinstance(value, Defined):
            made.readers.append(value)
        elif key == "headers":
            made.headers.extend(self.payload(value).fields.values())
        elif key == "method":
            known = value.path[-1] if isinstance(value, Member) and value.path else ""
            verb = snake(known).removeprefix("method_") or text_of(value, self.evaluate) or ""
            made.method = verb.upper()
        elif key in ("url", "uri", "request_uri"):
            made.url = self.as_value(value)
        elif limits_time(name, self.as_value(value)):
            made.bounded = True

    def _header(self, name: str, span: Span, value: Known) -> Slot:
        return Slot(name.replace("_", "-"), self.place(span), self.as_value(value))

    def part_call(self, target: Known, name: str, node: tree.Call) -> bool:
        """True for a call that adds a header to a request or to a client, or ends a wait by a clock."""
        if not isinstance(target, Member) or not isinstance(target.root, Prepared | Client):
            return False
        if snake(name) not in _SETTING or len(node.arguments) != 2:
            return False
        key = node.arguments[0].value
        if not isinstance(key, tree.String) or key.value is None:
            return False
        base = Member(target.root, target.path[:-1], target.root_name)
        if isinstance(target.root, Client) and not (base.path and "header" in snake(base.path[-1])):
            return False
        slot = Slot(key.value, self.place(key.content), self._header_value(node))
        if isinstance(target.root, Prepared):
            target.root.headers.append(slot)
        else:
            target.root.headers = (*target.root.headers, slot)
        return True

    def _header_value(self, node: tree.Call) -> Value:
        value = node.arguments[1].value
        return self.as_value(self.evaluate(value)) or self.literal_value(value)

    def send_prepared(self, name: str, node: tree.Call, session: Client | None) -> Known | None:
        """The answer to a request object that is sent, None for any other call."""
        if snake(name) not in _SENDING:
            return None
        given = (self.evaluate(argument.value) for argument in node.arguments)
        request = next((known for known in given if isinstance(known, Prepared)), None)
        return self._sent(request, node, session) if request is not None else None

    def http_call(self, verb: str, node: tree.Call, session: Client | None) -> Known | None:
        """The answer to a request; one that a block completes is put together there."""
        last = node.arguments[-1].value if node.arguments else None
        if isinstance(last, tree.Function) and last.parameters and verb in _METHODS:
            made = self._prepared(verb.upper(), replace(node, arguments=node.arguments[:-1]))
            before = (made.body, len(made.headers))
            self.call_back(last, made)
            if (made.body, len(made.headers)) != before:
                return self._sent(made, node, session)
        return super().http_call(verb, node, session)

    def _sent(self, request: Prepared, node: tree.Call, session: Client | None) -> Known | None:
        """The answer to a request object."""
        if request.url is None:
            return None
        url = request.url
        text = text_of(Written(url.sample, url.node), self.in_sample(url.sample))
        if text is None:
            return None
        headers = (*(session.headers if session is not None else ()), *request.headers)
        bounded = request.bounded or (session is not None and session.bounded) or self.has_limit(node)
        method = request.method or ("POST" if request.body is not None else "GET")
        target = Target(url, self.below_base(session, text), method)
        answer = self.http_request(target, request.body, headers, node, bounded=bounded)
        for reader in request.readers:
            self.use_stream(answer.draft, self.place(reader.function.span, reader.sample))
            self.call_back(reader.function, Answer(answer.draft, "line"))
        for argument in node.arguments:
            if isinstance(argument.value, tree.Function):
                self.call_back(argument.value, answer)
        return answer


def _is_urllib(target: Known) -> bool:
    """True for ``urllib.request.Request``, however it was imported."""
    root = target.root if isinstance(target, Member) else target
    if isinstance(root, Imported):
        return root.module.partition(".")[0] == "urllib"
    return isinstance(target, Member) and target.root_name == "urllib"
