"""What the tests of the ratchet share: a git repository of tutorials, and runs that read its baseline."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

from drafts import run

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.engine.running import Run

BASELINE = ".draftproof/baseline.txt"

CHAT_FIELD = """\
```python
from openai import OpenAI

client = OpenAI()
response = client.responses.create(model="<MODEL_ID>", messages=[])
```
"""
FOREIGN_LIMIT = """\
```python
from openai import OpenAI

client = OpenAI()
response = client.responses.create(model="<MODEL_ID>", input="Hi", max_tokens=5)
```
"""
TUTORIAL = f"""\
# Ask a question

## Send it

{CHAT_FIELD}
## Limit it

{FOREIGN_LIMIT}"""


def check(*paths: Path, **options: Any) -> Run:
    """A run that uses the project's configuration and baseline."""
    return run(*paths, **({"isolated": False} | options))


def marks(finished: Run) -> list[tuple[str, str]]:
    """The findings as their rule and text, in order."""
    return [(finding.code, finding.excerpt) for finding in finished.result.findings]


def git(folder: Path, *arguments: str) -> str:
    """Git in a folder, untouched by the user's configuration."""
    settings = {"user.name": "A", "user.email": "a@example.org", "commit.gpgsign": "false"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    done = subprocess.run(
        ["git", "-C", str(folder), *options, *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return done.stdout


def repository(folder: Path, message: str = "first") -> Path:
    """A repository of a folder with everything in it committed."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, message)
    return folder


def commit(folder: Path, message: str = "next") -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
