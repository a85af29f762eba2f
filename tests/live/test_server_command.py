"""``draftproof serve`` as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from server_support import post

from draftproof.live.server.faults import FAULTS
from drafts import draftproof, key

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-m", "draftproof", "serve"]
SHOW = "import os; print(os.environ['DRAFTPROOF_BASE_URL'])"
WITHOUT_EXTRA = """
import sys
sys.modules["uvicorn"] = None
from draftproof.cli.main import main
sys.exit(main(["serve", *sys.argv[1:]]))
"""


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().removesuffix("\n")
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_ends_when_told(number: signal.Signals) -> None:
    with served() as (process, base_url):
        assert base_url.startswith("http://127.0.0.1:")
        assert base_url.endswith("/v1")
        assert post(f"{base_url}/responses", seconds=20).verdict == "completes"
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert err == "draftproof: answering as documented, on this machine only; Ctrl-C ends it\n"


def test_nothing_that_was_sent_is_written() -> None:
    value = key()
    with served("--quiet", "--key-env", "MY_KEY", MY_KEY=value) as (process, base_url):
        root = base_url.removesuffix("/v1")
        assert post(f"{base_url}/responses", key=value, seconds=20).status == 200
        assert post(f"{base_url}/responses", key=f"{value}x").status == 401
        assert post(f"{base_url}/responses?key={value}", b"{", key=value).status == 400
        assert post(f"{root}/faults/abort/v1/responses", key=value).how == "broken"
        assert post(f"{root}/faults/drip/v1/responses", key=value, seconds=0.3).how == "limit"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_fault_and_any_key() -> None:
    with served("--fault", "no-event-lines", "--any-key") as (process, base_url):
        answer = post(f"{base_url}/responses", key=None, seconds=20)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert answer.verdict == "completes"
    assert b"event:" not in answer.body
    assert "by the fault mode no-event-lines" in err


def test_a_command_finds_the_server_and_its_exit_code_is_kept() -> None:
    done = draftproof("serve", "--", sys.executable, "-c", SHOW)
    assert done.returncode == 0
    assert done.stdout.startswith("http://127.0.0.1:")
    assert done.stderr == ""
    assert draftproof("serve", "--", sys.executable, "-c", "raise SystemExit(7)").returncode == 7
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert draftproof("serve", "--", sys.executable, "-c", killed).returncode == 128 + signal.SIGTERM


def test_the_faults_are_listed_also_without_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA, "--list-faults"], capture_output=True, text=True, check=True
    )
    named = [line.split()[:2] for line in done.stdout.splitlines()]
    assert named == [*([fault.name, fault.client] for fault in FAULTS), ["status-NNN", "fails"]]


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRA], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "draftproof: the embedded server needs uvicorn: pip install 'draftproof[server]'\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--host", "0.0.0.0"], "--host"),
        (["--fault", "drop"], 'there is no fault "drop"'),
        (["--port", "99999"], "--port wants a number"),
        (["--port", "-1"], "--port"),
        (["--port", "http"], "--port wants a number"),
        (["--key-env", "NO_SUCH_VARIABLE"], "no environment variable of that name holds a key"),
        (["--key-env", "X", "--any-key"], "not allowed with"),
        (["--"], "wants a command"),
        (["--", "/no/such/program"], "/no/such/program cannot be run"),
        (["docs"], "docs"),
    ],
)
def test_a_usage_error_is_one_sentence(arguments: list[str], says: str) -> None:
    done = draftproof("serve", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("draftproof: ")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
