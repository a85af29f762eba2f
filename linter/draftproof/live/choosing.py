"""Who is asked for each article: what the command line or the configuration names, never a document.

Nothing here touches the network, so that a plan can be made where no client for it is loaded.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from draftproof.checks.facts import DEFAULT_PROVIDER
from draftproof.dataclass import dataclass
from draftproof.live.planning import Article, PlanOptions
from draftproof.live.recording import Keeping, keeping_of, vouched_shapes
from draftproof.live.targets import target_of
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.checks.facts import Facts
    from draftproof.engine.discovery import FoundFile
    from draftproof.live.targets import Target
    from draftproof.samples.knowledge import Provider

_ANY_PORT: Final = "http://127.0.0.1/v1"
"""What a plan shows for the embedded server, which chooses its port when it starts."""


class SelectionError(ValueError):
    """Options that do not go together, or a provider that is not known: one sentence."""


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What the command line says about a live run. ``provider`` is None where the configuration decides."""

    plan: PlanOptions = field(default_factory=PlanOptions)
    provider: str | None = None
    base_url: str = ""
    key_name: str = ""
    embedded: bool = False
    outdated: bool = False
    evidence_folder: Path | None = None
    records: bool = True
    concurrency: int = 1
    use_proxies: bool = False


class Chooser:
    """Chooses who is asked for each article: what the command line or the configuration names."""

    def __init__(self, options: LiveOptions, base_url: str = "") -> None:
        self._options = options
        self._embedded_url = base_url or _ANY_PORT
        self._by_provider: dict[tuple[str, str, str], Target] = {}
        self.targets: dict[str, Target] = {}
        self.keepings: dict[str, Keeping] = {}

    def article(self, file: FoundFile, facts: Facts) -> Article | None:
        """The article of a document; None for one that holds no samples."""
        if not facts.understanding.requests:
            return None
        # The settings of the configuration, not those that front matter narrows.
        settings = file.settings()
        configured = settings.provider or DEFAULT_PROVIDER
        name = self._options.provider or configured
        target = self._target(
            name,
            self._options.base_url or settings.provider_addresses.get(name, ""),
            self._options.key_name or settings.provider_keys.get(name, ""),
            facts,
        )
        shown = facts.document.path
        self.targets[shown] = target
        keeping = keeping_of(file, target.provider, configured, self._options.evidence_folder)
        self.keepings[shown] = keeping
        vouched = frozenset[str]()
        if self._options.outdated:
            vouched = vouched_shapes(keeping, target, facts)
        return Article(facts, target, vouched)

    def _target(self, name: str, base_url: str, key_name: str, facts: Facts) -> Target:
        key = (name, base_url, key_name)
        if key not in self._by_provider:
            provider = _askable(name, facts)
            if provider is None:
                raise SelectionError(f'no provider is called "{name}"')
            if self._options.embedded:
                made = replace(target_of(provider, base_url=self._embedded_url), embedded=True)
            else:
                made = target_of(provider, base_url=base_url, key_name=key_name)
            self._by_provider[key] = made
            names = {known for known, _, _ in self._by_provider}
            if len(names) > 1 and (self._options.base_url or self._options.key_name):
                raise SelectionError(
                    "--base-url and --key-env are for one provider, and the configuration names several "
                    f"({', '.join(sorted(names))}); choose one with --provider"
                )
        return self._by_provider[key]


def _askable(name: str, facts: Facts) -> Provider | None:
    """The provider of this name as draftproof knows it. Of one that only a pack of rules knows, neither the
    address nor the names of its keys are taken: who is sent a key stands in the configuration or on the
    command line, where it is looked for.
    """
    known = builtin_rulebook().knowledge.providers.get(name)
    if known is not None:
        return known
    packed = facts.knowledge.providers.get(name)
    return None if packed is None else replace(packed, base={}, env=frozenset())
