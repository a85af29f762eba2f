"""``draftproof contract``: what it prints, writes and returns; and that findings quote what was written."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from openapi_files import CONTRACT, FIELDS, notes, pack, saved

from draftproof.cli.main import main
from draftproof.contracts.files import FolderError, rules_folder
from draftproof.rulebook.loading import COMPILED_NAME, builtin_folder
from drafts import run

if TYPE_CHECKING:
    from pathlib import Path


def contract(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["contract", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


DIFFERENT = notes({**FIELDS, "width": {}}, ["title"])


def test_diff_says_what_changed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules, file = pack(folder), saved(folder, DIFFERENT)
    named = ("--from", file, "--rules", rules)
    code, out, err = contract(capsys, "diff", *named, "--provider", "openai")
    assert (code, err) == (1, "")
    assert out == (
        "notes: Example Notes, read 2026-01-31: 2 differences\n"
        "  + field width\n  + required title by openai\n"
    )
    # The servers of the description say whose it is.
    assert contract(capsys, "diff", *named) == (code, out, err)


def test_diff_as_data(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules, file = pack(folder), saved(folder, DIFFERENT)
    code, out, _ = contract(capsys, "diff", "--from", file, "--rules", rules, "--format", "json")
    assert code == 1
    data = json.loads(out)
    assert data["description"].pop("sha256")
    assert data["description"] == {
        "file": "openapi.json",
        "title": "Notes",
        "version": "2",
        "provider": "openai",
    }
    [family] = data["families"]
    assert family["family"] == "notes"
    assert family["same"] is False
    assert family["changes"][0] == {"kind": "field", "change": "added", "name": "width", "provider": None}


def test_update_writes_and_then_nothing_differs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules, file = pack(folder), saved(folder, DIFFERENT)
    update = ("update", "--from", file, "--rules", rules, "--today", "2026-12-01")
    code, out, err = contract(capsys, *update)
    assert (code, err) == (0, "")
    assert out == (
        "pack/contracts/notes.yaml: written, read 2026-12-01; 2 differences settled\n"
        "  + field width\n  + required title by openai\n"
    )
    first = (rules / "contracts" / "notes.yaml").read_bytes()
    assert b"  openai: [title]\n" in first
    assert contract(capsys, "diff", "--from", file, "--rules", rules)[0] == 0
    code, out, _ = contract(capsys, *update)
    assert (code, out) == (0, "pack/contracts/notes.yaml: as it was; no difference\n")
    assert (rules / "contracts" / "notes.yaml").read_bytes() == first


def test_the_date_comes_from_the_environment_too(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, file = pack(folder), saved(folder, DIFFERENT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert contract(capsys, "update", "--from", file, "--rules", rules)[0] == 0
    assert "\nread: 2027-01-15\n" in (rules / "contracts" / "notes.yaml").read_text()


def test_a_pack_gets_what_the_built_in_contract_lacks(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "pack").mkdir()
    _, out, _ = contract(capsys, "show", "embeddings", "--format", "json")
    shown = json.loads(out)
    fields: dict[str, Any] = {name: {} for name in [*shown["fields"], "window"]}
    data = notes(fields, ["input"])
    data["paths"] = {"/embeddings": data["paths"]["/notes"]}
    del data["paths"]["/embeddings"]["post"]["responses"]
    file = saved(folder, data)
    code, out, err = contract(capsys, "update", "--from", file, "--rules", "pack", "--today", "2026-12-01")
    assert (code, err) == (0, "")
    assert "  + field window\n" in out
    # Packs add to lists: they cannot take back what a built-in contract requires.
    assert "  left as it is: - required model by openai\n" in out
    text = (folder / "pack" / "contracts" / "embeddings.yaml").read_text()
    assert text.splitlines()[1:] == [
        "family: embeddings",
        "read: 2026-12-01",
        text.splitlines()[3],
        "fields: [window]",
    ]
    (folder / "draftproof.yaml").write_text("rules: [pack]\n")
    code, out, _ = contract(capsys, "diff", "--from", file, "--family", "embeddings")
    assert (code, out.splitlines()[1:]) == (1, ["  - required model by openai"])
    assert out.startswith("embeddings: OpenAI Embeddings, read 2026-12-01: 1 difference\n")


def test_a_pack_stays_empty_where_nothing_differs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules = folder / "pack"
    rules.mkdir()
    _, out, _ = contract(capsys, "show", "embeddings", "--format", "json")
    shown = json.loads(out)
    data = notes({name: {} for name in shown["fields"]}, shown["required"]["openai"], [])
    data["paths"] = {"/embeddings": data["paths"]["/notes"]}
    code, out, _ = contract(capsys, "update", "--from", saved(folder, data), "--rules", rules)
    assert (code, out) == (0, "pack/contracts/embeddings.yaml: as it was; no difference\n")
    assert list(rules.iterdir()) == []


def test_show(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules = pack(folder)
    code, out, _ = contract(capsys, "show", "notes", "--rules", rules)
    assert code == 0
    assert out.startswith("Example Notes (notes), read 2026-01-31\n  request    POST /v1/notes\n")
    assert "  required   body by example\n" in out
    assert max(map(len, out.splitlines())) <= 120
    assert json.loads(contract(capsys, "show", "notes", "--rules", rules, "--format", "json")[1])["stream"]
    code, out, _ = contract(capsys, "show")
    assert code == 0
    assert any(line.startswith("responses: OpenAI Responses API, read ") for line in out.splitlines())
    assert contract(capsys, "show", "chat-completions")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), ""),
        (("mend",), 'no command "contract mend"'),
        (("show", "respones"), 'did you mean "responses"?'),
        (("show", "x", "--rules", "none"), "no such folder"),
        (("diff",), "--from"),
        (("diff", "--from", "none.json"), "cannot be read"),
        (("diff", "--from", "openapi.json"), "does not describe the endpoint of any contract"),
        (("diff", "--from", "openapi.json", "--family", "responses"), "does not describe POST /v1/responses"),
        (("diff", "--from", "openapi.json", "--provider", "opnai"), 'did you mean "openai"?'),
        (("update", "--from", "openapi.json", "--rules", "none"), "no such folder of rules"),
        (
            ("update", "--from", "openapi.json", "--rules", "pack", "--today", "soon"),
            "--today soon is no date",
        ),
        (("update", "--from", "openapi.json", "--rules", "pack", "--note", "a\nb"), "--note wants one line"),
    ],
)
def test_mistakes_are_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    saved(folder, DIFFERENT)
    rules = pack(folder)
    code, _, err = contract(capsys, *arguments)
    assert code == 2
    assert said in err
    assert err.count("\n") == (1 if said else 0)
    assert (rules / "contracts" / "notes.yaml").read_bytes() == CONTRACT.encode()


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "a: [1\n",
        "family: notes\n",
        CONTRACT.replace("title:", "name:"),
        CONTRACT.replace("create: POST", "create: [POST]\nmore: "),
        "\0",
    ],
)
def test_a_contract_that_is_none_is_said(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> None:
    rules, file = pack(folder, text), saved(folder, DIFFERENT)
    for command in ("diff", "update"):
        code, out, err = contract(capsys, command, "--from", file, "--rules", rules)
        assert (code, out) == (2, "")
        assert "notes.yaml" in err
        assert "internal" not in err


def test_nothing_is_written_outside_the_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    rules, file = pack(folder), saved(folder, DIFFERENT)
    outside = folder / "outside.yaml"
    shutil.move(rules / "contracts" / "notes.yaml", outside)
    (rules / "contracts" / "notes.yaml").symlink_to(outside)
    code, _, err = contract(capsys, "update", "--from", file, "--rules", rules)
    assert code == 2
    assert "leads out" in err
    assert outside.read_bytes() == CONTRACT.encode()


def test_one_file_that_cannot_be_written_keeps_the_others(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    rules = pack(folder)
    odd = CONTRACT.replace("family: notes", "family: odd").replace(
        "fields:\n  [body", "fields: all\nmore:\n  [body"
    )
    (rules / "contracts" / "odd.yaml").write_text(odd)
    code, out, err = contract(capsys, "update", "--from", saved(folder, DIFFERENT), "--rules", rules)
    assert (code, out) == (2, "")
    assert "odd.yaml" in err
    assert (rules / "contracts" / "notes.yaml").read_bytes() == CONTRACT.encode()


def test_an_installed_package_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = tmp_path / "draftproof" / "_rules"
    packaged.mkdir(parents=True)
    monkeypatch.setattr("draftproof.contracts.files.builtin_folder", lambda: packaged)
    with pytest.raises(FolderError, match="--rules"):
        rules_folder(None)
    with pytest.raises(FolderError, match="installed package"):
        rules_folder(packaged)
    (tmp_path / "pack").mkdir()
    assert rules_folder(tmp_path / "pack") == tmp_path / "pack"
    (tmp_path / "pack" / COMPILED_NAME).touch()
    with pytest.raises(FolderError, match="installed package"):
        rules_folder(tmp_path / "pack")


def test_the_checkout_is_written_where_nothing_is_named() -> None:
    assert rules_folder(None) == builtin_folder()


def test_what_a_description_calls_itself_cannot_act(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    data = copy.deepcopy(DIFFERENT)
    data["info"] = {"title": "A\x1b[31m: [}\n# ", "version": "\u202e1'\""}
    data["paths"]["/notes/\x1b]0;x\x07"] = {"post": {}}
    rules = pack(folder, CONTRACT.replace("OpenAPI file", "a file"))
    code, out, err = contract(capsys, "update", "--from", saved(folder, data), "--rules", rules)
    text = (rules / "contracts" / "notes.yaml").read_text()
    assert (code, err) == (0, "")
    for shown in (out, text):
        assert all(character.isprintable() or character == "\n" for character in shown)
    assert contract(capsys, "diff", "--from", saved(folder, data), "--rules", rules)[0] == 0


SAMPLE = """\
```python
from openai import OpenAI

client = OpenAI()
stream = client.responses.create(model="gpt-5", {field}, stream=True, timeout=30)
for event in stream:
    {body}
```
"""


@pytest.mark.parametrize(
    ("code", "field", "body"),
    [
        ("API001", "messages=[]", "print(event.type)"),
        ("API003", 'input="Hi"', "print(event.choices)"),
        ("API004", 'input="Hi"', 'if event.type == "message_stop": break'),
        ("API009", 'input="Hi", instructons="x"', "print(event.type)"),
    ],
)
def test_findings_quote_the_date_of_the_contract(folder: Path, code: str, field: str, body: str) -> None:
    rules = folder / "pack" / "contracts"
    rules.mkdir(parents=True)
    (rules / "responses.yaml").write_text("family: responses\nread: 2031-05-06\n")
    (folder / "draftproof.yaml").write_text("rules: [pack]\n")
    (folder / "a.md").write_text(SAMPLE.replace("{field}", field).replace("{body}", body))
    found = run(folder / "a.md", select=(code,), isolated=False).result.findings
    assert [finding.code for finding in found] == [code]
    assert "2031-05-06" in (found[0].help or "")


def test_a_field_that_was_added_is_known_from_then_on(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "a.md").write_text(
        SAMPLE.replace("{field}", 'input="Hi", instructon="x"').replace("{body}", "print(event.type)")
    )
    assert [f.code for f in run(folder / "a.md", select=("API009",), isolated=False).result.findings] == [
        "API009"
    ]
    (folder / "pack").mkdir()
    (folder / "draftproof.yaml").write_text("rules: [pack]\n")
    data = notes({"instructon": {}}, [], [])
    data["paths"] = {"/responses": data["paths"]["/notes"]}
    assert contract(capsys, "update", "--from", saved(folder, data), "--rules", "pack")[0] == 0
    assert run(folder / "a.md", select=("API009",), isolated=False).result.findings == ()
