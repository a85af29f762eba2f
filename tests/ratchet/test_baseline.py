"""Baselines: what was there is held back, whatever moves around it; what is new is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from ratchet_support import BASELINE, CHAT_FIELD, FOREIGN_LIMIT, TUTORIAL, check, marks

from draftproof.engine.baseline import Entry, matched, parse, serialise
from draftproof.finding import Severity
from drafts import draftproof, filled, key, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHER_FIELD = CHAT_FIELD.replace("messages=[]", 'messages=[{"role": "user", "content": "Bye"}]')


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two findings in one document and a baseline of them."""
    write(tmp_path, {"draftproof.yaml": "select: [KEY, API]\n", "docs/a.md": TUTORIAL})
    monkeypatch.chdir(tmp_path)
    check(tmp_path, write_baseline="shrink")
    return tmp_path


def edit(path: Path, change: Callable[[str], str]) -> None:
    old = path.read_text()
    new = change(old)
    assert new != old
    path.write_text(new)


def test_writing_accepts_what_there_is(project: Path) -> None:
    finished = check(project)
    assert marks(finished) == []
    assert finished.exit_code() == 0
    assert finished.result.counts.baselined == 2
    assert marks(check(project, use_baseline=False)) == [("API001", "messages"), ("API001", "max_tokens")]
    assert marks(check(project, isolated=True, select=("API",)))


def test_a_baseline_has_no_places_no_dates_and_one_sorted_entry_a_line(project: Path) -> None:
    lines = (project / BASELINE).read_text().splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == sorted(lines[1:])
    assert all(re.fullmatch(r"docs/a\.md API001 [0-9a-f]{32} [0-9a-f]{16}", line) for line in lines[1:])
    assert len(lines) == 3


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "Some words.\n\n" * 100 + text, id="a hundred lines above"),
        pytest.param(lambda text: text.replace("## Send it", "## Ask the model"), id="a heading renamed"),
        pytest.param(lambda text: text.replace("# Ask a question", "# Questions"), id="the title renamed"),
        pytest.param(lambda text: re.sub(r"(?m)^#+ .*$", "## Else", text), id="every heading renamed"),
        pytest.param(lambda text: text.replace("## Send it\n", ""), id="a heading removed"),
        pytest.param(lambda text: f"{text}\n## More\n\nAnd so on.\n", id="a section added"),
        pytest.param(lambda text: text.replace("messages=[]", "messages=list()"), id="the line edited"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(
            lambda text: f"# Ask a question\n\n## Limit it\n\n{FOREIGN_LIMIT}\n## Send it\n\n{CHAT_FIELD}",
            id="sections in another order",
        ),
    ],
)
def test_nothing_old_is_new(project: Path, change: Callable[[str], str]) -> None:
    edit(project / "docs/a.md", change)
    finished = check(project)
    assert marks(finished) == []
    assert finished.result.counts.baselined == 2
    assert finished.result.counts.unneeded == 0


@pytest.mark.parametrize(
    ("change", "new"),
    [
        pytest.param(lambda text: f"{text}\n## Again\n\n{OTHER_FIELD}", ["messages"], id="below"),
        pytest.param(lambda text: f"{OTHER_FIELD}\n{text}", ["messages"], id="above"),
        pytest.param(lambda text: f"{text}\n{CHAT_FIELD}", ["messages"], id="the same once more"),
        pytest.param(
            lambda text: f"{text.replace('## Send it', '## Ask')}\n{OTHER_FIELD}",
            ["messages"],
            id="and a renamed heading",
        ),
        pytest.param(
            lambda text: f"{text.replace('messages=[]', 'input=[]')}\n## Again\n\n{OTHER_FIELD}",
            ["messages"],
            id="in the place of a mended one",
        ),
    ],
)
def test_what_is_new_is_said(project: Path, change: Callable[[str], str], new: list[str]) -> None:
    edit(project / "docs/a.md", change)
    finished = check(project)
    assert [text for _, text in marks(finished)] == new
    assert finished.exit_code() == 1


def test_of_two_like_findings_the_added_one_is_said(project: Path) -> None:
    edit(project / "docs/a.md", lambda text: text.replace("## Send it\n", f"## Send it\n\n{OTHER_FIELD}"))
    (finding,) = check(project).result.findings
    assert finding.quoted[0].text.strip().endswith('"Bye"}])')


