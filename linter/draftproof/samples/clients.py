"""Clients that a sample makes, and who would be asked through them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.addresses import Address, address_of, is_own_machine
from draftproof.samples.facts import ProviderGuess
from draftproof.samples.given_models import ModelNoter
from draftproof.samples.knowledge import snake
from draftproof.samples.options import called_name
from draftproof.samples.texts import HOLE, text_of
from draftproof.samples.values import Client, Imported, Written

if TYPE_CHECKING:
    from draftproof.samples.knowledge import Sdk
    from draftproof.samples.values import Draft

BASE_NAMES = frozenset(
    {
        *("base_url", "api_base", "endpoint", "azure_endpoint", "base_path", "openai_api_base", "server_url"),
        *("base_address", "uri_base", "base_uri"),
    }
)
_WITHOUT_VERSION = frozenset({"uri_base"})
"""Names of base URLs to which the client adds the version of the API."""
_KEY_NAMES = frozenset(
    {"api_key", "token", "auth_token", "access_token", "openai_api_key", "anthropic_api_key"}
)
_COMMON_NAMES = frozenset({"Client", "AsyncClient", "DefaultConfig", "NewClient"})
_ENV = re.compile(r"[A-Z][A-Z0-9_]{2,}")


def names_in(source: str) -> tuple[str, ...]:
    """What could be names of environment variables in a piece of code."""
    return tuple(_ENV.findall(source))


class ClientReader(ModelNoter):
    """The part of the interpreter that follows clients."""

    def make_client(self, root: Imported, path: tuple[str, ...], node: tree.Call) -> Client | None:
        """The client that a call of something imported makes, None where it is no client."""
        module, name = root.module, root.name
        if name in ("*", "default"):
            name, path = (path[0], path[1:]) if path else ("default", ())
        if path:
            inside = self.knowledge.known_sdk(f"{module}.{name}", path[0]) if len(path) == 1 else None
            return self._client(inside, node) if inside is not None else None
        names: tuple[str, ...] = (name,)
        if name == "default":
            local = node.function.text if isinstance(node.function, tree.Name) else ""
            names = (local, "OpenAI" if "openai" in module else "Anthropic")
        for candidate in names:
            sdk = self.knowledge.sdk(module, candidate)
            if sdk is not None:
                return self._given_client(sdk, node) or self._client(sdk, node)
        return None

    def _given_client(self, sdk: Sdk, node: tree.Call) -> Client | None:
        """The configuration that a client is made of, which is known as a client already; what a wrapper is
        put around is asked through the wrapper.
        """
        values = (self.evaluate(a.value) for a in node.arguments if a.name is None)
        given = next((known for known in values if isinstance(known, Client) and known.style != "http"), None)
        if given is not None and sdk.dialect == "wrapper":
            self.note_model(called_name(node), node)
            return replace(given, dialect=sdk.dialect, package=sdk.package)
        return given

    def make_unimported_client(self, name: str, node: tree.Call, package: str = "") -> Client | None:
        """A client class whose import stands in no sample: well-known names only.

        ``package`` is the name before it, which has to fit the package that has such a class.
        """
        if name in _COMMON_NAMES and not package:
            return None
        sdk = self.knowledge.sdk_of_class(name, package)
        return self._client(sdk, node) if sdk is not None else None

    def _client(self, sdk: Sdk, node: tree.Call) -> Client:
        options = self.options(node)
        keys: list[str] = []
        for name, value in options.items():
            if snake(name) in _KEY_NAMES and value is not None:
                keys.extend(names_in(self.source_of(value)))
        elsewhere = options.get("provider")
        if elsewhere is not None:
            keys.extend(names_in(self.source_of(elsewhere)))
        self.note_model(called_name(node), node)
        base = next((name for name in options if snake(name) in BASE_NAMES), "")
        return Client(
            sdk.style,
            sdk.dialect,
            sdk.provider if elsewhere is None else None,
            base_url=options.get(base),
            bounded=self.has_limit(node),
            hosted=sdk.hosted,
            key_names=tuple(keys),
            versioned=snake(base) not in _WITHOUT_VERSION,
            package=sdk.package,
        )

    def with_options(self, client: Client, node: tree.Call) -> Client:
        """``client.with_options(timeout=30)``: the client with some options changed."""
        options = self.options(node)
        base = next((options[name] for name in options if snake(name) in BASE_NAMES), client.base_url)
        return replace(client, base_url=base, bounded=client.bounded or self.has_limit(node))

    def provider_of_client(self, client: Client | None) -> ProviderGuess:
        """Who a client asks: by its base URL, its key variable, its package."""
        if client is None:
            return ProviderGuess("", "none")
        if client.base_url is not None:
            known = Written(client.base_url.sample, client.base_url.node)
            text = text_of(known, self.in_sample(client.base_url.sample))
            address = address_of(text) if text else Address("", "")
            if address.host and (known_address := self._by_address(address)):
                return known_address
            return self._by_env(client.key_names) or ProviderGuess("", "none", address.host or HOLE)
        by_env = self._by_env(client.key_names)
        if client.provider is None:
            return by_env or ProviderGuess("", "none")
        if by_env is not None and by_env.name != client.provider:
            return by_env
        return ProviderGuess(client.provider, "none" if client.hosted else "sdk")

    def provider_of_address(self, address: Address, headers: str) -> ProviderGuess:
        """Who serves an address; where its host is not known, whose key variable the headers name."""
        if address.host:
            return self._by_address(address) or ProviderGuess("", "none", address.host)
        return self._by_env(names_in(headers)) or ProviderGuess("", "none")

    def _by_address(self, address: Address) -> ProviderGuess | None:
        """Who serves a host. A server of the reader's own is told by its port: that shows nothing, it only
        says which fields such a server takes besides.
        """
        provider = self.knowledge.provider_of_host(address.host)
        if provider is not None:
            return ProviderGuess(provider.name, "host", address.host)
        if not is_own_machine(address.host):
            return None
        own = self.knowledge.provider_of_port(address.port)
        return ProviderGuess(own.name if own else "", "none", address.host)

    def _by_env(self, names: tuple[str, ...]) -> ProviderGuess | None:
        providers = (self.knowledge.provider_of_env(name) for name in names)
        found = next((provider for provider in providers if provider is not None), None)
        return ProviderGuess(found.name, "environment") if found else None

    def note_draft(self, draft: Draft, node: tree.Call) -> Draft:
        """Keep a request; a call that is followed twice is one request."""
        key = (self.sample, node.span)
        if key not in self._by_call:
            self._by_call[key] = draft
            draft.number = len(self.drafts)
            self.drafts.append(draft)
        known = self._by_call[key]
        known.bounded = known.bounded or draft.sent.bounded
        if known.sent.provider.evidence == "none" and draft.sent.provider.evidence != "none":
            # Followed again, the call may show more than with parameters of which nothing is known.
            known.sent = draft.sent
        self.sent.append(known)
        return known
