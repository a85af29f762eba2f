"""Every character of every block leads back to its place in the original, whatever stands around it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from draftproof.reading.document import Block, BlockKind, Document
from draftproof.reading.inline import inlines
from draftproof.reading.reader import read
from draftproof.text.source import Span
from markdown_grammar import Made, documents

if TYPE_CHECKING:
    from draftproof.text.extract import Extract


def _blocks(document: Document) -> list[Block]:
    return [block for part in document.parts for block in part.blocks]


def _check_runs(extract: Extract, original: str) -> None:
    """One to one, or a unit: a line end, a tab, an escape."""
    for run, after in pairwise((*extract.runs, None)):
        end = len(extract.text) if after is None else after.start
        piece, origin = extract.text[run.start : end], original[run.origin : run.origin_end]
        assert piece
        if len(piece) == len(origin):
            pairs = set(zip(piece, origin, strict=True))
            assert all(one == other or (one, other) in {("\n", "\r"), (" ", "\t")} for one, other in pairs)
        else:
            assert (piece, origin) == ("\n", "\r\n") or (origin == "\t" and not piece.strip(" "))


@given(documents(), st.booleans())
def test_marker_words_lead_back_to_their_place(made: Made, bom: bool) -> None:
    document = read((b"\xef\xbb\xbf" if bom else b"") + made.text.encode(), made.name)
    assert document.source.text == made.text
    assert document.bom is bom
    assert document.problems == ()
    blocks = _blocks(document)
    for word, noted in made.markers.items():
        place = made.text.index(word)
        kinds = (noted.kind, BlockKind.HTML) if noted.kind is BlockKind.COMMENT else (noted.kind,)
        holders = [b for b in blocks if b.kind in kinds and word in b.content.text]
        wanted = [b for b in holders if tuple(c.kind for c in b.containers) == noted.containers]
        assert wanted, f"{word} stands in {[(b.kind, [c.kind for c in b.containers]) for b in holders]}"
        for block in blocks:
            if (at := block.content.text.find(word)) >= 0:
                assert block.content.span(at, at + len(word)) == Span(place, place + len(word))
                assert block.span.start <= place < block.span.end


@given(documents())
def test_every_run_is_one_to_one_or_a_unit(made: Made) -> None:
    for block in _blocks(read(made.text.encode(), made.name)):
        _check_runs(block.content, made.text)
        assert 0 <= block.span.start <= block.span.end <= len(made.text)
        for inline in inlines(block.content):
            assert 0 <= inline.span.start <= inline.inner.start <= inline.inner.end <= inline.span.end
            assert inline.span.end <= len(block.content.text)


@given(documents())
def test_blocks_come_in_order_and_outer_before_inner(made: Made) -> None:
    starts = [block.span.start for block in _blocks(read(made.text.encode(), made.name))]
    assert starts == sorted(starts)


@given(
    st.text(
        alphabet=st.sampled_from(
            list("> -*`~#|[]<>{}()!\\&=:_%+1.\"'/ \t\t\n\rab\0\u2028\u3000\x0c\x1c\x85é")
        ),
        max_size=120,
    ),
    st.booleans(),
)
def test_any_text_is_read(text: str, mdx: bool) -> None:
    document = read(text.encode(), "any.mdx" if mdx else "any.md")
    for block in _blocks(document):
        _check_runs(block.content, text)
        places = [(run.origin, run.origin_end) for run in block.content.runs]
        assert places == sorted(places)
        for inline in inlines(block.content):
            assert inline.span.end <= len(block.content.text)


ODD_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from(list('"\\/\b\f\n\r\t ab`#|>🧪é\u2028\0')), st.characters(exclude_categories=["Cs"])
    ),
    max_size=60,
)


@given(ODD_TEXT, st.booleans(), st.booleans(), st.sampled_from(["markdown", "code", "raw"]))
def test_notebook_characters_lead_back_to_the_json(
    text: str, ascii_only: bool, as_list: bool, kind: str
) -> None:
    source: object = text.splitlines(keepends=True) if as_list else text
    cell = {"cell_type": kind, "source": source, "outputs": [{"output_type": "stream", "text": source}]}
    raw = json.dumps({"cells": [cell], "metadata": {}}, ensure_ascii=ascii_only)
    document = read(raw.encode(), "made.ipynb")
    assert document.problems == ()
    assert document.parts[0].source.text == text
    for part in document.parts:
        assert part.raw is not None
        for at, character in enumerate(text):
            start, end = part.raw_span(Span(at, at + 1))
            assert json.loads(f'"{raw[start:end]}"') == character
        if text and not as_list:
            start, end = part.raw_span(Span(0, len(text)))
            assert json.loads(f'"{raw[start:end]}"') == text
