"""What the reports look like. DRAFTPROOF_UPDATE_GOLDEN=1 writes the files anew; then read the difference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report_builders import Draft

from draftproof.finding import (
    Confidence,
    Counts,
    LeftSample,
    Result,
    RuleDescription,
    SampleReference,
    Severity,
)
from draftproof.reports.registry import render
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.finding import Finding

GOLDEN = Path(__file__).parent / "golden"
MASKED = "sk-" + "*" * 24

PYTHON = f"""\
# Streaming

```python
from openai import OpenAI
client = OpenAI(api_key="{MASKED}")
again = OpenAI(api_key="{MASKED}")
two = "{MASKED}", "{MASKED}"
stream = client.responses.create(
    model="some-model",
    messages=[{{"role": "user", "content": "Hi"}}],
    stream=True,
)
for event in stream:
    print(client.api_key)
```
"""
SAMPLE = SampleReference("python", 0, 4)
DRAFT = Draft("docs/streaming.md", PYTHON)
KEY_MESSAGE = "this literal has the shape of a real API key"
KEY_HELP = "Readers paste what they see. Use the placeholder <COMETAPI_KEY>, or read the environment."


def key(nth: int, draft: Draft = DRAFT) -> Finding:
    return draft.find("KEY001", MASKED, KEY_MESSAGE, nth=nth, help=KEY_HELP, replace_by="<COMETAPI_KEY>")


def field(draft: Draft = DRAFT) -> Finding:
    message = "`messages` is a field of Chat Completions; this sample calls the Responses API"
    return draft.find(
        "API001", "messages", message, help="Send `input` instead.", sample=SAMPLE, replace_by="input"
    )


def wait(draft: Draft = DRAFT) -> Finding:
    start = draft.text.index("stream = client")
    span = Span(draft.text.index("client.responses", start), draft.text.index("\n)", start) + 2)
    return draft.find(
        "STR003", "", "nothing bounds how long this stream is waited for", span=span, sample=SAMPLE
    )


def unverified(draft: Draft, model: str, nth: int = 1, severity: Severity | None = None) -> Finding:
    return draft.find(
        "MDL001",
        model,
        f"no lock file lists `{model}`",
        nth=nth,
        severity=severity,
        help="Run `draftproof catalog refresh`.",
    )


def mixed() -> tuple[Finding, ...]:
    printed = DRAFT.find(
        "KEY004", "client.api_key", "this line prints a credential", notes=("Logs are kept.",)
    )
    return (key(1), key(2), key(3), key(4), wait(), unverified(DRAFT, "some-model"), field(), printed)


def notebook() -> tuple[Finding, ...]:
    third = Draft("nb/demo.ipynb", f'\nclient = OpenAI(api_key="{MASKED}")', cell=3)
    fifth = Draft("nb/demo.ipynb", f'key = "{MASKED}"\nm = "some-model"', cell=5)
    sixth = Draft("nb/demo.ipynb", 'm = "some-model"', cell=6)
    return (key(1, third), key(1, fifth), unverified(fifth, "some-model"), unverified(sixth, "some-model"))


def one_line(path: str, line: str, needle: str, code: str = "API001") -> Finding:
    return Draft(path, line).find(code, needle, f"this is about {needle}")


def wide() -> tuple[Finding, ...]:
    return (
        one_line("wide-1.md", '模型 = create(model="日本", messages=1)', "messages"),
        one_line("wide-2.md", "print('👩\u200d💻 ❤\ufe0f e\u0301 ok', messages)", "messages"),
        one_line("wide-3.md", "あいう = 全角文字 + 1", "全角文字"),
    )


def tabs() -> tuple[Finding, ...]:
    return (
        one_line("tabs-1.md", "\tif x:\t# then", "x"),
        one_line("tabs-2.md", "\t\tmessages\t= []", "messages\t= []"),
    )


def long_lines() -> tuple[Finding, ...]:
    filler = "word " * 200
    return (
        one_line("long-1.md", f"messages {filler}", "messages"),
        one_line("long-2.md", f"{filler}messages {filler}", "messages"),
        one_line("long-3.md", f"{filler}messages", "messages"),
        one_line("long-4.md", "x = '" + "y" * 5000 + "' # end", "y" * 5000),
        one_line("long-5.md", "漢字" * 300 + "messages" + "漢字" * 300, "messages"),
    )


def hostile() -> tuple[Finding, ...]:
    line = "a = '\x1b]0;owned\x07 \u202egnp.exe \u2066 \x9b31m \u200b ##vso[task.x] \ud83d' + messages"
    path = "docs/\x1b[2J\u202ecod\n::error::x.md"
    message = "bad value \x1b[31mred\x1b[0m\r\nerror[KEY001]: forged \u2028 ##[warning]forged"
    start = line.index("messages")
    return (
        Draft(path, line).find(
            "API001",
            "messages",
            message,
            help="first line\n::set-output name=x::y\n\x1b[1mbold",
            notes=("\u202enote",),
            span=Span(start, start + 8),
        ),
        Draft("::warning::x.md", line).find("KEY004", "owned\x07", "the escape is part of the span"),
        Draft("::warning::x.md", line).find("KEY003", "a", "advice in a strangely named file"),
    )


def advice() -> tuple[Finding, ...]:
    many = Draft("docs/a.md", "".join(f"call some-model {n}\n" for n in range(12)) + "other-model\n")
    few = Draft("docs/b.md", "x\nother-model\n")
    link = Draft("docs/b.md", "see https://blog.example/api")
    return (
        *(unverified(many, "some-model", n) for n in range(1, 13)),
        unverified(many, "other-model"),
        unverified(few, "other-model"),
        link.find("SRC002", "https://blog.example/api", "the provider documents its API elsewhere"),
    )


def odd_spans() -> tuple[Finding, ...]:
    text = "first line\n  second line  \nthird line\n"
    draft = Draft("odd.md", text)
    whole = Draft("broken.ipynb", "")
    three = Draft("odd.md", "call(\n    a,\n)\n")
    empty = whole.find("DOC001", "", "not a notebook: the JSON ends early", span=Span(0, 0))
    return (
        empty,
        draft.find("API002", "", "`model` is missing", span=Span(5, 5)),
        draft.find("API002", "", "at the end of the line", span=Span(10, 10)),
        draft.find("API002", "", "with its line end", span=Span(2, 11)),
        draft.find("API002", "", "two lines", span=Span(6, 22)),
        three.find("API002", "", "three lines", span=Span(0, 14)),
    )


def described() -> tuple[RuleDescription, ...]:
    return (
        RuleDescription(
            "KEY001",
            "realistic-key",
            "credentials",
            Severity.ERROR,
            Confidence.HIGH,
            "Flags a literal that looks like a key.",
            "Flags a literal that looks like a key: in code and prose.",
            "Use the placeholder.",
            "## What it does\n\nFlags a literal.\n\n## Why it matters\n\nReaders paste it.",
            "https://example.invalid/rules/KEY001",
        ),
    )


def left() -> tuple[LeftSample, ...]:
    return (
        LeftSample("docs/streaming.md", 20, "python", "partial", "`options` is not shown here"),
        LeftSample("nb/demo|x.ipynb", 3, "fortran", "unread", "this language is not read", cell=4),
    )


COUNTS = Counts(documents=14, code_blocks=31, suppressed=1, hidden=4)
CLEAN = Counts(documents=14, code_blocks=31)
PLAIN = Style()
FULL = Result(mixed(), COUNTS, version="1.2.3", left=left(), rules=described())
BROKEN = Result((), Counts(), ("missing.md: no such file",), version="1.2.3", notes=("link.md: a link",))
SERVICES = ("sarif", "github", "gitlab", "junit", "rdjson", "markdown")

CASES: dict[str, tuple[str, Result, Style]] = {
    "mixed.txt": ("text", Result(mixed(), COUNTS), Style(fix_available=True)),
    "mixed-verbose.txt": ("text", Result(mixed(), COUNTS), Style(verbose=True)),
    "mixed-colour.txt": ("text", Result(mixed(), COUNTS), Style(colour=True, fix_available=True)),
    "mixed-narrow.txt": ("text", Result(mixed(), COUNTS), Style(width=60)),
    "mixed-statistics.txt": ("text", Result(mixed(), COUNTS), Style(statistics=True)),
    "mixed.concise": ("concise", Result(mixed(), COUNTS), PLAIN),
    "mixed.jsonl": ("jsonl", Result(mixed(), COUNTS), PLAIN),
    "mixed.json": ("json", Result(mixed(), COUNTS, ("missing.md: no such file",), version="1.2.3"), PLAIN),
    "notebook.txt": ("text", Result(notebook(), COUNTS), PLAIN),
    "notebook.concise": ("concise", Result(notebook(), COUNTS), PLAIN),
    "notebook.jsonl": ("jsonl", Result(notebook(), COUNTS), PLAIN),
    "wide.txt": ("text", Result(wide(), COUNTS), PLAIN),
    "tabs.txt": ("text", Result(tabs(), COUNTS), PLAIN),
    "long.txt": ("text", Result(long_lines(), COUNTS), Style(width=80)),
    "hostile.txt": ("text", Result(hostile(), COUNTS), PLAIN),
    "hostile.concise": ("concise", Result(hostile(), COUNTS), PLAIN),
    "hostile.jsonl": ("jsonl", Result(hostile(), COUNTS), PLAIN),
    "advice.txt": ("text", Result(advice(), COUNTS), PLAIN),
    "odd-spans.txt": ("text", Result(odd_spans(), COUNTS), PLAIN),
    "clean.txt": ("text", Result((), CLEAN), Style(statistics=True, fix_available=True)),
    "clean.json": ("json", Result((), CLEAN, version="1.2.3"), PLAIN),
} | {
    f"{name}.{service}": (service, result, PLAIN)
    for service in SERVICES
    for name, result in (
        ("mixed", FULL),
        ("notebook", Result(notebook(), COUNTS)),
        ("hostile", Result(hostile(), COUNTS)),
        ("clean", Result((), CLEAN, version="1.2.3")),
        ("broken", BROKEN),
    )
}


@pytest.mark.parametrize("name", CASES)
def test_looks_as_agreed(name: str) -> None:
    form, result, style = CASES[name]
    output = "".join(render(form, result, style))
    if form in {"text", "concise"}:
        output += f"--- stderr\n{summary(result, style)}\n"
    path = GOLDEN / name
    if os.environ.get("DRAFTPROOF_UPDATE_GOLDEN"):
        path.write_bytes(output.encode("utf-8"))
    assert output == path.read_bytes().decode("utf-8")


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)
