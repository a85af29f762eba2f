"""Many different samples: the memory of a run does not grow with what was received."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from draftproof.cli.main import main
from drafts import write
from verify_support import sample

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from draftproof.live.proving import Proof


def test_two_hundred_samples_run_at_a_steady_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"a.md": "\n".join(sample(f"gpt-4.{number}") for number in range(200))})
    monkeypatch.chdir(tmp_path)
    sizes: list[int] = []

    def progress(_total: int, _guard: object, *, shown: bool) -> object:
        def tell(number: int, _proof: Proof) -> None:
            if number % 50 == 0:
                sizes.append(tracemalloc.get_traced_memory()[0])

        return tell

    monkeypatch.setattr("draftproof.cli.verify._progress", progress)
    tracemalloc.start()
    try:
        code = main(
            ["verify", "a.md", "--embedded", "--max-requests", "400", "--concurrency", "4", "--quiet"]
        )
    finally:
        tracemalloc.stop()
    assert code == 0, capsys.readouterr().err
    assert len(sizes) == 4
    # A proof is some hundred bytes; the stream that it was made of is ten thousand.
    assert sizes[3] - sizes[1] < 100 * 5_000
