"""Twice the input, at most 2.3 times the work, for each stage. Work is the number of function calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from counting_calls import calls
from draftproof.configuration.loading import read_plain
from draftproof.text.yaml_nodes import YamlError, load
from drafts import filled, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATIO = 2.3
SIZES = (200, 400, 800)


def _cells(number: int) -> str:
    cell = {
        "cell_type": "code",
        "source": ["client.responses.create(model='gpt-5', input='x')\n"],
        "outputs": [],
    }
    return json.dumps({"cells": [cell] * number, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "quotes in quotes.md": lambda n: "".join("> " * (1 + i % 20) + "a\n" for i in range(n)),
    "lists in lists.md": lambda n: "".join("  " * (i % 20) + "- a\n" for i in range(n)),
    "brackets.md": lambda n: "[" * n * 4,
    "links that do not close.md": lambda n: "[a](b " * n,
    "an open fence.md": lambda n: "```python\n" + "x = client.y(z)\n" * n,
    "open fences.md": lambda n: "~~~~~~a\n```\n" * n,
    "a table.md": lambda n: "| a | b |\n| - | - |\n" + "| `c` | d \\| e |\n" * n,
    "a wide table.md": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n + "\n",
    "a long line.md": lambda n: "word `code` *mark* " * n,
    "cells.ipynb": _cells,
    "suppressions.md": lambda n: (
        '<!-- draftproof: ignore[KEY001] reason="x" -->\n\n`{{key:sk-48}}`\n\n' * (n // 4)
    ),
    "suppressions for nothing.md": lambda n: "<!-- draftproof: ignore[KEY001] -->\n\na\n\n" * (n // 2),
    "findings in one line.md": lambda n: "`{{key:sk-48}}` " * (n // 4),
    "requests.md": lambda n: (
        "```python\nclient.responses.create(messages=[], stream=True)\n```\n\n" * (n // 4)
    ),
    "claims.md": lambda n: "The fastest API is free forever. " * (n // 2),
    "nested JSON.md": lambda n: "```json\n" + '{"model":' * n + "1" + "}" * n + "\n```\n",
    "open JSON.md": lambda n: "```json\n" + '[{"input":' * n + "\n```\n",
    "one line.html": lambda n: "<p>The fastest API is <code>free</code> &amp; open.</p>" * (n // 2),
    "requests.rst": lambda n: (
        ".. code-block:: python\n\n   client.responses.create(stream=True)\n\n" * (n // 4)
    ),
    "requests.adoc": lambda n: (
        "[source,python]\n----\nclient.responses.create(stream=True)\n----\n\n" * (n // 4)
    ),
    "tabs.mdx": lambda n: "<Tabs>\n<TabItem>\n\n```js\nx\n```\n\n</TabItem>\n</Tabs>\n\n" * (n // 4),
}


def hold(small: int, middle: int, large: int) -> None:
    assert middle <= RATIO * small, (small, middle, large)
    assert large <= RATIO * middle, (small, middle, large)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    counts = []
    for size in (SIZES[0], *SIZES):  # the first one loads and compiles what all need
        path.write_text(filled(DOCUMENTS[name](size)), encoding="utf-8")
        counts.append(calls(lambda: run(path, use_cache=False)))
    hold(*counts[1:])


def test_folders(tmp_path: Path) -> None:
    counts = []
    for size in (50, 100, 200, 400):
        folder = tmp_path / str(size)
        for number in range(size):
            (folder / f"d{number}").mkdir(parents=True)
            (folder / f"d{number}" / "a.txt").touch()
        (folder / "a.md").write_text("# A\n", encoding="utf-8")
        counts.append(calls(lambda folder=folder: run(folder, use_cache=False)))  # type: ignore[misc]
    hold(*counts[1:])


YAML: dict[str, Callable[[int], str]] = {
    "lists": lambda n: "exclude:\n" + "- 'a/**'\n" * n,
    "overrides": lambda n: "overrides:\n" + "- {paths: [a], ignore: [KEY001]}\n" * (n // 4),
    "unknown keys": lambda n: "".join(f"key{i}: 1\n" for i in range(n)),
    "flow lists": lambda n: "exclude: [" + "a, " * n + "]\n",
}


@pytest.mark.parametrize("name", YAML)
def test_configuration(name: str) -> None:
    texts = [YAML[name](size) for size in (SIZES[0], *SIZES)]
    counts = [calls(lambda text=text: read_plain(text, "draftproof.yaml")) for text in texts]  # type: ignore[misc]
    hold(*counts[1:])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n"
        + "".join(
            f"b{i}: &b{i} [*{'a' if i == 0 else f'b{i - 1}'}, *{'a' if i == 0 else f'b{i - 1}'}]\n"
            for i in range(40)
        ),
        "[" * 5_000,
        "- " * 5_000 + "a",
        "{a: " * 5_000,
    ],
    ids=["aliases of aliases", "open lists", "nested lists", "nested mappings"],
)
def test_yaml_that_grows_is_refused(text: str) -> None:
    def refused() -> None:
        with pytest.raises(YamlError):
            load(text, "a.yaml")

    assert calls(refused) < 5_000_000  # whatever follows: the reader gives up at its limits
