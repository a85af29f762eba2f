"""A batch of documents to a batch of findings: the same as ``check`` says, whatever the rows hold."""

from __future__ import annotations

import builtins
import datetime
import io
import json
import os
import pickle
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof import DraftproofError, Severity, check_text
from draftproof.catalogs.lockfile import Entry, LockFile, dumped
from draftproof.distributed import FINDINGS, LintOptions, json_lines, lint_batch, lint_options
from draftproof.engine.examining import Examiner
from draftproof.reports.jsonl import render
from draftproof.reports.style import Style
from drafts import TODAY, filled, key, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

KEYED = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
CLAIM = "# Fast\n\nThis is the fastest API there is.\n"
FIELD = (
    "# Call\n\n```bash\ncurl https://api.openai.com/v1/responses \\\n"
    '  -d \'{"model": "gpt-4.1", "messages": []}\'\n```\n'
)
OPTIONS = LintOptions(TODAY)
Row = tuple[str | None, str | bytes | None]


def batch(rows: Iterable[Row], kind: pa.DataType | None = None) -> pa.RecordBatch:
    paths, texts = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    data = [text.encode() if isinstance(text, str) else text for text in texts]
    arrays = [pa.array(paths, pa.string()), pa.array(data, pa.binary()).cast(kind or pa.binary())]
    return pa.RecordBatch.from_arrays(arrays, names=["path", "text"])


def linted(rows: Iterable[Row], options: LintOptions = OPTIONS) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lint_batch(batch(rows), options).to_pylist()
    return found


def brief(rows: Sequence[dict[str, Any]]) -> list[tuple[str | None, str | None, str]]:
    return [(row["path"], row["code"], row["status"]) for row in rows]


def documents() -> list[Row]:
    return [
        ("a.md", filled(KEYED)),
        ("clean.md", "# Nothing\n\nwrong here.\n"),
        ("docs/b.mdx", CLAIM),
        ("c.md", FIELD),
        ("d.ipynb", "{"),
        ("e.md", b"# Broken\n\n\xff\n"),
        (None, CLAIM),
        ("f.md", None),
    ]


@pytest.mark.parametrize(("path", "text"), [row for row in documents() if isinstance(row[1], str) and row[0]])
def test_a_row_says_what_a_check_of_the_text_says(
    path: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = check_text(text, path, today=TODAY, isolated=True)
    shown = [json.loads(line) for line in render(result, Style())]
    rows = linted([(path, text)])
    assert [{name: value for name, value in row.items() if name != "status"} for row in rows] == shown
    lines = [json.loads(line) for line in json_lines(lint_batch(batch([(path, text)]), OPTIONS)).splitlines()]
    assert lines == rows


CALL = 'from openai import OpenAI\nOpenAI().responses.create(\n{}model="gpt-4.1", messages=[],\n)\n'
INCLUDING = {
    "a.md": f"# T\n\n```python\n{CALL}```\n".format('--8<-- "a.py"\n'),
    "a.rst": "T\n=\n\n.. literalinclude:: a.py\n\n.. code-block:: python\n\n   "
    + CALL.format('--8<-- "a.py"\n').replace("\n", "\n   "),
    "a.adoc": f"= T\n\n[source,python]\n----\n{CALL}----\n".format('--8<-- "a.py"\n')
    + "\n[source,python]\n----\ninclude::a.py[]\n----\n",
}
"""Statements that include a file, in the middle of a call: whoever takes them for code reads another call."""


@pytest.mark.parametrize("path", INCLUDING)
def test_what_includes_files_is_read_as_a_check_reads_it(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = INCLUDING[path]
    result = check_text(text, path, today=TODAY, isolated=True, ignore=["DOC002"])
    assert "MDL001" in [finding.code for finding in result.findings]
    shown = [json.loads(line) | {"status": "finding"} for line in render(result, Style())]
    assert linted([(path, text)], lint_options(TODAY, ignore=["DOC002"])) == shown


def test_the_fields_are_those_of_json_lines_and_a_status() -> None:
    result = check_text(CLAIM, "a.md", today=TODAY, isolated=True)
    assert [*json.loads(next(render(result, Style()))), "status"] == FINDINGS.names
    assert lint_batch(batch([]), OPTIONS).schema == FINDINGS


def test_a_fix_and_a_sample_stay_nested() -> None:
    (row,) = [row for row in linted([("c.md", FIELD)]) if row["code"] == "API001"]
    assert row["sample"]["language"] == "bash"
    assert row["fix"]["edits"][0]["text"] == "input"


def test_poisoned_rows_cost_a_row_each_and_the_others_are_judged() -> None:
    rows: list[Row] = [
        (None, CLAIM),
        ("", CLAIM),
        ("null.md", None),
        ("bytes.md", b"\x00\xff\xfe"),
        ("wide.md", "text".encode("utf-16")),
        ("long.md", "x" * 101),
        ("claim.md", CLAIM),
    ]
    found = linted(rows, lint_options(TODAY, max_bytes=100))
    assert brief(found) == [
        (None, None, "fault"),
        ("", None, "fault"),
        ("null.md", None, "fault"),
        ("bytes.md", "DOC001", "unreadable"),
        ("wide.md", "DOC001", "unreadable"),
        ("long.md", "DOC001", "unreadable"),
        ("claim.md", "CLM001", "finding"),
    ]
    assert {row["severity"] for row in found[:6]} == {"error"}


def test_a_document_that_draftproof_fails_at_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Examiner.examined

    def failing(self: Examiner, file: Any, data: bytes | str, **options: Any) -> Any:
        if file.shown == "bad.md":
            raise RecursionError(key())
        return whole(self, file, data, **options)

    monkeypatch.setattr(Examiner, "examined", failing)
    found = linted([("bad.md", CLAIM), ("good.md", CLAIM)])
    assert brief(found) == [("bad.md", None, "fault"), ("good.md", "CLM001", "finding")]
    assert "RecursionError" in found[0]["message"]
    assert key() not in json.dumps(found)


def test_no_credential_stands_in_any_row() -> None:
    found = linted(documents())
    assert "KEY001" in {row["code"] for row in found}
    assert filled("{{key:github-classic}}") not in json.dumps(found)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.large_binary(), pa.string_view(), pa.binary_view()], ids=str
)
def test_every_type_of_text_says_the_same(kind: pa.DataType) -> None:
    rows = [row for row in documents() if not isinstance(row[1], bytes)]
    assert lint_batch(batch(rows, kind), OPTIONS) == lint_batch(batch(rows), OPTIONS)


