"""Programs in environments of their own, outside the checkout: peers by version, draftproof by wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.measuring import BenchError

ROOT = Path(__file__).resolve().parent.parent
INSTALL_SECONDS = 900
STAMP = "installed.txt"


def bench_home() -> Path:
    """``$DRAFTPROOF_BENCH_HOME``, else ``~/.cache/draftproof-bench``. Raises BenchError in the checkout."""
    chosen = os.environ.get("DRAFTPROOF_BENCH_HOME")
    home = Path(chosen).resolve() if chosen else Path.home() / ".cache" / "draftproof-bench"
    if home.is_relative_to(ROOT):
        raise BenchError(f"DRAFTPROOF_BENCH_HOME lies in the checkout ({home}); choose a folder outside")
    return home


def installed_python(home: Path, name: str, *requirements: str) -> Path:
    """The folder of programs of an environment with exactly these packages, made where it is missing.

    Packages without a wheel are built: they would be run anyway. pip compiles to bytecode as it installs.
    """
    folder = home / "peers" / name
    programs = folder / "bin"
    stamp = "\n".join((sys.version, *requirements))
    if _is_stamped(folder, stamp):
        return programs
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--prefer-binary", *requirements], f"{name} cannot be installed")
    (folder / STAMP).write_text(stamp, encoding="utf-8")
    return programs


def node_version() -> int:
    """The major version of node. Raises BenchError where there is none."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise BenchError("node and npm are needed")
    said = _run(["node", "--version"], "node does not say its version")
    return int(said.strip().removeprefix("v").partition(".")[0])


def installed_node(home: Path, name: str, package: str) -> Path:
    """The ``node_modules`` with a package, made where it is missing; no script of a package is run."""
    folder = home / "peers" / name
    if not _is_stamped(folder, package):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
        _run([*npm, package], f"{name} cannot be installed")
        (folder / STAMP).write_text(package, encoding="utf-8")
    return folder / "node_modules"


def installed_draftproof(home: Path) -> Path:
    """The folder of programs of an environment with a wheel of the checkout as it stands."""
    folder = home / "draftproof"
    programs = folder / "bin"
    stamp = f"{sys.version}\n{checkout_digest()}"
    if _is_stamped(folder, stamp):
        return programs
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    wheels = folder / "wheels"
    pip = [str(programs / "python"), "-m", "pip"]
    quiet = ["--quiet", "--disable-pip-version-check"]
    _run(
        [*pip, "wheel", *quiet, "--no-deps", "--wheel-dir", str(wheels), str(ROOT)],
        "the wheel cannot be built",
    )
    wheel = next(wheels.glob("draftproof-*.whl"))
    _run([*pip, "install", *quiet, str(wheel)], "draftproof cannot be installed")
    (folder / STAMP).write_text(stamp, encoding="utf-8")
    return programs


def checkout_digest() -> str:
    """A digest of everything that goes into the wheel."""
    digest = hashlib.sha256()
    kept = [ROOT / "pyproject.toml", ROOT / "hatch_build.py"]
    kept += sorted(p for top in ("linter", "rules") for p in (ROOT / top).rglob("*") if p.is_file())
    for path in kept:
        if "__pycache__" not in path.parts:
            digest.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_stamped(folder: Path, stamp: str) -> bool:
    path = folder / STAMP
    return path.is_file() and path.read_text(encoding="utf-8") == stamp


def _run(command: list[str], complaint: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BenchError(f"{complaint}: no answer within {INSTALL_SECONDS} seconds") from None
    if done.returncode:
        lines = [line for line in done.stderr.strip().splitlines() if "WARNING" not in line]
        raise BenchError(f"{complaint}: {' '.join(lines[-2:]) or done.returncode}")
    return done.stdout
