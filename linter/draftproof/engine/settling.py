"""Hits to findings: places, masked text, messages, fingerprints."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from draftproof.checks.credentials.model import Verdict
from draftproof.finding import (
    WHOLE_FILE,
    Edit,
    Finding,
    Fix,
    Hit,
    Place,
    QuotedLine,
    SampleReference,
)
from draftproof.reading.document import BlockKind
from draftproof.text.masking import ValueMask, mask_spans, mask_values
from draftproof.text.secret import Secret
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.facts import Facts
    from draftproof.engine.selection import ActiveRule
    from draftproof.finding import Remedy
    from draftproof.reading.document import Block, Part

MAX_EXCERPT = 200
_MAX_QUOTED = 6
_NEAR_BLOCKS = 64
_SHOWN = frozenset({Verdict.PLACEHOLDER, Verdict.REFERENCE, Verdict.DUMMY})
"""What may be shown as it is; every other value in the place of a credential is masked."""


class Settler:
    """Settles the hits of one document. ``root_path`` is its path for fingerprints, relative to the
    project; ``secrets`` are credentials that are known from elsewhere, such as from the document before it
    was mended.
    """

    def __init__(self, facts: Facts, root_path: str, secrets: Iterable[Secret] = ()) -> None:
        self._facts = facts
        self._secrets = tuple(secrets)
        self._document = facts.document
        self._root_path = root_path
        self._masked: dict[int, Source] = {}
        self._lines: dict[tuple[int, int], str] = {}
        self._shown_headings: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._ordinals: Counter[tuple[str, ...]] = Counter()

    @cached_property
    def _mask(self) -> ValueMask:
        return ValueMask(c.value for part in self._facts.credentials for c in part if c.verdict not in _SHOWN)

    def masked(self, part: int) -> Source:
        """The source of a part with its credentials masked; same length, same offsets."""
        if part not in self._masked:
            source = self._source(part)
            secrets = [(c.span, c.value) for c in self._credentials(part) if c.verdict not in _SHOWN]
            secrets += self._of_views() if part == WHOLE_FILE else ()
            known = (*self.literals(), *(c.value for c in self._credentials(part) if c.verdict.is_literal))
            text = mask_values(mask_spans(source.text, secrets), (*known, *self._secrets))
            self._masked[part] = source if text == source.text else Source(text, source.name)
        return self._masked[part]

    def literals(self) -> Iterator[Secret]:
        """The credentials of the document. One that was found somewhere may stand in other places too, where
        by itself it would not be known for one.
        """
        return (c.value for part in self._facts.credentials for c in part if c.verdict.is_literal)

    def _credentials(self, part: int) -> Sequence[Credential]:
        if part == WHOLE_FILE:
            own = next(
                (i for i, p in enumerate(self._document.parts) if p.source is self._document.source), None
            )
            return self._facts.raw_credentials if own is None else self._facts.credentials[own]
        return self._facts.credentials[part]

    def _of_views(self) -> Iterator[tuple[Span, Secret]]:
        """Credentials in views, where they stand in the file: marks of a highlighter may divide them."""
        for number, part in enumerate(self._document.parts):
            for found in self._facts.credentials[number] if part.is_view else ():
                pieces = part.raw.pieces(*found.span) if part.raw is not None else ()
                for index, piece in enumerate(pieces if found.verdict not in _SHOWN else ()):
                    yield piece, found.value if index == 0 else Secret(found.value.reveal())

    def _source(self, part: int) -> Source:
        return self._document.source if part == WHOLE_FILE else self._document.parts[part].source

    def shown(self, text: str) -> str:
        """A text with the document's credentials masked."""
        return self._mask(text)

    def _inclusions(self, hit: Hit) -> Iterator[str]:
        """For a place in an included file: where it is included, from there outwards."""
        number = hit.part
        while number != WHOLE_FILE and (origin := self._document.parts[number].origin) is not None:
            number = origin.part
            line = self._document.position(number, origin.span.start).line
            yield f"included from {self._document.path_of(number)}:{line}"

    def settle(self, active: ActiveRule, hit: Hit) -> Finding:
        """The finding of a hit. Call once for each, in the order of their places."""
        rule = active.rule
        masked = self.masked(hit.part)
        excerpt = " ".join(masked.slice(hit.span)[: MAX_EXCERPT * 4].splitlines())[:MAX_EXCERPT]
        block = self._block(hit)
        origin = None if hit.part == WHOLE_FILE else self._document.parts[hit.part].origin
        own = (self._document.path, self._root_path)
        path, root_path = (origin.path, origin.root_path) if origin else own
        headings = self._headings(block.heading_path) if block else ()
        severity = active.severity if active.fixed or hit.severity is None else hit.severity
        message = _filled(rule.messages.get(hit.message, rule.messages["message"]), hit.values)
        return Finding(
            code=rule.code,
            name=rule.name,
            family=rule.family,
            severity=max(severity, active.floor),
            confidence=hit.confidence or rule.confidence,
            message=self._mask(message),
            path=path,
            place=self._place_of(hit.part, hit.span),
            excerpt=excerpt,
            help=self._mask(_filled(hit.help if hit.help is not None else rule.help, hit.values)),
            url=rule.url,
            # Whoever includes a file, what stands in it stays the same.
            fingerprint=self._fingerprint(root_path, rule.code, excerpt, () if origin else headings),
            quoted=self._quoted(hit),
            notes=tuple(self._mask(note) for note in (*hit.notes, *self._inclusions(hit))),
            sample=hit.sample or self._sample(hit, block),
            fix=self._fix(hit),
            heading_path=headings,
        )

    def _headings(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Headings as they are shown, once for all findings below them."""
        if path not in self._shown_headings:
            self._shown_headings[path] = tuple(self._mask(heading) for heading in path)
        return self._shown_headings[path]

    def _place_of(self, number: int, span: Span) -> Place:
        source = self._source(number)
        start, end = source.position(span.start), source.position(span.end)
        if number == WHOLE_FILE or (part := self._document.parts[number]).raw is None:
            return Place(*start, *end, *start, *end)
        raw = part.raw_span(span)
        file_start, file_end = (self._document.source.position(offset) for offset in raw)
        if part.cell is None:
            return Place(*file_start, *file_end, *file_start, *file_end)
        return Place(*start, *end, *file_start, *file_end, cell=part.cell)

    def _quoted(self, hit: Hit) -> tuple[QuotedLine, ...]:
        number, span = hit.part, hit.span
        if number != WHOLE_FILE and self._document.parts[number].is_view:
            # The lines of the file are what a reader has before him.
            number, span = WHOLE_FILE, self._document.parts[number].raw_span(span)
        masked = self.masked(number)
        first = masked.position(span.start).line
        last = masked.position(max(span.start, span.end - 1)).line
        numbers = list(range(first, last + 1))
        if len(numbers) > _MAX_QUOTED:
            numbers = [*numbers[: _MAX_QUOTED - 1], numbers[-1]]
        return tuple(QuotedLine(line, self._line_text(number, line)) for line in numbers)

    def _line_text(self, part: int, number: int) -> str:
        """A line, cut out once: a long line may hold thousands of findings."""
        key = (part, number)
        if key not in self._lines:
            self._lines[key] = self.masked(part).line_text(number)
        return self._lines[key]

    def _block(self, hit: Hit) -> Block | None:
        if hit.part == WHOLE_FILE:
            return None
        return innermost_block(self._document.parts[hit.part], hit.span.start)

    def _sample(self, hit: Hit, block: Block | None) -> SampleReference | None:
        if block is None or block.kind is not BlockKind.CODE or block.language == "output":
            return None
        index = self._code_indexes[id(block)]
        line = self._document.position(hit.part, block.content.origin(0)).line
        return SampleReference(block.language.lower(), index, line)

    @cached_property
    def _code_indexes(self) -> Mapping[int, int]:
        return {id(block): index for index, (_, _, block) in enumerate(self._document.samples())}

    def _fix(self, hit: Hit) -> Fix | None:
        if hit.remedy is None or not self._document.exact or hit.part == WHOLE_FILE:
            return None
        part = self._document.parts[hit.part]
        if part.origin is not None:
            return None
        if part.is_view:
            return self._fix_of_view(hit.part, hit.remedy)
        edits: list[Edit] = []
        for replacement in hit.remedy.replacements:
            place = self._place_of(hit.part, replacement.span)
            edits.append(
                Edit(
                    place.line,
                    place.column,
                    place.end_line,
                    place.end_column,
                    replacement.text,
                    part.raw_span(replacement.span),
                    verbatim=part.raw is None,
                )
            )
        return Fix(hit.remedy.applicability, tuple(edits))

    def _fix_of_view(self, number: int, remedy: Remedy) -> Fix | None:
        """A fix as it is written into the file that a view stands for; None where it cannot be."""
        from draftproof.engine.rewriting import raw_replacements  # noqa: PLC0415 - few documents are views

        edits: list[Edit] = []
        try:
            for each in remedy.replacements:
                for made in raw_replacements(self._document, number, each):
                    start, end = (self._document.source.position(offset) for offset in made.span)
                    edits.append(Edit(*start, *end, made.text, made.span))
        except ValueError:
            return None
        return Fix(remedy.applicability, tuple(edits))

    def _fingerprint(self, root_path: str, code: str, excerpt: str, headings: tuple[str, ...]) -> str:
        key = (root_path, code, " > ".join(headings), excerpt)
        self._ordinals[key] += 1
        digest = hashlib.sha256("\0".join((*key, str(self._ordinals[key]))).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:32]


def innermost_block(part: Part, offset: int) -> Block | None:
    """The innermost block that an offset lies in or at the end of."""
    after = bisect_right(part.blocks, offset, key=lambda block: block.span.start)
    # Blocks are in order, inner ones after the outer: the last one that reaches the place is the innermost.
    near = part.blocks[max(0, after - _NEAR_BLOCKS) : after]
    return next((block for block in reversed(near) if offset <= block.span.end), None)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A message with its braces filled; a name without a value stays as it is."""
    return _made(template, tuple(values.items())) if "{" in template else template


@lru_cache(maxsize=500)
def _made(template: str, values: tuple[tuple[str, str], ...]) -> str:
    """Kept, since many documents say the same: their findings have one text between them."""
    return template.format_map(_Known(values))


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
