"""The report formats by name. A format's module is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draftproof.finding import Result
    from draftproof.reports.style import Style

_MODULES: Final = {
    "text": "draftproof.reports.text",
    "concise": "draftproof.reports.concise",
    "json": "draftproof.reports.json_report",
    "jsonl": "draftproof.reports.jsonl",
    "sarif": "draftproof.reports.sarif",
    "github": "draftproof.reports.github",
    "gitlab": "draftproof.reports.gitlab",
    "junit": "draftproof.reports.junit",
    "rdjson": "draftproof.reports.rdjson",
    "markdown": "draftproof.reports.markdown",
    "html": "draftproof.reports.html.page",
}

NAMES: Final = tuple(_MODULES)
"""What ``--format`` accepts, in the order in which help lists it."""


class _Module(Protocol):
    render: Callable[[Result, Style], Iterator[str]]


def render(name: str, result: Result, style: Style) -> Iterator[str]:
    """The report of that format in chunks, each of whole lines; KeyError for a name that is not in NAMES."""
    module = cast("_Module", import_module(_MODULES[name]))
    return module.render(result, style)
