"""Connecting, encryption, names, proxies, cancelling: what happens around a stream."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from stream_cases import bomb, then
from stream_support import CONTRACT, FOREIGN, GOOD, PATIENT, QUICK, happy, head, opening, outgoing, streaming

from draftproof.live.checking import happy_path
from draftproof.live.model import StreamLimits
from draftproof.network.client import Limits, NetworkError, get_json
from draftproof.network.running import run
from loopback import closed_port, dripping, gone, holding, own_certificate, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from draftproof.live.model import Verdict
    from loopback import Script

BROKE = ("inconclusive", "error", "before-authentication")
TIMEOUT = ("inconclusive", "timeout", "waiting-for-terminal-event")


def told(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.result, verdict.terminal_state, verdict.stage


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of a certificate for this machine that nobody has signed, which lies beside it."""
    return own_certificate(tmp_path_factory.mktemp("tls"), "localhost", "IP:127.0.0.1")


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(f"{certificate}.crt", certificate)
    return made


def test_a_certificate_that_nobody_signed_is_not_trusted(certificate: Path) -> None:
    heard: list[bytes] = []
    with serving(lambda _, request: heard.append(request), context(certificate)) as base:
        verdict = happy(base)
    assert told(verdict) == BROKE
    assert verdict.sentence == f"{base} has no certificate that can be trusted"
    assert verdict.next_step == "network"
    assert heard == []


def test_one_that_the_user_trusts_is(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with serving(streaming(GOOD), context(certificate)) as base:
        assert happy(base).result == "pass"


def test_silence_over_tls_ends(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    script = then(head() + opening().encode(), holding)
    with serving(script, context(certificate)) as base:
        assert told(happy(base, QUICK)) == TIMEOUT


def test_a_certificate_file_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/there/is/nothing")
    verdict = happy(f"https://127.0.0.1:{closed_port()}")
    assert verdict.result == "not-run"
    assert "SSL_CERT_FILE" in verdict.sentence


def test_plain_http_where_tls_is_expected() -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        raise AssertionError  # no request comes in the clear

    with serving(script) as base:
        verdict = happy(base.replace("http:", "https:"), QUICK)
    assert verdict.result == "inconclusive"


def test_a_server_that_answers_in_the_clear() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def speak() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        verdict = happy(f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread.join()
    assert told(verdict) == BROKE
    assert "no encrypted connection (TLS)" in verdict.sentence


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "in some language")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    verdict = happy("https://example.invalid")
    assert told(verdict) == BROKE
    assert verdict.sentence == "https://example.invalid has no address (DNS)"


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names are looked up for ever."""
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(30) and [])
    yield
    released.set()


@pytest.mark.usefixtures("stuck")
@pytest.mark.parametrize("limits", [StreamLimits(total=0.5, idle=9), StreamLimits(total=9, idle=0.5)])
def test_a_look_up_that_hangs_outlasts_nothing(limits: StreamLimits) -> None:
    begun = time.monotonic()
    verdict = happy("https://example.invalid", limits)
    assert time.monotonic() - begun < 10  # the look-up takes thirty
    assert told(verdict) == TIMEOUT


@pytest.mark.usefixtures("stuck")
def test_nor_does_it_where_json_is_fetched() -> None:
    begun = time.monotonic()
    with pytest.raises(NetworkError):
        get_json("https://example.invalid", {}, Limits(total=0.5, idle=9))
    assert time.monotonic() - begun < 10  # the look-up takes thirty


def test_nor_does_it_keep_the_process() -> None:
    program = (
        "import asyncio, time\n"
        "from draftproof.network.running import run\n"
        "async def main():\n"
        "    look_up = asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)\n"
        "    await asyncio.wait([look_up], timeout=0.1)\n"
        "run(main())\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_what_a_thread_of_the_loop_returns_or_raises_arrives() -> None:
    async def main() -> int:
        loop = asyncio.get_running_loop()
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(None, lambda: 1 // 0)
        return await loop.run_in_executor(None, lambda: 7)

    assert run(main()) == 7


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:{}", "socks5://127.0.0.1:{}", "nonsense"])
def test_proxies_of_the_environment_get_nothing(
    name: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, proxy.format(closed_port()))
    with serving(streaming(GOOD)) as base:
        assert happy(base).result == "pass"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://name:word@127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_said(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    asked = replace(outgoing("https://example.invalid"), use_proxies=True)
    verdict = run(happy_path(asked, QUICK, CONTRACT, FOREIGN))
    assert told(verdict) == ("not-run", "not-run", "")
    assert "proxy" in verdict.sentence
    assert "word" not in verdict.sentence


def test_a_cancellation_closes_the_connection_and_passes_on() -> None:
    closed = threading.Event()
    streams = threading.Event()

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head() + opening().encode())
        streams.set()
        if gone(connection, 5):
            closed.set()

    async def main(base: str) -> None:
        task = asyncio.create_task(happy_path(outgoing(base), PATIENT, CONTRACT, FOREIGN))
        await asyncio.to_thread(streams.wait, 5)
        task.cancel()
        await task

    with serving(script) as base, pytest.raises(asyncio.CancelledError):
        asyncio.run(main(base))
    assert closed.is_set()


def test_the_connection_is_closed_at_the_terminal_event() -> None:
    closed = threading.Event()

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head() + GOOD.encode())
        if gone(connection, 2):  # which is less than the silence that would be allowed
            closed.set()

    with serving(script) as base:
        assert happy(base).result == "pass"
    assert closed.is_set()


@pytest.mark.parametrize(
    "script",
    [
        bomb(b"data: ", bytes(1000)),
        bomb(b"", b":\n\n" * 1000),
        lambda c, _: dripping(c, [head(), b"data: ", *[b"x" * 500_000] * 100], 0),
        lambda c, _: dripping(c, [head("200 OK", "text/html"), *[b"x" * 500_000] * 100], 0),
        lambda c, _: dripping(c, [head("500 No", "text/html"), *[b"x" * 500_000] * 100], 0),
        lambda c, _: dripping(c, [head(), *[b"data: {}\n\n" * 50_000] * 100], 0),
    ],
)
def test_what_a_server_sends_is_not_kept(script: Script) -> None:
    limits = StreamLimits(total=8, idle=4, max_bytes=60_000, max_event_bytes=50_000, max_error_bytes=40_000)
    with serving(script) as base:
        happy(base, limits)
        tracemalloc.start()
        try:
            happy(base, limits)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 5_000_000  # of twenty millions, or fifty


def test_many_streams_at_once_do_not_disturb_each_other() -> None:
    limits = StreamLimits(total=6, idle=1.5)

    async def main(good: str, silent: str) -> list[Verdict]:
        bases = [good, silent] * 10
        return await asyncio.gather(
            *(happy_path(outgoing(base), limits, CONTRACT, FOREIGN) for base in bases)
        )

    with serving(streaming(GOOD)) as good, serving(lambda c, _: holding(c)) as silent:
        verdicts = run(main(good, silent))
    assert [verdict.result for verdict in verdicts] == ["pass", "inconclusive"] * 10
