"""Configuration, baseline, lock files and suppressions hold in the editor as they hold for ``check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor import checked, edited, editing, shown
from lsprotocol import types

from draftproof.cli.main import main
from drafts import TODAY, filled, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = """\
# Streaming with the Responses API

This is the fastest API there is.

```python
from openai import OpenAI
client = OpenAI(base_url="https://api.cometapi.com/v1", api_key="{{key:github-classic}}")
stream = client.responses.create(model="gpt-5", messages=[], stream=True)
```
"""


def saved(path: Path) -> types.DidSaveTextDocumentParams:
    return types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(path.as_uri()))


def test_a_changed_configuration_changes_what_is_shown_without_an_edit(tmp_path: Path) -> None:
    async def work() -> None:
        path, text = tmp_path / "a.md", filled(PAGE)
        watching = types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                    dynamic_registration=True
                )
            )
        )
        async with editing(tmp_path, watching) as editor:
            uri = editor.open(path, text)
            assert "KEY001" in [each.code for each in await editor.pushed(uri, 1)]
            assert [each.method for each in editor.registered] == ["workspace/didChangeWatchedFiles"]
            editor.published.clear()
            write(tmp_path, {"draftproof.yaml": "ignore: [KEY]\nseverity: {API001: advice}\n"})
            event = types.FileEvent((tmp_path / "draftproof.yaml").as_uri(), types.FileChangeType.Created)
            editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            after = shown(await editor.pushed(uri, 1))
            assert after == checked(path, text)
            assert ("API001", "advice") in [each[:2] for each in after]
            assert "KEY001" not in [each[0] for each in after]

    edited(work())


def test_a_broken_configuration_is_said_once_and_nothing_is_shown(tmp_path: Path) -> None:
    async def work() -> None:
        write(tmp_path, {"draftproof.yaml": "ignore: [KEYS]\n"})
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", filled(PAGE))
            assert await editor.pull(uri) == []
            said = await editor.told("draftproof.yaml:1:10: unknown rule")
            editor.replace(uri, 2, filled(PAGE) + "\nmore\n")
            assert await editor.pull(uri) == []
            assert [how for how, message in editor.said if said in message] == ["log", "show"]
            write(tmp_path, {"draftproof.yaml": "ignore: [KEY]\n"})
            editor.text_document_did_save(saved(tmp_path / "draftproof.yaml"))
            assert "API001" in [each.code for each in await editor.pull(uri)]
            assert await editor.finish() == (0, "")

    edited(work())


def test_a_baseline_and_a_lock_file_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def work() -> None:
        path, text = tmp_path / "docs" / "a.md", filled(PAGE)
        write(tmp_path, {"draftproof.yaml": "provider: cometapi\n", "docs/a.md": text})
        assert main(["check", "--write-baseline", "--quiet", "--today", str(TODAY), "docs"]) == 0
        async with editing(tmp_path) as editor:
            uri = editor.open(path, text)
            assert await editor.pull(uri) == []
            more = text.replace("\n```\n", '\nprint(client.responses.create(model="gpt-5", stop="x"))\n```\n')
            editor.replace(uri, 2, more)
            found = shown(await editor.pull(uri))
            assert found
            assert found == checked(path, more)
            (tmp_path / ".draftproof" / "baseline.txt").write_text("no entry\n", encoding="utf-8")
            editor.replace(uri, 3, text)
            assert await editor.pull(uri) == []
            await editor.told("cannot be used as a baseline")

    edited(work())


def test_what_check_passes_over_is_passed_over(tmp_path: Path) -> None:
    async def work() -> None:
        settings = "exclude: [drafts/]\nrules: [own]\nsamples: ['samples/*.py']\n"
        write(tmp_path, {"draftproof.yaml": settings, "own/OWN001.md": RULE})
        code = filled(PAGE).split("```python\n")[1].split("```")[0]
        async with editing(tmp_path) as editor:
            shown_for = {}
            for name, text in (
                *(
                    ("drafts/a.md", filled(PAGE)),
                    ("own/OWN001.md", filled(PAGE)),
                    ("notes.txt", filled(PAGE)),
                ),
                *(("other/a.py", code), ("samples/a.py", code), ("docs/a.md", filled(PAGE))),
            ):
                uri = editor.open(tmp_path / name, text)
                shown_for[name] = {each.code for each in await editor.pull(uri)}
            assert not any(
                shown_for[name] for name in ("drafts/a.md", "own/OWN001.md", "notes.txt", "other/a.py")
            )
            assert "KEY001" in shown_for["samples/a.py"]
            assert {"KEY001", "OWN001"} <= shown_for["docs/a.md"]
            uri = editor.open(tmp_path, filled(PAGE), uri="untitled:Untitled-1")
            assert "KEY001" in [each.code for each in await editor.pull(uri)]
            uri = editor.open(tmp_path, filled(PAGE), uri="git:/a.md")
            assert await editor.pull(uri) == []
            assert editor.said == []

    edited(work())


RULE = """\
---
code: OWN001
name: own-word
family: own
severity: warning
confidence: high
check: pattern
with:
  patterns: ['fastest']
  in: [prose]
message: "`{text}` is no word of ours"
help: find another one
since: 0.1.0
---

# OWN001 own-word

## What it does

Flags a word.

## Why it matters

It is not ours.

## Examples

````markdown flagged
the fastest
````

````markdown clean
fast
````

## How to mend it

Find another one.

## Sources

- None.
"""


def test_a_configuration_can_be_given_for_everything(tmp_path: Path) -> None:
    async def work() -> None:
        write(tmp_path, {"own.yaml": "select: [KEY]\n"})
        async with editing(tmp_path, arguments=["--stdio", "--config", "own.yaml"]) as editor:
            uri = editor.open(tmp_path / "docs" / "a.md", filled(PAGE))
            assert {each.code for each in await editor.pull(uri)} == {"KEY001"}

    edited(work())
