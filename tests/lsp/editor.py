"""An editor for tests: pygls's client, over the server's standard input and output; what ``check`` says."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

import draftproof
from draftproof.engine.running import Runner, RunOptions
from drafts import TODAY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence
    from pathlib import Path

SECONDS = 60
"""The most that a test waits for one answer."""
EPOCH = "1769860800"
"""Noon of ``TODAY``, UTC."""
_LINE = re.compile(r"\r\n|\n|\r")
SEVERITIES = {1: "error", 2: "warning", 3: "advice"}

# Rule, severity, and the places of its two ends, from 0, in units.
Shown = tuple[str, str, int, int, int, int]


class Editor(LanguageClient):
    """Keeps what the server says by itself."""

    def __init__(self) -> None:
        super().__init__("tests", "1")
        self.said: list[tuple[str, str]] = []
        self.published: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.registered: list[types.Registration] = []
        self.refreshed: list[str] = []
        self._news = asyncio.Event()

        @self.feature(types.WINDOW_LOG_MESSAGE)
        def log(params: types.LogMessageParams) -> None:
            self._heard("log", params.message)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self._heard("show", params.message)

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.setdefault(params.uri, []).append(params)
            self._news.set()

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered.extend(params.registrations)

        @self.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: Any) -> None:
            self.refreshed.append("diagnostics")
            self._news.set()

    def _heard(self, how: str, message: str) -> None:
        self.said.append((how, message))
        self._news.set()

    def open(
        self, path: Path, text: str, *, version: int = 1, language: str = "markdown", uri: str = ""
    ) -> str:
        uri = uri or path.as_uri()
        item = types.TextDocumentItem(uri, language, version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, version: int, changes: Sequence[Any]) -> None:
        identifier = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, list(changes)))

    def replace(self, uri: str, version: int, text: str) -> None:
        self.change(uri, version, [types.TextDocumentContentChangeWholeDocument(text)])

    def close(self, uri: str) -> None:
        self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        report = await asyncio.wait_for(self.text_document_diagnostic_async(params), SECONDS)
        return list(report.items)

    async def pushed(self, uri: str, version: int | None) -> list[types.Diagnostic]:
        """The diagnostics that the server sends for a version."""
        while True:
            for params in self.published.get(uri, ()):
                if params.version == version:
                    return list(params.diagnostics)
            await self.news()

    async def told(self, words: str) -> str:
        """A message that holds some words."""
        while True:
            for _, message in self.said:
                if words in message:
                    return message
            await self.news()

    async def news(self) -> None:
        await asyncio.wait_for(self._news.wait(), SECONDS)
        self._news.clear()

    async def actions(
        self, uri: str, place: types.Range, only: list[str] | None = None
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=only)  # type: ignore[arg-type]  # kinds are open
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        return list(await asyncio.wait_for(self.text_document_code_action_async(params), SECONDS))  # type: ignore[arg-type]

    async def lenses(self, uri: str) -> list[types.CodeLens]:
        params = types.CodeLensParams(types.TextDocumentIdentifier(uri))
        return list(await asyncio.wait_for(self.text_document_code_lens_async(params), SECONDS) or ())

    async def hover(self, uri: str, line: int, character: int) -> str:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        found = await asyncio.wait_for(self.text_document_hover_async(params), SECONDS)
        return "" if found is None else found.contents.value  # type: ignore[union-attr]

    async def finish(self) -> tuple[int, str]:
        """Shut the server down; its exit code, and what it wrote to standard error."""
        await asyncio.wait_for(self.shutdown_async(None), SECONDS)
        self.exit(None)
        return await self.ended()

    async def ended(self) -> tuple[int, str]:
        assert self._server is not None
        assert self._server.stderr is not None
        written = (await asyncio.wait_for(self._server.stderr.read(), SECONDS)).decode()
        return await asyncio.wait_for(self._server.wait(), SECONDS), written


@asynccontextmanager
async def editing(
    folder: Path,
    capabilities: types.ClientCapabilities | None = None,
    *,
    program: str = "",
    arguments: Sequence[str] = (),
) -> AsyncIterator[Editor]:
    """A server for a folder. ``program`` is Python that starts it in the place of the command."""
    editor = Editor()
    command = ["-c", program] if program else ["-m", "draftproof", "lsp", *arguments]
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    await editor.start_io(sys.executable, *command, cwd=folder, env=environment)
    try:
        asked = types.InitializeParams(
            capabilities=capabilities or types.ClientCapabilities(), root_uri=folder.as_uri()
        )
        editor.answer = await asyncio.wait_for(editor.initialize_async(asked), SECONDS)  # type: ignore[attr-defined]
        editor.initialized(types.InitializedParams())
        yield editor
    finally:
        server = editor._server
        assert server is not None
        if server.returncode is None:
            server.kill()
        await asyncio.wait_for(editor.stop(), SECONDS)


def edited(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def encodings(*names: str) -> types.ClientCapabilities:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(name) for name in names]
        )
    )


def units(text: str, encoding: str) -> int:
    """The length of a text, counted by encoding it."""
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(text.encode(encoding if size == 1 else f"{encoding}-le")) // size


def place(text: str, offset: int, encoding: str = "utf-16") -> types.Position:
    """The place of an offset that is not inside a line end."""
    starts = [0, *(found.end() for found in _LINE.finditer(text))]
    line = sum(start <= offset for start in starts) - 1
    return types.Position(line, units(text[starts[line] : offset], encoding))


def span(text: str, words: str, encoding: str = "utf-16") -> types.Range:
    start = text.index(words)
    return types.Range(place(text, start, encoding), place(text, start + len(words), encoding))


def shown(diagnostics: Sequence[types.Diagnostic]) -> list[Shown]:
    return sorted(
        (
            str(each.code),
            SEVERITIES[int(each.severity or 0)],
            each.range.start.line,
            each.range.start.character,
            each.range.end.line,
            each.range.end.character,
        )
        for each in diagnostics
    )


def checked(path: Path, text: str, encoding: str = "utf-16", *, saved: bool = True) -> list[Shown]:
    """What ``check`` says of the file with this text, its places as the protocol has them. Not ``saved``, the
    text comes as from standard input, for which nothing is written or kept: in half the time.
    """
    if saved:
        path.write_bytes(text.encode())
        result = draftproof.check_paths(path, today=TODAY)
    else:
        given: dict[str, Any] = {"stdin": text.encode(), "stdin_filename": str(path), "use_cache": False}
        result = Runner(RunOptions(TODAY, force_exclude=False, **given)).run(["-"]).result
    lines = _LINE.split(text)

    mark = text.startswith("\ufeff")

    def units_before(line: int, column: int) -> tuple[int, int]:
        # In a file it is a mark and no character; in the text of an editor it is one.
        return line - 1, units(lines[line - 1][: column - 1 + (mark and line == 1)], encoding)

    return sorted(
        (
            finding.code,
            finding.severity.label,
            *units_before(finding.place.file_line, finding.place.file_column),
            *units_before(finding.place.file_end_line, finding.place.file_end_column),
        )
        for finding in result.findings
        if finding.path.endswith(path.name)
    )


def edits_of(edit: types.WorkspaceEdit, uri: str) -> list[types.TextEdit]:
    """The edits of one document."""
    if edit.changes is not None:
        return list(edit.changes[uri])
    assert edit.document_changes is not None
    return list(edit.document_changes[0].edits)  # type: ignore[union-attr,arg-type]


def applied(text: str, edit: types.WorkspaceEdit, uri: str, encoding: str = "utf-16") -> str:
    """The text with an edit made, by the places that it names."""
    edits = edits_of(edit, uri)

    def offset(position: types.Position) -> int:
        starts = [0, *(found.end() for found in _LINE.finditer(text)), len(text)]
        line = text[starts[position.line] : starts[min(position.line + 1, len(starts) - 1)]]
        columns = [n for n in range(len(line) + 1) if units(line[:n], encoding) == position.character]
        return starts[position.line] + columns[0]

    for each in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
        text = text[: offset(each.range.start)] + each.new_text + text[offset(each.range.end) :]
    return text
