"""What git says has changed: documents, and the lines in them.

The git executable is asked, each time with a time limit, without a shell and without anything that the
configuration of a repository could start or fetch.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TIME_LIMIT = 60.0
"""Seconds for one call of git."""
_PATHS_AT_ONCE = 200
_SETTINGS = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    "core.safecrlf=false",
    "protocol.allow=never",
    "diff.noprefix=false",
    "diff.interHunkContext=0",
)
_DIFF = (
    "--find-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--no-color",
    "--ignore-submodules=all",
)
_FILTERS = r"^filter\..*\.(clean|process)$"
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb'\\(?:([0-7]{3})|([abtnvfr"\\]))')
_LETTERS = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r", strict=True))


class ChangesError(Exception):
    """Why it cannot be said what has changed: one sentence."""


class Range(NamedTuple):
    """Lines, 1-based, both ends inclusive."""

    first: int
    last: int


WHOLE = (Range(1, 2**62),)
"""Every line: what git does not know, or did not have before."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed files and their changed lines, by real path. A line ends where git ends it, at LF."""

    files: frozenset[str]
    lines: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)
    """The repository of every file that was asked about."""

    def of(self, path: str | os.PathLike[str]) -> tuple[Range, ...] | None:
        """The changed lines of a file; None for a file that did not change."""
        real = os.path.realpath(path)
        return self.lines.get(real, WHOLE) if real in self.files else None

    def staged(self, path: str | os.PathLike[str]) -> bytes:
        """The content of a file as it is staged. Raises ChangesError where git cannot give it."""
        real = os.path.realpath(path)
        root = self.roots[real]
        return _git(root, "cat-file", "blob", f":{_relative(real, root)}")


def changes_of(
    paths: Iterable[str | os.PathLike[str]], *, since: str | None, staged: bool = False, lines: bool = False
) -> Changes:
    """What has changed in the files of ``paths``; each may lie in a repository of its own.

    Compared is the working tree with the commit in which the current branch left ``since`` (None: HEAD);
    with ``staged`` the index with HEAD. What git does not track has changed as a whole. Changed lines are
    found where ``lines`` wants them. Raises ChangesError.
    """
    roots: dict[str, str] = {}
    known: dict[str, str | None] = {}
    for path in paths:
        real = os.path.realpath(path)
        root = _repository(os.path.dirname(real), known)  # noqa: PTH120 - names may hold undecodable bytes
        if root is None:
            raise ChangesError(
                f"{os.fspath(path)} lies in no git repository: what changed in it is not known"
            )
        roots[real] = root
    found = Changes(frozenset(), {}, roots)
    for root in sorted(set(roots.values())):
        wanted = {_relative(real, root): real for real, own in roots.items() if own == root}
        found = _joined(found, _changes_in(root, wanted, _base(root, since), staged=staged, lines=lines))
    return found


def staged_and_absent(path: str) -> tuple[str, ...]:
    """The real paths of files that the repository of a path has staged, and its working tree has not.

    Raises ChangesError.
    """
    root = _repository(path if os.path.isdir(path) else os.path.dirname(path), {})  # noqa: PTH112, PTH120
    if root is None:
        return ()
    status = _git(root, "diff", "--name-status", "-z", *_DIFF, "--cached", _base(root, None))
    places = (os.path.join(root, *name.split("/")) for name, _ in _changed(status))  # noqa: PTH118
    return tuple(place for place in places if not os.path.lexists(place))


def _changes_in(root: str, wanted: Mapping[str, str], base: str, *, staged: bool, lines: bool) -> Changes:
    compared = ("--cached", base) if staged else (base,)
    unfiltered = () if staged else _unfiltered(root)
    status = _git(root, "diff", "--name-status", "-z", *_DIFF, *compared, "--", settings=unfiltered)
    origins = dict(_changed(status))
    untracked: set[str] = set()
    if not staged:
        tracked = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", base).split(b"\0")
        untracked = wanted.keys() - origins.keys() - {os.fsdecode(name) for name in tracked}
    changed = {name: origins[name] for name in wanted if name in origins}
    found: dict[str, tuple[Range, ...]] = {}
    if lines:
        found = {wanted[name]: () for name in changed} | {wanted[name]: WHOLE for name in untracked}
        hunks = _changed_lines(root, changed, compared, unfiltered)
        found |= {wanted[name]: ranges for name, ranges in hunks if name in wanted}
    return Changes(frozenset(wanted[name] for name in changed.keys() | untracked), found)


