"""Fixes for fields of another family: the name that this family has for the same thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draftproof.finding import Remedy, Replacement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Applicability
    from draftproof.samples.facts import Data, Field, Request
    from draftproof.samples.knowledge import Contract

_LISTS = frozenset({"sequence", "unknown"})
_STRINGS = frozenset({"string", "unknown"})
_TAKES = {
    "messages": _LISTS,
    "stop_sequences": _LISTS,
    "prompt": _STRINGS,
    "instructions": _STRINGS,
    "system": _STRINGS,
}
"""The kinds of values that a field takes, where a value of another kind cannot simply move there."""
_ROLES = frozenset({"system", "developer", "user", "assistant"})
_CALLS = "create|stream|parse|count_tokens|batches"
"""What makes a name that of a resource of an SDK."""
_AFTER_KEY = 40


class Renames:
    """The renames of one document."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._read: dict[tuple[int, str], bool] = {}

    def remedy(
        self, request: Request, contract: Contract, field: Field, entry: Mapping[str, Any]
    ) -> Remedy | None:
        """The rename of a field as its table says; None where the value would have to change as well.

        It is safe where both families mean the same by the value, as far as the value is shown, and no other
        line reads the field by its name.
        """
        new = str(entry.get("rename", ""))
        if not new or request.field(new) is not None or not _takes(contract, new, field.value):
            return None
        text = self._renamed(field, new)
        if text is None:
            return None
        certain = _is_certain(field.name, new, field.value) and not self._is_read(field)
        applicability: Applicability = "safe" if certain else "unsafe"
        return Remedy(applicability, (Replacement(field.key.span, text),))

    def _renamed(self, field: Field, new: str) -> str | None:
        """What to write for the key; None for forms that a new name does not fit into."""
        source = self._facts.document.parts[field.key.part].source.text
        start, end = field.key.span
        key = source[start:end]
        after = source[end : end + _AFTER_KEY].lstrip("\"'`\\ \t")
        if field.name not in key:
            return None
        if re.match(r"(?:=|:)(?!\s*[,)])", after):
            return key.replace(field.name, new)
        # The short form of an object: the name is that of a variable as well.
        return f"{new}: {key}" if key == field.name and re.match(r"[,}\r\n]", after) else None

    def _is_read(self, field: Field) -> bool:
        """True where the name is used to reach into something: the line would miss what it looks for."""
        key = (field.key.part, field.name)
        if key not in self._read:
            text = self._facts.document.parts[field.key.part].source.text
            name = re.escape(field.name)
            reached = re.compile(
                rf"""(?:\.|\[["']|get\(["']){name}\b(?!["']?\s*[:=](?!=)|\.(?:{_CALLS})\b)"""
            )
            self._read[key] = reached.search(text) is not None
        return self._read[key]


def _takes(contract: Contract, new: str, value: Data) -> bool:
    if new == "input" and contract.family == "embeddings":
        return value.kind in _STRINGS or all(item.kind in _STRINGS for item in value.items)
    return new not in _TAKES or value.kind in _TAKES[new]


def _is_certain(name: str, new: str, value: Data) -> bool:
    if name.startswith("max_") and new.startswith("max_"):
        return True
    if {name, new} == {"messages", "input"}:
        return value.kind == "sequence" and not value.open and all(map(_is_plain_message, value.items))
    if {name, new} == {"system", "instructions"}:
        return value.kind == "string"
    return {name, new} == {"stop", "stop_sequences"} and value.kind == "sequence"


def _is_plain_message(item: Data) -> bool:
    """A role and a text: what Chat Completions and Responses write alike."""
    content = item.member("content")
    return (
        item.kind == "mapping"
        and not item.open
        and len(item.members) == 2
        and item.string("role") in _ROLES
        and content is not None
        and content.value.kind == "string"
    )
