"""Five thousand findings: what the page costs. Times are told, with ``pytest -s``, and never judged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from html_results import large, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser_support import Browser

pytestmark = pytest.mark.browser
# From the change of a control until the browser has drawn what follows of it.
STEPS = {
    "search for a word in 100 findings": "type('word-7')",
    "search for two words": "type('sentence 3 word-11')",
    "search for nothing": "type('')",
    "choose a family": "choose('family', 'models')",
    "order by document": "choose('sort', 'document')",
    "open a finding": "document.querySelectorAll('a.row')[30].click()",
    "show its whole text": "document.getElementById('whole').click()",
    "turn the page": "document.querySelector('.pager button:last-child').click()",
    "clear the filters": "document.getElementById('clear').click()",
    "make the list for paper": "dispatchEvent(new Event('beforeprint'))",
}
MEASURE = """
const [step, done] = arguments;
const field = document.getElementById("q");
const type = (text) => { field.value = text; field.dispatchEvent(new Event("input", {bubbles: true})); };
const choose = (id, value) => {
  const list = document.getElementById(id);
  list.value = value;
  list.dispatchEvent(new Event("change", {bubbles: true}));
};
const steps = {STEPS};
const before = document.getElementById("count").textContent;
const start = performance.now();
const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
steps[step]();
const typed = step.startsWith("search");
const look = () => document.getElementById("count").textContent === before && performance.now() - start < 3000
  ? setTimeout(look, 1) : drawn();
typed ? look() : drawn();
"""


def test_five_thousand_findings(browser: Browser, shown: Callable[[str], str]) -> None:
    result = large()
    start = time.perf_counter()
    page = page_of(result)
    told = [f"made in {1000 * (time.perf_counter() - start):.0f} ms, {len(page.encode()) / 1e6:.1f} MB"]
    browser.open(shown(page))
    timing = browser.run(
        "const t = performance.getEntriesByType('navigation')[0];"
        "const paint = performance.getEntriesByName('first-contentful-paint')[0];"
        "return [t.domComplete, paint.startTime]"
    )
    told.append(f"complete after {timing[0]:.0f} ms, first painted after {timing[1]:.0f} ms")
    steps = ", ".join(f"{name!r}: () => {{ {step} }}" for name, step in STEPS.items())
    for name in STEPS:
        script = MEASURE.replace("{STEPS}", f"{{{steps}}}")
        told.append(f"{name}: {browser.driver.execute_async_script(script, name):.0f} ms")
    print("", *told, sep="\n")
    assert browser.run("return document.querySelectorAll('.printed').length") == len(result.findings)
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert len(browser.all("a.row")) == 50
