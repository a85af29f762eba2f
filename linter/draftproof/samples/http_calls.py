"""Requests sent through HTTP libraries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.samples import tree
from draftproof.samples.addresses import address_of
from draftproof.samples.clients import ClientReader
from draftproof.samples.facts import Request
from draftproof.samples.knowledge import snake
from draftproof.samples.options import is_mapping, truth
from draftproof.samples.texts import HOLE, text_of
from draftproof.samples.values import Answer, Client, Draft, Member, Nothing, Payload, Slot, Value, Written
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.samples.values import Imported, Known

_MODULES = frozenset(
    {
        *("requests", "httpx", "aiohttp", "axios", "urllib3", "node-fetch", "got", "ky", "undici"),
        *(
            "urllib.request",
            "superagent",
            "net/http",
            "httparty",
            "faraday",
            "rest-client",
            "typhoeus",
            "okhttp3",
            "guzzlehttp/guzzle",
            "illuminate/http",
            "symfony/http-client",
            "wordpress",
            "reqwest",
        ),
    }
)
_PYTHON_PACKAGES = frozenset({"requests", "httpx", "aiohttp"})
_SESSION_CLASSES = frozenset(
    {
        "Session",
        "Client",
        "AsyncClient",
        "ClientSession",
        "PoolManager",
        "Request",
        "HTTP",
        "start",
        "HttpClient",
        "OkHttpClient",
        "URLSession",
    }
)
_VERBS = {
    **{verb: verb.upper() for verb in ("post", "get", "put", "delete", "patch")},
    **dict.fromkeys(("stream", "request", "send", "fetch"), ""),
    "urlopen": "POST",
}
_CAPITALS = frozenset({"Url", "Method", "Headers"})
_SESSION_BASES = ("base_url", "baseURL", "prefixUrl", "base_uri", "BaseAddress", "url")
_RESOLVING = frozenset({"faraday", "HttpClient", "guzzlehttp/guzzle", "symfony/http-client"})
"""Libraries and clients where a path from the root replaces the path of the base URL."""
_HEADERS = frozenset({"authorization", "content-type", "x-api-key", "accept"})
_SSE_CALLS = frozenset({"connect_sse", "aconnect_sse"})
_BODY_ARGUMENTS = ("json", "data", "content", "body")
_AFTER_HOST = re.compile(r"(?<=[\w\]\ufffc])/.*", re.DOTALL)
_MODEL_IN_PATH = re.compile(r"/models/([^/:?#\s]+):(?:stream)?[gG]enerate\w*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the URL as written, its text with holes, the method ("" where unknown)."""

    url: Value
    text: str
    method: str


