"""What documents share is worked out once, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof import check_text
from draftproof.engine import examining, findings_cache
from draftproof.engine.judgements import Judgements
from draftproof.engine.run_options import RunOptions
from draftproof.rulebook.errors import RulebookError
from drafts import TODAY, run, write

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES = "overrides:\n- {paths: ['old/**'], ignore: [CLM]}\n- {paths: ['**/b*.md'], ignore: [KEY]}\n"


def test_settings_of_documents_that_the_same_overrides_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"draftproof.yaml": OVERRIDES})
    names = [
        f"{folder}/{letter}{number}.md" for folder in ("old", "new") for letter in "ab" for number in range(9)
    ]
    write(tmp_path, dict.fromkeys(names, "# A\n\n`{{key:sk-48}}`\n"))
    contexts: list[str] = []
    real = findings_cache.FindingsCache._context

    def counted(self: findings_cache.FindingsCache, configuration: object, settings: str) -> bytes:
        contexts.append(settings)
        return real(self, configuration, settings)  # type: ignore[arg-type]

    monkeypatch.setattr(findings_cache.FindingsCache, "_context", counted)
    found = run(tmp_path, isolated=False).result.findings
    assert len(contexts) == 4
    assert {f.path.rpartition("/")[2][0] for f in found} == {"a"}


def test_a_pack_that_cannot_be_used_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.md": "# A\n"})

    def broken(*_: object, **__: object) -> None:
        raise RulebookError(())

    examiner = examining.Examiner(RunOptions(TODAY, isolated=True, use_cache=False))
    files = tuple(_found(tmp_path, examiner))
    monkeypatch.setattr(examiner, "examined", broken)
    with pytest.raises(RulebookError):
        Judgements(examiner, 1).made(files)


def _found(folder: Path, examiner: examining.Examiner) -> tuple[object, ...]:
    from draftproof.engine.discovery import discover

    return discover([str(folder)], resolver=examiner.resolver).files


def test_standard_input_asks_nothing_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def program() -> str:
        raise AssertionError("standard input is never kept")

    monkeypatch.setattr(findings_cache, "_program", program)
    assert check_text("# A\n\nThe fastest API.\n").findings
