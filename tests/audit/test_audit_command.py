"""``draftproof audit``: what it goes over, what it returns, what it writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from audit_support import BAD, CLEAN, audit, page, redirect, site

from draftproof.cli.main import main
from draftproof.engine.auditing import shown_url
from draftproof.reports.registry import NAMES
from drafts import draftproof, filled, key, write
from loopback import holding

if TYPE_CHECKING:
    from pathlib import Path

HTML = "text/html; charset=utf-8"
STREAMING = """# Stream a Responses request

```python
from openai import OpenAI

client = OpenAI(timeout=30)
stream = client.responses.create(model="<MODEL_ID>", input="hi", stream=True)
for event in stream:
    if event.type == "response.completed":
        print("done")
```
"""


def test_files_and_pages_are_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": BAD})
    with site({"/b.md": page(BAD), "/c.md": page(CLEAN)}) as there:
        code, out, err = audit(capsys, "a.md", f"{there.base}/b.md", f"{there.base}/c.md")
        base = there.base
    assert code == 1
    assert [line.partition(": KEY001")[0] for line in out.splitlines()] == ["a.md:3:6", f"{base}/b.md:3:6"]
    assert "2 errors in 2 of 3 documents" in err


def test_a_server_that_knows_no_ending(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = (
        '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["`{{key:github-classic}}`"]}]}'
    )
    pages = {"/a.ipynb": filled(notebook), "/b.mdx": filled(BAD), "/c.adoc": "= Title\n"}
    bytes_alone = {path: page(text, "application/octet-stream") for path, text in pages.items()}
    with site(bytes_alone) as there:
        code, out, err = audit(capsys, *(f"{there.base}{path}" for path in pages))
    assert (code, out.count("KEY001")) == (1, 2), err
    assert "in 2 of 3 documents" in err


def test_a_page_that_cannot_be_had_leaves_the_others_judged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with site({"/a.md": page(BAD)}) as there:
        arguments = [f"{there.base}/gone", f"{there.base}/a.md"]
        code, out, err = audit(capsys, *arguments)
        assert code == 3
        assert "KEY001" in out
        assert f"draftproof: {there.base}/gone: not fetched: the server answered 404: nothing there\n" in err
        assert audit(capsys, "--exit-zero", *arguments)[0] == 3
        main(["audit", "--allow-private", "--format", "json", *arguments])
        assert "404" in json.loads(capsys.readouterr().out)["errors"][0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.md"], 0),
        (["bad.md"], 1),
        (["bad.md", "--exit-zero"], 0),
        (["bad.md", "--ignore", "KEY"], 0),
        (["bad.md", "missing.md"], 3),
        (["empty"], 3),
        ([], 2),
        (["-"], 2),
        (["ftp://example.org/a"], 2),
        (["clean.md", "--select", "KEY999"], 2),
        (["clean.md", "--provider", "opneai"], 2),
        (["clean.md", "--max-pages", "0"], 2),
        (["clean.md", "--max-pages", "1,000"], 2),
        (["clean.md", "--max-page-size", "99999999999"], 2),
        (["clean.md", "--timeout", "0"], 2),
        (["clean.md", "--markdown", "none/a.md"], 2),
        (["clean.md", "--markdown", "a", "--html", "./a"], 2),
        (["clean.md", "--urls", "missing.txt"], 2),
        (["clean.md", "--urls", "paths.txt"], 2),
        (["clean.md", "--config", "none.yaml"], 2),
    ],
)
def test_exit_codes(
    arguments: list[str], code: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"clean.md": CLEAN, "bad.md": BAD, "empty/x.txt": "", "paths.txt": "# mine\n\na.md\n"})
    assert main(["audit", *arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "internal error" not in err
    if code >= 2:
        assert err.startswith("draftproof: ")
    if "paths.txt" in arguments:
        assert "paths.txt:3: a line of a list is a URL" in err


def test_this_machine_is_asked_only_where_that_is_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    with site({"/a.md": page(CLEAN)}) as there:
        assert main(["audit", f"{there.base}/a.md"]) == 3
        assert there.heads == []
        assert "--allow-private permits that" in capsys.readouterr().err
        assert main(["audit", "--allow-private", f"{there.base}/a.md"]) == 0


def test_no_link_of_a_page_is_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A URL on the command line is asked for; one in a document is not. Nor is a file of this machine."""
    write(folder, {"secret.md": BAD})
    with site({}) as other:
        text = (
            f"# Read on\n\n[next]({other.base}/next.md) ![picture]({other.base}/a.png)\n\n"
            f'<script src="{other.base}/x.js"></script>\n\n--8<-- "secret.md"\n\n'
            f'--8<-- "{other.base}/snippet.md"\n\n```yaml\nbase_url: {other.base}/v1\n```\n'
        )
        with site({"/a.md": page(text)}) as there:
            code, out, _ = audit(capsys, f"{there.base}/a.md")
            assert there.asked == ["/a.md"]
        assert other.heads == []
    assert code == 0
    assert "KEY001" not in out


