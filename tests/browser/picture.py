"""Takes the pictures on the page about the HTML report anew: ``python tests/browser/picture.py``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from browser_support import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (1200, 820)
CHOSEN = "rule=API001"


def report(folder: Path) -> Path:
    """The report on the broken articles of the fixtures."""
    sys.path.insert(0, str(ROOT / "fixtures"))
    import demo

    demo.prepare(folder)
    path = folder / "report.html"
    command = [sys.executable, "-m", "draftproof", "check", "broken", "--isolated", "--quiet", "--exit-zero"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": demo.DATE_OF_RUN}
    subprocess.run(
        [*command, "--format", "html", "--output", str(path)], cwd=folder, env=environment, check=True
    )
    return path


def take(browser: Browser, address: str, folder: Path) -> Iterator[Path]:
    """The top of the page, and a finding that was opened."""
    browser.open(f"{address}#{CHOSEN}", SIZE)
    browser.run("document.querySelectorAll('a.row')[1].click()")
    browser.wait(lambda: browser.focused() == "h3#detail-title")
    for name, place in (("html-report", "header"), ("html-finding", "#filters")):
        browser.run("document.querySelector(arguments[0]).scrollIntoView()", place)
        path = folder / f"{name}.png"
        browser.picture(path)
        yield path


def main() -> None:
    """Take the pictures and say how large they are."""
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser.started(Path(folder) / "profile")
        try:
            PICTURES.mkdir(exist_ok=True)
            for path in take(browser, report(Path(folder) / "articles").as_uri(), PICTURES):
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
        finally:
            browser.driver.quit()


if __name__ == "__main__":
    main()
