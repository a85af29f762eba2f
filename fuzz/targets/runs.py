"""Whole runs over one document: no fault, nothing that acts, no credential, fixes that change nothing else."""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

import datetime
import json
import re
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from draftproof.checks.credentials.detector import find_credentials
from draftproof.engine.running import Runner, RunOptions
from draftproof.finding import Confidence
from draftproof.reading.document import Part
from draftproof.reports.registry import NAMES, render
from draftproof.reports.style import Style
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.text.source import Source
from fuzz import material
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.engine.running import Run
    from draftproof.finding import Finding, Result

_TODAY: Final = datetime.date(2026, 1, 31)
_OPTIONS: Final = RunOptions(
    _TODAY, select=("ALL",), isolated=True, min_confidence=Confidence.LOW, use_cache=False, texts=True
)
_STYLES: Final = (Style(), Style(verbose=True, statistics=True, width=60))
_ACTS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""What acts on a terminal or reorders text. Only line ends and tabs may stand in a report."""
_COMMAND: Final = re.compile(
    r"^\s*::(?!error |warning |notice |group::|endgroup::)|##vso\[|##teamcity\[", re.MULTILINE
)
_MARK: Final = "{{key:%s}}"
_SHAPES: Final = ("sk-48", "github-classic", "openai-project", "anthropic-api", "groq")
_WORDS: Final = (
    *(_MARK % shape for shape in _SHAPES),
    *(
        '<!-- draftproof: ignore[KEY001] reason="x" -->\n',
        "<!-- draftproof: ignore-file[API] -->\n",
        "until=2026-01-01",
    ),
    *(
        "draftproof: ignore[",
        "{/* draftproof: ignore[KEY] */}",
        "```python draftproof-ignore=KEY001\n",
        "reason='",
    ),
    *(
        'api_key="',
        "export OPENAI_API_KEY=",
        "Authorization: Bearer ",
        "https://u:p@h/?api_key=",
        "print(api_key)\n",
    ),
    *(
        "client.responses.create(",
        "messages=[",
        'model="gpt-4o-mini-2024-07-18"',
        "max_tokens=9",
        "stream=True",
    ),
    *(
        "is the fastest API",
        "free forever",
        "```python\n",
        "```\n",
        "> ",
        "- ",
        "| a | b |\n| - | - |\n",
        "---\n",
    ),
    *(
        "\u202e",
        "\x1b]8;;http://a\x07",
        "::error::x",
        "##vso[task.x]",
        "<script>",
        "]]>",
        "\x00",
        "\u2066",
        "%0A",
    ),
)


def _checked(data: bytes, name: str, **changes: Any) -> Run:
    options = replace(_OPTIONS, stdin_filename=name, stdin=data, **changes)
    run = Runner(options).run(["-"])
    hold(not run.errors, f"a run had a fault: {' '.join(run.errors)[:200]}")
    return run


def _hold_places(findings: Sequence[Finding], data: bytes) -> None:
    lines = re.split("\r\n|\n|\r", data.decode("utf-8-sig", "replace"))
    for finding in findings:
        place = finding.place
        hold(
            1 <= place.file_line <= place.file_end_line <= len(lines),
            f"{finding.code} is at no line of the file",
        )
        if place.file_end_line == place.file_line:
            hold(place.file_column <= place.file_end_column, f"{finding.code} ends before it begins")
        hold(
            place.file_end_column <= len(lines[place.file_end_line - 1]) + 2,
            f"{finding.code} ends behind its line",
        )


def _reports(result: Result) -> dict[str, str]:
    return {
        f"{name} {number}": "".join(render(name, result, style))
        for name in NAMES
        for number, style in enumerate(_STYLES if name in ("text", "concise", "markdown") else _STYLES[:1])
    }


def _harmless(reports: dict[str, str]) -> None:
    for name, text in reports.items():
        found = _ACTS.search(text)
        hold(found is None, f"the report {name} holds {ascii(found[0]) if found else ''}")
        if name.startswith(("text", "concise", "github")):
            hold(not _COMMAND.search(text), f"the report {name} holds a command for a build service")
        if name.startswith(("json ", "sarif", "gitlab", "rdjson")):
            json.loads(text)
        elif name.startswith("jsonl"):
            for line in text.split("\n"):
                hold(not line or isinstance(json.loads(line), dict), "a line of jsonl is no object")
        elif name.startswith("junit"):
            ET.fromstring(text)


def _check(name: str, data: bytes) -> None:
    run = _checked(data, name)
    _hold_places(run.result.findings, data)
    _harmless(_reports(run.result))


def _bodies(data: bytes, name: str) -> set[str]:
    """What must not be seen: the bodies of the literal credentials that the document holds."""
    _, facts, _ = Runner(replace(_OPTIONS, stdin_filename=name, stdin=data)).facts_of(["-"])
    found = [c for fact in facts for part in (*fact.credentials, fact.raw_credentials) for c in part]
    return {
        each.value.reveal()[len(each.value.prefix) :]
        for each in found
        if each.verdict.is_literal and "\n" not in each.value.reveal()
    }


def _mask(name: str, data: bytes) -> None:
    text = material.filled(data.decode("utf-8", "replace"))
    data = text.encode()
    bodies = {body for body in _bodies(data, name) if len(body) >= 12}
    result = _checked(data, name).result
    patterns = builtin_rulebook().patterns
    for report, said in _reports(result).items():
        for body in bodies:
            hold(body not in said, f"the report {report} shows a credential of {len(body)} characters")
        if report.startswith("text"):
            left = [each for each in find_credentials(Part(Source(said), ()), patterns) if each.shape]
            # A line that is cut short may begin in the middle of a word, which is no key in the document.
            shown = [e for e in left if e.verdict.is_literal and not _is_in_words(e.value.reveal(), text)]
            hold(not shown, f"the report {report} shows a key's shape")


def _is_in_words(value: str, text: str) -> bool:
    """True where a value stands in a text as the end of longer words only."""
    before = [text[match.start() - 1 : match.start()] for match in re.finditer(re.escape(value), text)]
    return bool(before) and all(character.isalnum() for character in before)


def _fix(name: str, data: bytes) -> None:
    data = material.filled(data.decode("utf-8", "replace")).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        options = replace(_OPTIONS, fix=True, unsafe_fixes=len(data) % 2 == 0, stdin=None)
        first = Runner(options).run([str(path)])
        hold(not first.errors, f"a run with fixes had a fault: {' '.join(first.errors)[:200]}")
        once = path.read_bytes()
        hold(
            (first.result.counts.fixed > 0) == (once != data), "what was written and what was counted differ"
        )
        second = Runner(options).run([str(path)])
        hold(
            second.result.counts.fixed == 0 and path.read_bytes() == once, "a second run fixed something more"
        )
        said = [[(f.code, f.message) for f in run.result.findings] for run in (first, second)]
        hold(said[0] == said[1], "a run with fixes does not end with what is left")
        hold(_codes(first) <= _codes(_checked(data, name)), "a fix brought a finding of a new kind")
        hold(sorted(Path(folder).iterdir()) == [path], "a fix left a file behind")


def _codes(run: Run) -> Counter[str]:
    return Counter(finding.code for finding in run.result.findings)


def _documents() -> Sequence[bytes]:
    return material.documents()[::2]


def _marked() -> Sequence[bytes]:
    """Documents with the marks of credentials still in them: mutations move them about whole."""
    shown = [text for text in material.articles() if "{{key:" in text][:40]
    placed = (
        f'```python\nclient = OpenAI(api_key="{_MARK % shape}", model="x")\nprint("{_MARK % shape}")\n```\n\n'
        f"# The key {_MARK % shape}\n\n| a | `{_MARK % shape}` |\n| - | - |\n| [x](https://h/?token={_MARK % shape}) | y |\n\n"
        f'<!-- draftproof: ignore[KEY] reason="{_MARK % shape}" -->\n\nBearer {_MARK % shape}\n'
        for shape in _SHAPES
    )
    return [text[:3_000].encode() for text in (*shown, *placed)]


def _notebooks() -> Sequence[bytes]:
    texts = [text.decode() for text in _marked()]
    return [material.notebook(*pair) for pair in zip(texts[::2], texts[1::2], strict=False)]


TARGETS: Final = (
    Target(
        "check", "a whole run over Markdown, in every report", _documents, partial(_check, "a.md"), _WORDS
    ),
    Target("check-mdx", "the same over MDX", _documents, partial(_check, "a.mdx"), _WORDS),
    Target("check-notebook", "the same over notebooks", _notebooks, partial(_check, "a.ipynb"), _WORDS),
    Target("mask", "credentials anywhere, in every report", _marked, partial(_mask, "a.md"), _WORDS),
    Target("mask-notebook", "the same in notebooks", _notebooks, partial(_mask, "a.ipynb"), _WORDS),
    Target("fix", "fixes of Markdown", _marked, partial(_fix, "a.md"), _WORDS),
    Target("fix-notebook", "fixes of notebooks", _notebooks, partial(_fix, "a.ipynb"), _WORDS),
)
