"""Every way of installing finds the rules and runs."""

from __future__ import annotations

import json
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging_support import run

from drafts import filled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.registry, pytest.mark.usefixtures("registry")]


def _works(programs: Path, folder: Path, repository: Path) -> dict[str, object]:
    """Check a document with the installed program; what it says about where it is and what it loads."""
    place = folder / "elsewhere"
    place.mkdir()
    (place / "a.md").write_text(filled("`{{key:github-classic}}`\n"), encoding="utf-8")
    done = run(programs / "draftproof", "check", "--format", "jsonl", "a.md", cwd=place, check=False)
    assert done.returncode == 1, done.stderr
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["KEY001"]
    rules = json.loads(run(programs / "draftproof", "rules", "--format", "json", cwd=place).stdout)
    assert len(rules) == len([*(repository / "rules").rglob("[A-Z]*[0-9].md")])
    assert "## Why it matters" in run(programs / "draftproof", "explain", "KEY001", cwd=place).stdout
    assert ", 0 failed" in run(programs / "draftproof", "test-rules", "--quiet", cwd=place).stdout
    asked = "import draftproof, json; from draftproof.rulebook.loading import builtin_folder as b; "
    asked += "print(json.dumps([draftproof.__file__, str(b())]))"
    package, rules_folder = json.loads(run(programs / "python", "-c", asked, cwd=place).stdout)
    return {"package": package, "rules": rules_folder}


def test_the_wheel_and_the_sdist(repository: Path, environment: Callable[..., Path], tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path, cwd=repository)
    (wheel,) = tmp_path.glob("*.whl")
    (sdist,) = tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "draftproof/_rules/compiled.json" in names
    assert "draftproof/_rules/credentials/KEY001.md" in names
    assert "draftproof/__main__.py" in names
    assert "draftproof/py.typed" in names
    assert [name for name in names if name.endswith(".data/data/share/man/man1/draftproof.1")]
    assert not [name for name in names if name.startswith(("rules/", "tests/", "linter/"))]
    assert not [name for name in names if "__pycache__" in name]
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "hatch_build.py",
        "rules/credentials/KEY001.md",
        "Makefile",
        "LICENSE",
    } <= inside
    programs = environment(wheel)
    places = _works(programs, tmp_path, repository)
    assert str(places["rules"]).endswith("_rules")
    assert (programs.parent / "share" / "man" / "man1" / "draftproof.1").is_file()


def test_from_the_sdist(repository: Path, environment: Callable[..., Path], tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, cwd=repository)
    (sdist,) = tmp_path.glob("*.tar.gz")
    places = _works(environment(sdist), tmp_path, repository)
    assert str(places["rules"]).endswith("_rules")


def test_editable(repository: Path, environment: Callable[..., Path], tmp_path: Path) -> None:
    places = _works(environment("--editable", repository), tmp_path, repository)
    assert places["rules"] == str(repository / "rules")


def test_from_git(repository: Path, environment: Callable[..., Path], tmp_path: Path) -> None:
    places = _works(environment(f"git+{repository.as_uri()}"), tmp_path, repository)
    assert str(places["package"]).startswith(str(tmp_path))
    assert str(places["rules"]).endswith("_rules")