def test_a_dictionary_a_slice_and_a_column_of_nulls_are_read() -> None:
    plain = batch([("a.md", CLAIM)] * 3, pa.string())
    coded = pa.RecordBatch.from_arrays(
        [each.dictionary_encode() for each in plain.columns], plain.schema.names
    )
    assert lint_batch(coded, OPTIONS) == lint_batch(plain, OPTIONS)
    assert lint_batch(plain.slice(1, 1), OPTIONS).num_rows == 1
    nulls = pa.RecordBatch.from_pydict({"path": ["a.md"], "text": pa.nulls(1)})
    assert lint_batch(nulls, OPTIONS)["status"].to_pylist() == ["fault"]


def test_strings_that_are_no_utf8_are_read_as_bytes() -> None:
    data = pa.py_buffer(b"# Bad \xff\n")
    text = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\x08\0\0\0"), data)
    rows = lint_batch(pa.RecordBatch.from_arrays([pa.array(["a.md"]), text], ["path", "text"]), OPTIONS)
    assert rows["code"].to_pylist() == ["DOC001"]


def test_half_a_surrogate_pair_does_not_stop_a_batch() -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "source": "This is the fastest \ud800 API there is."}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    found = linted([("a.ipynb", json.dumps(notebook)), ("b.md", CLAIM)])
    assert [row["path"] for row in found if row["status"] == "finding"][-1] == "b.md"


def test_other_columns_are_ignored() -> None:
    plain = batch([("a.md", CLAIM)])
    more = plain.append_column("code", pa.array(["other"]))
    assert lint_batch(more, OPTIONS) == lint_batch(plain, OPTIONS)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"path": ["a.md"]}, "needs one column `text`; its columns are path"),
        ({"text": ["a"]}, "needs one column `path`"),
        ({"path": ["a.md"], "text": [1]}, "the column `text` holds int64"),
    ],
)
def test_a_batch_without_the_columns_is_refused(columns: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(DraftproofError, match=said):
        lint_batch(pa.RecordBatch.from_pydict(columns), OPTIONS)


@given(st.data())
def test_any_split_gives_the_same_findings(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.sampled_from(documents()), max_size=12))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=4)))
    whole = batch(rows)
    starts, ends = [0, *cuts], [*cuts, len(rows)]
    pieces = [whole.slice(start, end - start) for start, end in zip(starts, ends, strict=True)]
    joined = pa.Table.from_batches([lint_batch(piece, OPTIONS) for piece in pieces], FINDINGS)
    assert joined.equals(pa.Table.from_batches([lint_batch(whole, OPTIONS)], FINDINGS))


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.none(), st.text(max_size=20), st.sampled_from(["/x.md", "../../y.mdx", "a\0.ipynb"])
            ),
            st.one_of(st.none(), st.binary(max_size=80), st.text(max_size=80).map(str.encode)),
        ),
        max_size=4,
    )
)
def test_whatever_stands_in_the_rows_there_is_an_answer(rows: list[tuple[str | None, bytes | None]]) -> None:
    found = linted(rows)
    assert {row["path"] for row in found} <= {path for path, _ in rows}
    poisoned = sum(not path or text is None for path, text in rows)
    assert sum(row["status"] == "fault" for row in found) == poisoned


