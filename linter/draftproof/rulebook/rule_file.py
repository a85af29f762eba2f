"""One rule file: YAML front matter that is the rule, a Markdown body that is its documentation.

Errors name the file, the line, the column, what is wrong and what was meant.
"""

from __future__ import annotations

import difflib
import re
import string
from typing import TYPE_CHECKING, Any, Protocol

from draftproof.rulebook.errors import RulebookError, RuleError, unreadable
from draftproof.rulebook.pack_files import text_of
from draftproof.text.yaml_nodes import Node, YamlError, load, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"`{3,}|~{3,}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{2,8}\d{3}")
_SECTIONS = ("What it does", "Why it matters", "Examples", "How to mend it", "Sources")
SEVERITIES = ("error", "warning", "advice")
CONFIDENCES = ("high", "medium", "low")
_SOURCE_KEYS = frozenset({"title", "url", "accessed"})
FIXES = ("none", "safe", "unsafe", "display")


class _Reader:
    """Collects the fields of a rule and the errors on the way."""

    def __init__(self, path: str, first_line: int, members: Mapping[str, Node]) -> None:
        self.path = path
        self.first_line = first_line
        self.members = members
        self.errors: list[RuleError] = []
        self.known: list[str] = []

    def error(self, node: Node | None, message: str, *, at_key: bool = False) -> None:
        line, column = (
            (1, 1) if node is None else (node.key if at_key and node.key else (node.line, node.column))
        )
        self.errors.append(RuleError(self.path, line + (self.first_line - 1 if node else 0), column, message))

    def take(
        self,
        name: str,
        kind: type | tuple[type, ...],
        expected: str,
        default: Any = None,
        *,
        needed: bool = True,
    ) -> Any:
        self.known.append(name)
        node = self.members.get(name)
        if node is None:
            if needed:
                self.error(None, f"the rule has no `{name}`")
            return default
        value = plain(node)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.error(node, f"`{name}` must be {expected}")
            return default
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str, *, needed: bool = True) -> str:
        value = self.take(name, str, f"one of {', '.join(choices)}", default, needed=needed)
        if value not in choices:
            near = difflib.get_close_matches(str(value), choices, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            self.error(
                self.members.get(name), f"`{name}` must be one of {', '.join(choices)}, not `{value}`{hint}"
            )
            return default
        return str(value)

    def matching(self, name: str, pattern: re.Pattern[str], expected: str) -> str:
        value = self.take(name, str, expected, "")
        if value and not pattern.fullmatch(value):
            self.error(self.members.get(name), f"`{name}` must be {expected}, not `{value}`")
        return str(value)

    def unknown(self) -> None:
        for name, node in self.members.items():
            if name not in self.known:
                near = difflib.get_close_matches(name, self.known, 1)
                hint = f'; did you mean "{near[0]}"?' if near else ""
                self.error(node, f'unknown key "{name}"{hint}', at_key=True)


class CheckTypes(Protocol):
    """What a rule file is held against: the check types and their options."""

    def option_names(self, check: str) -> frozenset[str] | None:
        """The options of a check type, None where there is no such check."""

    def option_problem(self, check: str, option: str, value: object) -> str:
        """What is wrong with the value of an option, "" where nothing is."""


def read_rule(path: Path, shown: str, checks: CheckTypes, folder: Path) -> dict[str, Any]:
    """The plain data of a rule file of the pack in ``folder``. Raises RulebookError with every fault of the
    file.
    """
    try:
        text = text_of(path, folder)
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError((RuleError(shown, 1, 1, unreadable(error)),)) from None
    front = _FRONT.match(text)
    if front is None:
        raise RulebookError(
            (RuleError(shown, 1, 1, "a rule file begins with front matter between `---` lines"),)
        )
    try:
        node = load(front[1], shown)
    except YamlError as error:
        raise RulebookError((RuleError(shown, error.line + 1, error.column, error.message),)) from None
    if not isinstance(node.value, dict):
        raise RulebookError(
            (RuleError(shown, 2, 1, "the front matter must be a mapping of the rule's fields"),)
        )
    reader = _Reader(shown, 2, node.value)
    data = _fields(reader, checks)
    _body_errors(reader, text, front.end(), data["code"])
    if reader.errors:
        raise RulebookError(tuple(reader.errors))
    return data


def _fields(reader: _Reader, checks: CheckTypes) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": reader.matching("code", _CODE, "two to eight capitals and three digits"),
        "name": reader.matching("name", _NAME, "a kebab-case name"),
        "family": reader.matching("family", _NAME, "a kebab-case name"),
        "severity": reader.choice("severity", SEVERITIES, "warning"),
        "confidence": reader.choice("confidence", CONFIDENCES, "high", needed=False),
        "default": reader.take("default", bool, "true or false", default=True, needed=False),
        "check": reader.take("check", str, "the name of a check type", ""),
        "options": reader.take("with", dict, "a mapping of the check's options", {}, needed=False),
        "messages": _messages(reader),
        "help": reader.take("help", str, "a sentence", "", needed=False),
        "fix": reader.choice("fix", FIXES, "none", needed=False),
        "since": reader.take("since", str, "a version", "", needed=False),
        "sources": _sources(reader),
    }
    reader.unknown()
    _option_errors(reader, data["check"], data["options"], checks)
    return data


