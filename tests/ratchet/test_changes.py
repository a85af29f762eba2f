"""Only what changed: files, lines, staged content, in real repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from ratchet_support import CHAT_FIELD, FOREIGN_LIMIT, TUTORIAL, check, commit, git, marks, repository

from draftproof.engine import changes
from draftproof.engine.changes import WHOLE, Range, changes_of
from drafts import draftproof, write

CONFIGURATION = "select: [KEY, API]\n"


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the user's git, or on the hook that it may run in."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two documents that have two findings each."""
    folder = tmp_path / "project"
    write(folder, {"draftproof.yaml": CONFIGURATION, "docs/a.md": TUTORIAL, "docs/b.md": TUTORIAL})
    monkeypatch.chdir(folder)
    return repository(folder)


def paths(*arguments: Path, **options: object) -> list[str]:
    return sorted({finding.path for finding in check(*(arguments or [Path()]), **options).result.findings})


def append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


class TestFiles:
    def test_nothing_changed(self, project: Path) -> None:
        finished = check(project, changed_since="HEAD")
        assert finished.result.counts.documents == 0
        assert finished.exit_code() == 0

    def test_edited_added_and_untracked_documents(self, project: Path) -> None:
        git(project, "checkout", "--quiet", "-b", "topic")
        append(project / "docs/a.md", "\nMore.\n")
        commit(project)
        write(project, {"docs/staged.md": TUTORIAL, "docs/new.md": TUTORIAL})
        git(project, "add", "docs/staged.md")
        assert paths(changed_since="main") == ["docs/a.md", "docs/new.md", "docs/staged.md"]
        assert paths(changed_since="HEAD") == ["docs/new.md", "docs/staged.md"]

    def test_what_the_other_branch_did_is_no_change(self, project: Path) -> None:
        git(project, "checkout", "--quiet", "-b", "topic")
        append(project / "docs/a.md", "\nMore.\n")
        commit(project)
        git(project, "checkout", "--quiet", "main")
        append(project / "docs/b.md", "\nMore.\n")
        commit(project)
        git(project, "checkout", "--quiet", "topic")
        assert paths(changed_since="main") == ["docs/a.md"]

    def test_a_changed_configuration_concerns_every_document(self, project: Path) -> None:
        write(project, {"draftproof.yaml": "select: [API]\n"})
        assert paths(changed_since="HEAD") == ["docs/a.md", "docs/b.md"]
        assert paths(changed_since="HEAD", changed_lines=True) == []

    def test_a_changed_record_concerns_its_article(self, project: Path) -> None:
        write(project, {".draftproof/evidence/docs/b.md.evidence.json": "{}"})
        assert "docs/b.md" in paths(changed_since="HEAD")
        assert "docs/a.md" not in paths(changed_since="HEAD")

    def test_a_renamed_document_has_changed(self, project: Path) -> None:
        git(project, "mv", "docs/a.md", "docs/c.md")
        assert paths(changed_since="HEAD") == ["docs/c.md"]

    def test_a_document_that_git_ignores_has_no_history(self, project: Path) -> None:
        write(project, {".gitignore": "c.md\n", "docs/c.md": TUTORIAL})
        assert paths(Path("docs/c.md"), changed_since="HEAD") == ["docs/c.md"]

    @pytest.mark.parametrize(
        "name", ["a b.md", 'q"uote.md', "tab\t.md", "ü.md", "-x.md", ":(top)x.md", "back\\slash.md"]
    )
    def test_any_name(self, project: Path, name: str) -> None:
        write(project, {f"docs/{name}": TUTORIAL})
        commit(project)
        append(project / "docs" / name, f"\n{CHAT_FIELD}")
        finished = check(Path(), changed_since="HEAD", changed_lines=True)
        assert [(finding.path, finding.excerpt) for finding in finished.result.findings] == [
            (f"docs/{name}", "messages")
        ]


