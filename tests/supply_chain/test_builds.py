"""The same source gives the same bytes, and what was installed needs no network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from draftproof.checks import registry as checks
from draftproof.rulebook.compiling import compile_pack
from drafts import filled

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("linter", "rules", "docs", "fixtures", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE")
MORE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile", "action.yml", ".pre-commit-hooks.yaml")
# Ends the program at the first attempt to reach anything but this process.
NO_NETWORK = """
import sys

def guard(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client.", "ftplib.", "subprocess.Popen", "os.exec")):
        raise SystemExit(f"network: {event} {arguments}")

sys.addaudithook(guard)
from draftproof.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def _source(root: Path, folder: Path) -> Path:
    """The source as a checkout has it, without what is built or cached."""
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in (*PARTS, *MORE):
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=ignored, copy_function=shutil.copy)
        else:
            shutil.copy(root / name, folder / name)
    return folder


def _built(source: Path, to: Path, **environment: str) -> dict[str, str]:
    command = [sys.executable, "-m", "build", "--outdir", str(to)]
    done = subprocess.run(
        command, cwd=source, capture_output=True, text=True, check=False, env=os.environ | environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in to.iterdir()}


@pytest.mark.registry
@pytest.mark.usefixtures("registry")
def test_two_builds_are_equal(root: Path, tmp_path: Path) -> None:
    """In other folders, at other times, with other permissions, orders and languages."""
    first = _source(root, tmp_path / "one")
    second = _source(root, tmp_path / "elsewhere" / "a rather long name" / "two")
    for path in second.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
        if path.is_file():
            path.chmod(0o600)
    epoch = {"SOURCE_DATE_EPOCH": "1769817600"}
    one = _built(first, tmp_path / "dist1", **epoch, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    two = _built(
        second,
        tmp_path / "dist2",
        **epoch,
        PYTHONHASHSEED="2",
        TZ="Asia/Tokyo",
        LC_ALL="C.UTF-8",
    )
    assert len(one) == 2
    assert one == two
    _runs_without_network(tmp_path)


def _runs_without_network(folder: Path) -> None:
    """The wheel, unpacked beside its dependencies: everything that `check` is asked to do works offline."""
    with zipfile.ZipFile(next((folder / "dist1").glob("*.whl"))) as archive:
        archive.extractall(folder / "installed")
    (folder / "a.md").write_text(filled("`{{key:github-classic}}`\n"), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(folder / "installed"), "HTTPS_PROXY": "http://127.0.0.1:9"}
    for arguments, code in (
        (("check", "--no-cache", "a.md"), 1),
        (("rules",), 0),
        (("explain", "KEY001"), 0),
        (("test-rules", "--quiet"), 0),
        (("samples", "a.md"), 0),
        (("catalog", "add", "ours", "--reason", "a deployment", "--folder", "."), 0),
        (("verify", "--plan", "a.md"), 0),
    ):
        done = subprocess.run(
            [sys.executable, "-c", NO_NETWORK, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert (done.returncode, "network:" in done.stderr) == (code, False), (arguments, done.stderr)


def test_the_guard_against_the_network_notices(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, "catalog", "refresh", "--provider", "cometapi"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COMETAPI_KEY": "none", "HTTPS_PROXY": ""},
    )
    assert "network: socket." in done.stderr


def test_the_compiled_rules_say_nothing_of_the_place(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "rules", tmp_path / "deeper" / "rules")
    here = compile_pack(root / "rules", "rules", checks)
    assert compile_pack(tmp_path / "deeper" / "rules", "rules", checks) == here
    assert str(root) not in repr(here)
