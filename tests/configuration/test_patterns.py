"""Patterns mean what git means by them, and a hostile one costs little."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from draftproof.configuration.patterns import parse, pattern_set

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("lines", "path", "covered"),
    [
        (["drafts/"], "docs/drafts/a.md", True),
        (["drafts/"], "docs/drafts", False),
        (["/drafts/"], "docs/drafts/a.md", False),
        (["docs/*.md"], "docs/a.md", True),
        (["docs/*.md"], "docs/b/a.md", False),
        (["docs/**/a.md"], "docs/a.md", True),
        (["docs/**/a.md"], "docs/b/c/a.md", True),
        (["docs/**"], "docs/x/a.md", True),
        (["**/old"], "a/b/old/x.md", True),
        (["*.md", "!keep.md"], "docs/keep.md", False),
        (["docs/", "!docs/keep.md"], "docs/keep.md", True),
        (["docs/*", "!docs/keep.md"], "docs/keep.md", False),
        (["a?c.md"], "abc.md", True),
        (["[!a-c].md"], "d.md", True),
        (["[[:digit:]].md"], "7.md", True),
        ([r"\#a.md"], "#a.md", True),
        (["#a.md"], "#a.md", False),
        (["a.md   "], "a.md", True),
        ([r"a\ "], "a ", True),
        (["café.md"], "docs/café.md", True),
    ],
)
def test_patterns(lines: list[str], path: str, covered: bool) -> None:
    assert pattern_set(lines).covers(path.split("/"), folder=False) is covered


@pytest.mark.parametrize("line", ["", "   ", "# x", "/", "!", "a[", "a[b", "[[:nope:]]", "a\\", "x" * 2000])
def test_what_can_never_match_is_no_pattern(line: str) -> None:
    assert parse(line) is None


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 300 + "b", "a" * 250),
        ("**/a/" * 150 + "b", "a/" * 120 + "c.md"),
        ("[a-z]*" * 100 + "!", "a" * 250),
    ],
)
def test_hostile_patterns_are_soon_done(pattern: str, path: str) -> None:
    patterns = pattern_set([pattern])
    begun = time.process_time()
    assert patterns.verdict(path.split("/"), folder=False) is None
    assert time.process_time() - begun < 1


_NAMES = ("a", "b", "ab", "a.md", "b.md", "#c", "!d", "-", "x y")
_FILES = tuple(
    f"{one}/{two}/{three}" for one in ("a", "b", "ab", "x y") for two in ("a", "b.md") for three in _NAMES
)
_WILD = "a b ab .md * ** ? / **/ /** [ab] [!a] [a- ] []a] [^b-] ! # \\ [[:alpha:]] [[:bad:]] [[: - c d"
_TOKENS = st.sampled_from([*_WILD.split(), " ", "x y"])
_LINES = st.lists(st.lists(_TOKENS, min_size=1, max_size=6).map("".join), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name in _FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def _ignored_by_git(repository: Path, lines: list[str]) -> set[str]:
    (repository / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"],
        input="\0".join(_FILES).encode(),
        cwd=repository,
        capture_output=True,
        check=False,
    )
    return set(answer.stdout.decode().split("\0")) - {""}


def _is_odd(line: str) -> bool:
    """What nobody writes and git takes in its own way: a slash in brackets or after a backslash, and
    ``a**/b``, where git compares the literal beginning first and then sees a ``**`` that stands alone.
    """
    parts = line.removeprefix("!").rstrip(" ").split("/")
    slashed = any("[" in part or part.endswith("\\") for part in parts[:-1])
    return slashed or (len(parts) > 1 and any("**" in part and part != "**" for part in parts))


@settings(max_examples=150, deadline=None)
@example(["a/**", "!a/a"])
@example(["**"])
@example(["/**/b.md"])
@example(["a/**/"])
@example(["***"])
@example(["[]a]"])
@example(["a//b"])
@example(["x\\ y/", "\\!d", "\\#c"])
@given(_LINES)
def test_the_same_as_git(repository: Path, lines: list[str]) -> None:
    lines = [line for line in lines if not _is_odd(line)]
    patterns = pattern_set(lines)
    mine = {name for name in _FILES if patterns.covers(name.split("/"), folder=False)}
    assert mine == _ignored_by_git(repository, lines)
