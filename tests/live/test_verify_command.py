"""``draftproof verify`` against a server on this machine: what is sent, what is said, what is kept."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from drafts import write
from loopback import answer, closed_port, serving
from verify_support import EVENTS, KEY, REFUSED, SAMPLE, responses_server, rows, sample, verify

if TYPE_CHECKING:
    from pathlib import Path

RECORD = ".draftproof/evidence/a.md.evidence.json"


def test_a_sample_passes_and_leaves_a_record(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"# A\n\n{sample()}"})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    (row,) = rows(done)
    assert (row["result"], row["happy_path_result"], row["error_path_result"]) == ("pass", "pass", "pass")
    assert (row["terminal_state"], row["stage"], row["terminal"]) == ("completed", "", "response.completed")
    assert row["model_id_source"] == "unlisted"
    assert (row["path"], row["line"], row["sample"]) == ("a.md", 4, 0)
    assert row["events"] == {
        "response.created": 1,
        "response.output_text.delta": 1,
        "response.completed": 1,
    }
    body, other = asked.bodies
    assert body == other
    assert set(body) == {"model", "input", "stream", "max_output_tokens"}
    assert (body["model"], body["stream"], body["max_output_tokens"]) == ("gpt-4.1-mini", True, 256)
    happy, refused = asked.heads
    assert happy.startswith("POST /v1/responses HTTP/1.1\r\n")
    assert f"Authorization: Bearer {KEY}" in happy
    assert KEY not in refused
    record = json.loads((tmp_path / RECORD).read_text())
    assert list(record)[:9] == [
        "checked_at", "docs_url", "endpoint_family", "stream_enabled", "model_id_source",
        "happy_path_result", "error_path_result", "terminal_state", "notes",
    ]  # fmt: skip
    assert record["docs_url"] == "https://apidoc.cometapi.com/api/text/responses"
    assert record["happy_path_result"] == "pass"
    assert record["samples"][0]["shape"] == row["shape"]
    assert "wrote .draftproof/evidence/a.md.evidence.json" in done.stderr


def test_nothing_is_sent_for_a_plan_and_no_key_is_needed(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--plan", env={"COMETAPI_KEY": ""})
    assert (done.returncode, asked.raw) == (0, [])
    assert f"POST {base}/responses" in done.stdout
    assert "Authorization: Bearer [from COMETAPI_KEY" in done.stdout
    assert "2 requests would be sent for 1 sample" in done.stdout
    assert not (tmp_path / ".draftproof").exists()


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "markdown"])
def test_a_plan_never_shows_the_key(tmp_path: Path, form: str) -> None:
    write(tmp_path, {"a.md": sample()})
    done = verify(tmp_path, "a.md", "--plan", "--format", form)
    assert done.returncode == 0
    assert "gpt-4.1-mini" in done.stdout
    assert KEY not in done.stdout + done.stderr


ELSEWHERE = {
    "another host": 'client = OpenAI(base_url="https://gateway.example/v1")',
    "another provider's host": 'client = OpenAI(base_url="https://openrouter.ai/api/v1")',
    "an SDK's own provider": "client = OpenAI()",
    "a server of the reader's": 'client = OpenAI(base_url="http://localhost:8000/v1")',
    "a loopback address": 'client = OpenAI(base_url="http://127.0.0.1:8000/v1")',
    "another provider's key": 'client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])',
    "another host with the key of ours": (
        'client = OpenAI(base_url="https://gateway.example/v1", api_key=os.environ["COMETAPI_KEY"])'
    ),
}


@pytest.mark.parametrize("client", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_a_document_names_gets_no_request(tmp_path: Path, client: str) -> None:
    code = SAMPLE.format(model="gpt-4.1-mini", text="Hi")
    code = code.replace("from cometapi import CometAPI\n", "import os\nfrom openai import OpenAI\n")
    write(tmp_path, {"a.md": code.replace("client = CometAPI()", client)})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    (row,) = rows(done)
    assert (done.returncode, row["result"], asked.raw) == (4, "not-run", [])
    assert "the sample asks" in row["message"]
    assert not (tmp_path / ".draftproof").exists()


def test_front_matter_never_chooses_who_is_asked(tmp_path: Path) -> None:
    text = sample().replace("client = CometAPI()", "client = CometAPI(base_url=address)")
    write(tmp_path, {"a.md": f"---\ndraftproof:\n  provider: openrouter\n---\n\n{text}"})
    with responses_server() as (base, asked):
        done = verify(
            tmp_path, "a.md", "--base-url", base, "--format", "jsonl", env={"OPENROUTER_API_KEY": KEY}
        )
    assert [row["provider"] for row in rows(done)] in ([], ["cometapi"])
    assert all(b"cometapi" not in raw for raw in asked.raw)


def test_a_key_in_a_sample_is_never_sent(tmp_path: Path) -> None:
    text = sample().replace('input="Say hello"', 'input="{{key:openai-project}}"')
    write(tmp_path, {"a.md": text})
    secret = (tmp_path / "a.md").read_text().partition('input="')[2].partition('"')[0]
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--request", "as-written", "--format", "jsonl")
    (row,) = rows(done)
    assert (row["result"], asked.raw) == ("not-run", [])
    assert "credential" in row["message"]
    assert secret not in done.stdout + done.stderr


def test_a_thousand_equal_samples_cost_one_pair(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "\n".join(sample(text=f"Question {number}") for number in range(1000))})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert len(rows(done)) == 1000
    assert len(asked.raw) == 2
    assert "2 requests sent" in done.stderr


def test_the_models_place_is_taken_where_a_sample_has_none(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample("<MODEL_ID>")})
    with responses_server() as (base, asked):
        idle = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl", "--model", "gpt-4.1-nano")
    assert (idle.returncode, rows(idle)[0]["result"]) == (4, "not-run")
    assert "--model" in rows(idle)[0]["message"]
    assert (done.returncode, rows(done)[0]["model_id_source"]) == (0, "command-line")
    assert {body["model"] for body in asked.bodies} == {"gpt-4.1-nano"}


@pytest.mark.parametrize(
    ("fetched", "source"),
    [("2026-01-30", "verified-current-model-list"), ("2024-01-30", "stale-model-list")],
)
def test_ids_are_compared_with_the_lock_file(tmp_path: Path, fetched: str, source: str) -> None:
    head = f"provider: cometapi\nfetched: {fetched}\nwritten-by: draftproof catalog refresh\n"
    lock = f"{head}models:\n  gpt-4.1-mini:\n"
    write(tmp_path, {"a.md": sample(), ".draftproof/models/cometapi.yaml": lock})
    with responses_server() as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl", "--today", "2026-01-31")
    assert [row["model_id_source"] for row in rows(done)] == [source]


def test_as_written_sends_the_literal_fields_with_a_cap(tmp_path: Path) -> None:
    text = sample().replace(
        "stream=True", 'tools=[{"type": "web_search"}], max_output_tokens=64, temperature=0.5'
    )
    write(tmp_path, {"a.md": text})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--request", "as-written", "--no-error-path")
    assert done.returncode == 0, done.stderr
    assert asked.bodies == [
        {
            "model": "gpt-4.1-mini",
            "input": "Say hello",
            "tools": [{"type": "web_search"}],
            "max_output_tokens": 64,
            "temperature": 0.5,
            "stream": True,
        }
    ]


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("input=question", "does not show"),
        ("**common, input='Hi'", "leaves out"),
        ('input="<YOUR QUESTION>"', "placeholder"),
        ('input="{{ question }}"', "placeholder"),
    ],
)
def test_as_written_sends_no_guess(tmp_path: Path, argument: str, reason: str) -> None:
    text = sample().replace('input="Say hello"', argument).replace("client = ", "question = ask()\nclient = ")
    (tmp_path / "a.md").write_text(text)
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--request", "as-written", "--format", "jsonl")
    (row,) = rows(done)
    assert (row["result"], asked.raw) == ("not-run", [])
    assert reason in row["message"]


def test_the_number_of_requests_is_bounded(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "\n".join(sample(f"gpt-4.{number}") for number in range(5))})
    with responses_server() as (base, asked):
        done = verify(tmp_path, "a.md", "--base-url", base, "--max-requests", "5", "--format", "jsonl")
    assert done.returncode == 4
    assert len(asked.raw) == 4
    assert [row["result"] for row in rows(done)] == ["pass", "pass", "not-run", "not-run", "not-run"]
    assert "--max-requests" in rows(done)[2]["message"]


def test_a_server_that_takes_any_key_fails(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with serving(answer(EVENTS, "200 OK", "text/event-stream")) as base:
        done = verify(tmp_path, "a.md", "--base-url", f"{base}/v1", "--format", "jsonl")
        alone = verify(tmp_path, "a.md", "--base-url", f"{base}/v1", "--no-error-path", "--format", "jsonl")
    (row,) = rows(done)
    assert (done.returncode, row["happy_path_result"], row["error_path_result"]) == (1, "pass", "fail")
    assert (alone.returncode, rows(alone)[0]["error_path_result"]) == (0, "not-run")


def test_a_network_that_fails_is_not_the_documents_fault(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    done = verify(tmp_path, "a.md", "--base-url", f"http://127.0.0.1:{closed_port()}/v1", "--format", "jsonl")
    (row,) = rows(done)
    assert (done.returncode, row["result"], row["stage"]) == (4, "inconclusive", "before-authentication")
    assert json.loads((tmp_path / RECORD).read_text())["happy_path_result"] == "inconclusive"


def test_a_failure_beats_what_is_inconclusive(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample("gpt-4.1-mini") + sample("<MODEL>")})
    with responses_server(answer(REFUSED, "400 Bad Request")) as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, "--format", "jsonl")
    assert done.returncode == 1
    assert [(row["result"], row["stage"]) for row in rows(done)] == [
        ("fail", "request-validation"),
        ("not-run", ""),
    ]


USAGE = {
    "no path": (["nowhere.md"], "nowhere.md: there is no such file or folder"),
    "an unknown provider": (["a.md", "--provider", "opnai"], 'did you mean "openai"'),
    "plain http": (["a.md", "--base-url", "http://gateway.example/v1"], "http:// is for this machine only"),
    "a user in the URL": (
        ["a.md", "--base-url", "https://me:pw@gateway.example/v1"],
        "a user name or a password",
    ),
    "a query": (["a.md", "--base-url", "https://gateway.example/v1?key=1"], "a query"),
    "no seconds": (["a.md", "--timeout", "-1"], "seconds"),
    "no number": (["a.md", "--max-requests", "0"], "a whole number from 1"),
    "no Responses": (["a.md", "--provider", "anthropic"], "documents no Responses endpoint"),
    "an embedded server elsewhere": (
        ["a.md", "--embedded", "--base-url", "https://x.example/v1"],
        "--embedded",
    ),
    "a plan in XML": (["a.md", "--plan", "--format", "junit"], "a plan has no junit report"),
    "a key out of nowhere": (["a.md", "--key-env", "NO_SUCH_VARIABLE_HERE"], "NO_SUCH_VARIABLE_HERE"),
    "two sources of a key": (["a.md", "--key-env", "X", "--key-fd", "0"], "exclude each other"),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE)
def test_usage_errors_are_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    write(tmp_path, {"a.md": sample()})
    done = verify(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_key_comes_through_a_descriptor(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    read_end, write_end = os.pipe()
    os.write(write_end, b"another-key-of-this-test\n")
    os.close(write_end)
    with responses_server() as (base, asked):
        done = verify(
            tmp_path, "a.md", "--base-url", base, "--key-fd", str(read_end),
            env={"COMETAPI_KEY": ""}, pass_fds=(read_end,),
        )  # fmt: skip
    os.close(read_end)
    assert done.returncode == 0, done.stderr
    assert "Bearer another-key-of-this-test" in asked.heads[0]


def test_the_configuration_names_address_and_key(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": sample()})
    with responses_server() as (base, asked):
        settings = (
            f"provider: cometapi\nproviders:\n  cometapi:\n    base-url: {base}\n    key-env: OTHER_KEY\n"
        )
        write(tmp_path, {"draftproof.yaml": settings})
        done = verify(tmp_path, ".", env={"OTHER_KEY": "key-number-two", "COMETAPI_KEY": ""})
    assert done.returncode == 0, done.stderr
    assert "Bearer key-number-two" in asked.heads[0]


def test_a_document_without_samples_is_told_so(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "# Nothing here\n"})
    done = verify(tmp_path, "a.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No Responses sample in 1 document; nothing was sent." in done.stderr


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"a.md": sample()})
    proxy = f"http://127.0.0.1:{closed_port()}" if "HTTP" in name.upper() else "socks5://127.0.0.1:1"
    with responses_server() as (base, _):
        done = verify(tmp_path, "a.md", "--base-url", base, env={name: proxy})
    assert done.returncode == 0, done.stderr
