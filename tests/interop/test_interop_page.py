"""The page about servers of others, and the machinery that runs them: nothing is installed here."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from interop_support import SETUPS, free_port, listens_elsewhere, read_servers, running

if TYPE_CHECKING:
    from pathlib import Path

    from interop_support import Case, Server

SERVERS, CASES = read_servers()
SAYS_PID = """\
import http.server, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
address = ("127.0.0.1", int(sys.argv[1]))
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
"""
posix = pytest.mark.skipif(os.name == "nt", reason="servers are stopped as process groups")


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "interop.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_the_page_names_each_server_with_its_version(server: Server, page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith(f"| {server.title} |")]
    assert any(server.version in row for row in rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_names_the_verdict_of_each_case(case: Case, page: str) -> None:
    told = f"| {SERVERS[case.server].title} | {case.setup} | {case.expected['result']} |"
    assert told in page


def test_the_page_names_no_case_that_is_not_run(page: str) -> None:
    shown = re.findall(r"^\| .* \| (?:pass|fail|inconclusive) \|", page, re.MULTILINE)
    assert len(shown) == len(CASES)


def test_versions_are_pinned_and_set_ups_exist() -> None:
    packages = [package for server in SERVERS.values() for package in server.packages]
    assert all(re.search(r"(?:==|.@)[\d.]+$", package) for package in packages)
    wanted = {text for case in CASES for text in case.arguments if text.startswith("{here}/")}
    assert all((SETUPS / text.removeprefix("{here}/")).is_file() for text in wanted)
    assert all((SETUPS / server.constraints).is_file() for server in SERVERS.values() if server.constraints)
    assert {case.server for case in CASES} == set(SERVERS)


@posix
def test_a_server_and_what_it_started_are_stopped_also_after_a_failure(tmp_path: Path) -> None:
    port = free_port()

    def fail() -> None:
        with running([sys.executable, "-c", SAYS_PID, str(port)], "/", port, tmp_path, {}):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    leader, child = (int(pid) for pid in (tmp_path / "pids").read_text(encoding="ascii").split())
    deadline = time.monotonic() + 10
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(leader)
    assert not _is_alive(child)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def _is_alive(pid: int) -> bool:
    """False also for what has ended and waits to be taken note of."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")


@posix
def test_a_server_that_ends_at_once_is_reported_with_what_it_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such model')"]
    with pytest.raises(AssertionError, match="ended:\nno such model"), running(command, "/", 1, tmp_path, {}):
        pass


@posix
def test_a_server_gets_none_of_the_keys_of_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMETAPI_KEY", "a-key-of-this-process")
    program = "import os; raise SystemExit(' '.join(sorted(os.environ)))"
    with (
        pytest.raises(AssertionError, match="ended") as told,
        running([sys.executable, "-c", program], "/", 1, tmp_path, {"GIVEN": "yes"}),
    ):
        pass
    assert "GIVEN" in str(told.value)
    assert "COMETAPI_KEY" not in str(told.value)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("host", "elsewhere"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_a_server_that_others_can_reach_is_noticed(host: str, elsewhere: bool) -> None:
    with socket.socket() as listener:
        listener.bind((host, 0))
        listener.listen()
        assert listens_elsewhere(listener.getsockname()[1]) is elsewhere
