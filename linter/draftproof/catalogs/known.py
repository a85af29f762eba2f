"""Spellings and kinds of public model ids that are shipped: for hints. They verify nothing."""

from __future__ import annotations

import datetime
import difflib
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.lockfile import MAX_ID
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIXED = "mixed"
_NEAR = 0.8
_NOT_DIGITS = re.compile(r"\D+")
_MAX_CANDIDATES = 2000


@dataclass(frozen=True, slots=True)
class KnownModels:
    """``kinds`` by id ("" where the lists do not say, ``mixed`` where there are several); ``retired`` by
    vendor and id.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[tuple[str, str], datetime.date] = field(default_factory=dict)


def known_models(data: Mapping[str, Any]) -> KnownModels:
    """The vocabulary ``known-models``: ids by kind and vendor, a text of ids each."""
    kinds: dict[str, str] = {}
    for kind, vendors in data.get("kinds", {}).items():
        for ids in vendors.values():
            for name in ids.split():
                kinds[name] = MIXED if kinds.get(name, kind) != kind else "" if kind == "unknown" else kind
    retired = {
        (vendor, name): datetime.date.fromisoformat(day)
        for vendor, entries in data.get("retired", {}).items()
        for name, _, day in (entry.partition("=") for entry in entries.split())
    }
    return KnownModels(kinds, retired)


def nearest(name: str, ids: Iterable[str], *, same_version: bool = False) -> str:
    """The id that a misspelt one was probably meant to be, "" where none is near. Bounded in time.

    With ``same_version`` the digits have to agree: what is not in an incomplete list may be another version.
    """
    if len(name) > MAX_ID:
        return ""
    small = name.lower()
    candidates: dict[str, str] = {}
    version = _digits(small)
    for each in ids:
        if same_version and _digits(each) != version:
            continue
        if abs(len(each) - len(name)) <= 4 and each[:1].lower() == small[:1]:
            candidates.setdefault(each.lower(), each)
            if len(candidates) >= _MAX_CANDIDATES:
                break
    near = difflib.get_close_matches(small, sorted(candidates), 1, _NEAR)
    return candidates[near[0]] if near else ""


def _digits(name: str) -> str:
    return _NOT_DIGITS.sub("", name)
