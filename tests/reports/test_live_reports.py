"""The reports of the live stage: goldens, schemas, and text that must not act."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from report_schemas import faults

from draftproof.live.model import StreamLimits
from draftproof.live.planning import Check, Plan, PlannedSample, PlanOptions, Skipped
from draftproof.live.results import LiveResult, Row
from draftproof.live.targets import Target
from draftproof.reports.live.registry import NAMES as EVERY_NAME
from draftproof.reports.live.registry import PLAN_NAMES, render, render_plan
from draftproof.reports.style import Style

if TYPE_CHECKING:
    from draftproof.records.model import ModelSource

GOLDEN = Path(__file__).parent / "golden-live"
TARGET = Target(
    "cometapi",
    "CometAPI",
    "https://api.cometapi.com/v1",
    "Authorization",
    ("COMETAPI_KEY", "COMET_API_KEY"),
    "https://apidoc.cometapi.com/api/text/responses",
)
EVENTS = (("response.created", 1), ("response.output_text.delta", 7), ("response.completed", 1))
HOSTILE = "\x1b[31mred\x1b[0m \u202e::error file=x::| `code` <script>alert(1)</script> ##[group]"


def a_sample(
    line: int, article: str = "docs/a.md", source: ModelSource = "unlisted", cell: int | None = None
) -> PlannedSample:
    return PlannedSample(
        article,
        line // 10,
        line,
        cell,
        line + 40 * (cell or 0),
        "python",
        f"sha256:{line:020d}",
        "gpt-4.1",
        source,
    )


def a_row(sample: PlannedSample, **more: object) -> Row:
    plain: dict[str, object] = {
        "sample": sample,
        "provider": "cometapi",
        "endpoint": TARGET.base_url,
        "result": "pass",
        "happy": "pass",
        "error": "pass",
        "terminal_state": "completed",
        "stage": "",
        "message": "the stream ended with response.completed, after 9 events",
        "error_message": "the server answered 401 to an invalid credential",
        "events": EVENTS,
        "terminal": "response.completed",
    }
    return Row(**(plain | more))  # type: ignore[arg-type]


def rows() -> tuple[Row, ...]:
    idle = {"happy": "not-run", "error": "not-run", "terminal_state": "not-run", "events": (), "terminal": ""}
    return (
        a_row(a_sample(12)),
        a_row(a_sample(38)),
        a_row(
            a_sample(70),
            result="fail",
            happy="fail",
            terminal_state="error",
            stage="request-validation",
            message="the server answered 400: the request is not valid",
            next_step=f"compare the sample with the reference: {TARGET.docs_url}",
            events=(),
            terminal="",
        ),
        a_row(
            a_sample(9, "docs/b.ipynb", cell=3),
            result="inconclusive",
            happy="inconclusive",
            error="inconclusive",
            terminal_state="timeout",
            stage="waiting-for-terminal-event",
            message="no terminal event came within 60 seconds",
            notes=("the stream holds comments", "no lock file of CometAPI lists the model"),
        ),
        a_row(
            a_sample(5, "docs/c.md", "not-run"),
            **(idle | {"result": "not-run", "message": "the sample asks OpenAI; live checks go to CometAPI"}),
        ),
        a_row(a_sample(9, f"docs/{HOSTILE}.md"), notes=(HOSTILE,), message=HOSTILE),
    )


RESULT = LiveResult(rows(), 8, "1.2.3", 4, records=("docs/a.md.evidence.json",))
NOTHING = LiveResult((), 0, "1.2.3", 3)
PLAN = Plan(
    (
        Check(
            TARGET,
            {"model": "gpt-4.1", "input": "Hi | there", "stream": True, "max_output_tokens": 256},
            (a_sample(12), a_sample(38), a_sample(9, f"docs/{HOSTILE}.md")),
        ),
    ),
    (Skipped(a_sample(5, "docs/c.md", "not-run"), "the sample names no model; give one with --model"),),
    PlanOptions(limits=StreamLimits(30.0, 5.0)),
    (a_sample(80),),
)
# A page is tested by itself, see test_html_report.py.
NAMES = tuple(name for name in EVERY_NAME if name != "html")
CASES = {
    **{f"live.{name}": (name, RESULT) for name in NAMES},
    **{f"live-nothing.{name}": (name, NOTHING) for name in NAMES},
    **{f"live-plan.{name}": (name, PLAN) for name in PLAN_NAMES},
}


def report(name: str, what: LiveResult | Plan) -> str:
    if isinstance(what, Plan):
        return "".join(render_plan(name, what, Style()))
    return "".join(render(name, what, Style()))


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_as_kept(case: str) -> None:
    made = report(*CASES[case])
    path = GOLDEN / case
    if os.environ.get("DRAFTPROOF_UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_nothing_in_a_report_acts(case: str) -> None:
    made = report(*CASES[case])
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in made if c != "\n")
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in made.split("\n"))
    if case.endswith("markdown"):
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(made)
        inside = [token for each in tokens for token in (each, *(each.children or ()))]
        shown = [t.content for t in inside if t.type in ("html_inline", "html_block")]
        assert all(set(re.findall(r"</?(\w+)", text)) <= {"code", "details", "summary"} for text in shown)


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("result", [RESULT, NOTHING])
def test_sarif_is_valid_and_only_failures_are_problems(result: LiveResult) -> None:
    made = json.loads(report("sarif", result))
    assert faults("sarif", made) == []
    kinds = [each.get("kind", "fail") for each in made["runs"][0]["results"]]
    assert kinds.count("fail") == result.counts()["fail"]
    assert len(kinds) == len(result.rows)


def test_junit_counts_what_could_not_be_told_as_skipped() -> None:
    made = JUnitXml.fromstring(report("junit", RESULT).encode())
    assert (made.failures, made.errors, made.skipped, made.tests) == (1, 0, 2, len(RESULT.rows) + 1)


def test_the_line_of_a_notebook_is_that_of_the_raw_file() -> None:
    assert 'line="129"' in report("junit", RESULT)
    results = json.loads(report("sarif", RESULT))["runs"][0]["results"]
    assert [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results][3] == 129


def test_exit_codes() -> None:
    by_result = {row.result: row for row in rows()}
    codes = {
        ("pass",): 0,
        ("pass", "inconclusive"): 4,
        ("pass", "not-run"): 4,
        ("fail", "inconclusive"): 1,
        ("fail", "pass"): 1,
        (): 0,
    }
    for results, code in codes.items():
        made = LiveResult(tuple(by_result[result] for result in results), 2, "1", 1)  # type: ignore[index]
        assert made.exit_code() == code
