"""What the server offers for a document: diagnostics, pages of rules, fixes, suppressions, plans."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from editor import applied, checked, edited, editing, place, shown, span
from lsprotocol import types

import draftproof
from draftproof.cli.main import main
from drafts import TODAY, filled, key, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = """\
# Streaming with the Responses API

\U0001f600 This is the fastest API there is.

```python
from openai import OpenAI
client = OpenAI(base_url="https://api.cometapi.com/v1", api_key="{{key:github-classic}}")
stream = client.responses.create(model="gpt-5", messages=[{"role": "user", "content": "x"}], stream=True)
```

<!-- draftproof: ignore[KEY002] reason="nothing here needs it" -->
"""
SAMPLE = """\
```python
import os
from openai import OpenAI
client = OpenAI(base_url="https://api.cometapi.com/v1", api_key=os.environ["COMETAPI_KEY"])
stream = client.responses.create(model="gpt-5", input="x", stream=True)
```
"""
LATER = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        code_action=types.CodeActionClientCapabilities(
            resolve_support=types.ClientCodeActionResolveOptions(["edit"])
        )
    ),
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
    ),
)


def test_a_diagnostic_says_what_a_finding_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def work() -> None:
        text = filled(PAGE)
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", text)
            found = {str(each.code): each for each in await editor.pull(uri)}
            result = draftproof.check_text(text, tmp_path / "a.md", today=TODAY)
            findings = {finding.code: finding for finding in result.findings}
            assert found.keys() == findings.keys()
            assert {"CLM001", "KEY001", "API001", "SUP001"} <= found.keys()
            for code, each in found.items():
                finding = findings[code]
                assert each.source == "draftproof"
                assert each.message == f"{finding.message} - {finding.help}"
                assert each.code_description is not None
                assert each.code_description.href == finding.url
                assert each.data == {"fingerprint": finding.fingerprint, "name": finding.name}
            assert found["CLM001"].range == span(text, "the fastest API")
            assert found["SUP001"].tags == (types.DiagnosticTag.Unnecessary,)

    edited(work())


def test_no_credential_stands_in_anything_the_server_says(tmp_path: Path) -> None:
    async def work() -> None:
        secret = key()
        text = f"# {secret}\n\n" + filled(PAGE).replace(key(), secret)
        async with editing(tmp_path) as editor:
            sent: list[str] = []
            handle = editor.protocol.handle_message
            editor.protocol.handle_message = lambda message: (sent.append(str(message)), handle(message))[1]  # type: ignore[method-assign,func-returns-value]
            uri = editor.open(tmp_path / "a.md", text)
            found = await editor.pull(uri)
            assert [str(each.code) for each in found].count("KEY001") == 2
            at = found[0].range.start
            assert "KEY001" in await editor.hover(uri, at.line, at.character)
            everywhere = types.Range(types.Position(0, 0), types.Position(99, 0))
            assert await editor.actions(uri, everywhere)
            await editor.lenses(uri)
            await editor.pushed(uri, 1)
            assert (await editor.finish())[1] == ""
            # A fix of a line names what else stands in it; this one has nothing else.
            assert len(sent) >= 5
            assert not [message for message in sent if secret in message]

    edited(work())


def test_the_page_of_the_rule_is_shown_where_the_pointer_rests(tmp_path: Path) -> None:
    async def work() -> None:
        text = filled(PAGE)
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", text)
            at = place(text, text.index("fastest"))
            page = await editor.hover(uri, at.line, at.character)
            assert page.startswith("**CLM001 speed-claim**, advice: ")
            assert "## Why it matters" in page
            assert await editor.hover(uri, 0, 0) == ""

    edited(work())


def test_a_fix_is_offered_where_the_finding_stands_safe_ones_first_of_all(tmp_path: Path) -> None:
    async def work() -> None:
        text = filled(PAGE)
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", text)
            offered = await editor.actions(uri, span(text, "messages"), ["quickfix"])
            safe = next(each for each in offered if each.title == "API001: write input")
            assert safe.is_preferred
            assert safe.edit is not None
            fixed = applied(text, safe.edit, uri)
            assert fixed == text.replace("messages=", "input=")
            editor.replace(uri, 2, fixed)
            assert "API001" not in [each.code for each in await editor.pull(uri)]
            offered = await editor.actions(uri, span(fixed, "gpt-5"), ["quickfix"])
            unsafe = next(each for each in offered if "<MODEL_ID>" in each.title)
            assert unsafe.title.endswith("(unsafe: look at the result)")
            assert not unsafe.is_preferred
            assert await editor.actions(uri, span(fixed, "from openai"), ["quickfix"]) == []
            assert await editor.actions(uri, span(fixed, "gpt-5"), ["refactor"]) == []

    edited(work())


def test_all_safe_fixes_at_once_are_those_of_check(tmp_path: Path) -> None:
    async def work(capabilities: types.ClientCapabilities | None, line_end: str) -> None:
        untouched = "word\n\n" * 50
        text = f"{filled(PAGE)}{untouched}{filled(PAGE)}".replace("\n", line_end)
        path = tmp_path / "a.md"
        async with editing(tmp_path, capabilities) as editor:
            uri = editor.open(path, text)
            nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
            offered = await editor.actions(uri, nowhere, ["source.fixAll.draftproof"])
            assert [each.kind for each in offered] == ["source.fixAll.draftproof"]
            action = offered[0]
            if capabilities is not None:
                assert action.edit is None
                action = await editor.code_action_resolve_async(action)
                assert action.edit is not None
                assert action.edit.document_changes[0].text_document.version == 1  # type: ignore[index,union-attr]
            assert action.edit is not None
            fixed = applied(text, action.edit, uri)
            assert "word" not in str(action.edit)
            path.write_bytes(text.encode())
            main(["check", "--fix", "--quiet", "--today", str(TODAY), str(path)])
            assert fixed == path.read_bytes().decode()
            assert fixed != text
            editor.replace(uri, 2, fixed)
            assert await editor.actions(uri, nowhere, ["source"]) == []

    edited(work(None, "\n"))
    edited(work(LATER, "\r\n"))


def test_a_finding_can_be_ignored_with_a_reason(tmp_path: Path) -> None:
    async def work() -> None:
        text = filled(PAGE)
        path = tmp_path / "a.md"
        async with editing(tmp_path, LATER) as editor:
            uri = editor.open(path, text)
            before = shown(await editor.pull(uri))
            at = span(text, "messages")
            offered = [each for each in await editor.actions(uri, at) if "ignore this" in each.title]
            assert [each.title for each in offered] == ["API001: ignore this, with a reason"]
            action = await editor.code_action_resolve_async(offered[0])
            assert action.edit is not None
            ignored = applied(text, action.edit, uri)
            assert 'draftproof: ignore[API001] reason="' in ignored
            editor.replace(uri, 2, ignored)
            after = shown(await editor.pull(uri))
            assert after == checked(path, ignored)
            assert [code for code, *_ in before if code != "API001"] == [code for code, *_ in after]
            # What is gone by the time that the editor asks for the edits is left alone.
            late = await editor.code_action_resolve_async(offered[0])
            assert late.edit is not None
            assert late.edit.document_changes == ()

    edited(work())


def test_a_lens_above_each_sample_shows_what_a_live_check_would_send(tmp_path: Path) -> None:
    async def work() -> None:
        text = f"# Responses\n\n{SAMPLE}\n{SAMPLE.replace('api.cometapi.com', 'api.openai.com')}"
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "a.md", text)
            first, second = await editor.lenses(uri)
            assert first.range.start.line == 2
            assert first.command is not None
            assert second.command is not None
            assert first.command.title == (
                "live check: gpt-5 at https://api.cometapi.com/v1/responses, twice, once with an invalid key "
                "(nothing is sent here)"
            )
            assert second.command.title.startswith("live check: not run, the sample asks OpenAI")
            asked = types.ExecuteCommandParams(first.command.command, first.command.arguments)
            plan = str(await editor.workspace_execute_command_async(asked))
            assert "POST https://api.cometapi.com/v1/responses (twice" in plan
            assert "Nothing was sent." in plan
            assert ("show", plan) in editor.said

    edited(work())


def test_a_finding_in_an_included_file_is_shown_where_it_is_included(tmp_path: Path) -> None:
    async def work() -> None:
        sample = SAMPLE.split("\n", 1)[1].rsplit("```", 1)[0].replace("input=", "messages=")
        write(
            tmp_path,
            {"docs/stream.py": f"# \U0001f600\n{sample}", "draftproof.yaml": "snippet-folders: [docs]\n"},
        )
        text = '# Responses\n\n```python\n--8<-- "stream.py"\n```\n'
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "docs" / "a.md", text)
            found = [each for each in await editor.pull(uri) if each.code == "API001"]
            assert len(found) == 1
            assert found[0].range.start.line == 3
            assert found[0].related_information is not None
            where = found[0].related_information[0].location
            assert where.uri == (tmp_path / "docs" / "stream.py").as_uri()
            included = (tmp_path / "docs" / "stream.py").read_text(encoding="utf-8")
            assert where.range == span(included, "messages")

    edited(work())


def test_notebooks_mdx_and_quarto_are_checked_as_files(tmp_path: Path) -> None:
    async def work() -> None:
        fence = SAMPLE.replace('input="x"', "messages=[]")
        source = fence.split("\n", 1)[1].rsplit("```", 1)[0]
        notebook = json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "source": source,
                        "metadata": {},
                        "outputs": [],
                        "execution_count": None,
                    }
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            },
            indent=1,
        )
        for name, text in (("a.mdx", fence), ("a.qmd", fence), ("a.ipynb", notebook)):
            async with editing(tmp_path) as editor:
                path = tmp_path / name
                uri = editor.open(path, text)
                found = await editor.pull(uri)
                assert shown(found) == checked(path, text)
                one = next(each for each in found if each.code == "API001")
                assert one.range == span(text, "messages")
                offered = await editor.actions(uri, one.range, ["quickfix"])
                fix = next(each for each in offered if each.title == "API001: write input")
                assert fix.edit is not None
                assert applied(text, fix.edit, uri) == text.replace("messages=", "input=")

    edited(work())


def test_an_editor_that_asks_is_sent_nothing_by_itself(tmp_path: Path) -> None:
    async def work() -> None:
        asks = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(
                diagnostic=types.DiagnosticClientCapabilities()
            ),
            workspace=types.WorkspaceClientCapabilities(
                diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
            ),
        )
        async with editing(tmp_path, asks) as editor:
            uri = editor.open(tmp_path / "a.md", filled(PAGE))
            assert await editor.pull(uri)
            write(tmp_path, {"draftproof.yaml": "ignore: [KEY, API, MDL, STR, CLM]\n"})
            event = types.FileEvent((tmp_path / "draftproof.yaml").as_uri(), types.FileChangeType.Created)
            editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            while not editor.refreshed:
                await editor.news()
            assert await editor.pull(uri) == []
            editor.close(uri)
            await asyncio.sleep(0.3)
            assert editor.published == {}

    edited(work())
