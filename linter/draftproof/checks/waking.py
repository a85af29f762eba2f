"""What a check can need of a text, by a quick look: before it is parsed, before the check is loaded.

A need is absent only where the facts that it stands for are surely empty. Every check type names its need in
``registry``; one without is always run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.anchors import may_hold_credentials
from draftproof.records.fields import FIELDS
from draftproof.samples.anchors import ANCHORS, DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.rulebook.model import Rulebook

_YEAR = re.compile(r"[0-9]{4}")
_ENOUGH_FIELDS = 3
"""So many names of fields make a record; see ``records.documents``."""


NEEDS = frozenset({"samples", "claims", "credentials", "links", "dates", "records"})


class Glance:
    """A quick look at the texts of one document. ``has_code`` where some of it is code, ``keeps_records``
    where the project has evidence records, ``everything`` where what is not there counts as well.
    """

    def __init__(
        self,
        texts: Sequence[str],
        path: str,
        rulebook: Rulebook,
        *,
        has_code: bool = False,
        keeps_records: bool = False,
        everything: bool = False,
    ) -> None:
        self._texts = texts
        self._path = path
        self._rulebook = rulebook
        self._has_code = has_code
        self._keeps_records = keeps_records
        self._known: dict[str, bool] = dict.fromkeys(NEEDS, True) if everything else {}
        self._known[""] = True

    def finds(self, need: str) -> bool:
        """False where nothing in the document can have to do with a need."""
        if need not in self._known:
            self._known[need] = self._look(need)
        return self._known[need]

    def _look(self, need: str) -> bool:
        if need == "samples":
            return self._has_code and self._any((*ANCHORS, *DEFINITIONS))
        if need == "claims":
            anchors = self._rulebook.claim_anchors
            return any(anchor in text for text in map(str.lower, self._texts) for anchor in anchors)
        if need == "credentials":
            return any(may_hold_credentials(text, self._rulebook.key_prefixes) for text in self._texts)
        if need == "links":
            return self._any(("http",))
        if need == "dates":
            return any(_YEAR.search(text) for text in self._texts)
        return self._keeps_records or self._path.endswith(".json") or self._several_fields()

    def _several_fields(self) -> bool:
        return sum(self._any((name,)) for name in FIELDS) >= _ENOUGH_FIELDS

    def _any(self, words: Iterable[str]) -> bool:
        return any(word in text for text in self._texts for word in words)
