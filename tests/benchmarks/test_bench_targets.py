"""Targets and the report, from results that were made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.__main__ import PARTS, chosen_options
from benchmarks.measuring import BenchError
from benchmarks.parts import LARGE, ONE_PROCESS
from benchmarks.programs import BARE, OURS
from benchmarks.reporting import BEGIN, END, markdown, placed
from benchmarks.results import Results, Row
from benchmarks.targets import targets

MB = 1_000_000


def results(*rows: Row) -> Results:
    return Results("python -m benchmarks", {"date": "today"}, {OURS: "0"}, "a corpus", list(rows))


GOOD = (
    Row("startup", BARE, "cold", (0.02, 0.02)),
    Row("startup", OURS, "cold", (0.04, 0.08), peak=20 * MB),
    Row("one", BARE, "cold", (0.02, 0.02)),
    Row("one", OURS, "cold", (0.1, 0.12), peak=30 * MB, count=1, size=15_000),
    Row("one", "markdownlint-cli2", "cold", (0.9, 0.9)),
    Row("all", OURS, "cold", (1.4, 1.5), peak=70 * MB, count=10, size=4 * MB),
    Row("all", OURS, "warm", (0.1, 0.1)),
    Row("all", "rumdl", "cold", (1.0, 1.0)),
    Row("all", "rumdl", "warm", (0.3, 0.3)),
    Row("all", "markdownlint-cli2", "cold", (30.0,)),
    Row("all", "proselint", "cold", (11.0,), size=2 * MB, whole_size=4 * MB, fixed=1.0),
    Row("growth", OURS, "1x", (1.0,), peak=60 * MB, size=MB),
    Row("growth", OURS, "8x", (8.0,), peak=66 * MB, size=8 * MB),
    Row("rules", OURS, "1x", (1.0,), peak=60 * MB),
    Row("rules", OURS, "4x", (1.8,), peak=60 * MB),
)


def test_good_figures_meet_every_target() -> None:
    assert [each.asked for each in targets(results(*GOOD)) if not each.met] == []


def test_nothing_measured_meets_and_misses_nothing() -> None:
    assert {(each.measured, each.met) for each in targets(results())} == {("not measured", None)}


@pytest.mark.parametrize(
    ("number", "changes", "asked"),
    [
        (1, {"seconds": (0.1, 0.2)}, "`--version`"),
        (3, {"seconds": (0.2, 0.2)}, "one clean document ≤ 8"),
        (5, {"seconds": (1.6, 1.6)}, "all, cold ≤ 1.5"),
        (5, {"timed_out": True}, "all, cold ≤ 1.5"),
        (6, {"seconds": (0.2, 0.2)}, "all, warm"),
        (9, {"seconds": (14.0,)}, "markdownlint-cli2"),
        (10, {"seconds": (6.0,)}, "proselint"),
        (12, {"peak": 80 * MB}, "peak memory flat"),
        (12, {"seconds": (11.0,)}, "cost of a megabyte"),
        (13, {"peak": 151 * MB}, "peak memory of one process"),
        (14, {"seconds": (2.1,)}, "four times as many rules"),
    ],
)
def test_a_bad_figure_misses_its_target(number: int, changes: dict[str, object], asked: str) -> None:
    rows = list(GOOD)
    rows[number] = replace(rows[number], **changes)  # type: ignore[arg-type]
    missed = [each.asked for each in targets(results(*rows)) if each.met is False]
    assert len(missed) == 1
    assert asked in missed[0]


@pytest.mark.parametrize(("variant", "counts"), [(ONE_PROCESS, True), (LARGE, False), ("cold", False)])
def test_memory_counts_where_one_process_did_the_corpus(variant: str, counts: bool) -> None:
    row = Row("memory", OURS, variant, (1.0,), peak=200 * MB)
    target = next(each for each in targets(results(*GOOD, row)) if "one process" in each.asked)
    assert target.met is not counts


def test_the_report_names_what_a_sample_stands_for_and_what_is_missing() -> None:
    made = results(*(replace(row, note="a sample") if row.program == "proselint" else row for row in GOOD))
    made.skipped["remark"] = "remark is not on the PATH"
    made.different.append("warm and cold differ in findings")
    text = markdown(made)
    line = next(line for line in text.splitlines() if line.startswith("| proselint"))
    assert "a sample" in line
    assert "| 21.0 s |" in line
    assert "- remark: remark is not on the PATH" in text
    assert "### The findings differ\n\n- warm and cold differ" in text
    widths = {part.count("|") for part in text.splitlines() if part.startswith("| rumdl")}
    assert len(widths) == 1


def test_warm_runs_are_held_against_warm_runs() -> None:
    rows = [line for line in markdown(results(*GOOD)).splitlines() if line.startswith("| rumdl | warm")]
    assert rows[0].endswith("| 0.33 × |")


def test_the_report_goes_between_its_marks() -> None:
    page = f"# Page\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"
    assert placed(page, "new") == f"# Page\n\n{BEGIN}\n\nnew\n\n{END}\n\nAfter.\n"
    with pytest.raises(BenchError, match="no place"):
        placed("# Page\n", "new")


def test_only_whole_runs_are_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(chosen_options(["--write"]).only) == set(PARTS)
    for more in ("--quick", "--only=one"):
        with pytest.raises(SystemExit, match="2"):
            chosen_options(["--write", more])
        assert "whole runs" in capsys.readouterr().err


def test_a_part_or_peer_that_there_is_none_of_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert chosen_options(["--peers", ""]).peers == ()
    with pytest.raises(SystemExit, match="2"):
        chosen_options(["--only", "one,two"])
    assert "no such name: two" in capsys.readouterr().err
