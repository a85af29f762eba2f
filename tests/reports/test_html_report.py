"""The HTML report as text: what it says, what it holds, and that nothing in it acts."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from html_results import CELL, HOSTILE, MASKED, STREAM, Page, hostile, large, page_of, small, without_assets
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import Draft
from report_strategies import NASTY, results
from test_live_reports import NOTHING as NOTHING_LIVE
from test_live_reports import RESULT as LIVE

from draftproof.finding import Counts, Finding, Result, Severity, ShownText
from draftproof.reports.html import page as page_module
from draftproof.reports.html.folders import folders_of
from draftproof.reports.html.live import render as render_live
from draftproof.reports.html.page import render
from draftproof.reports.html.sources import shown_line
from draftproof.reports.style import Style
from draftproof.reports.terminal import shown_at
from draftproof.text.source import Span

GOLDEN = Path(__file__).parent / "golden-html"
ASSETS = Path(page_module.__file__).parent / "assets"
CASES = {
    "small.html": lambda: page_of(small()),
    "clean.html": lambda: page_of(
        Result((), Counts(documents=3, code_blocks=4, understood=2), version="1.2.3")
    ),
    "broken.html": lambda: page_of(Result((), Counts(), ("missing.md: no such file",), version="1.2.3")),
    "live.html": lambda: "".join(render_live(LIVE, Style())),
    "live-nothing.html": lambda: "".join(render_live(NOTHING_LIVE, Style())),
}
TAGS = """
html head meta title style body script template noscript
header main section article footer div p span h1 h2 h3 h4 h5 h6 a button ul ol li dl dt dd details summary
table caption colgroup col thead tbody tr th td svg rect form label input fieldset legend select
code strong em br pre blockquote hr
"""
LINKS = re.compile(r"#[\w%=.~-]*|https://[^\s\"<>]+")


@pytest.mark.parametrize("name", CASES)
def test_looks_as_agreed(name: str) -> None:
    made = without_assets(CASES[name]())
    path = GOLDEN / name
    if os.environ.get("DRAFTPROOF_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)


def assert_inert(text: str) -> None:
    """Only our own script runs, only our own elements are there, every link is one of ours or plain HTTPS."""
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= set(TAGS.split())
    for tag, attributes in page.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in {"style", "src", "srcdoc"}
        ], tag
        assert LINKS.fullmatch(attributes.get("href") or "#"), attributes
    running = [text for attributes, text in page.scripts if attributes.get("type") != "application/json"]
    assert running == [page_module._script()]
    for attributes, data in page.scripts:
        if "type" in attributes:
            assert not set(data) & set("<>&")
            json.loads(data)
    assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\n\t"]
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u200e\u200f")


@settings(max_examples=80, deadline=None)
@given(results)
def test_nothing_acts_whatever_the_findings_say(result: Result) -> None:
    texts = tuple(
        ShownText(finding.path, finding.place.cell, "\n".join(line.text for line in finding.quoted))
        for finding in result.findings
    )
    chunks = list(render(replace(result, texts=texts), Style()))
    assert all(chunk.endswith("\n") for chunk in chunks)
    assert_inert("".join(chunks))


def test_nothing_acts_in_a_hostile_document_a_rule_or_a_live_check() -> None:
    assert_inert(page_of(hostile()))
    assert_inert("".join(render_live(LIVE, Style())))
    assert HOSTILE[:40] in "".join(Page(page_of(hostile())).words)


def test_the_policy_names_the_style_and_the_script_by_their_content() -> None:
    text = page_of(small())
    policy = next(
        a["content"] for t, a in Page(text).elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for kind, pattern in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        content = re.search(pattern, text, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_the_page_needs_nothing_else() -> None:
    for path in ASSETS.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"https?:|//\w+\.|@import|url\(|innerHTML|outerHTML|insertAdjacent|\beval\b|Function\(", text
        ), path


def test_the_same_result_gives_the_same_page() -> None:
    assert page_of(small()) == page_of(small())


def test_a_finding_carries_its_fields() -> None:
    page = Page(page_of(small()))
    data = page.block("data")
    texts, rows = data["texts"], data["findings"]
    assert len({row["id"] for row in rows}) == len(rows)
    key = rows[0]
    assert data["rules"][key["r"]]["code"] == "KEY001"
    assert data["documents"][key["d"]] == ["docs/nb/demo.ipynb", "docs/nb"]
    assert key["w"] == "cell 3, line 2, column 8"
    assert [texts[note] for note in key["n"]] == ["Revoke it."]
    assert page.block(f"text-{key['t']}") == {
        "total": 4,
        "whole": True,
        "segments": [[1, CELL.split("\n")]],
    }
    assert rows[2]["q"] == [[2, ["some-model"]]]
    assert "t" not in rows[2]
    assert rows[1]["f"] == {"kind": "unsafe", "changes": [[3, ['m = "some-model"'], ['m = "<MODEL_ID>"']]]}


def test_ids_are_unique_where_fingerprints_are_not() -> None:
    finding = small().findings[0]
    data = Page(page_of(Result((finding, finding, finding), Counts()))).block("data")
    name = finding.fingerprint
    assert [row["id"] for row in data["findings"]] == [name, f"{name}-2", f"{name}-3"]


def in_units(text: str, start: int, end: int) -> str:
    """A part of a text by offsets as scripts count them."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@given(
    st.text(
        st.one_of(st.characters(codec="utf-8"), st.sampled_from(NASTY.replace("\ud800", ""))), max_size=40
    ),
    st.data(),
)
def test_a_mark_covers_what_was_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line = shown_line(text, start + 1)
    wanted = "".join(text[at] if text[at] == "\t" else shown_at(text, at) for at in range(start, end))
    assert in_units(line.text, line.offset(start + 1), line.offset(end + 1)) == wanted