def test_other_documents_have_no_part_in_it(project: Path) -> None:
    write(project, {"docs/0.md": TUTORIAL, "docs/b.md": "# Nothing\n"})
    finished = check(project / "docs/b.md", project / "docs/a.md", project / "docs/0.md")
    assert {finding.path for finding in finished.result.findings} == {"docs/0.md"}
    assert finished.result.counts.baselined == 2


def test_the_folder_of_the_run_does_not_matter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "docs")
    assert check(project / "docs/a.md").result.counts.baselined == 2


def test_a_baseline_only_shrinks(project: Path) -> None:
    edit(project / "docs/a.md", lambda text: text.replace("messages=[]", "input=[]") + "\n" + OTHER_FIELD)
    assert check(project).result.counts.unneeded == 1
    before = (project / BASELINE).read_text().splitlines()
    finished = check(project, write_baseline="shrink")
    after = (project / BASELINE).read_text().splitlines()
    assert set(after) < set(before)
    assert len(after) == 2
    assert [text for _, text in marks(finished)] == ["messages"]
    assert finished.exit_code() == 1
    assert any("1 entry no longer needed" in note for note in finished.result.notes)


def test_a_baseline_grows_where_that_is_wanted(project: Path) -> None:
    edit(project / "docs/a.md", lambda text: f"{text}\n{OTHER_FIELD}")
    finished = check(project, write_baseline="grow")
    assert finished.exit_code() == 0
    assert len((project / BASELINE).read_text().splitlines()) == 4
    assert check(project).exit_code() == 0


def test_writing_twice_changes_nothing(project: Path) -> None:
    before = (project / BASELINE).read_bytes()
    check(project, write_baseline="shrink")
    check(project, write_baseline="grow")
    assert (project / BASELINE).read_bytes() == before


def test_writing_follows_what_was_renamed(project: Path) -> None:
    edit(project / "docs/a.md", lambda text: text.replace("## Send it", "## Ask"))
    check(project, write_baseline="shrink")
    edit(project / "docs/a.md", lambda text: text.replace("messages=[]", "messages=list()"))
    assert marks(check(project)) == []


def test_what_a_run_did_not_look_at_is_kept(project: Path) -> None:
    before = (project / BASELINE).read_bytes()
    write(project, {"docs/b.md": "# Nothing\n"})
    check(project / "docs/b.md", write_baseline="shrink")
    check(project, write_baseline="shrink", select=("KEY",))
    check(project, write_baseline="shrink", ignore=("API001",))
    check(project, write_baseline="shrink", min_severity=Severity.ERROR)
    assert (project / BASELINE).read_bytes() == before


def test_a_renamed_document_keeps_its_entries(project: Path) -> None:
    write(project, {"docs/0.md": "# Nothing\n", "docs/1.md": FOREIGN_LIMIT.replace("=5", "=6")})
    (project / "docs/a.md").rename(project / "docs/z.md")
    edit(project / "docs/z.md", lambda text: f"{text}\n{OTHER_FIELD}")
    finished = check(project)
    found = sorted((finding.path[-4:], finding.excerpt) for finding in finished.result.findings)
    assert found == [("1.md", "max_tokens"), ("z.md", "messages")]
    assert (finished.result.counts.baselined, finished.result.counts.unneeded) == (2, 0)
    check(project, write_baseline="shrink", select=("KEY",))
    check(project, write_baseline="shrink")
    lines = (project / BASELINE).read_text().splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["docs/z.md"] * 2


def test_a_copied_document_is_new(project: Path) -> None:
    write(project, {"docs/0.md": TUTORIAL})
    assert len(check(project).result.findings) == 2


def test_entries_of_removed_documents_go(project: Path) -> None:
    write(project, {"docs/b.md": "# Nothing\n"})
    (project / "docs/a.md").unlink()
    assert check(project).result.counts.unneeded == 2
    check(project, write_baseline="shrink")
    assert len((project / BASELINE).read_text().splitlines()) == 1


