"""What a document may say about itself in its front matter: less, never more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.configuration.kinds import INVALID, Findings, Problem, suggestion
from draftproof.configuration.options import PROVIDER
from draftproof.text.yaml_nodes import Node, quoted

if TYPE_CHECKING:
    from draftproof.configuration.loading import SelectorCheck
    from draftproof.configuration.model import Settings

_KEYS = ("provider", "ignore", "reason")


def narrow(
    settings: Settings, mapping: Node, problems: list[Problem], known: SelectorCheck | None = None
) -> Settings:
    """The settings with the front matter key ``draftproof`` applied: a provider, rules ignored with a reason.

    Everything else is a problem and changes nothing: a document cannot select rules, raise limits or name
    hosts. Positions are those of the node given.
    """
    if not isinstance(mapping.value, dict):
        problems.append(
            Problem(mapping.line, mapping.column, f'"draftproof" must be a mapping, not {mapping.kind}')
        )
        return settings
    entries = mapping.value
    for key, child in entries.items():
        if key not in _KEYS:
            line, column = child.key or child.position
            message = (
                f"front matter may set only provider and ignore, not {quoted(key)}{suggestion(key, _KEYS)}"
            )
            problems.append(Problem(line, column, message))
    if "provider" in entries:
        found = Findings()
        name = PROVIDER.check(entries["provider"], "provider", found)
        problems.extend(found.problems)
        settings = settings if name is INVALID else replace(settings, provider=name)
    ignored = _ignored(entries, problems, known)
    return replace(settings, ignore=(*settings.ignore, *ignored)) if ignored else settings


def _ignored(
    entries: dict[str, Node], problems: list[Problem], known: SelectorCheck | None
) -> tuple[str, ...]:
    node = entries.get("ignore")
    shared = entries.get("reason")
    if node is None:
        if shared is not None:
            problems.append(Problem(*(shared.key or shared.position), 'a "reason" without "ignore"'))
        return ()
    if not isinstance(node.value, tuple):
        problems.append(Problem(node.line, node.column, f'"ignore" must be a list of codes, not {node.kind}'))
        return ()
    codes: list[str] = []
    for item in node.value:
        code, reason = _entry(item, shared, problems)
        if code is None:
            continue
        if not (reason is not None and isinstance(reason.value, str) and reason.value.strip()):
            message = f"ignoring {quoted(code)} in front matter needs a reason"
            problems.append(Problem(item.line, item.column, message))
            continue
        near = known(code) if known is not None else None
        if near is not None:
            hint = f"; did you mean {quoted(near)}?" if near else ""
            problems.append(Problem(item.line, item.column, f"unknown rule {quoted(code)}{hint}"))
            continue
        codes.append(code)
    return tuple(codes)


def _entry(item: Node, shared: Node | None, problems: list[Problem]) -> tuple[str | None, Node | None]:
    """The code and the reason of one entry of ``ignore``."""
    value = item.value
    if isinstance(value, str) and value.strip():
        return value, shared
    code = value.get("code") if isinstance(value, dict) else None
    if (
        not isinstance(value, dict)
        or code is None
        or not isinstance(code.value, str)
        or not code.value.strip()
    ):
        problems.append(
            Problem(item.line, item.column, 'an entry of "ignore" must be a code, or a code and a reason')
        )
        return None, None
    for key, child in value.items():
        if key not in {"code", "reason"}:
            hint = suggestion(key, ("code", "reason"))
            problems.append(Problem(*(child.key or child.position), f"unknown key {quoted(key)}{hint}"))
    return code.value, value.get("reason", shared)
