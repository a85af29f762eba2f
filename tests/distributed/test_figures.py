"""The figures in docs/distributed.md: how they are written, and that those there are of a run that agreed."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.distributed import Summary

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    module = importlib.import_module("benchmarks.distributed_report")
    monkeypatch.setattr(module.importlib.metadata, "version", lambda name: f"{name}-1.2")
    return module


def comparison(report: ModuleType, **more: Any) -> Any:
    ways = (
        report.Way("Ray Data", 20.0, 30.4, {"Ray worker": 400_000_000, "judging process": 200_000_000}),
        report.Way("one", 10.0, 9.6, {"": 300_000_000}),
    )
    made = report.Comparison(
        "command", {"date": "2026-01-31", "cores": "2", "load before": "0.10"}, 100, 5_000_000, 2,
        ["a", "b"], ["a", "b"], Summary(100, 1, 1, 2), ways, together=False,
    )  # fmt: skip
    return replace(made, **more)


def test_it_says_what_was_measured(report: ModuleType) -> None:
    text = report.markdown(comparison(report))
    assert text.startswith(
        "`command`\n\n- date: 2026-01-31\n- cores: 2\n- load before: 0.10\n- ray: ray-1.2\n"
    )
    assert "| Ray Data | 20 s | 5 | 30 s | Ray worker 400 MB, judging process 200 MB |" in text
    assert "| one | 10 s | 10 | 10 s | 300 MB |" in text
    assert "The findings are the same, field by field: 2 by one process, 2 by Ray Data, 1 of them" in text
    assert "busy" not in text


def test_a_busy_machine_is_said(report: ModuleType) -> None:
    busy = {"cores": "2", "load before": "11.00"}
    assert "busy with other work (a load of 11.00 on 2 cores" in report.markdown(
        comparison(report, machine=busy)
    )
    assert "Both ran at once" in report.markdown(comparison(report, machine=busy, together=True))


def test_what_differs_is_said_and_never_written_as_the_same(report: ModuleType) -> None:
    other = comparison(report, many=["a", "c"])
    assert not other.same
    assert "**different**" in report.markdown(other)
    assert list(report.differences(other)) == ["only one process: 1", "  b", "only Ray Data: 1", "  c"]
    assert not comparison(report, summary=Summary(100, 1, 1, 1)).same
    assert not comparison(report, summary=Summary(99, 1, 1, 2)).same


def test_it_is_written_between_its_marks(
    report: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A\n\n{report.BEGIN}\n\nold\n\n{report.END}\n\nAfter.\n", encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    report.write(comparison(report))
    text = page.read_text(encoding="utf-8")
    assert text == (
        f"# A\n\n{report.BEGIN}\n\n{report.markdown(comparison(report))}\n\n{report.END}\n\nAfter.\n"
    )


def test_the_page_has_figures_of_ten_thousand_documents(report: ModuleType) -> None:
    text = report.PAGE.read_text(encoding="utf-8")
    shown = text.partition(report.BEGIN)[2].partition(report.END)[0]
    assert "- documents: 10,000," in shown
    same = re.search(
        r"The findings are the same, field by field: ([\d,]+) by one process, ([\d,]+) by", shown
    )
    assert same is not None
    assert same[1] == same[2]
