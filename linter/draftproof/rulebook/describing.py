"""What reports say of a rule, out of its page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.finding import RuleDescription

if TYPE_CHECKING:
    from draftproof.rulebook.model import Rule

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\[([^\]]{0,200})\]\([^)\s]{0,300}\)")
_END = re.compile(r"[.:;](?=\s|$)")
_LONGEST_SUMMARY = 300
_EXAMPLES = "Examples"
"""The one section that is left out: it is the longest, and half of it is meant to be wrong."""


def describe(rule: Rule) -> RuleDescription:
    """The rule with the sections of its page; a page that cannot be read leaves the rule's own sentences."""
    sections = _sections(page_of(rule))
    description = _plain(sections.get("What it does", ""))
    shown = [f"## {title}\n\n{text}" for title, text in sections.items() if title != _EXAMPLES]
    return RuleDescription(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        severity=rule.severity,
        confidence=rule.confidence,
        summary=_first_sentence(description) or rule.name,
        description=description,
        help=_plain(sections.get("How to mend it", "")) or rule.help,
        page="\n\n".join(shown),
        url=rule.url,
    )


def page_of(rule: Rule) -> str:
    """The page of a rule as Markdown, without its front matter; "" where it cannot be read."""
    try:
        text = Path(rule.document).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return text.partition("\n---\n")[2].strip()


def _sections(page: str) -> dict[str, str]:
    """The sections by their headings, in order; a line in a fence is no heading."""
    lines: dict[str, list[str]] = {}
    title, fence = "", ""
    for line in page.split("\n"):
        mark = _FENCE.match(line)
        if mark is not None and not fence:
            fence = mark[1]
        elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        if not fence and line.startswith("## "):
            title = line[3:].strip()
            lines[title] = []
        elif title:
            lines[title].append(line)
    return {title: "\n".join(content).strip() for title, content in lines.items()}


def _plain(text: str) -> str:
    """The text on one line, links as their texts."""
    return " ".join(_LINK.sub(r"\1", text).split())


def _first_sentence(text: str) -> str:
    """Up to the first full stop or colon that is not in code, with a full stop; at most 300 characters."""
    end = _END.search(_CODE.sub(lambda code: "x" * len(code[0]), text))
    sentence = text[: end.start()] if end else text
    return f"{sentence[:_LONGEST_SUMMARY]}." if sentence else ""
