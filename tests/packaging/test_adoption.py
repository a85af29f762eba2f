"""A repository of tutorials adopts draftproof by the README, its pages and what ``init`` says, and nothing
else: commands come out of the pages, files stay as ``init`` wrote them, and the release is this checkout.

Only what would come over the network is replaced: git takes the release from a clone, pip from a wheel.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from composite_action import run_action
from packaging_support import commit_all, run
from ruamel.yaml import YAML

from draftproof import __version__
from draftproof.rulebook.model import HOMEPAGE
from drafts import filled, key, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess
    from types import ModuleType

pytestmark = [pytest.mark.registry, pytest.mark.usefixtures("registry")]

BASELINE = ".draftproof/baseline.txt"
BROKEN = "docs/hello-responses.md"
KEYED = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
MIXED = """\
# One more

```python
from openai import OpenAI

client = OpenAI(timeout=30)
client.responses.create(model="<MODEL_ID>", input="Hi", max_tokens=5)
```
"""


@pytest.fixture(scope="module")
def pages(root: Path) -> ModuleType:
    """What reads the commands of the pages: it lies beside the tests of the pages."""
    if "doc_pages" not in sys.modules:
        spec = importlib.util.spec_from_file_location("doc_pages", root / "tests" / "docs" / "doc_pages.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["doc_pages"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["doc_pages"])
    return sys.modules["doc_pages"]


@dataclass(frozen=True, slots=True)
class Team:
    """A repository of tutorials and the shell in which somebody follows the pages."""

    folder: Path
    pages: ModuleType
    environment: dict[str, str]
    constraint: Path
    """For pip: what is installed as draftproof is the wheel of this checkout."""

    def shell(self, command: str) -> CompletedProcess[str]:
        """A command of a page, as it stands."""
        environment = self.environment | {"PIP_CONSTRAINT": str(self.constraint)}
        return run("sh", "-c", command, cwd=self.folder, check=False, **environment)

    def follow(self, page: str, *beginnings: str) -> CompletedProcess[str]:
        """Run the commands of a page that begin so, in its order; the last one's outcome."""
        root = self.pages.ROOT
        commands = [
            each.text for fence in self.pages.fences(root / page) for each in self.pages.commands(fence)
        ]
        wanted = [text for text in dict.fromkeys(commands) if text.startswith(beginnings)]
        assert len(wanted) >= len(beginnings), f"{page} has lost a command: {beginnings}"
        return [self.shell(text) for text in wanted][-1]

    def commit(self, message: str = "x") -> CompletedProcess[str]:
        run("git", "add", "-A", cwd=self.folder)
        return run("git", "commit", "-m", message, cwd=self.folder, check=False, **self.environment)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def team(repository: Path, environment: Callable[..., Path], pages: ModuleType, tmp_path: Path) -> Team:
    """Articles, one of them broken, in a repository that is hosted at GitHub; nothing is installed yet."""
    release = tmp_path / "release"
    run("git", "clone", "-q", repository, release, cwd=tmp_path)
    run("git", "tag", f"v{__version__}", cwd=release)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, repository, cwd=tmp_path)
    (wheel,) = tmp_path.glob("draftproof-*.whl")
    constraint = tmp_path / "constraint.txt"
    constraint.write_text(f"draftproof @ {wheel.as_uri()}\n", encoding="utf-8")
    programs = environment("pip")
    hooks = programs / "pre-commit"
    hooks.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit "$@"\n', encoding="utf-8")
    hooks.chmod(0o755)
    folder = tmp_path / "tutorials"
    demo = pages.demo()
    demo.prepare(tmp_path / "articles")
    shutil.copytree(tmp_path / "articles" / "clean", folder / "docs")
    shutil.copy(tmp_path / "articles" / "broken" / "hello-responses.md", folder / "docs")
    run("git", "init", "-q", "-b", "main", cwd=folder)
    run("git", "remote", "add", "origin", "git@github.com:acme/tutorials.git", cwd=folder)
    commit_all(folder)
    path = f"{programs}:/usr/local/bin:/usr/bin:/bin"
    return Team(
        folder,
        pages,
        {
            "PATH": path,
            "HOME": str(tmp_path),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
            "DRAFTPROOF_CACHE_DIR": str(tmp_path / "cache"),
            "SOURCE_DATE_EPOCH": demo.DATE_OF_RUN,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{release}.insteadOf",
            "GIT_CONFIG_VALUE_0": HOMEPAGE,
        },
        constraint,
    )


def test_a_repository_adopts_draftproof(team: Team, tmp_path: Path) -> None:
    _the_readme_begins(team)
    _init_writes_what_is_missing(team)
    _the_hook_speaks_of_what_is_new(team)
    _the_job_on_github(team, tmp_path)
    _the_job_on_gitlab(team)
    _the_baseline_shrinks(team)
    _reports(team)


def _the_readme_begins(team: Team) -> None:
    done = team.follow("README.md", "pip install draftproof", "draftproof check docs/")
    assert done.returncode == 1, done.stderr
    assert "KEY001" in done.stdout
    assert "API001" in done.stdout


