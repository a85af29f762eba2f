"""The detector with the project's own vocabularies, for the tests beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from draftproof.checks.credentials.detector import find_credentials
from draftproof.checks.credentials.patterns import compile_patterns
from draftproof.reading.document import Block, BlockKind, Part
from draftproof.text.extract import Extract
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from draftproof.checks.credentials.model import Credential

_VOCABULARY = Path(__file__).parents[2] / "rules" / "vocabulary"


def vocabulary(name: str) -> Any:
    return YAML(typ="safe").load((_VOCABULARY / f"{name}.yaml").read_text(encoding="utf-8"))


VOCABULARIES = {name: vocabulary(name) for name in ("key-shapes", "placeholders", "credential-names")}
SHAPES = VOCABULARIES["key-shapes"]
PATTERNS = compile_patterns(VOCABULARIES)


def part(text: str, language: str | None = None) -> Part:
    """A part that is one code block, or prose where there is no language."""
    kind = BlockKind.PARAGRAPH if language is None else BlockKind.CODE
    whole = Extract.whole(text)
    return Part(Source(text), (Block(kind, Span(0, len(text)), whole, language=language or ""),))


def find(text: str, language: str | None = "") -> tuple[Credential, ...]:
    return find_credentials(part(text, language), PATTERNS)


def literal_values(text: str, language: str | None = "") -> list[str]:
    return [found.value.reveal() for found in find(text, language) if found.verdict.is_literal]
