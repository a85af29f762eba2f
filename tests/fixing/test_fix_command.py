"""The command line: what is written, what is printed, how it ends."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from drafts import draftproof, filled, key

if TYPE_CHECKING:
    from pathlib import Path

    Done = subprocess.CompletedProcess[str]

DRAFT = 'Intro.\n\n```python\nclient = OpenAI(api_key="{{key:sk-48}}")\nprint("done")\n```\n'
FIXED = DRAFT.replace("{{key:sk-48}}", "<API_KEY_PLACEHOLDER>")
MODEL = '```bash\ncurl https://api.openai.com/v1/responses -d \'{"model": "gpt-4o", "input": "Hi"}\'\n```\n'


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.md"
    path.write_text(filled(DRAFT), encoding="utf-8")
    return path


def check(*arguments: str | Path, **options: object) -> Done:
    return draftproof("check", "--isolated", "--color", "never", *arguments, **options)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_check_writes_nothing_and_names_the_command(draft: Path) -> None:
    done = check(draft)
    assert done.returncode == 1
    assert "1 can be mended with draftproof check --fix\n" in done.stdout
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)


def test_fix_writes_and_exits_by_what_is_left(draft: Path) -> None:
    done = check("--fix", ".")
    assert (done.returncode, done.stdout) == (0, "")
    assert "fixed 1 finding in 1 document; no findings in 1 document" in done.stderr
    assert draft.read_text(encoding="utf-8") == FIXED
    assert check("--fix", ".").stderr.startswith("draftproof: no findings")


def test_what_is_left_is_reported_and_fails(draft: Path) -> None:
    draft.write_text(
        filled(DRAFT) + '\n```python\nprint(os.environ["OPENAI_API_KEY"])\n```\n', encoding="utf-8"
    )
    done = check("--fix", "--format", "json", ".")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert [finding["code"] for finding in report["findings"]] == ["KEY004"]
    assert report["counts"]["fixed"] == 1


def test_unsafe_fixes_wait_for_their_option(draft: Path) -> None:
    draft.write_text(MODEL, encoding="utf-8")
    assert "can be mended" not in check(draft).stdout
    assert (
        "1 can be mended with draftproof check --fix --unsafe-fixes" in check("--unsafe-fixes", draft).stdout
    )
    check("--fix", draft)
    assert draft.read_text(encoding="utf-8") == MODEL
    check("--fix", "--unsafe-fixes", draft)
    assert draft.read_text(encoding="utf-8") == MODEL.replace("gpt-4o", "<MODEL_ID>")


def test_both_kinds_are_counted(draft: Path) -> None:
    draft.write_text(filled(DRAFT) + MODEL, encoding="utf-8")
    line = "1 can be mended with draftproof check --fix, 1 more with --unsafe-fixes\n"
    assert line in check(draft).stdout


DIFFERENCE = """\
# This is no patch: credentials are masked. `draftproof check --fix` makes the changes.
--- a.md
+++ a.md
@@ -1,6 +1,6 @@
 Intro.
\x20
 ```python
-client = OpenAI(api_key="sk-************************************************")
+client = OpenAI(api_key="<API_KEY_PLACEHOLDER>")
 print("done")
 ```
