"""``draftproof`` and ``python -m draftproof``."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from draftproof.cli.main import main  # noqa: PLC0415 - imported when run, not when inspected

        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # while something is imported, or a second one while the first is dealt with
        print("draftproof: interrupted", file=sys.stderr)
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    run()
