"""The CI jobs that ``draftproof init`` writes: where there is no file yet, and never over one."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.cli.additions import Addition, left_alone, new_file
from draftproof.dataclass import dataclass
from draftproof.opening import regular_bytes
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Job:
    """A job of a CI service: its file, below the repository, and what goes into it."""

    path: str
    text: str


_GITHUB = f"""\
name: draftproof
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  draftproof:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: {HOMEPAGE.removeprefix("https://github.com/")}@v{__version__}
"""

_GITLAB = f"""\
draftproof:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - pip install draftproof=={__version__}
    - draftproof check --format gitlab --output gl-code-quality-report.json --exit-zero .
    - draftproof check .
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""

JOBS: Mapping[str, Job] = {
    "github": Job(".github/workflows/draftproof.yml", _GITHUB),
    "gitlab": Job(".gitlab-ci.yml", _GITLAB),
}
_MAX_BYTES = 1_000_000
"""A longer file of a CI service is not looked through."""
COMMANDS = (f"pip install draftproof=={__version__}", "draftproof check .")
"""What a job of any other service runs."""
OTHERS = (
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    ".travis.yml",
    ".woodpecker.yml",
    ".woodpecker",
    ".drone.yml",
    ".buildkite/pipeline.yml",
    ".forgejo/workflows",
    ".gitea/workflows",
    "Jenkinsfile",
)
"""Where other services keep their jobs."""
_REMOTE = re.compile(r"^[ \t]*url[ \t]*=[ \t]*(\S+)", re.MULTILINE)
_HOST = re.compile(r"(?:[a-z+]+://)?(?:[^/@\s]*@)?([\w.-]+)", re.IGNORECASE)


def services_of(folder: Path) -> tuple[str, ...]:
    """The services that a repository shows: by their jobs, else by its folders, else by its host."""
    used = [service for service, job in JOBS.items() if _files(folder / job.path)]
    if used or other_service(folder) is not None:
        return tuple(used)
    if (folder / ".github").is_dir():
        return ("github",)
    hosts = set(_hosts(folder))
    return tuple(
        service
        for service in JOBS
        if any(host == f"{service}.com" or service in host.split(".") for host in hosts)
    )


def other_service(folder: Path) -> Path | None:
    """The jobs of a service for which no job can be written."""
    return next((folder / name for name in OTHERS if (folder / name).exists()), None)


def job_addition(service: str, folder: Path) -> Addition:
    """The job of a service where its file is not there yet, else what is to be added by hand."""
    job = JOBS[service]
    path = folder / job.path
    if known := next((each for each in _files(path) if _speaks_of_it(each)), None):
        return left_alone(known, "has the job already")
    if os.path.lexists(path):
        return Addition(path, "is there already, left as it is; the job to add is below", by_hand=job.text)
    return new_file(path, job.text.encode())


def other_addition(path: Path) -> Addition:
    """What is said of the jobs of another service."""
    if path.is_file() and _speaks_of_it(path):
        return left_alone(path, "has the job already")
    return Addition(path, f"is left as it is; add the commands: {'; '.join(COMMANDS)}")


def _hosts(folder: Path) -> Iterator[str]:
    """The hosts of the repository's remotes, in small letters."""
    for url in _REMOTE.findall(_beginning(folder / ".git" / "config").decode("utf-8", "replace")):
        if host := _HOST.match(url):
            yield host[1].lower()


def _files(path: Path) -> list[Path]:
    """The files in which a job could stand already: GitHub reads every one in the folder."""
    if path.parent.name != "workflows":
        return [path] if path.is_file() else []
    return sorted([*path.parent.glob("*.yml"), *path.parent.glob("*.yaml")])


def _speaks_of_it(path: Path) -> bool:
    return b"draftproof" in _beginning(path)


def _beginning(path: Path) -> bytes:
    try:
        return regular_bytes(path, _MAX_BYTES)
    except OSError:
        return b""
