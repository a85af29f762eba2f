"""The protocol as pygls has it, but for the texts of documents, which are the server's own."""

from __future__ import annotations

from typing import Any, Protocol

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method


class Documents(Protocol):
    """What the protocol tells of open documents."""

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """The editor shows a document."""

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The editor changed one."""

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """The editor is done with one."""


class OwnTexts(LanguageServerProtocol):
    """Hands what happens to documents to the server; pygls would cut their lines in other places."""

    documents: Documents

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """A document was opened."""
        self.documents.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """A document was changed."""
        self.documents.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """A document was closed."""
        self.documents.closed(params)
