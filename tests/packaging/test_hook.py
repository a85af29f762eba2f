"""The pre-commit hook, through pre-commit itself, in a repository of tutorials."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from packaging_support import commit_all, run

from drafts import filled, write
from verify_support import responses_server

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

pytestmark = [pytest.mark.registry, pytest.mark.usefixtures("registry")]

BAD = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
ADVICE = '```python\napi_key = os.environ["OPENAI_API_KEY"]\nprint(api_key)\n```\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store of hook environments for the module."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def tutorials(repository: Path, home: Path, tmp_path: Path) -> Path:
    """A repository of tutorials with the hook turned on."""
    folder = tmp_path / "tutorials"
    folder.mkdir()
    run("git", "init", "-q", "-b", "main", cwd=folder)
    revision = run("git", "rev-parse", "HEAD", cwd=repository).stdout.strip()
    hooks = f"repos:\n  - repo: {repository}\n    rev: {revision}\n    hooks:\n      - id: draftproof\n"
    write(folder, {".pre-commit-config.yaml": hooks, "README.txt": "Tutorials.\n"})
    commit_all(folder)
    run(sys.executable, "-m", "pre_commit", "install", cwd=folder, PRE_COMMIT_HOME=str(home))
    return folder


def _commit(folder: Path, home: Path) -> CompletedProcess[str]:
    run("git", "add", "-A", cwd=folder)
    return run("git", "commit", "-m", "x", cwd=folder, check=False, PRE_COMMIT_HOME=str(home))


def test_commits(tutorials: Path, home: Path) -> None:
    write(tutorials, {"docs/a.md": "# Fine\n\nSet `OPENAI_API_KEY`.\n"})
    done = _commit(tutorials, home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr

    write(tutorials, {"docs/b.md": BAD})
    done = _commit(tutorials, home)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "docs/b.md:4:" in said
    assert "KEY001" in said
    assert "Traceback" not in said
    assert filled("{{key:github-classic}}") not in said
    assert filled("{{key:github-classic}}")[4:16] not in said

    write(tutorials, {"docs/b.md": ADVICE})
    done = _commit(tutorials, home)
    assert done.returncode == 0, done.stdout + done.stderr

    write(tutorials, {"docs/c.txt": BAD})
    done = _commit(tutorials, home)
    assert done.returncode == 0
    assert "no files to check" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("draftproof.yaml", "provider: openai\n"),
        (".draftproof/models/openai.yaml", "provider: openai\n"),
        (".draftproof/baseline.txt", ""),
    ],
)
def test_a_change_beside_the_documents_checks_them_again(
    name: str, text: str, tutorials: Path, home: Path
) -> None:
    write(tutorials, {"docs/b.md": BAD})
    run("git", "add", "-A", cwd=tutorials)
    run("git", "commit", "-q", "-m", "x", "--no-verify", cwd=tutorials)
    write(tutorials, {name: text})
    done = _commit(tutorials, home)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "docs/b.md:4:" in done.stdout + done.stderr


def test_a_changed_record_alone_is_checked(tutorials: Path, home: Path) -> None:
    write(
        tutorials,
        {".draftproof/evidence/docs/a.md.evidence.json": '{"checked_at": "{{key:github-classic}}"}\n'},
    )
    done = _commit(tutorials, home)
    assert done.returncode == 1
    assert "a.md.evidence.json:1:" in done.stdout + done.stderr


def test_many_files_are_one_run(tutorials: Path, home: Path) -> None:
    write(tutorials, {f"docs/{number}.md": "# Fine\n" for number in range(300)})
    done = _commit(tutorials, home)
    assert done.returncode == 0, done.stdout + done.stderr


def test_try_repo(repository: Path, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "tutorials"
    folder.mkdir()
    run("git", "init", "-q", "-b", "main", cwd=folder)
    write(folder, {"a.md": BAD})
    run("git", "add", "-A", cwd=folder)
    command = (sys.executable, "-m", "pre_commit", "try-repo", repository, "draftproof", "--all-files")
    done = run(*command, cwd=folder, check=False, PRE_COMMIT_HOME=str(home))
    assert done.returncode == 1
    assert "a.md:4:" in done.stdout
    assert "KEY001" in done.stdout


SAMPLE = """\
```python
from cometapi import CometAPI

client = CometAPI()
stream = client.responses.create(model="gpt-4.1", input="Hi", stream=True, timeout=30)
for event in stream:
    print(event)
```
"""


def test_live_checks_and_evidence(tutorials: Path, home: Path) -> None:
    """A sample without a record stops the evidence hook; the live hook, when asked for, leaves the record."""
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    config = (tutorials / ".pre-commit-config.yaml").read_text()
    more = "      - id: draftproof-evidence\n      - id: draftproof-verify\n"
    with responses_server() as (base, asked):
        settings = f"providers:\n  cometapi:\n    base-url: {base}\n"
        write(
            tutorials,
            {"docs/a.md": SAMPLE, "draftproof.yaml": settings, ".pre-commit-config.yaml": config + more},
        )
        run("git", "add", "-A", cwd=tutorials)
        key = {"PRE_COMMIT_HOME": str(home), "COMETAPI_KEY": "a-key-of-this-test-run"}
        missing = run(*command, "draftproof-evidence", cwd=tutorials, check=False, **key)
        assert missing.returncode == 1
        assert "EVD005" in missing.stdout
        assert asked.raw == []
        live = run(*command, "draftproof-verify", "--hook-stage", "manual", cwd=tutorials, check=False, **key)
        assert live.returncode == 0, live.stdout + live.stderr
        assert len(asked.raw) == 2
    assert "a-key-of-this-test-run" not in live.stdout + live.stderr
    run("git", "add", "-A", cwd=tutorials)
    found = run(*command, "draftproof-evidence", cwd=tutorials, check=False, **key)
    assert found.returncode == 0, found.stdout
