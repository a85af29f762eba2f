"""Files of the cache: whatever stands in them, a run finds what it would find without a cache."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from draftproof.cache import store, unsealed
from draftproof.engine.running import Runner, RunOptions
from fuzz import material
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS: Final = RunOptions(datetime.date(2026, 1, 31), isolated=True)
_ARTICLE: Final = (
    '# Streaming\n\n```python\nclient = OpenAI(api_key="{{key:sk-48}}")\n'
    "client.responses.create(model='gpt-5', messages=[], max_tokens=9)\n```\n\nThe fastest API.\n"
)
_WORDS: Final = (
    '"a.md"',
    "null",
    "[]",
    "{}",
    "1e999",
    "-1",
    '"KEY001"',
    '"\\ud800"',
    "[[[[[[",
    "99999999999999999999",
    "true",
)


class _Place:
    """A folder with one article and its cache, made once."""

    def __init__(self) -> None:
        self.holder = tempfile.TemporaryDirectory()
        self.folder = Path(self.holder.name)
        self.article = self.folder / "a.md"
        self.article.write_text(material.filled(_ARTICLE), encoding="utf-8")
        self.expected = self.findings()
        self.file = next(
            path for path in (self.folder / "cache" / "findings").rglob("*") if b"a.md" in _content(path)
        )
        self.good = self.file.read_bytes()

    def findings(self) -> Any:
        before = os.environ.get("DRAFTPROOF_CACHE_DIR")
        os.environ["DRAFTPROOF_CACHE_DIR"] = str(self.folder / "cache")
        try:
            run = Runner(_OPTIONS).run([str(self.article)])
        finally:
            os.environ.pop("DRAFTPROOF_CACHE_DIR")
            if before is not None:
                os.environ["DRAFTPROOF_CACHE_DIR"] = before
        hold(not run.errors, f"a run had a fault: {' '.join(run.errors)[:200]}")
        return run.result.findings


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


@cache
def _place() -> _Place:
    return _Place()


def _raw(data: bytes) -> None:
    place = _place()
    place.file.write_bytes(data)
    hold(place.findings() == place.expected, "a broken file of the cache changed what is found")
    hold(unsealed(place.file.read_bytes()), "a broken file of the cache was not made anew")


def _sealed(data: bytes) -> None:
    """With the digest that belongs to it: only somebody who may write in the cache can do that. No fault."""
    place = _place()
    store(place.file, data)
    place.findings()


def _seeds_raw() -> Sequence[bytes]:
    return [_place().good, b"", b"\n", _place().good[:-1], b"0" * 32 + b"\n{}"]


def _seeds_sealed() -> Sequence[bytes]:
    whole = unsealed(_place().good)
    return [whole, json.dumps(json.loads(whole), indent=0).encode(), b"{}", b"[]", b"null"]


TARGETS: Final = (
    Target("cache", "broken files of the cache", _seeds_raw, _raw, _WORDS),
    Target("cache-sealed", "files of the cache with another content", _seeds_sealed, _sealed, _WORDS),
)
