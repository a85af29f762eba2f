"""Nothing that a document, a file name or a server says acts where it is printed.

One table: hostile words in every place that is repeated, every command that repeats it, every format.
"""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

import contextlib
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from draftproof.reports.live.registry import NAMES as LIVE_NAMES
from draftproof.reports.registry import NAMES
from drafts import write
from loopback import answer
from verify_support import KEY, responses_server, sample

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "escape sequence": "\x1b[31mred\x1b[2J",
    "hyperlink": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "eight-bit escape": "\x9b31m",
    "override": "\u202egnp.exe\u2066\u2069",
    "invisible": "a\u200b\u2060\ufeffb",
    "line separators": "x\u2028::error::y\u2029z\x85\x0b\x0c",
    "carriage return": "x\r::warning::y",
    "workflow command": "::set-output name=a::b",
    "log command": "##vso[task.setvariable variable=a]b ##[error]c ##teamcity[d]",
    "markup": "<script>window.owned=1</script><img src=x onerror=a()>",
    "section end": "]]> --> */ </pre></code>",
    "mention": "@everyone #1 [x](javascript:alert(1)) ![y](https://evil.example/z)",
    "formula": "=cmd|' /C calc'!A0",
    "percent": "%0A::error::x%0D",
}
"""What acts somewhere, by what it is. A file name can hold all of it but ``/`` and NUL."""
ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
COMMAND = re.compile(r"^[ \t]*::|##(?:vso)?\[|##teamcity\[", re.MULTILINE | re.IGNORECASE)
OWN_COMMAND = re.compile(
    r"^::(?:error|warning|notice) [^\n]*\n|^::(?:group::[^\n]*|endgroup::)\n", re.MULTILINE
)
PLACES = {
    "heading": "# {word}\n\n`{{{{key:github-classic}}}}`\n",
    "sample": '```python\nclient.responses.create(model="{word}", messages=[], x="{word}")  # {word}\n```\n',
    "language": "```{word}\nclient.responses.create(messages=[])\n```\n",
    "suppression": '<!-- draftproof: ignore[KEY001, {word}] reason="{word}" {word} -->\n\n`{{{{key:github-classic}}}}`\n',
    "front matter": "---\ntitle: '{word}'\ndraftproof:\n  '{word}': 1\n---\n\n`{{{{key:github-classic}}}}`\n",
    "claim": "The fastest API {word} is free forever {word}.\n",
    "link": "[{word}](https://x.example/{word}?api_key={{{{key:github-classic}}}})\n",
    "table": "| {word} |\n| - |\n| `{{{{key:github-classic}}}}` {word} |\n",
    "tab": '<Tabs>\n<TabItem label="{word}">\n\n```\n{{{{key:github-classic}}}} {word}\n```\n\n</TabItem>\n</Tabs>\n',
}


class _Scripts(HTMLParser):
    """What a page would do: elements and attributes that act and are not the page's own."""

    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("img", "iframe", "object", "embed", "base"):
            self.acting.append(tag)
        self.acting += [name for name in given if name.startswith("on")]
        if (given.get("href") or "").lower().startswith(("javascript:", "data:")):
            self.acting.append("href")


