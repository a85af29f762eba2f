"""What a configuration comes to: the settings for a document."""

from __future__ import annotations

import os
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Literal

from draftproof.configuration.patterns import NO_PATTERNS, PatternSet
from draftproof.dataclass import dataclass
from draftproof.finding import Confidence, Severity
from draftproof.reading.limits import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from draftproof.records.places import RecordPlace

Level = Severity | Literal["off"]


@dataclass(frozen=True, slots=True)
class Placeholders:
    """How placeholders are written. ``key`` is None where the provider's own holds."""

    key: str | None = None
    model: str = "<MODEL_ID>"
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ from document to document. ``select`` is None for the default rules."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = field(default_factory=dict)
    min_severity: Severity = Severity.ADVICE
    min_confidence: Confidence = Confidence.MEDIUM
    fail_on: Severity = Severity.WARNING
    respect_gitignore: bool = True
    provider: str | None = None
    """None where nothing names one; the default provider is the caller's."""
    provider_placeholders: Mapping[str, str] = field(default_factory=dict)
    """Placeholder for a credential, by provider."""
    provider_addresses: Mapping[str, str] = field(default_factory=dict)
    """Base URL for live checks, by provider."""
    provider_keys: Mapping[str, str] = field(default_factory=dict)
    """Environment variable with the key for live checks, by provider."""
    placeholders: Placeholders = Placeholders()
    rules: tuple[str, ...] = ()
    """Rule packs, relative to the folder of the configuration."""
    max_file_size: int = DEFAULT_MAX_BYTES
    evidence_place: RecordPlace = "folder"
    """Where the records of articles lie."""
    snippet_folders: tuple[str, ...] = ()
    """Where included files are looked for as well, relative to the folder of the configuration."""


@dataclass(frozen=True, slots=True)
class Override:
    """What one entry of ``overrides`` changes: ``changes`` is plain data, by the names of the options."""

    paths: PatternSet
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file, or the defaults. ``folder`` is what its patterns and paths are relative to."""

    folder: Path
    path: Path | None = None
    settings: Settings = Settings()
    overrides: tuple[Override, ...] = ()
    exclude: PatternSet = NO_PATTERNS
    include: PatternSet = NO_PATTERNS
    samples: PatternSet = NO_PATTERNS
    """Files that are samples as a whole."""

    def settings_for(self, path: str | os.PathLike[str]) -> Settings:
        """The settings of one document, with the overrides that name it applied in order."""
        settings = self.settings
        for number in self.overrides_for(path):
            settings = changed(settings, self.overrides[number].changes)
        return settings

    def overrides_for(self, path: str | os.PathLike[str]) -> tuple[int, ...]:
        """The numbers of the overrides that name a document: where they are the same, so are the settings."""
        if not self.overrides or not (parts := self._parts(path)):
            return ()
        return tuple(n for n, each in enumerate(self.overrides) if each.paths.covers(parts, folder=False))

    def excludes(self, path: str | os.PathLike[str], *, folder: bool = False) -> bool:
        """True when ``exclude`` names the path or a folder above it."""
        return self._covered(self.exclude, path, folder=folder)

    def includes(self, path: str | os.PathLike[str]) -> bool:
        """True when ``include`` or ``samples`` names the file or a folder above it."""
        return self.is_sample(path) or self._covered(self.include, path)

    def is_sample(self, path: str | os.PathLike[str]) -> bool:
        """True when ``samples`` names the file or a folder above it."""
        return self._covered(self.samples, path)

    def _covered(self, named: PatternSet, path: str | os.PathLike[str], *, folder: bool = False) -> bool:
        if not named.patterns:
            return False
        parts = self._parts(path)
        return bool(parts) and named.covers(parts, folder=folder)

    def _parts(self, path: str | os.PathLike[str]) -> tuple[str, ...]:
        """The path relative to the folder; empty for the folder itself and for what lies outside."""
        # Not Path.resolve: a link is judged by the place where it stands.
        absolute = os.path.abspath(path)  # noqa: PTH100
        base = str(self.folder)
        if absolute == base:
            return ()
        prefix = base if base.endswith(os.sep) else base + os.sep
        if not absolute.startswith(prefix):
            return ()
        return tuple(absolute[len(prefix) :].split(os.sep))  # noqa: PTH206  # faster than a Path


def changed(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """The settings with the plain data of options applied over them."""
    new: dict[str, Any] = {}
    if "select" in changes:
        new["select"] = tuple(changes["select"])
    for key in ("extend-select", "ignore"):
        if key in changes:
            attribute = key.replace("-", "_")
            new[attribute] = (*getattr(settings, attribute), *changes[key])
    if "severity" in changes:
        levels = {selector: level(name) for selector, name in changes["severity"].items()}
        new["severity"] = {**settings.severity, **levels}
    if "provider" in changes:
        new["provider"] = changes["provider"]
    if "placeholders" in changes:
        texts: dict[str, Any] = dict(changes["placeholders"])
        if "accept" in texts:
            texts["accept"] = tuple(texts["accept"])
        new["placeholders"] = replace(settings.placeholders, **texts)
    return replace(settings, **new) if new else settings


def level(name: str) -> Level:
    """A severity, or "off", by its name in a configuration."""
    return "off" if name == "off" else Severity[name.upper()]
