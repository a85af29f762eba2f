"""The page: what is seen at once, the data for the scripts, and a policy under which nothing else is loaded.

The policy names the page's own style and script by their hashes. No other script runs, whatever a document
says; nothing is fetched, sent or embedded; and no text is ever parsed as HTML by a script.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from draftproof.reports.html.findings import PageData
from draftproof.reports.html.markup import words
from draftproof.reports.html.overview import lead, overview
from draftproof.reports.html.plain import plain_list
from draftproof.reports.html.remainder import remainder
from draftproof.reports.html.rule_pages import rule_pages
from draftproof.reports.serialise import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.finding import Result
    from draftproof.reports.style import Style

_ASSETS = Path(__file__).parent / "assets"
_STYLES = ("page.css", "findings.css", "paper.css")
_SCRIPTS = ("theme.js", "make.js", "state.js", "source.js", "detail.js", "list.js", "print.js", "main.js")
# Inside of a script element "</script", "<!--" and "<script" would end it or change how it is read.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """The page of a static run, in chunks of whole lines."""
    main = "".join((overview(result), _asset("findings.html") if result.findings else "", remainder(result)))
    count = len(result.findings)
    title = f"draftproof: {count:,} finding{'' if count == 1 else 's'}"
    yield from page(title, "What draftproof found", lead(result), main, _data(result), result.version)


def page(title: str, heading: str, intro: str, main: str, data: Iterable[str], version: str) -> Iterator[str]:
    """A page in chunks of whole lines. ``intro``, ``main`` and ``data`` are HTML already, the others text."""
    style, script = _style(), _script()
    whole = Template(_asset("page.html")).substitute(
        policy=policy(style, script),
        title=words(title),
        heading=words(heading),
        skip="findings-title" if 'id="findings"' in main else "main",
        skip_text="Skip to the findings" if 'id="findings"' in main else "Skip to the content",
        intro=intro,
        main=main,
        style=style,
        script=script,
        version=words(version),
    )
    before, _, after = whole.partition("<!-- data -->\n")
    yield before
    yield from data
    yield after


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style, this script, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(result: Result) -> Iterator[str]:
    if not result.findings:
        return
    data = PageData(result)
    yield from plain_list(result)
    yield from rule_pages(result)
    yield _block("data", data.main)
    for number, text in data.texts():
        yield _block(f"text-{number}", text)


def _block(name: str, value: object) -> str:
    return f'<script type="application/json" id="{name}">{dumps(value).translate(_ESCAPES)}</script>\n'


def _style() -> str:
    return "\n" + "\n".join(_asset(name) for name in _STYLES)


def _script() -> str:
    whole = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'\n(() => {{\n"use strict";\n{whole}}})();\n'


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
