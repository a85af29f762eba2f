"""A comment at the end of a cell of a notebook speaks of the cell below it."""

from __future__ import annotations

import json

import pytest
from checks_support import facts_of

IGNORE = '<!-- draftproof: ignore[KEY] reason="shown on purpose" -->'


def notebook(*cells: str) -> str:
    made = [{"cell_type": "markdown", "metadata": {}, "source": [cell]} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ((IGNORE, "last"), (1, 1)),
        ((IGNORE, "a", "b"), (1, 1)),
        (("first", f"text\n\n{IGNORE}"), None),
        ((f"{IGNORE}\n\nit speaks of this", "last"), None),
    ],
)
def test_which_parts_it_speaks_of(cells: tuple[str, ...], parts: tuple[int, int] | None) -> None:
    (suppression,) = facts_of(notebook(*cells), "a.ipynb").suppressions
    if parts is None:
        assert suppression.last_part is None
    else:
        assert (suppression.part + 1, suppression.last_part) == parts
