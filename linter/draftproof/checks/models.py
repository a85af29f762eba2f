"""Model ids: which are given to a request, and which of them no lock file vouches for (MDL001)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draftproof.finding import Hit, Remedy, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.samples.facts import ModelUse

_HOLE = "\ufffc"
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\{.*\}|\[.*\]|%.*%|\$.*|\.{3}|…|.*(?:\.\.\.|…).*|__\w+__"
    r"|(?i:(?:.*[-_/@ ])?(?:your|my|some|any|replace|example|placeholder|custom|dummy|fake|test)(?:[-_/ ].*)?)"
    r"|(?i:.*[-_ ]?(?:model|deployment|engine)[-_ ]?(?:id|name|slug)s?(?:[-_ ]here)?)|(?i:model|deployment|llm|default|tgi|none|null|auto|xxx+|the[-_ ]model)"
    r"|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|.*\s.*|",
    re.DOTALL,
)
_MODEL = re.compile(r"[A-Za-z0-9@][\w.@:/+-]*")
_FILE = re.compile(r".*\.(?:gguf|bin|pt|safetensors|onnx|py|js|ts|json|yaml|ckpt)", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """True for what stands for a model id without being one, and for what is no id at all."""
    return _HOLE in text or _PLACEHOLDER.fullmatch(text) is not None or _MODEL.fullmatch(text) is None


def unverified_model(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A concrete model id in a request that no lock file lists."""
    for use in facts.understanding.models:
        if (
            is_placeholder(use.text)
            or _FILE.fullmatch(use.text)
            or use.text.startswith(("ft:", "./", "/", "~"))
        ):
            continue
        if _is_own(facts, use):
            continue
        remedy = Remedy("unsafe", (Replacement(use.place.span, facts.placeholders.model),))
        yield Hit(
            use.place.part,
            use.place.span,
            values={"model": use.text, "placeholder": facts.placeholders.model},
            remedy=remedy,
        )


def _is_own(facts: Facts, use: ModelUse) -> bool:
    """Deployments and servers of one's own have names that no catalog lists."""
    if use.request is None:
        return False
    request = facts.understanding.requests[use.request]
    provider = facts.knowledge.providers.get(request.provider.name)
    return provider is not None and provider.deployments
