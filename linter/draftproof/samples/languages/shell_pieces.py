"""Pieces of a shell word and the one expression that they make together."""

from __future__ import annotations

from draftproof.dataclass import dataclass
from draftproof.samples.tree import Expression, String
from draftproof.text.source import Span

__all__ = ["Piece", "Text", "assemble"]


@dataclass(frozen=True, slots=True)
class Text:
    """A literal piece of a word; ``offsets`` None where it stands in the sample one to one from ``start``."""

    value: str
    start: int
    end: int
    offsets: tuple[int, ...] | None = None


Piece = Text | Expression


def _origins(texts: list[Text]) -> tuple[int, ...] | None:
    first = texts[0]
    expected = first.start
    for text in texts:
        if text.offsets is not None or text.start != expected:
            break
        expected = text.start + len(text.value)
    else:
        return None
    found: list[int] = []
    for text in texts:
        found.extend(text.offsets or range(text.start, text.start + len(text.value)))
    return tuple(found)


def _literal(texts: list[Text], span: Span | None = None) -> String:
    content = Span(texts[0].start, texts[-1].end)
    return String(span or content, content, "".join(text.value for text in texts), origins=_origins(texts))


def assemble(pieces: list[Piece], span: Span, content: Span | None = None) -> Expression:
    """The expression for a word made of ``pieces``: one literal, one expansion, or a string with parts."""
    if not pieces:
        inner = content or span
        return String(span, inner, "")
    texts = [piece for piece in pieces if isinstance(piece, Text)]
    if len(texts) == len(pieces):
        return _literal(texts, span)
    first = pieces[0]
    if len(pieces) == 1 and not isinstance(first, Text):
        return first
    parts: list[Expression] = []
    run: list[Text] = []
    for piece in pieces:
        if isinstance(piece, Text):
            run.append(piece)
            continue
        if any(text.value for text in run):
            parts.append(_literal(run))
        run = []
        parts.append(piece)
    if any(text.value for text in run):
        parts.append(_literal(run))
    if len(parts) == 1:
        return parts[0]
    return String(span, content or Span(parts[0].span.start, parts[-1].span.end), None, parts=tuple(parts))
