"""From the arguments of a command to the files to read: folders searched, each file found once."""

from __future__ import annotations

import os
import stat
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.engine.ignoring import Ignores, ignores_above, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.configuration.model import Configuration, Settings
    from draftproof.configuration.resolving import ConfigurationResolver
    from draftproof.engine.web_pages import WebPage

ENDINGS = (".md", ".markdown", ".mdx", ".qmd", ".ipynb", ".evidence.json")
"""What a searched folder is searched for, in any case of letters."""

NEVER_SEARCHED = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".tox",
        ".nox",
        ".venv",
        "venv",
        "node_modules",
        "site-packages",
        "__pycache__",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
    }
)
"""Folders that a search never enters; one that is named outright is searched."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to check. ``shown`` is its path for people and reports; standard input has ``stdin`` set, and a
    page that was fetched has ``page``: its ``location`` names no file.
    """

    location: str
    shown: str
    configuration: Configuration
    named: bool = False
    stdin: bool = False
    page: WebPage | None = None

    @property
    def path(self) -> Path:
        """Where it lies. ``location`` is the same as text, for what is done to every file of a large tree."""
        return Path(self.location)

    def settings(self) -> Settings:
        """The settings that hold for this file."""
        return self.configuration.settings_for(self.location)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the arguments came to."""

    files: tuple[FoundFile, ...]
    """Each file once, sorted by the path shown."""
    missing: tuple[str, ...]
    """Arguments that do not exist, or are neither a file nor a folder."""
    empty: tuple[str, ...]
    """Folders that hold no document, though no configuration keeps any back."""
    notes: tuple[str, ...]
    """Sentences about what was left out and is worth saying."""


def discover(
    arguments: Sequence[str],
    *,
    resolver: ConfigurationResolver,
    working_folder: Path | None = None,
    stdin_filename: str | None = None,
    force_exclude: bool = True,
    endings: tuple[str, ...] = (),
) -> Discovery:
    """The files that the arguments (files, folders, ``-``) stand for.

    A folder is searched for the usual ``ENDINGS`` and for ``endings`` as well.

    With ``force_exclude`` the configured ``exclude`` also holds for what is named outright. A file whose
    configuration is broken is left out; the resolver has the reason.
    """
    base = os.path.abspath(working_folder or Path.cwd())  # noqa: PTH100  # a link stands where it stands
    search = _Search(resolver, base, force_exclude, (*ENDINGS, *endings))
    for argument in dict.fromkeys(arguments):
        if argument == "-":
            search.stdin(stdin_filename)
        else:
            search.argument(argument)
    return search.result()


def shown_path(given: str, working_folder: str) -> str:
    """A path as given, or relative to the working directory where it lies in it; with forward slashes."""
    text = given
    if os.path.isabs(text):  # noqa: PTH117
        inside = working_folder.rstrip(os.sep) + os.sep
        text = text[len(inside) :] if text.startswith(inside) and os.pardir not in text else text
    # Without ".." only: "link/../a.md" is not "a.md".
    if os.pardir not in text.replace("\\", "/").split("/"):
        text = os.path.normpath(text)
    return _printable(text.replace(os.sep, "/"))


def _printable(text: str) -> str:
    """A path as text. A name is bytes on most systems; what is no text is shown by its escape."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(slots=True)
class _Tally:
    """What a search of one folder met, for the question whether it is empty."""

    documents: int = 0
    withheld: int = 0
    """Files and folders that a configuration keeps back."""
    ignored: int = 0
    """Documents and folders that git ignores."""
    links: list[str] = field(default_factory=list)
    """Links to files outside."""


@dataclass(slots=True)
class _Folder:
    """A folder that is being searched. Until it is listed, ``ignores`` and ``configuration`` are those of the
    folder above.
    """

    path: str
    real: str
    shown: str
    ignores: Ignores
    parts: tuple[str, ...]
    configuration: Configuration | None

    def child(self, name: str) -> str:
        return os.path.join(self.path, name)  # noqa: PTH118


