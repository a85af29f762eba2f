"""An audit: files and pages, every family of rules, no configuration needed; one result for the reports."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from draftproof.engine.audit_request import ENDINGS, EXTRA_RULES, Audit
from draftproof.engine.running import Runner
from draftproof.faults import fit_to_say
from draftproof.finding import Severity

if TYPE_CHECKING:
    from draftproof.engine.audit_request import AuditRequest
    from draftproof.engine.run_options import RunOptions
    from draftproof.engine.web_pages import WebPage
    from draftproof.network.resolving import Reach

_SECRET_VALUE = re.compile(
    r"([?&][^=&#]{0,60}(?<![a-z])(?:sig|signature|token|key|auth|password|passwd|secret|credential|code)=)[^&#]{6,}",
    re.IGNORECASE,
)
"""Values in the query of a signed address: they have no shape of their own, but their names tell."""


def audit(request: AuditRequest, options: RunOptions, reach: Reach | None = None) -> Audit:
    """Fetch the pages that are asked for and judge them with the files. Raises RulebookError.

    ``options`` are those of a run. Without a configuration it is isolated from every other and has rules
    that are off elsewhere; a baseline is never used.
    """
    pages: list[WebPage] = []
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    if request.urls or request.listed or request.sitemaps:
        # Without a URL nothing that can open a connection is loaded.
        from draftproof.engine.audit_pages import Gathering  # noqa: PLC0415
        from draftproof.engine.web_pages import web_page  # noqa: PLC0415

        gathered = Gathering(request, shown_url, reach).gather()
        errors, notes = gathered.errors, gathered.notes
        pages = [web_page(page, shown_url(page.url)) for page in gathered.pages]
    run = Runner(_as_audit(options, pages)).run(request.paths)
    result = replace(run.result, errors=(*run.result.errors, *errors), notes=(*run.result.notes, *notes))
    return Audit(replace(run, result=result), bool(errors))


def _as_audit(options: RunOptions, pages: list[WebPage]) -> RunOptions:
    free = options.config is None
    extra = EXTRA_RULES if free and options.select is None else ()
    return replace(
        options,
        isolated=free,
        use_baseline=False,
        levels=tuple((code, Severity.ADVICE) for code in extra),
        extend_select=(*options.extend_select, *extra),
        endings=ENDINGS,
        pages=tuple(pages),
    )


@lru_cache(maxsize=4096)
def shown_url(url: str) -> str:
    """A URL as reports may have it: what looks like a credential or is called one in it is masked."""
    return fit_to_say(_SECRET_VALUE.sub(lambda match: match[1] + "*" * 8, url))
