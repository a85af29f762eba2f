"""Judgements of earlier runs, for documents of which nothing changed.

An entry is good while its key is: a digest of the bytes, the path, the settings, the rulebook, the program
and what is installed beside it, the lock files, the records of the article. A judgement that asked for the
date holds for that day, and one on a document with includes as long as the files that it looked for are as
they were. Records as documents are not kept, nor is anything that could not be read.

The entries of a project lie in a few files; each begins with a digest of the rest, so that what is broken is
seen and made anew. Writes are atomic: of two runs at once the later one's entries stay, and none is wrong.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof import __version__
from draftproof.cache import cache_folder, keep_tidy, mark_used, store, unsealed
from draftproof.dataclass import dataclass
from draftproof.engine.digests import SIZE, content_of, digest_of
from draftproof.engine.examining import root_path
from draftproof.engine.keeping import FORMAT, as_data, from_data
from draftproof.engine.project_files import PROJECT_FOLDER
from draftproof.finding import Severity

if TYPE_CHECKING:
    from draftproof.checks.facts import Facts
    from draftproof.configuration.model import Configuration
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.examining import Examiner
    from draftproof.engine.judgement import Judgement

SHARDS = 32
"""Files that the entries of a project are spread over: a hook that checks one document reads one of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A judgement as plain data, and for which document: ``day`` is the ISO date that it holds for, empty
    where it asked for none; ``beside`` are the other files that count, as in ``Document``. ``key`` is empty
    for what must not be kept.
    """

    key: str
    day: str
    beside: tuple[tuple[str, str], ...]
    data: list[Any]


class FindingsCache:
    """The kept judgements of one run. ``folder`` is where they lie."""

    def __init__(self, examiner: Examiner, folder: Path) -> None:
        self._examiner = examiner
        self._folder = folder
        self._today = examiner.options.today.isoformat()
        self._program = ""
        self._contexts: dict[tuple[int, str], bytes] = {}
        self._shards: dict[tuple[str, int], _Shard] = {}
        self.found = 0
        self.missed: Counter[str] = Counter()
        """How many documents had no judgement that holds, by the reason."""
        self.unkept = 0
        self.broken: list[str] = []

    def key(self, file: FoundFile, data: bytes) -> str:
        """The key of a document."""
        settings = self._examiner.settings(file)
        configuration = file.configuration
        at = (id(settings), str(configuration.folder))
        if at not in self._contexts:
            self._contexts[at] = self._context(
                configuration, repr(replace(settings, fail_on=Severity.WARNING))
            )
        digest = blake2b(self._contexts[at], digest_size=SIZE)
        named = (file.shown, root_path(file), str(configuration.is_sample(file.location)))
        digest.update("\0".join(named).encode("utf-8", "surrogateescape") + b"\0")
        if self._examiner.keeps_records(configuration):
            for path, _ in self._examiner.evidence_files.records_of(file):
                digest.update(content_of(path).encode() + b"\0")
        digest.update(data)
        return digest.hexdigest()

    def _context(self, configuration: Configuration, settings: str) -> bytes:
        options = self._examiner.options
        self._program = self._program or _program()
        digest = blake2b(digest_size=SIZE)
        rulebook = self._examiner.rulebook(configuration)
        asked = (options.publish, options.force_exclude, options.isolated)
        for text in (
            self._program,
            str(FORMAT),
            rulebook.key,
            settings,
            repr(asked),
            str(configuration.folder),
        ):
            digest.update(text.encode("utf-8", "surrogateescape") + b"\0")
        if not options.isolated:
            for path in sorted((configuration.folder / PROJECT_FOLDER / "models").glob("*.yaml")):
                digest.update(f"{path.name}\0{content_of(path)}\0".encode("utf-8", "surrogateescape"))
        return digest.digest()

    def get(self, file: FoundFile, key: str) -> Judgement | None:
        """The kept judgement of a document with this key."""
        entry = self._shard(file).entries.get(root_path(file))
        reason = "new" if entry is None else "in another form"
        if entry is not None:
            # Whatever stands in a file of the cache, the worst that it can do is to be of no use.
            with suppress(ValueError, TypeError, KeyError, IndexError, AttributeError):
                known, day, beside, data = entry
                if known != key:
                    reason = "changed, or judged by other rules or settings"
                elif day not in ("", self._today):
                    reason = "judged on another day"
                elif any(content_of(path) != digest for path, digest in beside):
                    reason = "with included files that changed"
                else:
                    judgement = from_data(data, self._examiner.rulebook(file.configuration))
                    self.found += 1
                    return judgement
        self.missed[reason] += 1
        return None

    def kept(self, file: FoundFile, data: bytes, facts: Facts, judgement: Judgement) -> Kept:
        """What is to be kept of a document that was judged."""
        from draftproof.reading.document import Format  # noqa: PLC0415 - loaded with the document

        if facts.document.format is Format.RECORD:
            return unkept(judgement)
        day = self._today if facts.dated else ""
        return Kept(self.key(file, data), day, facts.document.beside, as_data(judgement))

    def put(self, file: FoundFile, kept: Kept) -> None:
        """Keep a judgement."""
        if not kept.key:
            self.unkept += 1
            return
        self._shard(file).new[root_path(file)] = _json([kept.key, kept.day, kept.beside, kept.data])

    def close(self) -> None:
        """Write what is new, and remove what is of no use. A cache that cannot be written is none."""
        for shard in self._shards.values():
            if shard.new or shard.broken:
                with suppress(OSError):
                    store(shard.path, shard.living().encode("utf-8", "surrogatepass"))
        for project in {shard.path.parent for shard in self._shards.values()}:
            mark_used(project)
        keep_tidy(self._folder.parent)

    def said(self) -> str:
        """One sentence about what the cache was good for."""
        parts = [f"{self.found} as before", *(f"{n} {reason}" for reason, n in sorted(self.missed.items()))]
        if self.unkept:
            parts.append(f"{self.unkept} of them not kept")
        if self.broken:
            parts.append(f"{len(self.broken)} broken cache files made anew")
        return f"cache: {', '.join(parts)} ({self._folder})"

    def _shard(self, file: FoundFile) -> _Shard:
        number = zlib.crc32(root_path(file).encode("utf-8", "surrogateescape")) % SHARDS
        at = (str(file.configuration.folder), number)
        if at not in self._shards:
            project = digest_of(at[0].encode("utf-8", "surrogateescape"))
            path = self._folder / project / f"{number:02}.json"
            self._shards[at] = self._loaded(path, file.configuration.folder)
        return self._shards[at]

    def _loaded(self, path: Path, root: Path) -> _Shard:
        try:
            data = path.read_bytes()
        except OSError:
            return _Shard(path, root, {})
        with suppress(ValueError, RecursionError):
            if isinstance(entries := json.loads(unsealed(data)), dict):
                return _Shard(path, root, entries)
        self.broken.append(str(path))
        return _Shard(path, root, {}, broken=True)


@dataclass(slots=True)
class _Shard:
    """Some entries of a project, by the path of the document below its folder."""

    path: Path
    root: Path
    entries: dict[str, Any]
    new: dict[str, str] = field(default_factory=dict)
    """As JSON: judgements as lists would take several times the memory until the run ends."""
    broken: bool = False

    def living(self) -> str:
        """All entries whose documents there still are, as JSON."""
        known = {path: _json(entry) for path, entry in self.entries.items() if path not in self.new}
        there = ((path, text) for path, text in (known | self.new).items() if self._is_there(path))
        return "{" + ",".join(f"{_json(path)}:{text}" for path, text in there) + "}"

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(os.path.join(self.root, path))  # noqa: PTH118 - each part of a Path stays interned


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unkept(judgement: Judgement) -> Kept:
    """A judgement that is handed on and not stored."""
    return Kept("", "", (), as_data(judgement))


def findings_folder() -> Path | None:
    """Where judgements are kept; None where there is no place for a cache."""
    folder = cache_folder()
    return None if folder is None else folder / "findings"


def _program() -> str:
    """The version of draftproof and, because parsers and grammars count too, when something was installed
    last; in a checkout also the newest file of the program.
    """
    changed = [__version__, sys.version]
    for folder in sys.path:
        if folder.endswith("site-packages"):
            with suppress(OSError):
                changed.append(str(os.stat(folder).st_mtime_ns))  # noqa: PTH116 - at every start
    package = Path(__file__).resolve().parent.parent
    if not (package / "_rules").is_dir():
        sources = (path.stat().st_mtime_ns for path in package.rglob("*.py"))
        changed.append(str(max(sources)))
    return " ".join(changed)
