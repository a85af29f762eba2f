"""Results for the HTML report: a small one with everything in it, a hostile one, a large one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from report_builders import Draft

from draftproof.finding import (
    Confidence,
    Counts,
    Edit,
    Finding,
    Fix,
    LeftInclude,
    LeftSample,
    Place,
    QuotedLine,
    Result,
    RuleDescription,
    SampleReference,
    Severity,
    ShownText,
)
from draftproof.reports.html.page import render
from draftproof.reports.style import Style
from draftproof.text.source import Span

MASKED = "sk-" + "*" * 24
STREAM = f"""\
# Streaming

Up to ten times faster than anything.

```python
from openai import OpenAI
client = OpenAI(api_key="{MASKED}")
stream = client.responses.create(
    model="some-model",
    messages=[{{"role": "user", "content": "Hi"}}],
    stream=True,
)
for event in stream:
\tprint(client.api_key)
```
"""
CELL = f'import os\nkey = "{MASKED}"\nm = "some-model"\n'
HOSTILE = (
    "</script><script>window.owned=1</script><img src=x onerror=window.owned=2>"
    "\"'><svg onload=window.owned=3>"
    "\x1b[31mred\u202egnp.exe\u2066 <!-- <script> ]]> &lt; ${window.owned=4} {{7*7}}"
)


def described(code: str, page: str = "", **more: str) -> RuleDescription:
    texts = {"summary": f"Flags what {code} flags.", "description": "", "help": "", "url": ""} | more
    name, family = {"KEY001": ("realistic-key", "credentials"), "API001": ("foreign-field", "endpoints")}.get(
        code, ("some-rule", "models")
    )
    return RuleDescription(
        code=code,
        name=name,
        family=family,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        page=page,
        **texts,
    )


def small() -> Result:
    """Two documents, one a notebook, in two folders; with texts, but for one finding's."""
    draft, cell = Draft("docs/stream/streaming.md", STREAM), Draft("docs/nb/demo.ipynb", CELL, cell=3)
    lost = Draft("docs/nb/lost.md", "one\nsome-model\nthree\n")
    sample = SampleReference("python", 0, 6)
    key_help = "Use the placeholder <COMETAPI_KEY>, or read the environment."
    field = draft.find(
        "API001",
        "messages",
        "`messages` is a field of Chat Completions; this sample calls the Responses API",
        help="Send `input` instead.",
        sample=sample,
        replace_by="input",
    )
    claim = draft.find("SRC002", "Up to ten times faster", 'nothing here shows "Up to ten times faster"')
    unsafe = cell.find("MDL001", "some-model", "no lock file lists `some-model`", replace_by="<MODEL_ID>")
    findings = (
        cell.find("KEY001", MASKED, "this has the shape of a key", help=key_help, notes=("Revoke it.",)),
        replace(unsafe, fix=unsafe.fix and replace(unsafe.fix, applicability="unsafe")),
        lost.find("MDL001", "some-model", "no lock file lists `some-model`"),
        replace(claim, confidence=Confidence.MEDIUM),
        draft.find(
            "KEY001", MASKED, "this has the shape of a key", help=key_help, replace_by="<COMETAPI_KEY>"
        ),
        draft.find("STR003", "", "nothing bounds this wait", span=_span(STREAM, "client.responses", "\n)")),
        replace(field, heading_path=("Streaming", "The call")),
        draft.find("KEY004", "client.api_key", "this line prints a credential"),
    )
    page = "## What it does\n\nFlags a [literal](https://a.example/x) or `two`.\n\n## Sources\n\n- one\n- two"
    return Result(
        findings,
        Counts(documents=5, code_blocks=9, understood=4, partial=1, unread=1, suppressed=2, lost_includes=1),
        ("missing.md: no such file",),
        version="1.2.3",
        left=(
            LeftSample("docs/stream/streaming.md", 40, "python", "partial", "`options` is not shown here"),
            LeftSample("docs/nb/demo.ipynb", 3, "fortran", "unread", "this language is not read", cell=4),
        ),
        notes=("link.md: a link",),
        rules=(described("API001", page), described("KEY001", page, url="https://a.example/KEY001")),
        lost_includes=(LeftInclude("docs/stream/streaming.md", 44, 1, "../gone.py", "no such file"),),
        texts=(ShownText(draft.path, None, STREAM), ShownText(cell.path, 3, CELL)),
    )


