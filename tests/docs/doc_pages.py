"""The project's own pages: their fences, their commands, and a folder in which the commands are run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
SHOWN_ARTICLE = "hello-responses.md"
ELISION = "..."

_OPENING = re.compile(r"(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)")
_TITLE = re.compile(r'title="([^"]+)"')

NOT_RUN = {
    r"pip install ('?)draftproof(\[\w+\]|==[\d.]+)?\1": "needs a package index; see tests/packaging",
    r"draftproof serve": "runs until it is interrupted; tests/live/test_server_command.py does that",
    r"draftproof verify docs/ (--outdated )?--model \S+": "asks a provider; tests/live asks this machine",
    r"draftproof audit ((--sitemap )?https://|--urls ).*": "asks a site; tests/audit asks this machine",
    r"pre-commit (install|run draftproof(-verify)? .*)": "pre-commit would fetch the hook's repository",
    r"make \w[\w-]*": "would run this test again; the targets are compared with the Makefile",
    r"draftproof check --format rdjson docs/ \| reviewdog .*": "needs reviewdog and a pull request",
    r"python -m sphinx .*": "wants a page to begin with; tests/integrations/test_sites.py builds one",
    r"draftproof check .*(--changed-since origin/main|--changed-lines|--staged).*": "needs a history",
}
"""Commands that the pages show and no test runs, with the reason."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block of a page; its content is in the 0-based lines from ``first`` to ``last``, exclusive."""

    language: str
    title: str
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page with its 1-based line, and the output that is shown, None where none is."""

    line: int
    text: str
    output: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a command came to."""

    exit_code: int
    output: str


def fences(page: Path) -> list[Fence]:
    """The outermost fences of a page; ours all begin in the first column."""
    lines = page.read_text(encoding="utf-8").split("\n")
    found: list[Fence] = []
    number = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number])
        number += 1
        if opening is None:
            continue
        first = number
        closing = re.compile(re.escape(opening["mark"]) + re.escape(opening["mark"][0]) + r"*\s*")
        while number < len(lines) and not closing.fullmatch(lines[number]):
            number += 1
        words = opening["info"].split()
        title = _TITLE.search(opening["info"])
        text = "\n".join([*lines[first:number], ""])
        found.append(Fence(words[0] if words else "", title[1] if title else "", first, number, text))
        number += 1
    return found


def commands(fence: Fence) -> list[Command]:
    """The commands of a fence: after ``$`` in a console, line by line in a script, in the steps of a job."""
    if fence.language == "console":
        return list(_console(fence))
    if fence.language in ("sh", "bash") and not fence.title:
        joined = re.sub(r"\\\n\s*", "", fence.text)
        lines = [line for line in joined.split("\n") if line and not line.startswith("#")]
        return [Command(fence.first + 1, line, None) for line in lines]
    if fence.language == "yaml":
        return [Command(fence.first + 1, text, None) for text in _steps(YAML(typ="safe").load(fence.text))]
    return []


def _console(fence: Fence) -> Iterator[Command]:
    lines = fence.text.rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        shown = "\n".join(lines[start + 1 : end])
        yield Command(fence.first + start + 1, lines[start][2:], shown.strip("\n") or None)


def _steps(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("run", "script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _steps(value)
    elif isinstance(node, list):
        for each in node:
            yield from _steps(each)


def reason_not_to_run(command: str) -> str:
    """Why a command is not run, "" where it is."""
    return next((reason for pattern, reason in NOT_RUN.items() if re.fullmatch(pattern, command)), "")


@cache
def demo() -> ModuleType:
    """``fixtures/demo.py``, which is no part of any package."""
    spec = importlib.util.spec_from_file_location("fixtures_demo", ROOT / "fixtures" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Sandbox:
    """A small repository of tutorials: ``docs/`` is clean but for one article, ``articles/`` is broken."""

    def __init__(self, folder: Path, page: Path) -> None:
        self.folder = folder / "repository"
        prepared = folder / "prepared"
        demo().prepare(prepared)
        shutil.copytree(prepared / "clean", self.folder / "docs")
        shutil.copytree(prepared / "broken", self.folder / "articles")
        shutil.copy(self.folder / "articles" / SHOWN_ARTICLE, self.folder / "docs")
        (self.folder / ".git").mkdir()
        programs = folder / "bin"
        programs.mkdir()
        for name, arguments in (("draftproof", " -m draftproof"), ("python", "")):
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        self._environment = {
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": str(folder),
            "SOURCE_DATE_EPOCH": demo().DATE_OF_RUN,
            "PYTHONUTF8": "1",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "DRAFTPROOF_CACHE_DIR": os.environ.get("DRAFTPROOF_CACHE_DIR", str(folder / "cache")),
        }
        if page.name == "CONTRIBUTING.md":
            # Its reader works in a checkout: the rules that are changed are a copy of draftproof's own.
            for name in ("linter", "rules"):
                shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            self._environment["PYTHONPATH"] = str(self.folder / "linter")
        self._last = 0

    def write(self, fence: Fence) -> None:
        """Write a fence that has a title to the file of that name."""
        path = self.folder / fence.title
        path.parent.mkdir(parents=True, exist_ok=True)
        text = fence.text
        if not fence.title.startswith(("house-rules/", "rules/")):
            text = fill(text, builtin_rulebook().vocabularies["key-shapes"])
        path.write_text(text, encoding="utf-8")

    def run(self, command: str) -> Outcome:
        """Run a command in a shell; ``echo $?`` is answered for the command before it."""
        if command == "echo $?":
            return Outcome(0, str(self._last))
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self._last = done.returncode
        return Outcome(done.returncode, done.stdout.strip("\n"))


def matches(shown: str, output: str) -> bool:
    """True when an output is what a page shows; a line of three dots stands for any lines."""
    pieces = [re.escape(piece) for piece in re.split(rf"^{re.escape(ELISION)}$", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?s:.*)".join(pieces), output) is not None


def outcomes(page: Path, folder: Path) -> list[tuple[Command, Outcome]]:
    """Every command of a page that is run, in order, in one sandbox; titled fences are written to files."""
    sandbox: Sandbox | None = None
    found: list[tuple[Command, Outcome]] = []
    for fence in fences(page):
        if fence.title:
            sandbox = sandbox or Sandbox(folder, page)
            sandbox.write(fence)
        for command in commands(fence):
            if not reason_not_to_run(command.text):
                sandbox = sandbox or Sandbox(folder, page)
                found.append((command, sandbox.run(command.text)))
    return found
