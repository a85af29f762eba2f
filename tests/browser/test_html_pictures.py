"""Pictures of the page, to be looked at: ``DRAFTPROOF_PICTURES=FOLDER pytest tests/browser -k pictures``."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import pytest
from test_live_reports import RESULT as LIVE

from draftproof.reports.html.live import render as render_live
from draftproof.reports.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser_support import Browser

pytestmark = pytest.mark.browser
LARGEST = 200_000


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its header has them."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_pictures(browser: Browser, shown: Callable[[str], str], tmp_path: Path, pictures: Path) -> None:
    import picture
    from browser_support import NARROW

    address = picture.report(tmp_path / "articles").as_uri()
    live = shown("".join(render_live(LIVE, Style())))
    opened = f"{address}#{picture.CHOSEN}"
    seen = {}
    for name, page, size, dark in (
        ("light", opened, (1280, 1500), False),
        ("dark", opened, (1280, 1500), True),
        ("narrow", address, (NARROW[0], 2000), False),
        ("live-light", live, (1280, 1500), False),
        ("live-dark-narrow", live, NARROW, True),
    ):
        browser.open(page, size, dark=dark)
        browser.picture(pictures / f"html-{name}.png")
        assert size_of(pictures / f"html-{name}.png") == size
        seen[name] = (pictures / f"html-{name}.png").read_bytes()
        assert browser.run("return document.documentElement.scrollWidth") <= size[0]
    browser.open(address, (NARROW[0], 1400))
    browser.run("document.querySelectorAll('a.row')[3].click()")
    browser.wait(lambda: browser.find("#detail").is_displayed())
    browser.picture(pictures / "html-narrow-finding.png")
    assert len(set(seen.values())) == len(seen)


def test_the_pictures_in_the_documentation_are_of_this_page() -> None:
    import picture

    page = (picture.ROOT / "docs" / "html-report.md").read_text(encoding="utf-8")
    shown = sorted(picture.PICTURES.glob("html-*.png"))
    assert [f"pictures/{path.name}" for path in shown] == sorted(re.findall(r"pictures/[\w-]+\.png", page))
    for path in shown:
        assert size_of(path) == picture.SIZE
        assert path.stat().st_size < LARGEST
