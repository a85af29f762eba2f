"""What is asked of a run over tables of documents: one value that travels to every worker."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.api import refused
from draftproof.catalogs.folder import read_lock
from draftproof.catalogs.lockfile import LockError, LockFile
from draftproof.dataclass import dataclass
from draftproof.reading.limits import DEFAULT_MAX_BYTES
from draftproof.rulebook.errors import RulebookError
from draftproof.rulebook.loading import rulebook_with
from draftproof.usage import CommandError, check_names

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Iterable

    from draftproof.finding import Confidence, Severity
    from draftproof.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class LintOptions:
    """The options of a run: plain data that can be pickled. Names are checked by ``lint_options``, which is
    how one is made; nothing in it leads back to a file, so that a worker needs none.
    """

    today: datetime.date
    """The date of the run. It has no default: workers whose clocks differ must judge alike."""
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity | None = None
    min_confidence: Confidence | None = None
    provider: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    """A longer document is reported and not read."""
    rules: Rulebook | None = field(default=None, hash=False)
    """All rules, where there are packs; None for the built-in ones."""
    lock_files: tuple[LockFile, ...] = field(default=(), hash=False)


def lint_options(
    today: datetime.date,
    *,
    select: Iterable[str] | None = None,
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_severity: Severity | None = None,
    min_confidence: Confidence | None = None,
    provider: str | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
    rule_packs: Iterable[str | os.PathLike[str]] = (),
    lock_files: Iterable[str | os.PathLike[str]] = (),
) -> LintOptions:
    """The options of a run; ``rule_packs`` are folders and ``lock_files`` files, read here and not again.

    Raises DraftproofError for a rule or provider that is not known, a pack or a lock file that cannot be
    used, a limit below 1.
    """
    if max_bytes < 1:
        raise refused("max_bytes is a number of bytes, 1 or more")
    packs = tuple(map(Path, rule_packs))
    try:
        rules = rulebook_with(packs) if packs else None
    except RulebookError as error:
        raise refused(f"the rules cannot be used\n{error}") from None
    options = LintOptions(
        today,
        None if select is None else tuple(select),
        tuple(extend_select),
        tuple(ignore),
        min_severity,
        min_confidence,
        provider,
        max_bytes,
        # A copy: what a rulebook works out when it is used is not pickled along.
        None if rules is None else replace(rules),
        tuple(_lock_file(Path(path)) for path in lock_files),
    )
    _check_names(options, rules or rulebook_with(()))
    return options


def _lock_file(path: Path) -> LockFile:
    try:
        return read_lock(path)
    except LockError as error:
        raise refused(f"{path}:{error.line}:{error.column}: {error.message}") from None


def _check_names(options: LintOptions, rules: Rulebook) -> None:
    try:
        check_names(options, rules)
    except CommandError as error:
        raise refused(str(error).removeprefix("--")) from None
