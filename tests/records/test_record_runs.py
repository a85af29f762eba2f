"""Runs with records: as a hook names them, over folders, on the day of publication; the record command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from record_drafts import ARTICLE, RECORD, entry, evidence, project, shapes, shown, text, told
from ruamel.yaml import YAML

from draftproof.finding import Severity
from drafts import draftproof, key, run, write

ROOT = Path(__file__).resolve().parents[2]
BAD = text(happy_path_result="ok")
MODELS = """\
provider: cometapi
source: "https://api.cometapi.com/api/models"
fetched: {day}
written-by: draftproof catalog refresh
models:
  gpt-5: text
"""


@pytest.mark.parametrize("named", ["docs/a.md", "docs", ".", RECORD, "draftproof.yaml", ".draftproof"])
def test_a_record_is_judged_with_its_article_once(tmp_path: Path, named: str) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: BAD})
    found = evidence(tmp_path, named, select=("EVD",))
    assert shown(found, tmp_path) == [f"{RECORD}:7:24 EVD001"]


def test_also_where_both_are_named(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: BAD})
    assert len(evidence(tmp_path, "docs/a.md", RECORD, "docs", ".", select=("EVD",))) == 1


def test_a_record_that_is_judged_along_counts_for_the_run_and_not_as_a_document(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": "# Nothing here\n", RECORD: BAD})
    finished = run(tmp_path / "docs/a.md", isolated=False, fail_on=Severity.ERROR)
    assert finished.exit_code() == 1
    assert finished.result.counts.documents == 1
    assert [file.shown for file in finished.along] == [(tmp_path / RECORD).as_posix()]


def test_other_rules_see_it_too(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": "# Nothing\n", RECORD: text(notes="{{key:github-classic}}")})
    found = run(tmp_path / "docs/a.md", isolated=False).result.findings
    assert {"KEY001", "EVD002"} <= {each.code for each in found}


def test_isolated_runs_know_no_records(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: BAD})
    assert shown(evidence(tmp_path, isolated=True), tmp_path) == ["docs/a.md:7:10 EVD005"]


def test_excluded_records_are_left_alone(tmp_path: Path) -> None:
    configuration = "exclude: [.draftproof/]\n"
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: BAD}, configuration=configuration)
    assert evidence(tmp_path, select=("EVD",)) == []


def test_orphans_of_a_folder(tmp_path: Path) -> None:
    other = ".draftproof/evidence/guides/b.md.evidence.json"
    named = RECORD.replace(".evidence.json", ".openai.evidence.json")
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(), other: text(), named: text()})
    assert evidence(tmp_path, "docs") == []
    (tmp_path / "docs/a.md").rename(tmp_path / "docs/c.md")
    found = evidence(tmp_path, "docs", select=("EVD007",))
    assert shown(found, tmp_path) == [f"{RECORD}:1:1 EVD007", f"{named}:1:1 EVD007"]
    assert "there is no docs/a.md" in found[0].message
    (tmp_path / "guides").mkdir()
    assert len(evidence(tmp_path, ".", select=("EVD007",))) == 3


def test_records_beside_the_articles(tmp_path: Path) -> None:
    files = {"docs/a.md": ARTICLE, "docs/a.md.evidence.json": text(), "docs/b.md.evidence.json": text()}
    project(tmp_path, files, configuration="evidence:\n  place: beside\n")
    assert evidence(tmp_path, "docs/a.md") == []
    assert shown(evidence(tmp_path), tmp_path) == ["docs/b.md.evidence.json:1:1 EVD007"]
    write(tmp_path, {"draftproof.yaml": "provider: cometapi\n"})
    assert shown(evidence(tmp_path), tmp_path) == ["docs/a.md:7:10 EVD005"]


def test_standard_input_has_the_record_of_its_name(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text()})
    command = ["check", "--select", "EVD,EVD005", "--format", "concise", "--today", "2026-01-31"]
    named = draftproof(*command, "--stdin-filename", "docs/a.md", "-", input=ARTICLE, cwd=tmp_path)
    assert (named.returncode, named.stdout) == (0, "")
    other = draftproof(*command, "--stdin-filename", "docs/b.md", "-", input=ARTICLE, cwd=tmp_path)
    assert (other.returncode, other.stdout.split(" ")[1]) == (1, "EVD005")


def test_a_notebook_has_records_too(tmp_path: Path) -> None:
    code = ARTICLE.partition("```python\n")[2].partition("```")[0]
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": code, "outputs": []}
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    project(tmp_path, {"a.ipynb": book})
    record = told(entry(shape=shapes(tmp_path / "a.ipynb")[0], location={"sample": 0, "cell": 0, "line": 1}))
    assert [each.code for each in evidence(tmp_path, "a.ipynb")] == ["EVD005"]
    write(tmp_path, {".draftproof/evidence/a.ipynb.evidence.json": record})
    assert evidence(tmp_path, "a.ipynb") == []


def test_a_record_that_cannot_be_read_hinders_nothing(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: b"\xff\xfe{}"})
    assert {each.code for each in evidence(tmp_path, select=None)} >= {"DOC001"}
    (tmp_path / RECORD).unlink()
    (tmp_path / RECORD).symlink_to("/etc/passwd")
    assert shown(evidence(tmp_path), tmp_path) == ["docs/a.md:7:10 EVD005"]


# The day of publication


def published(folder: Path, *paths: str, **options: object) -> list[str]:
    found = evidence(folder, *paths, **({"select": ("MDL", "EVD")} | options), publish=True)
    return [f"{each.code} {each.severity.label}" for each in found]


def test_every_responses_sample_has_a_record_of_the_day(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    assert published(tmp_path) == ["EVD005 warning"]
    write(tmp_path, {RECORD: text(checked_at="2026-01-30T23:59:59Z")})
    assert published(tmp_path) == ["EVD003 warning"]
    write(tmp_path, {RECORD: text(checked_at="2026-01-31T00:00:00Z")})
    assert published(tmp_path) == []
    write(tmp_path, {RECORD: text(checked_at="2026-02-01T00:00:00Z")})
    assert published(tmp_path) == ["EVD003 warning"]


def test_the_list_of_models_is_of_the_day(tmp_path: Path) -> None:
    article = ARTICLE.replace("<MODEL_ID>", "gpt-5").replace(
        "OpenAI(", 'OpenAI(base_url="https://api.cometapi.com/v1", '
    )
    lock = ".draftproof/models/cometapi.yaml"
    project(tmp_path, {"docs/a.md": article, RECORD: text(checked_at="2026-01-31T00:00:00Z")})
    assert published(tmp_path) == ["MDL001 warning"]
    write(tmp_path, {lock: MODELS.format(day="2026-01-30")})
    assert published(tmp_path) == ["MDL003 warning"]
    assert run(tmp_path / "docs", isolated=False, publish=True, select=("MDL",)).exit_code() == 1
    assert run(tmp_path / "docs", isolated=False, select=("MDL",)).exit_code() == 0
    write(tmp_path, {lock: MODELS.format(day="2026-01-31")})
    assert published(tmp_path) == []


def test_what_is_not_chosen_stays_so(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    assert published(tmp_path, select=("KEY",)) == []
    assert published(tmp_path, ignore=("EVD005",)) == []
    assert published(tmp_path, select=None, ignore=("SRC", "STR")) == ["EVD005 warning"]


def test_a_configured_level_is_not_below_the_policy(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE}, configuration="severity:\n  EVD005: advice\n")
    assert published(tmp_path) == ["EVD005 warning"]
    project(tmp_path, {}, configuration="severity:\n  EVD005: 'off'\n")
    assert published(tmp_path) == []


def test_other_families_keep_their_levels(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": "Set `https://user@localhost:5432/db`.\n\n" + ARTICLE})
    usual = run(tmp_path / "docs", isolated=False, select=("KEY", "STR")).result.findings
    strict = run(tmp_path / "docs", isolated=False, select=("KEY", "STR"), publish=True).result.findings
    assert usual == strict


def test_publish_on_the_command_line(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    command = ["check", "--select", "EVD", "--format", "concise", "--today", "2026-01-31", "docs"]
    assert draftproof(*command, cwd=tmp_path).returncode == 0
    strict = draftproof(*command, "--publish", cwd=tmp_path)
    assert (strict.returncode, "EVD005" in strict.stdout) == (1, True)


# The record command


@pytest.mark.parametrize(
    ("record", "code", "says"),
    [
        (text(), 0, "1 evidence record, no findings"),
        (text(checked_at="2020-01-01T00:00:00Z"), 0, "EVD003"),
        (BAD, 1, "EVD001"),
        (text(terminal_state="timeout"), 1, "EVD006"),
        (told(), 1, "EVD004"),
        (None, 0, "no evidence records"),
    ],
)
@pytest.mark.parametrize("named", [[], ["docs"], ["docs/a.md"]])
def test_record_check(tmp_path: Path, record: str | None, code: int, says: str, named: list[str]) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE} | ({RECORD: record} if record else {}))
    checked = draftproof("record", "check", "--today", "2026-01-31", *named, cwd=tmp_path)
    assert checked.returncode == code
    assert says in checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["check", "nowhere"], 2, "there is no such file"),
        (["check", "--today", "soon"], 2, "is no date"),
        (["check", "package.json"], 1, "this is no evidence record"),
        (["check", "--format", "nothing"], 2, "invalid choice"),
        (["show", "nowhere.md"], 2, "there is no such file"),
        (["show", "docs/b.md"], 1, "there is no evidence record"),
        (["show", "package.json"], 1, "package.json:1:1: "),
        (["move", "docs/a.md", "docs/c.md"], 2, "rename the article first"),
        (["move", "docs/x.md", "docs/b.md"], 1, "there is no evidence record"),
        (["move", RECORD, "docs/b.md"], 2, "name the articles"),
        (["move", "docs/a.md"], 2, "required"),
        (["remove"], 2, 'there is no command "record remove"'),
        ([], 2, "usage: draftproof record"),
        (["--help"], 0, "usage: draftproof record"),
    ],
)
def test_mistakes_and_what_is_not_there(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    project(
        tmp_path, {"docs/a.md": ARTICLE, "docs/b.md": "", RECORD: text(), "package.json": '{"name": "a"}'}
    )
    said = draftproof("record", *arguments, cwd=tmp_path)
    assert said.returncode == code
    assert says in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert (tmp_path / RECORD).exists()


@pytest.mark.parametrize("named", ["docs/a.md", RECORD])
def test_record_show(tmp_path: Path, named: str) -> None:
    project(
        tmp_path, {"docs/a.md": ARTICLE, RECORD: told(entry(stage="", location={"sample": 2, "line": 9}))}
    )
    lines = draftproof("record", "show", named, cwd=tmp_path).stdout.splitlines()
    assert lines[0] == RECORD
    assert "happy path  pass, the stream ended: completed" in lines[4]
    assert lines[-1] == "  sample 2 (line 9): pass, 2 events, ended with response.completed"
    data = draftproof("record", "show", "--format", "json", named, cwd=tmp_path).stdout
    assert data == (tmp_path / RECORD).read_text(encoding="utf-8")


def test_record_show_prints_no_credential_and_nothing_that_acts(tmp_path: Path) -> None:
    secret = key("openai-project")
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(notes=f"{secret} \x1b[31m \u202e")})
    for form in ("text", "json"):
        said = draftproof("record", "show", "--format", form, "docs/a.md", cwd=tmp_path)
        assert said.returncode == 0
        assert secret not in said.stdout + said.stderr
        assert "\x1b" not in said.stdout
        assert "\u202e" not in said.stdout


def test_record_move(tmp_path: Path) -> None:
    other = RECORD.replace(".evidence.json", ".openai.evidence.json")
    project(tmp_path, {"docs/a.md": ARTICLE, RECORD: text(), other: text(notes="another")})
    (tmp_path / "guides").mkdir()
    (tmp_path / "docs/a.md").rename(tmp_path / "guides/b.md")
    moved = draftproof("record", "move", "docs/a.md", "guides/b.md", cwd=tmp_path)
    assert moved.returncode == 0
    assert not (tmp_path / RECORD).exists()
    folder = tmp_path / ".draftproof/evidence/guides"
    assert (folder / "b.md.evidence.json").read_text(encoding="utf-8") == text()
    assert (folder / "b.md.openai.evidence.json").read_text(encoding="utf-8") == text(notes="another")
    assert evidence(tmp_path, ".") == []


def test_record_move_of_a_folder(tmp_path: Path) -> None:
    deep = ".draftproof/evidence/docs/more/b.md.evidence.json"
    project(tmp_path, {"docs/a.md": ARTICLE, "docs/more/b.md": ARTICLE, RECORD: text(), deep: text()})
    (tmp_path / "docs").rename(tmp_path / "guides")
    assert draftproof("record", "move", "docs", "guides", cwd=tmp_path).returncode == 0
    assert evidence(tmp_path, ".") == []
    assert (tmp_path / deep.replace("docs", "guides")).exists()


def test_record_move_overwrites_nothing(tmp_path: Path) -> None:
    taken = RECORD.replace("a.md", "b.md")
    project(tmp_path, {"docs/b.md": ARTICLE, RECORD: text(), taken: text(notes="kept")})
    refused = draftproof("record", "move", "docs/a.md", "docs/b.md", cwd=tmp_path)
    assert refused.returncode == 1
    assert "nothing was moved" in refused.stderr
    assert (tmp_path / RECORD).exists()
    assert "kept" in (tmp_path / taken).read_text(encoding="utf-8")


def test_record_move_stays_in_the_project(tmp_path: Path) -> None:
    project(tmp_path / "in", {"docs/a.md": ARTICLE, RECORD: text(), "draftproof.yaml": ""})
    write(tmp_path, {"out/b.md": ARTICLE, "out/draftproof.yaml": ""})
    (tmp_path / "in/.draftproof/evidence/link").symlink_to(tmp_path / "out")
    (tmp_path / "in/link").mkdir()
    write(tmp_path, {"in/link/b.md": ARTICLE})
    said = draftproof("record", "move", "docs/a.md", "link/b.md", cwd=tmp_path / "in")
    assert said.returncode == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["b.md", "draftproof.yaml"]


# The hook


def _hook(identity: str) -> tuple[list[str], re.Pattern[str]]:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = next(each for each in hooks if each["id"] == identity)
    return hook["entry"].split()[1:], re.compile(hook["files"])


@pytest.mark.parametrize(
    ("record", "changed", "code", "says"),
    [
        (None, ["docs/a.md"], 1, "docs/a.md:7:10: EVD005"),
        (text(), ["docs/a.md", RECORD], 0, ""),
        (text(checked_at="2020-01-01T00:00:00Z"), [RECORD], 0, "EVD003 advice"),
        (told(), ["docs/a.md"], 1, "EVD004"),
        (BAD, ["docs/a.md"], 1, f"{RECORD}:7:24: EVD001"),
        (text(notes="took 3 s"), [RECORD], 1, f"{RECORD}:10:18: EVD002"),
    ],
)
def test_the_evidence_hook(
    tmp_path: Path, record: str | None, changed: list[str], code: int, says: str
) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE} | ({RECORD: record} if record else {}))
    entry_, files = _hook("draftproof-evidence")
    assert all(files.search(name) for name in changed)
    done = draftproof(*entry_, "--format", "concise", "--today", "2026-01-31", *changed, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stdout


def test_the_usual_hook_asks_for_no_record(tmp_path: Path) -> None:
    project(tmp_path, {"docs/a.md": ARTICLE})
    entry_, files = _hook("draftproof")
    assert files.search(RECORD)
    assert draftproof(*entry_, "docs/a.md", cwd=tmp_path).returncode == 0
    write(tmp_path, {RECORD: BAD})
    assert draftproof(*entry_, "docs/a.md", cwd=tmp_path).returncode == 1


def test_the_guide_is_no_bad_record(tmp_path: Path) -> None:
    guide = ROOT.parent / "shared/reference/responses-streaming-guide.txt"
    if not guide.is_file():
        pytest.skip("the guide is not beside the checkout")
    template = guide.read_text(encoding="utf-8").partition("template:\n")[2].partition("\n}")[0] + "\n}"
    assert template.startswith("{")
    write(tmp_path, {"guide.md": f"```json\n{template}\n```\n", "guide.evidence.json": template})
    for name in ("guide.md", "guide.evidence.json"):
        assert run(tmp_path / name, select=("EVD",)).result.findings == ()
