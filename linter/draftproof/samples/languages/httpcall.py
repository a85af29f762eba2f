"""An HTTP request as a sample writes it, whatever it writes it with: curl, wget, httpie, a raw message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.samples.languages.jsonlike import parse_body
from draftproof.samples.tree import Expression, Mapping, String

if TYPE_CHECKING:
    from draftproof.text.source import Span

__all__ = ["BodyKind", "HttpCall", "Option", "Pair", "lead", "split_at", "without"]

BodyKind = Literal["none", "json", "form", "multipart", "file", "other"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A header, a form field or a query parameter."""

    span: Span
    name: str
    name_span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the command, by its long name without dashes; ``value`` None for a flag."""

    span: Span
    name: str
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class HttpCall:
    """One request.

    ``method`` is in capitals, None where a variable decides; ``method_span`` None where it is implied.
    ``body`` is the text as given; ``data`` is set where the tool builds a JSON body out of single fields.
    ``complete`` is False where headers or options come from a place that the sample does not show (a file, a
    variable).
    """

    span: Span
    tool: str
    method: str | None
    method_span: Span | None
    url: Expression | None
    headers: tuple[Pair, ...] = ()
    body: Expression | None = None
    body_kind: BodyKind = "none"
    data: Mapping | None = None
    form: tuple[Pair, ...] = ()
    query: tuple[Pair, ...] = ()
    options: tuple[Option, ...] = ()
    complete: bool = True

    def header(self, name: str) -> Pair | None:
        """The header of that name, in whatever case it is written."""
        wanted = name.lower()
        return next((pair for pair in self.headers if pair.name.lower() == wanted), None)

    def option(self, name: str) -> Option | None:
        """The option of that long name."""
        return next((option for option in self.options if option.name == name), None)

    def json_body(self) -> Expression | None:
        """The value of a JSON body with exact places, None where the body is something else or unknown."""
        if self.data is not None:
            return self.data
        if self.body is None or self.body_kind != "json":
            return None
        return parse_body(self.body)


def lead(value: Expression) -> str:
    """The literal text that a word begins with."""
    if not isinstance(value, String):
        return ""
    if value.value is not None:
        return value.value
    first = value.parts[0] if value.parts else None
    return (first.value or "") if isinstance(first, String) else ""


def without(value: Expression, count: int) -> Expression:
    """A word without its first ``count`` characters, which are literal."""
    if not isinstance(value, String) or count <= 0:
        return value
    if value.value is not None:
        return value.cut(count, len(value.value))
    first, *rest = value.parts
    if not isinstance(first, String) or first.value is None:
        return value
    if count < len(first.value):
        rest = [first.cut(count, len(first.value)), *rest]
    if len(rest) == 1:
        return rest[0]
    begin = rest[0].span.start if rest else value.content.end
    content = type(value.content)(begin, max(begin, value.content.end))
    return String(content, content, None, parts=tuple(rest))


def split_at(value: Expression, separator: str) -> tuple[String, Expression] | None:
    """A word split at the first ``separator`` of its leading text; blanks around it belong to neither."""
    text = lead(value)
    at = text.find(separator)
    if at < 0 or not isinstance(value, String):
        return None
    literal = value if value.value is not None else value.parts[0]
    if not isinstance(literal, String):
        return None
    name = text[:at]
    begin = len(name) - len(name.lstrip())
    after = at + len(separator)
    blanks = len(text[after:]) - len(text[after:].lstrip())
    return literal.cut(begin, max(begin, len(name.rstrip()))), without(value, after + blanks)
