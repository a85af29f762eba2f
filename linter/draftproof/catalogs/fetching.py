"""A provider's list over the network, page by page within one bound."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from draftproof.catalogs.shapes import ShapeError, listing_of
from draftproof.dataclass import dataclass
from draftproof.network.client import Limits, NetworkError, get_json
from draftproof.text.guarding import Guard
from draftproof.text.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.catalogs.lockfile import Entry

MAX_PAGES = 50
_ANTHROPIC_VERSION = "2023-06-01"


class FetchError(Exception):
    """Why there is no list, in one sentence without a credential."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a provider's list is. ``auth`` is ``none``, ``bearer`` or ``x-api-key``; ``key_names`` are
    tried in order.
    """

    url: str
    auth: str = "none"
    key_names: tuple[str, ...] = ()


def key_from(origin: Origin, environ: Mapping[str, str] = os.environ) -> Secret | None:
    """The key out of the environment; None where the list needs none. Raises FetchError where there is no
    such variable.
    """
    if origin.auth == "none":
        return None
    for name in origin.key_names:
        if value := environ.get(name, "").strip():
            return Secret(value)
    raise FetchError(f"the list needs a key in the environment variable {' or '.join(origin.key_names)}")


def fetch(
    origin: Origin, key: Secret | None, limits: Limits, *, use_proxies: bool = False
) -> tuple[dict[str, Entry], int]:
    """The whole list and the number of entries left out: what is no id, and what the server made of the key
    that it was sent. Raises FetchError for anything that is not a whole list.
    """
    headers = _headers(origin.auth, key)
    guard = Guard(() if key is None else (key,))
    ends = time.monotonic() + limits.total
    models: dict[str, Entry] = {}
    left_out = 0
    url = origin.url
    for _ in range(MAX_PAGES):
        left = replace(limits, total=max(0.01, ends - time.monotonic()))
        try:
            page = listing_of(get_json(url, headers, left, use_proxies=use_proxies))
        except NetworkError as error:
            raise FetchError(error.sentence) from None
        except ShapeError as error:
            raise FetchError(str(error)) from None
        known = len(models)
        fit = {name: entry for name, entry in page.models.items() if not guard.suspects(name)}
        models |= fit
        left_out += page.left_out + len(page.models) - len(fit)
        if not page.after and not models:
            raise FetchError("the answer lists no model")
        if not page.after:
            return models, left_out
        if len(models) == known:
            raise FetchError("the list goes round in a circle: a page brought nothing new")
        url = f"{origin.url}{'&' if '?' in origin.url else '?'}after_id={quote(page.after, safe='')}"
    raise FetchError(f"the list has more than {MAX_PAGES} pages")


def _headers(auth: str, key: Secret | None) -> dict[str, str | Secret]:
    if key is None:
        return {}
    if auth == "x-api-key":
        return {"x-api-key": key, "anthropic-version": _ANTHROPIC_VERSION}
    return {"Authorization": Secret(f"Bearer {key.reveal()}", "Bearer ")}
