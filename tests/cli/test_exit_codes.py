"""What ``draftproof check`` returns and what it prints where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.cli.main import main
from draftproof.reports.registry import NAMES
from drafts import draftproof, filled, key, write

if TYPE_CHECKING:
    from pathlib import Path

BAD = "# Set-up\n\n`{{key:github-classic}}`\n"
PRINTED = '```python\napi_key = os.environ["OPENAI_API_KEY"]\nprint(api_key)\n```\n'
CLEAN = "# Set-up\n\nSet `OPENAI_API_KEY`.\n"
UNUSED = '<!-- draftproof: ignore[KEY001] reason="x" -->\n\nText.\n'


def _codes(text: str) -> list[str]:
    return [json.loads(line)["code"] for line in text.splitlines()]


def _check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    code = main(["check", "--format", "jsonl", *arguments])
    out, err = capsys.readouterr()
    return code, _codes(out), err


@pytest.mark.parametrize(
    ("files", "arguments", "wanted"),
    [
        ({"a.md": CLEAN}, [], 0),
        ({"a.md": CLEAN}, ["a.md"], 0),
        ({"a.md": BAD}, [], 1),
        ({"a.md": BAD}, ["--exit-zero"], 0),
        ({"a.md": PRINTED}, [], 1),
        ({"a.md": PRINTED}, ["--fail-on", "error"], 0),
        ({"a.md": PRINTED}, ["--fail-on", "advice"], 1),
        ({"a.md": UNUSED}, [], 0),
        ({"a.md": UNUSED}, ["--fail-on", "advice"], 1),
        ({"a.md": BAD}, ["--ignore", "KEY001"], 0),
        ({"a.md": BAD, "draftproof.yaml": "ignore: [KEY001]\n"}, [], 0),
        ({"a.md": BAD, "draftproof.yaml": "ignore: [KEY001]\n"}, ["--isolated"], 1),
        ({"a.md": BAD, "draftproof.yaml": "severity: {KEY001: warning}\n"}, ["--fail-on", "error"], 0),
        ({"a.md": BAD, "draftproof.yaml": "fail-on: error\n"}, [], 1),
        ({"a.md": PRINTED, "draftproof.yaml": "fail-on: error\n"}, [], 0),
        ({"a.md": PRINTED, "draftproof.yaml": "fail-on: error\n"}, ["--fail-on", "warning"], 1),
        ({"a.md": BAD, "draftproof.yaml": "exclude: [a.md]\n"}, ["a.md"], 0),
        ({"a.md": BAD, "draftproof.yaml": "exclude: [a.md]\n"}, ["a.md", "--no-force-exclude"], 1),
        ({"a.md": BAD}, ["missing.md"], 3),
        ({"a.md": BAD}, ["a.md", "missing.md"], 3),
        ({"a.md": BAD}, [""], 3),
        ({"a.md": BAD}, ["--fix", ""], 3),
        ({"a.md": BAD}, ["a.md", "missing.md", "--exit-zero"], 3),
        ({"empty/x.txt": ""}, ["empty"], 3),
        ({"a.md": BAD, "draftproof.yaml": "ignroe: []\n"}, [], 2),
        ({"a.md": BAD, "draftproof.yaml": "ignroe: []\n"}, ["missing.md", "a.md"], 2),
        ({"a.md": BAD, "draftproof.yaml": "ignroe: []\n"}, ["--exit-zero"], 2),
        ({"a.md": b"\0\xff"}, [], 1),
        ({"a.md": BAD}, ["--config", "missing.yaml"], 2),
        ({"a.md": BAD, "my.yaml": "ignore: [KEY]\n"}, ["--config", "my.yaml"], 0),
        ({"a.md": BAD, "my.yaml": ""}, ["--config", "my.yaml", "--isolated"], 2),
        ({"a.md": BAD}, ["--select", "KEY999"], 2),
        ({"a.md": BAD}, ["--today", "tomorrow"], 2),
        ({"a.md": BAD}, ["--output", "no/such/folder.txt"], 2),
    ],
)
def test_exit_codes(
    files: dict[str, str | bytes],
    arguments: list[str],
    wanted: int,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(folder, files)
    assert main(["check", *arguments]) == wanted
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    if wanted >= 2:
        assert err.startswith("draftproof: ")


def test_a_bad_configuration_stops_only_what_it_governs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"one/a.md": BAD, "one/draftproof.yaml": "ignroe: []\n", "two/b.md": BAD})
    code, found, err = _check(capsys)
    assert (code, found) == (2, ["KEY001"])
    assert 'one/draftproof.yaml:1:1: unknown key "ignroe"' in err
    assert 'did you mean "ignore"?' in err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], ["KEY001", "KEY004"]),
        (["--select", "KEY004"], ["KEY004"]),
        (["--select", "printed-credential"], ["KEY004"]),
        (["--select", "credentials"], ["KEY001", "KEY004"]),
        (["--select", "KEY", "--ignore", "KEY001"], ["KEY004"]),
        (["--select", "KEY001,KEY004"], ["KEY001", "KEY004"]),
        (["--select", "KEY003"], ["KEY003"]),
        (["--select", "nonstandard-placeholder"], ["KEY003"]),
        (["--select", "ALL"], ["KEY001", "KEY003", "KEY004"]),
        (["--extend-select", "KEY003"], ["KEY001", "KEY003", "KEY004"]),
        (["--extend-select", "KEY"], ["KEY001", "KEY004"]),
        (["--ignore", "credentials"], []),
        (["--min-severity", "error"], ["KEY001"]),
        (["--min-severity", "warning"], ["KEY001", "KEY004"]),
    ],
)
def test_selecting(
    arguments: list[str], wanted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"a.md": f"{BAD}\n{PRINTED}\n```bash\nexport OPENAI_API_KEY=your-api-key-here\n```\n"})
    _, found, _ = _check(capsys, *arguments)
    assert sorted(found) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_format_to_stdout_and_to_a_file(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"a.md": BAD})
    assert main(["check", "--format", name, "a.md"]) == 1
    printed, err = capsys.readouterr()
    assert "KEY001" in printed
    assert "1 error" in err
    assert key() not in printed + err
    assert main(["check", "--format", name, "a.md", "--output", "report"]) == 1
    assert capsys.readouterr().out == ""
    assert (folder / "report").read_text(encoding="utf-8") == printed


def test_quiet_prints_findings_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": BAD})
    assert main(["check", "--quiet"]) == 1
    out, err = capsys.readouterr()
    assert "KEY001" in out
    assert err == ""


def test_verbose_names_the_configuration_of_every_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"a.md": CLEAN, "docs/b.md": CLEAN, "docs/draftproof.yaml": "provider: openai\n"})
    assert main(["check", "--verbose"]) == 0
    err = capsys.readouterr().err
    assert "a.md: no configuration" in err
    assert "docs/b.md: " in err
    assert "docs/draftproof.yaml" in err


def test_the_date_is_an_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '<!-- draftproof: ignore[KEY001] reason="x" until=2030-06-30 -->\n\n`{{key:github-classic}}`\n'
    write(folder, {"a.md": text})
    assert _check(capsys, "--today", "2030-06-30")[1] == []
    assert _check(capsys, "--today", "2030-07-01")[1] == ["SUP003"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1909094400")  # 2030-07-01T00:00:00Z
    assert _check(capsys)[1] == ["SUP003"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1909094399")
    assert _check(capsys)[1] == []
    assert _check(capsys, "--today", "2030-07-01")[1] == ["SUP003"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert main(["check"]) == 2
    assert "SOURCE_DATE_EPOCH=soon is no number of seconds" in capsys.readouterr().err


def test_the_same_run_prints_the_same(folder: Path) -> None:
    write(folder, {f"docs/{n}.md": BAD + PRINTED + UNUSED for n in range(5)})
    runs = [
        draftproof(
            "check",
            "--format",
            "jsonl",
            "--today",
            "2026-01-31",
            cwd=folder,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.count("\n") == 15


@pytest.mark.parametrize("arguments", [["-"], ["--stdin-filename", "docs/a.mdx", "-"]])
def test_standard_input(arguments: list[str], folder: Path) -> None:
    name = "docs/a.mdx" if len(arguments) > 1 else "<stdin>"
    done = draftproof("check", "--format", "jsonl", *arguments, cwd=folder, input=filled(BAD))
    assert done.returncode == 1
    assert json.loads(done.stdout)["path"] == name
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": f"k = '{key()}'"}]})
    done = draftproof(
        "check", "--format", "jsonl", "--stdin-filename", "a.ipynb", "-", cwd=folder, input=notebook
    )
    assert json.loads(done.stdout)["cell"] == 0


def test_a_configuration_holds_for_standard_input_by_its_name(folder: Path) -> None:
    write(folder, {"docs/draftproof.yaml": "ignore: [KEY001]\n"})
    done = draftproof("check", "--stdin-filename", "docs/new.md", "-", cwd=folder, input=filled(BAD))
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], 'there is no command "chekc"; did you mean "check"?'),
        (["a.md"], 'there is no command "a.md"; to check it, run "draftproof check a.md"'),
        (["frobnicate"], '"draftproof --help" lists them'),
        (["check", "--selct", "KEY"], "--selct"),
        (["check", "--select"], "--select"),
        (["check", "--sel", "KEY"], "--sel"),
        (["check", "--format", "xml"], "xml"),
        (["check", "--fail-on", "info"], "info"),
        (
            ["check", "--select", "realistic-kee"],
            'no rule is called "realistic-kee"; did you mean "realistic-key"?',
        ),
        (["check", "--ignore", "key001"], 'did you mean "KEY001"?'),
        (["check", "--provider", "opneai"], 'no provider is called "opneai"; did you mean "openai"?'),
        (["explain"], "CODE"),
        (["explain", "KEY9"], 'no rule is called "KEY9"'),
        (["explain", "KEY"], '"KEY" names several rules: KEY001, KEY002'),
        (["init", "no-such-folder"], "no-such-folder: there is no such folder"),
        (["test-rules", "no-such-folder"], "there is no such folder of rules"),
    ],
)
def test_a_usage_error_is_one_sentence(
    arguments: list[str], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"a.md": CLEAN})
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("draftproof: ")
    assert says in err
    assert "Traceback" not in err


def test_without_arguments_the_overview(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: draftproof COMMAND" in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip().splitlines()[-1].startswith("draftproof 0.")
    for command in ("check", "rules", "explain", "test-rules", "init"):
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0


def test_an_internal_error_shows_no_traceback_and_no_value(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"a.md": BAD})

    def broken(*_arguments: object) -> None:
        raise RuntimeError(f"while looking at {key()}")

    monkeypatch.setattr("draftproof.checks.credentials.checks.credential", broken)
    assert main(["check"]) == 2
    out, err = capsys.readouterr()
    assert "internal error: RuntimeError in draftproof." in err
    assert "while checking a.md" in err
    assert "Traceback" not in out + err
    assert key() not in out + err


def test_an_internal_error_in_one_document_leaves_the_others_checked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from draftproof.checks.credentials import checks

    write(folder, {"a.md": BAD, "b.md": BAD, "c.md": BAD})
    whole = checks.credential

    def broken(facts: Any, options: Any) -> Any:
        if facts.document.path == "b.md":
            raise RuntimeError("no")
        return whole(facts, options)

    monkeypatch.setattr(checks, "credential", broken)
    assert main(["check", "--format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert {line.partition(":")[0] for line in out.splitlines()} == {"a.md", "c.md"}
    assert err.count("internal error: RuntimeError") == 1
    assert "while checking b.md" in err


def test_an_interrupt_is_130(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"a.md": BAD})

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("draftproof.checks.credentials.checks.credential", interrupted)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "draftproof: interrupted\n"


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    write(folder, {f"{n}.md": BAD * 40 for n in range(40)})
    command = [sys.executable, "-m", "draftproof", "check", "--format", "json"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in (complaint := process.stderr.read())
        assert "BrokenPipe" not in complaint
        assert process.wait(60) in {1, 2}


def test_a_closed_standard_output_is_no_traceback(folder: Path) -> None:
    write(folder, {"a.md": BAD})
    command = f"exec {sys.executable} -m draftproof check a.md >&-"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in {1, 2}


def test_no_escape_sequence_of_a_document_reaches_the_terminal(folder: Path) -> None:
    write(folder, {"a.md": f"# \x1b[31mRed\x1b]0;title\x07\n\n`{key()}` \x1b[2J \x9b1m\n"})
    (folder / "b\x1b[2J.md").write_text(f"`{key()}`\n", encoding="utf-8")
    for name in NAMES:
        done = draftproof("check", "--format", name, "--verbose", cwd=folder)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x9b" not in done.stdout + done.stderr


def test_a_named_file_that_is_excluded_is_said_where_nothing_else_is_left(tmp_path: Path) -> None:
    files = {"draftproof.yaml": "exclude: [docs/]\n", "docs/a.md": "A\n", "docs/b.md": "B\n", "c.md": "C\n"}
    write(tmp_path, files)
    done = draftproof("check", "docs/a.md", "docs/b.md", cwd=tmp_path)
    assert done.returncode == 0
    assert "docs/a.md and 1 more are excluded by the configuration" in done.stderr
    assert "excluded" not in draftproof("check", "docs/a.md", "c.md", cwd=tmp_path).stderr


def test_a_pack_that_is_missing_is_said_of_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"docs/draftproof.yaml": "rules: [nope]\n", "docs/a.md": "A\n", "b.md": "B\n"})
    done = draftproof("check", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert 'docs/draftproof.yaml:1:1: no folder of rules is called "nope"' in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_standard_input_that_is_closed_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m draftproof check - --stdin-filename a.md <&-', sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "DOC001" in done.stdout
    assert "standard input is closed" in done.stdout
    assert "internal error" not in done.stderr
    assert done.returncode == 1
