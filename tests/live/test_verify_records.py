"""What ``verify`` keeps, and what it need not ask again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from drafts import write
from loopback import answer
from verify_support import REFUSED, responses_server, rows, sample, verify

if TYPE_CHECKING:
    from pathlib import Path

RECORD = ".draftproof/evidence/a.md.evidence.json"


def record(folder: Path, path: str = RECORD) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / path).read_text())
    return data


def test_only_what_is_outdated_is_asked_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample("gpt-4.1") + sample("gpt-4.2")})
    with responses_server() as (base, asked):
        verify(tmp_path, "a.md", "--base-url", base)
        assert len(asked.raw) == 4
        again = verify(tmp_path, "a.md", "--base-url", base, "--outdated", "--format", "jsonl")
        assert len(asked.raw) == 4
        assert [row["kept"] for row in rows(again)] == [True, True]
        assert again.returncode == 0
        write(tmp_path, {"a.md": "# More text\n\n" + sample("gpt-4.1", "Reworded") + sample("gpt-4.3")})
        done = verify(tmp_path, "a.md", "--base-url", base, "--outdated", "--format", "jsonl")
    assert [(row["kept"], row["model"]) for row in rows(done)] == [(True, ""), (False, "gpt-4.3")]
    assert [body["model"] for body in asked.bodies[4:]] == ["gpt-4.3", "gpt-4.3"]
    entries = record(tmp_path)["samples"]
    assert [entry["location"]["line"] for entry in entries] == [4, 12]
    assert [entry["result"] for entry in entries] == ["pass", "pass"]


def test_what_an_earlier_check_saw_keeps_its_time(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample("gpt-4.1") + sample("gpt-4.2")})
    early = {"SOURCE_DATE_EPOCH": "1795300000"}
    late = {"SOURCE_DATE_EPOCH": "1795400000"}
    with responses_server() as (base, asked):
        verify(tmp_path, "a.md", "--base-url", base, env=early)
        first = record(tmp_path)["checked_at"]
        write(tmp_path, {"a.md": sample("gpt-4.1") + sample("gpt-4.3")})
        verify(tmp_path, "a.md", "--base-url", base, "--outdated", env=late)
        mixed = record(tmp_path)["checked_at"]
        verify(tmp_path, "a.md", "--base-url", base, env=late)
    assert first == mixed < record(tmp_path)["checked_at"]
    assert len(asked.raw) == 4 + 2 + 4


@pytest.mark.parametrize("day", ["2026-12-23", "2027-11-23"])
def test_an_old_record_is_renewed(tmp_path: Path, day: str) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, asked):
        verify(tmp_path, "a.md", "--base-url", base, env={"SOURCE_DATE_EPOCH": "1795300000"})
        verify(tmp_path, "a.md", "--base-url", base, "--outdated", "--today", day)
    renewed = day == "2027-11-23"
    assert len(asked.raw) == (4 if renewed else 2)


def test_what_did_not_pass_is_asked_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server(answer(REFUSED, "503 Service Unavailable")) as (base, asked):
        verify(tmp_path, "a.md", "--base-url", base)
        verify(tmp_path, "a.md", "--base-url", base, "--outdated")
    assert len(asked.raw) == 4
    assert record(tmp_path)["happy_path_result"] == "inconclusive"


def test_the_worst_sample_decides(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample() + sample("<MODEL>")})
    with responses_server() as (base, _):
        verify(tmp_path, "a.md", "--base-url", base)
    kept = record(tmp_path)
    assert (kept["happy_path_result"], kept["terminal_state"]) == ("not-run", "not-run")
    assert [entry["result"] for entry in kept["samples"]] == ["pass", "not-run"]


def test_every_record_passes_its_own_check(tmp_path: Path) -> None:
    from drafts import draftproof

    bodies = {"good": None, "refused": answer(REFUSED, "401 Unauthorized"), "broken": answer(b"<html>")}
    for name, script in bodies.items():
        write(tmp_path, {f"{name}.md": sample()})
        with responses_server(script) as (base, _):
            verify(tmp_path, f"{name}.md", "--base-url", base)
    done = draftproof("record", "check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "3 evidence records" in done.stderr + done.stdout


def test_a_record_for_another_provider_has_its_name(tmp_path: Path) -> None:
    code = sample().replace("from cometapi import CometAPI", "from openai import OpenAI")
    write(tmp_path, {"a.md": code.replace("CometAPI()", "OpenAI()")})
    with responses_server() as (base, _):
        done = verify(
            tmp_path,
            "a.md",
            "--provider",
            "openai",
            "--base-url",
            base,
            env={"OPENAI_API_KEY": "a-key-of-mine"},
        )
    assert done.returncode == 0, done.stderr
    path = ".draftproof/evidence/a.md.openai.evidence.json"
    assert record(tmp_path, path)["docs_url"].startswith("https://platform.openai.com/")


def test_a_folder_for_evidence_takes_the_records(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": sample()})
    done = verify(tmp_path, "docs", "--embedded", "--evidence-dir", "kept")
    assert done.returncode == 0, done.stderr
    assert record(tmp_path, "kept/docs/a.md.evidence.json")["model_id_source"] == "embedded-server"


def test_the_embedded_server_leaves_no_evidence_by_itself(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    done = verify(tmp_path, "a.md", "--embedded")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / ".draftproof").exists()


def test_no_records_means_none(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--no-records")
    assert done.returncode == 0
    assert not (tmp_path / ".draftproof").exists()


def test_a_record_never_lies_outside_of_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    project = tmp_path / "project"
    write(project, {"a.md": sample(), "draftproof.yaml": "provider: cometapi\n"})
    (project / ".draftproof").mkdir()
    (project / ".draftproof" / "evidence").symlink_to(outside)
    with responses_server() as (base, _):
        done = verify(project, "a.md", "--base-url", base)
    assert done.returncode == 0
    assert list(outside.iterdir()) == []
    assert "outside of the project" in done.stderr


def test_a_record_that_cannot_be_written_leaves_the_others_and_the_report(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}.md": sample(f"gpt-4.{name}") for name in ("1", "2", "3")})
    (tmp_path / RECORD.replace("a.md", "2.md")).mkdir(parents=True)
    with responses_server() as (base, asked):
        done = verify(tmp_path, ".", "--base-url", base, "--format", "jsonl")
    assert (done.returncode, len(rows(done)), len(asked.raw)) == (2, 3, 6)
    assert [line for line in done.stderr.splitlines() if "cannot be written" in line] == [
        (
            "draftproof: .draftproof/evidence/2.md.evidence.json cannot be written: Is a directory;"
            " the others are done"
        )
    ]
    for name in ("1", "3"):
        assert record(tmp_path, RECORD.replace("a.md", f"{name}.md"))["happy_path_result"] == "pass"


@pytest.mark.parametrize(
    ("option", "place"),
    [("--evidence-dir", "kept"), ("--output", "gone/report.txt"), ("--output", "."), ("--output", "")],
)
def test_what_can_surely_not_be_written_is_said_before_anything_is_sent(
    tmp_path: Path, option: str, place: str
) -> None:
    write(tmp_path, {"a.md": sample(), "kept": "a file"})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, option, place)
    assert (done.returncode, len(asked.raw)) == (2, 0)
    assert len(done.stderr.splitlines()) == 1


def test_an_isolated_run_leaves_no_record(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--isolated")
    assert done.returncode == 0
    assert not (tmp_path / ".draftproof").exists()


def test_a_terminal_event_alone_leaves_a_sound_record(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    only = b'data: {"type":"response.completed","response":{"status":"completed"}}\n\n'
    with responses_server(answer(only, kind="text/event-stream")) as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    assert done.returncode == 4, done.stderr
    kept = record(tmp_path)
    assert (kept["happy_path_result"], kept["terminal_state"]) == ("inconclusive", "error")


def test_standard_input_leaves_no_record(tmp_path: Path) -> None:
    with responses_server() as (base, asked):
        done = verify(tmp_path, "-", "--base-url", base, input=sample())
    assert done.returncode == 0, done.stderr
    assert len(asked.raw) == 2
    assert "standard input has no place for a record" in done.stderr
    assert not (tmp_path / ".draftproof").exists()
