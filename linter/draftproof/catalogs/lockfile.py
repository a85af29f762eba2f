"""Lock files: ``.draftproof/models/<provider>.yaml``, a dated and sourced list of model ids, one a line,
sorted.

The form is made for merging: two branches that add different ids merge line by line. There is no digest: it
would be in conflict after every merge, and whoever edits the list could make a new one, so it would prove
nothing.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.kinds import KINDS
from draftproof.dataclass import dataclass
from draftproof.text.placed import PlacedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.text.yaml_nodes import Node

FOLDER = Path(".draftproof") / "models"
WRITERS = frozenset({"draftproof catalog refresh", "draftproof catalog add", "draftproof catalog import"})
"""Only what one of these wrote verifies a model."""
_HEADING = (
    '# A list of model ids, written by "draftproof catalog". Do not edit it: a list is only worth its source.'
)
MAX_ID = 200
MAX_BYTES = 4_000_000
_PROVIDER = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_ID = re.compile(r"[!-~]{1,200}")
_PLAIN = re.compile(r"[A-Za-z](?:[\w./@+-]|:(?=[\w./@+-]))*", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_DATE = re.compile(r"^fetched:[ \t]*(\S{1,40})", re.MULTILINE)


class LockError(PlacedError):
    """A lock file that cannot be used: one sentence and its 1-based place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of one id. ``kind`` is empty where it does not say; ``retires`` is an announced
    date.
    """

    kind: str = ""
    retires: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class LockFile:
    """A provider's list as it was on a day.

    ``retired`` are ids that an earlier list had, each with the day of the first list without it.
    ``aliases`` are names of one's own, each with its reason. ``fetched`` is None where there are only
    aliases and no list yet.
    """

    provider: str
    written_by: str
    source: str = ""
    fetched: datetime.date | None = None
    models: Mapping[str, Entry] = field(default_factory=dict)
    retired: Mapping[str, datetime.date] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def verifies(self) -> bool:
        """True where the list can say that an id is unknown: there is one, and the tool wrote it."""
        return self.fetched is not None and self.written_by in WRITERS

    def age(self, today: datetime.date) -> int:
        """Days since the list was fetched; 0 where there is none, or for a day to come."""
        return max(0, (today - self.fetched).days) if self.fetched is not None else 0


def lock_path(folder: Path, provider: str) -> Path:
    """Where the lock file of a provider lies. Raises ValueError for a name that could lead elsewhere."""
    if not _PROVIDER.fullmatch(provider):
        raise ValueError(f'"{provider[:60]}" is no name of a provider: small letters, digits and hyphens')
    return folder / FOLDER / f"{provider}.yaml"


def is_id(text: str) -> bool:
    """True for what a lock file takes as an id: visible ASCII without spaces, of bounded length."""
    return _ID.fullmatch(text) is not None


def date_span(text: str) -> tuple[int, int]:
    """Where the date of a lock file stands in its text; its first character where there is none."""
    found = _DATE.search(text)
    return found.span(1) if found else (0, min(1, len(text)))


def refreshed(
    old: LockFile | None,
    provider: str,
    models: Mapping[str, Entry],
    *,
    written_by: str,
    source: str,
    today: datetime.date,
) -> LockFile:
    """The lock file after a new list: aliases stay, and what the list no longer has is kept as retired."""
    retired = dict(old.retired) if old else {}
    retired |= {name: today for name in (old.models if old else ()) if name not in retired}
    kept = {name: day for name, day in retired.items() if name not in models}
    return LockFile(provider, written_by, source, today, models, kept, old.aliases if old else {})


def dumped(lock: LockFile) -> str:
    """The text of a lock file: sorted, one id a line, the same for the same content."""
    lines = [
        _HEADING,
        f"provider: {lock.provider}",
        *([f"source: {json.dumps(lock.source)}"] if lock.source else []),
        *([f"fetched: {lock.fetched.isoformat()}"] if lock.fetched else []),
        f"written-by: {lock.written_by}",
    ]
    lines += _section("models", ((name, _entry_text(entry)) for name, entry in lock.models.items()))
    lines += _section("retired", ((name, day.isoformat()) for name, day in lock.retired.items()))
    lines += _section("aliases", ((name, json.dumps(reason)) for name, reason in lock.aliases.items()))
    return "\n".join(lines) + "\n"


def _section(title: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    lines = [f"  {_quoted(name)}:{' ' if text else ''}{text}" for name, text in sorted(entries)]
    return [f"{title}:", *lines] if lines else []


def _entry_text(entry: Entry) -> str:
    if entry.retires is None:
        return entry.kind
    kind = f"kind: {entry.kind}, " if entry.kind else ""
    return f"{{{kind}retires: {entry.retires.isoformat()}}}"


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) and name.lower() not in _WORDS else json.dumps(name)


def parsed(text: str, name: str) -> dict[str, Any]:
    """The plain data of a lock file's text, every part of it checked. Raises LockError with the place of a
    fault.
    """
    from draftproof.text.yaml_nodes import YamlError, load, plain  # noqa: PLC0415 - most runs read no YAML

    if len(text) > MAX_BYTES:
        raise LockError(f"the lock file is longer than {MAX_BYTES:,} characters")
    try:
        root = load(text, name)
    except YamlError as error:
        raise LockError(error.message, error.line, error.column) from None
    if not isinstance(root.value, dict):
        raise LockError("a lock file is a mapping", root.line, root.column)
    for key, node in root.value.items():
        check = _FIELDS.get(key)
        if check is None:
            raise LockError(f'a lock file has no "{key[:60]}"', *(node.key or node.position))
        check(node)
    for key in ("provider", "written-by"):
        if key not in root.value:
            raise LockError(f'the lock file has no "{key}"; "draftproof catalog refresh" writes a new one')
    if "models" in root.value and "fetched" not in root.value:
        raise LockError('the lock file has no "fetched", the date of its list')
    data: dict[str, Any] = plain(root)
    return data


def lock_of(data: Mapping[str, Any]) -> LockFile:
    """The lock file in data that ``parsed`` returned."""
    fetched = data.get("fetched")
    return LockFile(
        data["provider"],
        data["written-by"],
        data.get("source", ""),
        datetime.date.fromisoformat(fetched) if fetched else None,
        {name: _entry(value) for name, value in (data.get("models") or {}).items()},
        {name: datetime.date.fromisoformat(day) for name, day in (data.get("retired") or {}).items()},
        data.get("aliases") or {},
    )


def _entry(value: Any) -> Entry:
    if not isinstance(value, dict):
        return Entry(value or "")
    retires = value.get("retires")
    return Entry(value.get("kind", ""), datetime.date.fromisoformat(retires) if retires else None)


def _text(node: Node) -> None:
    if not isinstance(node.value, str):
        raise LockError(f"text is wanted here, not {node.kind}", node.line, node.column)


def _provider(node: Node) -> None:
    if not isinstance(node.value, str) or not _PROVIDER.fullmatch(node.value):
        raise LockError("this is no name of a provider", node.line, node.column)


def _date(node: Node) -> None:
    try:
        if not isinstance(node.value, str) or len(node.value) != len("2026-01-31"):
            raise ValueError
        datetime.date.fromisoformat(node.value)
    except ValueError:
        raise LockError("this is no date; write it as 2026-01-31", node.line, node.column) from None


def _members(node: Node) -> Iterable[Node]:
    if node.value is None:
        return ()
    if not isinstance(node.value, dict):
        raise LockError(f"ids, one a line, are wanted here, not {node.kind}", node.line, node.column)
    for name, child in node.value.items():
        if not is_id(name):
            raise LockError("this is no model id", *(child.key or child.position))
    return node.value.values()


def _models(node: Node) -> None:
    for child in _members(node):
        if isinstance(child.value, dict):
            for key, value in child.value.items():
                if key not in ("kind", "retires"):
                    raise LockError(f'an id has no "{key[:60]}"', *(value.key or value.position))
                (_date if key == "retires" else _kind)(value)
        elif child.value is not None:
            _kind(child)


def _kind(node: Node) -> None:
    if not isinstance(node.value, str) or node.value not in KINDS:
        raise LockError(f"a kind is one of {', '.join(sorted(KINDS))}", node.line, node.column)


def _retired(node: Node) -> None:
    for child in _members(node):
        _date(child)


def _aliases(node: Node) -> None:
    for child in _members(node):
        _text(child)


_FIELDS = {
    "provider": _provider,
    "source": _text,
    "fetched": _date,
    "written-by": _text,
    "models": _models,
    "retired": _retired,
    "aliases": _aliases,
}