def _option_errors(reader: _Reader, check: str, options: dict[str, Any], checks: CheckTypes) -> None:
    allowed = checks.option_names(check)
    if allowed is None:
        reader.error(reader.members.get("check"), f"there is no check type `{check}`")
        return
    for option, value in options.items():
        parent = reader.members["with"].value
        node = parent.get(option) if isinstance(parent, dict) else None
        if option not in allowed:
            near = difflib.get_close_matches(option, allowed, 1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            reader.error(node, f'the check `{check}` has no option "{option}"{hint}', at_key=True)
        elif problem := checks.option_problem(check, option, value):
            reader.error(node, f"`{option}` {problem}")


def _messages(reader: _Reader) -> dict[str, str]:
    single = reader.take("message", str, "a sentence", None, needed=False)
    named = reader.take("messages", dict, "a mapping of sentences", {}, needed=False)
    messages = ({"message": single} if single else {}) | {str(k): str(v) for k, v in named.items()}
    if "message" not in messages:
        reader.error(reader.members.get("messages"), "the rule has no `message`")
    for name, template in messages.items():
        try:
            fields = [field for _, field, _, _ in string.Formatter().parse(template) if field is not None]
        except ValueError as error:
            reader.error(
                reader.members.get("messages"), f"the message `{name}` has unbalanced braces: {error}"
            )
            continue
        if any(not re.fullmatch(r"[a-z_]+", field) for field in fields):
            reader.error(
                reader.members.get("messages"), f"the message `{name}` may only hold plain names in braces"
            )
    return messages


def _sources(reader: _Reader) -> list[dict[str, str]]:
    found = reader.take("sources", list, "a list of {title, url, accessed}", [], needed=False)
    for source in found:
        extra = sorted(set(source) - _SOURCE_KEYS) if isinstance(source, dict) else []
        if not isinstance(source, dict) or extra or not source.get("title"):
            hint = f', without "{extra[0]}" (a title with a comma needs quotes)' if extra else ""
            reader.error(reader.members.get("sources"), f"each source must be {{title, url, accessed}}{hint}")
    return [
        {k: str(source.get(k) or "") for k in ("title", "url", "accessed")}
        for source in found
        if isinstance(source, dict)
    ]


def _outside_fences(body: str) -> str:
    """The lines of a page, those of fences left empty. A fence that is not closed goes to the end."""
    kept: list[str] = []
    marks = ""
    for line in body.split("\n"):
        opened = _FENCE.match(line)
        inside = bool(marks or opened)
        if not marks and opened:
            marks = opened[0]
        elif marks and line.startswith(marks) and not line[len(marks) :].lstrip("`~").strip(" \t"):
            marks = ""
        kept.append("" if inside else line)
    return "\n".join(kept)


def _body_errors(reader: _Reader, text: str, start: int, code: str) -> None:
    body = text[start:]
    fenced = _outside_fences(body)
    line = text[:start].count("\n") + 1
    titles = [title.rstrip(" \t") for title in re.findall(r"^## (.+)$", fenced, re.MULTILINE)]
    for section in _SECTIONS:
        if section not in titles:
            reader.errors.append(
                RuleError(reader.path, line, 1, f'the documentation has no section "## {section}"')
            )
    if not re.search(rf"^# {re.escape(code)}\b", fenced, re.MULTILINE):
        reader.errors.append(
            RuleError(reader.path, line, 1, f'the documentation has no title "# {code} ..."')
        )
