"""The shortest input that still shows a fault, as far as a few seconds go."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def shrunk(data: bytes, still: Callable[[bytes], bool], seconds: float) -> bytes:
    """``data`` with everything left out that ``still`` does not need: first lines, then bytes."""
    end = time.monotonic() + seconds
    data = _without(data.splitlines(keepends=True), still, end)
    return _without([data[at : at + 1] for at in range(len(data))], still, end)


def _without(pieces: list[bytes], still: Callable[[bytes], bool], end: float) -> bytes:
    step = max(len(pieces) // 2, 1)
    while pieces:
        at, shorter = 0, False
        while at < len(pieces) and time.monotonic() < end:
            tried = pieces[:at] + pieces[at + step :]
            if still(b"".join(tried)):
                pieces, shorter = tried, True
            else:
                at += step
        if time.monotonic() >= end or (step == 1 and not shorter):
            break
        step = max(step // 2, 1)
    return b"".join(pieces)
