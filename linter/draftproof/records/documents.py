"""The records that stand in a document: a record file itself, or JSON in an article that is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind, Format
from draftproof.records.fields import FIELDS
from draftproof.records.places import is_record_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.reading.document import Document
    from draftproof.text.extract import Extract
    from draftproof.text.json_nodes import JsonError, JsonNode

ENOUGH: Final = 3
"""So many of the nine fields make a record of JSON that is not called one."""
_LANGUAGES = frozenset({"json", "jsonc", "json5", ""})


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record in a document. ``root`` is None, and ``error`` tells why, for a record file that is no JSON.

    Spans of the tree are offsets into ``extract``. ``committed`` for a record file; a ``template`` is to be
    filled in.
    """

    part: int
    extract: Extract
    root: JsonNode | None
    error: JsonError | None = None
    committed: bool = False
    template: bool = False


def find_records(document: Document) -> tuple[FoundRecord, ...]:
    """The records of a document, in order. JSON that does not parse is one only in a record file, an empty
    file nowhere.
    """
    return tuple(_found(document))


def _found(document: Document) -> Iterator[FoundRecord]:
    committed = is_record_path(document.path)
    if not committed and sum(name in document.source.text for name in FIELDS) < ENOUGH:
        return
    for number, part in enumerate(document.parts):
        for block in part.blocks:
            if block.kind is not BlockKind.CODE or block.language.lower() not in _LANGUAGES:
                continue
            text = block.content.text
            if committed and not text.strip():
                continue
            if not committed and not _may_be_one(text, fenced=document.format is not Format.RECORD):
                continue
            found = _read(number, block.content, committed=committed)
            if found is not None:
                yield found


def _may_be_one(text: str, *, fenced: bool) -> bool:
    if fenced and not text.lstrip().startswith("{"):
        return False
    return sum(f'"{name}"' in text for name in FIELDS) >= ENOUGH


def _read(part: int, extract: Extract, *, committed: bool) -> FoundRecord | None:
    from draftproof.records.templates import is_template  # noqa: PLC0415 - few documents hold a record
    from draftproof.text.json_nodes import JsonError, parse  # noqa: PLC0415

    try:
        root = parse(extract.text)
    except JsonError as error:
        return FoundRecord(part, extract, None, error, committed=True) if committed else None
    if root.kind != "object":
        return FoundRecord(part, extract, root, committed=True) if committed else None
    if not committed and sum(name in root.members for name in FIELDS) < ENOUGH:
        return None
    template = is_template(root, committed=committed)
    return FoundRecord(part, extract, root, None, committed, template)