def test_a_long_line_is_cut_around_its_mark() -> None:
    text = "x" * 5_000 + "found" + "y" * 5_000
    line = shown_line(text, 5_001)
    assert len(line.text) < 1_300
    assert in_units(line.text, line.offset(5_001), line.offset(5_006)) == "found"
    assert line.offset(1) == 1
    assert line.text[0] == line.text[-1] == "\u2026"


def long_document(lines: int, needle: int) -> Result:
    text = "\n".join(f"line {number}" for number in range(1, lines + 1))
    finding = Draft("long.md", text).find("MDL001", f"line {needle}\n", "here", span=Span(0, 0))
    start = text.index(f"line {needle}")
    finding = Draft("long.md", text).find("MDL001", "", "here", span=Span(start, start + 4))
    return Result((finding,), Counts(1), texts=(ShownText("long.md", None, text),))


def test_of_a_long_document_only_the_lines_around_go_along() -> None:
    text = Page(page_of(long_document(2_500, 1_200))).block("text-1")
    assert (text["total"], text["whole"]) == (2_500, False)
    [[first, lines]] = text["segments"]
    assert (first, len(lines), lines[8]) == (1_192, 17, "line 1200")
    assert Page(page_of(long_document(1_500, 1_200))).block("text-1")["whole"]


def test_a_text_that_says_something_else_is_not_shown() -> None:
    result = small()
    other = tuple(replace(text, text=text.text.replace("messages", "something")) for text in result.texts)
    rows = Page(page_of(replace(result, texts=other))).block("data")["findings"]
    field = rows[6]
    assert "t" not in field
    assert field["q"] == [[10, ['    messages=[{"role": "user", "content": "Hi"}],']]]
    assert [("t" in row) for row in rows] == [True, True, False, True, True, True, False, True]


def test_texts_without_findings_stay_away() -> None:
    result = replace(small(), texts=(*small().texts, ShownText("secret.md", None, "nobody asked")))
    assert "nobody asked" not in page_of(result)


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (["a.md"], ["."]),
        (["docs/a.md", "docs/b.md"], ["docs", "docs"]),
        (["docs/a.md", "docs/x/b.md"], ["docs (directly)", "docs/x"]),
        (["docs/x/a.md", "docs/y/1/b.md", "docs/y/2/b.md"], ["docs/x", "docs/y/1", "docs/y/2"]),
        (["/a/b.md", "/c/d.md"], ["/a", "/c"]),
        (
            [f"d/{n}/{m}/a.md" for n in range(4) for m in range(4)],
            [f"d/{n}" for n in range(4) for _ in range(4)],
        ),
        (["https://h.example/a/1", "https://h.example/b/2"], ["https://h.example/a", "https://h.example/b"]),
    ],
)
def test_folders(paths: list[str], folders: list[str]) -> None:
    assert [folders_of(paths)[path] for path in paths] == folders


def test_the_overview_counts() -> None:
    words = " ".join(" ".join(Page(page_of(small())).words).split())
    assert "3 errors" in words
    assert "7 findings make the run fail." not in words
    failing = sum(finding.severity >= Severity.WARNING for finding in small().findings)
    assert f"{failing} findings make the run fail." in words
    assert "4 of 6 samples wholly understood" in words
    assert "KEY001 realistic-key 2 2 errors" in words


def test_without_scripts_every_finding_is_listed() -> None:
    text = page_of(small())
    listed = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert listed.count("<li>") == len(small().findings)


def test_a_large_report_stays_of_a_size_that_can_be_sent() -> None:
    result = large()
    assert len(result.findings) == 5_000
    size = len(page_of(result).encode())
    text = sum(len(text.text) for text in result.texts)
    assert size < text + 5_000 * 900


def test_only_our_masks_are_in_it() -> None:
    assert MASKED in STREAM
    assert re.findall(r"sk-[^*\\\s\"<&]+", page_of(small())) == []


def finding_at(result: Result, code: str) -> Finding:
    return next(finding for finding in result.findings if finding.code == code)


def test_a_fix_over_several_lines_shows_them_before_and_after() -> None:
    result = small()
    finding = finding_at(result, "STR003")
    fix = finding_at(result, "API001").fix
    assert fix is not None
    lines = STREAM.split("\n")
    edit = replace(fix.edits[0], line=8, column=14, end_line=11, end_column=4, text="ask(\n    x")
    twice = replace(fix.edits[0], line=14, column=1, end_line=14, end_column=1, text="# ")
    changed = replace(finding, fix=replace(fix, edits=(twice, edit)))
    [row] = Page(page_of(replace(result, findings=(changed,)))).block("data")["findings"]
    assert row["f"]["changes"] == [
        [8, lines[7:11], [lines[7][:13] + "ask(", "    x" + lines[10][3:]]],
        [14, [lines[13]], ["# " + lines[13]]],
    ]
    alone = Page(page_of(replace(result, findings=(changed,), texts=()))).block("data")["findings"]
    assert alone[0]["f"]["changes"] == [[8, [], ["ask(", "    x"]], [14, [], ["# "]]]
