"""Runs every mutation and counts what is caught, by language and transport."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mutate import Mutation, mutations
from pieces import pieces

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.registry import CHECKS
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADINGS = {
    "Responses": "responses",
    "Chat Completions": "chat_completions",
    "Embeddings": "embeddings",
    "Images": "images",
    "Anthropic Messages": "anthropic_messages",
    "Completions": "completions",
    "Speech": "audio_speech",
    "Transcription": "audio_transcription",
    "Moderations": "moderations",
    "Models": "models",
    "Files": "files",
    "Batches": "batches",
    "Realtime": "realtime",
    "Conversations": "conversations",
    "Assistants": "assistants",
    "Videos": "videos",
    "Gemini": "gemini",
    "Rerank": "rerank",
}
"""What the headings of the clean samples call the families."""
_TODAY = datetime.date(2026, 1, 31)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mutation and what was found: line and code."""

    mutation: Mutation
    found: frozenset[tuple[int, str]]

    @property
    def caught(self) -> bool:
        """The right code on the right line."""
        wanted = self.mutation
        return any(code in wanted.codes and line in wanted.lines for line, code in self.found)


def found_in(text: str, path: str = "sample.md") -> frozenset[tuple[int, str]]:
    """Lines and codes of the endpoint and streaming findings in a document."""
    rulebook = builtin_rulebook()
    document = read(text.encode(), path)
    facts = Facts(document, rulebook, PlaceholderPolicy(), _TODAY)
    found: set[tuple[int, str]] = set()
    for rule in rulebook.rules:
        if rule.code.startswith(("API", "STR")):
            for hit in CHECKS[rule.check].load()(facts, rule.options):
                found.add((document.parts[hit.part].source.position(hit.span.start).line, rule.code))
    return frozenset(found)


def all_mutations() -> Iterator[Mutation]:
    """Every mutation of every clean sample, each broken document once."""
    knowledge = builtin_rulebook().knowledge
    for turn, piece in enumerate(pieces(HEADINGS)):
        yield from mutations(piece, knowledge, turn)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What is found in every broken document."""
    return tuple(
        Outcome(mutation, found_in(mutation.text, mutation.piece.file)) for mutation in all_mutations()
    )


def shares(results: Iterable[Outcome], key: str) -> dict[str, tuple[int, int]]:
    """Caught and all, by ``file``, ``family`` or ``kind``."""
    caught: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for outcome in results:
        name = outcome.mutation.kind if key == "kind" else getattr(outcome.mutation.piece, key)
        every[name] += 1
        caught[name] += outcome.caught
    return {name: (caught[name], every[name]) for name in sorted(every)}


def report(results: Iterable[Outcome]) -> str:
    """The table, and every miss."""
    results = tuple(results)
    lines: list[str] = []
    for key in ("file", "family", "kind"):
        lines.append(f"{key:<24} caught    of   share")
        lines += [f"{n:<24} {c:6} {e:5} {c / e:7.1%}" for n, (c, e) in shares(results, key).items()]
        lines.append("")
    total = sum(outcome.caught for outcome in results)
    lines.append(f"{'all':<24} {total:6} {len(results):5} {total / max(1, len(results)):7.1%}")
    for outcome in results:
        if not outcome.caught:
            m = outcome.mutation
            lines.append(
                f"missed: {m.piece.file} {m.piece.family} {m.kind}: {m.what}; wanted {sorted(m.codes)} "
                f"on {_range(m.lines)}; found {sorted(outcome.found)}"
            )
    return "\n".join(lines)


def _range(lines: frozenset[int]) -> str:
    return str(min(lines)) if len(lines) == 1 else f"{min(lines)}-{max(lines)}"
