"""What was understood of the samples of a document, as text and as plain data; credentials masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from draftproof.checks.facts import Facts
    from draftproof.samples.facts import Data, Place, Request
    from draftproof.text.source import Source

_MAX_TEXT = 120


def sample_records(facts: Facts, masked: Callable[[int], Source]) -> Iterator[dict[str, Any]]:
    """One record a sample: where it stands, how far it was understood, the requests it makes.

    ``masked`` gives the source of a part with its credentials masked, of equal length.
    """
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
            "requests": [_request(request, masked) for request in requests],
            "models": [
                {"text": use.text, "call": use.call, **_place(use.place, masked)}
                for use in understanding.models
                if use.sample == sample.index
            ],
        }


def _inclusion(facts: Facts, part: int) -> str | None:
    """Where a document includes the sample's file; None for a sample of its own."""
    origin = facts.document.parts[part].origin
    if origin is None:
        return None
    line = facts.document.parts[origin.part].source.position(origin.span.start).line
    return f"{facts.document.path_of(origin.part)}:{line}"


def _place(place: Place, masked: Callable[[int], Source]) -> dict[str, int]:
    source = masked(place.part)
    start, end = source.position(place.span.start), source.position(place.span.end)
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}


def _text(place: Place, masked: Callable[[int], Source]) -> str:
    text = " ".join(masked(place.part).slice(place.span)[: _MAX_TEXT * 4].split())
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 3] + "..."


def _data(data: Data, masked: Callable[[int], Source]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": data.kind,
        "text": _text(data.place, masked),
        **_place(data.place, masked),
    }
    if data.kind == "mapping":
        record["members"] = [
            {"name": member.name, **_place(member.key, masked), "value": _data(member.value, masked)}
            for member in data.members
        ]
        record["open"] = data.open
    elif data.kind == "sequence":
        record["items"] = [_data(item, masked) for item in data.items]
        record["open"] = data.open
    return record


def _request(request: Request, masked: Callable[[int], Source]) -> dict[str, Any]:
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
        **_place(request.place, masked),
        "headers": [
            {"name": h.name, **_place(h.key, masked), "value": _data(h.value, masked)}
            for h in request.headers
        ],
        "fields": [
            {"name": f.name, **_place(f.key, masked), "value": _data(f.value, masked)} for f in request.fields
        ],
        "reads": [
            {"path": ".".join(read.path), "of": read.form, **_place(read.place, masked)}
            for read in request.reads
        ],
        "events": [
            {"name": test.name, "on": test.on, "prefix": test.prefix, **_place(test.place, masked)}
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
        yield neutral(f"{where}: {record['language'] or 'no language'}, {record['status']}{reason}") + "\n"
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
