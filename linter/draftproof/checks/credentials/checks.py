"""The checks behind the rules of the family: pure functions from facts to hits, no value in any of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from draftproof.checks.credentials.model import Position, Setting, Verdict
from draftproof.checks.credentials.names import NameKind
from draftproof.checks.credentials.printed import printed_expressions
from draftproof.checks.credentials.remedies import lookup_help, placeholder_remedy
from draftproof.finding import Confidence, Hit, Severity
from draftproof.reading.document import BlockKind, PartRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.finding import Remedy
    from draftproof.reading.document import Document, Part


class Policy(Protocol):
    """How placeholders are spelt."""

    @property
    def replacement(self) -> str:
        """What a fix writes."""

    @property
    def accept(self) -> tuple[str, ...]:
        """What else is accepted."""


class CredentialFacts(Protocol):
    """What these checks need to know of a document."""

    @property
    def document(self) -> Document:
        """The document."""

    @property
    def patterns(self) -> Patterns:
        """The compiled vocabularies."""

    @property
    def placeholders(self) -> Policy:
        """The placeholder policy."""

    @property
    def credentials(self) -> tuple[tuple[Credential, ...], ...]:
        """The credentials of each part."""


_LOCAL_HOST = re.compile(
    r"127\.[\d.]{1,12}|0\.0\.0\.0|\[::1\]|[\w-]{1,63}|[\w.-]{1,250}\.(?:local|internal|localhost|svc|test)",
    re.IGNORECASE,
)
_POSITIONS = {
    Position.HEADER: "the header `{}`",
    Position.ARGUMENT: "the argument `{}`",
    Position.ASSIGNMENT: "`{}`",
    Position.FIELD: "the field `{}`",
    Position.ENVIRONMENT: "the environment variable `{}`",
    Position.OPTION: "the option `{}`",
    Position.QUERY: "the query parameter `{}` of a URL",
    Position.USERINFO: "the user part of a URL",
}


def credential(facts: CredentialFacts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every credential with one of the ``verdicts``, outside of ``except-positions``.

    Options: ``verdicts``, ``positions`` (all unless given), ``except-positions``.
    """
    verdicts = frozenset(options.get("verdicts", ()))
    positions = frozenset(options.get("positions", ())) or frozenset(Position)
    positions -= frozenset(options.get("except-positions", ()))
    for number, part, found in _each(facts):
        if found.verdict in verdicts and found.position in positions:
            yield Hit(
                number,
                found.span,
                message="realistic" if found.verdict is Verdict.REALISTIC else "message",
                values=_values(found, facts.patterns),
                confidence=_confidence(found),
                help=_help(found, facts),
                remedy=placeholder_remedy(found, part.source.text, facts.placeholders.replacement),
            )


def nonstandard_placeholder(facts: CredentialFacts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every placeholder that is neither the replacement nor accepted."""
    policy = facts.placeholders
    accepted = {policy.replacement, *policy.accept}
    for number, part, found in _each(facts):
        standing = found.verdict in {Verdict.PLACEHOLDER, Verdict.TRUNCATED} and found.setting is Setting.CODE
        spelt = found.value.reveal()
        given = found.quote or found.position in {Position.HEADER, Position.ENVIRONMENT, Position.OPTION}
        if (
            not standing
            or not given
            or spelt in accepted
            or spelt.strip("<>") in accepted
            or found.position.in_url
        ):
            continue
        if facts.patterns.names.kind(found.name) in {NameKind.SECRET, NameKind.HEADER}:
            remedy = placeholder_remedy(found, part.source.text, policy.replacement)
            values = {"place": _place(found), "replacement": policy.replacement}
            yield Hit(number, found.span, values=values, remedy=remedy)


def credential_in_url(facts: CredentialFacts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every literal credential in a URL that has no vendor's shape (that is ``realistic-key``).

    A password that protects nothing but a service on the same machine or network is advice.
    """
    for number, part, found in _each(facts):
        if not found.position.in_url or found.verdict in {Verdict.REALISTIC, Verdict.VENDOR_SHAPED}:
            continue
        local = bool(_LOCAL_HOST.fullmatch(found.host))
        level = _url_level(found, local=local)
        if level is not None:
            yield Hit(
                number,
                found.span,
                message="local" if local else "message",
                values=_values(found, facts.patterns),
                severity=level[0],
                confidence=level[1],
                remedy=_url_remedy(found, part, facts, local=local),
            )


def _url_level(found: Credential, *, local: bool) -> tuple[Severity, Confidence] | None:
    """How bad and how sure a credential in a URL is, None where it is none."""
    if found.verdict is Verdict.OPAQUE:
        return (Severity.ADVICE if local else Severity.WARNING), Confidence.HIGH
    if found.position is not Position.USERINFO or found.verdict in {Verdict.REFERENCE, Verdict.TRUNCATED}:
        return None
    if local:
        named = found.verdict is Verdict.PLACEHOLDER or found.value.reveal().lower() in {
            "password",
            "pass",
            "pwd",
        }
        return None if named else (Severity.ADVICE, Confidence.LOW)
    return (Severity.WARNING, Confidence.LOW) if found.verdict is Verdict.DEBATABLE else None


def _url_remedy(found: Credential, part: Part, facts: CredentialFacts, *, local: bool) -> Remedy | None:
    return None if local else placeholder_remedy(found, part.source.text, facts.placeholders.replacement)


def printed_credential(facts: CredentialFacts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every print or log statement of a code block that shows a credential."""
    for number, part in enumerate(facts.document.parts):
        if part.role is PartRole.OUTPUT:
            continue
        for block in part.blocks:
            if block.kind is not BlockKind.CODE:
                continue
            for printed in printed_expressions(
                block.content.text, block.language.lower(), facts.patterns.names
            ):
                span = block.content.span(printed.start, printed.end)
                yield Hit(number, span, values={"expression": printed.shown, "function": printed.function})


def _each(facts: CredentialFacts) -> Iterator[tuple[int, Part, Credential]]:
    for number, (part, found) in enumerate(zip(facts.document.parts, facts.credentials, strict=True)):
        for each in found:
            yield number, part, each


def _values(found: Credential, patterns: Patterns) -> dict[str, str]:
    shape = patterns.shape_by_id.get(found.shape)
    vendor = shape.vendor if shape and shape.vendor != "any" else ""
    kinds = {"jwt": "a JSON Web Token", "pem": "a private key"}
    prefixed = f"a key that begins with `{found.value.prefix}`" if found.value.prefix else "a credential"
    kind = kinds.get(found.shape) or (f"a key of {vendor}" if vendor else prefixed)
    return {"kind": kind, "masked": found.value.masked(), "place": _place(found), "name": found.name}


def _place(found: Credential) -> str:
    if not found.name:
        return {Position.QUERY: "a URL", Position.USERINFO: "a URL"}.get(found.position, "the text")
    return _POSITIONS.get(found.position, "`{}`").format(found.name)


def _confidence(found: Credential) -> Confidence | None:
    """What is masked in part was meant as an illustration, at least by half."""
    value = found.value.reveal()
    return Confidence.MEDIUM if "**" in value or "..." in value or "…" in value else None


def _help(found: Credential, facts: CredentialFacts) -> str | None:
    shape = facts.patterns.shape_by_id.get(found.shape)
    lookup = lookup_help(found, shape.env if shape else "")
    return (
        f"write {facts.placeholders.replacement}, or read it from the environment: {lookup}"
        if lookup
        else None
    )
