"""What each stage of a check costs, in this process: ``python -m benchmarks.stages [--corpus FOLDER]``.

Every stage reads what the ones before it made, so a figure is that of the stage alone. MB/s are megabytes of
the documents, whatever part of them a stage looks at; samples also by language, there megabytes of code.
"""

from __future__ import annotations

import argparse
import datetime
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import found, sampled, size_of
from benchmarks.figures import MEGA, spread, written_seconds
from benchmarks.generated import documents
from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.configuration.model import Settings
from draftproof.engine.judging import judge
from draftproof.engine.selection import select_rules
from draftproof.finding import Confidence, Counts, Result, Severity
from draftproof.prose.passages import prose_of
from draftproof.reading.document import Format
from draftproof.reading.inline import inlines
from draftproof.reading.parser import block_tokens
from draftproof.reading.reader import read
from draftproof.reports.registry import render
from draftproof.reports.style import Style
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.recognition import recognise
from draftproof.samples.understanding import understand
from draftproof.text.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.corpora import Text
    from draftproof.engine.judgement import Judgement
    from draftproof.reading.document import Document

TODAY = datetime.date(2026, 11, 23)
MARKDOWN = (".md", ".markdown")


class Stages:
    """The stages over one list of documents. Each method is one; what it makes is kept for those after it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.book = builtin_rulebook()
        self.rules = select_rules(self.book, Settings())
        self.plain: list[str] = []
        self.documents: list[Document] = []
        self.facts: list[Facts] = []
        self.judgements: list[Judgement] = []

    def decode(self) -> None:
        """Bytes to text."""
        self.plain = [decode(text.data).text for text in self.texts]

    def blocks(self) -> None:
        """Markdown to tokens, by the parser alone."""
        for text, plain in zip(self.texts, self.plain, strict=True):
            if text.path.endswith(MARKDOWN):
                block_tokens(plain.replace("\r\n", "\n").replace("\0", "\ufffd"), mdx=False)

    def read(self) -> None:
        """Bytes to documents: decoding, blocks, their places."""
        self.documents = [read(text.data, text.path) for text in self.texts]

    def inline(self) -> None:
        """The inline content of all prose, which a check parses only where it needs it."""
        for document in self.documents:
            for prose in prose_of(document):
                inlines(prose.raw)

    def renew_facts(self) -> None:
        """Facts that nobody has asked for anything."""
        self.facts = [Facts(document, self.book, PlaceholderPolicy(), TODAY) for document in self.documents]

    def understand(self) -> None:
        """Samples to requests."""
        for facts in self.facts:
            facts.understanding  # noqa: B018 - computed when it is asked for

    def claims(self) -> None:
        """Prose to claims."""
        for facts in self.facts:
            facts.claims  # noqa: B018

    def credentials(self) -> None:
        """What looks like a credential."""
        for facts in self.facts:
            facts.credentials  # noqa: B018

    def judge(self) -> None:
        """Facts to findings."""
        self.judgements = [
            judge(
                facts,
                self.rules,
                root_path=facts.document.path,
                min_severity=Severity.ADVICE,
                min_confidence=Confidence.MEDIUM,
            )
            for facts in self.facts
        ]

    def report(self) -> None:
        """Findings to JSON Lines."""
        findings = tuple(finding for judgement in self.judgements for finding in judgement.findings)
        counts = sum((judgement.counts for judgement in self.judgements), Counts())
        result = Result(findings, counts, (), Severity.WARNING, "0")
        for _ in render("jsonl", result, Style()):
            pass

    def code(self) -> dict[str, list[str]]:
        """The samples by language."""
        found: dict[str, list[str]] = {}
        for document in self.documents:
            for _, _, block in document.samples():
                language = recognise(block.language, block.content.text).language
                found.setdefault(language or "not known", []).append(block.content.text)
        return found


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def stage_table(texts: Sequence[Text], repeats: int) -> list[str]:
    """A row for each stage."""
    stages = Stages(texts)
    order: list[Callable[[], None]] = [stages.decode, stages.blocks, stages.read, stages.inline]
    order += [stages.understand, stages.claims, stages.credentials, stages.judge, stages.report]
    seconds: dict[str, list[float]] = {work.__name__: [] for work in order}
    for _ in range(repeats):
        for work in order:
            if work.__name__ == "understand":
                stages.renew_facts()
            seconds[work.__name__].append(timed(work))
    size = size_of(texts)
    rows = [f"| {work.__name__} | {work.__doc__} {_figures(seconds[work.__name__], size)}" for work in order]
    return ["| stage | | time, median | least to greatest | MB/s |", "| --- | --- | --- | --- | --- |", *rows]


def language_table(texts: Sequence[Text], repeats: int) -> list[str]:
    """A row for each language: its samples understood, each for itself. Grammars are loaded before."""
    stages = Stages(texts)
    stages.read()
    knowledge = stages.book.knowledge
    columns = ["language", "samples", "time, median", "least to greatest", "MB/s"]
    rows = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for language, codes in sorted(stages.code().items()):
        data = [code.encode("utf-8", "surrogatepass") for code in codes]
        pages = [read(each, f"sample.{language}", kind=Format.SAMPLE) for each in data]
        understand(pages[0], knowledge)

        def work(pages: list[Document] = pages) -> None:
            for page in pages:
                understand(page, knowledge)

        seconds = [timed(work) for _ in range(repeats)]
        rows.append(f"| {language} | {len(pages)} {_figures(seconds, sum(map(len, data)))}")
    return rows


def _figures(seconds: Sequence[float], size: int) -> str:
    times = spread(seconds)
    pace = f"{size / MEGA / times.middle:.2f}" if times.middle else ""
    between = f"{written_seconds(times.low)} to {written_seconds(times.high)}"
    return f"| {written_seconds(times.middle)} | {between} | {pace} |"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of documents (default: generated ones)")
    parser.add_argument("--size", type=float, default=2.0, help="megabytes that are read (default: 2)")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="repetitions (default: 3)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    size = int(options.size * MEGA)
    texts = found(options.corpus) if options.corpus else documents(options.seed, size)
    texts = sampled(texts, options.seed, size=size)
    print(f"{len(texts)} documents, {size_of(texts) / MEGA:.2f} MB\n")
    print("\n".join([*stage_table(texts, options.repeat), "", *language_table(texts, options.repeat)]))


if __name__ == "__main__":
    main()
