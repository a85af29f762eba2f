"""The rules CLM001-CLM008: which rule speaks, how loud, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from draftproof.finding import Confidence, Severity
from draftproof.rulebook.loading import builtin_rulebook
from drafts import findings, write

GUIDE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "responses-streaming-guide.txt"


@pytest.mark.parametrize(
    ("text", "code", "severity", "words"),
    [
        ("It is blazing fast.", "CLM001", Severity.WARNING, '"blazing fast" promises speed'),
        ("It is 3x faster.", "CLM001", Severity.WARNING, '"3x faster" is a figure for speed'),
        ("It is the fastest gateway.", "CLM001", Severity.ADVICE, "ranks speed"),
        ("It has 99.9% uptime.", "CLM002", Severity.WARNING, "without its source"),
        ("It comes with zero downtime.", "CLM002", Severity.ADVICE, '"zero downtime" promises availability'),
        ("It is 90% cheaper.", "CLM003", Severity.WARNING, "neither a link to prices nor a date"),
        ("It costs $5.", "CLM003", Severity.ADVICE, '"costs $5"'),
        (
            "It has no rate limits.",
            "CLM004",
            Severity.WARNING,
            '"no rate limits" promises that there is no limit',
        ),
        ("It is production-ready.", "CLM005", Severity.WARNING, '"production-ready" promises readiness'),
        ("It supports all models.", "CLM006", Severity.WARNING, '"supports all models"'),
        ("This test proves that the API is reliable.", "CLM007", Severity.WARNING, "draws a promise"),
        ("It eliminates hallucinations.", "CLM007", Severity.ADVICE, "says more than"),
        ("It has industry-leading tools.", "CLM008", Severity.WARNING, "ranks a product"),
    ],
)
def test_which_rule_speaks_and_how(
    tmp_path: Path, text: str, code: str, severity: Severity, words: str
) -> None:
    write(tmp_path, {"a.md": text})
    (found,) = findings(tmp_path)
    assert (found.code, found.severity) == (code, severity)
    assert found.family == "claims"
    assert words in found.message
    assert found.help
    high = severity is Severity.WARNING
    assert found.confidence is (Confidence.HIGH if high else Confidence.MEDIUM)


def test_soft_words_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "A cutting-edge client."})
    assert [found.code for found in findings(tmp_path)] == ["CLM008"]
    assert findings(tmp_path, min_confidence=Confidence.MEDIUM) == ()


def test_each_claim_of_a_sentence_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "Nimbus is blazing fast, 90% cheaper and production-ready."})
    found = findings(tmp_path)
    assert [f"{each.code} {each.place.column} {each.excerpt}" for each in found] == [
        "CLM001 11 blazing fast",
        "CLM003 25 90% cheaper",
        "CLM005 41 production-ready",
    ]


def test_a_suppression_silences_a_claim(tmp_path: Path) -> None:
    comment = '<!-- draftproof: ignore[speed-claim] reason="measured in the appendix" -->'
    write(tmp_path, {"a.md": f"{comment}\n\nIt is blazing fast.\n\nIt is lightning fast.\n"})
    assert [(each.code, each.place.line) for each in findings(tmp_path)] == [("CLM001", 5)]


def test_there_is_one_rule_a_topic() -> None:
    rules = [rule for rule in builtin_rulebook().rules if rule.check == "claim"]
    assert [rule.code for rule in rules] == [f"CLM00{number}" for number in range(1, 9)]
    assert [rule.name for rule in rules] == [f"{rule.options['topic']}-claim" for rule in rules]
    assert all(rule.family == "claims" and rule.fix == "none" for rule in rules)


def test_an_unknown_topic_is_an_error_of_the_rule() -> None:
    from draftproof.checks.registry import option_problem

    assert option_problem("claim", "topic", "speed") == ""
    assert "must be one of" in option_problem("claim", "topic", "sped")


def test_the_guide_makes_no_claim(tmp_path: Path) -> None:
    if not GUIDE.is_file():
        pytest.skip("the guide is not beside the checkout")
    write(tmp_path, {"guide.md": GUIDE.read_bytes()})
    assert [f"{f.place.line}: {f.excerpt}" for f in findings(tmp_path, select=("claims",))] == []


def test_a_dated_document_dates_its_prices(tmp_path: Path) -> None:
    table = "| model | input |\n| --- | --- |\n| a | $0.30/M tokens |\n"
    write(tmp_path, {"a.md": f"---\ndate: 2026-01-26\n---\n\n{table}", "b.md": table})
    assert [finding.path.rpartition("/")[2] for finding in findings(tmp_path, select=("CLM003",))] == ["b.md"]


def test_a_row_makes_one_promise_of_a_kind(tmp_path: Path) -> None:
    row = "| a | $0.30/M tokens | $1.20/M tokens |\n"
    write(tmp_path, {"a.md": f"| model | input | output |\n| --- | --- | --- |\n{row}{row}"})
    assert [finding.place.line for finding in findings(tmp_path, select=("CLM003",))] == [3, 4]
