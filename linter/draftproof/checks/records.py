"""Evidence records: form, sanitation, age, consistency, and whether they are of the samples that stand there
(EVD001 to EVD007).
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.policy import age_problem
from draftproof.finding import WHOLE_FILE, Hit, Severity
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.facts import Facts
    from draftproof.records.documents import FoundRecord
    from draftproof.records.model import Record, SampleEntry
    from draftproof.records.reading import Problem
    from draftproof.samples.facts import Request
    from draftproof.text.json_nodes import JsonNode

__all__ = [
    "age_problem",
    "inconsistent_record",
    "invalid_record",
    "missing_record",
    "option_problem",
    "orphan_record",
    "outdated_record",
    "stale_record",
    "unsanitized_record",
]

_DEFAULT_MAX_AGE = 90
_SENTENCE = re.compile(r"[^.!?;\n]+")
_DENIED = re.compile(r"\b(?:no|not|never|nothing|without|neither|nor|cannot|none)\b|n['’]t\b", re.IGNORECASE)


def invalid_record(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """What breaks the template; the order of the fields is advice."""
    for found in facts.records:
        if found.error is not None:
            offset = min(found.error.offset, len(found.extract))
            place = Span(offset, min(offset + 1, len(found.extract)))
            yield _hit(found, place, found.error.message, "broken")
        elif found.root is not None and not found.template:
            yield from _hits(found, _form(facts, found.root))


def unsanitized_record(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A credential, also in a template; in a record, anything but placeholders and summaries."""
    for found in facts.records:
        root = found.root
        inside = Span(0, len(found.extract)) if root is None else root.span
        whole = found.extract.span(*inside)
        for credential in _within(facts.credentials[found.part], whole):
            if credential.verdict.is_literal:
                yield Hit(found.part, credential.span, "credential", {"masked": credential.value.masked()})
        if root is not None and not found.template:
            from draftproof.records.sanitation import sanitation_problems  # noqa: PLC0415 - few records

            yield from _hits(found, sanitation_problems(root))


