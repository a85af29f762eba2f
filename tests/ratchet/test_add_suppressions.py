"""``--add-suppressions``: every finding gets one, nothing else changes, and a second run writes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from draftproof.engine.suppressing import fault_of
from drafts import draftproof, filled, findings, key, run, write

if TYPE_CHECKING:
    from pathlib import Path

REASON = "kept for the record"
CODE = 'client.responses.create(model="<MODEL_ID>", input="Hi", max_tokens=5)'
SAMPLE = f"```python\nfrom openai import OpenAI\n\nclient = OpenAI()\n{CODE}\n```\n"
CLAIM = "This is the fastest API."
RULES = {"select": ("API", "KEY", "CLM", "SUP", "DOC")}


def suppressed(path: Path, text: str) -> str:
    """The text of a document with its suppressions; checks what holds for all of them."""
    path.write_bytes(text.encode())
    before = findings(path, **RULES)
    assert before
    run(path, suppression_reason=REASON, **RULES)
    written = path.read_bytes().decode()
    assert findings(path, **RULES) == ()
    assert run(path, suppression_reason=REASON, **RULES).result.notes[0] == "no suppressions written"
    assert path.read_bytes().decode() == written
    return written


def indented(text: str, first: str, prefix: str) -> str:
    return first + text.replace("\n", f"\n{prefix}").removesuffix(prefix)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param(
            "a.md",
            f"# A\n\n{CLAIM}\n",
            f'# A\n\n<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n\n{CLAIM}\n',
            id="paragraph",
        ),
        pytest.param(
            "a.md",
            f"# A\r\n\r\n{CLAIM}\r\n",
            f'# A\r\n\r\n<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\r\n\r\n{CLAIM}\r\n',
            id="CRLF",
        ),
        pytest.param(
            "a.md",
            f"\ufeff{CLAIM}",
            f'\ufeff<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n\n{CLAIM}',
            id="the first line, after a byte order mark",
        ),
        pytest.param(
            "a.mdx",
            f"# A\n\n{CLAIM}\n",
            f'# A\n\n{{/* draftproof: ignore[CLM001] reason="{REASON}" */}}\n\n{CLAIM}\n',
            id="MDX",
        ),
        pytest.param(
            "a.md",
            f"import Tabs from '@theme/Tabs';\n\n{CLAIM}\n",
            f"import Tabs from '@theme/Tabs';\n\n"
            f'{{/* draftproof: ignore[CLM001] reason="{REASON}" */}}\n\n{CLAIM}\n',
            id="Markdown that imports components",
        ),
        pytest.param(
            "a.md",
            f"- One.\n- {CLAIM}\n",
            f'- One.\n- {CLAIM} <!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n',
            id="list item",
        ),
        pytest.param(
            "a.md",
            f"| a | b |\n| - | - |\n| {CLAIM} | c |\n",
            f'| a | b |\n| - | - |\n| {CLAIM} <!-- draftproof: ignore[CLM001] reason="{REASON}" --> | c |\n',
            id="table cell",
        ),
        pytest.param(
            "a.md",
            "# A\n\n" + indented(SAMPLE, "- One.\n\n  ", "  "),
            f'# A\n\n- One.\n\n  <!-- draftproof: ignore[API001] reason="{REASON}" -->\n  '
            + indented(SAMPLE, "", "  "),
            id="fence in a list",
        ),
        pytest.param(
            "a.md",
            indented(SAMPLE, "- ", "  ") + "- two\n",
            indented(SAMPLE, "- ", "  ").replace(
                "```python", f'```python draftproof-ignore=API001 draftproof-reason="{REASON}"', 1
            )
            + "- two\n",
            id="fence right after the mark of a list",
        ),
        pytest.param(
            "a.md",
            indented(SAMPLE, "> One.\n>\n> ", "> "),
            f'> One.\n>\n> <!-- draftproof: ignore[API001] reason="{REASON}" -->\n> '
            + indented(SAMPLE, "", "> "),
            id="fence in a quote",
        ),
        pytest.param(
            "a.md",
            f"# A\n\n<!-- markdownlint-disable-next-line -->\n{CLAIM}\n",
            f'# A\n\n<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n\n'
            f"<!-- markdownlint-disable-next-line -->\n{CLAIM}\n",
            id="above the comments of other tools",
        ),
        pytest.param(
            "a.md",
            f"---\ntitle: A\ndescription: {CLAIM}\n---\n\n# A\n",
            f"---\ntitle: A\ndescription: {CLAIM}\n---\n\n"
            f'<!-- draftproof: ignore-file[CLM001] reason="{REASON}" -->\n\n# A\n',
            id="front matter",
        ),
        pytest.param(
            "a.md",
            f'<!-- draftproof: ignore[KEY] reason="x" -->\n\n{CLAIM} Use `{{{{key:github-classic}}}}`.\n',
            f'<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n\n'
            f'<!-- draftproof: ignore[KEY] reason="x" -->\n\n{CLAIM} Use `{{{{key:github-classic}}}}`.\n',
            id="beside a suppression that is there",
        ),
    ],
)
def test_where_it_stands(tmp_path: Path, name: str, text: str, expected: str) -> None:
    assert suppressed(tmp_path / name, filled(text)) == filled(expected)


def test_one_comment_names_all_rules_of_a_block(tmp_path: Path) -> None:
    sample = SAMPLE.replace("OpenAI()", 'OpenAI(api_key="{{key:openai-project}}")')
    written = suppressed(tmp_path / "a.md", filled(f"# A\n\n{sample}"))
    assert written.count("draftproof:") == 1
    assert "ignore[API001, KEY001]" in written


def test_a_sample_in_a_markdown_fence(tmp_path: Path) -> None:
    written = suppressed(tmp_path / "a.md", f"# A\n\n````markdown\n# B\n\n{SAMPLE}````\n")
    assert written.startswith('# A\n\n<!-- draftproof: ignore[API001] reason="')


def test_many_findings_of_all_kinds(tmp_path: Path) -> None:
    blocks = [
        CLAIM,
        SAMPLE,
        f"- {CLAIM}\n- b",
        f"> {CLAIM}",
        f"## {CLAIM}",
        f"1. a\n\n   {CLAIM}\n2. b",
        "Some.",
    ]
    written = suppressed(tmp_path / "a.md", "# A\n\n" + "\n\n".join(blocks * 8))
    assert "ignore-file" not in written


class TestNotebooks:
    @staticmethod
    def notebook(*cells: tuple[str, str], **layout: object) -> str:
        made = [
            {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
            | ({"outputs": [], "execution_count": None} if kind == "code" else {})
            for kind, text in cells
        ]
        return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, **layout)

    @staticmethod
    def cells(text: str) -> list[str]:
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]

    @pytest.mark.parametrize("layout", [{"indent": 1}, {}, {"indent": 2, "ensure_ascii": False}])
    def test_before_a_code_cell(self, tmp_path: Path, layout: dict[str, object]) -> None:
        code = f"from openai import OpenAI\n\nclient = OpenAI()\n{CODE}"
        text = self.notebook(("markdown", "# A\n\nAsk: «é»"), ("code", code), **layout)
        cells = self.cells(suppressed(tmp_path / "a.ipynb", text))
        assert cells == [f'# A\n\nAsk: «é»\n\n<!-- draftproof: ignore[API001] reason="{REASON}" -->', code]

    def test_in_a_text_cell(self, tmp_path: Path) -> None:
        cells = self.cells(suppressed(tmp_path / "a.ipynb", self.notebook(("markdown", f"# A\n\n{CLAIM}"))))
        assert cells == [f'# A\n\n<!-- draftproof: ignore[CLM001] reason="{REASON}" -->\n\n{CLAIM}']

    def test_for_a_whole_notebook_where_no_text_stands_before(self, tmp_path: Path) -> None:
        code = f"from openai import OpenAI\n\nclient = OpenAI()\n{CODE}"
        text = self.notebook(("code", code), ("markdown", "# A"))
        cells = self.cells(suppressed(tmp_path / "a.ipynb", text))
        assert cells[1] == f'<!-- draftproof: ignore-file[API001] reason="{REASON}" -->\n\n# A'

    def test_without_a_text_cell_it_is_left_and_said(self, tmp_path: Path) -> None:
        path = tmp_path / "a.ipynb"
        text = self.notebook(("code", f"from openai import OpenAI\n\nclient = OpenAI()\n{CODE}"))
        path.write_text(text)
        finished = run(path, suppression_reason=REASON, **RULES)
        assert path.read_text() == text
        assert finished.exit_code() == 1
        assert any("cell 0, line 4: API001 found no place" in note for note in finished.result.notes)


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("a.md", b"# A\xff\n\nThis is the fastest API.\n", "is not UTF-8: nothing was written"),
        ("a.md", b"---\na: b: c\n---\n\n# A\n", "DOC001 cannot be suppressed"),
        ("a.md", b'<!-- draftproof: ignore[NOPE] reason="x" -->\n', "SUP004 cannot be suppressed"),
    ],
)
def test_what_cannot_be_suppressed_is_left_and_said(
    tmp_path: Path, name: str, data: bytes, note: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    finished = run(path, suppression_reason=REASON, **RULES)
    assert path.read_bytes() == data
    assert any(note in each for each in finished.result.notes)


def test_what_the_baseline_accepts_needs_none(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    (tmp_path / "draftproof.yaml").write_text("")
    path.write_text(f"# A\n\n{CLAIM}\n")
    run(path, isolated=False, write_baseline="shrink")
    path.write_text(f"# A\n\n{CLAIM}\n\n{SAMPLE}")
    run(path, isolated=False, suppression_reason=REASON, select=("API",))
    assert (
        path.read_text()
        == f'# A\n\n{CLAIM}\n\n<!-- draftproof: ignore[API001] reason="{REASON}" -->\n\n{SAMPLE}'
    )


def test_a_read_only_document_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{CLAIM}\n")
    path.chmod(0o444)
    finished = run(path, suppression_reason=REASON, **RULES)
    assert finished.exit_code() == 2
    assert finished.errors[0].endswith("it is read-only")
    assert path.read_text() == f"{CLAIM}\n"


@pytest.mark.parametrize("reason", ["", " ", "two\nlines", "a --> b", "a */ b", "'\"", "\x1b[2J", "a\\"])
def test_a_reason_that_cannot_stand(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{CLAIM}\n")
    done = draftproof("check", "--add-suppressions", reason, "a.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("draftproof: --add-suppressions: ")
    assert path.read_text() == f"{CLAIM}\n"


def test_a_credential_is_no_reason(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{CLAIM}\n")
    secret = key("github-classic")
    done = draftproof("check", "--add-suppressions", f"see {secret}", "a.md", cwd=tmp_path)
    assert done.returncode == 2
    assert secret not in done.stderr + (tmp_path / "a.md").read_text()


@pytest.mark.parametrize(
    "reason", ["plain", 'a "quoted" word', "it's old", "|", "`code`", "[x] {y} <z>", "ü → é"]
)
def test_a_reason_that_can(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"# A\n\n{CLAIM}\n\n| a | {CLAIM} |\n| - | - |\n| b | c |\n\n{indented(SAMPLE, '- ', '  ')}"
    )
    assert fault_of(reason) == ""
    run(path, suppression_reason=reason, **RULES)
    assert findings(path, **RULES) == ()


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# A\n\n{CLAIM}\n\n{SAMPLE}")
    command = [sys.executable, "-m", "draftproof", "check", "--add-suppressions", REASON, "a.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert "2 suppressions written in 1 document" in done.stderr
    assert draftproof("check", "a.md", cwd=tmp_path).stdout == ""


def test_a_credential_is_not_suppressed_in_a_whole_document(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Setup\n"]},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "outputs": [],
            "source": [f"k = '{key()}'\n"],
        },
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "outputs": [],
            "source": [f"k = '{key()}'\n"],
        },
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    write(tmp_path, {"a.ipynb": text.encode(), "a.md": f"---\ntitle: {key()}\n---\n\n# Text\n".encode()})
    finished = run(tmp_path, suppression_reason="x", select=("KEY",))
    assert "ignore-file" not in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "ignore-file" not in (tmp_path / "a.ipynb").read_text(encoding="utf-8")
    assert finished.failed
    assert any("never suppressed in a whole document" in note for note in finished.result.notes)
