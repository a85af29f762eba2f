"""The contracts against the real description that they were read from, and an older and a newer one of it."""

from __future__ import annotations

import copy
import difflib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from openapi_files import saved

from draftproof.cli.main import main
from draftproof.rulebook.loading import builtin_folder
from draftproof.text.yaml_nodes import load, plain

EXTRACT = Path(__file__).resolve().parents[3] / "shared" / "reference" / "openai-responses-chat.openapi.json"


@pytest.fixture(scope="module")
def extract() -> dict[str, Any]:
    if not EXTRACT.is_file():
        pytest.skip(f"no OpenAPI extract at {EXTRACT}")
    data: dict[str, Any] = json.loads(EXTRACT.read_bytes())
    return data


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the checkout's contracts that the extract is about, as a maintainer has them."""
    folder = tmp_path / "rules" / "contracts"
    folder.mkdir(parents=True)
    for name in ("responses.yaml", "chat-completions.yaml"):
        shutil.copy(builtin_folder() / "contracts" / name, folder)
    return folder.parent


def older(extract: dict[str, Any]) -> dict[str, Any]:
    """Without a field, an event and a requirement that the extract has."""
    data = copy.deepcopy(extract)
    schemas = data["components"]["schemas"]
    del schemas["ModelResponseProperties"]["properties"]["safety_identifier"]
    stream = schemas["ResponseStreamEvent"]["anyOf"]
    stream[:] = [each for each in stream if not each["$ref"].endswith("/ResponseQueuedEvent")]
    for part in schemas["CreateChatCompletionRequest"]["allOf"]:
        if "required" in part:
            part["required"].remove("messages")
    return data


def newer(extract: dict[str, Any]) -> dict[str, Any]:
    """With a field, an event, an endpoint and a requirement that the extract has not, and without a field."""
    data = copy.deepcopy(extract)
    schemas = data["components"]["schemas"]
    schemas["ResponseProperties"]["properties"]["deadline"] = {"type": "integer"}
    del schemas["ResponseProperties"]["properties"]["max_tool_calls"]
    schemas["CreateResponse"]["required"] = ["input"]
    schemas["ResponsePausedEvent"] = {
        "type": "object",
        "properties": {"type": {"type": "string", "enum": ["response.paused"]}},
        "required": ["type"],
    }
    paused = {"$ref": "#/components/schemas/ResponsePausedEvent"}
    schemas["ResponseStreamEvent"]["anyOf"].append(paused)
    data["paths"]["/responses/{response_id}/resume"] = {"post": {"responses": {}}}
    return data


def diff(capsys: pytest.CaptureFixture[str], file: Path, rules: Path) -> tuple[int, dict[str, list[str]]]:
    code = main(["contract", "diff", "--from", str(file), "--rules", str(rules), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["families"]
    signs = {"added": "+", "removed": "-"}
    return code, {
        each["family"]: [f"{signs[c['change']]} {c['kind']} {c['name']}" for c in each["changes"]]
        for each in found
    }


def update(capsys: pytest.CaptureFixture[str], file: Path, rules: Path) -> None:
    code = main(["contract", "update", "--from", str(file), "--rules", str(rules), "--today", "2026-12-01"])
    assert code == 0
    assert capsys.readouterr().err == ""


def texts(rules: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted((rules / "contracts").iterdir())}


def test_nothing_of_the_description_is_missing(
    capsys: pytest.CaptureFixture[str], extract: dict[str, Any], rules: Path, tmp_path: Path
) -> None:
    _, changes = diff(capsys, saved(tmp_path, extract), rules)
    assert {"responses", "chat_completions"} <= changes.keys()
    assert changes["chat_completions"] == []
    assert [change for each in changes.values() for change in each if change.startswith("+")] == []


def test_an_older_and_a_newer_version_are_told_apart(
    capsys: pytest.CaptureFixture[str], extract: dict[str, Any], rules: Path, tmp_path: Path
) -> None:
    # What only an SDK has is settled first.
    update(capsys, saved(tmp_path, extract), rules)
    assert diff(capsys, saved(tmp_path, extract), rules)[0] == 0
    code, changes = diff(capsys, saved(tmp_path, older(extract)), rules)
    assert code == 1
    assert changes["responses"] == ["- field safety_identifier", "- event response.queued"]
    assert changes["chat_completions"] == ["- field safety_identifier", "- required messages"]
    code, changes = diff(capsys, saved(tmp_path, newer(extract)), rules)
    assert code == 1
    assert changes["chat_completions"] == []
    assert changes["responses"] == [
        "+ endpoint POST /v1/responses/{response_id}/resume",
        "+ field deadline",
        "- field max_tool_calls",
        "+ required input",
        "+ event response.paused",
    ]


def test_updates_settle_it_and_keep_what_people_wrote(
    capsys: pytest.CaptureFixture[str], extract: dict[str, Any], rules: Path, tmp_path: Path
) -> None:
    before = texts(rules)
    for data in (older(extract), extract, newer(extract)):
        file = saved(tmp_path, data)
        update(capsys, file, rules)
        assert diff(capsys, file, rules)[0] == 0
        written = texts(rules)
        update(capsys, file, rules)
        assert texts(rules) == written
    lists = ("read", "sources", "endpoints", "fields", "accepted", "required", "stream")
    for name, text in texts(rules).items():
        assert [line for line in text.splitlines() if "#" in line] == [
            line for line in before[name].splitlines() if "#" in line
        ]
        old, new = plain(load(before[name])), plain(load(text))
        assert {key: old[key] for key in old if key not in lists} == {
            key: new[key] for key in new if key not in lists
        }
    responses = plain(load(texts(rules)["responses.yaml"]))
    assert responses["read"] == "2026-12-01"
    assert {"deadline", "safety_identifier"} <= {*responses["fields"], *responses["accepted"]}
    assert "max_tool_calls" not in responses["fields"]
    assert "max_tool_calls" in responses["accepted"]
    assert responses["required"]["openai"] == ["input"]
    assert "response.paused" in responses["stream"]["events"]


def test_a_new_field_and_event_change_a_line_each(
    capsys: pytest.CaptureFixture[str], extract: dict[str, Any], rules: Path, tmp_path: Path
) -> None:
    update(capsys, saved(tmp_path, extract), rules)
    before = texts(rules)
    data = copy.deepcopy(extract)
    schemas = data["components"]["schemas"]
    schemas["ResponseProperties"]["properties"]["deadline"] = {}
    schemas["ResponseStreamEvent"]["anyOf"].append({"properties": {"type": {"const": "response.paused"}}})
    update(capsys, saved(tmp_path, data), rules)
    after = texts(rules)
    assert [name for name in after if after[name] != before[name]] == ["responses.yaml"]
    lines = [text["responses.yaml"].splitlines() for text in (before, after)]
    changed = [line for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[0] in "+-"]
    assert len(changed) <= 9, "the note, and a line or two for each name; two lines are the head"

    def without(text: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"(deadline|response\.paused),|sha256 \w+", "", text))

    assert without(after["responses.yaml"]) == without(before["responses.yaml"])
