"""Many pages over the network, politely: one request at a time to a host, and an end to all of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from draftproof.dataclass import dataclass
from draftproof.network.client import NetworkError
from draftproof.network.page import fetch
from draftproof.network.running import run

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from draftproof.network.page import Media, Page
    from draftproof.network.page_limits import PageLimits, RunLimits
    from draftproof.network.resolving import Reach

_HOSTS_AT_ONCE: Final = 4
_FAILURES_IN_A_ROW: Final = 3
"""Pages of a host that cannot be had before the rest of its pages is left out."""
_UNREACHABLE: Final = frozenset({"no-address", "tls", "no-connection", "silence", "unsent"})
_BUSY: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Unfetched:
    """A page that could not be had, and why, in words that follow its URL and a colon."""

    url: str
    reason: str


def fetch_pages(
    urls: Sequence[str], wanted: Collection[Media], limits: PageLimits, run_limits: RunLimits, reach: Reach
) -> list[Page | Unfetched]:
    """The pages at some ``normal`` URLs, in their order. Raises nothing for what servers do; an interrupt
    closes the connections and is passed on.
    """
    several = _Several(wanted, limits, run_limits, reach)
    run(several.fetch(urls))
    late = f"left out: the time for all pages, {run_limits.total:g} seconds, was up"
    return [several.outcomes.get(url) or Unfetched(url, late) for url in urls]


class _Several:
    """The state of one run over several hosts."""

    def __init__(
        self, wanted: Collection[Media], limits: PageLimits, run_limits: RunLimits, reach: Reach
    ) -> None:
        self._wanted = wanted
        self._limits = limits
        self._run_limits = run_limits
        self._reach = reach
        self._slots = asyncio.Semaphore(_HOSTS_AT_ONCE)
        self._bytes = 0
        self.outcomes: dict[str, Page | Unfetched] = {}

    async def fetch(self, urls: Sequence[str]) -> None:
        """Fetch what there is time for."""
        hosts: dict[str, list[str]] = {}
        for url in dict.fromkeys(urls):
            hosts.setdefault(urlsplit(url).hostname or "", []).append(url)
        try:
            async with asyncio.timeout(self._run_limits.total), asyncio.TaskGroup() as group:
                for own in hosts.values():
                    group.create_task(self._host(own))
        except TimeoutError:
            return

    async def _host(self, urls: Sequence[str]) -> None:
        """The pages of one host, one after the other."""
        failures = 0
        reason = ""
        async with self._slots:
            for url in urls:
                if reason:
                    self.outcomes[url] = Unfetched(url, reason)
                    continue
                try:
                    self.outcomes[url] = await self._one(url)
                    failures = 0
                except NetworkError as error:
                    self.outcomes[url] = Unfetched(url, error.sentence)
                    failures = failures + 1 if error.failure in _UNREACHABLE else 0
                    if error.status in _BUSY:
                        reason = f"left out: its server answered {error.status} and is not asked again"
                    elif failures >= _FAILURES_IN_A_ROW:
                        reason = f"left out: {failures} pages of its host in a row could not be had"

    async def _one(self, url: str) -> Page:
        if self._bytes > self._run_limits.max_bytes:
            raise NetworkError(
                f"left out: all pages together are longer than {self._run_limits.max_bytes:,} bytes"
            )
        page = await fetch(url, self._wanted, self._limits, self._reach)
        self._bytes += len(page.data)
        return page
