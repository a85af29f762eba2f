"""What a tutorial on streaming Responses should hold (GDE001-GDE005)."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest
from checks_support import facts_of, hits, marked

from draftproof.finding import Confidence
from draftproof.rulebook.loading import builtin_rulebook
from drafts import findings, write

if TYPE_CHECKING:
    from pathlib import Path

GUIDE_RULES = tuple(rule.code for rule in builtin_rulebook().rules if rule.code.startswith("GDE"))
REFERENCE = "https://apidoc.cometapi.com/api/text/responses"
REQUEST = """```python
from openai import OpenAI

client = OpenAI(base_url="https://api.cometapi.com/v1"{timeout})
for event in client.responses.create(model="<MODEL_ID>", input="Hi", stream=True):
    print(event.type)
```
"""
SECTIONS = {
    "head": "# Stream Responses with CometAPI\n\nThe request goes to the endpoint of the reference, and "
    "the events of the answer are printed as they arrive.\n\n" + REQUEST.format(timeout=""),
    "GDE001": "## Error path\n\nRepeat the request with an invalid placeholder credential. The client must "
    "record an authentication failure and must not try again.\n",
    "GDE002": "## How it ends\n\nThe client stops after sixty seconds and records a timeout as a state.\n",
    "GDE003": f"## Sources checked\n\n- [CometAPI Responses reference]({REFERENCE}) - accessed 2026-01-20\n",
    "GDE004": "## Contract\n\n| Area | What to verify | Source URL | Accessed |\n|---|---|---|---|\n"
    f"| Path | the target of the request | {REFERENCE} | 2026-01-20 |\n",
    "GDE005": "## What not to assert\n\nThis does not prove that a model is available or fast.\n",
}


def said(text: str, name: str = "page.md") -> list[str]:
    facts = facts_of(text, name)
    return [code for code in GUIDE_RULES if hits(code, facts)]


def tutorial(**changes: str) -> str:
    """The whole tutorial with some sections as given."""
    return "\n".join({**SECTIONS, **changes}.values())


def test_the_rules_are_five_and_off() -> None:
    rules = builtin_rulebook().by_code
    assert GUIDE_RULES == ("GDE001", "GDE002", "GDE003", "GDE004", "GDE005")
    assert not any(rules[code].default for code in GUIDE_RULES)


def test_a_whole_tutorial_lacks_nothing() -> None:
    assert said(tutorial()) == []


@pytest.mark.parametrize("code", GUIDE_RULES)
def test_what_is_left_out_is_missed_and_nothing_else(code: str) -> None:
    facts = facts_of(tutorial(**{code: ""}))
    assert [each for each in GUIDE_RULES if hits(each, facts)] == [code]
    [hit] = hits(code, facts)
    assert marked(hit, facts) == "Stream Responses with CometAPI"


def test_a_tutorial_of_a_sample_alone_lacks_all() -> None:
    assert said(SECTIONS["head"]) == list(GUIDE_RULES)


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("GDE001", "Send it again without a key; the server answers 401."),
        ("GDE001", "- Error path: once with a revoked key.\n- It is rejected, and nothing is printed."),
        ("GDE001", "## Wrong key\n\nThe wrong key is used on purpose.\n\nExpect `AuthenticationError`."),
        ("GDE001", "```python\ntry:\n    ask()\nexcept openai.AuthenticationError:\n    print('no')\n```"),
        ("GDE002", "Set a read timeout of twenty seconds."),
        ("GDE002", "Give up after 30 seconds."),
        ("GDE002", "```bash\ncurl --max-time 30 https://api.cometapi.com/v1/models\n```"),
        ("GDE002", "```go\nctx, cancel := context.WithTimeout(ctx, time.Minute)\n```"),
        ("GDE003", f"Sources:\n\n1. <{REFERENCE}> (accessed 20 January 2026)"),
        ("GDE003", f"| Page | Last checked |\n|---|---|\n| {REFERENCE} | 2026-01-20 |"),
        ("GDE003", f"## References\n\nRead: <{REFERENCE}>, last reviewed 2026-01-20."),
        ("GDE004", "| Topic | Confirm | Docs | Retrieved |\n|---|---|---|---|\n| a | b | c | today |"),
        ("GDE005", "It cannot show that the service is up tomorrow."),
        ("GDE005", "## Limitations\n\nOne request, one model, one day."),
        ("GDE005", "The run isn't a benchmark."),
    ],
)  # fmt: skip
def test_other_ways_to_say_it(code: str, section: str) -> None:
    assert said(tutorial(**{code: section})) == []


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("GDE001", "Keep the key out of the sample. A 401 may come from a proxy."),
        ("GDE001", "```json\n{\"error_path_result\": 401}\n```"),
        ("GDE002", "The stream ends with a terminal event."),
        ("GDE002", "```json\n{\"terminal_state\": \"timeout\"}\n```"),
        ("GDE003", f"See the [reference]({REFERENCE})."),
        ("GDE004", "| Area | What to verify |\n|---|---|\n| a | b |"),
        ("GDE004", "| Area | What to verify | Source | Accessed |\n|---|---|---|---|"),
        ("GDE005", "Do not print the key."),
    ],
)  # fmt: skip
def test_what_is_not_enough(code: str, section: str) -> None:
    assert said(tutorial(**{code: section})) == [code]


def test_a_limit_in_the_sample_is_a_time_limit() -> None:
    head = SECTIONS["head"].replace(REQUEST.format(timeout=""), REQUEST.format(timeout=", timeout=30"))
    assert said(tutorial(head=head, GDE002="")) == []


def test_what_is_there_in_part_is_named() -> None:
    facts = facts_of(tutorial(GDE003=f"## Sources\n\n- <{REFERENCE}>\n"))
    assert [hit.message for hit in hits("GDE003", facts)] == ["undated"]
    facts = facts_of(tutorial(GDE004="| Area | Verify | Source |\n|---|---|---|\n| a | b | c |"))
    assert [hit.values for hit in hits("GDE004", facts)] == [{"columns": '"accessed"'}]


@pytest.mark.parametrize(
    "text",
    [
        SECTIONS["head"].replace("Stream Responses", "Ask Responses").replace("stream=True", "stream=False"),
        SECTIONS["head"].replace("responses.create", "chat.completions.create"),
        "# Streaming\n\nThe words come in one by one, and the reader of them sees each as it arrives.\n",
        f"`````markdown\n{SECTIONS['head']}`````\n",
        "# Streaming\n\nDie Anfrage geht an den Endpunkt, den die Referenz nennt; die Ereignisse der "
        "Antwort werden gedruckt, sobald sie da sind, eines nach dem anderen, bis der Strom sein Ende hat. "
        "Wer mehr wissen will, lese dort nach.\n\n" + REQUEST.format(timeout="").replace("# ", ""),
        "# 流式响应 streaming\n\n" + REQUEST.format(timeout=""),
    ],
)
def test_other_documents_are_none_of_their_business(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("streaming-guide.md", f"# CometAPI\n\nRead the reference at {REFERENCE} before anything else.\n"),
        ("page.md", "---\ntitle: Stream it\n---\n\nSend a `POST /v1/responses` and read what comes of it.\n"),
    ],
)
def test_without_a_sample_the_address_will_do(name: str, text: str) -> None:
    assert said(text, name) == list(GUIDE_RULES)


def as_markdown(text: str) -> str:
    """Plain lines as Markdown: short lines without a full stop are headings, a JSON object is a fence."""
    text = re.sub(r"(?ms)^\{\n.*?^\}$", lambda found: f"\n```json\n{found[0]}\n```\n", text)
    lines: list[str] = []
    for line in text.split("\n"):
        is_title = len(line) < 70 and re.fullmatch(r"[A-Z][\w '?-]+", line) is not None
        kind = line[:1] if line[:2] in ("- ", "| ", "|-") else ""
        before = lines[-1][:1] if lines and lines[-1] else ""
        if is_title or (kind and before != kind):
            lines.append("")
        lines.append(f"## {line}\n" if is_title else line)
    return "# Check a Responses stream\n\n" + "\n".join(lines) + "\n"


@pytest.fixture
def guide(root: Path, tmp_path: Path) -> Path:
    """The guide that the rules were made from, as Markdown."""
    source = root.parent / "shared" / "reference" / "responses-streaming-guide.txt"
    if not source.is_file():
        pytest.skip("the guide is not beside the checkout")
    write(tmp_path, {"responses-streaming-guide.md": as_markdown(source.read_text(encoding="utf-8"))})
    return tmp_path / "responses-streaming-guide.md"


def test_the_guide_follows_itself(guide: Path) -> None:
    day = datetime.date(2026, 6, 25)
    facts = facts_of(guide.read_text(encoding="utf-8"), guide.name)
    assert len(facts.review_dates) == 10
    assert findings(guide, select=(*GUIDE_RULES, "SRC"), today=day) == ()
    later = findings(guide, select=(*GUIDE_RULES, "SRC"), today=day + datetime.timedelta(days=400))
    assert [finding.code for finding in later] == ["SRC001"] * 3


def test_the_guide_yields_no_finding_of_any_family(guide: Path) -> None:
    day = datetime.date(2026, 6, 25)
    assert findings(guide, today=day, min_confidence=Confidence.MEDIUM) == ()
    assert findings(guide, today=day, select=("ALL",), min_confidence=Confidence.MEDIUM) == ()


@pytest.mark.parametrize(
    ("code", "cut"),
    [
        ("GDE001", r"- Error-path check:[^\n]*"),
        ("GDE003", r"(?m)^- .* - accessed .*\n"),
        ("GDE004", r"(?m)^\| ?Area \|.*\n"),
    ],
)
def test_the_guide_without_one_of_its_parts(guide: Path, code: str, cut: str) -> None:
    text = re.sub(cut, "", guide.read_text(encoding="utf-8"))
    assert said(text, guide.name) == [code]