def test_options_travel() -> None:
    options = lint_options(TODAY, select=["KEY"], ignore=["KEY002"], provider="openai")
    assert pickle.loads(pickle.dumps(options)) == options
    assert hash(options) == hash(pickle.loads(pickle.dumps(options)))
    assert {row["code"] for row in linted(documents(), options)} == {"KEY001", None}
    errors = lint_options(TODAY, min_severity=Severity.ERROR)
    assert {row["severity"] for row in linted(documents(), errors)} == {"error"}


def test_options_with_a_mistake_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DraftproofError, match='no rule is called "KEX"'):
        lint_options(TODAY, select=["KEX"])
    with pytest.raises(DraftproofError, match="no provider is called"):
        lint_options(TODAY, provider="nobody")
    with pytest.raises(DraftproofError, match="max_bytes"):
        lint_options(TODAY, max_bytes=0)
    with pytest.raises(DraftproofError, match="there is no such folder of rules"):
        lint_options(TODAY, rule_packs=[tmp_path / "none"])
    with pytest.raises(DraftproofError, match=r"acme\.yaml:1:1: the file cannot be read"):
        lint_options(TODAY, lock_files=[tmp_path / "acme.yaml"])


RULE = """---
code: HSE001
name: house-word
family: guide
severity: warning
confidence: high
check: pattern
with:
  patterns: ['leverage']
  in: [prose]
message: "`{text}` is a word of nobody"
help: write "use"
since: 0.1.0
---

# HSE001 house-word

## What it does

Flags a word.

## Why it matters

Readers stumble.

## Examples

```markdown flagged lines=1
We leverage it.
```

```markdown clean
We use it.
```

## How to mend it

Write another.

## Sources

- None.
"""


def test_a_rule_pack_and_a_lock_file_travel_without_their_files(tmp_path: Path) -> None:
    write(tmp_path, {"pack/guide/HSE001.md": RULE})
    models = {"gpt-4.1": Entry()}
    day = TODAY - datetime.timedelta(days=1)
    lock = LockFile("openai", "draftproof catalog refresh", "https://api.openai.com/v1/models", day, models)
    write(tmp_path, {"openai.yaml": dumped(lock)})
    made = lint_options(
        TODAY, rule_packs=[tmp_path / "pack"], lock_files=[tmp_path / "openai.yaml"], provider="openai"
    )
    options = pickle.loads(pickle.dumps(made))
    assert options == made
    for path in sorted(tmp_path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    listed = FIELD.replace('"messages": []', '"input": "Hi"')
    rows: list[Row] = [
        ("word.md", "# Use\n\nWe leverage it.\n"),
        ("known.md", listed),
        ("unknown.md", listed.replace("gpt-4.1", "made-up-9")),
    ]
    found = brief(linted(rows, options))
    assert ("word.md", "HSE001", "finding") in found
    assert [(path, code) for path, code, _ in found if code and code.startswith("MDL")] == [
        ("unknown.md", "MDL002")
    ]


def test_no_file_is_opened_for_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"secret.md": KEYED, ".git/HEAD": "", "code.sh": KEYED})
    monkeypatch.chdir(tmp_path)
    marks = ['--8<-- "secret.md"', f'--8<-- "{tmp_path}/code.sh"', "```{literalinclude} code.sh\n```"]
    text = "# Including\n\n" + "\n\n".join(marks) + "\n"
    assert [f.code for f in check_text(text, "a.md", today=TODAY, isolated=True).findings]
    linted([("warm.md", FIELD), ("warm.md", CLAIM)])

    def refuse(*arguments: Any, **options: Any) -> Any:
        raise AssertionError(f"something was opened: {arguments}")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(os, "open", refuse)
    paths = ["a.md", f"{tmp_path}/a.md", "../a.md", f"..{tmp_path}/a.md", "docs/../../a.md"]
    assert linted([(path, text) for path in paths]) == []
