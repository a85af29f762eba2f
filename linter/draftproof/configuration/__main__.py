"""``python -m draftproof.configuration DOCS`` writes the JSON Schema and the reference into a docs folder."""

from __future__ import annotations

import sys
from pathlib import Path

from draftproof.configuration.describing import PAGE_FILE, SCHEMA_FILE, schema_text, with_reference


def main(folder: Path) -> None:
    """Write both files anew."""
    (folder / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8", newline="\n")
    page = folder / PAGE_FILE
    page.write_text(with_reference(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
