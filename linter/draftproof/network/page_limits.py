"""The bounds of pages that are fetched. Nothing here opens a connection or loads what could."""

from __future__ import annotations

from draftproof.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PageLimits:
    """Bounds of one page: seconds for all of it, redirects included, and for each silence; bytes of its body,
    decoded; redirects.
    """

    total: float = 30.0
    idle: float = 10.0
    max_bytes: int = 5_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Bounds of a whole run: seconds, and bytes of all pages together."""

    total: float = 600.0
    max_bytes: int = 400_000_000
