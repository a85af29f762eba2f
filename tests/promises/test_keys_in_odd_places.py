"""A key where nobody expects one: in a configuration, an argument, an address, the name of a folder.

The paths of documents are the exception, which the threat model says: a path that leads nowhere is no path.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from draftproof.engine.auditing import shown_url
from drafts import key, write
from verify_support import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Said = Callable[..., str]

CONFIGURATIONS = {
    "an unknown option": "{key}: 1\n",
    "a rule": "select: [{key}]\n",
    "a level": "severity:\n  KEY001: {key}\n",
    "a provider": "provider: {key}\n",
    "a name of a provider": "providers:\n  {key}: {{}}\n",
    "a size": "max-file-size: {key}\n",
    "a pack": "rules: [{key}]\n",
    "a variable": "providers:\n  cometapi:\n    key-env: {key}-\n",
    "an address": "providers:\n  cometapi:\n    base-url: ftp://{key}\n",
    "a user of an address": 'providers:\n  cometapi:\n    base-url: "https://u:{key}@127.0.0.1:9/v1"\n',
    "a path of an address": 'providers:\n  cometapi:\n    base-url: "https://127.0.0.1:9/{key}/v1"\n',
    "an anchor": "a: &{key} b\nc: *x\n",
    "what is no YAML": "'{key}\n",
    "a pattern": 'exclude: ["../{key}"]\n',
}
ARGUMENTS = (
    ("{key}",),
    ("check", "{key}"),
    ("check", "--select", "{key}", "."),
    ("check", "--changed-since", "{key}", "."),
    ("check", "--config", "{key}", "."),
    ("samples", "{key}"),
    ("record", "check", "{key}"),
    ("catalog", "impact", "{key}"),
    ("verify", "--plan", "--base-url", "https://127.0.0.1:9/{key}/v1", "."),
    ("verify", "--plan", "--format", "json", "--base-url", "https://127.0.0.1:9/{key}/v1", "."),
    ("verify", "--plan", "--format", "markdown", "--base-url", "https://127.0.0.1:9/{key}/v1", "."),
    ("audit", "https://127.0.0.1:9/{key}"),
    ("audit", "https://u:{key}@127.0.0.1:9/"),
)


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs a command in a project: all that it prints."""
    write(tmp_path, {"a.md": sample(), ".git/HEAD": "ref: refs/heads/main\n"})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        with contextlib.suppress(SystemExit):
            main(list(arguments))
        printed = "".join(capsys.readouterr())
        assert "internal error" not in printed
        return printed

    return run


@pytest.mark.parametrize("place", CONFIGURATIONS)
def test_what_a_configuration_holds_is_not_repeated(tmp_path: Path, place: str, said: Said) -> None:
    value = key()
    write(tmp_path, {"draftproof.yaml": CONFIGURATIONS[place].format(key=value)})
    commands = (
        ("check", "."),
        ("check", "--format", "json", "--verbose", "."),
        ("samples", "."),
        ("verify", "--plan", "."),
        ("verify", "--plan", "--format", "json", "."),
        ("record", "check", "."),
        ("catalog", "show"),
        ("rules",),
    )
    for command in commands:
        assert value[-20:] not in said(*command), command


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_what_an_argument_holds_is_not_repeated(arguments: tuple[str, ...], said: Said) -> None:
    value = key()
    printed = said(*(each.format(key=value) for each in arguments))
    assert printed
    assert value[-20:] not in printed


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pass/{word}@127.0.0.1:9/x",
        "https://user:pass?{word}@127.0.0.1:9/x",
        "https://user:{word}#x@127.0.0.1:9/x",
        "https:///user:{word}@127.0.0.1/x",
        "https://user:{word}@[::1/x",
        "https://user:{word}@127.0.0.1/ x",
        "https://user@x:{word}@127.0.0.1/",
    ],
)
def test_a_password_in_a_broken_url_is_not_repeated(tmp_path: Path, url: str, said: Said) -> None:
    broken = url.format(word="correcthorse")
    (tmp_path / "list").write_text(f"{broken}\n")
    for command in (("audit", broken), ("audit", "--urls", "list"), ("audit", "--sitemap", broken)):
        printed = said(*command)
        assert "not fetched" in printed
        assert "correcthorse" not in printed


@pytest.mark.parametrize("name", ["token", "api_key", "X-Amz-Signature", "sig", "code", "password", "key"])
def test_a_signed_url_is_shown_without_its_signature(name: str) -> None:
    url = f"https://docs.example/a?page=2&{name}=correcthorsebattery&lang=en"
    assert shown_url(url) == f"https://docs.example/a?page=2&{name}=********&lang=en"


def test_the_name_of_a_folder_does_not_act(tmp_path: Path, said: Said) -> None:
    folder = "\x1b[2J\n::error::x"
    write(tmp_path, {f"{folder}/draftproof.yaml": "min-severity: advice\n", f"{folder}/a.md": sample()})
    printed = said("check", "--verbose", ".")
    assert "\x1b" not in printed
    assert "\n::error" not in printed