def _init_writes_what_is_missing(team: Team) -> None:
    done = team.follow("docs/hook.md", "draftproof init")
    assert done.returncode == 0, done.stderr
    assert "found: 2 errors in 1 of" in done.stdout
    assert "the hook would stop a commit of 1 file, for 1 credential" in done.stdout
    assert "API001" in team.read(BASELINE)
    assert "KEY001" not in team.read(BASELINE)
    # What holds the commit back is named with the command that mends it; the rest is held back.
    assert team.follow("docs/hook.md", "pre-commit install").returncode == 0
    stopped = team.commit()
    assert stopped.returncode == 1
    assert "KEY001" in stopped.stdout + stopped.stderr
    assert "API001" not in stopped.stdout + stopped.stderr
    (mend,) = re.findall(r'"(draftproof check --fix)"', done.stdout)
    assert team.shell(mend).returncode == 0
    assert "<API_KEY_PLACEHOLDER>" in team.read(BROKEN)
    assert "messages=" in team.read(BROKEN)
    committed = team.commit("adopt draftproof")
    assert committed.returncode == 0, committed.stdout + committed.stderr
    assert team.follow("docs/hook.md", "pre-commit run draftproof --all-files").returncode == 0
    again = team.follow("docs/hook.md", "draftproof init")
    assert again.stdout.count("left as it is") == 4
    assert run("git", "status", "--porcelain", cwd=team.folder).stdout == ""


def _the_hook_speaks_of_what_is_new(team: Team) -> None:
    old = team.read(BROKEN)
    write(team.folder, {BROKEN: "Some words.\n\n" * 50 + old.replace("\n## ", "\n## About: ")})
    moved = team.commit()
    assert moved.returncode == 0, moved.stdout + moved.stderr
    write(team.folder, {"docs/set-up.md": KEYED})
    stopped = team.commit()
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1
    assert "docs/set-up.md:4:" in said
    assert key()[4:16] not in said
    write(team.folder, {"docs/hello-responses.md": team.read(BROKEN) + "\n" + MIXED})
    stopped = team.commit()
    assert "max_tokens" in stopped.stdout + stopped.stderr
    assert "messages" not in stopped.stdout + stopped.stderr
    # The pages of fixes: shown first, masked, then written.
    shown = team.shell("draftproof check --diff docs/")
    assert key()[4:16] not in shown.stdout
    assert filled(KEYED) == team.read("docs/set-up.md")
    assert team.follow("docs/fixes.md", "draftproof check --fix docs/hello-responses.md").returncode == 0
    assert "max_output_tokens=5" in team.read(BROKEN)
    assert team.shell("draftproof check --fix").returncode == 0
    committed = team.commit("more")
    assert committed.returncode == 0, committed.stdout + committed.stderr


def _the_job_on_github(team: Team, tmp_path: Path) -> None:
    """The workflow that ``init`` wrote names a release: that action installs itself and runs."""
    workflow = YAML(typ="safe").load(team.read(".github/workflows/draftproof.yml"))
    (job,) = workflow["jobs"].values()
    uses = [step["uses"] for step in job["steps"]]
    (used,) = (each for each in uses if each.startswith("draftproof/"))
    name, _, tag = used.partition("@")
    action = tmp_path / "action"
    clone = ("git", "clone", "-q", "-c", "advice.detachedHead=false", "--branch", tag)
    run(*clone, f"https://github.com/{name}", action, cwd=tmp_path, **team.environment)
    given = {"python": {"python-path": sys.executable}}
    runner, environment = tmp_path / "runner", team.environment
    done = run_action(action, team.folder, runner / "1", given=given, environment=environment)
    assert done.code == 0, done.log
    assert done.outputs["check"] == {"exit-code": "0"}
    write(team.folder, {"docs/set-up-again.md": KEYED})
    done = run_action(action, team.folder, runner / "2", given=given, environment=environment)
    assert done.code == 1, done.log
    assert "::error file=docs/set-up-again.md,line=4," in done.log
    assert "KEY001" in done.summary
    assert key()[4:16] not in done.log + done.summary


def _the_job_on_gitlab(team: Team) -> None:
    assert team.follow("docs/ci.md", "draftproof init --ci gitlab").returncode == 0
    (job,) = YAML(typ="safe").load(team.read(".gitlab-ci.yml")).values()
    report = job["artifacts"]["reports"]["codequality"]
    codes = [team.shell(line).returncode for line in job["script"]]
    assert codes == [0, 0, 1]
    assert [issue["check_name"] for issue in json.loads(team.read(report))] == ["KEY001"]
    (team.folder / "docs" / "set-up-again.md").unlink()
    assert [team.shell(line).returncode for line in job["script"]] == [0, 0, 0]
    assert json.loads(team.read(report)) == []


def _the_baseline_shrinks(team: Team) -> None:
    entries = team.read(BASELINE).count(BROKEN)
    assert entries == 1
    broken = team.read(BROKEN)
    assert team.shell("draftproof check --fix --no-baseline").returncode == 0
    assert "messages=" not in team.read(BROKEN)
    done = team.follow("docs/ci.md", "draftproof check --write-baseline docs/")
    assert "1 entry no longer needed" in done.stderr
    assert BROKEN not in team.read(BASELINE)
    write(team.folder, {BROKEN: broken})
    done = team.follow(
        "docs/ci.md", "draftproof check --write-baseline docs/", "draftproof check --baseline docs/"
    )
    assert done.returncode == 1
    assert "API001" in done.stdout
    assert BROKEN not in team.read(BASELINE)


def _reports(team: Team) -> None:
    """The reports of the page about CI; what was broken again is in them."""
    for command, file in (
        ("draftproof check --format jsonl --output draftproof.jsonl", "draftproof.jsonl"),
        ("draftproof check --format junit --output draftproof.xml", "draftproof.xml"),
        ("draftproof check --format sarif --output draftproof.sarif", "draftproof.sarif"),
    ):
        assert team.follow("docs/ci.md", command).returncode in (0, 1)
        assert "API001" in team.read(file)
