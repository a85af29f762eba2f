"""What a check sends: the smallest request, or the fields that a sample writes out."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from draftproof.checks.credentials.detector import find_credentials
from draftproof.reading.document import Block, BlockKind, Part
from draftproof.text.extract import Extract
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.samples.facts import Data, Request

HARMLESS_INPUT: Final = "Reply with the single word: ready"
MAX_BODY: Final = 200_000
"""Characters of a body that is sent as a sample writes it."""
_PLACEHOLDER = re.compile(r"\s*(?:<[^<>]{1,80}>|\{\{.*\}\}|\$\{.*\}|<%.*%>|\{%.*%\}|\$[A-Z_]+)\s*", re.DOTALL)


class UnsendableError(ValueError):
    """Why a sample's fields are not sent as they are written."""


def minimal(model: str, cap: int) -> dict[str, Any]:
    """The smallest request that a stream answers: ``cap`` is the most output tokens."""
    return {"model": model, "input": HARMLESS_INPUT, "stream": True, "max_output_tokens": cap}


def as_written(request: Request, model: str, cap: int) -> dict[str, Any]:
    """The sample's own literal fields with streaming on and the output capped. Raises UnsendableError."""
    if request.open:
        raise UnsendableError("the sample leaves out some of its fields")
    body: dict[str, Any] = {}
    for field in request.fields:
        if field.name != "model":
            body[field.name] = _plain(field.value, field.name)
    own = body.get("max_output_tokens")
    fits = isinstance(own, int) and not isinstance(own, bool) and own <= cap
    result = {"model": model, **body, "stream": True, "max_output_tokens": own if fits else cap}
    if len(json.dumps(result)) > MAX_BODY:
        raise UnsendableError(f"the sample's fields are longer than {MAX_BODY:,} characters")
    return result


def _plain(data: Data, name: str) -> Any:
    """The value as JSON. ``name`` is the top-level field, for the sentence."""
    if data.kind == "mapping" and not data.open:
        return {member.name: _plain(member.value, name) for member in data.members}
    if data.kind == "sequence" and not data.open:
        return [_plain(item, name) for item in data.items]
    if data.kind == "null":
        return None
    if data.literal and data.kind == "bool":
        return data.text == "true"
    if data.literal and data.kind == "number":
        return _number(data.text, name)
    if data.literal and data.kind == "string":
        if _PLACEHOLDER.fullmatch(data.text):
            raise UnsendableError(f'the field "{name}" holds a placeholder')
        return data.text
    raise UnsendableError(f'the field "{name}" holds a value that the sample does not show')


def _number(text: str, name: str) -> int | float:
    try:
        value = float(text) if len(text) < 40 else float("nan")
    except ValueError:
        value = float("nan")
    if not math.isfinite(value):
        raise UnsendableError(f'the field "{name}" holds a number that cannot be sent')
    return int(value) if value.is_integer() and "." not in text and "e" not in text.lower() else value


def holds_credential(body: Mapping[str, Any], patterns: Patterns) -> bool:
    """True where a value of the body could be a real credential: such a body is never sent."""
    text = json.dumps(body, ensure_ascii=False, indent=1)
    whole = Extract.whole(text)
    block = Block(BlockKind.CODE, Span(0, len(text)), whole, language="json", fenced=True)
    part = Part(Source(text, "body"), (block,))
    return any(credential.verdict.is_literal for credential in find_credentials(part, patterns))
