"""What a project keeps for a document, as a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.records.model import Record


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record file. ``path`` is relative to the project's folder; ``provider`` "" for the article's own.

    ``record`` is None for a file that is no record, or one that is not filled in.
    """

    path: str
    provider: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a project keeps for one document: its records, and for a record the article that is gone."""

    records: tuple[KeptRecord, ...] = ()
    missing_article: str = ""


NO_EVIDENCE = Evidence()