class TestLines:
    @pytest.fixture(autouse=True)
    def _two_paragraphs_below(self, project: Path) -> None:
        append(project / "docs/a.md", "\n## The end\n\nBye.\n")
        commit(project)

    def test_unchanged_lines_are_counted_not_shown(self, project: Path) -> None:
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        finished = check(project, changed_lines=True)
        (finding,) = finished.result.findings
        assert finding.place.line == 29
        assert finished.result.counts.unchanged == 2
        assert "2 outside of the changed lines" in draftproof("check", "--changed-lines", cwd=project).stderr

    def test_lines_above_change_nothing(self, project: Path) -> None:
        path = project / "docs/a.md"
        path.write_text("Words.\n\n" * 50 + path.read_text())
        assert marks(check(project, changed_lines=True)) == []

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends(self, project: Path, end: str) -> None:
        path = project / "docs/a.md"
        path.write_bytes(TUTORIAL.replace("\n", end).encode())
        commit(project)
        path.write_bytes(TUTORIAL.replace("max_tokens=5", "max_tokens=6").replace("\n", end).encode())
        shown = marks(check(project, changed_lines=True))
        # With a lone CR the whole document is one line for git.
        assert shown == ([("API001", "messages")] if end == "\r" else []) + [("API001", "max_tokens")]

    def test_other_line_ends_alone_are_no_change(self, project: Path) -> None:
        path = project / "docs/b.md"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert marks(check(project, changed_lines=True)) == []

    def test_a_lone_carriage_return_shifts_no_line(self, project: Path) -> None:
        path = project / "docs/b.md"
        path.write_bytes(b"One\rtwo\rthree\n\n" + path.read_bytes())
        commit(project)
        path.write_bytes(path.read_bytes().replace(b"max_tokens=5", b"max_tokens=6"))
        assert marks(check(project, changed_lines=True)) == [("API001", "max_tokens")]

    def test_a_renamed_document_keeps_its_old_lines(self, project: Path) -> None:
        git(project, "mv", "docs/a.md", "docs/c.md")
        append(project / "docs/c.md", f"\n{FOREIGN_LIMIT}")
        finished = check(project, changed_lines=True)
        assert marks(finished) == [("API001", "max_tokens")]
        assert finished.result.counts.unchanged == 2

    def test_a_new_document_is_new_in_every_line(self, project: Path) -> None:
        write(project, {"docs/c.md": TUTORIAL})
        assert len(check(project, changed_lines=True).result.findings) == 2

    def test_since_a_revision(self, project: Path) -> None:
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        commit(project)
        assert marks(check(project, changed_lines=True)) == []
        assert marks(check(project, changed_lines=True, changed_since="HEAD~1")) == [("API001", "messages")]

    def test_a_line_taken_out_of_a_sample(self, project: Path) -> None:
        sample = (
            "# Stream it\n\n```python\nfrom openai import OpenAI\n\nclient = OpenAI(\n    timeout=20.0,\n)\n"
            "client.responses.create(\n    model='<MODEL_ID>',\n    input='Hi',\n    stream=True,\n)\n```\n"
        )
        write(project, {"draftproof.yaml": "select: [STR003]\n", "docs/c.md": sample})
        commit(project)
        assert marks(check(project)) == []
        write(project, {"docs/c.md": sample.replace("    timeout=20.0,\n", "")})
        assert [code for code, _ in marks(check(project, changed_lines=True))] == ["STR003"]

    def test_notebooks_count_in_the_raw_file(self, project: Path) -> None:
        def notebook(*cells: str) -> str:
            made = [
                {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)}
                for cell in cells
            ]
            return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)

        old = "\n".join(CHAT_FIELD.splitlines()[1:-1])
        new = "\n".join(FOREIGN_LIMIT.splitlines()[1:-1])
        write(project, {"docs/n.ipynb": notebook("1", old)})
        commit(project)
        write(project, {"docs/n.ipynb": notebook("1", "2", old, new)})
        finished = check(project / "docs/n.ipynb", changed_lines=True)
        assert marks(finished) == [("API001", "max_tokens")]
        assert finished.result.findings[0].place.cell == 3

    def test_attributes_and_settings_of_the_repository_do_not_matter(self, project: Path) -> None:
        write(project, {".gitattributes": "*.md -diff\n"})
        for name, value in {
            "diff.noprefix": "true",
            "diff.mnemonicPrefix": "true",
            "diff.context": "50",
            "diff.interHunkContext": "50",
            "diff.external": "false",
            "diff.renames": "false",
            "diff.relative": "true",
            "color.ui": "always",
        }.items():
            git(project, "config", name, value)
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        assert marks(check(project, changed_lines=True)) == [("API001", "messages")]

    def test_nothing_of_the_repository_is_started(self, project: Path) -> None:
        trap = project / "trap.sh"
        trap.write_text(f"#!/bin/sh\ntouch {project}/sprung\n")
        trap.chmod(0o755)
        for name in ("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command", "core.pager"):
            git(project, "config", name, str(trap))
        write(project, {".gitattributes": "*.md diff=x\n"})
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        assert marks(check(project, changed_lines=True)) == [("API001", "messages")]
        assert not (project / "sprung").exists()


