"""Hostile text in a real browser: no script of it runs, and no request leaves the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from html_results import hostile, page_of, small
from test_live_reports import RESULT as LIVE

from draftproof.reports.html.live import render as render_live
from draftproof.reports.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser_support import Browser

pytestmark = pytest.mark.browser
ATTEMPTS = """
const [address, done] = arguments;
const element = (tag, property, path, parent) => new Promise((good, bad) => {
  const made = document.createElement(tag);
  made.onload = good;
  made.onerror = bad;
  if (tag === "link") made.rel = "stylesheet";
  made[property] = address + path;
  parent.append(made);
});
const tries = {
  fetch: () => fetch(address + "/fetch"),
  image: () => element("img", "src", "/image", document.body),
  script: () => element("script", "src", "/script", document.body),
  style: () => element("link", "href", "/style", document.head),
  inline: async () => {
    const made = document.createElement("script");
    made.textContent = "window.owned = 9";
    document.body.append(made);
    if (!window.owned) throw new Error("blocked");
  },
  markup: async () => { document.body.innerHTML = "<b>x</b>"; },
  evaluated: async () => { (0, eval)("window.owned = 10"); },
  beacon: async () => {
    navigator.sendBeacon(address + "/beacon");
    await fetch(address + "/after");
  },
};
(async () => {
  const outcome = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try { await attempt(); outcome[name] = "done"; } catch (error) { outcome[name] = "refused"; }
  }
  done(outcome);
})();
"""


def opened_everywhere(browser: Browser) -> None:
    """Every finding opened, every text unfolded, every rule's page opened, the page printed."""
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    for number in range(len(browser.all("a.row"))):
        browser.all("a.row")[number].click()
        for button in browser.all("#whole"):
            button.click()
        browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.run("dispatchEvent(new Event('beforeprint')); document.getElementById('theme').click()")


def test_text_of_documents_runs_nothing_and_asks_nobody(browser: Browser) -> None:
    from browser_support import Site

    with Site(page_of(hostile())) as site:
        browser.open(f"{site.address}/report.html")
        opened_everywhere(browser)
        assert browser.run("return window.owned ?? null") is None
        assert browser.run("return document.scripts.length") == 3  # the data, one text, our own
        foreign = (
            "return document.querySelectorAll('img, svg[onload], iframe, link, object, [onerror]').length"
        )
        assert browser.run(foreign) == 0
        assert "<img src=x onerror=window.owned=2>" in browser.text("#detail")
        assert "\\x1b[31mred\\u202egnp.exe\\u2066" in browser.text("#detail")
        requests = [address for address in browser.requests() if not address.startswith(("about:", "data:"))]
        assert set(requests) == {f"{site.address}/report.html"}
        assert site.asked == ["/report.html"]


def test_the_mark_of_hostile_text_is_where_it_should_be(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(hostile())))
    mark = browser.run(
        "return [...document.querySelectorAll('#source mark')].map((each) => each.textContent).join('')"
    )
    assert mark.startswith("messages </script><script>")
    assert mark.endswith("{{7*7}}")


def test_live_checks_run_nothing(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown("".join(render_live(LIVE, Style()))))
    assert browser.run("return document.scripts.length") == 1
    assert "<script>alert(1)</script>" in browser.text("main")


def test_even_a_script_could_load_and_send_nothing(browser: Browser) -> None:
    from browser_support import Site

    with Site(page_of(small())) as site:
        browser.open(f"{site.address}/report.html")
        outcome = browser.driver.execute_async_script(ATTEMPTS, site.address)
        assert {name for name, what in outcome.items() if what == "done"} == set()
        assert browser.run("return window.owned ?? null") is None
        assert site.asked == ["/report.html"]
    assert any("Content Security Policy" in line for line in browser.log())
