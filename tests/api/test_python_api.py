"""draftproof as a library: what it offers, what it raises, and that results travel between processes."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import pickle
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import draftproof
from draftproof import Confidence, DraftproofError, LiveResult, Result, Severity
from drafts import TODAY, filled, key, write
from drafts import draftproof as command_line
from verify_support import KEY, responses_server, sample

BAD = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
ADVICE = '```python\nclient.responses.create(model="gpt-4.1", input="Hi")\n```\n'


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def bad() -> str:
    return filled(BAD)


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    program = "import sys, draftproof; print([m for m in sys.modules if m.startswith('draftproof.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_check_of_a_text_does_not_load_the_live_stage() -> None:
    program = (
        "import sys, draftproof; draftproof.check_text('# Fine\\n', isolated=True);"
        "print({'asyncio', 'httpx', 'draftproof.live'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_is_offered_is_there_and_typed() -> None:
    assert set(draftproof.__all__) <= set(dir(draftproof))
    assert (Path(draftproof.__file__).parent / "py.typed").exists()
    for name in draftproof.__all__:
        assert getattr(draftproof, name) is not None
    with pytest.raises(AttributeError, match="check_everything"):
        draftproof.check_everything  # type: ignore[attr-defined]  # noqa: B018


def test_a_type_checker_sees_the_types(tmp_path: Path) -> None:
    program = (
        "import draftproof\n"
        "reveal_type(draftproof.check_text('a'))\n"
        "reveal_type(draftproof.verify('docs'))\n"
        "draftproof.check_text('a', fail_on='never')\n"
    )
    (tmp_path / "a.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "a.py"]
    where = {"MYPYPATH": str(Path(draftproof.__file__).parents[1]), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, env=where)
    assert 'a.py:2: note: Revealed type is "draftproof.finding.Result"' in done.stdout
    assert 'a.py:3: note: Revealed type is "draftproof.live.results.LiveResult"' in done.stdout
    assert "a.py:4: error:" in done.stdout
    assert done.stdout.count("error:") == 1


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.md", BAD, ["KEY001"]),
        ("docs/a.mdx", f"export const a = 1\n\n{BAD}", ["KEY001"]),
        ("a.ipynb", "{", ["DOC001"]),
        ("a.md", "# Fine\n", []),
        ("a.md", "", []),
        ("a.md", "\ud800 lone\n", ["DOC001"]),
        ("a.md", "\ufeff# Fine\r\n", []),
    ],
)
def test_a_text_is_judged_like_the_document_of_that_name(
    folder: Path, path: str, text: str, found: list[str]
) -> None:
    assert codes(draftproof.check_text(filled(text), path, today=TODAY)) == found


def test_a_text_and_its_file_come_to_the_same(folder: Path) -> None:
    write(folder, {"docs/a.md": BAD, "draftproof.yaml": "severity:\n  KEY001: advice\n"})
    text = (folder / "docs/a.md").read_text(encoding="utf-8")
    of_text = draftproof.check_text(text, "docs/a.md", today=TODAY)
    of_file = draftproof.check_paths("docs/a.md", today=TODAY)
    assert of_text == of_file
    assert [finding.severity for finding in of_text.findings] == [Severity.ADVICE]


def test_a_text_is_checked_though_its_path_is_excluded(folder: Path) -> None:
    write(folder, {"draftproof.yaml": "exclude: [docs/]\n", "docs/a.md": BAD})
    assert codes(draftproof.check_text(bad(), "docs/a.md")) == ["KEY001"]
    assert codes(draftproof.check_paths("docs/a.md")) == []
    assert codes(draftproof.check_paths("docs/a.md", force_exclude=False)) == ["KEY001"]


def test_paths_are_what_the_command_line_takes(folder: Path) -> None:
    write(folder, {"docs/a.md": BAD, "docs/b.md": ADVICE, "-": BAD})
    done = command_line("check", "--format", "jsonl", "--today", str(TODAY), "docs", cwd=folder)
    result = draftproof.check_paths(Path("docs"), today=TODAY)
    shown = [json.loads(line)["fingerprint"] for line in done.stdout.splitlines()]
    assert [finding.fingerprint for finding in result.findings] == shown
    assert len(shown) > 1
    assert codes(draftproof.check_paths(["docs/a.md", Path("-")])) == ["KEY001", "KEY001"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"select": "KEY"}, ["KEY001"]),
        ({"select": "KEY002, KEY003"}, []),
        ({"select": ["credentials"]}, ["KEY001"]),
        ({"ignore": "KEY001"}, []),
        ({"min_severity": "error"}, ["KEY001"]),
        ({"min_severity": Severity.ERROR, "min_confidence": Confidence.HIGH}, ["KEY001"]),
        ({"isolated": True}, ["KEY001"]),
    ],
)
def test_options(folder: Path, options: dict[str, typing.Any], found: list[str]) -> None:
    assert codes(draftproof.check_text(bad(), **options)) == found


def test_the_date_is_an_input(folder: Path) -> None:
    text = "---\nlast_reviewed: 2026-01-01\n---\n\n# A\n"
    late = draftproof.check_text(text, select="SRC001", today=datetime.date(2030, 1, 1))
    assert codes(late) == ["SRC001"]
    assert codes(draftproof.check_text(text, select="SRC001", today=datetime.date(2026, 1, 2))) == []


def test_what_fails_is_a_matter_of_the_level(folder: Path) -> None:
    error = draftproof.check_text(bad())
    assert [error.fails(finding) for finding in error.findings] == [True]
    printed = "```python\nprint(api_key)\n```\n"
    warning = draftproof.check_text(printed, fail_on="error")
    assert [warning.fails(finding) for finding in warning.findings] == [False]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"select": "KEYS"}, 'select: no rule is called "KEYS"'),
        ({"ignore": ["NO"]}, "ignore: no rule"),
        ({"provider": "nobody"}, 'provider: no provider is called "nobody"'),
        ({"fail_on": "never"}, "fail_on is one of advice, warning, error"),
        ({"config": "none.yaml"}, "none.yaml: there is no such file"),
        ({"config": "draftproof.yaml", "isolated": True}, "exclude each other"),
    ],
)
def test_mistakes_are_errors(folder: Path, options: dict[str, typing.Any], said: str) -> None:
    write(folder, {"a.md": "# Fine\n"})
    for call in (
        lambda: draftproof.check_text("", **options),
        lambda: draftproof.check_paths("a.md", **options),
    ):
        with pytest.raises(DraftproofError, match=said):
            call()


def test_a_missing_path_is_an_error_that_holds_the_rest(folder: Path) -> None:
    write(folder, {"a.md": BAD})
    (folder / "empty").mkdir()
    with pytest.raises(DraftproofError) as caught:
        draftproof.check_paths(["a.md", "nope.md", "empty"])
    assert str(caught.value).splitlines() == [
        "nope.md: there is no such file or folder",
        "empty: no document in this folder",
    ]
    assert isinstance(caught.value.result, Result)
    assert codes(caught.value.result) == ["KEY001"]
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.result) == (str(caught.value), caught.value.result)


def test_a_broken_configuration_is_an_error(folder: Path) -> None:
    write(folder, {"a.md": BAD, "draftproof.yaml": "selekt: [KEY]\n"})
    with pytest.raises(DraftproofError, match=r"draftproof\.yaml:1:1: unknown key"):
        draftproof.check_paths("a.md")


def test_a_credential_for_a_path_is_not_repeated(folder: Path) -> None:
    made = key()
    with pytest.raises(DraftproofError) as caught:
        draftproof.check_paths(made)
    assert made[8:] not in str(caught.value)


def _checked(text: str) -> Result:
    return draftproof.check_text(text, isolated=True, today=TODAY)


def test_results_come_back_from_other_processes() -> None:
    texts = [bad(), "# Fine\n", f"{bad()}\n{ADVICE}"]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(_checked, texts)
    assert results == [_checked(text) for text in texts]
    assert [codes(result)[:1] for result in results] == [["KEY001"], [], ["KEY001"]]


def test_a_live_check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"docs/a.md": sample()})
    monkeypatch.setenv("COMETAPI_KEY", KEY)
    with responses_server() as (base, asked):
        result = draftproof.verify("docs", base_url=base, isolated=True)
    assert isinstance(result, LiveResult)
    assert [row.result for row in result.rows] == ["pass"]
    assert len(asked.raw) == 2
    assert pickle.loads(pickle.dumps(result)) == result
    assert KEY.encode() not in pickle.dumps(result)
    assert not (folder / ".draftproof").exists()


def test_a_live_check_writes_its_record_where_the_command_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"docs/a.md": sample()})
    monkeypatch.setenv("MY_KEY", KEY)
    with responses_server() as (base, _):
        result = draftproof.verify("docs", base_url=base, key_env="MY_KEY", error_path=False)
    assert result.records == (".draftproof/evidence/docs/a.md.evidence.json",)
    assert (folder / result.records[0]).is_file()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "no key for CometAPI"),
        ({"base_url": "http://example.com/v1"}, "base URL"),
        ({"provider": "nobody"}, "provider: no provider is called"),
        ({"timeout": 0.0}, "timeout is a number of seconds"),
        ({"idle_timeout": float("inf")}, "idle_timeout is a number of seconds"),
        ({"concurrency": 0}, "concurrency is a whole number"),
        ({"embedded": True, "key_env": "A"}, "embedded brings its own"),
        ({"config": "a.yaml", "isolated": True}, "exclude each other"),
    ],
)
def test_mistakes_of_a_live_check_are_errors(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, typing.Any], said: str
) -> None:
    write(folder, {"a.md": sample()})
    monkeypatch.delenv("COMETAPI_KEY", raising=False)
    with pytest.raises(DraftproofError, match=said):
        draftproof.verify("a.md", **options)


def test_a_live_check_of_a_missing_path_sends_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"a.md": sample()})
    monkeypatch.setenv("COMETAPI_KEY", KEY)
    with responses_server() as (base, asked), pytest.raises(DraftproofError, match=r"nope\.md"):
        draftproof.verify(["a.md", "nope.md"], base_url=base)
    assert asked.raw == []
