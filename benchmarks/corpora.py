"""The documents that are measured: found in a folder or generated, sampled, multiplied, written out."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from benchmarks.measuring import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMPARED = (".md", ".markdown")
"""Endings that every tool of the comparison reads."""
READ = (*COMPARED, ".mdx", ".qmd", ".ipynb")
"""Endings that draftproof finds in a folder."""

_PASSED_OVER = frozenset(
    {
        "node_modules",
        "vendor",
        "build",
        "dist",
        "target",
        "venv",
        "env",
        "site-packages",
        "__pycache__",
        "out",
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its path in the folder that is measured, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """Documents in a folder; ``target`` is that folder, or the one document."""

    target: Path
    count: int
    size: int


def seen_by_all(path: PurePosixPath) -> str:
    """A path without parts that one tool or another passes over: hidden and build folders, spaces."""
    parts = []
    for part in path.parts:
        name = re.sub(r"[^\w.+-]", "_", part)
        name = f"dot-{name[1:]}" if name.startswith(".") else name
        parts.append(f"{name}-docs" if name in _PASSED_OVER else name)
    return "/".join(parts)


def found(folder: Path, endings: Sequence[str] = READ) -> list[Text]:
    """The documents below a folder, in order of their paths. Raises BenchError where there is none."""
    if not folder.is_dir():
        raise BenchError(f"{folder}: there is no such folder; give the corpus as --corpus FOLDER")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in endings and path.is_file())
    if not paths:
        raise BenchError(f"{folder}: no document in this folder")
    return [
        Text(seen_by_all(PurePosixPath(path.relative_to(folder).as_posix())), path.read_bytes())
        for path in paths
    ]


def compared(texts: Iterable[Text]) -> list[Text]:
    """Those that every tool reads."""
    return [text for text in texts if text.path.lower().endswith(COMPARED)]


def size_of(texts: Iterable[Text]) -> int:
    """Bytes of documents."""
    return sum(len(text.data) for text in texts)


def sampled(
    texts: Sequence[Text], seed: int, *, size: int | None = None, count: int | None = None
) -> list[Text]:
    """A random sample, the same for the same seed: up to so many documents, or the first to reach a size."""
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    chosen: list[Text] = []
    total = 0
    for text in shuffled:
        if (count is not None and len(chosen) >= count) or (size is not None and total >= size):
            break
        chosen.append(text)
        total += len(text.data)
    return sorted(chosen, key=lambda text: text.path)


def multiplied(texts: Sequence[Text], times: int) -> list[Text]:
    """Every document so many times, each copy with a line of its own, so that none is known by its content.

    The line goes below the front matter, before the first heading, and at the end: with either alone a tool
    that remembers parts of documents would know most of a copy.
    """
    return [
        Text(f"copy-{number}/{text.path}", _marked(text.data, number))
        for number in range(times)
        for text in texts
    ]


def _marked(data: bytes, number: int) -> bytes:
    line = f"This is copy {number} of the page.\n".encode()
    start = 0
    if data.startswith(b"---\n") and (end := data.find(b"\n---\n", 3)) >= 0:
        start = end + 5
    return data[:start] + line + b"\n" + data[start:] + b"\n\n" + line


def write(folder: Path, texts: Iterable[Text]) -> Written:
    """Write documents into a folder that is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    count = size = 0
    for text in texts:
        path = folder / text.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.data)
        count += 1
        size += len(text.data)
    return Written(folder, count, size)
