"""What was understood of the samples of a document, as text and as plain data; credentials masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from draftproof.reports.terminal import inert, neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Document
    from draftproof.samples.facts import Data, Place, Request
    from draftproof.text.source import Source

_MAX_TEXT = 120


class _Shown(NamedTuple):
    """A document and the sources of its parts as they may be shown."""

    document: Document
    masked: Callable[[int], Source]


def sample_records(facts: Facts, masked: Callable[[int], Source]) -> Iterator[dict[str, Any]]:
    """One record a sample: where it stands, how far it was understood, the requests it makes.

    ``masked`` gives the source of a part with its credentials masked, of equal length.
    """
    shown = _Shown(facts.document, masked)
    understanding = facts.understanding
    for sample in understanding.samples:
        requests = [request for request in understanding.requests if request.sample == sample.index]
        yield {
            "path": facts.document.path_of(sample.part),
            "index": sample.index,
            "line": sample.line,
            "included_from": _inclusion(facts, sample.part),
            "cell": facts.document.parts[sample.part].cell,
            "language": sample.language,
            "status": sample.status,
            "reason": sample.reason,
            "requests": [_request(request, shown) for request in requests],
            "models": [
                {"text": use.text, "call": use.call, **_place(use.place, shown)}
                for use in understanding.models
                if use.sample == sample.index
            ],
        }


def _inclusion(facts: Facts, part: int) -> str | None:
    """Where a document includes the sample's file; None for a sample of its own."""
    origin = facts.document.parts[part].origin
    if origin is None:
        return None
    line = facts.document.position(origin.part, origin.span.start).line
    return f"{facts.document.path_of(origin.part)}:{line}"


def _place(place: Place, shown: _Shown) -> dict[str, int]:
    start = shown.document.position(place.part, place.span.start)
    end = shown.document.position(place.part, place.span.end)
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}


def _text(place: Place, shown: _Shown) -> str:
    text = " ".join(shown.masked(place.part).slice(place.span)[: _MAX_TEXT * 4].split())
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 3] + "..."


def _data(data: Data, shown: _Shown) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": data.kind,
        "text": _text(data.place, shown),
        **_place(data.place, shown),
    }
    if data.kind == "mapping":
        record["members"] = [
            {"name": member.name, **_place(member.key, shown), "value": _data(member.value, shown)}
            for member in data.members
        ]
        record["open"] = data.open
    elif data.kind == "sequence":
        record["items"] = [_data(item, shown) for item in data.items]
        record["open"] = data.open
    return record


def _request(request: Request, shown: _Shown) -> dict[str, Any]:
    return {
        "provider": {
            "name": request.provider.name or None,
            "evidence": request.provider.evidence,
            "host": request.provider.host if "\ufffc" not in request.provider.host else None,
        },
        "family": request.family,
        "transport": request.transport,
        "dialect": request.dialect,
        "method": request.method,
        "path": request.path.replace("\ufffc", "{}"),
        "stream": request.stream,
        "bounded": request.bounded,
        "open": request.open,
        **_place(request.place, shown),
        "headers": [
            {"name": h.name, **_place(h.key, shown), "value": _data(h.value, shown)} for h in request.headers
        ],
        "fields": [
            {"name": f.name, **_place(f.key, shown), "value": _data(f.value, shown)} for f in request.fields
        ],
        "reads": [
            {"path": ".".join(read.path), "of": read.form, **_place(read.place, shown)}
            for read in request.reads
        ],
        "events": [
            {"name": test.name, "on": test.on, "prefix": test.prefix, **_place(test.place, shown)}
            for test in request.tests
        ],
    }


def sample_lines(records: list[dict[str, Any]], *, everything: bool) -> Iterator[str]:
    """The records of a document for people; without those that speak of no API unless ``everything``."""
    for record in records:
        if record["status"] == "none" and not everything:
            continue
        where = f"{record['path']}:{record['line']}" if record["cell"] is None else _cell(record)
        reason = f" ({record['reason']})" if record["reason"] else ""
        if record["included_from"]:
            where += f" (included from {record['included_from']})"
        yield (
            inert(neutral(f"{where}: {record['language'] or 'no language'}, {record['status']}{reason}"))
            + "\n"
        )
        for request in record["requests"]:
            yield neutral("    " + _sentence(request)) + "\n"
            for title, entries in (("reads", request["reads"]), ("waits for", request["events"])):
                names = list(dict.fromkeys(entry.get("path") or entry.get("name") for entry in entries))
                if names:
                    yield neutral(f"      {title}: {', '.join(names)}") + "\n"


def _cell(record: dict[str, Any]) -> str:
    return f"{record['path']}, cell {record['cell']}, line {record['line']}"


def _sentence(request: dict[str, Any]) -> str:
    provider = request["provider"]["name"] or request["provider"]["host"] or "unknown provider"
    family = request["family"] or "unknown family"
    fields = ", ".join(field["name"] for field in request["fields"]) or "no fields seen"
    stream = {True: "streamed, ", False: "", None: "perhaps streamed, "}[request["stream"]]
    dots = ", ..." if request["open"] else ""
    return f"{request['method']} {request['path'] or '?'} ({provider}, {family}): {stream}{fields}{dots}"
