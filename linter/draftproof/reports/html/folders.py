"""Folders to sort findings into: few enough to look at, fine enough to tell something."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST = 12
_HERE = "."


def folders_of(paths: Iterable[str]) -> Mapping[str, str]:
    """The folder that each path is counted in.

    Below what all have in common, one level of folders; more levels as long as there are at most twelve. A
    folder that holds another one of them stands for the files directly in it, and says so.
    """
    parts = {path: tuple(path.split("/")[:-1]) for path in dict.fromkeys(paths)}
    common = _common(list(parts.values()))
    depth = common + 1
    deepest = max((len(each) for each in parts.values()), default=0)
    while depth < deepest and len({each[: depth + 1] for each in parts.values()}) <= _MOST:
        depth += 1
    chosen = {path: each[:depth] for path, each in parts.items()}
    distinct = set(chosen.values())
    above = Counter(each[:length] for each in distinct for length in range(len(each)))
    return {path: _label(each, holds=bool(above[each])) for path, each in chosen.items()}


def _common(parts: list[tuple[str, ...]]) -> int:
    """How many folders all of them begin with."""
    number = 0
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        number += 1
    return number


def _label(parts: tuple[str, ...], *, holds: bool) -> str:
    path = "/".join(parts) or ("/" if parts else _HERE)
    return f"{path} (directly)" if holds else path