class TestStaged:
    def test_staged_content_is_judged(self, project: Path) -> None:
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        git(project, "add", "docs/a.md")
        append(project / "docs/a.md", f"\n{FOREIGN_LIMIT}")
        append(project / "docs/b.md", f"\n{FOREIGN_LIMIT}")
        assert len(check(project, staged=True).result.findings) == 3
        assert marks(check(project, staged=True, changed_lines=True)) == [("API001", "messages")]

    def test_what_is_staged_and_gone_since_is_judged(self, project: Path) -> None:
        write(project, {"docs/k.md": TUTORIAL, "docs/moved.md": TUTORIAL, "deep/er/c.md": TUTORIAL})
        git(project, "add", ".")
        (project / "docs/k.md").unlink()
        (project / "docs/moved.md").rename(project / "docs/elsewhere.md")
        (project / "deep/er/c.md").unlink()
        (project / "deep/er").rmdir()
        assert paths(staged=True) == ["deep/er/c.md", "docs/k.md", "docs/moved.md"]
        assert paths(Path("docs"), staged=True) == ["docs/k.md", "docs/moved.md"]
        assert paths(Path("docs/k.md"), staged=True) == ["docs/k.md"]
        assert check(Path("docs/k.md"), staged=True).exit_code() == 1
        assert paths(changed_since="HEAD") == ["docs/elsewhere.md"]

    def test_of_what_is_gone_the_configuration_still_holds(self, project: Path) -> None:
        write(project, {"draftproof.yaml": CONFIGURATION + "exclude: [drafts]\n"})
        commit(project)
        write(project, {"drafts/a.md": TUTORIAL, "node_modules/x.md": TUTORIAL, "notes.txt": TUTORIAL})
        git(project, "add", "--force", ".")
        for name in ("drafts/a.md", "node_modules/x.md", "notes.txt"):
            (project / name).unlink()
        assert paths(staged=True) == []

    def test_nothing_staged(self, project: Path) -> None:
        append(project / "docs/a.md", f"\n{CHAT_FIELD}")
        assert check(project, staged=True).result.counts.documents == 0

    def test_before_the_first_commit(self, tmp_path: Path) -> None:
        write(tmp_path, {"draftproof.yaml": CONFIGURATION, "a.md": TUTORIAL})
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", "--all")
        assert len(check(tmp_path, staged=True, changed_lines=True).result.findings) == 2
        assert len(check(tmp_path, changed_lines=True).result.findings) == 2


class TestFaults:
    def test_no_repository(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.md": TUTORIAL})
        finished = check(tmp_path, changed_lines=True)
        assert (finished.exit_code(), "lies in no git repository" in finished.errors[0]) == (2, True)

    @pytest.mark.parametrize("revision", ["nowhere", "", "--output=x", "HEAD:docs", "a b", "main..topic"])
    def test_a_revision_that_is_none(self, project: Path, revision: str) -> None:
        done = draftproof("check", f"--changed-since={revision}", cwd=project)
        assert done.returncode == 2
        assert done.stderr.startswith("draftproof: --changed-since")
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert not (project / "x").exists()

    def test_a_repository_that_git_will_not_use(self, project: Path) -> None:
        (project / ".git/HEAD").write_text("nonsense")
        finished = check(project, changed_since="main")
        assert finished.exit_code() == 2
        assert "git rev-parse failed: fatal: not a git repository" in finished.errors[0]

    def test_no_git(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(project))
        finished = check(project, changed_lines=True)
        assert (finished.exit_code(), "no git executable" in finished.errors[0]) == (2, True)

    def test_git_that_hangs(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        slow = project / "bin/git"
        write(project, {"bin/git": "#!/bin/sh\nexec sleep 30\n"})
        slow.chmod(0o755)
        monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr(changes, "TIME_LIMIT", 0.2)
        finished = check(project, changed_lines=True)
        assert (finished.exit_code(), "gave no answer" in finished.errors[0]) == (2, True)

    @pytest.mark.parametrize(
        "options",
        [
            ["--staged", "--changed-since", "HEAD"],
            ["--changed-lines", "--fix"],
            ["--staged", "--add-suppressions", "old"],
            ["--changed-lines", "-"],
        ],
    )
    def test_what_excludes_each_other_is_a_usage_error(self, project: Path, options: list[str]) -> None:
        done = draftproof("check", *options, cwd=project, input="")
        assert done.returncode == 2
        assert done.stdout == ""


@pytest.mark.parametrize("broken", [b'{"cellz": []}', b"\x00\x01\xff"])
def test_a_change_that_breaks_a_document_is_in_every_line(project: Path, broken: bytes) -> None:
    write(project, {"draftproof.yaml": "select: [DOC]\n", "n.ipynb": '{\n\n"cells": []}\n'})
    commit(project)
    (project / "n.ipynb").write_bytes(b"\n" + broken)
    assert [code for code, _ in marks(check(project, changed_lines=True))] == ["DOC001"]
    commit(project)
    assert marks(check(project, changed_lines=True)) == []


def test_two_repositories_at_once(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other, {"draftproof.yaml": CONFIGURATION, "c.md": TUTORIAL})
    repository(other)
    append(other / "c.md", "\nMore.\n")
    found = changes_of([project / "docs/a.md", other / "c.md"], since=None, lines=True)
    assert found.of(project / "docs/a.md") is None
    assert found.of(other / "c.md") == (Range(20, 21),)


def test_ranges_of_lines(project: Path) -> None:
    path = project / "docs/a.md"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:1], *lines[2:5], "new\n", *lines[5:]]))
    write(project, {"docs/new.md": "# New\n"})
    found = changes_of([path, project / "docs/new.md"], since=None, lines=True)
    assert found.of(path) == (Range(1, 2), Range(5, 5))
    assert found.of(project / "docs/new.md") == WHOLE
