"""Calls: clients made, requests sent through SDKs and HTTP libraries, functions of the document, the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.answers import AnswerReader
from draftproof.samples.snapshots import SnapshotTaker
from draftproof.samples.facts import ModelUse, ProviderGuess
from draftproof.samples.knowledge import snake
from draftproof.samples.texts import HOLE, text_of
from draftproof.samples.values import (
    Answer,
    Defined,
    Client,
    Draft,
    Imported,
    Known,
    Written,
    Member,
    Payload,
    Slot,
    Nothing,
)

from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.samples.facts import Evidence
    from draftproof.samples.values import Value

_HTTP_MODULES = frozenset({"requests", "httpx", "aiohttp", "axios", "urllib3", "node-fetch", "got", "ky", "undici", "urllib.request", "superagent"})
_HTTP_VERBS = {"post": "POST", "get": "GET", "put": "PUT", "delete": "DELETE", "patch": "PATCH", "stream": "", "request": "", "urlopen": "POST", "send": ""}
_SESSION_CLASSES = frozenset({"Session", "Client", "AsyncClient", "ClientSession", "PoolManager", "Request"})
_TIME_LIMITS = frozenset({"timeout", "signal", "max_duration", "deadline", "read_timeout", "timeout_ms", "request_timeout", "abort_signal", "timeout_seconds"})
_DEADLINE_CALLS = frozenset({"timeout", "wait_for", "fail_after", "move_on_after", "timeout_at", "set_timeout", "abort_signal", "any"})
_SDK_OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout", "signal", "headers", "query", "max_retries", "idempotency_key", "http_client", "betas"})
_PARSE_OPTIONS = frozenset({"text_format", "event_handler", "response_format", "output_format"})
_BASE_NAMES = frozenset({"base_url", "api_base", "endpoint", "azure_endpoint", "base_path", "openai_api_base", "server_url"})
_KEY_NAMES = frozenset({"api_key", "token", "auth_token", "access_token", "openai_api_key", "anthropic_api_key"})
_LOADS = frozenset({"loads", "parse"})
_ENV = re.compile(r"[A-Z][A-Z0-9_]{2,}")
_LOCAL_HOST = re.compile(r"^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|[\w-]+\.local|[\w-]+)$")
_URL = re.compile(r"^(?:(https?|wss?)://)([^/?#\s]*)([^?#\s]*)", re.IGNORECASE)
_MODEL_NAMES = frozenset({"model", "model_name", "model_id"})
_MODEL_FIRST = frozenset({"from_provider", "get_model", "get_async_model", "init_chat_model", "chat_model", "language_model"})
_MODEL_CLASSES = ("chat", "llm", "open_ai", "embedding", "anthropic", "agent")
_MODEL_IN_PATH = re.compile(r"/models/([^/:?#\s]+):(?:stream)?[gG]enerate\w*")
_MODEL_VERBS = frozenset({"create", "parse", "stream", "completion", "acompletion", "generate", "generate_content", "generate_text", "stream_text",
    "create_partial", "create_iterable", "create_with_completion", "invoke", "chat", "complete", "acreate", "responses", "aresponses", "embedding",
    "aembedding", "embed", "from_provider", "image_generation", "transcription", "speech", "rerank", "text_completion", "moderation", "generate_object",
    "chat_completion", "text_generation", "messages", "count_tokens", "generate_content_stream", "create_variation", "edit", "batch_completion"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart as far as it is known. ``host`` is "" where it is not."""

    host: str
    path: str
    scheme: str = ""


def address_of(text: str) -> Address:
    """The parts of a URL whose unknown parts are ``HOLE``; an unknown beginning has no host."""
    match = _URL.match(text)
    if match:
        host = match[2].rpartition("@")[2].lower()
        bare = re.sub(r":\d+$", "", host)
        return Address("" if HOLE in bare else bare, match[3], match[1].lower())
    path = re.split(r"[?#\s]", text, maxsplit=1)[0]
    return Address("", path[path.rfind(HOLE) + 1 :] if HOLE in path else path)


def is_local(host: str) -> bool:
    """True for loopback, private and single-word hosts."""
    return bool(host) and _LOCAL_HOST.match(host) is not None


