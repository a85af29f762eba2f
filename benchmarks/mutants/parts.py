"""The parts of the program that are changed, and the tests that should notice."""

from __future__ import annotations

from benchmarks.mutants.changes import PACKAGE, ROOT

PARTS: dict[str, tuple[str, ...]] = {
    "checks": ("checks",),
    "verdicts": ("live/verdicts.py",),
    "masking": ("text/masking.py", "text/secret.py", "engine/settling.py"),
}
"""Files and folders below the package."""

TESTS = (
    "tests/text",
    "tests/credentials",
    "tests/checks",
    "tests/prose",
    "tests/rulebook",
    "tests/records",
    "tests/catalogs/test_lock_files.py",
    "tests/catalogs/test_model_rules.py",
    "tests/catalogs/test_shapes.py",
    "tests/samples/test_families.py",
    "tests/samples/test_understanding.py",
    "tests/engine/test_included_files.py",
    "tests/engine/test_masking_everywhere.py",
    "tests/engine/test_results.py",
    "tests/engine/test_suppressing.py",
    "tests/fixing/test_fix_kinds.py",
    "tests/docs/test_fixture_articles.py",
    "tests/live/test_stream_error_path.py",
    "tests/live/test_stream_verdicts.py",
)
"""Of these, each change is held against those that reach its line. The broken samples (tests/mutations) are
not among them: they take a minute for each change.
"""


def files_of(part: str) -> list[str]:
    """The files of a part, below the package."""
    paths = [ROOT / PACKAGE / each for each in PARTS[part]]
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    return [file.relative_to(ROOT / PACKAGE).as_posix() for file in files]


def part_of(file: str) -> str:
    """The part that a file belongs to."""
    return next(part for part, paths in PARTS.items() if any(file.startswith(path) for path in paths))
