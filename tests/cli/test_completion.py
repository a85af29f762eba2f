"""Shell completion: the scripts know every option, and complete what they should in the real shells."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import COMMANDS, main
from draftproof.cli.tree import command_tree

if TYPE_CHECKING:
    from pathlib import Path

SHELLS = ("bash", "zsh", "fish")


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def program(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def shell_run(*command: str) -> str:
    plain = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=plain)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_every_command_is_in_the_tree() -> None:
    tree = command_tree()
    assert [command.name for command in tree] == list(COMMANDS)
    for command in tree:
        assert (command.parser is None) == bool(command.commands)
        for below in command.commands:
            assert below.parser is not None
            assert below.parser.prog == f"draftproof {command.name} {below.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_commands_below_a_command_are_those_in_the_tree(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = (each for each in command_tree() if each.name == name)
    if command.commands:
        assert main([name, "--help"]) == 0
        first = capsys.readouterr().out.split("\n", 1)[0]
        assert "|".join(below.name for below in command.commands) in first


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_has_every_option_and_says_how_it_was_made(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = script(shell, capsys)
    assert f'"draftproof completion {shell}"' in text
    for command in command_tree():
        for each in (command, *command.commands):
            for _, group in each.parser.groups() if each.parser else ():
                for action in group:
                    for flag in action.option_strings:
                        if flag.startswith("--"):
                            assert (flag if shell != "fish" else f"-l {flag[2:]} ") in f"{text} "


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_takes_the_script(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "script"
    path.write_text(script(shell, capsys), encoding="utf-8")
    shell_run(program(shell), "-n", str(path))


LINES = [
    (["ver"], ["verify"]),
    (["check", "--fail"], ["--fail-on"]),
    (["check", "--fail-on", ""], ["error", "warning", "advice"]),
    (["check", "--fail-on", "w"], ["warning"]),
    (["check", "--quiet", "--fail-on", "w"], ["warning"]),
    (["catalog", "ref"], ["refresh"]),
    (["catalog", "refresh", "--pro"], ["--provider"]),
    (["catalog", "refresh", "--provider", "openr"], ["openrouter"]),
    (["explain", "API00"], [f"API00{number}" for number in range(1, 10)]),
    (["completion", ""], ["bash", "zsh", "fish"]),
    (["verify", "--request", "as"], ["as-written"]),
]


@pytest.mark.parametrize(("words", "offered"), LINES)
def test_bash_completes(
    words: list[str], offered: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "script"
    ask = 'COMP_WORDS=(draftproof "$@")\nCOMP_CWORD=$#\n_draftproof\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    path.write_text(script("bash", capsys) + ask, encoding="utf-8")
    assert shell_run(program("bash"), str(path), *words).split() == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["check", "--fail-on", "=", "w"], ["warning"]),
        (["check", "--fail-on", "="], ["error", "warning", "advice"]),
        (["check", "--config", ""], []),
        (["check", "--config", "=", "a"], []),
        (["check", ""], []),
    ],
)
def test_bash_takes_an_equals_sign_apart_and_leaves_files_to_itself(
    words: list[str], offered: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test_bash_completes(words, offered, tmp_path, capsys)


@pytest.mark.parametrize(("words", "offered"), LINES)
def test_fish_completes(
    words: list[str], offered: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "script"
    path.write_text(script("fish", capsys), encoding="utf-8")
    line = " ".join(["draftproof", *words])
    shown = shell_run(program("fish"), "--no-config", "-c", f"source {path}; complete -C '{line}'")
    assert sorted(each.partition("\t")[0] for each in shown.splitlines()) == sorted(offered)


def test_an_unknown_shell_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "csh"]) == 2
    assert "csh" in capsys.readouterr().err


def test_help_is_another_way_to_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    overview = capsys.readouterr().out
    assert all(f"\n  {name} " in overview for name in COMMANDS)
    with pytest.raises(SystemExit) as left:
        main(["help", "check"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("usage: draftproof check [OPTION]... [PATH]...\n")
    assert main(["help", "chekc"]) == 2
    assert 'did you mean "check"?' in capsys.readouterr().err


def test_every_option_says_what_it_does() -> None:
    for command in command_tree():
        for each in (command, *command.commands):
            for _, group in each.parser.groups() if each.parser else ():
                for action in group:
                    said = (action.help or "").partition("(default")[0].strip()
                    assert said, f"{each.name}: {action.option_strings or action.dest}"
