"""``action.yml``: its steps run as GitHub's runner runs them, with inputs that try to get into the shell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from draftproof.cli.ci_jobs import JOBS
from drafts import key, write

if TYPE_CHECKING:
    from pathlib import Path

BAD = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
PRINTED = "```python\nprint(api_key)\n```\n"


@pytest.fixture(scope="module")
def action(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((root / "action.yml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to: its exit code, its log, its outputs, the summary page."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def step_of(action: dict[str, Any], name: str) -> dict[str, Any]:
    (step,) = (step for step in action["runs"]["steps"] if step.get("id") == name)
    assert isinstance(step, dict)
    return step


def check(action: dict[str, Any], folder: Path, **inputs: str) -> Step:
    """Run the check step in a repository, as the runner does for ``shell: bash``."""
    runner = folder / "runner temp"
    runner.mkdir()
    program = runner / "draftproof"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m draftproof "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    values = {name: spec.get("default", "") for name, spec in action["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    step = step_of(action, "check")
    names = {
        name: re.fullmatch(r"\$\{\{ (inputs|steps)\.([\w.-]+) \}\}", text)
        for name, text in step["env"].items()
    }
    assert all(names.values())
    environment = {
        name: values[found[2]] if found[1] == "inputs" else str(program)
        for name, found in names.items()
        if found is not None
    }
    script = runner / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    for name in ("output", "summary"):
        (runner / name).touch()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder / "repository",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DRAFTPROOF_CACHE_DIR": os.environ["DRAFTPROOF_CACHE_DIR"],
            "RUNNER_TEMP": str(runner),
            "GITHUB_OUTPUT": str(runner / "output"),
            "GITHUB_STEP_SUMMARY": str(runner / "summary"),
            **environment,
        },
    )
    outputs = dict(line.split("=", 1) for line in (runner / "output").read_text().splitlines())
    return Step(done.returncode, done.stdout, outputs, (runner / "summary").read_text(encoding="utf-8"))


def test_no_input_is_part_of_a_script(action: dict[str, Any]) -> None:
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == ("shell" in step)


def test_every_input_is_used_and_described(action: dict[str, Any]) -> None:
    text = json.dumps(action["runs"])
    for name, spec in action["inputs"].items():
        assert f"inputs.{name} " in text
        assert spec["description"]
        assert isinstance(spec["default"], str)
    for spec in action["outputs"].values():
        assert spec["value"].startswith("${{ steps.check.outputs.")


def test_findings_are_annotations_and_fail(action: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path / "repository", {"docs/a.md": BAD, "docs/b.md": "# Fine\n"})
    done = check(action, tmp_path)
    assert done.code == 1
    assert "::error file=docs/a.md,line=4," in done.log
    assert done.outputs == {"exit-code": "1"}
    assert "KEY001" in done.summary
    assert key()[4:16] not in done.log + done.summary


def test_a_clean_folder_passes(action: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path / "repository", {"docs/a.md": BAD, "guides/b.md": "# Fine\n", "my notes/c.md": "# Fine\n"})
    done = check(action, tmp_path, paths="guides\nmy notes\n", summary="false")
    assert done.code == 0
    assert "2 documents" in done.log
    assert done.outputs == {"exit-code": "0"}
    assert done.summary == ""


def test_the_level_and_further_arguments(action: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path / "repository", {"docs/a.md": PRINTED})
    done = check(action, tmp_path, fail_on="error", arguments="--select=KEY,API\n--statistics\n")
    assert done.code == 0
    assert "::warning file=docs/a.md" in done.log


def test_sarif_is_written_though_the_check_fails(action: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path / "repository", {"docs/a.md": BAD})
    done = check(action, tmp_path, sarif="true")
    assert done.code == 1
    with open(done.outputs["sarif-file"], encoding="utf-8") as stream:  # noqa: PTH123
        results = json.load(stream)["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["KEY001"]
    upload = action["runs"]["steps"][-1]
    assert upload["if"].startswith("${{ always() && ")


@pytest.mark.parametrize(
    "hostile",
    ["$(touch owned)", "`touch owned`", '"; touch owned; "', "a; touch owned", "--output=owned", "*", "-"],
)
def test_a_hostile_path_stays_a_path(action: dict[str, Any], tmp_path: Path, hostile: str) -> None:
    write(tmp_path / "repository", {"docs/a.md": "# Fine\n"})
    done = check(action, tmp_path, paths=f"docs\n{hostile}")
    assert done.code in ((0,) if hostile == "-" else (3,))
    assert not list(tmp_path.rglob("owned"))


@pytest.mark.parametrize(
    ("inputs", "code"),
    [({"paths": "nowhere"}, 3), ({"arguments": "--no-such-option"}, 2), ({"fail_on": "never"}, 2)],
)
def test_a_job_that_is_wrong_says_so(
    action: dict[str, Any], tmp_path: Path, inputs: dict[str, str], code: int
) -> None:
    write(tmp_path / "repository", {"docs/a.md": BAD})
    done = check(action, tmp_path, **inputs)
    assert done.code == code
    assert done.outputs == {"exit-code": str(code)}
    assert done.summary == ""


def test_the_job_of_init_uses_inputs_that_there_are(action: dict[str, Any]) -> None:
    job = YAML(typ="safe").load(JOBS["github"].text)
    (step,) = (
        step
        for step in job["jobs"]["draftproof"]["steps"]
        if step["uses"].startswith("draftproof/draftproof@")
    )
    assert set(step.get("with", {})) <= set(action["inputs"])
    assert job["permissions"] == {"contents": "read"}


def test_the_install_step(action: dict[str, Any], tmp_path: Path) -> None:
    """With a Python that records what it is asked for: nothing is installed here."""
    calls = tmp_path / "calls"
    fake = tmp_path / "python"
    makes = 'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi'
    fake.write_text(f'#!/bin/sh\necho "$*" >> "{calls}"\n{makes}\n', encoding="utf-8")
    fake.chmod(0o755)
    step = step_of(action, "install")
    assert step["env"] == {"PYTHON": "${{ steps.python.outputs.python-path }}"}
    output = tmp_path / "output"
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": str(fake),
            "RUNNER_TEMP": str(tmp_path / "a b"),
            "GITHUB_ACTION_PATH": "/actions/the action",
            "GITHUB_OUTPUT": str(output),
        },
    )
    asked = calls.read_text().splitlines()
    assert asked[0] == f"-m venv {tmp_path}/a b/draftproof"
    assert asked[1].endswith("/actions/the action")
    assert output.read_text() == f"program={tmp_path}/a b/draftproof/bin/draftproof\n"
