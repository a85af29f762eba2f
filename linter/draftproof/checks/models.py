"""Model ids that requests are given: unverified, unknown, retired, of the wrong kind (MDL001, 002, 004,
005).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.known import MIXED, nearest
from draftproof.catalogs.policy import age_problem, max_age
from draftproof.catalogs.verdicts import Verdict, judge_id, spellings
from draftproof.checks.credentials.remedies import in_link, in_quotes
from draftproof.dataclass import dataclass
from draftproof.finding import Hit, Remedy, Replacement, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.catalogs.lockfile import LockFile
    from draftproof.checks.facts import Facts
    from draftproof.samples.facts import ModelUse, Request

__all__ = [
    "Asked",
    "Catalogued",
    "age_problem",
    "asked_models",
    "is_placeholder",
    "retired_model",
    "unknown_model",
    "unverified_model",
    "wrong_model_kind",
]

_HOLE = "\ufffc"
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\{.*\}|\[.*\]|%.*%|\$.*|\.{3}|…|.*(?:\.\.\.|…).*|__\w+__"
    r"|(?i:(?:.*[-_/@ ])?"
    r"(?:your|my|some|any|replace|example|placeholder|custom|dummy|fake|test)(?:[-_/ ].*)?)"
    r"|(?i:.*[-_ ]?(?:model|deployment|engine)[-_ ]?(?:id|name|slug)s?(?:[-_ ]here)?)"
    r"|(?i:(?:[^/]*/)*[a-z]+(?:[-_][a-z]+)*[-_]model)"
    r"|(?i:model|deployment|llm|default|tgi|none|null|auto|xxx+|the[-_ ]model)"
    r"|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|.*\s.*|",
    re.DOTALL,
)
_MODEL = re.compile(r"[A-Za-z0-9@][\w.@:/+-]*")
_OWN_PREFIXES = ("ft:", "./", "/", "~")
_LEADING = re.compile(r"(?:(?:us|eu|apac|global)\.)?([a-z]+)")
_MAX_HINTS = 40
"""Misspelt ids of one document for which a near one is looked for."""
_FILE = re.compile(r".*\.(?:gguf|bin|pt|safetensors|onnx|py|js|ts|json|yaml|ckpt)", re.IGNORECASE)


def _leading_word(name: str) -> str:
    found = _LEADING.match(name.lower())
    return found[1] if found else ""


def is_placeholder(text: str) -> bool:
    """True for what stands for a model id without being one, and for what is no id at all."""
    return _HOLE in text or _PLACEHOLDER.fullmatch(text) is not None or _MODEL.fullmatch(text) is None


@dataclass(frozen=True, slots=True)
class Asked:
    """A concrete model id and who is asked for it.

    ``provider`` is the one that the lock file is looked up by. ``shown`` when the sample itself shows it;
    ``elsewhere`` when the host is the reader's own or nobody knows it; ``wrapped`` when an SDK stands
    between that has names of its own; ``by_host`` when the sample writes out the provider's address.
    """

    use: ModelUse
    provider: str
    shown: bool = False
    elsewhere: bool = False
    wrapped: bool = False
    by_host: bool = False
    family: str | None = None


def asked_models(facts: Facts) -> Iterator[Asked]:
    """The concrete model ids of a document's requests; placeholders, deployments, files and fine-tunes are
    none.
    """
    for use in facts.understanding.models:
        if is_placeholder(use.text) or _FILE.fullmatch(use.text) or use.text.startswith(_OWN_PREFIXES):
            continue
        if use.request is None:
            yield Asked(use, facts.default_provider, wrapped=use.call != "request")
            continue
        request = facts.understanding.requests[use.request]
        guess = request.provider
        provider = facts.knowledge.providers.get(guess.name)
        if provider is not None and provider.deployments:
            continue
        elsewhere = _is_elsewhere(request)
        yield Asked(
            use,
            guess.name or ("" if elsewhere else facts.default_provider),
            guess.shown and request.dialect != "wrapper" and not elsewhere,
            elsewhere,
            request.dialect == "wrapper",
            guess.evidence == "host",
            request.family,
        )


def _is_elsewhere(request: Request) -> bool:
    """True for an address that is nobody's known: a key's variable does not outweigh it."""
    guess = request.provider
    if guess.evidence == "environment":
        return request.base_url is not None
    return guess.evidence == "none" and bool(guess.host or guess.name)


class Catalogued:
    """What the lock files say of the ids of one document, each worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._verdicts: dict[tuple[str, str, bool, bool], Verdict] = {}
        self._hints: dict[tuple[str, str], str] = {}
        self._foreign: dict[tuple[str, str], bool] = {}

    def lock(self, asked: Asked) -> LockFile | None:
        """The lock file with a list of the provider, None where there is none."""
        lock = self._facts.catalogs.locks.get(asked.provider)
        return lock if lock is not None and lock.verifies else None

    def verdict(self, asked: Asked) -> Verdict:
        """By the provider's lock file; where the sample does not show the provider, any other may vouch as
        well.
        """
        key = (asked.provider, asked.use.text, asked.shown, asked.wrapped)
        if key not in self._verdicts:
            self._verdicts[key] = self._judged(asked)
        return self._verdicts[key]

    def _judged(self, asked: Asked) -> Verdict:
        # A call that is read by its words alone may name its provider in the id, as a wrapper's does.
        wrapped = asked.wrapped or asked.use.request is None
        locks = self._facts.catalogs.locks
        variants = {name: known.variants for name, known in self._facts.knowledge.providers.items()}

        def judged(provider: str) -> Verdict:
            endings = variants.get(provider, ())
            return judge_id(locks.get(provider), asked.use.text, wrapped=wrapped, variants=endings)

        verdict = judged(asked.provider)
        if not verdict.vouched and not asked.shown:
            for name in sorted(locks):
                other = judged(name)
                if other.vouched:
                    return other
        return verdict

    def is_foreign(self, asked: Asked) -> bool:
        """True for another vendor's id at an SDK's default address: the environment sends it elsewhere.

        ``OPENAI_BASE_URL`` and its like are set outside the sample, so that the address is a guess there.
        """
        lock = self.lock(asked)
        if lock is None or asked.by_host:
            return False
        key = (asked.provider, _leading_word(asked.use.text))
        if key not in self._foreign:
            names = (*self._facts.knowledge.model_names, *self._facts.known_models.kinds)
            own = any(_leading_word(name) == key[1] for name in lock.models)
            self._foreign[key] = not own and any(_leading_word(name) == key[1] for name in names)
        return self._foreign[key]

    def is_fresh(self, lock: LockFile, options: Mapping[str, Any]) -> bool:
        """True while the list is not older than the policy."""
        return lock.age(self._facts.today) <= max_age(options)

    def hint(self, asked: Asked, lock: LockFile | None) -> str:
        """The id that a misspelt one was meant to be: one of the list, or of the shipped spellings where
        there is no list.
        """
        known = self._facts.known_models.kinds
        name = asked.use.text
        if asked.wrapped or asked.elsewhere or ":" in name:
            return ""
        if lock is None and any(each in known for each in spellings(name, wrapped=True)):
            return ""
        key = (asked.provider if lock is not None else "", name)
        if key not in self._hints:
            if len(self._hints) >= _MAX_HINTS:
                return ""
            ids = known if lock is None else lock.models
            self._hints[key] = nearest(name, ids, same_version=lock is None)
        return self._hints[key]


