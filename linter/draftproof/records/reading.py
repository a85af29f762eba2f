"""A text to its record, and what is wrong with its form: every fault with its place.

Pure, and bounded by the size of the text: no number is converted that was not measured first, and depth is
bounded by the JSON reader.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, Final

from draftproof.dataclass import dataclass
from draftproof.records.fields import FIELDS
from draftproof.records.model import (
    MODEL_SOURCES,
    OUTCOMES,
    SAMPLES,
    STAGES,
    TERMINAL_STATES,
    Record,
    SampleEntry,
)
from draftproof.records.templates import is_template
from draftproof.text.json_nodes import JsonError, JsonNode, parse
from draftproof.text.placed import PlacedError
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

MAX_BYTES: Final = 1_000_000
"""A longer file is no record."""
ENTRY_FIELDS: Final = ("location", "shape", "result", "stage", "events", "terminal")
SHAPE: Final = re.compile(r"sha256:[0-9a-f]{16,64}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#]\S*)?|https?://[^\s/@]+@\S+")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_EVENT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*", re.ASCII)
_QUOTABLE = re.compile(r"[A-Za-z][A-Za-z _-]{0,30}")
"""What a fault may quote: words. Anything else could be a credential."""
_KEYS = (*FIELDS, SAMPLES)
_MAX_HINTS = 20
"""Unknown keys of a record for which a near one is looked for."""
_NAMES = {"object": "an object", "array": "an array", "string": "a text", "other": "a number or a word"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a record: a clause that follows "this record", and the place in its text.

    ``minor`` problems leave what the record says as it is.
    """

    fault: str
    span: Span
    minor: bool = False


class RecordError(PlacedError):
    """A text that is no record: one sentence and its 1-based place."""


def record_of(text: str, families: Collection[str] = ()) -> Record:
    """The record in a text. Raises RecordError with the first fault and its place.

    A template is no record. ``families`` are the names that ``endpoint_family`` may have; any where none
    are given.
    """
    if len(text) > MAX_BYTES:
        raise RecordError(f"the record is longer than {MAX_BYTES:,} characters")
    try:
        root = parse(text)
    except JsonError as error:
        raise RecordError(error.message, *Source(text).position(error.offset)) from None
    if root.kind == "object" and is_template(root, committed=True):
        raise RecordError("this is a template: its results are placeholders")
    for problem in form_problems(root, families):
        if not problem.minor:
            raise RecordError(f"this record {problem.fault}", *Source(text).position(problem.span.start))
    return sound_record(root)


def sound_record(root: JsonNode) -> Record:
    """The record of a tree in which ``form_problems`` finds no fault, or minor ones only."""
    values: dict[str, Any] = {name: root.members[name].value() for name in FIELDS}
    samples = root.members.get(SAMPLES)
    entries = tuple(_entry_of(node) for node in samples.items) if samples is not None else ()
    return Record(**values, samples=entries)


def _entry_of(node: JsonNode) -> SampleEntry:
    data: dict[str, Any] = node.value()
    location = data["location"]
    return SampleEntry(
        location["sample"],
        location["line"],
        location.get("cell"),
        data["shape"],
        data["result"],
        data["stage"],
        tuple(data["events"].items()),
        data["terminal"],
    )


def form_problems(root: JsonNode, families: Collection[str] = ()) -> Iterator[Problem]:
    """What breaks the template: keys, types, and values out of their closed sets."""
    if root.kind != "object":
        start = root.span.start
        yield Problem(f"is {_NAMES[root.kind]}, not an object", Span(start, start + 1))
        return
    yield from _keys(root, FIELDS, _KEYS, "a record's")
    yield from _order(root)
    checks: Mapping[str, Callable[[JsonNode], str]] = {
        "checked_at": _time_fault,
        "docs_url": _address_fault,
        "endpoint_family": lambda node: _family_fault(node, families),
        "stream_enabled": _flag_fault,
        "model_id_source": lambda node: _choice_fault(node, MODEL_SOURCES),
        "happy_path_result": lambda node: _choice_fault(node, OUTCOMES),
        "error_path_result": lambda node: _choice_fault(node, OUTCOMES),
        "terminal_state": lambda node: _choice_fault(node, TERMINAL_STATES),
        "notes": _text_fault,
    }
    yield from _values(root, checks)
    samples = root.members.get(SAMPLES)
    if samples is not None:
        yield from _samples(samples)


def _keys(
    node: JsonNode, required: Sequence[str], known: Sequence[str], whose: str, optional: str = ""
) -> Iterator[Problem]:
    """Keys that are missing, repeated or unknown."""
    missing = [f'"{name}"' for name in required if name not in node.members]
    if missing:
        start = node.span.start
        yield Problem(f"has no {', '.join(missing)}", Span(start, start + 1))
    for span in node.repeated:
        yield Problem("gives the same key twice; the last one counts for most readers", span)
    unknown = 0
    for name, span in node.keys.items():
        if name in known or name == optional:
            continue
        unknown += 1
        hint = _near(name, known) if known is _KEYS and unknown <= _MAX_HINTS else ""
        named = f' "{name}"' if _QUOTABLE.fullmatch(name) else ""
        yield Problem(f"has a key{named} that is none of {whose}{hint}", span)