class _Search:
    """Gathers files; the state of one call of ``discover``."""

    def __init__(
        self, resolver: ConfigurationResolver, base: str, force_exclude: bool, endings: tuple[str, ...]
    ) -> None:
        self._resolver = resolver
        self._base = base
        self._real_base = os.path.realpath(base)
        self._force_exclude = force_exclude
        self._endings = endings
        self._found: dict[str, tuple[int, FoundFile]] = {}
        self._missing: list[str] = []
        self._empty: list[str] = []
        self._notes: list[str] = []
        self._excluded: list[str] = []

    def result(self) -> Discovery:
        files = sorted((file for _, file in self._found.values()), key=lambda file: file.shown)
        if not files and self._excluded:
            # A hook names many such files; only where nothing else is left is it worth saying.
            self._notes.append(_about_excluded(self._excluded))
        return Discovery(tuple(files), tuple(self._missing), tuple(self._empty), tuple(self._notes))

    def stdin(self, name: str | None) -> None:
        shown = shown_path(name, self._base) if name else "<stdin>"
        path = Path(self._base, name or "<stdin>")
        configuration = self._resolver.for_file(path)
        if configuration is None or (self._force_exclude and name and configuration.excludes(path)):
            return
        self._add("-", 0, FoundFile(str(path), shown, configuration, named=True, stdin=True))

    def argument(self, given: str) -> None:
        if not given:
            # An empty variable of a shell is a mistake, and no way to say "here".
            self._missing.append('""')
            return
        shown = shown_path(given, self._base)
        try:
            path = _located(given, self._base)
            mode = os.stat(path).st_mode  # noqa: PTH116
        except (OSError, ValueError) as error:
            self._missing.append(shown)
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                self._notes.append(_cannot_read(shown, error))
            return
        if stat.S_ISDIR(mode):
            self._folder(path, given, shown)
        elif stat.S_ISREG(mode):
            self._named(path, shown)
        else:
            self._missing.append(shown)
            self._notes.append(f"{shown}: neither a file nor a folder; it was not opened")

    def _named(self, path: str, shown: str) -> None:
        configuration = self._resolver.for_file(Path(path))
        if configuration is None:
            return
        if self._force_exclude and configuration.excludes(path):
            self._excluded.append(shown)
            return
        self._add(os.path.realpath(path), 0, FoundFile(path, shown, configuration, named=True))

    def _add(self, real: str, rank: int, file: FoundFile) -> None:
        """Keep a file; of several ways to the same one the named one, then the one without a link."""
        known = self._found.get(real)
        if known is None or rank < known[0]:
            self._found[real] = (rank, file)

    def _folder(self, path: str, given: str, shown: str) -> None:
        """Search a folder that was named."""
        configuration = self._resolver.for_folder(Path(path))
        tally = _Tally()
        if configuration is not None and self._force_exclude and configuration.excludes(path, folder=True):
            return
        ignores = ignores_above(path, self._base)
        prefix = "" if shown == "." else shown.rstrip("/") + "/" if given != os.sep else "/"
        first = _Folder(path, os.path.realpath(path), prefix, ignores, parts_of(path), configuration)
        pending = [first]
        while pending:
            folder = pending.pop()
            pending.extend(self._search(folder, first.real, tally))
        if tally.links:
            self._notes.append(_about_links(tally.links))
        if not tally.documents and not tally.withheld:
            self._empty.append(shown)
            if tally.ignored:
                self._notes.append(f"{shown}: what is in it is ignored by git")

    def _search(self, folder: _Folder, top: str, tally: _Tally) -> Iterator[_Folder]:
        """Take the files of one folder, and give the folders in it that are to be searched."""
        try:
            with os.scandir(folder.path) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._notes.append(_cannot_read(folder.shown.rstrip("/") or ".", error))
            return
        names = frozenset(entry.name.lower() for entry in listed)
        folder.configuration = self._resolver.inside(folder.configuration, folder.path, names)
        folder.ignores = folder.ignores.within(folder.path, names)
        for entry in listed:
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
                is_link = entry.is_symlink()
            except OSError:
                continue
            if is_folder:
                inner = self._inner(folder, entry.name, tally)
                if inner is not None:
                    yield inner
            else:
                self._file(folder, entry, top, tally, is_link=is_link)

    def _inner(self, folder: _Folder, name: str, tally: _Tally) -> _Folder | None:
        if name in NEVER_SEARCHED:
            return None
        path = folder.child(name)
        parts = (*folder.parts, name)
        outer = folder.configuration
        if outer is not None:
            if outer.excludes(path, folder=True):
                tally.withheld += 1
                return None
            if outer.settings.respect_gitignore and folder.ignores.ignores(parts, folder=True):
                tally.ignored += 1
                return None
        real = os.path.join(folder.real, name)  # noqa: PTH118
        return _Folder(path, real, f"{folder.shown}{_printable(name)}/", folder.ignores, parts, outer)

    def _file(
        self, folder: _Folder, entry: os.DirEntry[str], top: str, tally: _Tally, *, is_link: bool
    ) -> None:
        path = folder.child(entry.name)
        configuration = folder.configuration
        usual = entry.name.lower().endswith(self._endings)
        if not usual and (configuration is None or not configuration.includes(path)):
            return
        try:
            if not entry.is_file():
                return
        except OSError:
            return
        if configuration is None or configuration.excludes(path):
            tally.withheld += 1
            return
        parts = (*folder.parts, entry.name)
        if configuration.settings.respect_gitignore and folder.ignores.ignores(parts, folder=False):
            tally.ignored += 1
            return
        shown = folder.shown + _printable(entry.name)
        real = os.path.realpath(path) if is_link else os.path.join(folder.real, entry.name)  # noqa: PTH118
        if is_link and not (_inside(real, top) or _inside(real, self._real_base)):
            tally.links.append(shown)
            return
        tally.documents += 1
        self._add(real, 2 if is_link else 1, FoundFile(path, shown, configuration))


def _located(given: str, base: str) -> str:
    """The absolute path of an argument. With ".." in it links are resolved first, as the system does."""
    path = os.path.join(base, given)  # noqa: PTH118
    if os.pardir in parts_of(path):
        head, tail = os.path.split(path)
        if tail in {"", os.curdir, os.pardir}:
            return os.path.realpath(path)
        path = os.path.join(os.path.realpath(head), tail)  # noqa: PTH118
    return os.path.abspath(path)  # noqa: PTH100


def _inside(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _about_excluded(shown: Sequence[str]) -> str:
    more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
    are = "is" if len(shown) == 1 else "are"
    return f"{shown[0]}{more} {are} excluded by the configuration; --no-force-exclude checks what is named"


def _about_links(links: Sequence[str]) -> str:
    if len(links) == 1:
        return f"{links[0]}: a link out of the searched folder; name it to check it"
    return f"{links[0]} and {len(links) - 1} more: links out of the searched folder; name them to check them"


def _cannot_read(shown: str, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or "it is no path"
    return f"{shown}: cannot be read ({reason})"
