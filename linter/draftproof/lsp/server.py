"""The server: what the editor asks, answered out of the checks of open documents.

Diagnostics are sent by themselves a moment after the last keystroke, or given when an editor asks for them;
an editor that can ask is sent none, since it would show them twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from draftproof import __version__
from draftproof.faults import fit_to_say, internal_fault
from draftproof.lsp.actions import KINDS, actions, resolved, workspace_edit
from draftproof.lsp.client import Client
from draftproof.lsp.diagnostics import diagnostics
from draftproof.lsp.documents import change, opened
from draftproof.lsp.hovering import hover
from draftproof.lsp.plans import planned_lines
from draftproof.lsp.protocol import OwnTexts
from draftproof.lsp.scheduling import Checks, in_thread
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from draftproof.lsp.actions import Offer
    from draftproof.lsp.documents import Checked, OpenDocument
    from draftproof.lsp.plans import PlannedLine

DEBOUNCE_SECONDS: Final = 0.15
"""Between the last edit and the check whose diagnostics are sent."""
SHOW_PLAN: Final = "draftproof.showPlan"
_LONGEST = 4000
_WATCHED: Final = (
    "**/{draftproof,.draftproof}.{yaml,yml}",
    "**/pyproject.toml",
    "**/.draftproof/**",
    "**/*.{md,mdx}",
)
"""Files that can change what is said of an open document. The last are rules of packs and included texts."""


class DraftproofServer(LanguageServer):
    """The language server. ``config`` is a configuration that holds everywhere."""

    protocol: OwnTexts

    def __init__(self, config: Path | None = None) -> None:
        super().__init__("draftproof", __version__, protocol_cls=OwnTexts)
        self.protocol.documents = self
        self.was_shut_down = False
        self._client = Client(types.ClientCapabilities())
        self._checks = Checks(self._tell, config)
        self._documents: dict[str, OpenDocument] = {}
        self._said: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._register()

    def _register(self) -> None:
        fm = self.protocol.fm
        # pygls marks what it is given, and a method cannot be marked.
        plain: dict[str, tuple[Callable[[Any], None], Any]] = {
            types.INITIALIZE: (self._initialize, None),
            types.INITIALIZED: (self._initialized, None),
            types.SHUTDOWN: (self._shut_down, None),
            types.TEXT_DOCUMENT_DID_SAVE: (self._may_differ, types.SaveOptions(include_text=False)),
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (self._may_differ, None),
        }
        answered: dict[str, tuple[Callable[[Any], Awaitable[Any]], Any]] = {
            types.TEXT_DOCUMENT_DIAGNOSTIC: (
                self._diagnostic,
                types.DiagnosticOptions(True, False, identifier="draftproof"),
            ),
            types.TEXT_DOCUMENT_HOVER: (self._hover, None),
            types.TEXT_DOCUMENT_CODE_ACTION: (
                self._code_action,
                types.CodeActionOptions(code_action_kinds=KINDS, resolve_provider=True),
            ),
            types.CODE_ACTION_RESOLVE: (self._resolve, None),
            types.TEXT_DOCUMENT_CODE_LENS: (self._code_lens, types.CodeLensOptions(resolve_provider=False)),
        }
        for name, (told, options) in plain.items():
            fm.feature(name, options)(partial(_call, told))
        for name, (answer, options) in answered.items():
            fm.feature(name, options)(self._guarded(answer))

        async def show_plan(uri: str, number: int) -> str | None:
            return await self._show_plan(uri, number)

        fm.command(SHOW_PLAN)(show_plan)

    def _guarded(self, answer: Callable[[Any], Awaitable[Any]]) -> Callable[[Any], Coroutine[Any, Any, Any]]:
        """The handler with a sentence in the editor's log in the place of an error: that would carry a
        traceback, and a traceback could carry a piece of the document.
        """

        async def handler(params: Any) -> Any:
            try:
                return await answer(params)
            except Exception as error:  # the next request is answered again
                self._tell(internal_fault(error), False)
                return None

        return handler

    def _tell(self, sentences: str, mistake: bool) -> None:
        """Say something in the editor's log; a mistake of the user's also on the screen, each once until
        something changes.
        """
        for sentence in sentences.splitlines():
            shown = neutral(fit_to_say(sentence), _LONGEST)
            kind = types.MessageType.Warning if mistake else types.MessageType.Error
            if shown in self._said:
                continue
            self._said.add(shown)
            self.window_log_message(types.LogMessageParams(kind, shown))
            if mistake:
                self.window_show_message(types.ShowMessageParams(kind, f"draftproof: {shown}"))

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 - pygls passes it
        """What pygls could not do: said without what the message held."""
        self._tell(internal_fault(error), False)

    # The life of the server

    def _initialize(self, params: types.InitializeParams) -> None:
        self._client = Client(params.capabilities)
        self._checks.encoding = self._client.encoding
        folders = [folder.uri for folder in params.workspace_folders or ()]
        root = to_fs_path((params.root_uri or (folders[0] if folders else "")) or "")
        if root and Path(root).is_dir():
            # Paths are shown, and projects without a configuration found, as for a check in that folder.
            with contextlib.suppress(OSError):
                os.chdir(root)

    def _initialized(self, params: types.InitializedParams) -> None:  # noqa: ARG002 - pygls passes it
        if self._client.registers_watchers:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            one = types.Registration(
                "draftproof-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
            )
            self.client_register_capability(types.RegistrationParams([one]))

    def _shut_down(self, params: Any) -> None:  # noqa: ARG002 - pygls passes it
        self.was_shut_down = True

    # Documents

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """The editor shows a document."""
        document = opened(params.text_document)
        self._documents[document.uri] = document
        self._schedule(document, 0.0)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The editor changed a document."""
        document = self._documents.get(params.text_document.uri)
        if document is not None:
            change(document, params.text_document.version, params.content_changes, self._client.encoding)
            self._schedule(document, DEBOUNCE_SECONDS)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """The editor is done with a document."""
        document = self._documents.pop(params.text_document.uri, None)
        if document is None:
            return
        document.closed = True
        if document.timer is not None:
            document.timer.cancel()
        if not self._client.asks_for_diagnostics:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(document.uri, []))

    def _may_differ(self, params: Any) -> None:  # noqa: ARG002 - whatever it was that changed
        """A file changed that may be a configuration, a lock file, a record, a rule or included somewhere."""
        self._said.clear()
        for document in self._documents.values():
            document.serial += 1
            self._schedule(document, DEBOUNCE_SECONDS)
        if self._client.refreshes_diagnostics:
            self.workspace_diagnostic_refresh(None)
        if self._client.refreshes_lenses:
            self.workspace_code_lens_refresh(None)

    def _schedule(self, document: OpenDocument, seconds: float) -> None:
        """Send the diagnostics of a document after some time, unless it changes before."""
        if self._client.asks_for_diagnostics:
            return
        if document.timer is not None:
            document.timer.cancel()
        document.timer = asyncio.get_running_loop().call_later(seconds, self._start, document)

    def _start(self, document: OpenDocument) -> None:
        task = asyncio.get_running_loop().create_task(self._publish(document))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish(self, document: OpenDocument) -> None:
        try:
            checked = await self._checks.unless_changed(document)
            if checked is not None:
                found = diagnostics(checked, self._client.encoding)
                params = types.PublishDiagnosticsParams(document.uri, found, checked.version)
                self.text_document_publish_diagnostics(params)
        except Exception as error:  # the next edit is checked again
            self._tell(internal_fault(error), False)

    async def _newest(self, uri: str) -> Checked | None:
        document = self._documents.get(uri)
        return None if document is None else await self._checks.newest(document)

    # Requests

    async def _diagnostic(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        checked = await self._newest(params.text_document.uri)
        found = [] if checked is None else diagnostics(checked, self._client.encoding)
        return types.RelatedFullDocumentDiagnosticReport(found)

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        checked = await self._newest(params.text_document.uri)
        return None if checked is None else hover(checked, params.position, self._client.hover_kind)

    async def _code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        checked = await self._newest(uri)
        if checked is None:
            return []
        only = None if params.context.only is None else [str(_plain(kind)) for kind in params.context.only]
        offers = list(actions(checked, uri, params.range, only, self._client.encoding))
        if not self._client.resolves_actions:
            offers = await in_thread(partial(_completed, checked, offers))
        for action, edits in offers:
            if edits is not None:
                action.edit = self._edit(checked, uri, edits)
        return [action for action, edits in offers if edits != []]

    async def _resolve(self, action: types.CodeAction) -> types.CodeAction:
        uri = action.data.get("uri") if isinstance(action.data, dict) else None
        checked = await self._newest(str(uri))
        if checked is not None:
            edits = await in_thread(partial(resolved, checked, action))
            action.edit = self._edit(checked, str(uri), edits)
        return action

    def _edit(self, checked: Checked, uri: str, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        return workspace_edit(checked, uri, edits, versioned=self._client.takes_versioned_edits)

    async def _code_lens(self, params: types.CodeLensParams) -> list[types.CodeLens]:
        uri = params.text_document.uri
        return [
            types.CodeLens(
                types.Range(types.Position(each.line - 1, 0), types.Position(each.line - 1, 0)),
                types.Command(each.title, SHOW_PLAN, arguments=[uri, number]),
            )
            for number, each in enumerate(await self._planned(uri))
        ]

    async def _planned(self, uri: str) -> tuple[PlannedLine, ...]:
        checked = await self._newest(uri)
        if checked is None or checked.examination is None:
            return ()
        return await in_thread(partial(planned_lines, checked.examination))

    async def _show_plan(self, uri: str, number: int) -> str | None:
        """Show what a live check of a sample would send. Nothing is sent."""
        try:
            planned = await self._planned(uri)
        except Exception as error:
            self._tell(internal_fault(error), False)
            return None
        if not 0 <= number < len(planned):
            return None
        text = planned[number].text
        self.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
        return text


def _call(told: Callable[[Any], None], params: Any) -> None:
    told(params)


def _completed(checked: Checked, offers: list[Offer]) -> list[Offer]:
    """The offers with their edits, for an editor that does not ask for them later."""
    return [(action, resolved(checked, action) if edits is None else edits) for action, edits in offers]


def _plain(kind: Any) -> Any:
    return getattr(kind, "value", kind)