def assert_harmless(name: str, said: str) -> None:
    found = ACTIVE.search(said)
    assert found is None, f"{name}: {said[max(0, found.start() - 60) : found.end() + 20]!a}"
    if name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(said)
    elif name == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in said.splitlines())
    elif name == "junit":
        ET.fromstring(said)
    elif name == "html":
        page = _Scripts()
        page.feed(said)
        assert page.acting == []
        assert "<script>window.owned" not in said
    elif name == "markdown":
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", said, flags=re.DOTALL)
        assert not re.search(r"<script|<img|\]\(javascript:|(?<![\w`])@everyone", outside)
    if name in ("text", "concise", "github", "error"):
        assert not COMMAND.search(OWN_COMMAND.sub("", said)), f"{name}: {said}"


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    with contextlib.suppress(SystemExit):  # a mistake on the command line
        main(list(arguments))
    said = capsys.readouterr()
    assert_harmless("error", said.err)
    return said.out, said.err


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_document_says(
    kind: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.md": PLACES[place].format(word=HOSTILE[kind])})
    for name in NAMES:
        assert_harmless(
            name, _said(capsys, "check", "--isolated", "--select", "ALL", "--format", name, "a.md")[0]
        )
    for more in (["--diff"], ["--statistics", "--verbose", "--color", "never"], ["--quiet"]):
        assert_harmless("text", _said(capsys, "check", "--isolated", *more, "a.md")[0])
    assert_harmless("text", _said(capsys, "samples", "a.md")[0])
    assert_harmless("json", _said(capsys, "samples", "--format", "json", "a.md")[0])


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_file_is_called(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    word = HOSTILE[kind].replace("/", "")
    name = f"{word} {word}"[:80] + ".md"
    write(
        tmp_path,
        {
            f"{word}d/{name}": "`{{key:github-classic}}`\n\n```python\nclient.responses.create(messages=[])\n```\n"
        },
    )
    for form in NAMES:
        assert_harmless(form, _said(capsys, "check", "--isolated", "--format", form, ".")[0])
    assert_harmless("text", _said(capsys, "samples", ".")[0])
    assert_harmless("text", _said(capsys, "check", "--isolated", "--diff", ".")[0])
    for missing in (["check", word], ["explain", word], ["catalog", "show", word], ["record", "show", word],
                    ["check", "--select", word, "."], ["check", "--config", word, "."], ["verify", word, "--plan"],
                    ["samples", word], ["contract", "diff", word]):  # fmt: skip
        out, err = _said(capsys, *missing)
        assert_harmless("error", out)
        assert "Traceback" not in err


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_files_of_a_project_say(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = json.dumps(HOSTILE[kind])
    lock = f"provider: cometapi\nwritten-by: catalog add\nfetched: 2026-01-01\nmodels:\n  {quoted}: text\n  gpt-5: {quoted}\n"
    record = f'{{"checked_at": {quoted}, "docs_url": {quoted}, "notes": {quoted}, {quoted}: {quoted}}}'
    write(
        tmp_path,
        {
            "draftproof.yaml": f"provider: cometapi\nexclude: [{quoted}]\n{quoted}: {quoted}\n",
            ".draftproof/models/cometapi.yaml": lock,
            ".draftproof/baseline.txt": HOSTILE[kind] + "\n",
            "a.evidence.json": record,
            "b.md": "# B\n\n```json\n" + record + "\n```\n",
            "own/r.md": f"---\ncode: {quoted}\nname: {quoted}\n{quoted}: 1\n---\n",
        },
    )
    for arguments in (
        ["check", "."], ["check", "--isolated", "."], ["catalog", "show", "cometapi"], ["record", "show", "a.evidence.json"],
        ["record", "check", "a.evidence.json"], ["test-rules", "own"], ["rules"], ["check", "--isolated", "--format", "junit", "."],
    ):  # fmt: skip
        out, err = _said(capsys, *arguments)
        assert_harmless("junit" if "junit" in arguments else "text", out)
        assert "Traceback" not in err


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_server_says(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    word = HOSTILE[kind]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMETAPI_KEY", KEY)
    write(tmp_path, {"a.md": sample()})
    coded = json.dumps(word, ensure_ascii=False)
    error = f'{{"error": {{"message": {coded}, "type": {coded}, "code": {coded}}}}}'.encode()
    event = f'event: {word.splitlines()[0]}\ndata: {{"type": {coded}, "delta": {coded}}}\n\n'.encode()
    for script in (
        answer(error, "400 Bad Request"),
        answer(event + b"event: error\ndata: " + error + b"\n\n", kind="text/event-stream"),
    ):
        with responses_server(script) as (base, _):
            for name in LIVE_NAMES:
                done = _said(
                    capsys, "verify", "a.md", "--base-url", base, "--format", name, "--timeout", "10"
                )
                assert_harmless(name, done[0])
    for path in (tmp_path / ".draftproof").rglob("*.json"):
        assert_harmless("json", path.read_text(encoding="utf-8"))
