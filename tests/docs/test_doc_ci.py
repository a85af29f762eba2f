"""docs/ci.md shows the jobs that ``init`` writes and the inputs that the action has."""

from __future__ import annotations

import re

import pytest
from doc_pages import ROOT, fences
from ruamel.yaml import YAML

from draftproof.cli.ci_jobs import JOBS

PAGE = ROOT / "docs" / "ci.md"


@pytest.mark.parametrize("service", JOBS)
def test_the_job_is_what_init_writes(service: str) -> None:
    (shown,) = (fence.text for fence in fences(PAGE) if fence.title == JOBS[service].path)
    assert shown == JOBS[service].text
    assert f"draftproof init --ci {service}" in PAGE.read_text(encoding="utf-8")


def test_every_input_and_output_of_the_action_is_described() -> None:
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    section = text.partition("## GitHub Actions")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| .*?\| ?([^|]*?) ?\|$", section, re.MULTILINE))
    assert rows.keys() == action["inputs"].keys()
    for name, shown in rows.items():
        if shown.startswith("`"):
            assert shown == f"`{action['inputs'][name]['default']}`"
    assert all(f"`{name}`" in section for name in action["outputs"])