def _near(word: str, known: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415 - only for a mistyped key

    near = difflib.get_close_matches(word[:60].lower().replace("-", "_"), known, 1, 0.7)
    return f'; did you mean "{near[0]}"?' if near else ""


def _order(root: JsonNode) -> Iterator[Problem]:
    given = [name for name in root.members if name in _KEYS]
    wanted = [name for name in _KEYS if name in root.members]
    for name, other in zip(given, wanted, strict=True):
        if name != other:
            yield Problem(
                f'has "{name}" where "{other}" belongs: the fields have an order', root.keys[name], minor=True
            )
            return


def _values(node: JsonNode, checks: Mapping[str, Callable[[JsonNode], str]]) -> Iterator[Problem]:
    for name, check in checks.items():
        value = node.members.get(name)
        fault = check(value) if value is not None else ""
        if value is not None and fault:
            yield Problem(f'has a wrong "{name}": {fault}', value.span)


def _samples(node: JsonNode) -> Iterator[Problem]:
    if node.kind != "array":
        yield Problem(f'has a wrong "{SAMPLES}": {_wanted("an array", node)}', node.span)
        return
    checks: Mapping[str, Callable[[JsonNode], str]] = {
        "shape": _shape_fault,
        "result": lambda value: _choice_fault(value, OUTCOMES),
        "stage": lambda value: _choice_fault(value, STAGES),
        "events": _events_fault,
        "terminal": lambda value: "" if value.string() == "" else _event_fault(value),
    }
    for entry in node.items:
        if entry.kind != "object":
            yield Problem(f"has a wrong sample: {_wanted('an object', entry)}", entry.span)
            continue
        yield from _keys(entry, ENTRY_FIELDS, ENTRY_FIELDS, "a sample's")
        yield from _values(entry, checks)
        location = entry.members.get("location")
        if location is not None:
            yield from _location(location)


def _location(node: JsonNode) -> Iterator[Problem]:
    if node.kind != "object":
        yield Problem(f'has a wrong "location": {_wanted("an object", node)}', node.span)
        return
    known = ("sample", "line")
    yield from _keys(node, known, known, "a location's", "cell")
    yield from _values(node, dict.fromkeys((*known, "cell"), _number_fault))
    line = node.members.get("line")
    if line is not None and _slice(line) == "0":
        yield Problem('has a wrong "line": lines count from 1', line.span)


def _slice(node: JsonNode) -> str:
    return node.text[slice(*node.span)]


def _wanted(what: str, node: JsonNode) -> str:
    return f"{what} is wanted, not {_NAMES[node.kind]}"


def _text_fault(node: JsonNode) -> str:
    return "" if node.kind == "string" else _wanted("a text", node)


def _flag_fault(node: JsonNode) -> str:
    return "" if node.kind == "other" and _slice(node) in ("true", "false") else "true or false is wanted"


def _number_fault(node: JsonNode) -> str:
    known = node.kind == "other" and _NUMBER.fullmatch(_slice(node))
    return "" if known else "a whole number is wanted, 0 or more"


def _choice_fault(node: JsonNode, choices: Sequence[str]) -> str:
    text = node.string()
    if text is not None and text in choices:
        return ""
    said = f', not "{text}"' if text is not None and _QUOTABLE.fullmatch(text) else ""
    return f"one of {', '.join(choice or '(empty)' for choice in choices)} is wanted{said}"


def _time_fault(node: JsonNode) -> str:
    text = node.string()
    if text is not None and _TIME.fullmatch(text):
        try:
            datetime.datetime.fromisoformat(text[:-1])
        except ValueError:
            return "there is no such day or time"
        return ""
    return "a time in UTC to the second is wanted, as 2026-01-31T12:00:00Z"


def _address_fault(node: JsonNode) -> str:
    text = node.string()
    known = text is not None and len(text) <= 2_000 and _ADDRESS.fullmatch(text)
    return "" if known else "the address of a page is wanted, as https://example.com/docs"


def _family_fault(node: JsonNode, families: Collection[str]) -> str:
    text = node.string()
    if text is None:
        return _wanted("a text", node)
    if not families:
        return "" if _EVENT.fullmatch(text[:80]) else "a word is wanted"
    return "" if text in families else _choice_fault(node, sorted(families))


def _shape_fault(node: JsonNode) -> str:
    text = node.string()
    return "" if text is not None and SHAPE.fullmatch(text) else "a hash is wanted, as draftproof writes it"


def _event_fault(node: JsonNode) -> str:
    text = node.string()
    known = text is not None and len(text) <= 80 and _EVENT.fullmatch(text)
    return "" if known else "the type of an event is wanted"


def _events_fault(node: JsonNode) -> str:
    if node.kind != "object":
        return _wanted("an object", node)
    for name, count in node.members.items():
        if len(name) > 80 or not _EVENT.fullmatch(name):
            return "types of events are wanted"
        if _number_fault(count):
            return "numbers of events are wanted"
    return "a type of event stands there twice" if node.repeated else ""
