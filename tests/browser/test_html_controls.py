"""The page in a browser, by the keyboard alone: every control is reached, and does what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from html_results import large, page_of, small
from selenium.webdriver.common.keys import Keys

from draftproof.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser_support import Browser

    from draftproof.finding import Finding

pytestmark = pytest.mark.browser
RESULT = small()
SHOWN = sorted(RESULT.findings, key=lambda finding: -finding.severity)
"""Errors first."""
FIELD = RESULT.findings[6]


def narrow() -> tuple[int, int]:
    from browser_support import NARROW

    return NARROW


def rows(browser: Browser) -> list[str]:
    return browser.run(
        "return [...document.querySelectorAll('a.row .message')].map((row) => row.textContent)"
    )


def plain(finding: Finding) -> str:
    return finding.message.replace("`", "")


def said(number: int) -> str:
    return f"{number} of 8 findings"


def test_everything_is_reached_by_tab_in_the_order_of_the_page(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(RESULT)))
    passed = browser.tab_to("div:Includes")
    wanted = [
        "a:Skip to the findings",
        "button#theme",
        "a:3",
        "a:credentials",
        "a:nb docs",
        "a:demo.ipynb docs/nb",
        "a:KEY001",
        "input#q",
        "input:error",
        "input:warning",
        "input:advice",
        "select#family",
        "select#rule",
        "select#folder",
        "select#confidence",
        "select#fix",
        "select#sort",
        "button#clear",
        "a:error this has the shape of a key",
        "button:Previous",
        "button:Next",
        "a:Permalink",
        "div:docs/nb/demo.ipynb, lines 1 to 4",
        "summary:What the rule says of itself",
        "a:The rule's page, on the web",
        "div:Code blocks",
        "div:Includes",
    ]
    places = [next((at for at, each in enumerate(passed) if each.startswith(name)), name) for name in wanted]
    assert places == sorted(places, key=str if any(isinstance(each, str) for each in places) else None), (
        places
    )


def test_the_focus_can_be_seen(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    for _ in range(200):
        browser.press(Keys.TAB)
        if browser.focused() == "body":
            return
        style = browser.run(
            "const style = getComputedStyle(document.activeElement);"
            "return [style.outlineStyle, parseFloat(style.outlineWidth)]"
        )
        assert style[0] != "none", browser.focused()
        assert style[1] >= 1, browser.focused()
    pytest.fail("Tab never leaves the page")


def test_the_skip_link_leads_to_the_findings(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.press(Keys.TAB, Keys.ENTER)
    assert browser.tab_to("input") == ["input#q"]
    assert browser.text("#count") == "8 findings"


def test_search_looks_through_everything_and_every_word_counts(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.tab_to("input#q")
    browser.press("STREAMING.MD")
    browser.wait_for_text("#count", said(5))
    browser.press(" placeholder")
    browser.wait_for_text("#count", said(1))
    browser.press(*[Keys.BACK_SPACE] * 30)
    browser.wait_for_text("#count", "8 findings")
    browser.press("revoke it")  # in a note
    browser.wait_for_text("#count", said(1))
    browser.press(" nonesuch")
    browser.wait_for_text("#count", said(0))
    assert rows(browser) == []
    assert browser.text("#detail-title") == "Nothing chosen"
    assert "q=revoke+it+nonesuch" in browser.driver.current_url


def test_severities_are_switched_with_the_space_bar(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    errors = [plain(finding) for finding in RESULT.findings if finding.severity is Severity.ERROR]
    browser.tab_to("input:warning")
    browser.press(Keys.SPACE, Keys.TAB, Keys.SPACE)
    browser.wait_for_text("#count", said(len(errors)))
    assert rows(browser) == errors
    assert browser.driver.current_url.endswith("#severity=error")
    browser.tab_back()
    browser.tab_back()
    browser.press(Keys.SPACE)
    browser.wait_for_text("#count", said(0))
    browser.tab_to("button#clear")
    browser.press(Keys.ENTER)
    browser.wait_for_text("#count", "8 findings")
    assert rows(browser) == [plain(finding) for finding in SHOWN]


@pytest.mark.parametrize(
    ("control", "typed", "number", "address"),
    [
        ("family", "cred", 3, "family=credentials"),
        ("rule", "MDL", 2, "rule=MDL001"),
        ("folder", "docs/st", 5, "folder=docs%2Fstream"),
        ("confidence", "med", 1, "confidence=medium"),
        ("fix", "With a fix", 3, "fix=any"),
        ("fix", "With a safe", 2, "fix=safe"),
        ("fix", "Neither", 5, "fix=none"),
        ("sort", "By doc", 8, "sort=document"),
    ],
)
def test_lists_are_chosen_from_by_typing(
    browser: Browser, shown: Callable[[str], str], control: str, typed: str, number: int, address: str
) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.tab_to(f"select#{control}")
    browser.press(typed)
    browser.wait_for_text("#count", said(number) if number < 8 else "8 findings")
    assert len(rows(browser)) == number
    assert browser.driver.current_url.endswith(f"#{address}")
    if control == "sort":
        assert rows(browser) == [plain(finding) for finding in RESULT.findings]


def test_bars_lead_to_their_findings(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.tab_to("a:endpoints")
    browser.press(Keys.ENTER)
    browser.wait_for_text("#count", said(1))
    assert browser.focused() == "h2#findings-title"
    assert rows(browser) == [plain(FIELD)]
    assert browser.find("#family").get_attribute("value") == "endpoints"
    browser.driver.back()
    browser.wait_for_text("#count", "8 findings")


def test_a_document_is_chosen_by_its_bar_and_let_go_by_its_button(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.tab_to("a:demo.ipynb")
    browser.press(Keys.ENTER)
    browser.wait_for_text("#count", said(2))
    assert browser.driver.current_url.endswith("#document=docs%2Fnb%2Fdemo.ipynb")
    browser.tab_to("button#document")
    assert "docs/nb/demo.ipynb" in browser.text("#document")
    browser.press(Keys.ENTER)
    browser.wait_for_text("#count", "8 findings")
    assert browser.focused() == "input#q"
    assert not browser.find("#document").is_displayed()


def test_a_finding_is_opened_read_and_left_by_keys(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    browser.tab_to("a:error this has the shape")
    browser.press(*[Keys.ARROW_DOWN] * SHOWN.index(FIELD), Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    browser.wait(lambda: browser.text("#detail-title") == plain(FIELD))
    assert browser.focused() == "h3#detail-title"
    assert browser.driver.current_url.endswith(f"#finding={FIELD.fingerprint.replace(':', '%3A')}")
    assert browser.text(".source mark") == "messages"
    assert "Send input instead." in browser.text("#detail")
    assert "Streaming > The call" in browser.text("#detail")
    fix = browser.text(".source.fix").split("\n")
    assert [line for line in fix if "messages" in line or "input" in line] == [
        '    messages=[{"role": "user", "content": "Hi"}],',
        '    input=[{"role": "user", "content": "Hi"}],',
    ]
    browser.press(Keys.ESCAPE)
    assert browser.focused().startswith("a:error messages is a field")
    browser.press(Keys.HOME)
    assert browser.focused().startswith("a:error this has the shape")
    browser.press(Keys.END)
    assert browser.focused().startswith("a:advice nothing here shows")


def test_the_source_shows_the_neighbours_and_on_request_the_whole_text(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(RESULT)) + f"#finding={FIELD.fingerprint}")
    numbers = "return [...document.querySelectorAll('#source .no')].map((each) => Number(each.textContent))"
    assert browser.run(numbers) == list(range(6, 15))
    assert [link.text for link in browser.all("#source .said a")] == [
        "error KEY001",
        "warning STR003",
        "warning KEY004",
    ]
    browser.tab_to("button#whole")
    browser.press(Keys.ENTER)
    assert browser.run(numbers) == list(range(1, 17))
    assert browser.focused() == "button#whole"
    assert browser.find("#whole").get_attribute("aria-expanded") == "true"
    browser.press(Keys.SPACE)
    assert browser.run(numbers) == list(range(6, 15))
    tab = browser.run("return [...document.querySelectorAll('#source code')].map((each) => each.textContent)")
    assert tab[8] == "\tprint(client.api_key)"


def test_next_and_previous_go_through_what_fits_and_keep_the_focus(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    browser.open(shown(page_of(RESULT)) + "#rule=MDL001")
    assert browser.text("#detail-title") == "no lock file lists some-model"
    browser.tab_to("button:Next")
    browser.press(Keys.ENTER)
    assert browser.focused() == "button:Next"
    assert browser.find("a.row[aria-current]").text.endswith("MDL001 · line 2, column 1")
    assert "docs/nb/lost.md" in browser.text("#count")
    browser.press(Keys.ENTER)
    assert browser.find("button[aria-disabled]").text == "Next"


def test_what_the_rule_says_is_beside_the_finding(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)))
    assert "Flags what KEY001 flags." in browser.text("#detail")
    browser.tab_to("summary:What the rule says")
    browser.press(Keys.ENTER)
    assert browser.text(".rule-page h5") == "What it does"
    assert browser.find(".rule-page a").get_attribute("href") == "https://a.example/x"


def test_a_permalink_leads_to_the_finding_and_the_filters(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    address = shown(page_of(RESULT))
    browser.open(f"{address}#q=print&severity=warning&finding={RESULT.findings[7].fingerprint}")
    assert browser.text("#count") == said(1)
    assert browser.find("#q").get_attribute("value") == "print"
    assert browser.text("#detail-title") == "this line prints a credential"
    browser.open(f"{address}#finding=nonesuch")
    assert browser.text("#count") == "8 findings"


def test_the_switch_changes_the_theme_and_keeps_the_choice(
    browser: Browser, shown: Callable[[str], str]
) -> None:
    address = shown(page_of(RESULT))
    background = "return getComputedStyle(document.body).backgroundColor"
    browser.open(address)
    light = browser.run(background)
    browser.tab_to("button#theme")
    assert browser.text("#theme") == "Dark theme"
    browser.press(Keys.ENTER)
    dark = browser.run(background)
    assert dark != light
    assert browser.text("#theme") == "Light theme"
    browser.driver.refresh()
    assert browser.run(background) == dark
    browser.open(address, dark=True)
    browser.driver.refresh()
    assert browser.run(background) == dark


def test_a_narrow_screen_shows_the_list_or_the_finding(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)), narrow())
    assert not browser.find("#detail").is_displayed()
    browser.tab_to("a:error this has the shape")
    browser.press(Keys.ENTER)
    browser.wait(lambda: browser.find("#detail").is_displayed())
    assert browser.focused() == "h3#detail-title"
    assert not browser.find("#list").is_displayed()
    browser.tab_to("button:Back to the list")
    browser.press(Keys.ENTER)
    assert browser.find("#list").is_displayed()
    assert browser.focused().startswith("a:error this has the shape")
    assert browser.run("return document.documentElement.scrollWidth") <= narrow()[0]


def test_thousands_are_shown_a_page_at_a_time(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(large())))
    assert browser.text("#count") == "5,000 findings, 1 to 50 shown"
    assert len(rows(browser)) == 50
    browser.run("document.querySelector('.pager button:last-child').focus()")
    browser.press(Keys.ENTER)
    assert browser.text("#count") == "5,000 findings, 51 to 100 shown"
    assert browser.focused() == "button:Next page"
    assert browser.run("return document.querySelectorAll('*').length") < 3_000
    browser.open(shown(page_of(large())) + "#sort=document&finding=02490019")
    assert browser.text("#count") == "5,000 findings, 4951 to 5000 shown"
    assert browser.text("a.row[aria-current] .message") == "sentence 19 about word-49"


def test_paper_gets_what_fits_the_filters(browser: Browser, shown: Callable[[str], str]) -> None:
    browser.open(shown(page_of(RESULT)) + "#severity=error")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = browser.text("#paper")
    assert printed.count("error ") == 3
    assert "Send input instead." in printed
    assert not browser.find("#filters").is_displayed()
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.all("#paper") == []
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_nothing_moves_for_who_wants_less_motion(browser: Browser, shown: Callable[[str], str]) -> None:
    address = shown(page_of(RESULT))
    behaviour = "return getComputedStyle(document.documentElement).scrollBehavior"
    browser.open(address)
    assert browser.run(behaviour) == "auto"
    browser.open(address, still=False)
    assert browser.run(behaviour) == "smooth"


def test_without_scripts_the_plain_list_is_there(browser: Browser, shown: Callable[[str], str]) -> None:
    address = shown(page_of(RESULT))
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get("about:blank")
        browser.driver.get(address)
        browser.wait(lambda: len(browser.all("noscript li")) == 8)
        assert not browser.find("#findings").is_displayed()
        assert not browser.find("#theme").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
