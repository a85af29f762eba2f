"""Every report of the live stage, by the name that ``verify --format`` takes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.live.planning import Plan
    from draftproof.live.results import LiveResult
    from draftproof.reports.style import Style

_PACKAGE = "draftproof.reports.live"
_RESULTS: Mapping[str, tuple[str, str]] = {
    "text": (f"{_PACKAGE}.text", "render"),
    "json": (f"{_PACKAGE}.json_reports", "render"),
    "jsonl": (f"{_PACKAGE}.json_reports", "render_lines"),
    "junit": (f"{_PACKAGE}.junit", "render"),
    "sarif": (f"{_PACKAGE}.sarif", "render"),
    "markdown": (f"{_PACKAGE}.markdown", "render"),
    "html": ("draftproof.reports.html.live", "render"),
}
_PLANS: Mapping[str, tuple[str, str]] = {
    "text": (f"{_PACKAGE}.text", "render_plan"),
    "json": (f"{_PACKAGE}.json_reports", "render_plan"),
    "jsonl": (f"{_PACKAGE}.json_reports", "render_plan_lines"),
    "markdown": (f"{_PACKAGE}.markdown", "render_plan"),
}
NAMES = tuple(_RESULTS)
PLAN_NAMES = tuple(_PLANS)


def render(name: str, result: LiveResult, style: Style) -> Iterable[str]:
    """The report of that name."""
    return _call(_RESULTS[name], result, style)


def render_plan(name: str, plan: Plan, style: Style) -> Iterable[str]:
    """The report of a plan; formats of findings have none, so that JSON stands in for them."""
    return _call(_PLANS.get(name, _PLANS["json"]), plan, style)


def _call(where: tuple[str, str], what: LiveResult | Plan, style: Style) -> Iterable[str]:
    module, function = where
    chunks: Iterable[str] = getattr(import_module(module), function)(what, style)
    return chunks