def stale_record(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A record file older than ``max-age-days`` allows, at its date. A record that an article shows is an
    example, however old.
    """
    limit = int(options.get("max-age-days", _DEFAULT_MAX_AGE))
    for found in facts.records:
        node = found.root.members.get("checked_at") if found.root is not None else None
        day = _day_of(node) if node is not None else None
        if node is None or day is None or not found.committed or found.template:
            continue
        days = (facts.today - day).days
        values = {"date": str(day), "days": str(days), "limit": str(limit)}
        span = found.extract.span(*node.span)
        if days < 0:
            yield Hit(found.part, span, "future", values)
        elif days > limit:
            yield Hit(found.part, span, "same-day" if limit == 0 else "message", values)


def inconsistent_record(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Fields that contradict each other, and notes that promise what no check shows (option ``beyond``)."""
    for found in facts.records:
        root = found.root
        if root is None or root.kind != "object" or found.template:
            continue
        yield from _overclaims(facts, found, root, options.get("beyond", ()))
        if all(problem.minor for problem in _form(facts, root)):
            from draftproof.records.consistency import consistency_problems  # noqa: PLC0415 - few records
            from draftproof.records.reading import sound_record  # noqa: PLC0415

            yield from _hits(found, consistency_problems(root, sound_record(root)))


def outdated_record(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A Responses sample whose shape is in no record of the article, where the records tell their samples."""
    kept = [(each.path, each.record) for each in facts.evidence.records if each.record is not None]
    telling = [(path, record) for path, record in kept if record.samples]
    if not telling:
        return
    shapes = {entry.shape for entry in _entries(record for _, record in telling)}
    newest = max(record.checked_at for _, record in telling)
    values = {"record": telling[0][0], "date": newest[:10]}
    for request, shape in _shapes(facts):
        if shape not in shapes:
            yield Hit(request.place.part, request.place.span, values=values)


def missing_record(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A Responses sample that no record vouches for: there is none, it was not run, or only against the
    embedded server. Once for each sample.
    """
    records = [each.record for each in facts.evidence.records if each.record is not None]
    counting = [record for record in records if record.model_id_source != "embedded-server"]
    if any(not record.samples and record.happy_path_result != "not-run" for record in counting):
        return  # a record that tells no samples speaks of all of them
    known = {entry.shape for entry in _entries(records)}
    proved = {entry.shape for entry in _entries(counting) if entry.result != "not-run"}
    values = {"record": facts.evidence.records[0].path} if facts.evidence.records else {}
    nothing = "unusable" if values else "message"
    message = nothing if not records else "not-run" if counting else "embedded"
    told: set[int] = set()
    for request, shape in _shapes(facts):
        # What is in none of the records that tell their samples is outdated, not missing.
        if shape not in proved and request.sample not in told and (shape in known or not known):
            told.add(request.sample)
            yield Hit(request.place.part, request.place.span, message, values)


def orphan_record(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A record whose article is gone."""
    article = facts.evidence.missing_article
    if article:
        end = min(1, len(facts.document.source.text))
        yield Hit(WHOLE_FILE, Span(0, end), values={"article": article})


def option_problem(option: str, value: object) -> str:
    """What is wrong with the value of an option of these checks, "" where nothing is."""
    if option != "beyond":
        return age_problem(option, value)
    if isinstance(value, list | tuple) and all(isinstance(each, str) and each.strip() for each in value):
        return ""
    return "a list of phrases is wanted"


def _within(credentials: Sequence[Credential], span: Span) -> Sequence[Credential]:
    """Those that begin in a span; they are in order."""
    first = bisect_left(credentials, span.start, key=lambda each: each.span.start)
    return credentials[first : bisect_left(credentials, span.end, key=lambda each: each.span.start)]


def _form(facts: Facts, root: JsonNode) -> Iterator[Problem]:
    from draftproof.records.reading import form_problems  # noqa: PLC0415 - few documents hold a record

    return form_problems(root, facts.knowledge.contracts)


def _hits(found: FoundRecord, problems: Iterable[Problem]) -> Iterator[Hit]:
    for problem in problems:
        yield _hit(found, problem.span, problem.fault, minor=problem.minor)


def _hit(found: FoundRecord, span: Span, fault: str, message: str = "message", *, minor: bool = False) -> Hit:
    severity = Severity.ADVICE if minor else None
    return Hit(found.part, found.extract.span(*span), message, {"fault": fault}, severity)


def _day_of(node: JsonNode) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((node.string() or "")[:10])
    except ValueError:
        return None


def _overclaims(facts: Facts, found: FoundRecord, root: JsonNode, beyond: Iterable[str]) -> Iterator[Hit]:
    """What the notes promise beyond one stream: claims as in an article, and the phrases of the rule.

    Notes are terse: "fast" says of the service what an article would say in a sentence.
    """
    from draftproof.records.sanitation import LONGEST  # noqa: PLC0415 - few records

    node = root.members.get("notes")
    if node is None or node.kind != "string" or node.span.end - node.span.start > LONGEST:
        return
    extract = node.extract()
    end = 0
    for start, stop in sorted((*_claimed(facts, extract.text), *_phrases(extract.text, beyond))):
        if start >= end:
            end = stop
            place = found.extract.span(*extract.span(start, stop))
            yield Hit(found.part, place, "overclaim", {"words": extract.text[start:stop]})


def _claimed(facts: Facts, notes: str) -> Iterator[tuple[int, int]]:
    """Where notes hold what is surely a claim."""
    from draftproof.prose.claims import find_claims  # noqa: PLC0415 - few records
    from draftproof.reading.reader import read  # noqa: PLC0415

    document = read(notes.encode("utf-8", "replace"), "notes.md")
    if document.source.text == notes:
        for claim in find_claims(document, facts.rulebook.lexicons):
            if claim.confidence == "high":
                yield claim.span.start, claim.span.end


def _phrases(notes: str, beyond: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where phrases stand in sentences that do not deny them."""
    words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in beyond)
    if not words:
        return
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for sentence in _SENTENCE.finditer(notes):
        promised = pattern.search(sentence[0])
        if promised and not _DENIED.search(sentence[0][: promised.start()] + sentence[0][promised.end() :]):
            yield sentence.start() + promised.start(), sentence.start() + promised.end()


def _entries(records: Iterable[Record]) -> Iterator[SampleEntry]:
    return (entry for record in records for entry in record.samples)


def _shapes(facts: Facts) -> Iterator[tuple[Request, str]]:
    from draftproof.records.shape import responses_requests, shape_of  # noqa: PLC0415 - with the first record

    for request in responses_requests(facts.understanding, facts.knowledge):
        yield request, shape_of(request, facts.credentials)
