"""Documents that are not parsed at all, because nothing in them can concern a rule that runs.

What is left out is surely without findings, and has no code block that a report would count: plain prose in
which no anchor of an active rule stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.registry import CHECKS
from draftproof.checks.waking import Glance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.engine.selection import ActiveRule
    from draftproof.rulebook.model import Rulebook

_MARKUP = re.compile(
    r"\A(?:---|\+\+\+)"  # front matter, which may be broken
    r"|```|~~~|(?m:^(?: {4}|[ >*+\d.)-]{0,12}\t))|<pre|<code"  # code
    r"|(?m:^[\s>*+\d.)-]{48})"  # containers so deep that they may be too deep
    r"|8<|\{include\}|literalinclude|:::|raw-loader|\?raw"  # includes
    r"|[&\x00\ufffd]"  # entities, which may spell anything, and what could not be decoded
)
_ALWAYS = frozenset({"unreadable", "unresolved-include", "stale-catalog"})
"""Checks that say nothing of a text which was read whole and includes nothing."""


def is_asleep(text: str, path: str, active: Sequence[ActiveRule], rulebook: Rulebook) -> bool:
    """True where no active rule can find anything in a Markdown text, and no report counts a part of it."""
    lowered = text.lower()
    if "draftproof" in lowered or _MARKUP.search(text):
        return False
    glance = Glance((text,), path, rulebook)
    for rule in active:
        check = CHECKS[rule.rule.check]
        if rule.rule.check.endswith("-suppression") or rule.rule.check in _ALWAYS:
            continue
        if not check.need or glance.finds(check.need):
            return False
    return True
