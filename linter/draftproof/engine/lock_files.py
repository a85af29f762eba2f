"""Lock files judged once a run (MDL003), beside the documents that they hold for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.catalogs.folder import load_catalogs
from draftproof.catalogs.lockfile import MAX_BYTES
from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.lock_files import is_sound
from draftproof.engine.discovery import FoundFile, shown_path
from draftproof.engine.judging import judge
from draftproof.finding import Severity
from draftproof.opening import regular_bytes
from draftproof.reading.document import Document, Format
from draftproof.text.decoding import decode
from draftproof.text.source import Source

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from draftproof.catalogs.folder import Catalogs
    from draftproof.configuration.model import Configuration, Settings
    from draftproof.engine.selection import ActiveRule
    from draftproof.finding import Finding
    from draftproof.rulebook.model import Rulebook

CHECK = "stale-catalog"


class LockFiles:
    """The lock files of a run, by the folder of the configuration: read once, and only when somebody asks."""

    def __init__(self, *, use_cache: bool) -> None:
        self._use_cache = use_cache
        self._catalogs: dict[Path, Catalogs] = {}

    def of(self, folder: Path) -> Catalogs:
        """The lock files of a folder."""
        if folder not in self._catalogs:
            self._catalogs[folder] = load_catalogs(folder, use_cache=self._use_cache)
        return self._catalogs[folder]

    def findings(
        self,
        configuration: Configuration,
        *,
        rulebook: Rulebook,
        settings_of: Callable[[FoundFile], Settings],
        rules_of: Callable[[Rulebook, Settings], tuple[ActiveRule, ...]],
        today: datetime.date,
    ) -> Iterable[Finding]:
        """What is wrong with the lock files beside a configuration."""
        catalogs = self.of(configuration.folder)
        for path in catalogs.paths:
            file = FoundFile(str(path), shown_path(str(path), str(Path.cwd())), configuration)
            settings = settings_of(file)
            active = [rule for rule in rules_of(rulebook, settings) if rule.rule.check == CHECK]
            lock = catalogs.locks.get(path.stem)
            if not active or (lock is not None and is_sound(lock, today, active[0].rule.options)):
                continue
            try:
                text = decode(regular_bytes(path, MAX_BYTES)).text
            except OSError:
                continue
            document = Document(file.shown, Format.MARKDOWN, Source(text, file.shown), ())
            facts = Facts(document, rulebook, PlaceholderPolicy(), today)
            yield from judge(
                facts,
                active,
                root_path=path.relative_to(configuration.folder).as_posix(),
                min_severity=settings.min_severity,
                min_confidence=settings.min_confidence,
            ).findings


def failing_level(fail_on: Severity) -> Severity:
    """From which severity on a finding about a lock file fails a run. That time has passed fails none,
    whatever the threshold: it is advice.
    """
    return max(fail_on, Severity.WARNING)
