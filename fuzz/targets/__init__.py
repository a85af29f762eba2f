"""All targets, in one visible place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.targets import caches, files, languages, readers, runs, streams

if TYPE_CHECKING:
    from fuzz.target import Target

TARGETS: tuple[Target, ...] = (
    *readers.TARGETS,
    *languages.TARGETS,
    *runs.TARGETS,
    *files.TARGETS,
    *streams.TARGETS,
    *caches.TARGETS,
)


def target_named(name: str) -> Target:
    """The target of this name; KeyError where there is none."""
    return {target.name: target for target in TARGETS}[name]
