"""No credential stands in any report, wherever it stood in the document and whatever was asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.reports.registry import NAMES, render
from draftproof.reports.style import Style
from drafts import key, key_shapes, run

if TYPE_CHECKING:
    from pathlib import Path

POSITIONS = {
    "prose": "# Set-up\n\nThe key is {key} for now.\n",
    "heading": "# Set-up with {key}\n\nSet `OPENAI_API_KEY` to a value, api_key={key}\n",
    "inline code": 'Use `api_key = "{key}"` here.\n',
    "python": '```python\nclient = OpenAI(api_key="{key}")\nprint("{key}")\n```\n',
    "shell": "```bash\nexport OPENAI_API_KEY={key}\ncurl -H 'Authorization: Bearer {key}' https://api.openai.com/v1\n```\n",
    "json": '```json\n{{"api_key": "{key}", "headers": {{"x-api-key": "{key}"}}}}\n```\n',
    "table": "| name | value |\n| --- | --- |\n| API key | `{key}` |\n| Bearer {key} | {key} |\n",
    "comment": "<!-- api_key: {key} -->\n\nText.\n",
    "quote": "> ```env\n> API_KEY={key}\n> ```\n",
    "link": "[docs](https://example.com/v1?api_key={key}) and https://user:{key}@example.com/\n",
    "front matter": "---\ntitle: With {key}\napi_key: {key}\n---\n\nText.\n",
    "broken front matter": '---\ntitle: "With {key}\napi_key: {key}\n---\n\nText.\n',
    "suppressed": '<!-- draftproof: ignore[KEY] reason="{key}" -->\n\n`{key}`\n',
    "bad suppression": (
        "<!-- draftproof: ignroe[{key}] -->\n\n`{key}`\n\n<!-- draftproof: ignore[{key}] -->\n\n`{key}`\n"
    ),
    "bad date": "<!-- draftproof: ignore[KEY] until={key} -->\n\n`{key}`\n",
    "fence attribute": "```python draftproof-ignore={key} title=\"{key}\"\nx = '{key}'\n```\n",
    "front matter key": "---\ndraftproof:\n  {key}: 1\n---\n\n`{key}`\n",
    "html": '<a href="https://example.com/?token={key}">x</a>\n\n<pre>{key}</pre>\n',
    "tabs": '<Tabs>\n<TabItem value="{key}">\n\n```\n{key}\n```\n\n</TabItem>\n</Tabs>\n',
    "where it is not known for one": 'x{key}x {key}_ and `api_key = "{key}"`, {key}x\n',
    "same line": '```python\na = OpenAI(api_key="{key}", model="x"); token = "{other}"\n```\n',
}
SELECTIONS: list[dict[str, object]] = [
    {},
    {"select": ("ALL",)},
    {"select": ("SUP", "DOC")},
    {"select": ("KEY005",)},
    {"ignore": ("KEY",)},
    {"extend_select": ("KEY003",)},
]


def _pieces(value: str) -> list[str]:
    """Pieces of the random part: any twelve characters of it would be too much."""
    body = re.sub(r"^[a-zA-Z]{2,8}[-_](?:[a-z]+[0-9]*[-_])*", "", value)
    return [body[at : at + 12] for at in range(max(len(body) - 11, 1))]


def _assert_unseen(values: list[str], path: Path, selection: dict[str, object]) -> None:
    result = run(path, **selection).result
    for name in NAMES:
        for style in (
            Style(),
            Style(verbose=True, statistics=True, width=80, colour=True),
            Style(quiet=True),
        ):
            report = "".join(render(name, result, style))
            for value in values:
                assert value not in report, name
                shown = [piece for piece in _pieces(value) if piece in report]
                assert not shown, f"{name}, {selection}: {len(shown)} pieces of a {len(value)} character key"


@pytest.mark.parametrize("position", POSITIONS)
def test_no_report_shows_a_key(position: str, tmp_path: Path) -> None:
    for shape in ("openai-project", "github-classic", "anthropic-api", "sk-48"):
        value, other = key(shape), key(shape, "2")
        path = tmp_path / f"{shape}.md"
        path.write_text(POSITIONS[position].format(key=value, other=other), encoding="utf-8")
        for selection in SELECTIONS:
            _assert_unseen([value, other], path, selection)


@pytest.mark.parametrize("position", ["python", "shell", "heading", "suppressed", "bad suppression"])
def test_no_report_shows_a_key_of_a_notebook(position: str, tmp_path: Path) -> None:
    value, other = key("openai-project"), key("openai-project", "2")
    text = POSITIONS[position].format(key=value, other=other)
    outputs = [
        {"output_type": "stream", "text": [text]},
        {"output_type": "error", "traceback": [f"AuthenticationError: {value}"]},
        {
            "output_type": "execute_result",
            "data": {"text/plain": f"'{value}'", "text/html": f"<b>{value}</b>"},
        },
    ]
    code = [{"cell_type": "code", "source": f'api_key = "{value}"\n', "outputs": outputs}]
    cells = [{"cell_type": "markdown", "source": text.splitlines(keepends=True)}, *code]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {"note": value}}, indent=1), encoding="utf-8")
    for selection in SELECTIONS:
        _assert_unseen([value, other], path, selection)


@given(
    st.lists(st.sampled_from(sorted(POSITIONS)), min_size=1, max_size=4),
    st.sampled_from(key_shapes()),
    st.integers(0, 9999),
    st.sampled_from(SELECTIONS),
)
def test_no_report_shows_a_key_of_any_shape(
    tmp_path_factory: pytest.TempPathFactory,
    positions: list[str],
    shape: str,
    seed: int,
    selection: dict[str, object],
) -> None:
    value, other = key(shape, str(seed)), key(shape, str(seed + 1))
    if any(character in value for character in "\"'\n ") or not run_finds(value, tmp_path_factory):
        return
    path = tmp_path_factory.mktemp("any") / "a.md"
    path.write_text(
        "\n".join(POSITIONS[each].format(key=value, other=other) for each in positions), encoding="utf-8"
    )
    _assert_unseen([value, other], path, selection)


def run_finds(value: str, folders: pytest.TempPathFactory) -> bool:
    """True when the value is taken for a credential wherever it stands."""
    path = folders.mktemp("alone") / "a.md"
    path.write_text(f"See {value} there.\n", encoding="utf-8")
    return any(finding.code.startswith("KEY") for finding in run(path).result.findings)
