"""The CI jobs that ``draftproof init --ci`` writes: where there is no file yet, and never over one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.dataclass import dataclass
from draftproof.rulebook.model import HOMEPAGE
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def service_of(folder: Path) -> str:
    """The CI service that a repository plainly uses, "" where none is seen or its job is there already."""
    marks = {"github": folder / ".github", "gitlab": folder / ".gitlab-ci.yml"}
    for service, mark in marks.items():
        if mark.exists() and not any(_speaks_of_it(each) for each in _files(folder / JOBS[service].path)):
            return service
    return ""


def place_job(service: str, folder: Path, *, write: bool) -> str:
    """Write the job of a service where its file is not there yet; what was done, and else the job to add.

    Raises OSError.
    """
    job = JOBS[service]
    path = folder / job.path
    if known := next((each for each in _files(path) if _speaks_of_it(each)), None):
        return f"{known}: has the job already, left as it is"
    if os.path.lexists(path):
        return f"{path}: is there already, left as it is; add this to it:\n\n{job.text}"
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, job.text.encode())
    return f"{path}: {'written' if write else 'would be written'}"


def _files(path: Path) -> list[Path]:
    """The files in which a job could stand already: GitHub reads every one in the folder."""
    if path.parent.name != "workflows":
        return [path]
    return sorted([*path.parent.glob("*.yml"), *path.parent.glob("*.yaml")])


def _speaks_of_it(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return b"draftproof" in stream.read(_MAX_BYTES)
    except OSError:
        return False
