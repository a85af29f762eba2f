"""The tables of families, wrappers and providers say what the data say."""

from __future__ import annotations

from contract_tables import PAGE, rendered


def test_the_tables_are_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == rendered(text), "run python tests/docs/contract_tables.py"
