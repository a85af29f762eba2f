"""When a document and its sources were last looked at (SRC001), and where its links lead (SRC002)."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.policy import age_problem
from draftproof.checks.links import definitions, links
from draftproof.checks.review_dates import is_quoted
from draftproof.finding import Hit, Severity
from draftproof.samples.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.checks.review_dates import ReviewDate
    from draftproof.samples.knowledge import Knowledge, Provider

__all__ = ["age_problem", "stale_review", "unofficial_source"]

_DEFAULT_MAX_AGE = 180
_NAMES = {"review": "review date", "access": "access date"}
_RESPONSES = "responses"
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+")


def stale_review(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Dates of reviews and accesses that are too old, in the future, or none.

    Option ``max-age-days``. A date that a section repeats is one hit, at its first place. Under
    ``--publish`` a date must be that of the run, and a document with a Responses request must have one.
    """
    limit = int(options.get("max-age-days", _DEFAULT_MAX_AGE))
    groups: dict[tuple[object, ...], list[ReviewDate]] = {}
    for each in facts.review_dates:
        key = (each.kind, each.written or each.text, each.block.heading_path, each.table)
        groups.setdefault(key, []).append(each)
    for group in groups.values():
        hit = _judged(facts, group, limit)
        if hit is not None:
            yield hit
    if facts.publish and not any(each.kind == "review" for each in facts.review_dates):
        for request in facts.understanding.requests:
            if request.family == _RESPONSES:
                yield Hit(request.place.part, request.place.span, "missing", severity=Severity.WARNING)
                return


def _judged(facts: Facts, group: Sequence[ReviewDate], limit: int) -> Hit | None:
    first, today = group[0], facts.today
    values = {"kind": _NAMES[first.kind], "date": first.text, "limit": str(limit)}
    more = len(group) - 1
    notes = (f"the same date stands {more} more time{'s' * (more > 1)} in this section",) if more else ()
    days = first.written.days
    newest = first.written.newest(today)
    if not days:
        return Hit(first.part, first.span, "malformed", values, Severity.WARNING, notes=notes)
    if newest is None:
        # A day ahead may be the day at the author's place.
        near = days[0] - today <= datetime.timedelta(days=1)
        severity = Severity.ADVICE if near and not facts.publish else Severity.WARNING
        return Hit(first.part, first.span, "future", values, severity, notes=notes)
    if facts.publish:
        if first.written.names(today):
            return None
        return Hit(first.part, first.span, "not-today", values, Severity.WARNING, notes=notes)
    age = (today - newest).days
    if age <= limit:
        return None
    return Hit(first.part, first.span, values=values | {"days": str(age)}, notes=notes)


def unofficial_source(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Links that present themselves as a provider's API reference and lead elsewhere; one a provider.

    Options: ``aliases`` (provider to further names), ``neutral-hosts`` (hosts of code, packages and
    archives), ``shared-domains`` (domains under which everybody has a site), ``subjects`` (words that may
    stand between the name and the noun).
    """
    if "http" not in facts.document.source.text:
        return
    grammar = _Presented(facts.knowledge, options)
    told: set[str] = set()
    for number, part in enumerate(facts.document.parts):
        defined: Mapping[str, str] | None = None
        for block in part.blocks:
            if is_quoted(block) or not grammar.may_stand_in(block.content.text):
                continue
            defined = definitions(part) if defined is None else defined
            for link in links(block, defined):
                host = _host(link.target)
                provider = grammar.provider_of(link.text) if host else None
                if provider is None or provider.name in told or grammar.is_fine(provider, host):
                    continue
                told.add(provider.name)
                values = {"provider": provider.title, "host": host, "wanted": _documented(provider)}
                yield Hit(number, block.content.span(link.start, link.end), values=values)


class _Presented:
    """Texts of links that name a provider's API reference, and the hosts at which it may be."""

    def __init__(self, knowledge: Knowledge, options: Mapping[str, Any]) -> None:
        self._knowledge = knowledge
        self._neutral = tuple(options.get("neutral-hosts", ()))
        self._shared = frozenset(options.get("shared-domains", ()))
        aliases = options.get("aliases", {})
        self._names = {
            name.lower(): provider
            for provider in knowledge.providers.values()
            for name in (provider.title, *aliases.get(provider.name, ()))
        }
        name = "|".join(sorted(map(re.escape, self._names), key=len, reverse=True))
        subjects = "|".join(map(re.escape, options.get("subjects", ())))
        between = rf"(?:\s(?:{subjects}|API|official)){{0,4}}"
        noun = r"(?:references?|docs|documentation)(?:\s(?:page|site))?"
        self._whole = re.compile(
            r"(?:(?:see|read|the|our|official|full|complete|current)\s){0,4}"
            rf"(?:(?P<name>{name})(?:['’]s)?(?P<subject>{between})\s{noun}"
            rf"|(?P<kind>(?:official\s|API\s){{0,2}}){noun}\s(?:of|for|from|by)\s(?:the\s)?(?P<after>{name})"
            rf"(?P<object>{between}))",
            re.IGNORECASE,
        )

    def may_stand_in(self, text: str) -> bool:
        """A quick look: False for a text that names no provider or no documentation."""
        low = text.lower()
        return ("reference" in low or "doc" in low) and any(name in low for name in self._names)

    def provider_of(self, text: str) -> Provider | None:
        """The provider whose API reference a link says that it is, None for every other link.

        "OpenAI Responses API docs" may be a server's own page on the protocol of that name: only a text that
        says "reference" or "official" counts where a family bears the provider's name.
        """
        if len(text) > 120:
            return None
        cleaned = " ".join(re.sub(r"[*_`]", "", text).split())
        match = self._whole.fullmatch(cleaned)
        if match is None:
            return None
        provider = self._names[(match["name"] or match["after"]).lower()]
        if re.search(r"\b(?:official|references?)\b", cleaned, re.IGNORECASE):
            return provider
        subject = any(match[group] for group in ("subject", "kind", "object"))
        return provider if subject and not self._lends_its_name(provider) else None

    def _lends_its_name(self, provider: Provider) -> bool:
        return any(c.title.startswith(f"{provider.title} ") for c in self._knowledge.contracts.values())

    def is_fine(self, provider: Provider, host: str) -> bool:
        """True for a host of the provider's, for one where code, packages or old pages are kept, and for
        another provider's where the name is that of a protocol.
        """
        if any(host == each or host.endswith(f".{each}") for each in self._neutral):
            return True
        if self._serves(provider, host):
            return True
        others = self._knowledge.providers.values() if self._lends_its_name(provider) else ()
        return any(self._serves(other, host) for other in others)

    def _serves(self, provider: Provider, host: str) -> bool:
        known = (*provider.hosts, *provider.docs_hosts, *(s.lstrip(".") for s in provider.host_suffixes))
        return any(host == each or self._site(host) == self._site(each) for each in known)

    def _site(self, host: str) -> str:
        """The domain that one owner has: the last two labels, the whole host under a shared domain."""
        domain = ".".join(host.split(".")[-2:])
        return host if domain in self._shared else domain


def _host(target: str) -> str:
    """The host of an absolute address, "" for relative ones, templates and machines of one's own."""
    host = address_of(target).host.rstrip(".") if target.lower().startswith("http") else ""
    return host if _HOST.fullmatch(host) else ""


def _documented(provider: Provider) -> str:
    """Where the provider documents its API."""
    return next(iter(provider.docs.values()), "") or next(iter(sorted(provider.docs_hosts)), "")