"""


def test_a_difference_is_masked_and_nothing_is_written(draft: Path) -> None:
    done = check("--diff", ".")
    assert (done.returncode, done.stdout) == (1, DIFFERENCE)
    assert "would fix 1 finding in 1 document; 1 error in 1 of 1 document" in done.stderr
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)
    assert check("--diff", "--fix", ".").stdout == DIFFERENCE
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)


def test_keys_that_stay_are_masked_in_a_difference_too(draft: Path) -> None:
    kept = f'<!-- draftproof: ignore[KEY001] reason="x" -->\n`{key(seed="kept")}`\n'
    draft.write_text(filled(DRAFT).replace("Intro.\n", kept), encoding="utf-8")
    shown = check("--diff", "--unsafe-fixes", ".").stdout
    assert "`ghp_*****" in shown
    assert key(seed="kept")[8:] not in shown


def test_a_key_that_was_known_only_where_it_is_mended_stays_masked(draft: Path) -> None:
    value = key("hex-32")
    draft.write_text(f"x{value}x and `apikey={value}`\n", encoding="utf-8")
    shown = check("--diff", ".").stdout
    assert "+x" + "*" * 32 + "x and `apikey=<" in shown
    assert value not in shown


def test_a_difference_of_lines_that_go(draft: Path) -> None:
    comment = '<!-- draftproof: ignore[KEY002] reason="x" -->'
    lines = [f"Line {number}." for number in range(20)]
    draft.write_text(
        "\n".join([*lines[:2], "", comment, "", *lines[2:], "", comment]) + "\n", encoding="utf-8"
    )
    shown = check("--diff", ".").stdout.split("\n", 3)[3]
    assert re.findall(r"@@.*@@", shown) == ["@@ -1,8 +1,6 @@", "@@ -21,5 +19,3 @@"]
    changed = [line for line in shown.split("\n") if line.startswith(("-", "+"))]
    assert changed == [f"-{comment}", "-", "-", f"-{comment}"]


def test_a_difference_of_a_notebook_counts_in_its_cells(draft: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["import openai\n", filled('k = "{{key:sk-48}}"')], "outputs": []}
    ]
    path = draft.with_name("b.ipynb")
    path.write_text(
        json.dumps({"cells": [cells[0] | {"source": "x = 1"}, *cells], "metadata": {}}), encoding="utf-8"
    )
    shown = check("--diff", path).stdout
    assert "--- b.ipynb, cell 1\n+++ b.ipynb, cell 1\n@@ -1,2 +1,2 @@\n import openai\n-k = " in shown


def test_a_difference_does_not_act_on_the_terminal(draft: Path) -> None:
    draft.write_text(filled(DRAFT).replace("Intro.", "In\x1b[31mtro\u202e."), encoding="utf-8")
    shown = check("--diff", ".").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_nothing_to_change_shows_nothing(draft: Path) -> None:
    draft.write_text("Text.\n", encoding="utf-8")
    done = check("--diff", ".")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_report_beside_a_difference_goes_to_a_file(draft: Path) -> None:
    done = check("--diff", "--format", "json", ".")
    assert done.returncode == 2
    assert "--output" in done.stderr
    done = check("--diff", "--format", "json", "--output", "report.json", ".")
    assert done.stdout == DIFFERENCE
    report = json.loads(draft.with_name("report.json").read_text(encoding="utf-8"))
    assert [finding["code"] for finding in report["findings"]] == ["KEY001"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_standard_input_is_printed_fixed(draft: Path, end: str) -> None:
    data = b"\xef\xbb\xbf" + filled(DRAFT).replace("\n", end).encode()
    done = check("--fix", "-", text=False, input=data)
    assert done.returncode == 0
    assert done.stdout == b"\xef\xbb\xbf" + FIXED.replace("\n", end).encode()  # type: ignore[comparison-overlap]
    assert b"fixed 1 finding" in done.stderr  # type: ignore[operator]


@pytest.mark.parametrize("data", [b"Text.\r\n", b"", b"bad \xff byte\n", b"\x89PNG\r\n\0"])
def test_standard_input_without_fixes_is_printed_as_it_is(draft: Path, data: bytes) -> None:
    done = check("--fix", "-", text=False, input=data)
    assert done.stdout == data  # type: ignore[comparison-overlap]


def test_the_report_about_standard_input_goes_to_the_other_stream(draft: Path) -> None:
    done = check("--fix", "-", input='```python\nprint(os.environ["OPENAI_API_KEY"])\n```\n')
    assert done.returncode == 1
    assert "KEY004" not in done.stdout
    assert "KEY004" in done.stderr


def test_standard_input_goes_through_where_it_is_excluded(draft: Path) -> None:
    draft.with_name("draftproof.yaml").write_text("exclude: ['*.txt.md']\n", encoding="utf-8")
    done = draftproof("check", "--fix", "--stdin-filename", "a.txt.md", "-", input=filled(DRAFT))
    assert (done.returncode, done.stdout) == (0, filled(DRAFT))


def test_standard_input_is_fixed_alone(draft: Path) -> None:
    done = check("--fix", "-", draft, input="")
    assert done.returncode == 2
    assert "alone" in done.stderr
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)


def test_permissions_are_kept(draft: Path) -> None:
    draft.chmod(0o640)
    check("--fix", draft)
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert names(draft.parent) == ["a.md"]


def test_what_is_read_only_stays_and_the_others_are_written(draft: Path) -> None:
    other = draft.with_name("b.md")
    other.write_text(filled(DRAFT), encoding="utf-8")
    draft.chmod(0o444)
    done = check("--fix", ".")
    assert done.returncode == 2
    assert "draftproof: a.md was not written: it is read-only\n" in done.stderr
    assert "KEY001" in done.stdout
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)
    assert other.read_text(encoding="utf-8") == FIXED


def test_a_link_is_written_through_inside_the_project_and_not_out_of_it(
    draft: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away") / "far.md"
    away.write_text(filled(DRAFT), encoding="utf-8")
    draft.with_name("far.md").symlink_to(away)
    draft.with_name("near.txt").symlink_to(draft)
    done = check("--fix", "near.txt", "far.md")
    assert done.returncode == 2
    assert "far.md was not written: it is a link out of the project" in done.stderr
    assert away.read_text(encoding="utf-8") == filled(DRAFT)
    assert draft.read_text(encoding="utf-8") == FIXED
    assert draft.with_name("near.txt").is_symlink()


def test_a_file_that_is_not_utf_8_is_never_written(draft: Path) -> None:
    data = filled(DRAFT).encode() + b"\xff\n"
    draft.write_bytes(data)
    done = check("--fix", "--unsafe-fixes", draft)
    assert done.returncode == 1
    assert draft.read_bytes() == data


INTERRUPTED = """
import sys
from draftproof.cli.main import main
from draftproof.engine import storing
written = []

def store(*arguments):
    if written:
        raise KeyboardInterrupt
    written.append(arguments)
    return real(*arguments)

real, storing.store = storing.store, store
sys.exit(main(sys.argv[1:]))
"""


def test_an_interruption_leaves_whole_files(draft: Path) -> None:
    others = [draft.with_name(name) for name in ("b.md", "c.md")]
    for other in others:
        other.write_text(filled(DRAFT), encoding="utf-8")
    command = [sys.executable, "-c", INTERRUPTED, "check", "--isolated", "--fix", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 130
    texts = [path.read_text(encoding="utf-8") for path in (draft, *others)]
    assert texts == [FIXED, filled(DRAFT), filled(DRAFT)]
    assert names(draft.parent) == ["a.md", "b.md", "c.md"]


def test_what_changed_in_the_meantime_is_not_overwritten(draft: Path) -> None:
    from draftproof.engine.storing import store

    assert store(draft, b"older", b"new", [draft.parent]) == "it has changed since it was read"
    assert draft.read_text(encoding="utf-8") == filled(DRAFT)
