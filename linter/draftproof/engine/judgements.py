"""The judgements of many files: those kept from an earlier run, the others made here or by workers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.engine.examining import Examiner
from draftproof.engine.reading_files import bytes_of
from draftproof.faults import internal_fault
from draftproof.rulebook.errors import RulebookError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.findings_cache import FindingsCache, Kept
    from draftproof.engine.judgement import Judgement
    from draftproof.engine.run_options import RunOptions

BEFORE_WORKERS = 150_000
"""Bytes of documents that are judged here before workers are thought of: what they need is loaded by then, so
that a forked worker has it at once.
"""
WORTH_WORKERS = 400_000
"""Bytes of documents for which workers pay: two of them take some 50 ms to start, as long as 60 kB take."""


class Judgements:
    """Judges the files of one run, as nothing but their judgements is wanted: no fixes, no changed lines."""

    def __init__(self, examiner: Examiner, jobs: int | None) -> None:
        self._examiner = examiner
        self._jobs = jobs
        self._cache = _cache_for(examiner)
        self._found: dict[int, Judgement] = {}
        self._faults: dict[int, str] = {}
        self._stdin: bytes | str | None = None

    def made(self, files: Sequence[FoundFile]) -> tuple[dict[int, Judgement], dict[int, str]]:
        """The judgements by the number of the file, and for those without one the sentence that says why."""
        waiting: list[tuple[int, int]] = []
        for number, file in enumerate(files):
            data = self._bytes_of(file)
            if self._cache is not None and isinstance(data, bytes) and not file.stdin:
                judgement = self._cache.get(file, self._cache.key(file, data))
                if judgement is not None:
                    self._found[number] = judgement
                    continue
            waiting.append((number, len(data)))
        rest = self._judge_some(files, waiting)
        if rest:
            self._judge_by_workers(files, rest)
        if self._cache is not None:
            self._cache.close()
        return self._found, self._faults

    @property
    def said(self) -> str:
        """What is to be said of the cache where somebody asks."""
        return "cache: not used" if self._cache is None else self._cache.said()

    def _judge_some(self, files: Sequence[FoundFile], waiting: Sequence[tuple[int, int]]) -> list[int]:
        """Judge files here: the first of them, or all where workers would not pay. The rest is returned."""
        left = sum(size for _, size in waiting)
        judged = 0
        for at, (number, size) in enumerate(waiting):
            if judged >= BEFORE_WORKERS and left >= WORTH_WORKERS and self._processes() > 1:
                return [each for each, _ in waiting[at:]]
            self._judge(number, files[number])
            judged += size
            left -= size
        return []

    def _processes(self) -> int:
        if self._jobs is None:
            from draftproof.engine.workers import usable_processors  # noqa: PLC0415 - for many files only

            self._jobs = usable_processors()
        return self._jobs

    def _bytes_of(self, file: FoundFile) -> bytes | str:
        """What a file holds. It is not kept, but for standard input, which can be read only once."""
        if not file.stdin:
            return bytes_of(file, self._examiner.options)
        if self._stdin is None:
            self._stdin = bytes_of(file, self._examiner.options)
        return self._stdin

    def _judge(self, number: int, file: FoundFile) -> None:
        try:
            data = self._bytes_of(file)
            facts, judgement = self._examiner.examined(file, data)
            if self._cache is not None and isinstance(data, bytes) and not file.stdin:
                self._cache.put(file, self._cache.kept(file, data, facts, judgement))
        except RulebookError:
            raise
        except Exception as error:  # one document must not keep the others from being checked
            self._faults[number] = internal_fault(error, file.shown)
            return
        # What findings were made of is for fixes: it would hold far more than the findings.
        self._found[number] = replace(judgement, settled=())

    def _judge_by_workers(self, files: Sequence[FoundFile], numbers: Sequence[int]) -> None:
        from draftproof.engine.keeping import from_data  # noqa: PLC0415 - for many files only
        from draftproof.engine.workers import judged  # noqa: PLC0415

        for file in files:
            self._examiner.rulebook(file.configuration)  # a pack that cannot be used ends the run, here
        chosen = [files[number] for number in numbers]
        for done in judged(chosen, FileWork(self._examiner), self._processes()):
            number, file = numbers[done.number], chosen[done.number]
            if done.kept is None:
                self._faults[number] = done.fault
                continue
            rulebook = self._examiner.rulebook(file.configuration)
            self._found[number] = from_data(done.kept.data, rulebook)
            if self._cache is not None:
                self._cache.put(file, done.kept)


class FileWork:
    """What a worker does with a file. A worker that begins anew makes its own examiner."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._cache = _cache_for(examiner)

    def __reduce__(self) -> tuple[object, ...]:
        return _work_anew, (self._examiner.options,)

    def __call__(self, file: FoundFile) -> Kept:
        """The judgement of a file, as plain data."""
        from draftproof.engine.findings_cache import unkept  # noqa: PLC0415 - with workers only

        data = bytes_of(file, self._examiner.options)
        facts, judgement = self._examiner.examined(file, data)
        if self._cache is None or not isinstance(data, bytes):
            return unkept(judgement)
        return self._cache.kept(file, data, facts, judgement)


def _work_anew(options: RunOptions) -> FileWork:
    return FileWork(Examiner(options))


def _cache_for(examiner: Examiner) -> FindingsCache | None:
    if not examiner.options.use_cache or examiner.options.texts:
        return None
    from draftproof.engine.findings_cache import FindingsCache, findings_folder  # noqa: PLC0415

    folder = findings_folder()
    return None if folder is None else FindingsCache(examiner, folder)
