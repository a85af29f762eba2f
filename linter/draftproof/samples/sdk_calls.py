"""Requests sent through SDKs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.clients import ClientReader
from draftproof.samples.facts import Request
from draftproof.samples.knowledge import snake
from draftproof.samples.options import truth
from draftproof.samples.values import Answer, Client, Draft, Imported, Member

if TYPE_CHECKING:
    from draftproof.samples.knowledge import Contract
    from draftproof.samples.values import Form, Known, Slot

_OPTIONS = frozenset(
    {
        *("extra_headers", "extra_query", "extra_body", "timeout", "signal", "headers", "query"),
        *("request_options", "max_retries", "idempotency_key", "http_client", "betas"),
        *("context", "api_key", "base_url", "request_timeout", "middleware"),
    }
)
"""Arguments for the client itself, not for the body."""
_PARSE_OPTIONS = frozenset({"text_format", "event_handler", "output_format"})
"""Arguments of helpers that parse answers."""
_RAW = frozenset({"with_raw_response", "with_streaming_response"})


class SdkCallReader(ClientReader):
    """The part of the interpreter that follows calls of SDKs."""

    def sdk_call(self, target: Known, path: tuple[str, ...], node: tree.Call) -> Known | None:
        """The answer to a request through an SDK, None for any other call."""
        root = target.root if isinstance(target, Member) else None
        names = tuple(snake(part) for part in path)
        wrapping = target if isinstance(target, Imported) else root
        if isinstance(wrapping, Imported | Client) and (found := self._wrapper_call(wrapping, names, node)):
            return found
        raw = len(names) > 1 and names[-2] in _RAW
        if raw:
            names = (*names[:-2], names[-1])
        wrapped = self._body_argument(names, node)
        blocks = tuple(a for a in node.arguments if isinstance(a.value, tree.Function))[:1]
        if wrapped is not None:
            spelt = (*names[:-1], f"{names[-1]}({wrapped.name})")
            names = (
                spelt if spelt[-2:] in self.knowledge.calls or spelt[-1:] in self.knowledge.calls else names
            )
            node = replace(node, arguments=(tree.Argument(wrapped.value.span, wrapped.value),))
        shortest = 1 if isinstance(root, Client) or wrapped is not None or self._is_typed(node) else 2
        lengths = range(len(names), shortest - 1, -1)
        called = next((names[-n:] for n in lengths if names[-n:] in self.knowledge.calls), None)
        if called is None and names[-1:] in self.knowledge.typed_calls and not isinstance(root, Imported):
            called = names[-1:]
        if called is None:
            return self._answer_call(names, root, node) if isinstance(root, Client) else None
        family, streams = self.knowledge.calls[called]
        client = root if isinstance(root, Client) else None
        if not _is_meant(self.knowledge.contracts[family], client):
            return None
        dialect = client.dialect if client else self._dialect_of_root(root)
        if called in self.knowledge.passthrough:
            dialect = "drop-in"
        if called in self.knowledge.typed_calls and dialect == "wire":
            dialect = "typed"
        if family == "anthropic_messages" and not self._is_messages(client, dialect, node):
            return None
        draft = self._request(family, streams=streams, client=client, dialect=dialect, node=node)
        form: Form = "raw" if raw else "stream" if draft.sent.stream else "result"
        if wrapped is not None:
            self._call_blocks(draft, blocks)
        return Answer(draft, form)

    def _call_blocks(self, draft: Draft, blocks: tuple[tree.Argument, ...]) -> None:
        """Blocks behind a call that is handed its whole body are called with the answer, or every event."""
        for block in blocks:
            if draft.sent.stream:
                self.use_stream(draft, self.place(block.value.span))
            self.call_back(block.value, Answer(draft, "event" if draft.sent.stream else "result"))

    def _wrapper_call(
        self, root: Imported | Client, names: tuple[str, ...], node: tree.Call
    ) -> Answer | None:
        """The answer to a wrapper's own call, for wrappers that have a contract."""
        if isinstance(root, Client):
            package, client = root.package, root
        else:
            package, client = root.module, None
            names = names if root.name in ("*", "default") else (snake(root.name), *names)
        known = self.knowledge.wrapper_call(package, names) if package else None
        if known is None:
            return None
        family, streams = known
        draft = self._request(family, streams=streams, client=client, dialect="wrapper", node=node)
        self.note_model(names[-1], node)
        return Answer(draft, "stream" if draft.sent.stream else "result")

    def _body_argument(self, names: tuple[str, ...], node: tree.Call) -> tree.Argument | None:
        """The argument that holds the whole body, for calls that are known to have one."""
        known = self.knowledge.body_arguments.get(names[-1], ()) if names else ()
        return next((argument for argument in node.arguments if argument.name in known), None)

    def _is_typed(self, node: tree.Call) -> bool:
        """True where a literal of a class is handed in: it says by itself whose request it is."""
        values = (argument.value for argument in node.arguments)
        return any(isinstance(value, tree.Mapping) and value.type_name for value in values)

    def _answer_call(self, names: tuple[str, ...], client: Client, node: tree.Call) -> Known | None:
        """The answer that ``client.responses.retrieve(...)`` and the like give."""
        family = self.knowledge.answer_calls.get(names[-2:])
        if family is None:
            return None
        function = node.function
        draft = Draft(
            Request(
                sample=self.sample,
                family=family,
                transport="sdk",
                dialect=client.dialect,
                provider=self.provider_of_client(client),
                method="GET",
                path=f"{self.knowledge.contracts[family].create[1]}/{{id}}",
                place=self.place(function.span),
                call=self.place(node.span),
                base_style=client.style,
                open=True,
                stream=truth(self.options(node).get("stream")),
                bounded=client.bounded or self.bound_nesting > 0 or self.has_limit(node),
            )
        )
        draft = self.note_draft(draft, node)
        return Answer(draft, "stream" if draft.sent.stream else "result")

    def _dialect_of_root(self, root: Known | None) -> str:
        if isinstance(root, Imported):
            return self.knowledge.dialect_of(root.module)
        return "drop-in" if self.wrapped else "wire"

    def _is_messages(self, client: Client | None, dialect: str, node: tree.Call) -> bool:
        """``messages.create`` is a common name; it is Anthropic's with its client or its fields."""
        if client is not None and client.style == "anthropic":
            return True
        names = self.body_of(node)[0].keys()
        return dialect != "wrapper" and "model" in names and not names.isdisjoint(("max_tokens", "messages"))

    def _request(
        self, family: str, *, streams: bool, client: Client | None, dialect: str, node: tree.Call
    ) -> Draft:
        fields, is_open = self.body_of(node) if dialect != "typed" else ({}, True)
        function = node.function
        helper = isinstance(function, tree.Attribute) and snake(function.name) in ("parse", "stream")
        left_out = _OPTIONS | _PARSE_OPTIONS if helper else _OPTIONS
        kept = tuple(field for name, field in fields.items() if snake(name) not in left_out)
        contract = self.knowledge.contract_of(family)
        method, endpoint = contract.create if contract is not None else ("", "")
        draft = Draft(
            Request(
                sample=self.sample,
                family=family,
                transport="sdk",
                dialect=dialect,
                provider=self.provider_of_client(client),
                method=method,
                path=endpoint,
                place=self.place(function.span),
                call=self.place(node.span),
                fields=self.shown(kept),
                base_url=self.data_of(client.base_url)
                if client and client.base_url and client.versioned
                else None,
                base_style=client.style if client else "",
                open=is_open or client is None,
                stream=streams or (_streams(fields, is_open=is_open) if dialect != "typed" else False),
                bounded=(client is not None and client.bounded)
                or self.bound_nesting > 0
                or self.has_limit(node),
            )
        )
        draft = self.note_draft(draft, node)
        self.note_model_of(draft, fields.get("model"))
        self._follow_reader(draft, fields.get("stream"))
        return draft

    def _follow_reader(self, draft: Draft, field: Slot | None) -> None:
        """A function in the place of the stream flag is called with every event."""
        if field is None or field.value is None or not isinstance(field.value.node, tree.Function):
            return
        outer, self.sample = self.sample, field.value.sample
        self.use_stream(draft, self.place(field.value.node.span))
        self.call_back(field.value.node, Answer(draft, "event"))
        self.sample = outer


def _is_meant(contract: Contract, client: Client | None) -> bool:
    """False for a call of a common name below something else than a client that has such calls."""
    if client is None:
        return not contract.generic
    if contract.generic and client.dialect == "wrapper":
        return False
    return not contract.styles or client.style in contract.styles


def _streams(fields: dict[str, Slot], *, is_open: bool) -> bool | None:
    field = fields.get("stream")
    if field is not None:
        given = field.value is not None and isinstance(field.value.node, tree.Function)
        return True if given else truth(field.value)
    return None if is_open else False
