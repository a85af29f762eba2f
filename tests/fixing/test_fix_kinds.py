"""What each kind of fix writes, and where it writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixing_support import fixed, fixed_text

from drafts import codes, filled, findings, key

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = "```python\nfrom openai import OpenAI\nclient = OpenAI()\n{}\n```\n"
SHELL = "```bash\n{}\n```\n"
SAFE = [
    ('OpenAI(api_key="{{key:sk-48}}")', 'OpenAI(api_key="<API_KEY_PLACEHOLDER>")'),
    ("OpenAI(api_key='{{key:sk-48}}')", "OpenAI(api_key='<API_KEY_PLACEHOLDER>')"),
    (
        'client.responses.create(model=m, messages=[{"role": "user", "content": "Hi"}])',
        'client.responses.create(model=m, input=[{"role": "user", "content": "Hi"}])',
    ),
    (
        'client.responses.create(model=m, input="Hi", max_tokens=limit)',
        'client.responses.create(model=m, input="Hi", max_output_tokens=limit)',
    ),
    (
        'client.responses.create(model=m, input="Hi", system="Be brief.")',
        'client.responses.create(model=m, input="Hi", instructions="Be brief.")',
    ),
    (
        'client.chat.completions.create(model=m, input=[{"role": "user", "content": "Hi"}])',
        'client.chat.completions.create(model=m, messages=[{"role": "user", "content": "Hi"}])',
    ),
]


@pytest.mark.parametrize(("line", "wanted"), SAFE)
def test_safe_fixes_of_samples(line: str, wanted: str, tmp_path: Path) -> None:
    assert fixed_text(tmp_path, filled(PYTHON.format(line))) == PYTHON.format(wanted)


UNSAFE = [
    (
        PYTHON,
        'client.responses.create(model="gpt-4o", input="Hi")',
        'client.responses.create(model="<MODEL_ID>", input="Hi")',
    ),
    (
        PYTHON,
        "client.responses.create(model=m, messages=history)",
        "client.responses.create(model=m, input=history)",
    ),
    (SHELL, "codex --model gpt-4o --full-auto", 'codex --model "<MODEL_ID>" --full-auto'),
    (
        SHELL,
        'curl https://api.openai.com/v1/responses -d \'{"model": "gpt-4o", "input": "Hi"}\'',
        'curl https://api.openai.com/v1/responses -d \'{"model": "<MODEL_ID>", "input": "Hi"}\'',
    ),
]


@pytest.mark.parametrize(("frame", "line", "wanted"), UNSAFE)
def test_unsafe_fixes_are_made_when_asked_for(frame: str, line: str, wanted: str, tmp_path: Path) -> None:
    text = frame.replace("{}", line)
    assert fixed_text(tmp_path, text) == text
    assert fixed_text(tmp_path, text, unsafe=True) == frame.replace("{}", wanted)


LEFT = [
    'client.chat.completions.create(model=m, input="Hi")',
    'body = {"messages": []}\nbody["messages"].append(1)\nclient.responses.create(model=m, **body)',
    "client.responses.create(model=m, messages=[{'role': 'user', 'content': [part]}])",
]


@pytest.mark.parametrize("line", LEFT)
def test_what_is_not_certain_is_no_safe_fix(line: str, tmp_path: Path) -> None:
    text = PYTHON.format(line)
    (tmp_path / "b.md").write_text(text, encoding="utf-8")
    assert "API001" in codes(tmp_path / "b.md")
    assert fixed_text(tmp_path, text) == text


def test_a_string_is_never_made_a_list_of_messages(tmp_path: Path) -> None:
    text = PYTHON.format(LEFT[0])
    assert fixed_text(tmp_path, text, unsafe=True) == text


def test_the_short_form_of_an_object_keeps_its_variable(tmp_path: Path) -> None:
    text = (
        "```js\nimport OpenAI from 'openai';\nconst client = new OpenAI();\n"
        "await client.responses.create({{ model, {} }});\n```\n"
    )
    new = fixed_text(tmp_path, text.format("messages"), unsafe=True)
    assert new == text.format("input: messages")


def test_placeholder_spelling(tmp_path: Path) -> None:
    text = PYTHON.format('c = OpenAI(api_key="YOUR_API_KEY")')
    assert fixed_text(tmp_path, text) == text
    wanted = text.replace("YOUR_API_KEY", "<API_KEY_PLACEHOLDER>")
    assert fixed_text(tmp_path, text, extend_select=("KEY003",)) == wanted


@pytest.mark.parametrize("value", ["sk-<USER_KEY>", "sk-{user_key}", "sk-$USER_KEY", "sk-%s"])
def test_a_part_of_a_longer_placeholder_is_left(value: str, tmp_path: Path) -> None:
    text = SHELL.format(f"curl -H 'Authorization: Bearer {value}' https://a.example.net")
    assert fixed_text(tmp_path, text, unsafe=True, extend_select=("KEY003",)) == text


def test_what_is_said_of_one_value_does_not_depend_on_another(tmp_path: Path) -> None:
    sample = SHELL.format("curl -H 'Authorization: Bearer sk-anything' https://a.example.net")
    alone, beside = tmp_path / "alone.md", tmp_path / "beside.md"
    alone.write_text(sample, encoding="utf-8")
    beside.write_text(f"{sample}\n`{key('sk-48')}`\n", encoding="utf-8")
    selected = {"select": ("KEY003",)}
    assert codes(alone, **selected) == codes(beside, **selected) == ["KEY003"]


def test_outputs_of_a_notebook_are_left(tmp_path: Path) -> None:
    output = filled('{"output_type": "stream", "name": "stdout", "text": ["{{key:sk-48}}"]}')
    text = f'{{"cells": [{{"cell_type": "code", "source": [], "outputs": [{output}]}}], "metadata": {{}}}}'
    assert fixed_text(tmp_path, text, "a.ipynb", unsafe=True) == text
    assert codes(tmp_path / "a.ipynb") == ["KEY001"]


COMMENT = '<!-- draftproof: ignore[{}] reason="x" -->'
DIRECTIVES = [
    (f"# A\n\n{COMMENT.format('KEY002')}\n\nText.\n", "# A\n\nText.\n"),
    (f"# A\n\n{COMMENT.format('KEY002')}\nText.\n", "# A\n\nText.\n"),
    (f"{COMMENT.format('KEY002')}\n\nText.\n", "Text.\n"),
    (f"Text {COMMENT.format('KEY002')}\n", "Text\n"),
    (f"Text.\n\n{COMMENT.format('KEY002')}\n", "Text.\n"),
    (f"Text.\n\n{COMMENT.format('KEY002')}", "Text.\n"),
    (f"{COMMENT.format('KEY002')}\n", ""),
    (f"Text {COMMENT.format('KEY002')} goes on.\n", "Text  goes on.\n"),
    (f"- item\n\n  {COMMENT.format('KEY002')}\n\n  Text.\n", "- item\n\n  Text.\n"),
    (f"> {COMMENT.format('KEY002')}\n>\n> Text.\n", "> \n>\n> Text.\n"),
    (f"{COMMENT.format('KEY001,KEY002')}\n\n`KEY`\n", f"{COMMENT.format('KEY001')}\n\n`KEY`\n"),
    (f"{COMMENT.format('KEY002, KEY001')}\n\n`KEY`\n", f"{COMMENT.format('KEY001')}\n\n`KEY`\n"),
    (f"{COMMENT.format('KEY002,KEY001,KEY005 KEY004')}\n\n`KEY`\n", f"{COMMENT.format('KEY001')}\n\n`KEY`\n"),
    (f"{COMMENT.format('KEY004 , KEY002')}\n\nText.\n", "Text.\n"),
    ('```py draftproof-ignore=KEY002 draftproof-reason="y" title="a"\nx\n```\n', '```py title="a"\nx\n```\n'),
    ("```{.py draftproof-ignore=KEY002}\nx\n```\n", "```{.py}\nx\n```\n"),
    (
        "```py draftproof-ignore=KEY001,KEY002\nk = 'KEY'\n```\n",
        "```py draftproof-ignore=KEY001\nk = 'KEY'\n```\n",
    ),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("text", "wanted"), DIRECTIVES)
def test_unused_suppressions(text: str, wanted: str, end: str, tmp_path: Path) -> None:
    old, new = (each.replace("KEY`", f"{key()}`").replace("KEY'", f"{key()}'") for each in (text, wanted))
    assert fixed_text(tmp_path, old.replace("\n", end)) == new.replace("\n", end)


def test_an_expression_of_mdx(tmp_path: Path) -> None:
    text = 'Text.\n\n{/* draftproof: ignore[KEY002] reason="x" */}\n\nText.\n'
    assert fixed_text(tmp_path, text, "a.mdx") == "Text.\n\nText.\n"


def test_a_suppression_of_a_rule_that_did_not_run_stays(tmp_path: Path) -> None:
    text = f"{COMMENT.format('KEY002')}\n\nText.\n"
    assert fixed_text(tmp_path, text, ignore=("KEY002",)) == text


def test_what_is_suppressed_is_not_fixed(tmp_path: Path) -> None:
    text = f"{COMMENT.format('KEY001')}\n\n`{key()}`\n"
    assert fixed_text(tmp_path, text) == text


def test_what_the_report_leaves_out_is_not_fixed(tmp_path: Path) -> None:
    from draftproof.finding import Severity

    text = f"{COMMENT.format('KEY002')}\n\nText.\n"
    assert fixed_text(tmp_path, text, min_severity=Severity.WARNING) == text


HELD_BACK = [
    # Without the comment two paragraphs would be one.
    f"One.\n{COMMENT.format('KEY002')}\nTwo.\n",
    # Without it two lists would be one.
    f"- one\n\n{COMMENT.format('KEY002')}\n\n- two\n",
    # The content parts have to change as well: another rule would speak.
    PYTHON.format(
        "client.responses.create(model=m, messages=[{'role': 'user', 'content': [{'type': 'text'}]}])"
    ),
]


@pytest.mark.parametrize("text", HELD_BACK)
def test_a_fix_that_changes_more_is_left_out_and_said(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    before = findings(path)
    run = fixed(path, unsafe=True)
    assert path.read_text(encoding="utf-8") == text
    assert [f.code for f in run.result.findings] == [f.code for f in before]
    (note,) = run.result.notes
    assert "was left out" in note
    assert key() not in note


def test_mdx_is_given_no_bare_tag(tmp_path: Path) -> None:
    text = f"Type ` and {key()} so.\n"
    assert fixed_text(tmp_path, text, "a.mdx") == text
    assert "`" not in fixed_text(tmp_path, text, "a.md").replace("Type `", "")
    quoted = text.replace(" ` ", " ")
    wanted = quoted.replace(key(), "`<API_KEY_PLACEHOLDER>`")
    assert fixed_text(tmp_path, quoted, "a.mdx") == wanted


def test_one_fix_that_cannot_be_made_does_not_keep_the_others_back(tmp_path: Path) -> None:
    keys = [f"`{key(seed=str(number))}`\n\n" for number in range(9)]
    bad = HELD_BACK[0] + "\n"
    path = tmp_path / "a.md"
    path.write_text("".join([*keys[:4], bad, *keys[4:], bad]), encoding="utf-8")
    run = fixed(path)
    assert run.result.counts.fixed == 9
    assert [f.code for f in run.result.findings] == ["SUP001", "SUP001"]
    assert path.read_text(encoding="utf-8").count("`<API_KEY_PLACEHOLDER>`") == 9
