"""A tutorial repository made from scratch: what the README and `draftproof init` say, and nothing else."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from packaging_support import commit_all, run
from ruamel.yaml import YAML

from drafts import filled, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.registry, pytest.mark.usefixtures("registry")]

MIXED = """# Streaming with Responses

```python
from openai import OpenAI

client = OpenAI(timeout=30)
client.responses.create(model="<MODEL_ID>", messages=[{"role": "user", "content": "Hi"}])
```
"""
KEYED = "# Set-up\n\n```bash\nexport OPENAI_API_KEY={{key:openai-project}}\n```\n"
FINE = "# Welcome\n\nRead on.\n"


def commands_of(page: Path, language: str) -> list[str]:
    """The commands of a page's blocks, without prompts and output."""
    fence = re.compile(rf"^```{language}[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
    blocks = fence.findall(page.read_text(encoding="utf-8"))
    lines = (line for block in blocks for line in block.splitlines())
    if language == "console":
        return [line[2:] for line in lines if line.startswith("$ ")]
    return [line for line in lines if line.strip()]


def test_a_repository_from_scratch(
    root: Path, repository: Path, environment: Callable[..., Path], tmp_path: Path
) -> None:
    programs = environment(repository)
    draftproof = programs / "draftproof"
    home = {"PRE_COMMIT_HOME": str(tmp_path / "hooks"), "DRAFTPROOF_CACHE_DIR": str(tmp_path / "cache")}
    folder = tmp_path / "tutorials"
    folder.mkdir()
    run("git", "init", "-q", "-b", "main", cwd=folder)
    write(folder, {"docs/old.md": MIXED, "docs/welcome.md": FINE, ".github/CODEOWNERS": "* @a\n"})
    commit_all(folder)

    # The hook page begins with `init`; `init` itself names the job that fits.
    assert "draftproof init" in commands_of(root / "docs" / "hook.md", "console")
    said = run(draftproof, "init", cwd=folder).stdout
    (ci,) = re.findall(r'"draftproof (init --ci \w+)"', said)
    run(draftproof, *ci.split(), cwd=folder)
    assert "the hook would stop a commit of 1 of them" in said
    assert "the hook would now stop a commit of 0 of them" in said

    # What `init` wrote names the released tool; here it stands for this checkout.
    hooks = folder / ".pre-commit-config.yaml"
    text = hooks.read_text(encoding="utf-8")
    entry = YAML(typ="safe").load(text)["repos"][0]
    revision = run("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()
    hooks.write_text(
        text.replace(entry["repo"], str(repository)).replace(entry["rev"], revision), encoding="utf-8"
    )
    install = next(line for line in commands_of(root / "docs" / "hook.md", "sh") if line.endswith("install"))
    assert install == "pre-commit install"
    run(sys.executable, "-m", "pre_commit", "install", cwd=folder, **home)
    run("git", "add", "-A", cwd=folder)
    first = run("git", "commit", "-m", "adopt draftproof", cwd=folder, check=False, **home)
    assert first.returncode == 0, first.stdout + first.stderr

    # An old fault is held back, a new one stops the commit, whatever moved.
    write(folder, {"docs/old.md": "\n".join(["# Before", ""] + ["Text."] * 100) + "\n\n" + MIXED})
    run("git", "add", "-A", cwd=folder)
    assert run("git", "commit", "-m", "longer", cwd=folder, check=False, **home).returncode == 0
    write(folder, {"docs/new.md": KEYED})
    run("git", "add", "-A", cwd=folder)
    stopped = run("git", "commit", "-m", "keyed", cwd=folder, check=False, **home)
    assert stopped.returncode == 1
    assert "KEY001" in stopped.stdout + stopped.stderr
    assert filled("{{key:openai-project}}") not in stopped.stdout + stopped.stderr

    # The safe fix mends it, and the commit goes through.
    run(draftproof, "check", "--fix", ".", cwd=folder, **home)
    assert "<API_KEY_PLACEHOLDER>" in (folder / "docs" / "new.md").read_text(encoding="utf-8")
    run("git", "add", "-A", cwd=folder)
    assert run("git", "commit", "-m", "mended", cwd=folder, check=False, **home).returncode == 0

    _the_job_runs(folder, root, draftproof, home)

    # Mending the old fault shrinks the baseline; it never grows again by itself.
    write(folder, {"docs/old.md": FINE})
    said = run(draftproof, "check", "--write-baseline", ".", cwd=folder, **home).stderr
    assert "no longer needed" in said
    write(folder, {"docs/old.md": MIXED})
    assert run(draftproof, "check", ".", cwd=folder, check=False, **home).returncode == 1


def _the_job_runs(folder: Path, root: Path, draftproof: Path, home: dict[str, str]) -> None:
    """The job that was written uses the action; the action's own steps run as they stand."""
    workflow = YAML(typ="safe").load((folder / ".github" / "workflows" / "draftproof.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert any("draftproof/draftproof@" in step.get("uses", "") for step in job["steps"])
    action = YAML(typ="safe").load((root / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    report = folder / "report.sarif"
    run(draftproof, "check", "--format", "sarif", "--output", report, ".", cwd=folder, **home)
    assert json.loads(report.read_text(encoding="utf-8"))["version"] == "2.1.0"
    report.unlink()