def test_a_document_that_is_gone_may_be_where_a_smaller_run_does_not_look(project: Path) -> None:
    write(project, {"other/b.md": "# Nothing\n"})
    (project / "docs/a.md").rename(project / "docs/z.md")
    before = (project / BASELINE).read_bytes()
    for part in ("other", "other/b.md"):
        assert check(project / part).result.counts.unneeded == 0
        check(project / part, write_baseline="shrink")
        assert (project / BASELINE).read_bytes() == before
    assert check(project).result.counts.baselined == 2


def test_hidden_findings_need_their_entries(project: Path) -> None:
    write(project, {"draftproof.yaml": "select: [KEY, API]\nseverity: {API001: advice}\n"})
    finished = check(project, min_severity=Severity.WARNING)
    assert finished.result.counts.unneeded == 0
    assert finished.result.counts.baselined == 0


def test_no_findings_need_no_baseline(tmp_path: Path) -> None:
    write(tmp_path, {"draftproof.yaml": "", "a.md": "# Nothing\n"})
    finished = check(tmp_path, write_baseline="shrink")
    assert not (tmp_path / ".draftproof").exists()
    assert finished.exit_code() == 0


def test_credentials_in_a_baseline_are_counted(tmp_path: Path) -> None:
    text = filled("# A\n\nUse `{{key:github-classic}}` and `{{key:openai-project}}`.\n")
    write(tmp_path, {"draftproof.yaml": "select: [KEY]\n", "a.md": text})
    assert check(tmp_path, write_baseline="shrink").exit_code() == 0
    done = draftproof("check", ".", cwd=tmp_path)
    assert done.returncode == 0
    assert "2 in the baseline (2 about credentials)" in done.stderr


def test_no_credential_gets_into_a_baseline(tmp_path: Path) -> None:
    secret = key("github-classic", "secret")
    write(tmp_path, {"draftproof.yaml": "", "a.md": f"# Key {secret}\n\nUse `{secret}`.\n"})
    check(tmp_path, write_baseline="shrink")
    written = (tmp_path / BASELINE).read_text()
    assert "KEY001" in written
    assert secret[4:12] not in written


def test_notebooks_have_baselines_too(tmp_path: Path) -> None:
    import json

    def cell(kind: str, text: str) -> dict[str, object]:
        return {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True), "outputs": []}

    code = "\n".join(CHAT_FIELD.splitlines()[1:-1])
    notebook = {"cells": [cell("code", code)], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write(tmp_path, {"draftproof.yaml": "select: [API]\n", "a.ipynb": json.dumps(notebook)})
    check(tmp_path, write_baseline="shrink")
    notebook["cells"] = [cell("markdown", "# Title"), cell("code", "1"), cell("code", code)]
    write(tmp_path, {"a.ipynb": json.dumps(notebook, indent=1)})
    assert check(tmp_path).exit_code() == 0
    assert check(tmp_path).result.counts.baselined == 1


def test_a_document_that_cannot_be_read_loses_no_entry(project: Path) -> None:
    before = (project / BASELINE).read_bytes()
    (project / "docs/a.md").write_bytes(b"\xff\xfe\0\0")
    finished = check(project, write_baseline="shrink", select=("ALL",))
    assert [code for code, _ in marks(finished)] == ["DOC001"]
    assert (project / BASELINE).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"docs/a.md API001 short 12\n", "line 1 is no entry"),
        (b"# x\n<<<<<<< ours\n", "line 2 is left over from a merge"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{}\n", "line 1 is no entry"),
    ],
)
def test_a_broken_baseline_is_one_sentence(project: Path, content: bytes, reason: str) -> None:
    (project / BASELINE).write_bytes(content)
    done = draftproof("check", ".", cwd=project)
    assert done.returncode == 2
    assert reason in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_merged_and_unsorted_entries_count_once(project: Path) -> None:
    path = project / BASELINE
    lines = path.read_text().splitlines()
    path.write_bytes("\r\n".join([*reversed(lines), *lines, ""]).encode())
    assert check(project).result.counts.baselined == 2
    edit(project / "docs/a.md", lambda text: f"{text}\n{CHAT_FIELD}")
    assert check(project).exit_code() == 1


