"""``draftproof catalog``: what it writes, what it says, what it returns."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from drafts import draftproof, key
from loopback import answer, closed_port, serving

if TYPE_CHECKING:
    import socket

LIST = {"object": "list", "data": [{"id": "gpt-4o", "mode": "chat"}, {"id": "o3"}]}
LOCK = Path(".draftproof/models/openai.yaml")
REFRESH = ("refresh", "--provider", "openai", "--today", "2026-01-31")


def catalog(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["catalog", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_refresh_writes_a_dated_sorted_list(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(answer(json.dumps(LIST).encode())) as base:
        code, out, err = catalog(capsys, *REFRESH, "--url", f"{base}/v1/models?token=abcdef")
    assert (code, err) == (0, "")
    assert out == ".draftproof/models/openai.yaml: 2 models (2 new, 0 gone)\n"
    assert LOCK.read_text().splitlines()[1:] == [
        "provider: openai",
        f'source: "{base}/v1/models"',
        "fetched: 2026-01-31",
        "written-by: draftproof catalog refresh",
        "models:",
        "  gpt-4o: text",
        "  o3:",
    ]


@pytest.mark.usefixtures("folder")
def test_the_key_comes_out_of_the_named_variable_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    value = key()
    monkeypatch.setenv("OPENAI_API_KEY", value)
    heads: list[bytes] = []

    def script(connection: socket.socket, head: bytes) -> None:
        heads.append(head)
        answer(json.dumps(LIST).encode())(connection, head)

    with serving(script) as base:
        catalog(capsys, *REFRESH, "--url", base)
        catalog(capsys, *REFRESH, "--url", base, "--key-env", "OPENAI_API_KEY")
    assert value.encode() not in heads[0]
    assert f"Authorization: Bearer {value}".lower().encode() in heads[1].lower()
    assert value not in LOCK.read_text()


@pytest.mark.usefixtures("folder")
def test_a_missing_key_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog(capsys, *REFRESH)[::2] == (
        2,
        "draftproof: openai: the list needs a key in the environment variable OPENAI_API_KEY\n",
    )
    code, _, err = catalog(capsys, *REFRESH, "--url", "http://127.0.0.1:1", "--key-env", "NOWHERE")
    assert (code, "NOWHERE" in err) == (2, True)


@pytest.mark.parametrize(
    ("body", "status", "kind", "word"),
    [
        (b"<html>", "200 OK", "text/html", "HTML"),
        (b"{", "200 OK", "application/json", "not JSON"),
        (b'{"models": 3}', "200 OK", "application/json", "no list of models"),
        (b'{"data": []}', "200 OK", "application/json", "lists no model"),
        (b'{"data": [{"id": "a"}], "total": 300}', "200 OK", "application/json", "1 of 300"),
        (b"ECHO", "401 Unauthorized", "text/plain", "401"),
        (b"", "301 Moved", "text/html", "redirect"),
        (b"", "503 Busy", "text/html", "503"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_failed_fetch_leaves_the_old_file(
    body: bytes,
    status: str,
    kind: str,
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    value = key()
    monkeypatch.setenv("OPENAI_API_KEY", value)
    Path("list.txt").write_text("a\nb\n")
    catalog(capsys, "import", "list.txt", "--provider", "openai")
    before = LOCK.read_bytes()
    with serving(answer(body.replace(b"ECHO", value.encode()), status, kind)) as base:
        code, out, err = catalog(capsys, *REFRESH, "--url", base, "--key-env", "OPENAI_API_KEY")
    assert code == 1
    assert LOCK.read_bytes() == before
    assert word in err
    assert err.count("\n") == 1
    assert err.endswith("is as it was\n")
    assert value not in out + err


@pytest.mark.usefixtures("folder")
def test_nobody_answers_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = catalog(capsys, *REFRESH, "--url", f"http://127.0.0.1:{closed_port()}")
    assert (code, "no connection" in err, LOCK.exists()) == (1, True, False)


@pytest.mark.parametrize("url", ["http://example.com/v1/models", "https://me:word@example.com/", "ftp://x/"])
@pytest.mark.usefixtures("folder")
def test_addresses_that_are_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = catalog(capsys, *REFRESH, "--url", url)
    assert code == 2
    assert "word" not in err.replace("password", "")


@pytest.mark.usefixtures("folder")
def test_all_pages_are_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        first = b"after_id" not in head
        page = {"data": [{"id": "a" if first else "b"}], "has_more": first, "last_id": "a"}
        answer(json.dumps(page).encode())(connection, head)

    with serving(script) as base:
        assert catalog(capsys, *REFRESH, "--url", base)[0] == 0
    assert LOCK.read_text().endswith("models:\n  a:\n  b:\n")


@pytest.mark.usefixtures("folder")
def test_pages_without_an_end_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    page = {"data": [{"id": "a"}], "has_more": True, "last_id": "a"}
    with serving(answer(json.dumps(page).encode())) as base:
        code, _, err = catalog(capsys, *REFRESH, "--url", base)
    assert (code, "circle" in err, LOCK.exists()) == (1, True, False)


@pytest.mark.usefixtures("folder")
def test_check_writes_nothing_and_says_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    Path("list.txt").write_text("gpt-4o\nold\n")
    catalog(capsys, "import", "list.txt", "--provider", "openai")
    before = LOCK.read_bytes()
    with serving(answer(json.dumps(LIST).encode())) as base:
        code, out, _ = catalog(capsys, *REFRESH, "--url", base, "--check")
        assert (code, LOCK.read_bytes()) == (1, before)
        assert "1 new, 1 gone, 1 changed); nothing written\n  gone: old\n" in out
        assert catalog(capsys, *REFRESH, "--url", base)[0] == 0
        assert catalog(capsys, *REFRESH, "--url", base, "--check")[0] == 0
    assert "retired:\n  old: 2026-01-31\n" in LOCK.read_text()


@pytest.mark.usefixtures("folder")
def test_aliases_outlive_new_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog(capsys, "add", "house", "--reason", " our\n gateway ", "--provider", "openai")[0] == 0
    assert LOCK.read_text().splitlines()[1:] == [
        "provider: openai",
        "written-by: draftproof catalog add",
        "aliases:",
        '  house: "our gateway"',
    ]
    Path("list.txt").write_text("gpt-4o\n")
    assert catalog(capsys, "import", "list.txt", "--provider", "openai", "--today", "2026-01-31")[0] == 0
    text = LOCK.read_text()
    assert 'source: "imported from list.txt"' in text
    assert 'aliases:\n  house: "our gateway"\n' in text
    catalog(capsys, "add", "other", "--reason", "x", "--provider", "openai")
    assert "written-by: draftproof catalog import" in LOCK.read_text()


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], 2),
        (["--help"], 0),
        (["frobnicate"], 2),
        (["add", "x"], 2),
        (["add", "a b", "--reason", "x"], 2),
        (["add", "x", "--reason", " "], 2),
        (["add", "x", "--reason", "y", "--provider", "../../x"], 2),
        (["import", "missing.txt"], 2),
        (["import", "bad.txt"], 1),
        (["import", "bytes.txt"], 2),
        (["refresh", "--provider", "nobody"], 2),
        (["refresh", "--timeout", "0"], 2),
        (["refresh", "--timeout", "x"], 2),
        (["refresh", "--today", "soon"], 2),
        (["show"], 0),
        (["show", "--provider", "nobody"], 1),
        (["show", "--folder", "missing"], 2),
        (["impact", "missing.md"], 2),
        (["impact", "."], 0),
    ],
)
def test_exit_codes(
    arguments: list[str], wanted: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.txt").write_text("a b c\n")
    (folder / "bytes.txt").write_bytes(b"\xff\xfe")
    (folder / "a.md").write_text("# Text\n")
    code, out, err = catalog(capsys, *arguments)
    assert code == wanted, err
    assert "internal error" not in err
    assert out or err
    assert not (folder / ".draftproof").exists()


@pytest.mark.usefixtures("folder")
def test_a_broken_lock_file_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    LOCK.parent.mkdir(parents=True)
    LOCK.write_text("provider: openai\n<<<<<<< ours\n")
    Path("list.txt").write_text("a\n")
    code, _, err = catalog(capsys, "import", "list.txt", "--provider", "openai")
    assert (code, ".draftproof/models/openai.yaml:2:1" in err) == (2, True)
    assert LOCK.read_text() == "provider: openai\n<<<<<<< ours\n"
    assert catalog(capsys, "show")[0] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_out_of_the_project_is_not_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / ".draftproof").symlink_to(outside)
    code, _, err = catalog(capsys, "add", "x", "--reason", "y")
    assert (code, "out of the project" in err, list(outside.iterdir())) == (2, True, [])


@pytest.mark.usefixtures("folder")
def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    Path("list.json").write_text(json.dumps(LIST))
    catalog(capsys, "import", "list.json", "--provider", "openai", "--today", "2026-01-21")
    code, out, _ = catalog(capsys, "show", "--today", "2026-01-31")
    assert code == 0
    assert out == (
        "openai: 2 models, 2026-01-21 (10 days ago), imported from list.json\n  1 kind unknown, 1 text\n"
    )
    assert "  gpt-4o  text\n  o3\n" in catalog(capsys, "show", "--provider", "openai")[1]
    data = json.loads(catalog(capsys, "show", "--format", "json", "--today", "2026-01-31")[1])
    assert data[0]["age_days"] == 10
    assert data[0]["models"][0] == {"id": "gpt-4o", "kind": "text", "retires": None}


def test_impact(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = '```python\nfrom openai import OpenAI\n\nOpenAI().responses.create(model="{}", input="x")\n```\n'
    (folder / "a.md").write_text(sample.format("old"))
    (folder / "b.md").write_text(sample.format("gpt-4o") + "\n" + sample.format("old"))
    (folder / "c.md").write_text(sample.format("new-one"))
    (folder / "one.txt").write_text("gpt-4o\nold\n")
    (folder / "two.txt").write_text("gpt-4o\n")
    for name in ("one.txt", "two.txt"):
        catalog(capsys, "import", name, "--provider", "openai", "--today", "2026-01-31")
    code, out, _ = catalog(capsys, "impact")
    assert code == 1
    assert out == (
        "new-one: not listed (openai)\n  c.md:4\nold: retired 2026-01-31 (openai)\n  a.md:4\n  b.md:10\n"
    )
    data = json.loads(catalog(capsys, "impact", "--format", "json", "a.md")[1])
    assert data == [
        {
            "id": "old",
            "provider": "openai",
            "standing": "retired",
            "date": "2026-01-31",
            "uses": [{"path": "a.md", "line": 4, "cell": None}],
        }
    ]


@pytest.mark.usefixtures("unmeasured")
def test_check_asks_no_network_and_loads_none_of_it(folder: Path) -> None:
    sample = (
        '```python\nfrom openai import OpenAI\n\nOpenAI().responses.create(model="old", input="x")\n```\n'
    )
    (folder / "a.md").write_text(sample)
    (folder / "one.txt").write_text("gpt-4o\n")
    assert draftproof("catalog", "import", "one.txt", "--provider", "openai").returncode == 0
    code = (
        "import sys; from draftproof.cli.main import main; main(['check', '--select', 'MDL', '--exit-zero']);"
        "print([m for m in ('httpx', 'asyncio', 'ssl', 'socket') if m in sys.modules])"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "MDL002" in done.stdout
    assert done.stdout.endswith("[]\n")
