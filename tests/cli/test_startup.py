"""What a plain check loads. A hook runs on every commit: its start is what a user waits for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import draftproof
from draftproof.checks import registry
from draftproof.rulebook.compiling import compile_pack
from draftproof.rulebook.loading import builtin_folder

NOT_LOADED = {
    "asyncio",
    "httpx",
    "httpx_sse",
    "importlib.metadata",
    "pathspec",
    "rich",
    "ruamel.yaml",
    "socket",
    "ssl",
    "tree_sitter",
    "wcwidth",
}
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from draftproof.cli.main import main
import draftproof
assert draftproof.__file__.startswith(sys.argv[1])
code = main(["check", *sys.argv[2:]])
print(json.dumps([code, sorted(sys.modules)]))
"""


def _installed(folder: Path) -> Path:
    """The package as a wheel lays it out, with compiled rules."""
    real = folder / "wheel" / "draftproof"
    real.mkdir(parents=True)
    for entry in Path(draftproof.__file__).parent.iterdir():
        if entry.name not in ("__pycache__", "rulebook", "_rules"):
            (real / entry.name).symlink_to(entry)
    rulebook = real / "rulebook"
    rulebook.mkdir()
    for entry in (Path(draftproof.__file__).parent / "rulebook").glob("*.py"):
        (rulebook / entry.name).write_bytes(
            entry.read_bytes()
        )  # a link would lead back to the checkout's rules
    rules = real / "_rules"
    rules.mkdir()
    compiled = compile_pack(builtin_folder(), "rules", registry)
    (rules / "compiled.json").write_text(json.dumps(compiled), encoding="utf-8")
    return folder / "wheel"


def _modules(folder: Path, text: str, *arguments: str) -> tuple[int, set[str]]:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(_installed(folder)), *arguments, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=folder)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


@pytest.mark.usefixtures("unmeasured")
def test_a_clean_file_loads_nothing_heavy(tmp_path: Path) -> None:
    text = "---\ntitle: Streaming\ndate: 2026-01-31\n---\n\n# Streaming\n\n`code`.\n\n- item\n\n> quote\n"
    code, modules = _modules(tmp_path, text, "--isolated")
    assert code == 0
    assert not modules & NOT_LOADED


@pytest.mark.usefixtures("unmeasured")
def test_nor_does_one_without_a_configuration(tmp_path: Path) -> None:
    code, modules = _modules(tmp_path, "# Streaming\n")
    assert code == 0
    assert not modules & NOT_LOADED


@pytest.mark.usefixtures("unmeasured")
def test_only_the_format_asked_for_is_loaded(tmp_path: Path) -> None:
    _, modules = _modules(tmp_path, "# Streaming\n", "--isolated", "--format", "jsonl")
    assert "draftproof.reports.jsonl" in modules
    assert "draftproof.reports.text" not in modules
    assert not {name for name in modules if name.startswith("draftproof.cli.")} - {
        "draftproof.cli.main",
        "draftproof.cli.check",
        "draftproof.cli.arguments",
        "draftproof.cli.ratchet_options",
    }
