"""What the tests of fixes share: a document fixed on disk, and what a fix may have written."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from drafts import run

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.engine.running import Run
    from draftproof.finding import Finding

PLACEHOLDER = "<API_KEY_PLACEHOLDER>"
FORMS = (
    PLACEHOLDER,
    f"`{PLACEHOLDER}`",
    f'"{PLACEHOLDER}"',
    "API_KEY_PLACEHOLDER",
    "&lt;API_KEY_PLACEHOLDER&gt;",
)
"""How a placeholder may be written."""


def fixed(path: Path, *, unsafe: bool = False, **options: object) -> Run:
    """The run that fixes a file."""
    return run(path, fix=True, unsafe_fixes=unsafe, **options)


def fixed_text(
    folder: Path, text: str, name: str = "a.md", *, unsafe: bool = False, **options: object
) -> str:
    """The text of a document after its fixes."""
    path = folder / name
    path.write_bytes(text.encode())
    fixed(path, unsafe=unsafe, **options)
    return path.read_bytes().decode()


def words(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    """What is said, wherever it stands."""
    return Counter((finding.code, finding.message) for finding in findings)


def is_old_with(planted: dict[str, tuple[str, ...]], old: str, new: str) -> bool:
    """True where ``new`` is ``old`` to the character, but for what was planted: each of those may have become
    any of its forms.
    """
    if not planted:
        return old == new
    parts = re.split("(" + "|".join(map(re.escape, planted)) + ")", old)
    pattern = "".join(
        "(?:" + "|".join(map(re.escape, (part, *planted[part]))) + ")" if index % 2 else re.escape(part)
        for index, part in enumerate(parts)
    )
    return re.fullmatch(pattern, new) is not None