def test_a_link_out_of_the_project_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    project = tmp_path / "project"
    write(project, {"draftproof.yaml": "select: [API]\n", "a.md": TUTORIAL})
    (project / ".draftproof").symlink_to(outside)
    finished = check(project, write_baseline="shrink")
    assert finished.exit_code() == 2
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["a b.md", "# a.md", "tab\there.md", "a\\b.md", "ü/é.md", " a.md", "n\nl.md", "\udc80"]
)
def test_any_path_can_be_an_entry(path: str) -> None:
    entry = Entry(path, "API001", "0" * 32, "1" * 16)
    assert parse(serialise([entry])) == (entry,)


def test_an_entry_accepts_one_finding() -> None:
    def entry(mark: str, context: str) -> Entry:
        return Entry("a.md", "API001", mark * 32, context * 16)

    assert matched([entry("1", "a")], [entry("2", "a"), entry("1", "a"), entry("1", "b")]) == [
        False,
        True,
        False,
    ]
    assert matched([entry("1", "a"), entry("2", "b")], [entry("2", "a"), entry("1", "b")]) == [True, True]
    assert matched([], [entry("1", "a")]) == [False]


class TestCommand:
    def test_the_baseline_is_named_or_found(self, project: Path) -> None:
        (project / BASELINE).rename(project / "accepted.txt")
        assert draftproof("check", ".", cwd=project).returncode == 1
        for named in (
            ["--baseline", "accepted.txt", "."],
            ["--baseline=accepted.txt", "."],
            [".", "--baseline=accepted.txt"],
        ):
            assert draftproof("check", *named, cwd=project).returncode == 0, named

    def test_a_path_after_the_option_is_a_path(self, project: Path) -> None:
        done = draftproof("check", "--baseline", "docs", cwd=project)
        assert (done.returncode, "in 1 document" in done.stderr) == (0, True)
        done = draftproof("check", "--write-baseline", "docs", cwd=project)
        assert (done.returncode, "2 entries" in done.stderr) == (0, True)

    @pytest.mark.parametrize(
        "named",
        [
            ["--write-baseline", "x.txt"],
            ["--write-baseline=x.txt"],
            ["--write-baseline", "--baseline", "x.txt"],
        ],
    )
    def test_writing_to_a_named_file(self, project: Path, named: list[str]) -> None:
        assert draftproof("check", *named, "docs", cwd=project).returncode == 0
        assert "docs/a.md API001" in (project / "x.txt").read_text()

    def test_a_missing_baseline_that_is_asked_for(self, project: Path) -> None:
        (project / BASELINE).unlink()
        done = draftproof("check", "--baseline", "docs", cwd=project)
        assert done.returncode == 2
        assert "there is no baseline" in done.stderr

    @pytest.mark.parametrize(
        "options",
        [
            ["--baseline", "--isolated"],
            ["--write-baseline", "--isolated"],
            ["--baseline", "--no-baseline"],
            ["--write-baseline", "--diff"],
            ["--write-baseline=much"],
            ["--write-baseline", "-"],
            ["--write-baseline", "--add-suppressions", "old"],
            ["--write-baseline", "--changed-lines"],
            ["--write-baseline", "--staged"],
            ["--fix", "--staged"],
        ],
    )
    def test_what_excludes_each_other_is_a_usage_error(self, project: Path, options: list[str]) -> None:
        before = (project / BASELINE).read_bytes()
        done = draftproof("check", *options, cwd=project, input="")
        assert done.returncode == 2
        assert done.stderr.startswith("draftproof: ")
        assert (project / BASELINE).read_bytes() == before

    def test_the_summary_counts(self, project: Path) -> None:
        edit(project / "docs/a.md", lambda text: text.replace("messages=[]", "input=[]"))
        done = draftproof("check", cwd=project)
        assert "no new findings" in done.stderr
        assert "1 in the baseline" in done.stderr
        assert "1 baseline entry no longer needed" in done.stderr

    def test_fixes_leave_alone_what_the_baseline_accepts(self, tmp_path: Path) -> None:
        text = filled("# A\n\nUse `{{key:github-classic}}`.\n")
        write(tmp_path, {"draftproof.yaml": "select: [KEY]\n", "a.md": text})
        check(tmp_path, write_baseline="shrink")
        assert draftproof("check", "--fix", cwd=tmp_path).returncode == 0
        assert (tmp_path / "a.md").read_text() == text
