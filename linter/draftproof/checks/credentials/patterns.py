"""The vocabularies, compiled for the detector."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.checks.credentials.names import Names
from draftproof.checks.credentials.randomness import Lexicon
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONG_DECISIVE = 6


@dataclass(frozen=True)
class Shape:
    """A vendor's key shape."""

    id: str
    vendor: str
    prefixes: tuple[str, ...] = ()
    pattern: str = ""
    extra: str = ""
    min_body: int = 16
    strict: bool = False
    """Only the whole pattern counts, not the prefix with another body."""
    certain: bool = False
    env: str = ""

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed."""
        return re.compile(self.pattern)


@dataclass(frozen=True)
class Patterns:
    """Everything that the detector knows. Compiled expressions are made when first needed."""

    shapes: tuple[Shape, ...]
    names: Names
    lexicon: Lexicon
    decisive: tuple[str, ...]
    reference_prefixes: tuple[str, ...]
    object_prefixes: tuple[str, ...]
    documented: frozenset[str]
    """SHA-256 digests of keys that a vendor publishes for everybody."""
    by_prefix: Mapping[str, tuple[Shape, ...]] = field(default_factory=dict)

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Every vendor prefix, longest first."""
        return tuple(sorted(self.by_prefix, key=lambda prefix: (-len(prefix), prefix)))

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The prefixes that no other prefix begins."""
        found: list[str] = []
        for prefix in reversed(self.prefixes):
            if not any(prefix.startswith(anchor) for anchor in found):
                found.append(prefix)
        return tuple(found)

    @cached_property
    def shape_by_id(self) -> Mapping[str, Shape]:
        """The shapes by their ids."""
        return {shape.id: shape for shape in self.shapes}

    @cached_property
    def decisive_words(self) -> re.Pattern[str]:
        """Words that make a value a stand-in; a short one only where it stands apart from other letters."""
        long = [re.escape(word) for word in self.decisive if len(word) >= _LONG_DECISIVE]
        short = [re.escape(word) for word in self.decisive if len(word) < _LONG_DECISIVE]
        forms = [form for word in short for form in (word, word.upper(), word.capitalize())]
        apart = rf"(?<![A-Za-z0-9])(?:{'|'.join(forms)})(?![a-z0-9])"
        return re.compile(rf"(?i:{'|'.join(long)})|{apart}")

    def prefix_of(self, value: str) -> str:
        """The longest vendor prefix that a value begins with, "" for none."""
        return next((prefix for prefix in self.prefixes if value.startswith(prefix)), "")


def compile_patterns(vocabularies: Mapping[str, Any]) -> Patterns:
    """The patterns of three vocabularies: ``key-shapes``, ``placeholders`` and ``credential-names``."""
    placeholders = vocabularies["placeholders"]
    shapes = tuple(_shape(entry) for entry in vocabularies["key-shapes"]["keys"])
    by_prefix: dict[str, tuple[Shape, ...]] = {}
    for shape in shapes:
        for prefix in shape.prefixes:
            by_prefix[prefix] = (*by_prefix.get(prefix, ()), shape)
    return Patterns(
        shapes=shapes,
        names=Names.of(vocabularies["credential-names"]),
        lexicon=Lexicon.of(_listed(placeholders["words"]), placeholders["sequences"]),
        decisive=tuple(_listed(placeholders["decisive"])),
        reference_prefixes=tuple(placeholders["reference_prefixes"]),
        object_prefixes=tuple(placeholders["object_prefixes"]),
        documented=frozenset(placeholders["documented"]),
        by_prefix=by_prefix,
    )


def _listed(lines: Iterable[str]) -> list[str]:
    """The words of lines that hold several each."""
    return [word for line in lines for word in line.split(", ")]


def _shape(entry: Mapping[str, Any]) -> Shape:
    return Shape(
        id=entry["id"],
        vendor=entry["vendor"],
        prefixes=tuple(entry.get("prefixes", ())),
        pattern=entry.get("pattern", ""),
        extra=entry.get("extra", ""),
        min_body=entry.get("min_body", 16),
        strict=entry.get("strict", False),
        certain=entry["certainty"] == "certain",
        env=entry.get("env", ""),
    )
