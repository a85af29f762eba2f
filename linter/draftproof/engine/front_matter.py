"""What a document's own front matter changes: less than a configuration may, and never more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import BlockKind, Problem
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from draftproof.configuration.kinds import Problem as Fault
    from draftproof.configuration.loading import SelectorCheck
    from draftproof.configuration.model import Settings
    from draftproof.reading.document import Document

_KEY = re.compile(r"(?<![^\r\n])draftproof[ \t]*:")


def narrowed(
    document: Document, settings: Settings, known: SelectorCheck
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings with the front matter key ``draftproof`` applied, and what is wrong with that key."""
    blocks = document.parts[0].blocks if document.parts else ()
    block = blocks[0] if blocks and blocks[0].kind is BlockKind.FRONT_MATTER else None
    if block is None or not _KEY.search(block.content.text):
        return settings, ()
    from draftproof.configuration.narrowing import narrow  # noqa: PLC0415
    from draftproof.text.yaml_nodes import YamlError, load  # noqa: PLC0415

    try:
        root = load(block.content.text)
    except YamlError:
        return settings, ()
    node = root.value.get("draftproof") if isinstance(root.value, dict) else None
    if node is None:
        return settings, ()
    faults: list[Fault] = []
    settings = narrow(settings, node, faults, known)
    source = Source(block.content.text)
    problems = []
    for fault in faults:
        offset = source.offset(fault.line, fault.column)
        span = Span(*block.content.span(offset, min(offset + 1, len(source.text))))
        problems.append(Problem(f"in the front matter: {fault.message}", span, minor=True))
    return settings, tuple(problems)