def unverified_model(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A concrete model id in a request that no lock file lists."""
    catalogued = Catalogued(facts)
    for asked in asked_models(facts):
        if catalogued.verdict(asked).vouched:
            continue
        lock = catalogued.lock(asked)
        foreign = catalogued.is_foreign(asked)
        if lock is not None and asked.shown and not foreign and catalogued.is_fresh(lock, options):
            continue  # an unknown model, not an unverified one
        use = asked.use
        values = {"model": use.text, "placeholder": facts.placeholders.model}
        hint = catalogued.hint(asked, lock)
        notes = (f"did you mean `{hint}`?",) if hint else ()
        remedy = _placeholder(facts, use)
        if lock is None or asked.elsewhere or asked.wrapped or foreign:
            yield Hit(use.place.part, use.place.span, values=values, notes=notes, remedy=remedy)
        else:
            values |= {"provider": _title(facts, asked.provider), "date": str(lock.fetched)}
            yield Hit(
                use.place.part,
                use.place.span,
                "unlisted",
                values,
                Severity.WARNING,
                notes=notes,
                remedy=remedy,
            )


def _placeholder(facts: Facts, use: ModelUse) -> Remedy | None:
    """The placeholder in place of an id, in the form that the place can hold: angle brackets are a redirect
    to a shell and illegal in a URL.
    """
    text = facts.document.parts[use.place.part].source.text
    start, end = use.place.span
    placeholder = facts.placeholders.model
    if in_link(text, start):
        return _instead(facts, use, placeholder.strip("<>"))
    quoted = text[start - 1 : start] in ('"', "'", "`") and text[start - 1] == text[end : end + 1]
    return _instead(facts, use, placeholder if quoted or in_quotes(text, start) else f'"{placeholder}"')


def _instead(facts: Facts, use: ModelUse, new: str) -> Remedy | None:
    """Another id in place of one that stands as it is read: no escapes, no parts put together."""
    if facts.document.parts[use.place.part].source.slice(use.place.span) != use.text:
        return None
    return Remedy("unsafe", (Replacement(use.place.span, new),))


def unknown_model(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A model id that the fresh list of the provider that the sample shows does not have."""
    catalogued = Catalogued(facts)
    for asked in asked_models(facts):
        if (
            not asked.shown
            or (lock := catalogued.lock(asked)) is None
            or not catalogued.is_fresh(lock, options)
        ):
            continue
        if catalogued.verdict(asked).vouched or catalogued.is_foreign(asked):
            continue
        use = asked.use
        values = {
            "model": use.text,
            "provider": _title(facts, asked.provider),
            "name": asked.provider,
            "date": str(lock.fetched),
        }
        if hint := catalogued.hint(asked, lock):
            remedy = _instead(facts, use, hint)
            yield Hit(use.place.part, use.place.span, "near", values | {"near": hint}, remedy=remedy)
        else:
            yield Hit(use.place.part, use.place.span, values=values)


def retired_model(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A model that the list says is retired, or will be; once for each id."""
    catalogued = Catalogued(facts)
    seen: set[str] = set()
    for asked in asked_models(facts):
        use = asked.use
        if use.text in seen:
            continue
        verdict = catalogued.verdict(asked)
        values = {"model": use.text, "provider": _title(facts, asked.provider), "date": str(verdict.date)}
        if verdict.standing == "retired":
            seen.add(use.text)
            yield Hit(use.place.part, use.place.span, values=values)
        elif verdict.standing == "announced":
            seen.add(use.text)
            yield Hit(use.place.part, use.place.span, "announced", values, Severity.ADVICE)
        elif verdict.standing == "no-list" and asked.shown:
            day = facts.known_models.retired.get((asked.provider, use.text))
            if day is not None:
                seen.add(use.text)
                yield Hit(
                    use.place.part, use.place.span, "known", values | {"date": str(day)}, Severity.ADVICE
                )


def wrong_model_kind(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A model that the endpoint can do nothing with: an embedding model that is asked to chat."""
    from draftproof.catalogs.kinds import is_wrong  # noqa: PLC0415 - with the first id only

    catalogued = Catalogued(facts)
    for asked in asked_models(facts):
        if asked.family is None or asked.elsewhere or asked.wrapped:
            continue
        kind = _kind(facts, asked, catalogued)
        if kind and is_wrong(kind, asked.family):
            use = asked.use
            values = {
                "model": use.text,
                "kind": kind,
                "endpoint": facts.knowledge.contracts[asked.family].title,
            }
            yield Hit(use.place.part, use.place.span, values=values)


def _kind(facts: Facts, asked: Asked, catalogued: Catalogued) -> str:
    """By the list, else by the shipped spellings; "" where they disagree or an id has several kinds."""
    verdict = catalogued.verdict(asked)
    shipped = facts.known_models.kinds
    known = next((shipped[each] for each in spellings(asked.use.text, wrapped=True) if each in shipped), "")
    listed = verdict.entry.kind if verdict.entry is not None else ""
    if known == MIXED or (listed and known and listed != known):
        return ""
    return listed or known


def _title(facts: Facts, provider: str) -> str:
    known = facts.knowledge.providers.get(provider)
    return known.title if known is not None else provider
