"""Includes from end to end: what is opened, what never is, where findings stand and what silences them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.finding import Severity
from drafts import draftproof, key, run, write

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.engine.running import Run

CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\n"
FOREIGN = 'answer = client.responses.create(model="<MODEL_ID>", messages=[])\n'
JAVASCRIPT = (
    'import OpenAI from "openai";\n'
    'await new OpenAI().responses.create({ model: "<MODEL_ID>", messages: [] });\n'
)
COLUMN = FOREIGN.index("messages") + 1
PAGE = '# A\n\n```python\n--8<-- "examples/a.py"\n```\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def _run(*arguments: str, **options: Any) -> Run:
    return run(*arguments, **({"isolated": False} | options))


def _places(result: Run, code: str) -> list[tuple[str, int, int]]:
    return [(f.path, f.place.line, f.place.column) for f in result.result.findings if f.code == code]


def test_a_finding_stands_in_the_included_file_and_says_where_from(tree: Path) -> None:
    write(tree, {"docs/a.md": PAGE, "examples/a.py": CLIENT + FOREIGN})
    done = _run("docs")
    (finding,) = [f for f in done.result.findings if f.code == "API001"]
    assert (finding.path, finding.place.line, finding.place.column) == ("examples/a.py", 4, COLUMN)
    assert finding.notes == ("included from docs/a.md:4",)
    assert finding.fix is None
    assert finding.quoted[0].text == FOREIGN.rstrip("\n")
    assert done.exit_code() == 1


def test_names_are_known_across_fences_and_files(tree: Path) -> None:
    own = "```python\nfrom openai import OpenAI\nclient = OpenAI()\n```\n\n"
    write(tree, {"a.md": own + PAGE, "examples/a.py": FOREIGN, "b.md": PAGE})
    assert _places(_run("a.md"), "API001") == [("examples/a.py", 1, COLUMN)]
    write(tree, {"a.md": PAGE + f"\n```python\n{FOREIGN}```\n", "examples/a.py": CLIENT})
    assert _places(_run("a.md"), "API001") == [("a.md", 8, COLUMN)]


def test_each_finding_is_said_once_and_by_the_file_itself_where_it_is_a_sample(tree: Path) -> None:
    write(tree, {"docs/a.md": PAGE, "docs/b.md": PAGE + PAGE, "examples/a.py": CLIENT + FOREIGN})
    found = [f for f in _run(".").result.findings if f.code == "API001"]
    assert [f.notes for f in found] == [("included from docs/a.md:4",)]
    write(tree, {"draftproof.yaml": 'samples: ["examples/**/*.py"]\n'})
    found = [f for f in _run(".").result.findings if f.code == "API001"]
    assert [(f.path, f.notes) for f in found] == [("examples/a.py", ())]
    assert found[0].fix is not None


def test_the_fingerprint_is_the_same_whoever_includes_it(tree: Path) -> None:
    write(tree, {"a.md": PAGE, "docs/b.md": f"# Other\n\n{PAGE}", "examples/a.py": CLIENT + FOREIGN})
    prints = {
        f.fingerprint
        for path in ("a.md", "docs/b.md")
        for f in _run(path).result.findings
        if f.code == "API001"
    }
    assert len(prints) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<!-- draftproof: ignore[API001] reason="kept" -->\n\n```python\n--8<-- "examples/a.py"\n```\n',
        '```python draftproof-ignore=API001 draftproof-reason="kept"\n--8<-- "examples/a.py"\n```\n',
        '<!-- draftproof: ignore-file[API001] reason="kept" -->\n\n```python\n--8<-- "examples/a.py"\n```\n',
    ],
)
def test_suppressions_beside_the_include_reach_into_the_file(tree: Path, page: str) -> None:
    write(tree, {"a.md": page, "examples/a.py": CLIENT + FOREIGN})
    done = _run("a.md")
    assert [f.code for f in done.result.findings if f.code[:3] in ("API", "SUP")] == []
    assert done.result.counts.suppressed == 1


def test_a_suppression_elsewhere_does_not(tree: Path) -> None:
    page = '<!-- draftproof: ignore[API001] reason="kept" -->\n\nText.\n\n' + PAGE
    write(tree, {"a.md": page, "examples/a.py": CLIENT + FOREIGN})
    assert len(_places(_run("a.md"), "API001")) == 1


def test_an_included_text_is_judged_where_it_is_a_document(tree: Path) -> None:
    partial = f'<!-- draftproof: ignore[API001] reason="kept" -->\n\n```python\n{CLIENT}{FOREIGN}```\n'
    write(tree, {"docs/a.md": '# A\n\n--8<-- "docs/_part.md"\n', "docs/_part.md": partial})
    assert _places(_run("docs"), "API001") == []
    assert _places(_run("docs/a.md"), "API001") == []


def test_only_what_is_included_is_looked_at(tree: Path) -> None:
    secret = f'TOKEN = "{key()}"\n'
    text = secret + "# --8<-- [start:x]\n" + secret + "# --8<-- [end:x]\n" + secret + secret
    write(tree, {"a.md": '```python\n--8<-- "a.py:x"\n```\n', "a.py": text})
    assert _places(_run("a.md"), "KEY001") == [("a.py", 3, 10)]
    write(tree, {"a.md": "```{literalinclude} a.py\n:lines: 3,6\n```\n"})
    assert [line for _, line, _ in _places(_run("a.md"), "KEY001")] == [3, 6]


def _include(path: str) -> str:
    return f'```python\n--8<-- "{path}"\n```\n'


@pytest.mark.parametrize(
    "path", ["../outside.py", "../../project/../outside.py", "link.py", ".git/config", "sub/../../outside.py"]
)
def test_nothing_outside_of_the_project_is_opened(tree: Path, path: str) -> None:
    secret = f'TOKEN = "{key()}"\n'
    write(tree.parent, {"outside.py": secret, "project/.git/config": secret, "project/a.md": _include(path)})
    os.symlink(tree.parent / "outside.py", tree / "link.py")  # noqa: PTH211
    done = _run("a.md")
    (finding,) = done.result.findings
    assert (finding.code, finding.severity) == ("DOC002", Severity.ADVICE)
    assert done.result.counts.lost_includes == 1
    assert "outside of the project" in finding.message


def test_an_absolute_path_begins_at_the_project(tree: Path) -> None:
    write(
        tree,
        {
            "docs/a.md": _include("/examples/a.py") + "\n" + _include(f"{tree}/examples/a.py"),
            "examples/a.py": CLIENT + FOREIGN,
        },
    )
    done = _run("docs")
    assert len(_places(done, "API001")) == 1
    assert [place[1] for place in _places(done, "DOC002")] == [6]


@pytest.mark.parametrize(
    ("name", "content", "stray"),
    [
        ("https://example.com/a.py", b"", False),
        ("folder", b"", True),
        ("big.py", b"#" * 1_000_001, False),
        ("bytes.py", b"\0\xff", False),
        ("none.py", b"", True),
    ],
)
def test_what_cannot_be_included(tree: Path, name: str, content: bytes, stray: bool) -> None:
    (tree / "folder").mkdir()
    if content:
        (tree / name).write_bytes(content)
    write(tree, {"a.md": _include(name)})
    done = _run("a.md")
    assert [(lost.path, lost.line, lost.target) for lost in done.result.lost_includes] == [("a.md", 2, name)]
    assert bool(_places(done, "DOC002")) is stray


def test_a_pipe_is_never_opened(tree: Path) -> None:
    os.mkfifo(tree / "pipe.py")
    write(tree, {"a.md": _include("pipe.py")})
    assert _places(_run("a.md"), "DOC002") == [("a.md", 2, 9)]


def test_what_is_excluded_is_left_out_in_silence(tree: Path) -> None:
    write(
        tree,
        {
            "draftproof.yaml": 'exclude: ["vendor/"]\n',
            "vendor/a.py": CLIENT + FOREIGN,
            "a.md": _include("vendor/a.py"),
        },
    )
    done = _run(".")
    assert done.result.findings == ()
    assert done.result.counts.lost_includes == 0


def test_snippet_folders_are_looked_in(tree: Path) -> None:
    write(tree, {"docs/a.md": _include("a.py"), "docs/snippets/a.py": CLIENT + FOREIGN})
    assert _places(_run("docs"), "DOC002") == [("docs/a.md", 2, 9)]
    write(tree, {"draftproof.yaml": "snippet-folders: [docs/snippets]\n"})
    assert _places(_run("docs"), "DOC002") == []
    assert len(_places(_run("docs"), "API001")) == 1


def test_a_credential_in_the_path_is_not_printed(tree: Path) -> None:
    secret = key()
    write(tree, {"a.md": _include(f"{secret}.py")})
    done = draftproof("check", "--format", "json", "a.md", cwd=tree)
    assert secret not in done.stdout + done.stderr
    assert '"includes_left": [{"path": "a.md"' in done.stdout


def test_the_summary_counts_what_was_not_found(tree: Path) -> None:
    write(tree, {"a.md": _include("none.py") + "\n" + _include("https://example.com/a.py")})
    done = draftproof("check", "a.md", cwd=tree)
    assert "2 includes not found" in done.stderr
    assert done.returncode == 0


def test_a_fix_of_the_page_leaves_the_included_file_alone(tree: Path) -> None:
    write(tree, {"a.md": PAGE + f"\n```python\n{CLIENT}{FOREIGN}```\n", "examples/a.py": CLIENT + FOREIGN})
    before = (tree / "examples/a.py").read_bytes()
    done = _run("a.md", fix=True, unsafe_fixes=True)
    assert (tree / "examples/a.py").read_bytes() == before
    assert ("a.md", 10, COLUMN) not in _places(done, "API001")
    assert "messages" not in (tree / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a.py", "b.js"])
def test_a_file_of_code_that_is_named_is_one_sample(tree: Path, name: str) -> None:
    texts = {
        "a.py": f"# Heading\n{CLIENT}{FOREIGN}",
        "b.js": JAVASCRIPT,
    }
    write(tree, {name: texts[name]})
    done = _run(name)
    assert len(_places(done, "API001")) == 1
    assert done.result.counts.code_blocks == 1


def test_samples_are_searched_for_where_they_are_configured(tree: Path) -> None:
    write(tree, {"examples/x/a.py": CLIENT + FOREIGN, "examples/b.txt": "text\n", "docs/a.md": "# A\n"})
    assert _run(".").result.counts.documents == 1
    write(tree, {"draftproof.yaml": 'samples: ["examples/**/*.py"]\n'})
    done = _run(".")
    assert done.result.counts.documents == 2
    assert [place[0] for place in _places(done, "API001")] == ["examples/x/a.py"]


def test_samples_and_live_plans_name_the_right_places(tree: Path) -> None:
    write(
        tree,
        {
            "a.md": PAGE,
            "examples/a.py": CLIENT + 'r = client.responses.create(model="<MODEL_ID>", input="Hi")\n',
        },
    )
    shown = draftproof("samples", "a.md", cwd=tree)
    assert shown.stdout.startswith("examples/a.py:1 (included from a.md:4): python, understood\n")
    plan = draftproof("verify", "--plan", "--embedded", "a.md", cwd=tree)
    assert "a.md:4" in plan.stdout
