"""Documents made of the project's own fixtures by a seeded generator, where no corpus is given."""

from __future__ import annotations

import random
import re
from pathlib import Path

from benchmarks.corpora import Text
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import fill

ROOT = Path(__file__).resolve().parent.parent
CLEAN_SIZE = 15_000
CLEAN_FILES = ("stream-a-response-in-python.md", "one-request-with-curl.md", "stream-a-response-in-node.md")
BROKEN_SHARE = 0.15
_HEADING = re.compile(r"^#{1,2} ", re.MULTILINE)
_WORDS = (
    *(
        "the",
        "request",
        "reader",
        "sample",
        "stream",
        "event",
        "client",
        "value",
        "answer",
        "page",
        "setting",
    ),
    *("limit", "field", "text", "list", "folder", "command", "session", "header", "result", "file", "window"),
    *("message", "loop", "name", "place", "step", "tool", "output", "input", "note"),
)


def documents(seed: int, size: int) -> list[Text]:
    """Documents of together at least ``size`` bytes: sections of fixtures, plain paragraphs around them."""
    draw = random.Random(seed)
    samples = [_sections(path) for path in sorted((ROOT / "fixtures" / "samples").glob("*.md"))]
    clean = [_sections(path) for path in sorted((ROOT / "fixtures" / "articles" / "clean").glob("*.md"))]
    broken = [_sections(path) for path in sorted((ROOT / "fixtures" / "articles" / "broken").glob("*.md"))]
    shapes = builtin_rulebook().vocabularies["key-shapes"]
    made: list[Text] = []
    total = 0
    while total < size:
        kind = draw.random()
        sources = broken if kind < BROKEN_SHARE else clean if kind < 0.5 else samples
        text = _document(draw, draw.choice(sources), len(made))
        data = fill(text, shapes, draw.randrange(1_000)).encode()
        made.append(Text(f"part-{len(made) // 100:02}/page-{len(made):05}.md", data))
        total += len(data)
    return made


def clean_document(size: int = CLEAN_SIZE) -> Text:
    """A tutorial of about ``size`` bytes that nothing is wrong with."""
    folder = ROOT / "fixtures" / "articles" / "clean"
    sections = [section for name in CLEAN_FILES for section in _sections(folder / name)]
    draw = random.Random(0)
    pieces: list[str] = []
    total = 0
    while total < size:
        for section in sections:
            pieces += [section, _paragraph(draw)]
            total += sum(map(len, pieces[-2:]))
            if total >= size:
                break
    return Text("page.md", b"# How a response is streamed\n\n" + "\n".join(pieces).encode())


def _sections(path: Path) -> list[str]:
    """The sections of a page below headings of the second level, headings of the first made such."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    lines = text.split("\n")
    starts = [number for number in _outside_fences(lines) if _HEADING.match(lines[number])]
    ends = [*starts[1:], len(lines)]
    found = ["\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [f"#{section}" if section.startswith("# ") else section for section in found]


def _outside_fences(lines: list[str]) -> list[int]:
    outside, numbers = True, []
    for number, line in enumerate(lines):
        if line.startswith("```"):
            outside = not outside
        elif outside:
            numbers.append(number)
    return numbers


def _document(draw: random.Random, sections: list[str], number: int) -> str:
    count = draw.randint(1, max(1, len(sections)))
    pieces = [f"# Page {number} of {draw.choice(_WORDS)} and {draw.choice(_WORDS)}\n"]
    for section in sections[:count]:
        pieces.append(section)
        pieces += [_paragraph(draw) for _ in range(draw.randint(0, 3))]
    return "\n".join(pieces)


def _paragraph(draw: random.Random) -> str:
    """A few sentences that promise nothing, with a link, code and a list now and then."""
    sentences = []
    for _ in range(draw.randint(2, 5)):
        words = [draw.choice(_WORDS) for _ in range(draw.randint(6, 16))]
        if draw.random() < 0.3:
            words[2] = f"`{words[2]}`"
        if draw.random() < 0.2:
            words[4] = f"[{words[4]}](#page)"
        sentences.append(f"{' '.join(words).capitalize()}.")
    text = " ".join(sentences)
    if draw.random() < 0.25:
        text += "\n\n" + "\n".join(f"- {draw.choice(_WORDS)} and {draw.choice(_WORDS)}" for _ in range(4))
    return f"{text}\n"
