"""The measurement of the language server, by a few keystrokes."""

from __future__ import annotations

from benchmarks.lsp_keystroke import measured, report


def test_every_keystroke_is_answered_and_held_against_a_check() -> None:
    typed, whole, found = measured("# Responses\n\nThis is the fastest API there is.\n", 4)
    assert len(typed) == len(whole) == 4
    assert found == 1
    assert "keystroke to check: " in report(100, typed, whole, found)
