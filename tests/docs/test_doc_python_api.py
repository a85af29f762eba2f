"""The programs in docs/python-api.md run and print what the page shows."""

from __future__ import annotations

import itertools

import pytest
from doc_pages import ROOT, Sandbox, fences

PAGE = ROOT / "docs" / "python-api.md"
FENCES = fences(PAGE)
PROGRAMS = [
    (one.first, one.text, two.text if two is not None and two.language == "text" else None)
    for one, two in itertools.zip_longest(FENCES, FENCES[1:])
    if one.language == "python"
]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return Sandbox(tmp_path_factory.mktemp("python-api"), PAGE)


@pytest.mark.parametrize(
    ("line", "program", "shown"), PROGRAMS, ids=[f"line{line}" for line, _, _ in PROGRAMS]
)
def test_a_program_prints_what_is_shown(sandbox: Sandbox, line: int, program: str, shown: str | None) -> None:
    (sandbox.folder / "program.py").write_text(program, encoding="utf-8")
    outcome = sandbox.run("python program.py")
    assert outcome.exit_code == 0, outcome.output
    assert outcome.output
    if shown is not None:
        assert outcome.output == shown.rstrip("\n"), f"{PAGE.name}:{line}"


def test_every_name_that_is_offered_is_described() -> None:
    import draftproof

    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in draftproof.__all__ if name not in text and not name.startswith("_")] == []
