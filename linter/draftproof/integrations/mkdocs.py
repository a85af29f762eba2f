"""A plugin for MkDocs: findings are warnings of the build, so that ``mkdocs build --strict`` fails by them.

The plugin interface: https://www.mkdocs.org/dev-guide/plugins/ (read 2026-11-23, for MkDocs 1.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import InclusionLevel

from draftproof.api import DraftproofError
from draftproof.integrations.building import check_sources, said
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_log = get_plugin_logger(__name__)


class DraftproofConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types it in part
    """``enabled`` turns the plugin off, ``publish`` judges by the policy for the day of publication, and
    ``config`` names a configuration of draftproof that holds for every page.
    """

    enabled = config_options.Type(bool, default=True)
    publish = config_options.Type(bool, default=False)
    config = config_options.Optional(config_options.File(exists=True))


class DraftproofPlugin(BasePlugin[DraftproofConfig]):  # type: ignore[no-untyped-call]
    """Checks the sources of a site, pages that other plugins generate left out."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs passes it
        """Check what is built. Raises PluginError where nothing could be looked at."""
        if not self.config.enabled:
            return
        sources = [
            file.abs_src_path
            for file in files
            if file.abs_src_path and not file.generated_by and file.inclusion is not InclusionLevel.EXCLUDED
            if file.is_documentation_page() or file.src_uri.lower().endswith(".ipynb")
        ]
        try:
            checked = check_sources(sources, config=self.config.config or "", publish=self.config.publish)
        except DraftproofError as error:
            raise PluginError(f"draftproof: {error}") from None
        for sentence in checked.sentences:
            _log.warning("%s", sentence)
        for finding in checked.failing:
            place = f"{neutral(finding.path)}:{finding.place.file_line}:{finding.place.file_column}"
            _log.warning("%s: %s", place, said(finding))
        if checked.last:
            _log.info("%s", checked.last)
