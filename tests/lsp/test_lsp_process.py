"""The server as a process: what it prints, how it ends, what it survives, and that it asks nobody."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from editor import EPOCH, SECONDS, edited, editing
from lsprotocol import types

from drafts import filled, key

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "draftproof", "lsp"]
TEXT = "# Responses\n\nThis is the fastest API there is.\n"
SAMPLE = """\
```python
from openai import OpenAI
client = OpenAI(base_url="https://api.cometapi.com/v1", api_key="{{key:github-classic}}")
stream = client.responses.create(model="gpt-5", messages=[], stream=True)
```
"""
ALONE = """
import json, sys
def guard(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(guard)
from draftproof.cli.main import main
code = main(["lsp"])
print(json.dumps(sorted({"httpx", "httpx_sse", "uvicorn", "requests"} & set(sys.modules))), file=sys.stderr)
sys.exit(code)
"""
FAULTY = """
import sys, time
from pathlib import Path
import draftproof.lsp.scheduling as scheduling
real = scheduling.examination_of
def examination_of(path, text, config=None):
    if path.name == "bad.md":
        raise ValueError(f"no good: {text}")
    while path.name == "slow.md" and not path.with_name("go").exists():
        pass
    print("a stray print")
    return real(path, text, config)
scheduling.examination_of = examination_of
from draftproof.cli.main import main
sys.exit(main(["lsp"]))
"""


def framed(*messages: dict[str, Any]) -> bytes:
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    return b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)


def unframed(output: bytes) -> list[dict[str, Any]]:
    """The messages of an output that holds nothing else."""
    found = []
    while output:
        head, _, rest = output.partition(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n"))
        assert set(fields) <= {b"Content-Length", b"Content-Type"}
        size = int(fields[b"Content-Length"])
        found.append(json.loads(rest[:size]))
        output = rest[size:]
    return found


INITIALIZE = {
    "id": 1,
    "method": "initialize",
    "params": {"capabilities": {}, "processId": None, "rootUri": None},
}


def served(*messages: dict[str, Any], folder: Path) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        COMMAND, input=framed(*messages), capture_output=True, cwd=folder, timeout=SECONDS, check=False
    )
    return done.returncode, unframed(done.stdout), done.stderr.decode()


def test_standard_output_holds_the_protocol_and_nothing_else(tmp_path: Path) -> None:
    item = {"uri": (tmp_path / "a.md").as_uri(), "languageId": "markdown", "version": 1, "text": TEXT}
    code, messages, err = served(
        INITIALIZE,
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": item}},
        {"id": 2, "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": item["uri"]}}},
        {"id": 3, "method": "shutdown"},
        {"method": "exit"},
        folder=tmp_path,
    )
    assert (code, err) == (0, "")
    answers = {message["id"]: message for message in messages if "id" in message}
    assert answers[1]["result"]["serverInfo"]["name"] == "draftproof"
    assert answers[1]["result"]["capabilities"]["textDocumentSync"]["change"] == 2
    assert 3 in answers


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ((), 1),
        ((INITIALIZE,), 1),
        ((INITIALIZE, {"method": "exit"}), 1),
        ((INITIALIZE, {"id": 2, "method": "shutdown"}), 0),
        ((INITIALIZE, {"id": 2, "method": "shutdown"}, {"method": "exit"}), 0),
    ],
)
def test_the_exit_code_says_whether_it_was_shut_down(
    messages: tuple[dict[str, Any], ...], code: int, tmp_path: Path
) -> None:
    assert served(*messages, folder=tmp_path)[::2] == (code, "")


def test_a_message_that_is_none_ends_nothing_and_is_not_repeated(tmp_path: Path) -> None:
    secret = key()
    broken = f'{{"jsonrpc": "2.0", "{secret}'.encode()
    wrong = {"method": "textDocument/didOpen", "params": {"textDocument": secret}}
    unknown = {"id": 7, "method": "textDocument/nothing", "params": {}}
    never_opened = {"uri": "file:///b.md", "version": 2}
    change = {"textDocument": never_opened, "contentChanges": [{"text": secret}]}
    data = framed(INITIALIZE) + b"Content-Length: %d\r\n\r\n%s" % (len(broken), broken)
    data += framed(wrong, unknown, {"method": "textDocument/didChange", "params": change})
    data += framed(
        {
            "id": 2,
            "method": "textDocument/hover",
            "params": {"textDocument": {"uri": "file:///c.md"}, "position": {"line": 0, "character": 0}},
        }
    )
    data += framed({"id": 3, "method": "shutdown"}, {"method": "exit"})
    done = subprocess.run(
        COMMAND, input=data, capture_output=True, cwd=tmp_path, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert secret.encode() not in done.stdout
    answers = {message["id"]: message for message in unframed(done.stdout) if "id" in message}
    assert answers[7]["error"]["code"] == -32601
    assert answers[2]["result"] is None
    assert 3 in answers


def test_it_ends_with_its_editor(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time\n"
        "server = subprocess.Popen([sys.executable, '-m', 'draftproof', 'lsp'], stdin=subprocess.PIPE)\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as editor:
        assert editor.stdout is not None
        assert editor.stderr is not None
        editor.stdout.readline()
        editor.kill()
        # The server holds the other end of standard error: it is closed when the server is gone.
        assert editor.stderr.read() == b""


def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(framed(INITIALIZE))
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == -signal.SIGINT


def test_it_connects_to_nothing_and_loads_nothing_that_could(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, program=ALONE) as editor:
            uri = editor.open(tmp_path / "a.md", filled(SAMPLE))
            assert await editor.pull(uri)
            assert await editor.lenses(uri)
            everywhere = types.Range(types.Position(0, 0), types.Position(9, 0))
            assert await editor.actions(uri, everywhere)
            assert await editor.finish() == (0, "[]\n")

    edited(work())


def test_a_fault_in_one_document_is_a_line_in_the_log(tmp_path: Path) -> None:
    async def work() -> None:
        secret = key()
        async with editing(tmp_path, program=FAULTY) as editor:
            bad = editor.open(tmp_path / "bad.md", secret)
            good = editor.open(tmp_path / "good.md", TEXT)
            assert await editor.pull(bad) == []
            assert [each.code for each in await editor.pull(good)] == ["CLM001"]
            assert await editor.hover(bad, 0, 0) == ""
            message = await editor.told("internal error: ValueError")
            assert message.endswith("while checking bad.md; please report it with the command used")
            assert not any(secret in said for _, said in editor.said)
            code, err = await editor.finish()
            # What a library prints does not end up between the messages.
            assert (code, set(err.splitlines())) == (0, {"a stray print"})

    edited(work())


def test_a_slow_document_keeps_nobody_waiting_and_its_old_states_are_dropped(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, program=FAULTY) as editor:
            slow = editor.open(tmp_path / "slow.md", TEXT)
            waiting = asyncio.ensure_future(editor.pull(slow))
            good = editor.open(tmp_path / "good.md", TEXT)
            assert [each.code for each in await editor.pushed(good, 1)] == ["CLM001"]
            for version in range(2, 40):
                editor.replace(slow, version, f"{TEXT}{version}\n")
            editor.replace(slow, 40, f"one\n\n{TEXT}")
            editor.replace(good, 2, f"\n{TEXT}")
            assert [each.range.start.line for each in await editor.pushed(good, 2)] == [3]
            assert slow not in editor.published
            (tmp_path / "go").touch()
            found = await waiting
            assert [each.range.start.line for each in found] == [4]
            assert await editor.pushed(slow, 40) == found
            assert [params.version for params in editor.published[slow]] == [40]
            editor.close(slow)
            assert await editor.pushed(slow, None) == []
            assert (await editor.finish())[0] == 0

    edited(work())


def test_it_ends_although_a_check_is_still_running(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, program=FAULTY) as editor:
            slow = editor.open(tmp_path / "slow.md", TEXT)
            waiting = asyncio.ensure_future(editor.pull(slow))
            await asyncio.sleep(0)
            assert await editor.lenses(editor.open(tmp_path / "good.md", TEXT)) == []
            assert (await editor.finish())[0] == 0
            with pytest.raises(Exception, match=r"cancel|exited"):
                await waiting

    edited(work())


def test_hostile_text_is_bounded(tmp_path: Path) -> None:
    async def work() -> None:
        text = "It is the fastest API \x1b[31m\u202e there is.\n\n" * 3000
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", text)
            found = await editor.pull(uri)
            assert len(found) == 1000
            assert all(each.message.isprintable() for each in found)
            assert max(len(each.message) for each in found) < 2100
            nested = "> " * 5000 + "[" * 5000 + "\n```python\n" + "(" * 20_000
            deep = editor.open(tmp_path / "b.md", nested)
            await editor.pull(deep)
            assert await editor.finish() == (0, "")

    edited(work())


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    program = "import sys; sys.modules['pygls'] = None; from draftproof.cli.main import main; "
    program += "sys.exit(main(['lsp']))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "draftproof: the language server needs pygls: pip install 'draftproof[lsp]'\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--config", "none.yaml"], "none.yaml: there is no such file"),
        (["--port", "1"], "unrecognized arguments: --port 1; see draftproof lsp --help"),
    ],
)
def test_a_mistake_in_the_command_line_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, cwd=tmp_path, timeout=SECONDS, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"draftproof: {sentence}\n")


def test_a_date_that_is_none_is_said_at_the_start(tmp_path: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": f"{EPOCH}x"}
    done = subprocess.run(COMMAND, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        f"draftproof: SOURCE_DATE_EPOCH={EPOCH}x is no number of seconds\n",
    )
