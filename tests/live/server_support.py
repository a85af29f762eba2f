"""A careful client for the embedded server: reads by the standard, and ends every wait itself."""

from __future__ import annotations

import contextlib
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from draftproof.live.server.embedded import running

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = {"model": "a-model", "input": "Say hello.", "stream": True}
MAX_BYTES = 3_000_000
TERMINAL = ("response.completed", "response.failed", "response.incomplete", "error")


@dataclass
class Seen:
    """What came back. ``how`` is how the reading ended: ``end``, ``broken`` or ``limit``."""

    status: int = 0
    kind: str = ""
    body: bytes = b""
    how: str = "limit"

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[str]:
        """The data of the events, by the standard: an event that no blank line ends is none."""
        text = self.body.decode("utf-8", "replace").removeprefix("\ufeff")
        lines = re.split(r"\r\n|\n|\r", text)
        found: list[str] = []
        data: list[str] = []
        for line in lines[:-1]:
            if not line:
                found += ["\n".join(data)] if data else []
                data = []
            elif line.startswith("data:"):
                data.append(line[5:].removeprefix(" "))
        return found

    @property
    def types(self) -> list[str]:
        return [json.loads(data)["type"] for data in self.events]

    @property
    def verdict(self) -> str:
        """``completes``, ``fails`` or ``limit``, as a careful client has it."""
        if self.status == 200 and self.kind == "text/event-stream":
            for data in self.events:
                try:
                    kind = json.loads(data).get("type")
                except ValueError:
                    continue
                if kind in TERMINAL:
                    return "completes" if kind == "response.completed" else "fails"
        return "limit" if self.how == "limit" else "fails"


def post(
    url: str, body: Any = None, *, key: str | None = "any", seconds: float = 1.0, **options: Any
) -> Seen:
    """POST a body, JSON unless it is bytes, and read the answer for so many seconds at most."""
    seen = Seen()
    headers = {"content-type": "application/json", **options.pop("headers", {})}
    if key is not None:
        headers["authorization"] = f"Bearer {key}"
    content = body if isinstance(body, bytes) else json.dumps(BODY if body is None else body).encode()
    deadline = time.monotonic() + seconds
    pieces: list[bytes] = []
    size = 0
    try:
        with (
            httpx.Client(timeout=seconds, trust_env=False) as client,
            client.stream("POST", url, headers=headers, content=content) as response,
        ):
            seen.status = response.status_code
            seen.kind = response.headers.get("content-type", "").partition(";")[0]
            for piece in response.iter_bytes():
                pieces.append(piece)
                size += len(piece)
                if time.monotonic() > deadline or size > MAX_BYTES:
                    break
            else:
                seen.how = "end"
    except httpx.TimeoutException:
        pass
    except httpx.RemoteProtocolError:
        seen.how = "broken"
    seen.body = b"".join(pieces)
    return seen


@contextlib.contextmanager
def root(**options: Any) -> Iterator[str]:
    """The address of a running server without ``/v1``."""
    with running(**options) as base_url:
        yield base_url.removesuffix("/v1")
