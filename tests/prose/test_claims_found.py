"""What is a claim, by topic, and what takes one back."""

from __future__ import annotations

import json
import re

import pytest
from claim_sentences import CLEAN, FLAGGED

from draftproof.prose.claims import Claim, find_claims
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook


def claims(text: str, path: str = "a.md") -> tuple[Claim, ...]:
    """The claims that are shown by default."""
    found = find_claims(read(text.encode(), path), builtin_rulebook().lexicons)
    return tuple(claim for claim in found if claim.confidence != "low")


@pytest.mark.parametrize(
    ("topic", "sentence"), [(topic, each) for topic, sentences in FLAGGED.items() for each in sentences]
)
def test_a_promise_is_a_claim_of_its_topic(topic: str, sentence: str) -> None:
    assert topic in {claim.topic for claim in claims(sentence)}


@pytest.mark.parametrize(
    ("reason", "sentence"), [(reason, each) for reason, sentences in CLEAN.items() for each in sentences]
)
def test_what_takes_a_promise_back(reason: str, sentence: str) -> None:
    assert [f"{claim.promise}: {claim.words}" for claim in claims(sentence)] == [], reason


def test_every_promise_has_a_sentence() -> None:
    lexicon = builtin_rulebook().lexicons[0]
    everything = [each for sentences in FLAGGED.values() for each in sentences]
    found = {
        claim.promise
        for sentence in everything
        for claim in find_claims(read(sentence.encode(), "a.md"), (lexicon,))
    }
    shown = {promise.id for promise in lexicon.promises if promise.confidence != "low"}
    assert shown - found == set()


@pytest.mark.parametrize("promise", builtin_rulebook().lexicons[0].promises, ids=lambda promise: promise.id)
def test_a_match_holds_one_of_the_anchors(promise: object) -> None:
    pattern, anchors = promise.pattern, promise.anchors  # type: ignore[attr-defined]
    for sentence in (each for sentences in (FLAGGED | CLEAN).values() for each in sentences):
        text = re.sub(r"[*`#]", "", sentence).strip()
        if pattern.search(text):
            assert any(anchor in text.lower() for anchor in anchors), sentence


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("It is **blazing fast** here.", ["1:9 blazing fast"]),
        ("# Title\n\nIt is blazing\nfast.", ["3:7 blazing\nfast"]),
        ("> It is *blazing* fast.", ["1:10 blazing* fast"]),
        ("- a\n- It is [blazing fast](https://example.com).", ["2:10 blazing fast"]),
        ("| a | b |\n| --- | --- |\n| c | It is blazing fast |", ["3:13 blazing fast"]),
        ("---\ntitle: A blazing fast client\n---\n", ["2:10 blazing fast"]),
        ("![A blazing fast client](a.png)", ["1:5 blazing fast"]),
        ("<p>A <b>blazing fast</b> client</p>", ["1:9 blazing fast"]),
        ("It is blazing fast.\r\nIt is lightning fast.", ["1:7 blazing fast", "2:7 lightning fast"]),
        ("!!! note\n    It is blazing fast.", ["2:11 blazing fast"]),
        ("```text\nIt is blazing fast.\n```", []),
        ("<!-- It is blazing fast. -->", []),
    ],
)
def test_where_a_claim_stands(text: str, places: list[str]) -> None:
    document = read(text.encode(), "a.md")
    found = []
    for claim in find_claims(document, builtin_rulebook().lexicons):
        source = document.parts[claim.part].source
        line, column = source.position(claim.span.start)
        found.append(f"{line}:{column} {source.text[claim.span.start : claim.span.end]}")
        assert claim.sentence.start <= claim.span.start < claim.span.end <= claim.sentence.end
    assert found == places


def test_a_claim_of_a_notebook_stands_in_its_cell() -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["Hello.\n", "It is blazing fast."]}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    document = read(text.encode(), "a.ipynb")
    (claim,) = find_claims(document, builtin_rulebook().lexicons)
    assert document.parts[claim.part].cell == 0
    raw = document.parts[claim.part].raw_span(claim.span)
    assert document.source.text[raw.start : raw.end] == "blazing fast"


def test_a_list_under_a_disclaimer_promises_nothing() -> None:
    items = "\n- it is blazing fast\n- it is production-ready\n"
    assert len(claims(f"The gateway has this:\n{items}")) == 2
    assert claims(f"This check does not show that:\n{items}") == ()
    assert claims(f"Do not conclude from one stream\n{items}") == ()
    assert len(claims(f"One stream was not enough.\n{items}")) == 2
    assert claims(f"## What not to claim\n{items}") == ()


def test_the_sentence_beside_it_may_hold_the_measurement() -> None:
    assert claims("It has 3x higher throughput. It is a client.")
    assert not claims("It has 3x higher throughput. We measured it on an A100.")


def test_the_figures_may_stand_in_the_output_before_it() -> None:
    output = {"output_type": "stream", "name": "stdout", "text": ["eager 1.96 s\n", "lazy 0.41 s\n"]}
    code = {"cell_type": "code", "metadata": {}, "source": ["run()"], "execution_count": 1}
    prose = {"cell_type": "markdown", "metadata": {}, "source": ["The lazy query is 5x faster."]}

    def found(*outputs: object) -> tuple[Claim, ...]:
        cells = [{**code, "outputs": list(outputs)}, prose]
        return claims(
            json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "a.ipynb"
        )

    assert found()
    assert not found(output)


@pytest.mark.parametrize(
    "text",
    [
        "- Eager: 1.96 s\n- Lazy: 0.41 s\n\n## Next\n\nThe lazy query is 5x faster.",
        "Eager takes 1.96 s, lazy 0.41 s.\n\nSo far.\n\nThe lazy query is 5x faster.",
        "The lazy query is 5x faster.\n\n- Retries wait 1.96 s\n- Polls take 0.41 s",
        "## 5x faster\n\n## Next\n\nEager takes 1.96 s, lazy 0.41 s.",
        "| gain |\n| --- |\n| 1.96 s, 0.41 s |\n| 5x faster |",
    ],
)
def test_figures_elsewhere_show_nothing(text: str) -> None:
    assert claims(text)


def test_code_neither_hedges_nor_promises() -> None:
    assert claims('Use `effort="none"` for savings: up to 90% cheaper.')
    assert not claims("Pass `blazing fast` as the name.")


def test_low_confidence_is_for_soft_words() -> None:
    (found,) = find_claims(read(b"A cutting-edge client.", "a.md"), builtin_rulebook().lexicons)
    assert found.confidence == "low"
