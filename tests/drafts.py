"""Helpers for tests that run draftproof over documents: in process, with made-up credentials."""

from __future__ import annotations

import datetime
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from draftproof.engine.running import Run, Runner, RunOptions
from draftproof.finding import Confidence
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import fill, specimen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from draftproof.finding import Finding

TODAY = datetime.date(2026, 1, 31)


def key(shape: str = "github-classic", seed: str = "1") -> str:
    """A credential of a shape, made up now."""
    return specimen(builtin_rulebook().vocabularies["key-shapes"], shape, seed)


def key_shapes() -> list[str]:
    """The shapes that specimens can be made of."""
    return [entry["id"] for entry in builtin_rulebook().vocabularies["key-shapes"]["keys"]]


def filled(text: str) -> str:
    """The text with ``{{key:ID}}`` replaced by specimens."""
    return fill(text, builtin_rulebook().vocabularies["key-shapes"])


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, byte for byte, credentials filled in."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else filled(content).encode())


def run(*arguments: str | Path, **options: Any) -> Run:
    """A run over paths, everything shown, on a fixed day."""
    settings: dict[str, Any] = {"today": TODAY, "isolated": True, "min_confidence": Confidence.LOW}
    return Runner(RunOptions(**(settings | options))).run([str(argument) for argument in arguments])


def findings(*arguments: str | Path, **options: Any) -> tuple[Finding, ...]:
    return run(*arguments, **options).result.findings


def codes(*arguments: str | Path, **options: Any) -> list[str]:
    return [finding.code for finding in findings(*arguments, **options)]


def draftproof(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "draftproof", *map(str, arguments)]
    settings: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60}
    return subprocess.run(command, check=False, **(settings | options))
