"""Inputs to begin with, made of what lies in the checkout: fixtures, examples of rules, the tests' grammar.

Nothing is stored: credentials are made up as the inputs are.
"""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import fill

ROOT: Final = Path(__file__).resolve().parent.parent
_FENCE: Final = re.compile(r"^(`{3,}|~{3,})[ \t]*([\w+#-]*)[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
_EXAMPLE: Final = re.compile(r"^(`{4,})(?:markdown|mdx)[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
_MOST: Final = 4_000
"""Characters of a seed: long ones are slow and teach nothing more."""


def filled(text: str) -> str:
    """The text with ``{{key:ID}}`` replaced by made-up credentials; unknown ones stay as they are."""
    shapes = builtin_rulebook().vocabularies["key-shapes"]
    try:
        return fill(text, shapes)
    except (KeyError, ValueError):
        return text


@cache
def articles() -> tuple[str, ...]:
    """Documents: the fixtures and the examples of the rules, credentials not yet filled in."""
    found = [
        path.read_text(encoding="utf-8")
        for folder in ("articles", "samples")
        for path in sorted((ROOT / "fixtures" / folder).rglob("*.md*"))
    ]
    for path in sorted((ROOT / "rules").rglob("*.md")):
        found.extend(match[2] for match in _EXAMPLE.finditer(path.read_text(encoding="utf-8")))
    return tuple(found)


@cache
def documents() -> tuple[bytes, ...]:
    """Short documents with credentials, and such as have nested everything."""
    texts = [filled(text)[:_MOST] for text in articles()]
    return tuple(text.encode() for text in (*texts[::3], *constructs()))


@cache
def samples(*languages: str) -> tuple[str, ...]:
    """The code in fences of these languages."""
    return tuple(
        match[3][:_MOST]
        for text in articles()
        for match in _FENCE.finditer(text)
        if match[2].lower() in languages
    )


def notebook(*sources: str) -> bytes:
    """A notebook with these texts as its cells, in turn Markdown and code, with outputs."""
    cells = [
        {"cell_type": "code", "source": source, "outputs": [{"output_type": "stream", "text": [source]}]}
        if number % 2
        else {"cell_type": "markdown", "source": source.splitlines(keepends=True)}
        for number, source in enumerate(sources)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


def constructs() -> tuple[str, ...]:
    """Small documents, each with one way in which text can be nested, hidden or escaped."""
    return (
        "> - > ```python\n>   > x = 1\n>   > ```\n",
        "1. a\n\n   ```bash title=\"x\"\n   curl https://api.openai.com/v1/responses\n   ```\n   b\n2. c\n",
        "- a\n\t- b\n\n\t\tcode\n",
        "| a | b |\n| - | :-: |\n| `x \\| y` | c |\n",
        "<Tabs>\n<TabItem value=\"a\">\n\n```js\nx\n```\n\n</TabItem>\n</Tabs>\n",
        '=== "Python"\n\n    ```python\n    x\n    ```\n\n=== "JS"\n\n    y\n',
        ":::note Title\n\nText.\n\n:::\n",
        "{% tabs %}\n{% tab title=\"a\" %}\n\n```\nx\n```\n\n{% endtab %}\n{% endtabs %}\n",
        "---\ntitle: a\ndraftproof:\n  ignore:\n    KEY001: because\n---\n\n# a\n",
        "+++\ntitle = 'a'\n+++\n\ntext\n",
        "<!-- draftproof: ignore[KEY001, API] reason=\"x\" until=2027-01-31 -->\n\ntext\n",
        "{/* draftproof: ignore-file[KEY001] reason=\"x\" */}\n\nimport A from './a.py'\n\n<A />\n",
        "```python draftproof-ignore=KEY001 {1,3-4} title='a'\nx\n```\n",
        "--8<-- \"a.py:3:9\"\n\n```{literalinclude} a.py\n:lines: 1-3\n```\n",
        "[a](b \"c\") ![d](e) <https://f> [g][h] &amp; *i* **j** `k`\n\n[h]: <l> 'm'\n",
        "    code\n\n\ttab\n\nSetext\n===\n\n***\n\na\\\nb  \nc\n",
        "`````markdown\n```python\nx\n```\n`````\n",
        "<details><summary>x</summary>\n\n<pre><code class=\"language-py\">a &lt; b</code></pre>\n</details>\n",
        "```json\n{\"checked_at\": \"2026-01-01T00:00:00Z\", \"docs_url\": \"https://x\", \"stream_enabled\": true}\n```\n",
        "\ufeff# a\r\rb\r\n\nc\u2028d\x0ce\x00f\n",
    )  # fmt: skip
