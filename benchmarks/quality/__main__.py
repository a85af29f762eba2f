"""``python -m benchmarks.quality``: precision and recall by family and rule."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.quality.own import ROOT, boards, commit
from benchmarks.quality.page import board_text, placed
from benchmarks.quality.shared import corpora_folder, scored
from draftproof.writing import write_atomically

PAGE = ROOT / "docs" / "quality.md"


def main() -> int:
    """Print the board; with ``--write`` put it into the documentation. 1 where the project's own documents
    show a miss or a false alarm.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="documents of others with labels and their scorer")
    parser.add_argument("--own", action="store_true", help="the project's own documents only")
    parser.add_argument("--write", action="store_true", help=f"write the board into {PAGE.name}")
    options = parser.parse_args()
    corpora = None if options.own else corpora_folder(options.corpora)
    if options.corpora and corpora is None and not options.own:
        parser.error(f"{options.corpora} has no docs, labels and score.py")
    results = list(boards())
    known = machine()
    conditions = (
        f"`make quality` at {commit() or 'an unknown commit'}, {known['date']}, {known['processor']}, "
        f"{known['cores']} cores, Python {known['python']}."
    )
    text = board_text(results, conditions, scored(corpora) if corpora else "")
    sys.stdout.write(text)
    if options.write:
        write_atomically(PAGE, placed(PAGE.read_text(encoding="utf-8"), text).encode())
    return int(any(board.misses for board in results))


if __name__ == "__main__":
    sys.exit(main())
