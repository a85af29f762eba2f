"""A contract brought up to its description: the text of its file with names put in and taken out.

What is taken out stays known: a field goes to ``accepted`` and an event to ``aliases``, since an SDK or
another server may still have it. Everything else, comments and hand-written tables among it, stays byte for
byte.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from draftproof.contracts.diff import mapping, strings
from draftproof.contracts.editing import EditError, YamlText, written
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.contracts.diff import Comparison, Kind


@dataclass(frozen=True, slots=True)
class SourceNote:
    """The description as a source of facts. ``date`` is an ISO date; ``url`` and ``note`` may be empty.

    ``digest``, the SHA-256 of the file in hex, names it where no note is given.
    """

    title: str
    date: str
    version: str
    digest: str
    note: str = ""
    url: str = ""

    @property
    def said(self) -> str:
        """The note that names this very description."""
        version = f"version {self.version}, " if self.version else ""
        return self.note or f"{version}sha256 {self.digest[:12]}"


def updated(
    text: str | None, name: str, contract: Mapping[str, Any], comparison: Comparison, source: SourceNote
) -> str:
    """The text of a contract's file after a comparison. ``text`` is None for a new file of a pack.

    ``contract`` is what holds before, the built-in part included. What a file cannot express is left out:
    taking a requirement out of a built-in contract, giving events to a contract that says nothing about its
    stream.
    Raises EditError for a file that has to be edited by hand.
    """
    before = _beginning(contract, source) if text is None else text
    file = YamlText(before, name)
    own = file.data
    if not isinstance(own, dict):
        raise EditError(f"{name} is not a mapping")
    _change(file, ("endpoints",), _names(comparison, "endpoint"), _gone(comparison, "endpoint"))
    fields = _gone(comparison, "field")
    _change(file, ("fields",), _names(comparison, "field"), fields)
    _change(file, ("accepted",), fields, after="fields")
    if contract.get("stream"):
        events = _gone(comparison, "event")
        _change(file, ("stream", "events"), _names(comparison, "event"), events)
        _change(file, ("stream", "aliases"), events, after="events")
    for provider in dict.fromkeys(c.provider for c in comparison.changes if c.kind == "required"):
        added = _names(comparison, "required", provider=provider)
        _change(file, ("required", provider), added, _gone(comparison, "required", provider=provider))
    changed = file.data
    file.set_value(("read",), source.date)
    _cite(file, comparison, source)
    _check(file, changed, ("read",), ("sources",))
    return file.text


def _beginning(contract: Mapping[str, Any], source: SourceNote) -> str:
    return (
        "# What a description has beyond the built-in contract of this name. Lists are added to its lists.\n"
        f"family: {written(str(contract['family']))}\nread: {source.date}\n"
    )


def _names(comparison: Comparison, kind: Kind, *, added: bool = True, provider: str = "") -> list[str]:
    return [
        change.name
        for change in comparison.changes
        if (change.kind, change.added, change.provider) == (kind, added, provider)
    ]


def _gone(comparison: Comparison, kind: Kind, *, provider: str = "") -> list[str]:
    return _names(comparison, kind, added=False, provider=provider)


def _change(
    file: YamlText, path: tuple[str, ...], added: list[str], gone: list[str] | None = None, after: str = ""
) -> None:
    """Change a list of a file; of what shall go only what stands in this file."""
    before = file.data
    listed = strings(_at(before, path))
    new = [name for name in added if name not in listed]
    old = frozenset(listed) & frozenset(gone or ())
    if not new and not old:
        return
    file.change_list(path, [written(name) for name in new], old, after)
    wanted = {*listed, *new} - old
    if {*strings(_at(file.data, path))} != wanted:
        raise EditError(f"{file.name}: {'.'.join(path)} is written in a way that cannot be edited")
    _check(file, before, path)


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = mapping(data).get(step)
    return data


def _cite(file: YamlText, comparison: Comparison, source: SourceNote) -> None:
    """Date the entry of ``sources`` that is a description, or add one."""
    listed = file.data.get("sources")
    index = next((at for at, each in enumerate(listed or ()) if _is_description(each)), None)
    if index is None:
        entry = {"title": source.title, "url": source.url, "note": source.said, "accessed": source.date}
        parts = (f"{key}: {written(value)}" for key, value in entry.items() if value)
        file.change_list(("sources",), [f"{{{', '.join(parts)}}}"], after="read")
        return
    # Where nothing differs, the version that is named there is still the one that it was written by.
    if source.note or not comparison.same or "note" not in listed[index]:
        file.set_value(("sources", index, "note"), source.said, after="url")
    if source.url:
        file.set_value(("sources", index, "url"), source.url, after="title")
    file.set_value(("sources", index, "accessed"), source.date)


def _is_description(source: Any) -> bool:
    return "openapi" in str(mapping(source).get("title", "")).lower()


def _check(file: YamlText, before: Any, *paths: tuple[str, ...]) -> None:
    """Raises EditError where an edit changed more than it should: a guard for unusual ways of writing."""
    kept = [copy.deepcopy(each) for each in (before, file.data)]
    for data in kept:
        for path in paths:
            parent = data if len(path) == 1 else data.setdefault(path[0], {})
            parent.pop(path[-1], None)
    if kept[0] != kept[1]:
        raise EditError(f"{file.name} is written in a way that cannot be edited; change it by hand")
