"""From arguments to files: on real trees, with git as the judge of what is ignored."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.engine.discovery import NEVER_SEARCHED, Discovery, discover, shown_path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _discover(*arguments: str, **options: Any) -> Discovery:
    return discover(arguments, resolver=options.pop("resolver", None) or ConfigurationResolver(), **options)


def _shown(*arguments: str, **options: Any) -> list[str]:
    return [file.shown for file in _discover(*arguments, **options).files]


def test_the_usual_endings_in_any_case_sorted(tree: Path) -> None:
    _make(
        tree,
        "b.md",
        "a.MD",
        "docs/c.markdown",
        "docs/d.mdx",
        "docs/e.qmd",
        "docs/f.IPYNB",
        "x.txt",
        "y.json",
        "md",
    )
    _make(
        tree,
        ".github/g.md",
        ".draftproof/evidence/docs/d.mdx.evidence.json",
        ".draftproof/models/openai.yaml",
    )
    assert _shown(".") == [
        ".draftproof/evidence/docs/d.mdx.evidence.json",
        ".github/g.md",
        "a.MD",
        "b.md",
        "docs/c.markdown",
        "docs/d.mdx",
        "docs/e.qmd",
        "docs/f.IPYNB",
    ]


def test_paths_are_shown_as_given_or_relative(tree: Path) -> None:
    _make(tree, "docs/a.md", "other/b.md")
    assert (
        _shown("./docs")
        == _shown("docs/")
        == _shown("docs/a.md")
        == _shown(str(tree / "docs"))
        == ["docs/a.md"]
    )
    os.chdir(tree / "other")
    assert _shown("../docs") == ["../docs/a.md"]
    assert _shown(str(tree / "docs")) == [str(tree / "docs" / "a.md")]
    assert _shown(".", "../docs/a.md") == ["../docs/a.md", "b.md"]


def test_a_file_named_outright_is_taken_whatever_it_is_called(tree: Path) -> None:
    _make(tree, "notes.txt", "node_modules/x/a.md", "ignored.md")
    (tree / ".gitignore").write_text("ignored.md\n")
    found = _discover("notes.txt", "ignored.md", "node_modules/x")
    assert [(file.shown, file.named) for file in found.files] == [
        ("ignored.md", True),
        ("node_modules/x/a.md", False),
        ("notes.txt", True),
    ]


def test_folders_of_tools_are_never_searched(tree: Path) -> None:
    for name in NEVER_SEARCHED:
        _make(tree, f"docs/{name}/a.md")
    _make(tree, "build/a.md", "dist/b.md")
    assert _shown(".") == ["build/a.md", "dist/b.md"]
    (tree / ".gitignore").write_text("build\n/dist/\n")
    found = _discover(".")
    assert (found.files, found.empty) == ((), (".",))
    assert found.notes == (".: what is in it is ignored by git",)
    assert _shown("build", "dist") == ["build/a.md", "dist/b.md"]


def test_missing_and_empty_are_told_apart(tree: Path) -> None:
    _make(tree, "full/a.md", "texts/a.txt", "a.md")
    (tree / "bare").mkdir()
    found = _discover("full", "texts", "bare", "nowhere", "a.md/inside", "x\0y", "n" * 5000)
    assert [file.shown for file in found.files] == ["full/a.md"]
    assert found.empty == ("texts", "bare")
    assert found.missing[:2] == ("nowhere", "a.md/inside")
    assert len(found.missing) == 4


def test_exclude_holds_for_what_is_named_too(tree: Path) -> None:
    _make(tree, "drafts/a.md", "docs/b.md", "docs/drafts/c.md")
    (tree / "draftproof.yaml").write_text("exclude: [drafts/]\n")
    found = _discover("drafts/a.md", "drafts", "docs/drafts/c.md", "docs")
    assert [file.shown for file in found.files] == ["docs/b.md"]
    assert (found.missing, found.empty, found.notes) == ((), (), ())
    assert _discover("docs/drafts").empty == ()
    assert _shown("drafts/a.md", force_exclude=False) == ["drafts/a.md"]
    (tree / "draftproof.yaml").write_text("exclude: ['*.md']\n")
    assert _discover(".").empty == ()


def test_include_and_respect_gitignore(tree: Path) -> None:
    _make(tree, "a.md", "a.rst", "docs/b.rst", "docs/ignored.md")
    (tree / ".gitignore").write_text("ignored.md\n")
    assert _shown(".") == ["a.md"]
    (tree / "draftproof.yaml").write_text("include: ['docs/*.rst']\nrespect-gitignore: false\n")
    assert _shown(".") == ["a.md", "docs/b.rst", "docs/ignored.md"]


def test_the_nearest_configuration_holds_for_each_file(tree: Path) -> None:
    _make(tree, "a.md", "sub/b.md", "broken/c.md", "broken/deep/d.md")
    (tree / "draftproof.yaml").write_text("provider: openai\n")
    (tree / "sub" / "draftproof.yaml").write_text("overrides: [{paths: ['b.md'], provider: anthropic}]\n")
    (tree / "broken" / "draftproof.yaml").write_text("provder: x\n")
    resolver = ConfigurationResolver()
    found = _discover(".", "broken/c.md", resolver=resolver)
    assert [(file.shown, file.settings().provider) for file in found.files] == [
        ("a.md", "openai"),
        ("sub/b.md", "anthropic"),
    ]
    assert resolver.errors == ['broken/draftproof.yaml:1:1: unknown key "provder"; did you mean "provider"?']
    assert _discover("broken", resolver=resolver).empty == ()
    assert len(resolver.errors) == 1


def test_the_same_file_is_found_once(tree: Path) -> None:
    _make(tree, "docs/z.md", "real/b.md")
    (tree / "docs" / "a.md").symlink_to("z.md")
    (tree / "alias").symlink_to("real")
    assert _shown("docs") == ["docs/z.md"]
    assert _shown("docs", "./docs/z.md", "docs/z.md", str(tree / "docs" / "z.md"), ".") == [
        "docs/z.md",
        "real/b.md",
    ]
    assert [file.named for file in _discover("docs", "docs/z.md").files] == [True]
    assert _shown("docs/a.md", "docs") == ["docs/a.md"]
    assert _shown("alias") == ["alias/b.md"]
    assert _shown("real", "alias") == ["real/b.md"]


def test_links_to_folders_are_not_followed_and_loops_end(tree: Path) -> None:
    _make(tree, "docs/a.md", "elsewhere/b.md")
    (tree / "docs" / "loop").symlink_to("..")
    (tree / "docs" / "self.md").symlink_to("self.md")
    (tree / "docs" / "gone.md").symlink_to("gone-target.md")
    (tree / "docs" / "folder.md").symlink_to(tree / "elsewhere")
    assert _shown("docs") == ["docs/a.md"]
    assert _shown("docs/loop/docs/../docs/loop/docs") == ["docs/loop/docs/../docs/loop/docs/a.md"]
    found = _discover("docs/self.md", "docs/gone.md")
    assert found.missing == ("docs/self.md", "docs/gone.md")


def test_a_link_out_of_the_tree_is_not_followed_unless_named(tree: Path, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside")
    _make(outside, "secret.md", "other.md")
    _make(tree, "docs/a.md", "shared.md")
    (tree / "docs" / "out.md").symlink_to(outside / "secret.md")
    (tree / "docs" / "out2.md").symlink_to(outside / "other.md")
    (tree / "docs" / "in.md").symlink_to("../shared.md")
    found = _discover("docs")
    assert [file.shown for file in found.files] == ["docs/a.md", "docs/in.md"]
    assert found.notes == (
        "docs/out.md and 1 more: links out of the searched folder; name them to check them",
    )
    assert _shown("docs/out.md") == ["docs/out.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_regular_file_is_never_opened(tree: Path) -> None:
    _make(tree, "docs/a.md")
    os.mkfifo(tree / "docs" / "pipe.md")
    os.mkfifo(tree / "docs" / ".gitignore")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tree / "docs")
        listener.bind("socket.md")
        os.chdir(tree)
        assert _shown("docs") == ["docs/a.md"]
        found = _discover("docs/pipe.md", "docs/socket.md", "/dev/null")
    assert found.files == ()
    assert found.missing == ("docs/pipe.md", "docs/socket.md", "/dev/null")
    assert found.notes[0] == "docs/pipe.md: neither a file nor a folder; it was not opened"


def test_standard_input(tree: Path) -> None:
    _make(tree, "docs/a.md")
    (tree / "docs" / "draftproof.yaml").write_text("provider: openai\nexclude: [x.md]\n")
    (file,) = _discover("-", "-").files
    assert (file.shown, file.stdin, file.settings().provider) == ("<stdin>", True, None)
    (file,) = _discover("-", stdin_filename="docs/new.md").files
    assert (file.shown, file.stdin, file.settings().provider) == ("docs/new.md", True, "openai")
    assert _discover("-", stdin_filename="docs/x.md").files == ()
    assert len(_discover("-", "docs/a.md", stdin_filename="docs/a.md").files) == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read every folder")
def test_a_folder_that_may_not_be_read_costs_one_sentence(tree: Path) -> None:
    _make(tree, "docs/a.md", "docs/private/b.md")
    (tree / "docs" / "private").chmod(0)
    try:
        found = _discover("docs")
    finally:
        (tree / "docs" / "private").chmod(0o700)
    assert [file.shown for file in found.files] == ["docs/a.md"]
    assert found.notes == ("docs/private: cannot be read (Permission denied)",)


def test_a_folder_that_cannot_be_listed_costs_one_sentence(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(tree, "docs/a.md", "docs/private/b.md", "docs/z/c.md")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("private"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = _discover("docs")
    assert [file.shown for file in found.files] == ["docs/a.md", "docs/z/c.md"]
    assert found.notes == ("docs/private: cannot be read (Permission denied)",)


def test_names_that_are_no_text_or_odd(tree: Path) -> None:
    odd = os.fsencode(tree) + b"/docs/caf\xe9.md"
    (tree / "docs").mkdir()
    try:
        os.close(os.open(odd, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("the file system takes only text as names")
    _make(tree, "docs/ü \U0001f600.md", "docs/a\nb.md")
    found = _discover("docs", os.fsdecode(b"docs/caf\xe9.md"))
    assert [file.shown for file in found.files] == [
        "docs/a\nb.md",
        "docs/caf\\xe9.md",
        "docs/ü \U0001f600.md",
    ]
    assert all(file.path.exists() and file.shown.encode() for file in found.files)


def test_a_deep_tree_needs_no_recursion(tree: Path) -> None:
    os.chdir(tree)
    for _ in range(700):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.md").touch()
    os.chdir(tree)
    begun = time.process_time()
    (shown,) = _shown(".")
    assert shown.count("/") == 700
    assert time.process_time() - begun < 10


def test_a_repository_within_and_the_exclude_file_of_a_worktree(tree: Path) -> None:
    _make(tree, "main/a.md", "main/sub/b.md", "main/sub/x.md", "tree/a.md", "tree/only-local.md")
    main = tree / "main"
    _git(main, "init", "-q")
    (main / ".gitignore").write_text("x.md\n")
    assert _shown("main") == ["main/a.md", "main/sub/b.md"]
    _git(main / "sub", "init", "-q")
    assert _shown("main") == ["main/a.md", "main/sub/b.md", "main/sub/x.md"]
    (main / ".git" / "info" / "exclude").write_text("only-local.md\n")
    (main / ".git" / "worktrees" / "tree").mkdir(parents=True)
    (main / ".git" / "worktrees" / "tree" / "commondir").write_text("../..\n")
    (tree / "tree" / ".git").write_text(f"gitdir: {main}/.git/worktrees/tree\n")
    assert _shown("tree") == ["tree/a.md"]


def test_without_a_repository_the_working_directory_is_the_top(tmp_path: Path, monkeypatch: Any) -> None:
    _make(tmp_path, "work/docs/a.md", "work/docs/b.md")
    (tmp_path / ".gitignore").write_text("a.md\n")
    (tmp_path / "work" / ".gitignore").write_text("b.md\n")
    monkeypatch.chdir(tmp_path / "work")
    assert _shown("docs") == ["docs/a.md"]
    monkeypatch.chdir(tmp_path / "work" / "docs")
    assert _shown(".") == ["a.md", "b.md"]


def test_shown_path_does_not_fold_what_a_link_may_change() -> None:
    assert shown_path("link/../a.md", "/work") == "link/../a.md"
    assert shown_path("./a//b/./c.md", "/work") == "a/b/c.md"
    assert shown_path("/data/a.md", "/data") == "a.md"
    assert shown_path("/workshop/a.md", "/work") == "/workshop/a.md"
    assert shown_path("/a.md", "/") == "a.md"


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", *arguments], cwd=folder, capture_output=True, check=True
    )
    return os.fsdecode(done.stdout)


_NAME = st.sampled_from(["a", "b", "build", "docs", "x y", ".h"])
_FILE = st.sampled_from(["a.md", "b.md", "c.MD", "é.md", "[z].md", "#n.md", "!m.md"])
_PATHS = st.lists(
    st.tuples(st.lists(_NAME, max_size=3), _FILE).map(lambda pair: "/".join([*pair[0], pair[1]])),
    min_size=1,
    max_size=10,
)
_LINES = """a.md *.md !a.md !b.md build/ /build docs/* !docs/a.md docs/** **/a a/**/b.md [ab].md
\\#n.md \\!m.md .h !.h/ * !*/ !*.MD \\[z].md a/b é.md"""
_IGNORE_LINE = st.sampled_from([*_LINES.split(), "x y/", "b  ", "# no", ""])
_IGNORES = st.dictionaries(
    st.lists(_NAME, max_size=2).map("/".join), st.lists(_IGNORE_LINE, max_size=5), max_size=3
)


@settings(max_examples=60, deadline=None)
@given(_PATHS, _IGNORES, st.lists(_IGNORE_LINE, max_size=2), st.booleans())
def test_the_same_files_as_git(
    paths: list[str], ignores: dict[str, list[str]], local: list[str], crlf: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        _git(root, "init", "-q")
        _make(root, *paths)
        for folder, lines in ignores.items():
            (root / folder).mkdir(parents=True, exist_ok=True)
            end = "\r\n" if crlf else "\n"
            (root / folder / ".gitignore").write_bytes("".join(line + end for line in lines).encode())
        (root / ".git" / "info" / "exclude").write_text("\n".join(local), encoding="utf-8")
        listed = _git(root, "ls-files", "-z", "-co", "--exclude-standard").split("\0")
        expected = {name for name in listed if name.lower().endswith(".md")}
        resolver = ConfigurationResolver(isolated=True, working_folder=root)
        found = discover(["."], resolver=resolver, working_folder=root)
        assert {file.shown for file in found.files} == expected
