"""SDKs that reach what a client offers by methods: ``client.chat().create(...)``.

PHP and Rust write a method where other languages have an attribute, and leave out what their method can only
mean: there ``chat().create`` is ``chat.completions.create``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from draftproof.samples.tree import Attribute, Call
from draftproof.text.source import Span

__all__ = ["SERVICES", "of_service"]

SERVICES: Final = frozenset(
    {
        *(
            "audio",
            "batches",
            "chat",
            "completions",
            "conversations",
            "embeddings",
            "files",
            "images",
            "messages",
        ),
        *(
            "models",
            "moderations",
            "realtime",
            "responses",
            "threads",
            "assistants",
            "vector_stores",
            "vectorStores",
        ),
    }
)
"""Methods of a client without arguments that lead on to what it offers."""


def of_service(call: Call) -> Call:
    """``client.chat().create(...)`` with the name that lies between; any other call as it is."""
    function = call.function
    if not isinstance(function, Attribute) or not isinstance(function.base, Call):
        return call
    service = function.base
    if service.arguments or not isinstance(service.function, Attribute) or service.function.name != "chat":
        return call
    end = Span(service.span.end, service.span.end)
    base = Attribute(service.span, service, "completions", end)
    return replace(call, function=replace(function, base=base))
