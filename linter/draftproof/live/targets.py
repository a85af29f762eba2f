"""Who is asked: the provider that the command line or the configuration names, and nobody else.

What a document says never leads here. A sample that asks somebody else is not run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.faults import fit_to_say
from draftproof.network.addresses import AddressError, checked, is_loopback
from draftproof.samples.addresses import address_of
from draftproof.samples.texts import HOLE

if TYPE_CHECKING:
    from draftproof.samples.facts import Data, Request
    from draftproof.samples.knowledge import Knowledge, Provider

FAMILY = "responses"
_PATH = "/responses"
REFERENCE = "https://platform.openai.com/docs/api-reference/responses"
"""The page of the shape itself, for providers that document none of their own."""

AuthHeader = Literal["Authorization", "api-key", "x-api-key"]


class TargetError(ValueError):
    """Why a provider cannot be asked, in one sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """A provider's Responses endpoint. ``key_names`` are environment variables, tried in order.

    ``base_url`` is what an SDK would be given, ``/v1`` included.
    """

    provider: str
    title: str
    base_url: str
    header: AuthHeader
    key_names: tuple[str, ...]
    docs_url: str
    catalog_url: str = ""
    help_url: str = ""
    embedded: bool = False

    @property
    def url(self) -> str:
        """Where a request goes."""
        return self.base_url.rstrip("/") + _PATH

    @property
    def shown_base(self) -> str:
        """The base URL as reports may have it: the path of one's own gateway can hold a credential."""
        return fit_to_say(self.base_url)

    @property
    def shown_url(self) -> str:
        """Where a request goes, as reports may have it."""
        return fit_to_say(self.url)


def target_of(
    provider: Provider, *, base_url: str = "", key_name: str = "", embedded: bool = False
) -> Target:
    """The endpoint of a provider; ``base_url`` and ``key_name`` replace what the rulebook says.

    Raises TargetError for a provider without one, and for an address that must not be asked.
    """
    if FAMILY not in provider.families:
        raise TargetError(f"{provider.title} documents no Responses endpoint")
    base = base_url or next(iter(provider.base.get("openai", ())), "")
    if not base:
        raise TargetError(
            f"no base URL is known for {provider.title}; give one with --base-url or in the configuration"
        )
    try:
        checked(base)
    except AddressError as error:
        raise TargetError(f"the base URL for {provider.title}: {error}") from None
    if "?" in base:
        raise TargetError(f"the base URL for {provider.title} holds a query (?); take it out")
    ways = provider.auth.get(FAMILY) or provider.auth.get("default", ("bearer",))
    headers: dict[str, AuthHeader] = {"api-key": "api-key", "x-api-key": "x-api-key"}
    return Target(
        provider.name,
        provider.title,
        base,
        headers.get(ways[0], "Authorization"),
        (key_name,) if key_name else tuple(sorted(provider.env, key=lambda name: (len(name), name))),
        provider.docs.get(FAMILY, REFERENCE),
        provider.docs.get("models", ""),
        provider.docs.get("help", ""),
        embedded,
    )


def elsewhere(request: Request, target: Target, knowledge: Knowledge) -> str:
    """Why a sample's request is none for the target; "" where it is one.

    The embedded server stands for every provider: nothing leaves this machine.
    """
    if target.embedded:
        return ""
    for data in (request.url, request.base_url):
        host = _host(data)
        if not host:
            continue
        if is_loopback(host):
            return "the sample asks a server on the reader's own machine"
        provider = knowledge.provider_of_host(host)
        if provider is None:
            return f"the sample asks {host[:100]}, which is not {target.title}"
        if provider.name != target.provider:
            return _other(provider, target)
    guess = request.provider
    if guess.name and guess.name != target.provider:
        known = knowledge.providers.get(guess.name)
        return _other(known, target) if known else f"the sample asks {guess.name}, not {target.title}"
    if guess.host and HOLE not in guess.host:
        provider = knowledge.provider_of_host(guess.host)
        if provider is None or provider.name != target.provider:
            return f"the sample asks {guess.host[:100]}, which is not {target.title}"
    return ""


def _other(provider: Provider, target: Target) -> str:
    return (
        f"the sample asks {provider.title}; live checks go to {target.title} "
        f"(--provider {provider.name} would ask {provider.title})"
    )


def _host(data: Data | None) -> str:
    """The host that a URL of the sample names, "" where it leaves that open."""
    if data is None or data.kind != "string":
        return ""
    return address_of(data.text).host
