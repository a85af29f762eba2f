"""Model ids in samples that no front-end reads, and in JSON bodies: found by spelling and place alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import ModelUse, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.knowledge import Knowledge
    from draftproof.text.extract import Extract

LANGUAGES = frozenset(
    {"java", "kotlin", "csharp", "go", "ruby", "php", "rust", "swift", "scala", "dart", "powershell"}
)
"""Languages without a front-end in which a model is given in one of the usual ways."""
_GIVEN = re.compile(
    r"""\b(?:[mM]odel(?:Name|_name|Id|_id)?)\b["']?\s*(?:\(|:|=>|=)\s*(["'])([\w.@:/-]{2,100})\1"""
)
_ASKING = frozenset({"messages", "input", "prompt", "contents"})
_ANSWER = frozenset({"choices", "object", "output", "usage", "data", "created"})


def lexical_models(sample: int, part: int, content: Extract, knowledge: Knowledge) -> Iterator[ModelUse]:
    """Model ids given by a builder, a named argument or a property in a language that is not read further."""
    for match in _GIVEN.finditer(content.text):
        if knowledge.looks_like_model(match[2]):
            yield ModelUse(sample, match[2], Place(part, content.span(*match.span(2))), "request")


def json_models(sample: int, part: int, content: Extract, module: tree.Module) -> Iterator[ModelUse]:
    """The model of a JSON sample that is the body of a request, not an answer."""
    for statement in module.body:
        if not isinstance(statement, tree.ExpressionStatement) or not isinstance(
            statement.value, tree.Mapping
        ):
            continue
        entries = {entry.name: entry for entry in statement.value.entries if entry.name is not None}
        model = entries.get("model")
        if model is None or not entries.keys() & _ASKING or entries.keys() & _ANSWER:
            continue
        if isinstance(model.value, tree.String) and model.value.value is not None:
            span = model.value.content
            yield ModelUse(
                sample, model.value.value, Place(part, content.span(span.start, span.end)), "request"
            )