class HttpCallReader(ClientReader):
    """The part of the interpreter that follows calls of HTTP libraries."""

    def http_of_import(self, root: Imported, path: tuple[str, ...], node: tree.Call) -> Known | None:
        """The session or the answer that a call of an HTTP library gives."""
        name = path[-1] if path else root.name
        if root.module.partition(".")[0] == "httpx_sse" and name in _SSE_CALLS:
            return self._sse(node)
        if root.module not in _MODULES and root.module.partition(".")[0] not in _PYTHON_PACKAGES:
            return None
        if (len(path) < 2 and name == "create") or (node.new and not path):
            return self._session(node, resolves=root.module in _RESOLVING)
        return self.http_of_name("request" if name in ("default", "*") else name, node)

    def http_of_name(self, name: str, node: tree.Call) -> Known | None:
        """The session or the answer that a call of that name in an HTTP library gives."""
        if name not in _SESSION_CLASSES:
            return self.http_call(snake(name), node, None)
        session = self._session(node, resolves=name in _RESOLVING)
        blocks = [a.value for a in node.arguments if isinstance(a.value, tree.Function)]
        results = [self.call_back(block, session) for block in blocks]
        return next((known for known in results if isinstance(known, Answer)), session)

    def http_call(self, verb: str, node: tree.Call, session: Client | None) -> Known | None:
        """The answer to a request through an HTTP library, None for any other call."""
        verb = verb.removesuffix("_async").removesuffix("_as_json")
        if verb not in _VERBS:
            return None
        positional = [a.value for a in node.arguments if a.name is None]
        options = self.options(node)
        options |= {name.lower(): value for name, value in options.items() if name in _CAPITALS}
        method = _VERBS[verb]
        if verb in ("stream", "request") and len(positional) > 1:
            given = text_of(self.evaluate(positional[0]), self.evaluate)
            if given is not None and given.isalpha():
                method = given.upper()
                positional = positional[1:]
        url = self._url(positional, options)
        if url is None:
            return None
        text = text_of(Written(url.sample, url.node), self.in_sample(url.sample))
        if text is None:
            return None
        text = self.below_base(session, text)
        named = options.get("method")
        if named is not None and isinstance(named.node, tree.String) and named.node.value:
            method = named.node.value.upper()
        body = self._body(verb, positional, node)
        headers = self._headers(options) or self._positional_headers(positional[2:])
        return self.http_request(
            Target(url, text, method or ("POST" if body is not None else "GET")),
            body,
            (*(session.headers if session is not None else ()), *headers),
            node,
            bounded=(session is not None and session.bounded) or self.has_limit(node),
        )

    def _sse(self, node: tree.Call) -> Known | None:
        """``connect_sse(client, "POST", url, json=...)``: what the client would send, read as events."""
        if not node.arguments or node.arguments[0].name is not None:
            return None
        client = self.evaluate(node.arguments[0].value)
        session = client if isinstance(client, Client) else None
        sent = tree.Call(node.span, node.function, node.arguments[1:])
        answer = self.http_call("stream", sent, session)
        return Answer(answer.draft, "stream") if isinstance(answer, Answer) else answer

    def _session(self, node: tree.Call, *, resolves: bool = False) -> Client:
        options = self.options(node)
        base = next((options[name] for name in _SESSION_BASES if name in options), None)
        bounded = self.has_limit(node)
        made = Client(
            "http", base_url=base, bounded=bounded, headers=self._headers(options), resolves=resolves
        )
        for argument in node.arguments:
            if resolves and isinstance(argument.value, tree.Function):
                self.call_back(argument.value, made)
        return made

    def below_base(self, session: Client | None, text: str) -> str:
        """The text of a URL that a session completes."""
        if session is None or session.base_url is None or "://" in text:
            return text
        base = session.base_url
        start = text_of(Written(base.sample, base.node), self.in_sample(base.sample))
        if start and session.resolves and text.startswith("/"):
            start = _AFTER_HOST.sub("", start)
        return f"{(start or HOLE).rstrip('/')}/{text.lstrip('/')}"

    def _url(self, positional: list[tree.Expression], options: Mapping[str, Value | None]) -> Value | None:
        url = options.get("url") or options.get("Uri") or options.get("uri")
        if not positional:
            return url
        known = self.evaluate(positional[0])
        if is_mapping(known) or isinstance(known, Member | Nothing):
            return url
        return self.as_value(known) or url

    def _body(self, verb: str, positional: list[tree.Expression], node: tree.Call) -> Payload | None:
        for argument in node.arguments:
            if argument.name in _BODY_ARGUMENTS:
                return self._body_payload(argument.value)
        options_at = 0 if verb == "request" else 1
        for index, value in enumerate(positional[options_at:], options_at):
            known = self.evaluate(value)
            if index == 1 and verb in ("post", "put", "patch") and _is_text(known):
                return self.body_payload(known)
            if not is_mapping(known):
                continue
            made = self.payload(known)
            field = next(
                (made.fields[name] for name in ("body", "data", "json", "Body") if name in made.fields), None
            )
            if field is not None and field.value is not None:
                if field.value.payload is not None:
                    return field.value.payload
                outer, self.sample = self.sample, field.value.sample
                result = self._body_payload(field.value.node)
                self.sample = outer
                return result
            if verb in ("post", "put", "patch") and index == 1:
                return made
        return None

    def _body_payload(self, node: tree.Expression) -> Payload:
        return self.body_payload(self.evaluate(node))

    def body_payload(self, known: Known) -> Payload:
        """The fields of a body: a mapping, or a text in which JSON stands."""
        if isinstance(known, Written) and isinstance(known.node, tree.String):
            from draftproof.samples.languages.jsonlike import parse_body  # noqa: PLC0415 - for bodies in strings

            known = Written(known.sample, parse_body(known.node))
        return self.payload(known)

    def _headers(self, options: Mapping[str, Value | None]) -> tuple[Slot, ...]:
        value = options.get("headers")
        if value is None:
            return ()
        return tuple(self.payload(Written(value.sample, value.node)).fields.values())

    def _positional_headers(self, values: list[tree.Expression]) -> tuple[Slot, ...]:
        """A mapping after the body that has the names of headers."""
        for value in values:
            known = self.evaluate(value)
            if is_mapping(known):
                fields = self.payload(known).fields
                if any(name.lower() in _HEADERS for name in fields):
                    return tuple(fields.values())
        return ()

    def http_request(
        self,
        target: Target,
        body: Payload | None,
        headers: tuple[Slot, ...],
        node: tree.Call,
        *,
        bounded: bool,
    ) -> Answer:
        """Note a request that goes to a URL."""
        address = address_of(target.text)
        family = self.knowledge.family_of_path(address.path, target.method or "POST", address.host)
        keys = " ".join(self.source_of(header.value) for header in headers if header.value is not None)
        fields = body.fields if body is not None else {}
        stream_field = fields.get("stream")
        draft = Draft(
            Request(
                sample=self.sample,
                family=family,
                transport="http",
                dialect="wire",
                provider=self.provider_of_address(address, keys),
                method=target.method,
                path=address.path,
                place=target.url.place,
                call=self.place(node.span),
                fields=self.shown(fields.values()),
                headers=self.shown(headers),
                url=self.data_of(target.url),
                open=body is None or body.open,
                stream=truth(stream_field.value)
                if stream_field
                else self.knowledge.streams_by_path(family, address.path),
                bounded=bounded or self.bound_nesting > 0,
            )
        )
        draft = self.note_draft(draft, node)
        self.note_model_of(draft, fields.get("model"))
        self._note_model_in_path(draft, target)
        return Answer(draft, "raw")

    def _note_model_in_path(self, draft: Draft, target: Target) -> None:
        named = _MODEL_IN_PATH.search(target.text)
        node = target.url.node
        if named and isinstance(node, tree.String) and node.value == target.text and node.origins is None:
            start = node.content.start
            span = Span(start + named.start(1), start + named.end(1))
            self.note_model_at(draft, named[1], self.place(span, target.url.sample))


def _is_text(known: Known) -> bool:
    return isinstance(known, Written) and isinstance(known.node, tree.String)
