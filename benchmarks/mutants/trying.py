"""A copy of the checkout in which changes are tried one by one; the checkout itself stays as it is."""

from __future__ import annotations

import compileall
import json
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.mutants.changes import PACKAGE, ROOT
from benchmarks.mutants.parts import TESTS, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.mutants.changes import Change

COPIED = ("linter", "rules", "tests", "fixtures", "docs", "benchmarks", "pyproject.toml", "hatch_build.py")
MORE_COPIED = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
    "Makefile",
    "action.yml",
)
_PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
_LONGEST = 300.0
"""Seconds on the clock for the tests of one change."""
_LEAST, _FACTOR = 20, 4
"""Seconds of the processor: at least so many, and so many times what the tests take without a change."""
_COVERAGE = "[run]\ncore = ctrace\nsource = draftproof\ndata_file = {data}\n"


class Copy:
    """A copy of the checkout. ``reaching`` is which tests reach a line, ``seconds`` what each test takes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reaching: dict[str, dict[int, tuple[str, ...]]] = {}
        self.seconds: Mapping[str, float] = {}
        for name in (*COPIED, *MORE_COPIED):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif (ROOT / name).is_file():
                shutil.copy(ROOT / name, folder / name)
        # By their content: a change within the same second is a change.
        mode = py_compile.PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(folder / "linter", quiet=1, invalidation_mode=mode)

    def record(self) -> None:
        """Run all tests once without a change, and note which lines each reaches."""
        from coverage import CoverageData  # noqa: PLC0415 - with its own target only

        data, seconds, settings = (self.folder / name for name in ("reached", "seconds.json", "coveragerc"))
        settings.write_text(_COVERAGE.format(data=data), encoding="utf-8")
        program = ("-m", "coverage", "run", f"--rcfile={settings}", *_PYTEST)
        done = self._run(
            [*program, "-p", "benchmarks.mutants.contexts", *TESTS], 3600, MUTANTS_SECONDS=str(seconds)
        )
        sys.stderr.write(done.stdout.decode(errors="replace")[-2000:] if done and done.returncode else "")
        self.seconds = json.loads(seconds.read_text(encoding="utf-8"))
        found = CoverageData(str(data))
        found.read()
        base = (self.folder / PACKAGE).resolve()
        for name in found.measured_files():
            file = Path(name).resolve().relative_to(base).as_posix()
            self.reaching[file] = {
                line: tuple(each for each in contexts if each in self.seconds)
                for line, contexts in found.contexts_by_lineno(name).items()
            }

    def notices(self, change: Change) -> bool:
        """Whether a test fails with the change: first those that reach the line, then the rules' examples."""
        path = self.folder / PACKAGE / change.mutant.file
        try:
            path.write_text(change.changed, encoding="utf-8")
            return self._tests_fail(change) or (
                part_of(change.mutant.file) == "checks"
                and self._fails(["-m", "draftproof", "test-rules", "--quiet"], 5)
            )
        finally:
            path.write_text(change.text, encoding="utf-8")

    def tests_of(self, change: Change) -> list[str]:
        """The tests that reach a changed line, the quick ones first; all that reach the file, where the line
        runs when the file is imported.
        """
        lines = self.reaching.get(change.mutant.file, {})
        names = {name for line in change.lines for name in lines.get(line, ())}
        if not names:
            names = {name for each in lines.values() for name in each}
        return sorted(names, key=lambda name: (self.seconds[name], name))

    def _tests_fail(self, change: Change) -> bool:
        tests = self.tests_of(change)
        if not tests:
            return False
        listed = self.folder / "chosen"
        listed.write_text("\n".join(tests), encoding="utf-8")
        return self._fails([*_PYTEST, "-x", f"@{listed}"], sum(self.seconds[name] for name in tests))

    def _fails(self, command: list[str], seconds: float) -> bool:
        bounded = ["-m", "benchmarks.mutants.bounded", str(_LEAST + int(_FACTOR * seconds)), *command]
        done = self._run(bounded, _LONGEST)
        return done is None or done.returncode != 0

    def _run(
        self, command: list[str], longest: float, **more: str
    ) -> subprocess.CompletedProcess[bytes] | None:
        """The finished process, or None where it took too long."""
        environment = os.environ | {"PYTHONPATH": str(self.folder / "linter")} | more
        environment["DRAFTPROOF_CACHE_DIR"] = str(self.folder / "cache")
        try:
            return subprocess.run(
                [sys.executable, *command],
                cwd=self.folder,
                env=environment,
                capture_output=True,
                timeout=longest,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
