"""What several reports of a live run say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.live.planning import Check, Plan, PlannedSample
    from draftproof.live.results import LiveResult, Row

ONE_MOMENT = "A pass says only what was seen: one request, one stream, one moment."
_WORDS = {"pass": "passed", "fail": "failed", "inconclusive": "inconclusive", "not-run": "not run"}


def place(sample: PlannedSample) -> str:
    """Where a sample stands, for people."""
    if sample.cell is not None:
        return f"{sample.article}, cell {sample.cell}, line {sample.line}"
    return f"{sample.article}:{sample.line}"


def totals(result: LiveResult) -> str:
    """The counts of a run in one sentence."""
    if not result.rows:
        return f"No Responses sample in {_count(result.documents, 'document')}; nothing was sent."
    counts = result.counts()
    parts = [f"{counts[outcome]} {word}" for outcome, word in _WORDS.items() if counts[outcome]]  # type: ignore[index]
    kept = sum(row.kept for row in result.rows)
    parts += [f"{kept} of them by an earlier record"] if kept else []
    return (
        f"{_count(len(result.rows), 'Responses sample')}: {', '.join(parts)}; "
        f"{_count(result.requests, 'request')} sent."
    )


def planned(plan: Plan) -> str:
    """What a plan comes to in one sentence."""
    samples = sum(len(check.samples) for check in plan.checks)
    text = (
        f"{_count(plan.requests, 'request')} would be sent for {_count(samples, 'sample')}; "
        f"{_count(len(plan.skipped), 'sample')} not run"
    )
    return f"{text}; {_count(len(plan.kept), 'sample')} with a record that still holds" if plan.kept else text


def limits_of(plan: Plan) -> Mapping[str, Any]:
    """The bounds of a plan, by name."""
    limits = plan.options.limits
    return {
        "timeout_seconds": limits.total,
        "idle_timeout_seconds": limits.idle,
        "max_requests": plan.options.max_requests,
        "max_output_tokens": plan.options.cap,
        "max_bytes": limits.max_bytes,
        "max_events": limits.max_events,
    }


def bounds(plan: Plan) -> str:
    """The bounds of a plan as a phrase."""
    limits = plan.options.limits
    return (
        f"{limits.total:g} s a request, {limits.idle:g} s of silence, {plan.options.cap:,} output tokens, "
        f"{limits.max_bytes:,} bytes and {limits.max_events:,} events a stream, "
        f"{plan.options.max_requests:,} requests in all"
    )


def headers_of(check: Check) -> Mapping[str, str]:
    """The headers of a planned request; for the credential, where it would come from."""
    names = " or ".join(check.target.key_names)
    value = "[the embedded server's own]" if check.target.embedded else f"[from {names}]"
    if check.target.header == "Authorization":
        value = f"Bearer {value}"
    return {
        check.target.header: value,
        "Content-Type": "application/json",
        "Accept": "text/event-stream",
        "Accept-Encoding": "identity",
    }


def row_fields(row: Row) -> dict[str, Any]:
    """A row as plain data: the fields of the JSON reports. Fields may be added, none is renamed."""
    sample = row.sample
    return {
        **_place_fields(sample),
        "provider": row.provider,
        "endpoint": row.endpoint,
        "model": sample.model,
        "model_id_source": sample.model_source,
        "result": row.result,
        "happy_path_result": row.happy,
        "error_path_result": row.error,
        "terminal_state": row.terminal_state,
        "stage": row.stage,
        "message": row.message,
        "error_path_message": row.error_message,
        "notes": list(row.notes),
        "next": row.next_step,
        "events": dict(row.events),
        "terminal": row.terminal,
        "kept": row.kept,
    }


def _place_fields(sample: PlannedSample) -> dict[str, Any]:
    return {
        "path": sample.article,
        "line": sample.line,
        "cell": sample.cell,
        "sample": sample.index,
        "language": sample.language,
        "shape": sample.shape,
    }


def sample_fields(sample: PlannedSample) -> dict[str, Any]:
    """A planned sample as plain data."""
    return {
        **_place_fields(sample),
        "model_id_source": sample.model_source,
    }


def check_fields(check: Check, plan: Plan) -> dict[str, Any]:
    """A planned pair of requests as plain data, headers masked."""
    return {
        "method": "POST",
        "url": check.target.shown_url,
        "provider": check.target.provider,
        "headers": dict(headers_of(check)),
        "body": dict(check.body),
        "paths": ["happy", "error"] if plan.options.error_path else ["happy"],
        "samples": [sample_fields(sample) for sample in check.samples],
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
