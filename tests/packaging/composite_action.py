"""A composite action run as GitHub's runner runs it: its scripts as they stand, in bash."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EXPRESSION = re.compile(
    r"\$\{\{ (?:inputs\.(?P<input>[\w-]+)|steps\.(?P<step>\w+)\.outputs\.(?P<name>[\w-]+)) \}\}"
)


@dataclass(slots=True)
class ActionRun:
    """What the steps came to, up to the first that failed: its exit code, the log, outputs by step."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)


def run_action(
    action: Path,
    repository: Path,
    runner: Path,
    *,
    given: Mapping[str, dict[str, str]],
    environment: Mapping[str, str],
    **inputs: str,
) -> ActionRun:
    """Run the scripts of the action in a folder. ``given`` are the outputs of the steps that use another
    action; ``runner`` is an empty folder for what the runner keeps.
    """
    described = YAML(typ="safe").load((action / "action.yml").read_text(encoding="utf-8"))
    values = {name: spec["default"] for name, spec in described["inputs"].items()} | inputs
    done = ActionRun(outputs=dict(given))
    runner.mkdir(parents=True)
    summary = runner / "summary.md"
    summary.touch()

    def filled(text: str) -> str:
        return _EXPRESSION.sub(
            lambda found: (
                values[found["input"]]
                if found["input"]
                else done.outputs.get(found["step"], {}).get(found["name"], "")
            ),
            text,
        )

    for number, step in enumerate(described["runs"]["steps"]):
        if "run" not in step:
            continue
        output = runner / f"output-{number}"
        output.touch()
        ran = _script(step, repository / filled(step.get("working-directory", ".")), runner, {
            **environment,
            **{name: filled(text) for name, text in step["env"].items()},
            "RUNNER_TEMP": str(runner),
            "GITHUB_ACTION_PATH": str(action),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        })  # fmt: skip
        done.log += ran.stdout
        lines = output.read_text(encoding="utf-8").splitlines()
        done.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
        if ran.returncode:
            done.code = ran.returncode
            break
    done.summary = summary.read_text(encoding="utf-8")
    return done


def _script(
    step: Mapping[str, Any], folder: Path, runner: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    assert step["shell"] == "bash"
    script = runner / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