def _span(text: str, first: str, last: str) -> Span:
    start = text.index(first)
    return Span(start, text.index(last, start) + len(last))


def hostile() -> Result:
    """Text that would act in every field that a document, a rule or a file name can fill."""
    line = f"before {HOSTILE} messages {HOSTILE}"
    text = f"# {HOSTILE}\n\n{line}\n"
    draft = Draft(f"docs/{HOSTILE}.md", text)
    found = draft.find("API001", f"messages {HOSTILE}", HOSTILE, help=f"`{HOSTILE}`", notes=(HOSTILE,))
    found = replace(
        found,
        excerpt=HOSTILE,
        url="javascript:window.owned=5",
        fingerprint=HOSTILE,
        heading_path=(HOSTILE,),
        sample=SampleReference(HOSTILE, 0, 1),
        fix=Fix("safe", (Edit(3, 1, 3, 4, HOSTILE, Span(0, 1)), Edit(1, 1, 2, 1, HOSTILE, Span(0, 1)))),
    )
    quoted_only = replace(found, path="other.md", fingerprint="other", quoted=(QuotedLine(3, line),))
    page = (
        f"## {HOSTILE}\n\n{HOSTILE}\n\n![x](https://a.example/x.png) [x](javascript:window.owned=6) "
        "<img src=x onerror=window.owned=7>\n\n```\n" + HOSTILE + "\n```\n"
    )
    return Result(
        (found, quoted_only),
        Counts(documents=1, code_blocks=1),
        (HOSTILE,),
        version=HOSTILE,
        left=(LeftSample(HOSTILE, 1, HOSTILE, "partial", HOSTILE),),
        notes=(HOSTILE,),
        rules=(described("API001", page, summary=HOSTILE, url="javascript:window.owned=8"),),
        lost_includes=(LeftInclude(HOSTILE, 1, 1, HOSTILE, HOSTILE),),
        texts=(ShownText(draft.path, None, text),),
    )


def large(number: int = 5_000, documents: int = 250) -> Result:
    """So many findings, spread evenly over documents of 400 lines and over rules."""
    codes = ("KEY001", "API001", "MDL001", "STR003", "SRC002", "KEY004")
    families = ("credentials", "endpoints", "models", "streaming", "sources", "credentials")
    texts, findings = [], []
    for document in range(documents):
        path = f"docs/part-{document % 10}/article-{document:03d}.md"
        lines = [f"Line {n} of article {document}: ask some-model for what it can do." for n in range(1, 401)]
        texts.append(ShownText(path, None, "\n".join(lines)))
        for index in range(number // documents):
            at, kind = 1 + index * 19, (document + index) % len(codes)
            place = Place(at, 10, at, 20, at, 10, at, 20)
            findings.append(
                Finding(
                    code=codes[kind],
                    name=f"rule-{kind}",
                    family=families[kind],
                    severity=Severity(1 + kind % 3),
                    confidence=Confidence.HIGH if index % 4 else Confidence.MEDIUM,
                    message=f"sentence {index} about `word-{document % 50}`",
                    path=path,
                    place=place,
                    excerpt=lines[at - 1][9:19],
                    help="What to do about it, in a sentence of usual length.",
                    url="https://a.example/rule",
                    fingerprint=f"{document:04d}{index:04d}",
                    quoted=(QuotedLine(at, lines[at - 1]),),
                    fix=Fix("safe", (Edit(at, 10, at, 20, "text", Span(0, 1)),)) if index % 5 == 0 else None,
                )
            )
    return Result(
        tuple(findings), Counts(documents, code_blocks=documents), version="1.2.3", texts=tuple(texts)
    )


def page_of(result: Result) -> str:
    return "".join(render(result, Style()))


class Page(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the content of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.words: list[str] = []
        self._open: dict[str, str | None] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = dict(attrs) if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.scripts.append((self._open, data))
            self._open = None
        else:
            self.words.append(data)

    def block(self, name: str) -> Any:
        return next(json.loads(text) for attributes, text in self.scripts if attributes.get("id") == name)


def without_assets(text: str) -> str:
    """The page without its style, its script and their hashes, which are tested in a browser."""
    text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    text = re.sub(r"<script>\n.*?</script>", "<script></script>", text, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]{44}", "sha256-", text)
