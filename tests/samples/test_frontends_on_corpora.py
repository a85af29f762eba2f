"""The front-ends on the samples of real documents: nothing raises, every place is exact."""

from __future__ import annotations

import json
import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dumping import problems

from draftproof.samples.languages import javascript, python

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

CORPORA = os.environ.get("DRAFTPROOF_CORPORA", "")
FENCE = re.compile(r"^[ \t]*```([A-Za-z0-9]+)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)
DIALECTS: dict[str, javascript.Dialect] = {
    "javascript": "javascript", "js": "javascript", "mjs": "javascript", "jsx": "jsx", "ts": "typescript",
    "typescript": "typescript", "tsx": "tsx",
}  # fmt: skip


def modules() -> Iterator[Module]:
    for path in sorted((Path(CORPORA) / "docs").rglob("*")):
        if path.suffix in {".md", ".mdx"}:
            for language, text in FENCE.findall(path.read_text(encoding="utf-8", errors="replace")):
                if language in {"python", "py"}:
                    yield python.parse(text)
                elif language in {
                    "go",
                    "java",
                    "kotlin",
                    "ruby",
                    "csharp",
                    "powershell",
                    "php",
                    "rust",
                    "swift",
                }:
                    yield import_module(f"draftproof.samples.languages.{language}").parse(text)
                elif language in DIALECTS:
                    yield javascript.parse(text, DIALECTS[language])
        elif path.suffix == ".ipynb":
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook.get("cells", ()):
                if cell.get("cell_type") == "code":
                    yield python.parse("".join(cell.get("source", "")))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA, reason="DRAFTPROOF_CORPORA is not set")
def test_every_sample_is_read_and_nearly_all_of_them_whole() -> None:
    count = broken = 0
    for module in modules():
        assert problems(module) == [], module.text
        count += 1
        broken += bool(module.unparsed)
    assert count > 1_000
    assert broken / count < 0.03
