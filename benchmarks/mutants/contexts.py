"""A plugin of pytest: coverage notes which test reached a line; the tests' seconds are written to a file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import coverage
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_seconds: dict[str, float] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Lines that run from here on are this test's."""
    measuring = coverage.Coverage.current()
    if measuring is not None:
        measuring.switch_context(item.nodeid)
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails without any change proves nothing, and is not written down."""
    if report.when == "call" and report.passed:
        _seconds[report.nodeid] = report.duration
    elif not report.passed:
        _seconds.pop(report.nodeid, None)


def pytest_sessionfinish() -> None:
    """Write the seconds of every test that passed."""
    Path(os.environ["MUTANTS_SECONDS"]).write_text(json.dumps(_seconds), encoding="utf-8")
