"""From samples to a plan: what would be sent, for which samples, and which samples are left out and why.

Pure: nothing is sent here, and no credential is needed for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from draftproof.catalogs.policy import max_age
from draftproof.catalogs.verdicts import judge_id
from draftproof.checks.models import is_placeholder
from draftproof.dataclass import dataclass
from draftproof.live.bodies import UnsendableError, as_written, holds_credential, minimal
from draftproof.live.model import StreamLimits
from draftproof.live.server.stream import MODEL
from draftproof.live.targets import elsewhere
from draftproof.records.shape import responses_requests, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.live.targets import Target
    from draftproof.records.model import ModelSource
    from draftproof.samples.facts import Request

RequestKind = Literal["minimal", "as-written"]
DEFAULT_CAP: Final = 256
"""Output tokens; reasoning models spend some on what they do not show. The API's minimum is 16."""
DEFAULT_REQUESTS: Final = 100


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the command line says about the requests. ``model`` stands in where a sample names none."""

    request: RequestKind = "minimal"
    model: str = ""
    cap: int = DEFAULT_CAP
    error_path: bool = True
    max_requests: int = DEFAULT_REQUESTS
    limits: StreamLimits = field(default_factory=StreamLimits)


@dataclass(frozen=True, slots=True)
class PlannedSample:
    """A Responses sample of an article, and where it stands.

    ``line`` is 1-based, in the source of ``cell`` for notebooks, ``file_line`` the line of the raw file;
    ``index`` counts the document's code blocks from 0. ``shape`` is the hash of its request shape.
    """

    article: str
    index: int
    line: int
    cell: int | None
    file_line: int
    language: str
    shape: str
    model: str = ""
    model_source: ModelSource = "not-run"


@dataclass(frozen=True, slots=True)
class Check:
    """One pair of requests, and the samples that it stands for: equal requests are sent once."""

    target: Target
    body: Mapping[str, Any]
    samples: tuple[PlannedSample, ...]

    @property
    def model(self) -> str:
        """The model id that is asked for."""
        return str(self.body["model"])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sample that is not run, and the reason."""

    sample: PlannedSample
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent. ``kept`` are samples whose record is still good."""

    checks: tuple[Check, ...]
    skipped: tuple[Skipped, ...]
    options: PlanOptions
    kept: tuple[PlannedSample, ...] = ()

    @property
    def requests(self) -> int:
        """How many requests the plan comes to."""
        return len(self.checks) * (2 if self.options.error_path else 1)


@dataclass(slots=True)
class _Gathered:
    bodies: dict[str, tuple[Target, Mapping[str, Any]]] = field(default_factory=dict)
    samples: dict[str, list[PlannedSample]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    kept: list[PlannedSample] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Article:
    """A document to plan for: its facts, who is asked for its samples, and the shapes that its record still
    vouches for.
    """

    facts: Facts
    target: Target
    vouched: frozenset[str] = frozenset()


def plan_of(articles: Iterable[Article], options: PlanOptions) -> Plan:
    """The plan for some articles, in the order of their samples, cut where ``max_requests`` is reached."""
    gathered = _Gathered()
    for article in articles:
        for request in responses_requests(article.facts.understanding, article.facts.knowledge):
            _add(gathered, article, request, options)
    checks = tuple(Check(*sent, tuple(gathered.samples[key])) for key, sent in gathered.bodies.items())
    room = options.max_requests // (2 if options.error_path else 1)
    reason = f"more than {options.max_requests} requests would be sent (--max-requests)"
    beyond = [Skipped(sample, reason) for check in checks[room:] for sample in check.samples]
    return Plan(checks[:room], (*gathered.skipped, *beyond), options, tuple(gathered.kept))


def _add(gathered: _Gathered, article: Article, request: Request, options: PlanOptions) -> None:
    facts, target = article.facts, article.target
    sample = _sample(facts, request)
    if sample.shape in article.vouched:
        gathered.kept.append(sample)
        return
    reason = elsewhere(request, target, facts.knowledge)
    if reason:
        gathered.skipped.append(Skipped(sample, reason))
        return
    model, source = _model(facts, request, target, options)
    if not model:
        gathered.skipped.append(Skipped(sample, "the sample names no model; give one with --model"))
        return
    sample = replace(sample, model=model, model_source=source)
    try:
        if options.request == "minimal":
            body = minimal(model, options.cap)
        else:
            body = as_written(request, model, options.cap)
    except UnsendableError as error:
        gathered.skipped.append(Skipped(sample, str(error)))
        return
    if holds_credential(body, facts.patterns):
        hidden = replace(sample, model="", model_source="not-run")
        gathered.skipped.append(Skipped(hidden, "the request would hold a credential out of the sample"))
        return
    key = _key(target, body)
    gathered.bodies.setdefault(key, (target, body))
    gathered.samples.setdefault(key, []).append(sample)


def _sample(facts: Facts, request: Request) -> PlannedSample:
    sample = facts.understanding.samples[request.sample]
    block = facts.document.parts[sample.part].blocks[sample.block]
    # A sample out of an included file stands where the article includes it.
    number, span = facts.document.standing(sample.part, block.content.span(0, 0))
    part = facts.document.parts[number]
    start = part.raw_span(span).start
    return PlannedSample(
        facts.document.path,
        sample.index,
        facts.document.position(number, span.start).line,
        part.cell,
        facts.document.source.position(start).line,
        sample.language,
        shape_of(request, facts.credentials),
    )


def _model(facts: Facts, request: Request, target: Target, options: PlanOptions) -> tuple[str, ModelSource]:
    """The model to ask for, and where its id comes from; "" where there is none."""
    written = request.field("model")
    text = written.value.text if written is not None and written.value.literal else ""
    own = text if text and not is_placeholder(text) else ""
    if target.embedded:
        return own or options.model or MODEL, "embedded-server"
    if own:
        return own, _standing(facts, target, own)
    return options.model, "command-line"


def _standing(facts: Facts, target: Target, model: str) -> ModelSource:
    """What the provider's lock file says of an id; no other list is asked."""
    lock = facts.catalogs.locks.get(target.provider)
    known = facts.knowledge.providers.get(target.provider)
    verdict = judge_id(lock, model, variants=known.variants if known is not None else ())
    if lock is None or verdict.standing not in ("listed", "alias", "announced"):
        return "unlisted"
    rule = facts.rulebook.find("unverified-model")
    limit = max_age(rule.options if rule is not None else {})
    return "verified-current-model-list" if lock.age(facts.today) <= limit else "stale-model-list"


def _key(target: Target, body: Mapping[str, Any]) -> str:
    # Two providers can have one gateway, and each a key of its own.
    text = json.dumps([target.url, target.header, target.key_names, body], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
