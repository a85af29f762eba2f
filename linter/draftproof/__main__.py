"""``draftproof`` and ``python -m draftproof``."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    from draftproof.cli.main import main  # noqa: PLC0415 - imported when run, not when inspected

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