def _changed(status: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names that there are now, each with the names that git has to be asked about together."""
    fields = iter(os.fsdecode(field) for field in status.split(b"\0"))
    for kind in fields:
        if not kind:
            return
        name = next(fields, "")
        if kind[0] in "RC":
            new = next(fields, "")
            yield new, (name, new)
        elif kind[0] != "D":
            yield name, (name,)


def _changed_lines(
    root: str, changed: Mapping[str, tuple[str, ...]], compared: Sequence[str], settings: Sequence[str]
) -> Iterator[tuple[str, tuple[Range, ...]]]:
    asked = list(changed.values())
    for start in range(0, len(asked), _PATHS_AT_ONCE):
        names = dict.fromkeys(name for group in asked[start : start + _PATHS_AT_ONCE] for name in group)
        options = ("--unified=0", "--inter-hunk-context=0", "--text", "--ignore-cr-at-eol")
        prefixes = ("--src-prefix=a/", "--dst-prefix=b/")
        asking = (*options, *prefixes, *_DIFF, *compared, "--", *names)
        yield from _hunks(_git(root, "diff", *asking, settings=settings))


def _hunks(patch: bytes) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """The changed lines of every file of a patch without context. Where lines went, those beside the gap."""
    name: str | None = None
    ranges: list[Range] = []
    heading = False
    for line in patch.split(b"\n"):
        if line.startswith(b"diff --git "):
            if name is not None:
                yield name, tuple(ranges)
            name, ranges, heading = None, [], True
        elif heading and line.startswith(b"+++ "):
            name = _name(line[4:])
        elif match := _HUNK.match(line):
            heading = False
            first, count = int(match[1]), int(match[2] or 1)
            ranges.append(Range(first, first + count - 1) if count else Range(max(first, 1), first + 1))
    if name is not None:
        yield name, tuple(ranges)


def _name(text: bytes) -> str | None:
    """The name after ``+++``, which git quotes as C does where it holds quotes or control characters."""
    text = text.removesuffix(b"\t")
    if text.startswith(b'"') and text.endswith(b'"'):
        text = _ESCAPE.sub(_unescaped, text[1:-1])
    return os.fsdecode(text[2:]) if text.startswith(b"b/") else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return bytes([_LETTERS.get(match[2][0], match[2][0])])


def _base(root: str, since: str | None) -> str:
    """The commit to compare with: HEAD, or where the current branch left a revision."""
    if since is not None and (not since.strip() or since.startswith("-") or "\0" in since):
        raise ChangesError("--changed-since needs a revision: a commit, a branch or a tag")
    _git(root, "rev-parse", "--git-dir")  # a repository that git will not use is no question of revisions
    revision = _commit(root, since or "HEAD")
    if since is None:
        return revision or _git(root, "hash-object", "-t", "tree", "--stdin").decode().strip()
    if revision is None:
        raise ChangesError(
            f"--changed-since: git knows no commit {since} in {root}; fetch it first (in CI with its history)"
        )
    try:
        return _git(root, "merge-base", revision, "HEAD").decode().split()[0]
    except (ChangesError, IndexError):
        return revision  # no common history, or a shallow clone that does not reach it


def _commit(root: str, revision: str) -> str | None:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except _GitError:
        return None


def _unfiltered(root: str) -> tuple[str, ...]:
    """The settings that switch every filter off: git starts one for each file of the working tree that it
    compares (gitattributes, "filter"), and a repository that came as an archive brings its own configuration.
    What a filter would have changed counts as changed.
    """
    try:
        found = _git(root, "config", "-z", "--name-only", "--get-regexp", _FILTERS)
    except _GitError:
        return ()  # there is none
    names = sorted({os.fsdecode(each).rpartition(".")[0] for each in found.split(b"\0") if each})
    if any("=" in name or "\n" in name for name in names):
        raise ChangesError(f"{root}: git is configured with a filter whose name cannot be switched off")
    return tuple(f"{name}.{what}" for name in names for what in ("clean=", "process=", "required=false"))


class _GitError(ChangesError):
    """Git ran and said no."""


def _git(root: str, *arguments: str, settings: Sequence[str] = ()) -> bytes:
    given = [part for setting in (*_SETTINGS, *settings) for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name != "GIT_DIFF_OPTS"}
    environment |= {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no argument that begins with a hyphen
            [_program(), "-C", root, *given, "--literal-pathspecs", *arguments],
            input=b"",
            capture_output=True,
            check=False,
            timeout=TIME_LIMIT,
            env=environment,
        )
    except FileNotFoundError:
        raise ChangesError("what has changed cannot be said: there is no git executable") from None
    except subprocess.TimeoutExpired:
        raise ChangesError(f"git {arguments[0]} gave no answer in {TIME_LIMIT:.0f} seconds") from None
    except (OSError, ValueError) as error:
        raise ChangesError(f"git cannot be run: {error}") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _GitError(f"git {arguments[0]} failed: {reason[0] if reason else 'it gave no reason'}")
    return done.stdout


def _program() -> str:
    """The user's git. Never one in the working folder, where Windows would look first, and where a search
    path with an empty entry leads. Raises FileNotFoundError.
    """
    names = ("git.exe", "git") if os.name == "nt" else ("git",)
    for folder in os.get_exec_path():
        for name in names if os.path.isabs(folder) else ():  # noqa: PTH117 - as in ignoring.py
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113
                return path
    raise FileNotFoundError("git")


def _repository(folder: str, known: dict[str, str | None]) -> str | None:
    """The root of the repository that a folder lies in."""
    passed: list[str] = []
    current = folder
    while current not in known:
        passed.append(current)
        if os.path.lexists(os.path.join(current, ".git")):  # noqa: PTH118 - as in ignoring.py
            known[current] = current
            break
        parent = os.path.dirname(current)  # noqa: PTH120
        if parent == current:
            known[current] = None
            break
        current = parent
    for each in passed:
        known[each] = known[current]
    return known[folder]


def _relative(real: str, root: str) -> str:
    return os.path.relpath(real, root).replace(os.sep, "/")


def _joined(one: Changes, other: Changes) -> Changes:
    return Changes(one.files | other.files, {**one.lines, **other.lines}, one.roots)
