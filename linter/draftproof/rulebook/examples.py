"""The examples in a rule's page are its tests: what they flag and what they leave alone.

An example is a fence whose info string is ``markdown flagged`` or ``markdown clean``, optionally with
``lines=3,5`` (exactly these lines are flagged), ``path=setup.mdx`` (what the document would be called) and,
for an evidence record, ``gone=a.md`` (the article that there is no more). A fence marked ``file`` with
``path=a.py`` is a file that the examples after it may include.
Credentials stand in it as ``{{key:ID}}`` and are filled in when it runs.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.configuration.model import Settings
from draftproof.dataclass import dataclass
from draftproof.engine.judging import judge
from draftproof.engine.selection import select_rules
from draftproof.finding import Confidence, Severity
from draftproof.reading.document import BlockKind
from draftproof.reading.reader import read
from draftproof.rulebook.specimens import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.catalogs.folder import Catalogs
    from draftproof.finding import Finding
    from draftproof.reading.document import Document
    from draftproof.records.evidence import Evidence
    from draftproof.rulebook.model import Rule, Rulebook

EXAMPLE_DATE = datetime.date(2026, 1, 31)
"""The date on which examples run."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule's page. ``line`` is where its fence begins in the rule file."""

    rule: Rule
    line: int
    text: str
    flagged: bool
    lines: tuple[int, ...] = ()
    path: str = "example.md"
    catalog: str = ""
    """The text of the lock file that holds for it: the fence marked ``catalog`` that stands before it."""
    record: str = ""
    """The text of its evidence record: the fence marked ``record`` that stands before it."""
    gone: str = ""
    """For a record, the article that there is no more."""
    files: tuple[tuple[str, str], ...] = ()
    """Paths and texts of the files that it may include: the fences marked ``file`` that stand before it."""


def examples_of(rule: Rule) -> tuple[Example, ...]:
    """The examples in a rule's page, in order. Raises OSError when the page cannot be read."""
    text = Path(rule.document).read_text(encoding="utf-8")
    document = read(text.encode(), rule.document)
    part = document.parts[0]
    found: list[Example] = []
    catalog = record = ""
    files: list[tuple[str, str]] = []
    for block in part.blocks:
        words = block.info.split()
        if block.kind is BlockKind.CODE and words[1:2] == ["catalog"]:
            catalog = block.content.text
        if block.kind is BlockKind.CODE and words[1:2] == ["record"]:
            record = block.content.text
        if block.kind is BlockKind.CODE and words[1:2] == ["file"]:
            files.append((block.attributes.get("path", ""), block.content.text))
        if block.kind is not BlockKind.CODE or block.containers or words[1:2] not in (["flagged"], ["clean"]):
            continue
        options = dict(word.split("=", 1) for word in words[2:] if "=" in word)
        lines = tuple(int(number) for number in options.get("lines", "").split(",") if number.isdigit())
        line = part.source.position(block.span.start).line
        found.append(
            Example(
                rule,
                line,
                block.content.text,
                words[1] == "flagged",
                lines,
                options.get("path", "example.md"),
                catalog,
                record,
                options.get("gone", ""),
                tuple(files),
            )
        )
    return tuple(found)


class ExampleRunner:
    """Runs examples with all default rules and the rule in question, as a user's run would."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def findings(self, example: Example, seed: int = 0) -> tuple[Finding, ...]:
        """All findings of an example, those of other rules included."""
        text = fill(example.text, self._rulebook.vocabularies["key-shapes"], seed)
        document = _with_files(read(text.encode(), example.path), example)
        facts = Facts(
            document,
            self._rulebook,
            PlaceholderPolicy(),
            EXAMPLE_DATE,
            catalogs=lambda: _catalogs(example.catalog),
            evidence=lambda: _evidence(example),
        )
        active = select_rules(self._rulebook, Settings(extend_select=(example.rule.code,)))
        judgement = judge(
            facts, active, root_path=example.path, min_severity=Severity.ADVICE, min_confidence=Confidence.LOW
        )
        return judgement.findings

    def faults(self, example: Example) -> Iterator[str]:
        """What an example shows that it should not, one sentence each."""
        lines = sorted({f.place.line for f in self.findings(example) if f.code == example.rule.code})
        where = f"{example.rule.document}:{example.line}"
        if not example.flagged and lines:
            yield f"{where}: the clean example is flagged on line {', '.join(map(str, lines))}"
        if example.flagged and not lines:
            yield f"{where}: the flagged example is not flagged"
        if example.flagged and lines and example.lines and lines != sorted(example.lines):
            wanted, got = ", ".join(map(str, sorted(example.lines))), ", ".join(map(str, lines))
            yield f"{where}: lines {wanted} should be flagged, lines {got} are"


def missing_examples(rule: Rule) -> Iterator[str]:
    """A rule's page needs at least one flagged and one clean example."""
    examples = examples_of(rule)
    for flagged, word in ((True, "flagged"), (False, "clean")):
        if not any(example.flagged is flagged for example in examples):
            yield f"{rule.document}:1: there is no {word} example"


def _evidence(example: Example) -> Evidence:
    from draftproof.records.evidence import Evidence, KeptRecord  # noqa: PLC0415 - few rules ask
    from draftproof.records.places import FOLDER, SUFFIX  # noqa: PLC0415
    from draftproof.records.reading import record_of  # noqa: PLC0415

    if not example.record:
        return Evidence(missing_article=example.gone)
    path = f"{(FOLDER / example.path).as_posix()}{SUFFIX}"
    return Evidence((KeptRecord(path, "", record_of(example.record)),))


def _with_files(document: Document, example: Example) -> Document:
    from draftproof.reading.hints import may_include  # noqa: PLC0415 - few rules ask

    if not may_include(example.text):
        return document
    from draftproof.reading.including import Opened, Unopened, with_included  # noqa: PLC0415

    files = dict(example.files)

    def opened(path: str, style: object, base: str) -> Opened | Unopened:  # noqa: ARG001 - an Opener
        return Opened(path, path, path, files[path]) if path in files else Unopened("is not there")

    return with_included(document, opened)


def _catalogs(text: str) -> Catalogs:
    from draftproof.catalogs.folder import NO_CATALOGS, Catalogs  # noqa: PLC0415 - few rules ask
    from draftproof.catalogs.lockfile import lock_of, parsed  # noqa: PLC0415

    if not text:
        return NO_CATALOGS
    lock = lock_of(parsed(text, "catalog"))
    return Catalogs({lock.provider: lock})
