"""Drafts and a server for tests of ``draftproof verify``."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from draftproof.live.keys import INVALID_KEY
from loopback import answer, serving

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "a-key-of-this-test-run-and-no-other"

SAMPLE = """\
```python
from cometapi import CometAPI

client = CometAPI()
stream = client.responses.create(model="{model}", input="{text}", stream=True, timeout=30)
for event in stream:
    print(event.type)
```
"""

EVENTS = b"".join(
    f"event: {name}\ndata: {json.dumps({'type': name, 'sequence_number': number, **more})}\n\n".encode()
    for number, (name, more) in enumerate(
        [
            ("response.created", {"response": {"status": "in_progress"}}),
            ("response.output_text.delta", {"delta": "ready"}),
            ("response.completed", {"response": {"status": "completed"}}),
        ]
    )
)
REFUSED = json.dumps({"error": {"message": "bad key", "type": "invalid_request_error"}}).encode()


def sample(model: str = "gpt-4.1-mini", text: str = "Say hello") -> str:
    """A Responses sample for CometAPI."""
    return SAMPLE.format(model=model, text=text)


@dataclass(slots=True)
class Asked:
    """What a server was asked: the raw requests, and the bodies as JSON."""

    raw: list[bytes] = field(default_factory=list)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.partition(b"\r\n\r\n")[2]) for request in self.raw]

    @property
    def heads(self) -> list[str]:
        return [request.partition(b"\r\n\r\n")[0].decode("latin-1") for request in self.raw]


@contextlib.contextmanager
def responses_server(
    real: Callable[[socket.socket, bytes], None] | None = None,
) -> Iterator[tuple[str, Asked]]:
    """A base URL whose server streams a response to any key but the invalid one; ``real`` instead of that."""
    asked = Asked()
    good = real or answer(EVENTS, "200 OK", "text/event-stream")
    bad = answer(REFUSED, "401 Unauthorized")

    def script(connection: socket.socket, request: bytes) -> None:
        asked.raw.append(request)
        (bad if INVALID_KEY.encode() in request else good)(connection, request)

    with serving(script) as base:
        yield f"{base}/v1", asked


def verify(
    folder: Path, *arguments: str | Path, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """``draftproof verify`` in a process of its own, with a key for CometAPI in its environment."""
    command = [sys.executable, "-m", "draftproof", "verify", *map(str, arguments)]
    plain = {name: value for name, value in os.environ.items() if not name.endswith("_KEY")}
    settings: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 120, "cwd": folder}
    environment = {**plain, "COMETAPI_KEY": KEY, **(env or {})}
    return subprocess.run(command, check=False, env=environment, **(settings | options))


def rows(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The lines of a JSON Lines report."""
    return [json.loads(line) for line in done.stdout.splitlines()]
