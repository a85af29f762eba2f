"""A headless Chromium, driven as a person would drive it: by keys, and by looking at what is there."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selenium.webdriver.remote.webelement import WebElement

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # a container's root may not open one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
)
WIDE = (1440, 1000)
NARROW = (390, 844)
_PATIENCE = 20


def programs() -> tuple[str, str] | None:
    """Chromium and its driver, where both are installed."""
    browser = next(filter(None, map(shutil.which, PROGRAMS)), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@dataclass
class Browser:
    """One window. ``open`` shows a page as if for the first time."""

    driver: webdriver.Chrome

    @classmethod
    def started(cls, folder: Path) -> Self:
        found = programs()
        assert found is not None
        options = webdriver.ChromeOptions()
        options.binary_location = found[0]
        for flag in (*FLAGS, f"--user-data-dir={folder}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        return cls(webdriver.Chrome(options=options, service=Service(found[1])))

    def open(
        self, address: str, size: tuple[int, int] = WIDE, *, dark: bool = False, still: bool = True
    ) -> None:
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})
        self.driver.get("about:blank")
        self.log()
        self.requests()
        self.driver.get(address)
        self.run("try { localStorage.clear() } catch {}")

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """The text of an element as it is shown, read at once: the page may replace the element."""
        return self.run("return document.querySelector(arguments[0])?.innerText.trim() ?? ''", selector)

    def wait(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, _PATIENCE, 0.02).until(lambda _: condition())

    def wait_for_text(self, selector: str, text: str) -> None:
        try:
            self.wait(lambda: self.text(selector) == text)
        except Exception:
            assert self.text(selector) == text
            raise

    def press(self, *keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def tab_back(self) -> None:
        ActionChains(self.driver, duration=0).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(
            Keys.SHIFT
        ).perform()

    def focused(self) -> str:
        """What has the focus: its tag with its id, or with its label, its value or its text."""
        return self.run(
            "const a = document.activeElement, tag = a.tagName.toLowerCase();"
            "if (tag === 'body') return tag;"
            "if (a.id) return `${tag}#${a.id}`;"
            "return `${tag}:${(a.getAttribute('aria-label') || a.value || a.textContent).trim()}`;"
        )

    def tab_to(self, what: str, most: int = 200) -> list[str]:
        """Press Tab until something is reached whose description begins so; everything on the way."""
        passed = []
        for _ in range(most):
            self.press(Keys.TAB)
            passed.append(self.focused())
            if passed[-1].startswith(what):
                return passed
        raise AssertionError(f"{what} is not reached by Tab: {passed}")

    def log(self) -> list[str]:
        """What the browser complained of since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses asked for since the last call."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [event for event in events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def picture(self, path: Path) -> None:
        assert self.driver.save_screenshot(str(path))


@dataclass
class Site:
    """A page on this machine, served over HTTP, and every path that was asked for."""

    page: str
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                body = site.page.encode() if self.path == "/report.html" else b""
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: the test reads ``asked``."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
