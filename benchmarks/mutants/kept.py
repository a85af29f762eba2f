"""What earlier runs came to, in a file of lines. Noticed is noticed: tests are only added. Survivors are
tried again, as there may be a test for them now.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.mutants.changes import Change


class Kept:
    """The keys of changes that a test noticed. A change of the file makes them all unknown."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
        self._noticed = {json.loads(line) for line in lines}

    def __contains__(self, change: Change) -> bool:
        return change.key in self._noticed

    def add(self, change: Change) -> None:
        """Write down that the change was noticed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(change.key) + "\n")
        self._noticed.add(change.key)
