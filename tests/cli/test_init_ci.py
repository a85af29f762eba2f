"""``draftproof init --ci``: a job where there is none, never over a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from draftproof.cli.ci_jobs import COMMANDS, JOBS
from draftproof.cli.main import main
from drafts import write

if TYPE_CHECKING:
    from pathlib import Path


def init(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["init", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("service", JOBS)
def test_a_job_is_written_once(service: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / JOBS[service].path
    assert f"{JOBS[service].path}: written" in init(capsys, "--ci", service)
    written = path.read_bytes()
    assert YAML(typ="safe").load(written)
    assert f"{JOBS[service].path}: has the job already" in init(capsys, "--ci", service)
    assert path.read_bytes() == written


@pytest.mark.parametrize("service", JOBS)
def test_the_job_is_no_configuration(service: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "# Fine\n", ".github/workflows/README.md": "# Fine\n"})
    init(capsys, "--ci", service)
    assert main(["check", ".", JOBS[service].path]) in (0, 1)
    assert "unknown key" not in capsys.readouterr().err


@pytest.mark.parametrize("service", JOBS)
def test_without_the_option_and_in_a_dry_run_there_is_none(
    service: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "would be written" in init(capsys, "--ci", service, "--dry-run")
    init(capsys)
    assert not (folder / JOBS[service].path).exists()


@pytest.mark.parametrize("service", JOBS)
@pytest.mark.parametrize("text", ["build:\n  script: make\n", ""])
def test_a_file_that_is_there_is_left_and_the_job_printed(
    service: str, text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {JOBS[service].path: text})
    out = init(capsys, "--ci", service)
    assert f"{JOBS[service].path}: is there already, left as it is; the job to add is below" in out
    assert out.endswith(f"\nadd this to {JOBS[service].path}:\n\n{JOBS[service].text}")
    assert (folder / JOBS[service].path).read_text(encoding="utf-8") == text


def test_a_job_in_another_workflow_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {".github/workflows/docs.yaml": "jobs: {a: {steps: [{run: draftproof check}]}}\n"})
    assert "docs.yaml: has the job already" in init(capsys, "--ci", "github")
    assert not (folder / JOBS["github"].path).exists()


@pytest.mark.parametrize("service", JOBS)
def test_a_link_that_leads_nowhere_is_not_written_through(
    service: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / JOBS[service].path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(folder / "elsewhere")
    assert "left as it is" in init(capsys, "--ci", service)
    assert path.is_symlink()
    assert not (folder / "elsewhere").exists()


def test_a_file_in_the_way_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {".github": "no folder\n"})
    assert main(["init", "--ci", "github"]) == 2
    assert ".github" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "written"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({".github/CODEOWNERS": "* @a\n"}, ["github"], id="a folder of GitHub"),
        pytest.param({".github/workflows/test.yml": "name: test\n"}, ["github"], id="a workflow"),
        pytest.param(
            {".git/config": '[remote "origin"]\n\turl = git@github.com:a/b.git\n'}, ["github"], id="by SSH"
        ),
        pytest.param(
            {".git/config": '[remote "origin"]\n\turl = https://x:y@gitlab.example.org/a/b\n'},
            ["gitlab"],
            id="a GitLab of one's own",
        ),
        pytest.param(
            {".git/config": '[remote "origin"]\n\turl = https://example.org/github.com\n'}, [], id="a path"
        ),
        pytest.param(
            {".git/config": "\turl = https://github.com.example.org/a\n"}, ["github"], id="a mirror"
        ),
        pytest.param(
            {".github/dependabot.yml": "", ".circleci/config.yml": "jobs: {}\n"}, [], id="another service"
        ),
        pytest.param(
            {".github/workflows/test.yml": "a: b\n", "Jenkinsfile": "x\n"}, ["github"], id="two services"
        ),
    ],
)
def test_the_service_is_seen(
    files: dict[str, str], written: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, files)
    out = init(capsys)
    assert [service for service, job in JOBS.items() if (folder / job.path).exists()] == written
    assert ("no CI service is seen here" in out) == (
        not written and "Jenkins" not in out and "circleci" not in out
    )


def test_no_job_where_none_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {".github/CODEOWNERS": "* @a\n"})
    assert "CI" not in init(capsys, "--ci", "none")
    assert not (folder / ".github" / "workflows").exists()


def test_another_service_gets_its_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {".circleci/config.yml": "jobs: {}\n"})
    out = init(capsys)
    assert f".circleci/config.yml: is left as it is; add the commands: {'; '.join(COMMANDS)}" in out
    write(folder, {".circleci/config.yml": "jobs: {docs: {steps: [{run: draftproof check .}]}}\n"})
    assert ".circleci/config.yml: has the job already" in init(capsys)


def test_another_service_is_a_usage_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--ci", "jenkins"]) == 2
    assert "jenkins" in capsys.readouterr().err
    assert not (folder / "draftproof.yaml").exists()
