"""The programs that are measured, how they are run on the same files, and where they come from."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.installing import installed_node, installed_python, node_version
from benchmarks.measuring import BenchError, Command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

OURS = "draftproof"
BARE = "python -I -c pass"


@dataclass(frozen=True, slots=True)
class Program:
    """A program. In ``check``, ``{target}`` is a folder or a file; ``folder`` is what ``{target}`` becomes
    for a folder. ``cache`` is the variable that names its cache folder, "" where it keeps none.
    ``good_start`` are the exit codes of ``start``: a complaint about ``--help`` shows the start as well.
    """

    name: str
    version: str
    start: tuple[str, ...]
    check: tuple[str, ...]
    folder: str = "{target}"
    cache: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    good_start: tuple[int, ...] = (0,)

    def starting(self, work: Path) -> Command:
        """What shows its cold start."""
        return Command(self.start, work, self.environment, self.good_start)

    def checking(self, target: Path, work: Path, *more: str, cache: Path | None = None) -> Command:
        """A check of a file or a folder, with further options, run in ``work``."""
        name = target.relative_to(work).as_posix() if target.is_relative_to(work) else target.as_posix()
        shown = self.folder.format(target=name) if target.is_dir() else name
        argv = tuple(each.replace("{target}", shown) for each in self.check)
        kept = {self.cache: str(cache)} if self.cache and cache else {}
        return Command((*argv, *more), work, {**self.environment, **kept})


@dataclass(frozen=True, slots=True)
class Found:
    """The peers that can be run, and why the others cannot."""

    programs: tuple[Program, ...]
    skipped: Mapping[str, str]


def rumdl(home: Path) -> Program:
    version = "0.3.0"
    bin_folder = installed_python(home, "rumdl", f"rumdl=={version}")
    program = str(bin_folder / "rumdl")
    return Program(
        "rumdl", version, (program, "--version"), (program, "check", "{target}"), cache="RUMDL_CACHE_DIR"
    )


def markdownlint(home: Path) -> Program:
    # The last release for each line of node that is still met.
    version = "0.24.1" if node_version() >= 22 else "0.22.1"
    modules = installed_node(home, "markdownlint-cli2", f"markdownlint-cli2@{version}")
    script = str(modules / "markdownlint-cli2" / "markdownlint-cli2-bin.mjs")
    node = str(shutil.which("node"))
    return Program(
        "markdownlint-cli2",
        version,
        (node, script, "--help"),
        (node, script, "{target}"),
        folder="{target}/**/*.{{md,markdown}}",
        good_start=(0, 2),
    )


def proselint(home: Path) -> Program:
    version = "0.16.0"
    program = str(installed_python(home, "proselint", f"proselint=={version}") / "proselint")
    return Program("proselint", version, (program, "version"), (program, "check", "{target}"))


def detect_secrets(home: Path) -> Program:
    version = "1.5.0"
    program = str(installed_python(home, "detect-secrets", f"detect-secrets=={version}") / "detect-secrets")
    # Without verification, which would ask services on the network.
    check = (program, "scan", "--no-verify", "--all-files", "{target}")
    return Program("detect-secrets", version, (program, "--version"), check)


def credsweeper(home: Path) -> Program:
    version = "1.19.5"
    program = str(installed_python(home, "credsweeper", f"credsweeper=={version}") / "credsweeper")
    check = (program, "--log", "ERROR", "--path", "{target}")
    return Program("credsweeper", version, (program, "--version"), check)


def _on_path(name: str, start: tuple[str, ...], check: tuple[str, ...]) -> Callable[[Path], Program]:
    def make(_home: Path) -> Program:
        if (path := shutil.which(name)) is None:
            raise BenchError(f"{name} is not on the PATH")
        done = subprocess.run([path, *start], capture_output=True, text=True, timeout=60, check=False)
        version = (done.stdout.strip() or "not known").splitlines()[0]
        return Program(name, version, (path, *start), (path, *check))

    return make


PEERS: Mapping[str, Callable[[Path], Program]] = {
    "rumdl": rumdl,
    "markdownlint-cli2": markdownlint,
    "proselint": proselint,
    "detect-secrets": detect_secrets,
    "credsweeper": credsweeper,
    "gitleaks": _on_path("gitleaks", ("version",), ("dir", "{target}", "--no-banner")),
    "betterleaks": _on_path("betterleaks", ("version",), ("dir", "{target}", "--no-banner")),
    "remark": _on_path("remark", ("--version",), ("{target}", "--quiet")),
}


def peers(home: Path, names: tuple[str, ...]) -> Found:
    """The peers of these names, installed where they are missing."""
    programs: list[Program] = []
    skipped: dict[str, str] = {}
    for name in names:
        try:
            programs.append(PEERS[name](home))
        except BenchError as error:
            skipped[name] = str(error)
    return Found(tuple(programs), skipped)


def draftproof(bin_folder: Path, version: str) -> Program:
    """The installed draftproof, as its user runs it."""
    program = str(bin_folder / OURS)
    check = (program, "check", "{target}")
    return Program(OURS, version, (program, "--version"), check, cache="DRAFTPROOF_CACHE_DIR")


def bare_python(bin_folder: Path) -> Program:
    """The interpreter that draftproof is started by, doing nothing."""
    return Program(BARE, "", (str(bin_folder / "python"), "-I", "-c", "pass"), ())
