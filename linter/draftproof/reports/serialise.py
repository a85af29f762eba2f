"""Findings as JSON, with the fields and in the order that the command line's contract names."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftproof.finding import Finding, Fix

# Readable text stays as it is. Escaped is what acts on a terminal, ends a line for some readers, cannot be
# encoded (half of a surrogate pair), or is taken by a build service for a command in its log.
_ACTIVE = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    r"|(?<=#)#(?=\[|vso\[|teamcity\[)",
    re.IGNORECASE,
)


def dumps(value: object, indent: int | None = None) -> str:
    """The value as JSON that every encoding of Unicode can hold: on one line, or indented for people."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text and "##" not in text:
        return text  # nothing in it can act: most findings, and the pattern is slow
    return _ACTIVE.sub(_escape, text)


def finding_record(finding: Finding) -> dict[str, object]:
    """The fields of a finding for the JSON formats."""
    place, sample = finding.place, finding.sample
    return {
        "code": finding.code,
        "name": finding.name,
        "family": finding.family,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "message": finding.message,
        "path": finding.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "cell": place.cell,
        "file_line": place.file_line,
        "file_column": place.file_column,
        "excerpt": finding.excerpt,
        "help": finding.help,
        "url": finding.url,
        "fingerprint": finding.fingerprint,
        "sample": sample and {"language": sample.language, "index": sample.index, "line": sample.line},
        "fix": finding.fix and _fix_record(finding.fix),
    }


def _fix_record(fix: Fix) -> dict[str, object]:
    edits = [
        {
            "line": edit.line,
            "column": edit.column,
            "end_line": edit.end_line,
            "end_column": edit.end_column,
            "text": edit.text,
        }
        for edit in fix.edits
    ]
    return {"applicability": fix.applicability, "edits": edits}


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    offset = code - 0x10000
    return f"\\u{0xD800 + (offset >> 10):04x}\\u{0xDC00 + (offset & 0x3FF):04x}"
