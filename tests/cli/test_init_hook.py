"""The hook entry that ``draftproof init`` adds: nothing else in the file changes, whatever its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from draftproof.cli.hook_entry import COMMAND, HOOKS, OTHERS, hook_addition
from draftproof.usage import CommandError
from drafts import write

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

ENTRY = {
    "repo": "https://github.com/draftproof/draftproof",
    "rev": "v0.1.0",
    "hooks": [{"id": "draftproof"}],
}


def loaded(data: bytes) -> Any:
    return YAML(typ="safe", pure=True).load(data)


def added(folder: Path, text: str | bytes) -> bytes:
    """The file with the entry; that it says what it said and the entry is checked."""
    old = text if isinstance(text, bytes) else text.encode()
    write(folder, {HOOKS: old})
    new = hook_addition(folder).data
    assert new is not None
    before = loaded(old)
    assert loaded(new) == {**before, "repos": [*before["repos"], ENTRY]}
    write(folder, {HOOKS: new})
    assert hook_addition(folder).data is None
    return new


ONE = """\
# hooks
default_language_version: {python: python3}   # ours
repos:
  - repo: https://example.com/one  # keep
    rev: 'v1'
    hooks:
      - id: one
        args: [--a,   "b"]
"""
MADE = """\
  - repo: https://github.com/draftproof/draftproof
    rev: v0.1.0
    hooks:
      - id: draftproof
"""


def test_it_follows_the_last_entry(tmp_path: Path) -> None:
    assert added(tmp_path, ONE).decode() == ONE + MADE


def test_the_end_of_the_last_line_may_be_missing(tmp_path: Path) -> None:
    assert added(tmp_path, ONE.rstrip("\n")).decode() == ONE + MADE


def test_line_ends_are_kept(tmp_path: Path) -> None:
    assert added(tmp_path, ONE.replace("\n", "\r\n")).decode() == (ONE + MADE).replace("\n", "\r\n")


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    for text in (ONE, ONE.partition("repos:")[1] + ONE.partition("repos:")[2]):
        assert added(tmp_path, "\ufeff" + text).decode() == "\ufeff" + text + MADE


def test_what_follows_the_list_stays_behind_it(tmp_path: Path) -> None:
    after = "\n# for the service\nci:\n  skip: [one]\n"
    assert added(tmp_path, ONE + after).decode() == ONE + MADE + after


def test_comments_inside_of_the_list_stay_inside(tmp_path: Path) -> None:
    comment = "      # - id: two\n"
    assert added(tmp_path, ONE + comment).decode() == ONE + comment + MADE


def test_items_in_the_first_column(tmp_path: Path) -> None:
    flush = "repos:\n- repo: https://example.com/one\n  rev: v1\n  hooks:\n  - id: one\n"
    made = MADE.replace("\n  ", "\n").removeprefix("  ").replace("    - id", "  - id")
    assert added(tmp_path, flush).decode() == flush + made


@pytest.mark.parametrize("empty", ["repos: []\n", "repos: [{repo: meta, hooks: [{id: identity}]}]  # two\n"])
def test_a_list_in_brackets(empty: str, tmp_path: Path) -> None:
    assert b"draftproof" in added(tmp_path, f"# first\nfail_fast: true\n{empty}")


REPOSITORY = st.sampled_from(["https://example.com/a", "local", "meta", "'../quoted: name'"])
GAP = st.sampled_from(["", "\n", "# a comment\n", "    # an inner one\n", "   \n"])
AFTER = st.sampled_from(["", "ci:\n  skip: []\n", "exclude: |\n  a\n\n  repos:\n", "...\n", "files: x"])


@given(
    st.lists(st.tuples(REPOSITORY, GAP, GAP), min_size=1, max_size=4),
    st.sampled_from([0, 2, 4]),
    st.sampled_from([0, 2, 4]),
    AFTER,
    GAP,
    st.booleans(),
)
def test_any_layout(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[tuple[str, str, str]],
    indent: int,
    nested: int,
    after: str,
    gap: str,
    windows: bool,
) -> None:
    outer = " " * indent
    text = f"fail_fast: false\nrepos:  # ours\n{gap}"
    for repository, inside, below in entries:
        text += f"{outer}- repo: {repository}\n{outer}  rev: v1\n{inside}{outer}  hooks:\n"
        text += f"{outer}  {' ' * nested}- id: a\n{below}"
    text += after
    old = (text.replace("\n", "\r\n") if windows else text).encode()
    new = added(tmp_path_factory.mktemp("hooks"), old)
    # Nothing went and nothing moved: the old file is what is left without the lines that came.
    end = b"\r\n" if windows else b"\n"
    lines, came = old.split(end), new.split(end)
    place = next(number for number, line in enumerate(came) if b"draftproof/draftproof" in line)
    assert came[:place] + came[place + 4 :] in (lines, [*lines, b""])
    assert b"\n" not in new.replace(b"\r\n", b"") or not windows


@pytest.mark.parametrize(
    "repo",
    [
        "repo: https://github.com/draftproof/draftproof",
        "repo: git@example.com:mirrors/draftproof.git",
        "repo: local\n    hooks: [{id: docs, entry: draftproof check}]",
    ],
)
def test_a_hook_that_is_there(repo: str, tmp_path: Path) -> None:
    write(tmp_path, {HOOKS: f"repos:\n  - {repo}\n"})
    addition = hook_addition(tmp_path)
    assert addition.data is None
    assert addition.said == "has the hook already, left as it is"


def test_a_word_in_a_comment_is_no_hook(tmp_path: Path) -> None:
    assert added(tmp_path, f"# draftproof is planned\n{ONE}")


@pytest.mark.parametrize(
    "broken", ["repos: [\n", "- a\n", "repos: 3\n", "ci: {}\n", "\x00", b"repos: \xff\n", "a: 1\na: 2\n"]
)
def test_a_broken_file_is_one_sentence(broken: str | bytes, tmp_path: Path) -> None:
    write(tmp_path, {HOOKS: broken})
    with pytest.raises(CommandError, match=r"pre-commit-config\.yaml .*; repair it first$"):
        hook_addition(tmp_path)


@pytest.mark.parametrize("other", OTHERS)
def test_another_program_that_runs_hooks(other: str, tmp_path: Path) -> None:
    write(tmp_path, {other: "npm test\n"})
    addition = hook_addition(tmp_path)
    assert addition.data is None
    assert addition.said == f"runs the hooks here and is left as it is; add the command: {COMMAND}"
    write(tmp_path, {other: f"{COMMAND}\n"})
    assert hook_addition(tmp_path).said == "has the hook already, left as it is"
