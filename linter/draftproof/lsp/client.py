"""What the editor can do, as far as the server acts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from draftproof.lsp.positions import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    """The capabilities of an editor; what it does not name it cannot do."""

    capabilities: types.ClientCapabilities

    def _has(self, name: str) -> Any:
        return get_capability(self.capabilities, name)

    @property
    def encoding(self) -> Encoding:
        """The first encoding of positions that the editor names, UTF-16 where it names none."""
        return Encoding(ServerCapabilitiesBuilder.choose_position_encoding(self.capabilities))

    @property
    def asks_for_diagnostics(self) -> bool:
        """True for an editor that asks for diagnostics itself."""
        return self._has("text_document.diagnostic") is not None

    @property
    def refreshes_diagnostics(self) -> bool:
        """True where the editor can be told to ask again."""
        return self.asks_for_diagnostics and bool(self._has("workspace.diagnostics.refresh_support"))

    @property
    def refreshes_lenses(self) -> bool:
        """True where the editor can be told to ask for code lenses again."""
        return bool(self._has("workspace.code_lens.refresh_support"))

    @property
    def registers_watchers(self) -> bool:
        """True where files can be watched by the editor."""
        return bool(self._has("workspace.did_change_watched_files.dynamic_registration"))

    @property
    def resolves_actions(self) -> bool:
        """True where the edits of a code action may come later."""
        support = self._has("text_document.code_action.resolve_support")
        return support is not None and "edit" in support.properties

    @property
    def takes_versioned_edits(self) -> bool:
        """True where edits can say of which version of a document they are."""
        return bool(self._has("workspace.workspace_edit.document_changes"))

    @property
    def hover_kind(self) -> types.MarkupKind:
        """Markdown, unless the editor takes plain text only."""
        kinds = self._has("text_document.hover.content_format")
        plain = kinds and types.MarkupKind.Markdown not in kinds
        return types.MarkupKind.PlainText if plain else types.MarkupKind.Markdown
