"""``python -m benchmarks.mutants.bounded SECONDS ARGUMENTS``: Python with a bound of time and of memory.

A change may make a loop endless, or endless and hungry.
"""

from __future__ import annotations

import os
import resource
import sys

_MEMORY = 4 << 30


def main(seconds: int, arguments: list[str]) -> None:
    """Become a Python with those arguments."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.execv(sys.executable, [sys.executable, *arguments])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
