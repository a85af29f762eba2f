"""Templates: records whose values say what belongs there. They are no records, and no bad ones either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.records.model import FIELDS, MODEL_SOURCES, OUTCOMES, STAGES, TERMINAL_STATES

if TYPE_CHECKING:
    from draftproof.text.json_nodes import JsonNode

_VERDICTS = ("happy_path_result", "error_path_result", "terminal_state")
_TOLD = tuple(name for name in FIELDS if name not in ("stream_enabled", "notes"))
"""Fields with a word, a date or an address in them: a sentence there describes the field."""
_BRACKETED = re.compile(r"<[^<>]*>|\{[^{}]*\}|\{\{[^{}]*\}\}|\[[^\[\]]*\]|\$\w+|\$\{[^{}]*\}|%\w+%|__\w+__")
_BLANK = re.compile(
    r"|[.…_?xX*-]+|(?i:todo|tbd|tba|n/a|null|none|str|string|text|bool|boolean|enum|date|datetime|timestamp"
    r"|url|uri|iso-?8601|rfc-?3339|placeholder(?:-[\w-]*)?|your-[\w-]+)|(?i:yyyy\S*)"
)
_WORDS = frozenset(word for words in (OUTCOMES, TERMINAL_STATES, STAGES, MODEL_SOURCES) for word in words)
_BETWEEN = re.compile(r"-or-|\s*[|/,]\s*|\s+or\s+")


def is_template(root: JsonNode, *, committed: bool) -> bool:
    """True for a record that is to be filled in.

    In an article a single value that stands for another is enough. A ``committed`` file that gives any of
    its three verdicts is meant as a record.
    """
    if committed:
        return all(_stands_in(root, name) for name in _VERDICTS)
    return any(name in root.members and _stands_in(root, name) for name in _TOLD)


def is_placeholder(text: str) -> bool:
    """True for a text that says what belongs there: ``pass-or-fail``, ``<DATE>``, ``pass | fail``."""
    text = text.strip()
    if len(text) > 200:
        return True
    if _BRACKETED.fullmatch(text) or _BLANK.fullmatch(text) or any(c.isspace() for c in text):
        return True
    pieces = _BETWEEN.split(text)
    return len(pieces) > 1 and all(piece in _WORDS for piece in pieces)


def _stands_in(root: JsonNode, name: str) -> bool:
    node = root.members.get(name)
    if node is None:
        return True
    text = node.string()
    return is_placeholder(text) if text is not None else root.text[slice(*node.span)] == "null"
