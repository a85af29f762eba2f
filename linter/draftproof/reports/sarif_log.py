"""A SARIF 2.1.0 log of any results: the part that knows the format and nothing of findings.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/ (read 2026-11-23). Lines and columns are
1-based, columns count code points and ``end_column`` is exclusive, as everywhere in draftproof.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urljoin

from draftproof.dataclass import dataclass
from draftproof.finding import Severity
from draftproof.reports.locating import is_address, plain_path
from draftproof.reports.serialise import dumps
from draftproof.reports.terminal import neutral
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from draftproof.finding import RuleDescription

Level = Literal["none", "note", "warning", "error"]
Kind = Literal["pass", "open", "informational", "notApplicable", "review", "fail"]
LEVELS: dict[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "note",
}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_LONGEST_MESSAGE = 1000
_PROBLEM: dict[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "recommendation",
}
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%-._~"
"""What may stand in a URI as it is (RFC 3986, section 2)."""
_ABSOLUTE = re.compile(r"/|[A-Za-z]:[/\\]")
_RELATIVE_LINK = re.compile(r"\[([^\]]{0,200})\]\((?![a-z]+://|#)([^)\s]{1,300})\)")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the raw file."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Replacing:
    """Put ``text`` in place of a region."""

    region: Region
    text: str


@dataclass(frozen=True, slots=True)
class SarifResult:
    """One result. A kind other than ``fail`` takes the level ``none``."""

    rule: str
    level: Level
    message: str
    path: str = ""
    region: Region | None = None
    kind: Kind = "fail"
    fingerprint: str = ""
    fix: tuple[Replacing, ...] = ()
    fix_description: str = ""
    inside: str = ""
    """The place in words where lines of the raw file say little: ``cell 3, line 2``."""
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notification:
    """What the program itself has to say of the run."""

    level: Level
    message: str


def sarif_log(
    version: str,
    rules: Iterable[RuleDescription],
    results: Iterable[SarifResult],
    notifications: Iterable[Notification] = (),
    *,
    successful: bool = True,
) -> Iterator[str]:
    """The log in chunks, a result a line. A rule that only a result names stays unexplained."""
    described = {rule.code: rule for rule in rules}
    indexes = {code: index for index, code in enumerate(described)}
    driver: dict[str, Any] = {"name": "draftproof", "informationUri": HOMEPAGE}
    if version:
        driver |= {"version": version, "semanticVersion": version}
    driver["rules"] = [_rule(rule) for rule in described.values()]
    invocation: dict[str, Any] = {"executionSuccessful": successful}
    if said := [{"level": each.level, "message": _message(each.message)} for each in notifications]:
        invocation["toolExecutionNotifications"] = said
    root = {ROOT: {"description": {"text": "The folder in which draftproof was run."}}}
    yield f'{{\n"$schema": {dumps(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n'
    yield f'"tool": {dumps({"driver": driver})},\n"invocations": {dumps([invocation])},\n'
    yield f'"columnKind": "unicodeCodePoints",\n"originalUriBaseIds": {dumps(root)},\n"results": ['
    separator = "\n"
    for result in results:
        yield separator + dumps(_result(result, indexes))
        separator = ",\n"
    yield "]\n}]\n}\n" if separator == "\n" else "\n]\n}]\n}\n"


def _rule(rule: RuleDescription) -> dict[str, Any]:
    page = _RELATIVE_LINK.sub(lambda match: _rebased(match, rule.url), rule.page)
    described: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.description or rule.summary},
        "help": {"text": rule.help or rule.summary} | ({"markdown": page} if page else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family],
            "precision": rule.confidence.label,
            "problem.severity": _PROBLEM[rule.severity],
        },
    }
    if is_address(rule.url):
        described["helpUri"] = rule.url
    return described


def _rebased(match: re.Match[str], base: str) -> str:
    """A link of a rule's page as it leads on from the page's address; its text where there is none."""
    return f"[{match[1]}]({urljoin(base, match[2])})" if is_address(base) else match[1]


def _result(result: SarifResult, indexes: Mapping[str, int]) -> dict[str, Any]:
    shown: dict[str, Any] = {"ruleId": result.rule}
    if result.rule in indexes:
        shown["ruleIndex"] = indexes[result.rule]
    if result.kind != "fail":
        shown["kind"] = result.kind
    shown |= {"level": result.level, "message": _message(result.message)}
    if result.path:
        physical: dict[str, Any] = {"artifactLocation": _artifact(result.path)}
        if result.region is not None:
            physical["region"] = _region(result.region)
        location: dict[str, Any] = {"physicalLocation": physical}
        if result.inside:
            location["logicalLocations"] = [{"fullyQualifiedName": result.inside}]
        shown["locations"] = [location]
    if result.fingerprint:
        shown["partialFingerprints"] = {"draftproof/v1": result.fingerprint}
    if result.fix and result.path:
        replacements = [
            {"deletedRegion": _region(each.region), "insertedContent": {"text": each.text}}
            for each in result.fix
        ]
        change = {"artifactLocation": _artifact(result.path), "replacements": replacements}
        described = {"description": {"text": result.fix_description}} if result.fix_description else {}
        shown["fixes"] = [{**described, "artifactChanges": [change]}]
    if result.properties:
        shown["properties"] = dict(result.properties)
    return shown


def _message(text: str) -> dict[str, str]:
    # A bracketed text before a parenthesis is a link in a message (section 3.11.6 of the format).
    return {"text": neutral(text, _LONGEST_MESSAGE).replace("](", "] (")}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """The file as a URI: below the root where the path is relative; a page is one already."""
    shown = plain_path(path)
    if shown.startswith(("http://", "https://")):  # a path has no two slashes in a row
        return {"uri": quote(shown, safe=_IN_ADDRESSES, errors="surrogatepass")}
    if not _ABSOLUTE.match(shown):
        return {"uri": _quoted(shown), "uriBaseId": ROOT}
    return {"uri": "file://" + ("" if shown.startswith("/") else "/") + _quoted(shown)}


def _quoted(path: str) -> str:
    return quote(path, safe="/", errors="surrogatepass")
