"""Contracts and comparisons for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.contracts.diff import mapping, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from draftproof.contracts.diff import Change, Comparison
    from draftproof.contracts.reading import DescriptionFile

_WIDTH = 100
_LABEL = 11


def contract_lines(contract: Mapping[str, Any]) -> Iterator[str]:
    """What a contract says, for reading."""
    yield f"{contract.get('title')} ({contract.get('family')}), read {contract.get('read')}"
    yield from _row(
        "request", [str(contract["create"])] if "create" in contract else strings(contract["packages"])
    )
    yield from _row("endpoints", strings(contract.get("endpoints")))
    yield from _row("fields", strings(contract.get("fields")))
    yield from _row("accepted", strings(contract.get("accepted")))
    for provider, names in mapping(contract.get("required")).items():
        if provider not in ("advised", "unless"):
            yield from _row("required", strings(names) or ["nothing"], f" by {provider}")
    yield from _row("foreign", mapping(contract.get("foreign")))
    stream = mapping(contract.get("stream"))
    yield from _row("ends with", strings(stream.get("terminal")))
    yield from _row("events", strings(stream.get("events")))
    yield from _row("aliases", strings(stream.get("aliases")))
    for source in contract.get("sources") or ():
        entry = mapping(source)
        told = (entry.get(key) for key in ("title", "note", "url"))
        yield from _row("source", [*(str(each) for each in told if each), f"read {entry.get('accessed')}"])


def _row(label: str, names: Iterable[str], suffix: str = "") -> Iterator[str]:
    """Names in lines of a decent length, each name in one piece."""
    line = ""
    lead = f"  {label.ljust(_LABEL)}"
    for name in names:
        if line and len(lead) + len(line) + len(name) > _WIDTH:
            yield f"{lead}{line},"
            line, lead = "", " " * (_LABEL + 2)
        line += f", {name}" if line else name
    if line:
        yield lead + line + suffix


def family_line(contract: Mapping[str, Any]) -> str:
    """A contract in one line of a list."""
    return f"{contract.get('family')}: {contract.get('title')}, read {contract.get('read')}"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What differs: ``+`` only in the description, ``-`` only in the contract."""
    count = len(comparison.changes)
    said = "the same" if comparison.same else f"{count} difference{'s' * (count != 1)}"
    yield f"{comparison.family}: {comparison.title}, read {comparison.read}: {said}"
    yield from (f"  {change_text(change)}" for change in comparison.changes)
    yield from (f"  note: {note}" for note in comparison.notes)


def change_text(change: Change) -> str:
    """A difference in one line."""
    whose = f" by {change.provider}" if change.provider else ""
    return f"{'+' if change.added else '-'} {change.kind} {change.name}{whose}"


def comparison_data(
    file: DescriptionFile, provider: str, comparisons: Iterable[Comparison]
) -> dict[str, object]:
    """Comparisons as plain data, as ``--format json`` prints them. Fields may be added, none is renamed."""
    return {
        "description": {
            "file": file.name,
            "title": file.description.title,
            "version": file.description.version,
            "sha256": file.digest,
            "provider": provider or None,
        },
        "families": [
            {
                "family": each.family,
                "title": each.title,
                "read": each.read,
                "endpoint": each.endpoint,
                "same": each.same,
                "changes": [
                    {
                        "kind": change.kind,
                        "change": "added" if change.added else "removed",
                        "name": change.name,
                        "provider": change.provider or None,
                    }
                    for change in each.changes
                ],
                "notes": list(each.notes),
            }
            for each in comparisons
        ],
    }
