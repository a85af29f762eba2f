"""The entry of the hook in the configuration of pre-commit, added without touching the rest of the file.

The entry is put in as text, so that comments, quotes, line ends and indentation stay byte for byte; what the
file says is compared before and after. Only a list of repos in brackets is written anew, through ruamel.yaml.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from draftproof import __version__
from draftproof.cli.additions import Addition, left_alone, new_file
from draftproof.opening import regular_bytes
from draftproof.rulebook.model import HOMEPAGE
from draftproof.usage import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOOKS = ".pre-commit-config.yaml"
COMMAND = "draftproof check --fail-on error --staged"
"""What a hook runs that pre-commit does not start."""
OTHERS = (".husky/pre-commit", "lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml")
"""Files of other programs that run hooks."""
MAX_BYTES = 1_000_000
_REV = f"v{__version__}"
_ON = '; "pre-commit install" turns it on'
_BOM = "\ufeff"
_REPOS = re.compile(r"repos:[ \t]*(?:#.*)?\r?\Z")
_ITEM = re.compile(r"( *)-[ \t]")
_HOOKS = re.compile(r"( *(?:- +)?)hooks:[ \t]*(?:#.*)?\r?\Z")


def hook_addition(folder: Path) -> Addition:
    """The entry where there is none. Raises CommandError for a file that cannot be read or understood."""
    path = folder / HOOKS
    old = _read(path)
    if old is None or not old.strip():
        other = next((folder / name for name in OTHERS if (folder / name).is_file()), None)
        if old is None and other is not None:
            return _by_hand(other)
        text = "repos:\n" + _entry(indent=2, nested=2, end="\n")
        made = new_file(path, text.encode())
        return Addition(path, f"hook added{_ON}", f"the hook would be added{_ON}", made.data, old)
    text = _text(path, old)
    data = _loaded(path, text)
    if _has_hook(data):
        return left_alone(path, "has the hook already")
    new = _inserted(text, data) or _dumped(text)
    return Addition(path, f"hook added{_ON}", f"the hook would be added{_ON}", new.encode(), old)


def _by_hand(path: Path) -> Addition:
    if b"draftproof" in (_read(path) or b""):
        return left_alone(path, "has the hook already")
    return Addition(path, f"runs the hooks here and is left as it is; add the command: {COMMAND}")


def _read(path: Path) -> bytes | None:
    try:
        data = regular_bytes(path, MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise CommandError(f"{path} is longer than {MAX_BYTES:,} bytes")
    return data


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8; repair it first") from None


def _loaded(path: Path, text: str) -> dict[str, Any]:
    """What the file says. Raises CommandError."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - only where there is a file
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        data = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        raise CommandError(f"{path} is not valid YAML; repair it first") from None
    if not isinstance(data, dict) or not isinstance(data.get("repos"), list):
        raise CommandError(f"{path} has no list of repos; repair it first")
    return data


def _has_hook(data: dict[str, Any]) -> bool:
    """True where a hook is draftproof's, by its repository, or a local one that runs it."""
    for repo in data["repos"]:
        if not isinstance(repo, dict):
            continue
        if str(repo.get("repo", "")).rstrip("/").removesuffix(".git").endswith("/draftproof"):
            return True
        for hook in repo.get("hooks") or ():
            if isinstance(hook, dict) and "draftproof" in f"{hook.get('id')} {hook.get('entry')}":
                return True
    return False


def _entry(*, indent: int, nested: int, end: str) -> str:
    outer, inner = " " * indent, " " * (indent + 2)
    lines = (
        f"{outer}- repo: {HOMEPAGE}",
        f"{inner}rev: {_REV}",
        f"{inner}hooks:",
        f"{inner}{' ' * nested}- id: draftproof",
    )
    return "".join(line + end for line in lines)


def _inserted(text: str, data: dict[str, Any]) -> str | None:
    """The text with the entry after the last one, indented as the file does it; None where that fails."""
    if text.startswith(_BOM):
        inserted = _inserted(text[1:], data)
        return None if inserted is None else _BOM + inserted
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if _REPOS.match(line)), len(lines))
    last = first
    while last < len(lines) and (not lines[last].strip() or lines[last][0] in " \t-#"):
        last += 1
    # Blank lines and comments in the first column are about what follows.
    while last > first and (not lines[last - 1].strip() or lines[last - 1][0] == "#"):
        last -= 1
    items = lines[first:last]
    item = next(filter(None, map(_ITEM.match, items)), None)
    if item is None:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    entry = _entry(indent=len(item[1]), nested=_nested(items), end=end)
    before = "\n".join(lines[:last]) + (end if last == len(lines) else "\n")
    new = before + entry + "\n".join(lines[last:])
    return new if _says(new) == _wanted(data) else None


def _nested(items: Sequence[str]) -> int:
    """How much further in than ``hooks:`` the hooks below it stand."""
    for line, below in itertools.pairwise(items):
        key, dash = _HOOKS.match(line), _ITEM.match(below)
        if key is not None and dash is not None:
            return max(len(dash[1]) - len(key[1]), 0)
    return 2


def _wanted(data: dict[str, Any]) -> dict[str, Any]:
    entry = {"repo": HOMEPAGE, "rev": _REV, "hooks": [{"id": "draftproof"}]}
    return {**data, "repos": [*data["repos"], entry]}


def _says(text: str) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only where there is a file
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return None


def _dumped(text: str) -> str:
    """The text written anew with the entry: for lists in brackets."""
    from io import StringIO  # noqa: PLC0415

    from ruamel.yaml import YAML  # noqa: PLC0415

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    data: Any = yaml.load(text)
    if not data["repos"]:
        data["repos"] = []
    data["repos"].append({"repo": HOMEPAGE, "rev": _REV, "hooks": [{"id": "draftproof"}]})
    stream = StringIO()
    yaml.dump(data, stream)
    written = stream.getvalue()
    return written.replace("\n", "\r\n") if "\r\n" in text and "\r\n" not in written else written
