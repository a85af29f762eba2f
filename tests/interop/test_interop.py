"""``draftproof verify`` against servers that are not ours: the verdict that each deserves."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from interop_support import (
    SETUPS,
    Case,
    free_port,
    listens_elsewhere,
    read_servers,
    running,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVERS, CASES = read_servers()
ARTICLE = """\
# One request

```python
from cometapi import CometAPI

client = CometAPI()
stream = client.responses.create(model="tutorial-model", input="Say hello", stream=True, timeout=30)
for event in stream:
    print(event.type)
```
"""
_CHANCE = re.compile("all events came at once|the sequence numbers have gaps")
EXIT_CODES = {"pass": 0, "fail": 1, "inconclusive": 4}

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(os.name == "nt", reason="the servers are stopped as process groups"),
]


@pytest.fixture
def started(installed: Callable[..., Path], tmp_path: Path) -> Callable[..., Any]:
    """Starts the server of a case, and first the one behind it; gives the base URL of each."""

    @contextlib.contextmanager
    def start(case: Case, key: str) -> Iterator[list[str]]:
        with contextlib.ExitStack() as stack:
            bases: list[str] = []
            chain = [(name, case if name == case.server else None) for name in (case.upstream, case.server)]
            for name, own in chain:
                if name:
                    upstream = bases[-1] if bases else f"http://127.0.0.1:{free_port()}/v1"
                    bases.append(stack.enter_context(one(name, own, key, upstream)))
            yield bases

    @contextlib.contextmanager
    def one(name: str, case: Case | None, key: str, upstream: str) -> Iterator[str]:
        server, port = SERVERS[name], free_port()
        work = tmp_path / name
        work.mkdir()
        values = {"here": SETUPS, "home": installed(name, server), "work": work, "port": port, "key": key}

        def filled(text: str) -> str:
            return text.format(**values, upstream=upstream)

        arguments = case.arguments if case else ()
        own = case.environment if case else {"ENGINE_KEY": "{key}"}
        environment = {each: filled(value) for each, value in {**server.environment, **own}.items()}
        command = [filled(part) for part in (*server.command, *arguments)]
        with running(command, server.ready, port, work, environment):
            assert not Path("/proc/net/tcp").exists() or not listens_elsewhere(port)
            yield f"http://127.0.0.1:{port}/v1"

    return start


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_that_a_server_deserves(case: Case, started: Callable[..., Any], tmp_path: Path) -> None:
    key = f"sk-{secrets.token_hex(16)}"
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    with started(case, key) as bases:
        done = _verify(tmp_path, bases[-1], key, case.options)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    # Whether a stream comes in one piece, and where it skips, is a matter of speed and of chance.
    row["notes"] = [note for note in row["notes"] if not _CHANCE.search(note)]
    wrong = [name for name, value in case.expected.items() if not _fits(row[name], value)]
    assert not wrong, f"{wrong} in {done.stdout}"
    assert done.returncode == EXIT_CODES[row["result"]], done.stderr
    record = (tmp_path / ".draftproof" / "evidence" / "a.md.evidence.json").read_text(encoding="utf-8")
    kept = json.loads(record)
    paths = ("happy_path_result", "error_path_result", "terminal_state")
    assert [kept[name] for name in paths] == [row[name] for name in paths]
    assert key not in done.stdout + done.stderr + record
    for base in bases:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", urlsplit(base).port), 5)


def _fits(seen: object, expected: object) -> bool:
    if isinstance(seen, str) and isinstance(expected, str):
        return fnmatchcase(seen, expected)
    return seen == (list(expected) if isinstance(expected, tuple) else expected)


def _verify(folder: Path, base: str, key: str, options: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "draftproof", "verify", "a.md", "--base-url", base]
    plain = {name: value for name, value in os.environ.items() if not name.endswith("_KEY")}
    return subprocess.run(
        [*command, "--format", "jsonl", *options],
        cwd=folder,
        env={**plain, "COMETAPI_KEY": key},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