@pytest.mark.usefixtures("unmeasured")
def test_an_audit_of_files_loads_nothing_that_opens_a_connection(folder: Path) -> None:
    write(folder, {"a.md": BAD})
    program = """
import sys
from draftproof.cli.main import main
assert main(["audit", "a.md", "--markdown", "b"]) == 1
assert not {"httpx", "socket", "asyncio", "ssl"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_folder_is_searched_for_what_articles_are_shown_as(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = filled("<h1>Set-up</h1><p><code>{{key:github-classic}}</code></p>")
    write(folder, {"docs/a.html": f"<html><body>{body}</body></html>", "docs/b.md": BAD, "docs/c.css": ""})
    assert main(["check", "--format", "concise", "docs"]) == 1
    assert "a.html" not in capsys.readouterr().out
    code, out, _ = audit(capsys, "docs")
    assert code == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == ["docs/a.html", "docs/b.md"]


def test_no_configuration_is_used_unless_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = "KEY001 a.md anything\n"
    write(folder, {"a.md": BAD, "draftproof.yaml": "ignore: [KEY]\n", ".draftproof/baseline.txt": baseline})
    assert audit(capsys, "a.md")[0] == 1
    assert audit(capsys, "a.md", "--config", "draftproof.yaml")[0] == 0


def test_guide_rules_are_part_of_an_audit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"stream.md": STREAMING, "draftproof.yaml": ""})
    main(["check", "--format", "concise", "stream.md"])
    assert "GDE" not in capsys.readouterr().out
    code, out, _ = audit(capsys, "stream.md")
    assert code == 0
    assert "GDE001 advice" in out
    for narrowed in (["--select", "KEY"], ["--ignore", "GDE"], ["--config", "draftproof.yaml"]):
        assert "GDE" not in audit(capsys, "stream.md", *narrowed)[1]


def test_a_list_of_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with site({"/a.md": page(CLEAN), "/b.md": page(CLEAN)}) as there:
        text = f"\ufeff# mine\n\n{there.base}/a.md\r\n  {there.base}/b.md#part\n{there.base}/b.md\n"
        write(folder, {"list.txt": text})
        code, _, err = audit(capsys, "--urls", "list.txt")
        assert there.asked == ["/a.md", "/b.md"]
        done = draftproof("audit", "--allow-private", "--urls", "-", input=text)
    assert code == 0
    assert "no findings in 2 documents" in err
    assert done.returncode == 0, done.stderr


def test_two_urls_of_one_page_are_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    with site({"/a": page(BAD), "/b": redirect("/a"), "/c": redirect("/b")}) as there:
        code, out, err = audit(capsys, f"{there.base}/c", f"{there.base}/a", f"{there.base}/b")
    assert code == 1
    assert out.count("KEY001") == 1
    assert err.count("leads to the same page as") == 2


@pytest.mark.parametrize(
    ("path", "kind", "text", "line"),
    [
        ("/a", "text/plain", BAD, "3:6"),
        ("/a.mdx", "text/plain", f"import A from 'a'\n\n{BAD}", "5:6"),
        ("/a.ipynb", "text/plain", None, "cell 0:1:6"),
        ("/a", "", BAD, "3:6"),
        ("/a", "", "<!DOCTYPE html><html><body><p><code>{{key:github-classic}}</code>", "1:37"),
        ("/a.md", HTML, "<!DOCTYPE html><html><body><p><code>{{key:github-classic}}</code>", "1:37"),
        ("/a.html", "text/markdown", BAD, "3:6"),
    ],
)
def test_the_format_is_what_the_server_says(
    path: str, kind: str, text: str | None, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is None:
        text = json.dumps({"cells": [{"cell_type": "code", "source": "k = '{{key:github-classic}}'"}]})
    with site({path: page(text, kind)}) as there:
        code, out, _ = audit(capsys, f"{there.base}{path}")
        assert code == 1
        assert out.startswith(f"{there.base}{path}:{line}: KEY001")


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("text/markdown; charset=iso-8859-1", "# Naïve – café\n\n{}\n".encode("cp1252"), ""),
        ("text/markdown; charset=utf-16", "# Café\n\n{}\n".encode("utf-16"), ""),
        ("text/markdown; charset=shift_jis", "# 日本\n\n{}\n".encode("shift_jis"), ""),
        ("text/markdown; charset=utf-8", "# Café\n\n{}\n".encode("cp1252"), "is not valid UTF-8"),
        ("text/markdown; charset=zlib", b"# Cafe\n\n{}\n", ""),
        ("text/markdown; charset=utf-16", b"# Odd\n\n{}", ""),
        ("text/html; charset=windows-1252", "<p>Café</p><p>{}</p>".encode("cp1252"), ""),
    ],
)
def test_charsets(kind: str, data: bytes, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "latin-1"
    data = data.decode(encoding).replace("{}", f"`{key()}`").encode(encoding)
    with site({"/a": page(data, kind)}) as there:
        _, out, _ = audit(capsys, f"{there.base}/a")
    assert "KEY001" in out
    assert ("DOC001" in out) is (says == "is not valid UTF-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_format_names_the_page_and_nothing_acts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"# \x1b[31mRed\x1b]0;title\x07\n\n`{key()}` \x1b[2J \x9b1m\n"
    with site({"/a.md": page(text), "/b": page(b"x", "text/\x1b[2J")}) as there:
        base = there.base
        code = main(["audit", "--allow-private", "--format", name, f"{base}/a.md", f"{base}/b"])
        out, err = capsys.readouterr()
    assert code == 3
    assert key() not in out + err
    for acting in ("\x1b", "\x9b", "\x07"):
        assert acting not in out + err
    assert f"{base}/a.md" in out.replace("&#x2F;", "/").replace("%3A", ":")


def test_addresses_in_sarif_are_no_files(capsys: pytest.CaptureFixture[str]) -> None:
    with site({"/a%20b.md": page(BAD)}) as there:
        main(["audit", "--allow-private", "--format", "sarif", f"{there.base}/a b.md"])
        (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": f"{there.base}/a%20b.md"}


def test_a_credential_in_an_address_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    secret = key()
    with site({f"/a.md?token={secret}": page(BAD)}) as there:
        code, out, err = audit(capsys, f"{there.base}/a.md?token={secret}")
        assert there.asked == [f"/a.md?token={secret}"]
        assert code == 1
        user = there.base.replace("://", f"://me:{secret}@")
        code, more, error = audit(capsys, f"{user}/a.md", f"{there.base}/none?api_key={secret}")
        assert len(there.heads) == 2
    assert code == 3
    assert secret not in out + err + more + error
    assert "the URL holds a user name or a password; take it out" in error


@pytest.mark.parametrize("name", ["X-Amz-Signature", "sig", "access_token", "key", "password"])
def test_what_a_signed_address_holds_is_not_shown(name: str) -> None:
    shown = shown_url(f"https://bucket.example/a.md?page=7&{name}=0a1b2c3d4e5f6a7b8c9d&lang=en#x")
    assert "0a1b2c3d" not in shown
    assert shown.startswith("https://bucket.example/a.md?page=7&")
    assert "lang=en" in shown
    assert (
        shown_url("https://a.example/search?keyword=streaming")
        == "https://a.example/search?keyword=streaming"
    )


def test_summaries_are_written_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": BAD, "b.md": CLEAN})
    code, out, _ = audit(
        capsys, "a.md", "b.md", "--markdown", "a.out", "--html", "b.out", "--output", "c.out"
    )
    assert code == 1
    assert out == ""
    assert (folder / "a.out").read_text(encoding="utf-8").startswith("# Audit of 2 articles\n")
    assert (folder / "b.out").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "KEY001" in (folder / "c.out").read_text(encoding="utf-8")
    assert {path.name for path in folder.iterdir()} == {".git", "a.md", "b.md", "a.out", "b.out", "c.out"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_leaves_no_file_and_no_traceback(folder: Path) -> None:
    with site({"/a.md": page(BAD), "/b": lambda connection, _: holding(connection)}) as there:
        command = [sys.executable, "-m", "draftproof", "audit", "--allow-private"]
        command += [f"{there.base}/a.md", f"{there.base}/b", "--markdown", "a.out", "--html", "b.out"]
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            while len(there.heads) < 2:
                assert process.poll() is None
                os.sched_yield()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (out, err) == ("", "draftproof: interrupted\n")
    assert [path.name for path in folder.iterdir()] == [".git"]