class CallReader(SnapshotTaker, AnswerReader):
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
                    self._add(base, argument)
                return Nothing()
            if isinstance(base, Written) and function.name in ("replace", "format", "strip", "rstrip", "rstrip", "encode", "lower"):
                return Nothing() if function.name in ("replace", "format") else base
            target = self.member(base, function.name, function.span)
        else:
            target = self.evaluate(function)
        if isinstance(target, Defined):
            return self.call_function(target, node)
        return self._called(target, node)

    def _add(self, payload: Payload, argument: tree.Argument) -> None:
        if argument.name is not None and argument.name_span is not None:
            payload.fields[argument.name] = Slot(argument.name, self.place(argument.name_span), self.literal_value(argument.value))
            return
        other = self.evaluate(argument.value)
        made = self.payload(other)
        payload.fields.update(made.fields)
        payload.open = payload.open or made.open

    def _called(self, target: Known, node: tree.Call) -> Known:
        path, name, root = _path_of(target)
        last = snake(name)
        if isinstance(root, Client) and root.style == "http":
            return self._http(last, node, root) or self._other(name, node)
        if isinstance(root, Imported):
            made = self._of_import(root, path, node)
            if made is not None:
                return made
        sdk = self._sdk_call(target, path, node)
        if sdk is not None:
            return sdk
        if isinstance(target, Member) and target.root is None and not path:
            if last == "fetch":
                return self._http("fetch", node, None) or self._other(name, node)
            client = self._unimported_client(name, node)
            if client is not None:
                return client
        if isinstance(target, Member) and target.root is None and path and target.root_name in ("requests", "httpx", "axios", "session", "http"):
            answer = self._http(last, node, None)
            if answer is not None:
                return answer
        return self._other(name, node)

    def _other(self, name: str, node: tree.Call) -> Known:
        """A call of no special meaning: its arguments are followed, an answer or a client handed in comes back."""
        last = snake(name)
        values: list[Known] = []
        for argument in node.arguments:
            values.append(self._pass(name, argument.value, node))
        if last == "isinstance" and len(values) > 1 and isinstance(values[0], Answer):
            self.is_instance(values[0], node.arguments[1].value)
            return Nothing()
        if last in _LOADS and values and isinstance(values[0], Answer):
            return self.parsed(values[0])
        if last in ("dict", "assign"):
            return self._dict(node)
        self._note_model(name, node)
        if last in ("dumps", "stringify", "str", "url", "urljoin", "bytes", "encode") and values:
            return values[0] if last != "urljoin" else self._joined(node)
        for value in values:
            if isinstance(value, Answer) and value.form in ("stream", "lines", "raw"):
                return Answer(value.draft, "stream") if last in ("event_source", "connect_sse", "aconnect_sse", "sse_client") else value
        if values and isinstance(values[0], Client):
            wrapper = self.knowledge.dialect_of(_module_of(node, self.environment.get)) if values[0].style != "http" else "wire"
            first = values[0]
            if wrapper == "wrapper":
                return Client(first.style, "wrapper", first.provider, first.evidence, first.base_url, first.bounded)
            return first
        return Nothing()

    def _joined(self, node: tree.Call) -> Known:
        if len(node.arguments) != 2:
            return Nothing()
        parts = tuple(argument.value for argument in node.arguments)
        return Written(self.sample, tree.Join(node.span, "+", parts))

    def _dict(self, node: tree.Call) -> Known:
        made = Payload()
        for argument in node.arguments:
            self._add(made, argument)
        return made

    def _pass(self, name: str, value: tree.Expression, node: tree.Call) -> Known:
        if isinstance(value, tree.Function):
            return self.evaluate(value)
        known = self.evaluate(value)
        self.pass_on(name, known, node)
        return known

    # -- clients

    def _of_import(self, root: Imported, path: tuple[str, ...], node: tree.Call) -> Known | None:
        module, name = root.module, root.name
        if name == "*" or name == "default":
            if path:
                name = path[0]
                path = path[1:]
            else:
                name = "default"
        if module in _HTTP_MODULES or module.split(".")[0] in ("requests", "httpx", "aiohttp"):
            if not path and name in _SESSION_CLASSES:
                return Client("http", bounded=self._has_limit(node))
            verb = snake(path[-1] if path else name)
            if verb == "default":
                verb = "request"
            if verb in ("connect_sse", "aconnect_sse"):
                return None
            return self._http(verb, node, None)
        if module.startswith("httpx_sse"):
            return None
        if path:
            return None
        candidates = (name,) if name != "default" else (self._local_name(node), "OpenAI" if "openai" in module else "Anthropic")
        for candidate in candidates:
            sdk = self.knowledge.sdk(module, candidate)
            if sdk is not None:
                return self._client(sdk.style, sdk.dialect, sdk.provider, node, hosted=sdk.hosted)
        return None

    def _local_name(self, node: tree.Call) -> str:
        return node.function.text if isinstance(node.function, tree.Name) else ""

    def _unimported_client(self, name: str, node: tree.Call) -> Client | None:
        """A client class whose import stands in no sample: well-known names only."""
        for provider in self.knowledge.providers.values():
            for entry in provider.sdks:
                if name in entry["classes"] and name not in ("Client", "AsyncClient"):
                    return self._client(entry["style"], "wire", provider.name, node, hosted=bool(entry.get("hosted")))
        return None

    def _client(self, style: str, dialect: str, provider: str | None, node: tree.Call, *, hosted: bool) -> Client:
        options = self._options(node)
        base = next((options[n] for n in options if snake(n) in _BASE_NAMES), None)
        keys: list[str] = []
        for name, value in options.items():
            if snake(name) in _KEY_NAMES and value is not None:
                keys.extend(_ENV.findall(self._source(value)))
        client = Client(style, dialect, provider, "sdk" if provider else "none", base, self._has_limit(node), hosted, tuple(keys))
        function = node.function
        if isinstance(function, tree.Name | tree.Attribute):
            self._note_model(function.text if isinstance(function, tree.Name) else function.name, node)
        return client

    def _source(self, value: Value) -> str:
        _, content = self._places[value.sample]
        return content.text[value.node.span.start : value.node.span.end]

    def _options(self, node: tree.Call) -> dict[str, Value | None]:
        """Keyword arguments, and the members of an options object."""
        found: dict[str, Value | None] = {}
        for argument in node.arguments:
            known = self.evaluate(argument.value)
            if argument.name is not None:
                found[argument.name] = self.as_value(known) or self.literal_value(argument.value)
            elif isinstance(known, Payload) or (isinstance(known, Written) and isinstance(known.node, tree.Mapping)):
                made = self.payload(known)
                found.update({name: field.value for name, field in made.fields.items()})
        return found

    def _has_limit(self, node: tree.Call) -> bool:
        for name, value in self._options(node).items():
            if snake(name) in _TIME_LIMITS and (value is None or not isinstance(value.node, tree.Null)):
                return True
        return False

    def is_deadline(self, node: tree.Expression) -> bool:
        """True for ``asyncio.timeout(30)`` and the like in the head of a block."""
        if not isinstance(node, tree.Call) or not node.arguments:
            return False
        function = node.function
        name = function.name if isinstance(function, tree.Attribute) else function.text if isinstance(function, tree.Name) else ""
        return snake(name) in _DEADLINE_CALLS

    # -- SDK requests

    def _sdk_call(self, target: Known, path: tuple[str, ...], node: tree.Call) -> Known | None:
        root = target.root if isinstance(target, Member) else None
        names = tuple(snake(part) for part in path)
        raw = False
        if len(names) > 1 and names[-2] in ("with_raw_response", "with_streaming_response"):
            names, raw = (*names[:-2], names[-1]), True
        found: tuple[str, bool] | None = None
        for length in range(len(names), 1, -1):
            found = self.knowledge.calls.get(names[-length:])
            if found is not None:
                names = names[-length:]
                break
        passthrough = names in self.knowledge.passthrough
        if found is None or raw:
            return None
        family, streams = found
        client = root if isinstance(root, Client) else None
        dialect = client.dialect if client else self._dialect_of_root(root)
        dialect = "drop-in" if passthrough else dialect
        options = _merged_options(node)
        if family == "anthropic_messages" and not self._is_messages(client, dialect, node):
            return None
        if client is None and dialect == "wire" and len(names) < 2:
            return None
        return self._request(family, streams, client, dialect, node, options)

    def _dialect_of_root(self, root: Known | None) -> str:
        if isinstance(root, Imported):
            return self.knowledge.dialect_of(root.module)
        return "drop-in" if self.wrapped else "wire"

    def _is_messages(self, client: Client | None, dialect: str, node: tree.Call) -> bool:
        """``messages.create`` is a common name; it is Anthropic's with its client or its fields."""
        if client is not None and client.style == "anthropic":
            return True
        names = {a.name for a in node.arguments}
        for argument in node.arguments:
            if isinstance(argument.value, tree.Mapping):
                names |= {entry.name for entry in argument.value.entries}
        return "model" in names and bool(names & {"max_tokens", "messages"}) and dialect != "wrapper"

    def _request(
        self, family: str, streams: bool, client: Client | None, dialect: str, node: tree.Call, options: set[str]
    ) -> Known:
        fields, is_open = self._body(node)
        stream_field = fields.get("stream")
        stream: bool | None = True if streams else _truth(stream_field.value) if stream_field else False
        if stream_field is None and is_open and not streams:
            stream = None
        kept = tuple(
            field for name, field in fields.items()
            if snake(name) not in _SDK_OPTIONS and not (streams and snake(name) in _PARSE_OPTIONS)
        )  # fmt: skip
        function = node.function
        parse = isinstance(function, tree.Attribute) and snake(function.name) in ("parse", "stream")
        if parse:
            kept = tuple(field for field in kept if snake(field.name) not in _PARSE_OPTIONS)
        contract = self.knowledge.contracts[family]
        bounded = (client.bounded if client else False) or bool(options & _TIME_LIMITS) or self.bound_nesting > 0 or self._has_limit(node)
        draft = self._draft(
            Draft(
                self.sample, family, "sdk", dialect, self._provider(client, None), contract.create[0], contract.create[1],
                self.place(function.span), self.place(node.span), self.shown(kept), (), None,
                self.data_of(client.base_url) if client and client.base_url else None, client.style if client else "", is_open or client is None, stream, bounded,
            ),
            node,
        )  # fmt: skip
        self._model_of(draft, fields.get("model"), function)
        return Answer(draft, "stream" if stream else "result")

    def _body(self, node: tree.Call) -> tuple[dict[str, Slot], bool]:
        """The fields that a call gives: keyword arguments, or the members of its first argument."""
        fields: dict[str, Slot] = {}
        is_open = False
        for index, argument in enumerate(node.arguments):
            value = argument.value
            if argument.name is not None and argument.name_span is not None:
                known = self.evaluate(value)
                fields[argument.name] = Slot(argument.name, self.place(argument.name_span), self.as_value(known) or self.literal_value(value))
            elif isinstance(value, tree.Spread) or (index == 0 and not isinstance(value, tree.Unknown)):
                known = self.evaluate(value)
                if isinstance(known, Payload) or (isinstance(known, Written) and isinstance(known.node, tree.Mapping)):
                    made = self.payload(known)
                    fields.update(made.fields)
                    is_open = is_open or made.open
                else:
                    is_open = True
            elif isinstance(value, tree.Unknown):
                is_open = True
        return fields, is_open

    def _draft(self, draft: Draft, node: tree.Call) -> Draft:
        """A call that is followed twice is one request."""
        key = (self.sample, node.span)
        if key not in self._by_call:
            self._by_call[key] = draft
            self.drafts.append(draft)
        known = self._by_call[key]
        known.bounded = known.bounded or draft.bounded
        return known

    def _model_of(self, draft: Draft, field: Slot | None, function: tree.Expression) -> None:
        del function
        if field is None or field.value is None or not isinstance(field.value.node, tree.String):
            return
        node = field.value.node
        if node.value is not None:
            place = self.place(node.content, field.value.sample)
            self._add_model(ModelUse(self.sample, node.value, place, "request", self.drafts.index(draft)))

    def _add_model(self, use: ModelUse) -> None:
        if all(use.place != known.place for known in self.model_uses):
            self.model_uses.append(use)

    def _note_model(self, name: str, node: tree.Call) -> None:
        """A model given to a call that is not judged: a wrapper's, an agent's, a model class's.

        Where the call's name does not say that it generates something, the value has to look like a model id.
        """
        verb = snake(name)
        sure = verb in _MODEL_VERBS or (name[:1].isupper() and any(word in verb for word in _MODEL_CLASSES))
        for argument_name, value in self._options(node).items():
            if value is None:
                continue
            if snake(argument_name) in _MODEL_NAMES:
                self._given_model(value, name, sure=sure)
            elif isinstance(value.node, tree.Mapping) and not isinstance(value.node, tree.String):
                inner = self.payload(Written(value.sample, value.node)).fields.get("model")
                if inner is not None and inner.value is not None:
                    self._given_model(inner.value, name, sure=False)
        if verb in _MODEL_FIRST and node.arguments and node.arguments[0].name is None:
            self._given_model(self.literal_value(node.arguments[0].value), name, sure=False)

    def _given_model(self, value: Value, call: str, *, sure: bool) -> None:
        if not isinstance(value.node, tree.String) or value.node.value is None:
            return
        if sure or self.knowledge.looks_like_model(value.node.value):
            self._add_model(ModelUse(self.sample, value.node.value, self.place(value.node.content, value.sample), call))

    # -- providers

    def _provider(self, client: Client | None, host: str | None, headers: str = "") -> ProviderGuess:
        if client is not None and client.base_url is not None:
            text = text_of(Written(client.base_url.sample, client.base_url.node), self._in_sample(client.base_url.sample))
            host = address_of(text).host if text else ""
            guess = self._by_host(host) if host else None
            if guess is not None:
                return guess
            by_env = self._by_env(client.key_names)
            return by_env or ProviderGuess("", "none", host or HOLE)
        if host:
            return self._by_host(host) or ProviderGuess("", "none", host)
        if client is not None and client.provider is not None:
            by_env = self._by_env(client.key_names)
            if by_env is not None and by_env.name != client.provider:
                return by_env
            return ProviderGuess(client.provider, "sdk" if not client.hosted else "none")
        return self._by_env(tuple(_ENV.findall(headers))) or ProviderGuess("", "none")

    def _in_sample(self, sample: int):  # type: ignore[no-untyped-def]  # a closure over evaluate
        def evaluate(node: tree.Expression) -> Known:
            outer, self.sample = self.sample, sample
            known = self.evaluate(node)
            self.sample = outer
            return known

        return evaluate

    def _by_host(self, host: str) -> ProviderGuess | None:
        provider = self.knowledge.provider_of_host(host)
        return ProviderGuess(provider.name, "host", host) if provider else None

    def _by_env(self, names: tuple[str, ...]) -> ProviderGuess | None:
        for name in names:
            provider = self.knowledge.provider_of_env(name)
            if provider is not None:
                evidence: Evidence = "environment"
                return ProviderGuess(provider.name, evidence)
        return None

    # -- HTTP requests

    def _http(self, verb: str, node: tree.Call, session: Client | None) -> Known | None:
        if verb not in _HTTP_VERBS and verb not in ("fetch", "request"):
            return None
        positional = [a.value for a in node.arguments if a.name is None]
        options = self._options(node)
        url_node: tree.Expression | None = None
        method = _HTTP_VERBS.get(verb, "")
        if verb in ("stream", "request") and len(positional) > 1:
            method = (text_of(self.evaluate(positional[0]), self.evaluate) or "").upper()
            url_node = positional[1]
        elif positional:
            url_node = positional[0]
        url = options.get("url")
        if url_node is not None:
            known = self.evaluate(url_node)
            if isinstance(known, Payload) or isinstance(known, Member | Nothing):
                url = options.get("url")
            else:
                url = self.as_value(known) or url
        if url is None:
            return None
        text = text_of(Written(url.sample, url.node), self._in_sample(url.sample))
        if text is None:
            return None
        given = options.get("method")
        if given is not None and isinstance(given.node, tree.String) and given.node.value:
            method = given.node.value.upper()
        body = self._http_body(verb, positional, node)
        return self.http_request(url, text, method or ("POST" if body is not None else "GET"), body, self._headers(options), node, session, options)

    def _http_body(self, verb: str, positional: list[tree.Expression], node: tree.Call) -> Payload | None:
        for argument in node.arguments:
            if argument.name in ("json", "data", "content", "body"):
                return self._body_payload(argument.value)
        for value in positional[1:]:
            known = self.evaluate(value)
            if isinstance(known, Payload) or (isinstance(known, Written) and isinstance(known.node, tree.Mapping)):
                made = self.payload(known)
                field = made.fields.get("body") or made.fields.get("data") or made.fields.get("json")
                if field is not None and field.value is not None:
                    outer, self.sample = self.sample, field.value.sample
                    result = self._body_payload(field.value.node)
                    self.sample = outer
                    return result
                if verb in ("post", "put", "patch") and value is positional[1]:
                    return made
        return None

    def _body_payload(self, node: tree.Expression) -> Payload:
        known = self.evaluate(node)
        if isinstance(known, Written) and isinstance(known.node, tree.String):
            from draftproof.samples.languages.jsonlike import parse_body  # noqa: PLC0415 - only for bodies in strings

            known = Written(known.sample, parse_body(known.node))
        return self.payload(known)

    def _headers(self, options: dict[str, Value | None]) -> tuple[Slot, ...]:
        value = options.get("headers")
        if value is None:
            return ()
        made = self.payload(Written(value.sample, value.node))
        return tuple(made.fields.values())

    def http_request(
        self, url: Value, text: str, method: str, body: Payload | None, headers: tuple[Slot, ...], node: tree.Call,
        session: Client | None, options: dict[str, Value | None], *, bounded: bool = False,
    ) -> Known:  # fmt: skip
        """Note a request that goes to a URL. ``text`` is the URL with holes."""
        address = address_of(text)
        family = self.knowledge.family_of_path(address.path) if method in ("POST", "") else None
        keys = " ".join(self._source(h.value) for h in headers if h.value is not None)
        provider = self._provider(None, address.host or None, keys)
        fields = body.fields if body is not None else {}
        stream_field = fields.get("stream")
        stream = _truth(stream_field.value) if stream_field else False
        limited = bounded or (session.bounded if session else False) or self.bound_nesting > 0
        limited = limited or any(snake(n) in _TIME_LIMITS and not (v and isinstance(v.node, tree.Null)) for n, v in options.items())
        draft = self._draft(
            Draft(
                self.sample, family, "http", "wire", provider, method, address.path, url.place, self.place(node.span),
                self.shown(fields.values()), self.shown(headers), self.data_of(url), None, "", body is None or body.open, stream, limited,
            ),
            node,
        )  # fmt: skip
        self._model_of(draft, fields.get("model"), node.function)
        named = _MODEL_IN_PATH.search(text)
        if named and isinstance(url.node, tree.String) and url.node.value == text and url.node.origins is None:
            start = url.node.content.start
            place = self.place(Span(start + named.start(1), start + named.end(1)), url.sample)
            self._add_model(ModelUse(self.sample, named[1], place, "request", self.drafts.index(draft)))
        return Answer(draft, "raw")


def _path_of(target: Known) -> tuple[tuple[str, ...], str, Known | None]:
    """The path below the root, its last name, and the root."""
    if isinstance(target, Member):
        return target.path, (target.path[-1] if target.path else target.root_name), target.root
    if isinstance(target, Imported):
        return (), target.name, target
    return (), "", None


def _module_of(node: tree.Call, lookup):  # type: ignore[no-untyped-def]  # Environment.get
    function = node.function
    while isinstance(function, tree.Attribute):
        function = function.base
    known = lookup(function.text) if isinstance(function, tree.Name) else None
    if isinstance(known, Imported):
        return known.module
    return function.text if isinstance(function, tree.Name) else ""


def _merged_options(node: tree.Call) -> set[str]:
    return {snake(argument.name) for argument in node.arguments if argument.name is not None}


def _truth(value: Value | None) -> bool | None:
    if value is None:
        return None
    if isinstance(value.node, tree.Bool):
        return value.node.value
    if isinstance(value.node, tree.String) and value.node.value in ("true", "false"):
        return value.node.value == "true"
    return None
