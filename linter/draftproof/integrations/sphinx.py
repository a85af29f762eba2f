"""An extension for Sphinx: findings are warnings with their place, so that ``sphinx-build -W`` fails by them.

Like Sphinx's own warnings they are about the documents that a build reads: all of them in a fresh build, the
changed ones after it. ``suppress_warnings = ["draftproof.MDL001"]`` silences a rule.

The events and the log: https://www.sphinx-doc.org/en/master/extdev/ (read 2026-11-23, for Sphinx 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError
from sphinx.util import logging

from draftproof import __version__
from draftproof.api import DraftproofError
from draftproof.integrations.building import check_sources, said
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_log = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension and its options.

    ``draftproof_publish`` judges by the policy for the day of publication, ``draftproof_config`` names a
    configuration of draftproof that holds for every document.
    """
    app.add_config_value("draftproof_publish", default=False, rebuild="", types=frozenset({bool}))
    app.add_config_value("draftproof_config", default="", rebuild="", types=frozenset({str}))
    app.connect("env-before-read-docs", _check)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _check(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Check the documents that are about to be read. Raises ExtensionError where none could be looked at."""
    sources = [str(env.doc2path(name)) for name in sorted(docnames)]
    config = app.config.draftproof_config
    try:
        checked = check_sources(
            sources,
            config=str(app.confdir / config) if config else "",
            publish=app.config.draftproof_publish,
        )
    except DraftproofError as error:
        raise ExtensionError(str(error), modname="draftproof") from None
    for sentence in checked.sentences:
        _log.warning("%s", sentence, type="draftproof", subtype="run")
    for finding in checked.failing:
        place = f"{neutral(finding.path)}:{finding.place.file_line}"
        _log.warning("%s", said(finding), location=place, type="draftproof", subtype=finding.code)
    if checked.last:
        _log.info("draftproof: %s", checked.last)
