"""What an audit is asked to go over, and what it came to."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.network.page_limits import PageLimits, RunLimits

if TYPE_CHECKING:
    from draftproof.engine.run_options import Run

ENDINGS = (".html", ".htm", ".xhtml", ".rst", ".adoc", ".asciidoc")
"""What a folder is searched for in an audit besides the usual: articles are often kept as they are shown."""
EXTRA_RULES = ("GDE",)
"""Opt-in rules of an audit without a configuration: what a streaming tutorial should have. They are advice
here: an article that exists was not written by them.

Not among them are KEY003, which holds drafts to the placeholder of one house, and EVD005, which would ask
every sample of every page for a record that can only lie in a project.
"""


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What is to be audited. ``paths`` are files and folders, ``urls`` pages or sitemaps as they were given,
    ``listed`` pages out of a list, ``sitemaps`` URLs or files.
    """

    paths: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    max_pages: int = 200
    allow_private: bool = False
    limits: PageLimits = field(default_factory=PageLimits)
    run_limits: RunLimits = field(default_factory=RunLimits)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit came to: ``run`` with all that is to be said of it; ``incomplete`` where pages could not
    be had.
    """

    run: Run
    incomplete: bool

    def exit_code(self, *, exit_zero: bool = False) -> int:
        """As of a run; 3 as well where a page could not be had: it is not there, as a path may be."""
        code = self.run.exit_code(exit_zero=exit_zero)
        return 3 if self.incomplete and code != 2 else code
