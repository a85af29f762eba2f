"""Templates: records whose values say what belongs there. They are no records, and no bad ones either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.records.fields import FIELDS
from draftproof.records.model import MODEL_SOURCES, OUTCOMES, STAGES, TERMINAL_STATES

if TYPE_CHECKING:
    from draftproof.text.json_nodes import JsonNode

_VERDICTS = ("happy_path_result", "error_path_result", "terminal_state")
_TOLD = tuple(name for name in FIELDS if name not in ("stream_enabled", "notes"))
"""Fields with a word, a date or an address in them."""
_BRACKETED = re.compile(r"<[^<>]*>|\{[^{}]*\}|\{\{[^{}]*\}\}|\[[^\[\]]*\]|\$\w+|\$\{[^{}]*\}|%\w+%|__\w+__")
_BLANK = re.compile(
    r"|[.…_?xX*-]+|(?i:todo|tbd|tba|n/a|null|none|str|string|text|bool|boolean|enum|date|datetime|timestamp"
    r"|url|uri|iso-?8601|rfc-?3339|placeholder(?:-[\w-]*)?|your-[\w-]+)|(?i:yyyy\S*)"
)
_WORDS = frozenset(word for words in (OUTCOMES, TERMINAL_STATES, STAGES, MODEL_SOURCES) for word in words)
_LONGEST = 200
_BETWEEN = re.compile(r"-or-|[|/,]|\sor\s")


def is_template(root: JsonNode, *, committed: bool) -> bool:
    """True for a record that is to be filled in.

    In an article a single value that stands for another is enough. A ``committed`` file is meant as a record
    as soon as one of its three verdicts is no marker.
    """
    if committed:
        texts = [root.members[name].string() for name in _VERDICTS if name in root.members]
        return bool(texts) and all(text is not None and text.strip() and is_marker(text) for text in texts)
    return any(_stands_in(root.members[name]) for name in _TOLD if name in root.members)


def is_marker(text: str) -> bool:
    """True for what is written in the place of a value: ``pass-or-fail``, ``<DATE>``, ``pass | fail``."""
    text = text.strip()
    if len(text) > _LONGEST:
        return False
    if _BRACKETED.fullmatch(text) or _BLANK.fullmatch(text):
        return True
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    return len(pieces) > 1 and all(piece in _WORDS for piece in pieces)


def _stands_in(node: JsonNode) -> bool:
    """True for a marker, for nothing, and for a sentence where a word belongs: that describes the field."""
    text = node.string()
    if text is None:
        return node.text[slice(*node.span)] == "null"
    return is_marker(text) or len(text) > _LONGEST or any(character.isspace() for character in text.strip())
