"""The manual page is current, complete, and read by groff without a complaint."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from manual import PAGE, manual, text_lines

from draftproof.cli.tree import command_tree


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), "python tests/docs/manual.py"


def test_every_option_is_in_the_page() -> None:
    page = manual()
    for command in command_tree():
        for each in (command, *command.commands):
            if each.parser is None:
                continue
            assert f"\\fB{each.parser.prog}\\fR".replace("-", "\\-") in page
            for _, group in each.parser.groups():
                for action in group:
                    if "--help" not in action.option_strings:
                        assert all(flag.replace("-", "\\-") in page for flag in action.option_strings)


def test_text_is_never_a_request() -> None:
    assert text_lines(".so /etc/passwd\n'br\na.b \\n(a") == ["\\&.so /etc/passwd", "\\&'br", "a.b \\en(a"]


def test_groff_reads_it() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        [groff, "-ww", "-man", "-Tascii", str(PAGE)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "draftproof - proofread tutorials" in " ".join(done.stdout.split())
