"""The examples of the CommonMark specification, from the npm package that carries them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SPECIFICATION = "commonmark-spec@0.31.2"
"""No wheel has the examples, and a source distribution of a parser would have to be built to get at them."""
_EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$", re.MULTILINE)
_TAB = "→"


class Example(NamedTuple):
    """An example of the specification: its number and section, the Markdown and the HTML."""

    number: int
    section: str
    markdown: str
    html: str


@pytest.fixture(scope="session")
def specification(tmp_path_factory: pytest.TempPathFactory) -> tuple[Example, ...]:
    """The examples in order; skips where npm cannot get them."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("specification")
    (folder / "package.json").write_text(json.dumps({"private": True}), encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", SPECIFICATION]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer in time")
    if done.returncode:
        pytest.skip(f"{SPECIFICATION} cannot be installed from the npm registry")
    return examples(folder / "node_modules" / "commonmark-spec" / "spec.txt")


def examples(path: Path) -> tuple[Example, ...]:
    """The examples in the text of the specification."""
    text = path.read_text(encoding="utf-8").partition("\n<!-- END TESTS -->")[0]
    found: list[Example] = []
    section = ""
    for match in _EXAMPLE.finditer(text):
        if match[3] is not None:
            section = match[3]
        else:
            markdown, html = (match[group].replace(_TAB, "\t") for group in (1, 2))
            found.append(Example(len(found) + 1, section, markdown, html))
    return tuple(found)
