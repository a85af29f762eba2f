"""No credential leaves a run, whatever a server does with it and however the run ends."""

from __future__ import annotations

import base64
import json
import random
import signal
import string
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from draftproof.cli.main import main
from draftproof.text.guarding import spellings
from drafts import write
from loopback import answer, holding, serving
from verify_support import EVENTS, sample, verify

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

FORMATS = ("text", "json", "jsonl", "junit", "sarif", "markdown")
ALPHABETS = {
    "letters": string.ascii_letters + string.digits,
    "base64": string.ascii_letters + string.digits + "+/=",
    "everything printable": "".join(set(string.printable) - set(string.whitespace)),
    "small": string.ascii_lowercase,
}


def canary(alphabet: str, length: int = 40) -> str:
    """A key of this run; no header value begins or ends with a space, and it has none."""
    return "".join(random.Random(f"{alphabet}{length}").choices(ALPHABETS[alphabet], k=length))


def found(text: str, key: str) -> list[str]:
    """The spellings of a key that stand in a text, of any case; half of it counts as well."""
    lowered = text.lower()
    parts = {key[: len(key) // 2], key[len(key) // 2 :]}
    return [each for each in {*spellings(key), *parts} if len(each) > 5 and each.lower() in lowered]


def event(kind: str, **more: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()


def stream(*events: bytes) -> bytes:
    return b"".join((event("response.created"), *events))


def echoes(key: str) -> dict[str, Callable[[socket.socket, bytes], None]]:
    """Servers that say the key in every place and every coding."""
    coded = base64.b64encode(f"Bearer {key}".encode()).decode()
    escaped = "".join(f"\\u{ord(c):04x}" for c in key)
    halves = key[:20], key[20:]
    sse = "text/event-stream"
    error = json.dumps({"error": {"message": f"Incorrect API key: {key}", "type": key, "code": key}}).encode()
    plain = quote(key, safe="")
    return {
        "error body": answer(error, "400 Bad Request"),
        "refusal": answer(error, "401 Unauthorized"),
        "200 and JSON": answer(error),
        "HTML": answer(f"<html>{key}".encode(), "502 Bad Gateway", "text/html"),
        "media type": answer(b"x", "200 OK", f"text/{plain}"),
        "location": answer(
            b"", "302 Found", "text/plain", f"Location: https://{plain}.example/{plain}?k={plain}"
        ),
        "retry": answer(b"{}", "429 Too Many Requests", "application/json", f"Retry-After: {plain}"),
        "reason": answer(b"{}", f"500 {plain}"),
        "encoding": answer(b"{}", "200 OK", sse, f"Content-Encoding: {plain}"),
        "event text": answer(stream(event("response.output_text.delta", delta=key)), kind=sse),
        "event type": answer(stream(f"event: {plain}\ndata: {{}}\n\n".encode(), event(plain)), kind=sse),
        "error event": answer(stream(event("error", message=key, code=key)), kind=sse),
        "nested error": answer(stream(event("error", error={"message": coded, "code": escaped})), kind=sse),
        "failed": answer(
            stream(event("response.failed", response={"status": key, "error": {"code": key}})), kind=sse
        ),
        "incomplete": answer(
            stream(event("response.incomplete", response={"incomplete_details": {"reason": key}})), kind=sse
        ),
        "split": answer(
            stream(*(event("response.output_text.delta", delta=half) for half in halves)), kind=sse
        ),
        "comment": answer(stream(f": {plain}\n\n".encode(), event("response.completed")), kind=sse),
        "not a stream": answer(f"{plain}\n\n{escaped}".encode(), kind=sse),
        "good": answer(EVENTS, kind=sse),
    }


PLACES = tuple(echoes("k" * 40))


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("place", PLACES)
def test_what_a_server_echoes_goes_nowhere(
    tmp_path: Path,
    place: str,
    alphabet: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = canary(alphabet)
    write(tmp_path, {"a.md": sample()})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMETAPI_KEY", key)
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "cache"))
    with serving(echoes(key)[place]) as base:
        for form in FORMATS:
            main(["verify", "a.md", "--base-url", f"{base}/v1", "--format", form, "--output", f"out.{form}"])
            main(["verify", "a.md", "--base-url", f"{base}/v1", "--format", form])
    said = capsys.readouterr()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "a.md"]
    assert len(files) > len(FORMATS)
    for text in (said.out, said.err, *(path.read_text() for path in files)):
        assert found(text, key) == []


def test_an_interrupted_run_says_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    key = canary("letters")
    write(tmp_path, {"a.md": sample()})
    command = [
        sys.executable,
        "-m",
        "draftproof",
        "verify",
        "a.md",
        "--timeout",
        "30",
        "--idle-timeout",
        "30",
    ]
    asked: list[bytes] = []

    def hang(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        holding(connection)

    with serving(hang) as base:
        process = subprocess.Popen(
            [*command, "--base-url", f"{base}/v1"],
            cwd=tmp_path,
            env={"COMETAPI_KEY": key, "PATH": "", "DRAFTPROOF_CACHE_DIR": str(tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        ends = time.monotonic() + 20
        while not asked and time.monotonic() < ends:
            time.sleep(0.02)
        assert asked
        arguments = Path(f"/proc/{process.pid}/cmdline")
        argv = arguments.read_text() if arguments.exists() else ""
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == "draftproof: interrupted\n"
    assert not (tmp_path / ".draftproof").exists()
    assert found(out + err + argv, key) == []


@pytest.mark.parametrize("where", ["draftproof.live.session.prove", "draftproof.live.session.write_records"])
def test_an_internal_error_says_nothing(
    tmp_path: Path, where: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = canary("base64")
    write(tmp_path, {"a.md": sample()})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMETAPI_KEY", key)

    def broken(*arguments: object, **_: object) -> None:
        raise RuntimeError(f"{key} {arguments!r}")

    monkeypatch.setattr(where, broken)
    with serving(answer(EVENTS, kind="text/event-stream")) as base:
        code = main(["verify", "a.md", "--base-url", f"{base}/v1"])
    said = capsys.readouterr()
    assert code == 2
    assert "internal error" in said.err
    assert found(said.out + said.err, key) == []


@pytest.mark.parametrize("option", ["--key-env", "--model", "--provider", "--base-url"])
def test_a_key_given_as_an_argument_is_not_repeated(tmp_path: Path, option: str) -> None:
    key = canary("letters")
    write(tmp_path, {"a.md": sample()})
    done = verify(tmp_path, "a.md", option, f"sk-{key}", "--timeout", "5")
    assert done.returncode in (2, 4)
    assert found(done.stdout + done.stderr, key) == []


def test_a_key_that_no_header_can_hold_is_refused_unsaid(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    for key in ("two words of a key", "clé-à-ne-pas-dire", "x" * 5000):
        done = verify(tmp_path, "a.md", env={"COMETAPI_KEY": key})
        assert done.returncode == 2
        assert "COMETAPI_KEY" in done.stderr
        assert key not in done.stdout + done.stderr
