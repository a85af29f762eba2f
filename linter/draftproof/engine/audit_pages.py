"""The pages of an audit: addresses gathered from arguments, lists and sitemaps, then fetched.

A URL that was given is asked for; so is what a given sitemap lists, of its own host. A link in a page is
neither, and is never followed.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from draftproof.dataclass import dataclass
from draftproof.engine.audit_sitemaps import MAX_BYTES, SitemapError, looks_like_sitemap, read_sitemap
from draftproof.network.addresses import AddressError
from draftproof.network.page import Page, normal
from draftproof.network.pages import Unfetched, fetch_pages
from draftproof.network.resolving import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from draftproof.engine.audit_request import AuditRequest
    from draftproof.network.page import Media

PAGES: Final[frozenset[Media]] = frozenset({"html", "markdown", "rst", "text", "none"})
SITEMAPS: Final[frozenset[Media]] = frozenset({"xml", "gzip", "text", "none"})
_GZIP: Final = b"\x1f\x8b"
MOST_SITEMAPS: Final = 50
"""Sitemaps of one index that are read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pages that could be had, in order, with sentences about what could not and what was passed over."""

    pages: tuple[Page, ...]
    errors: tuple[str, ...]
    notes: tuple[str, ...]


def is_url(argument: str) -> bool:
    """True for an argument that is a page over the network and no path."""
    return argument[:8].lower().startswith(("http://", "https://"))


class Gathering:
    """Gathers the pages of one audit. ``shown`` makes a URL fit for reports."""

    def __init__(
        self, request: AuditRequest, shown: Callable[[str], str], reach: Reach | None = None
    ) -> None:
        self._request = request
        self._shown = shown
        self._reach = reach or Reach(allow_private=request.allow_private)
        self._ends = time.monotonic() + request.run_limits.total
        self._urls: dict[str, None] = {}
        self._beyond = 0
        self._had: dict[str, Page] = {}
        self._errors: list[str] = []
        self._notes: list[str] = []

    def gather(self) -> Gathered:
        """Fetch everything. Raises nothing for what servers and lists hold."""
        request = self._request
        given = self._normal(request.urls)
        self._add(given)
        for page in self._fetched(list(self._urls), PAGES | SITEMAPS):
            self._given(page)
        self._add(self._normal(request.listed))
        self._sitemaps(request.sitemaps)
        wanted = [url for url in self._urls if url not in self._had]
        self._had.update((page.url, page) for page in self._fetched(wanted, PAGES))
        if self._beyond:
            self._notes.append(
                f"{self._beyond:,} more pages were left out; an audit takes {request.max_pages:,} "
                "(--max-pages takes more)"
            )
        return Gathered(self._distinct(), tuple(self._errors), tuple(self._notes))

    def _normal(self, urls: Iterable[str]) -> list[str]:
        """URLs that somebody wrote down: what is none is an error."""
        found: list[str] = []
        for url in urls:
            try:
                found.append(normal(url))
            except AddressError as error:
                self._errors.append(f"{self._named(url)}: not fetched: {error}")
        return found

    def _named(self, url: str) -> str:
        """A URL that cannot be used as a sentence may have it: without what stands before an ``@``, which may
        be a password, wherever its host was meant to end.
        """
        scheme, slashes, rest = url.partition("://")
        return self._shown(f"{scheme}{slashes}{rest.rpartition('@')[2]}")

    def _add(self, urls: Iterable[str]) -> None:
        for url in urls:
            if url in self._urls:
                continue
            if len(self._urls) >= self._request.max_pages:
                self._beyond += 1
            else:
                self._urls[url] = None

    def _fetched(
        self, urls: Sequence[str], wanted: Collection[Media], max_bytes: int | None = None
    ) -> list[Page]:
        """Those of the pages that could be had; a sentence about each of the others."""
        if not urls:
            return []
        left = replace(self._request.run_limits, total=max(0.01, self._ends - time.monotonic()))
        limits = replace(self._request.limits, max_bytes=max_bytes or self._request.limits.max_bytes)
        pages: list[Page] = []
        for outcome in fetch_pages(urls, wanted, limits, left, self._reach):
            if isinstance(outcome, Unfetched):
                self._urls.pop(outcome.url, None)
                self._errors.append(f"{self._shown(outcome.url)}: not fetched: {outcome.reason}")
            else:
                pages.append(outcome)
        return pages

    def _given(self, page: Page) -> None:
        """Keep a page that was named outright, or read it where it is a sitemap."""
        if page.media == "gzip" and not page.data.startswith(_GZIP):
            # A server that does not know the ending says "some bytes": the ending tells what they are.
            page = replace(page, media="none")
        sitemap = looks_like_sitemap(page.data) or page.media == "gzip"
        if not sitemap and page.media != "xml":
            self._had[page.url] = page
            return
        del self._urls[page.url]
        if sitemap:
            self._list(page.data, self._shown(page.url), {_host(page.url), _host(page.final)})
        else:
            self._errors.append(f"{self._shown(page.url)}: not fetched: it is XML, and no sitemap")

    def _sitemaps(self, sources: Sequence[str]) -> None:
        for source in sources:
            if not is_url(source):
                self._sitemap_file(source)
                continue
            for page in self._fetched(self._normal([source]), SITEMAPS, MAX_BYTES):
                self._list(page.data, self._shown(page.url), {_host(page.url), _host(page.final)})

    def _sitemap_file(self, path: str) -> None:
        try:
            with Path(path).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            self._errors.append(f"{path}: the sitemap cannot be read: {error.strerror or error}")
            return
        if len(data) > MAX_BYTES:
            self._errors.append(f"{path}: the sitemap is longer than {MAX_BYTES:,} bytes")
            return
        self._list(data, path, None)

    def _list(self, data: bytes, name: str, hosts: set[str] | None, *, index: bool = True) -> None:
        """Take what a sitemap lists: of its own ``hosts``, or everything where it is a file of the user's."""
        try:
            sitemap = read_sitemap(data, max(self._request.max_pages, MOST_SITEMAPS))
        except SitemapError as error:
            self._errors.append(f"{name}: the sitemap {error}")
            return
        if not sitemap.total:
            self._errors.append(f"{name}: the sitemap lists nothing")
            return
        urls = self._own(sitemap.urls, name, hosts)
        if sitemap.kind == "pages":
            self._beyond += sitemap.total - len(sitemap.urls)
            self._add(urls)
            return
        if not index:
            self._errors.append(f"{name}: the sitemap lists sitemaps and is itself listed by one; left out")
            return
        if sitemap.total > MOST_SITEMAPS:
            self._notes.append(f"{name}: {sitemap.total - MOST_SITEMAPS:,} of its sitemaps were left out")
        for page in self._fetched(list(dict.fromkeys(urls))[:MOST_SITEMAPS], SITEMAPS, MAX_BYTES):
            own = hosts if hosts is not None else {_host(page.url), _host(page.final)}
            self._list(page.data, self._shown(page.url), own, index=False)

    def _own(self, urls: Sequence[str], name: str, hosts: set[str] | None) -> list[str]:
        """The URLs of a sitemap that may be asked for; how many were left out is said once."""
        found: list[str] = []
        unusable = 0
        for url in urls:
            try:
                found.append(normal(url))
            except AddressError:
                unusable += 1
        own = found if hosts is None else [url for url in found if _host(url) in hosts]
        if unusable:
            self._notes.append(f"{name}: {unusable:,} of its entries are no URLs and were left out")
        if len(own) < len(found):
            self._notes.append(
                f"{name}: {len(found) - len(own):,} of its entries are on other hosts and were left out; "
                "a sitemap speaks for its own"
            )
        return own

    def _distinct(self) -> tuple[Page, ...]:
        """The pages, each once: two URLs may lead to the same."""
        kept: dict[str, Page] = {}
        for url in self._urls:
            page = self._had.get(url)
            if page is None:
                continue
            if page.final in kept:
                first = self._shown(kept[page.final].url)
                self._notes.append(f"{self._shown(url)}: leads to the same page as {first}; read once")
            else:
                kept[page.final] = page
        return tuple(kept.values())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
