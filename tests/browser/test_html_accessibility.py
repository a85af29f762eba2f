"""The page against the rules of axe-core, in both themes, wide and narrow."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from html_results import large, page_of, small
from test_live_reports import RESULT as LIVE

from draftproof.finding import Counts, Result
from draftproof.reports.html.live import render as render_live
from draftproof.reports.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser_support import Browser

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.registry]
PAGES = {
    "findings": lambda: page_of(small()),
    "many": lambda: page_of(large(200, 20)),
    "clean": lambda: page_of(Result((), Counts(documents=3, code_blocks=4, understood=2), version="1.2.3")),
    "live": lambda: "".join(render_live(LIVE, Style())),
}
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(done, (error) => done({error: String(error)}));
"""


def violations(browser: Browser, axe: str) -> list[str]:
    browser.run(f"if (!window.axe) {{ {axe} }}")
    result: dict[str, Any] = browser.driver.execute_async_script(RUN)
    assert "error" not in result, result
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in result["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [True, False], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    browser: Browser, shown: Callable[[str], str], axe: str, name: str, *, wide: bool, dark: bool
) -> None:
    from browser_support import NARROW, WIDE

    browser.open(shown(PAGES[name]()), WIDE if wide else NARROW, dark=dark)
    assert violations(browser, axe) == []
    if browser.all("a.row"):
        browser.run("document.querySelectorAll('a.row')[1].click()")
        browser.wait(lambda: browser.focused() == "h3#detail-title")
        browser.run("for (const each of document.querySelectorAll('details, #whole')) each.open = true")
        browser.run("document.getElementById('whole')?.click()")
        assert violations(browser, axe) == []


def test_axe_notices_what_is_wrong(browser: Browser, shown: Callable[[str], str], axe: str) -> None:
    browser.open(shown(page_of(small())))
    browser.run("document.querySelector('label[for=q]').remove(); document.documentElement.lang = ''")
    assert {each.partition(":")[0] for each in violations(browser, axe)} >= {"html-has-lang"}


def test_changes_are_told_to_who_cannot_see_them(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(small())))
    assert browser.find("#count").get_attribute("role") == "status"
    landmarks = "document.querySelectorAll('header, main, footer, form[role=search]')"
    found = browser.run(f"return [...{landmarks}].map((each) => each.tagName)")
    assert found == ["HEADER", "MAIN", "FORM", "FOOTER"]
    headings = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter((each) => each.checkVisibility())"
    levels = browser.run(f"return {headings}.map((each) => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
