"""Findings in the builds of MkDocs and Sphinx, with the real programs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from draftproof import check_text
from draftproof.integrations.building import said
from drafts import key, write

if TYPE_CHECKING:
    from pathlib import Path

BAD = "# Set-up\n\n```bash\nexport GITHUB_TOKEN={{key:github-classic}}\n```\n"
PRINTED = "# Print\n\n```python\nprint(api_key)\n```\n"
ADVICE = '# Ask\n\n```python\nclient.responses.create(model="gpt-4.1", input="Hi")\n```\n'
FINE = "# Fine\n\nNothing to see.\n"


def build(folder: Path, *command: str) -> tuple[int, str]:
    """Run a module of Python in a folder; its exit code and everything that it printed."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
        env=environment,
    )
    assert "Traceback" not in done.stdout
    assert key()[4:16] not in done.stdout
    return done.returncode, done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository with both: ``docs`` for MkDocs, ``source`` for Sphinx."""
    conf = 'project = "site"\nextensions = ["myst_parser", "draftproof.integrations.sphinx"]\n'
    index = "Site\n====\n\n.. toctree::\n   :glob:\n\n   pages/*\n"
    files = {
        ".git/HEAD": "",
        "mkdocs.yml": "site_name: site\nplugins: [draftproof]\n",
        "docs/index.md": FINE,
        "source/conf.py": conf,
        "source/index.rst": index,
        "source/pages/fine.md": FINE,
    }
    write(tmp_path, files)
    return tmp_path


def mkdocs(site: Path, *options: str) -> tuple[int, str]:
    return build(site, "mkdocs", "build", *options)


def sphinx(site: Path, *options: str) -> tuple[int, str]:
    return build(site, "sphinx", "-b", "dummy", *options, "source", "out")


def test_the_plugin_is_registered() -> None:
    (found,) = entry_points(group="mkdocs.plugins", name="draftproof")
    assert found.value == "draftproof.integrations.mkdocs:DraftproofPlugin"


def test_a_clean_site_builds(site: Path) -> None:
    code, log = mkdocs(site, "--strict")
    assert code == 0, log
    assert "draftproof: no findings in 1 document" in log
    code, log = sphinx(site, "-W")
    assert code == 0, log
    assert "draftproof: no findings in 1 document" in log
    assert "1 source is of a format that is not read." in log


def test_findings_are_warnings_with_their_place(site: Path) -> None:
    write(site, {"docs/a.md": BAD, "source/pages/a.md": BAD})
    code, log = mkdocs(site)
    assert code == 0
    assert "WARNING -  draftproof: docs/a.md:4:21: KEY001: " in log
    assert "draftproof: 1 error in 1 of 2 documents" in log
    code, log = mkdocs(site, "--strict")
    assert code == 1
    code, log = sphinx(site)
    assert code == 0
    assert "source/pages/a.md:4: WARNING: KEY001: " in log
    assert "[draftproof.KEY001]" in log
    code, log = sphinx(site, "-W", "-E")
    assert code != 0


def test_what_does_not_fail_a_check_is_counted_only(site: Path) -> None:
    write(site, {"docs/a.md": ADVICE, "source/pages/a.md": ADVICE})
    for code, log in (mkdocs(site, "--strict"), sphinx(site, "-W")):
        assert code == 0, log
        assert "MDL001" not in log
        assert "1 advice in 1 of 2 documents" in log


def test_the_configuration_decides_what_fails(site: Path) -> None:
    write(site, {"docs/a.md": PRINTED, "source/pages/a.md": PRINTED})
    assert [code != 0 for code, _ in (mkdocs(site, "--strict"), sphinx(site, "-W"))] == [True, True]
    write(site, {"draftproof.yaml": "fail-on: error\n"})
    assert [code for code, _ in (mkdocs(site, "--strict"), sphinx(site, "-W", "-E"))] == [0, 0]


def test_a_broken_configuration_is_a_warning_and_not_a_pass(site: Path) -> None:
    write(site, {"draftproof.yaml": "selekt: [KEY]\n"})
    for code, log in (mkdocs(site, "--strict"), sphinx(site, "-W")):
        assert code != 0
        assert 'draftproof.yaml:1:1: unknown key "selekt"' in log


def test_mkdocs_options(site: Path) -> None:
    write(site, {"docs/a.md": PRINTED, "lenient.yaml": "ignore: [KEY004]\n"})
    for options in ("{enabled: false}", "{config: lenient.yaml}"):
        write(site, {"mkdocs.yml": f"site_name: site\nplugins:\n  - draftproof: {options}\n"})
        code, log = mkdocs(site, "--strict")
        assert (code, "KEY004" in log) == (0, False), log
    write(
        site,
        {"mkdocs.yml": "site_name: site\nplugins:\n  - draftproof: {publish: true}\n", "docs/b.md": ADVICE},
    )
    code, log = mkdocs(site, "--strict")
    assert code == 1
    assert "MDL001" in log


def test_mkdocs_leaves_out_what_it_does_not_build(site: Path) -> None:
    write(site, {"docs/a.md": BAD, "docs/b.md": PRINTED, "docs/picture.svg": "<svg/>"})
    write(site, {"mkdocs.yml": "site_name: site\nplugins: [draftproof]\nexclude_docs: |\n  a.md\n"})
    _, log = mkdocs(site)
    assert "KEY001" not in log
    assert "docs/b.md:4:7: KEY004" in log


def test_sphinx_options(site: Path) -> None:
    write(site, {"source/pages/a.md": PRINTED, "lenient.yaml": "ignore: [KEY004]\n"})
    code, log = sphinx(site, "-W", "-E", "-D", "suppress_warnings=draftproof.KEY004")
    assert code == 0, log
    code, log = sphinx(site, "-W", "-E", "-D", "draftproof_config=../lenient.yaml")
    assert code == 0, log
    write(site, {"source/pages/a.md": ADVICE})
    code, log = sphinx(site, "-W", "-E", "-D", "draftproof_publish=1")
    assert code != 0
    assert "MDL001" in log


def test_sphinx_reads_in_parallel_and_again_only_what_changed(site: Path) -> None:
    write(site, {f"source/pages/{number}.md": FINE.replace("Fine", str(number)) for number in range(8)})
    write(site, {"source/pages/a.md": PRINTED})
    _, log = sphinx(site, "-j2")
    assert log.count("KEY004") == 2  # in the message and as its kind
    _, log = sphinx(site, "-j2")
    assert "KEY004" not in log
    write(site, {"source/pages/a.md": PRINTED + "\nMore.\n"})
    _, log = sphinx(site, "-j2")
    assert log.count("KEY004") == 2


def test_what_a_document_says_cannot_act_in_the_log() -> None:
    (finding,) = check_text(PRINTED, isolated=True, select="KEY004").findings
    shown = said(replace(finding, message="a\x1b[31m\n::error::b", help="c\u202e"))
    assert shown == "KEY004: a\\x1b[31m\\n::error::b - c\\u202e"
