"""How long an editor waits after a keystroke, against a check of the same text without a server.

    python -m benchmarks.lsp_keystroke [FILE] [--keystrokes 40]

Types a letter and takes it away again in the middle of a document (default: a generated tutorial of 15 KB),
asks for the diagnostics of that state every time, and prints the median and the spread. In turn with it the
whole text is checked by ``check_text`` in this process. What an editor waits on purpose before it asks, and
the pause that the server makes before it sends diagnostics by itself, are not in the figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import draftproof
from benchmarks.figures import ratio, spread, written_ratio, written_seconds
from benchmarks.generated import clean_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figures import Spread

WARM_UP = 3


class Server:
    """The language server of this checkout, spoken to without a library whose time would count."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "draftproof", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._requests = 0

    def __enter__(self) -> Self:
        self.answer("initialize", {"capabilities": {"textDocument": {"diagnostic": {}}}})
        self.tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def tell(self, method: str, parameters: Any, **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": parameters, **more}
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def answer(self, method: str, parameters: Any) -> Any:
        """The answer to a request; what the server says by itself before it is left alone."""
        self._requests += 1
        self.tell(method, parameters, id=self._requests)
        assert self._process.stdout is not None
        while True:
            size = 0
            while line := self._process.stdout.readline().strip():
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
            if not size:
                raise SystemExit("the server has ended")
            message = json.loads(self._process.stdout.read(size))
            if message.get("id") == self._requests and "method" not in message:
                return message["result"]


def measured(text: str, keystrokes: int) -> tuple[list[float], list[float], int]:
    """Seconds of every keystroke and of every check beside it, and the number of diagnostics."""
    path = Path.cwd() / "benchmark.md"
    uri = path.as_uri()
    line = text.count("\n") // 2
    typed, whole, found = [], [], 0
    with Server() as server:
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        server.tell("textDocument/didOpen", {"textDocument": item})
        for number in range(keystrokes + WARM_UP):
            ends = [{"line": line, "character": 0}, {"line": line, "character": number % 2}]
            change = {"range": {"start": ends[0], "end": ends[1]}, "text": "" if number % 2 else "x"}
            document = {"uri": uri, "version": number + 2}
            started = time.perf_counter()
            server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            report = server.answer("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            between = time.perf_counter()
            draftproof.check_text(text, path)
            ended = time.perf_counter()
            if number >= WARM_UP:
                typed.append(between - started)
                whole.append(ended - between)
                found = len(report["items"])
    return typed, whole, found


def report(size: int, typed: Sequence[float], whole: Sequence[float], found: int) -> str:
    return "\n".join(
        (
            f"{size:,} bytes, {found} diagnostics, {len(typed)} keystrokes",
            f"diagnostics after a keystroke: {_written(spread(typed))}",
            f"a check of the text in process: {_written(spread(whole))}",
            f"keystroke to check: {written_ratio(ratio(typed, whole))}",
        )
    )


def _written(value: Spread) -> str:
    return f"{written_seconds(value.middle)} ({written_seconds(value.low)} to {written_seconds(value.high)})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--keystrokes", type=int, default=40)
    options = parser.parse_args()
    data = options.file.read_bytes() if options.file else clean_document().data
    print(report(len(data), *measured(data.decode(), options.keystrokes)))


if __name__ == "__main__":
    main()
