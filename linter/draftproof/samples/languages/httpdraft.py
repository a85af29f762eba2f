"""What is gathered of a command before it is an HTTP request; what curl, wget and httpie share."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.samples.languages.httpcall import BodyKind, HttpCall, Option, Pair, lead, split_at
from draftproof.samples.languages.shell_heredocs import given
from draftproof.samples.tree import Argument, Call, Expression, Join, Name, String, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

_FORM_BODY = re.compile(r"[\w.\[\]-]{1,80}=")


@dataclass(slots=True)
class Draft:
    """What was gathered of one call so far."""

    call: Call
    files: Table[str, Expression]
    stdin: Expression | None
    words: list[Expression] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    headers: list[Pair] = field(default_factory=list)
    data: list[Expression] = field(default_factory=list)
    form: list[Pair] = field(default_factory=list)
    query: list[Pair] = field(default_factory=list)
    encoded: list[Pair] = field(default_factory=list)
    kind: BodyKind = "none"
    complete: bool = True

    def named(self, *names: str) -> Option | None:
        """The last option of one of these names."""
        return next((option for option in reversed(self.options) if option.name in names), None)


def output(call: Call) -> Expression | None:
    """What a command prints, where the sample shows it: ``echo '...'``, ``printf '...'``, ``cat <<EOF``."""
    name = call.function.text if isinstance(call.function, Name) else ""
    if name in {"cat", "tee"}:
        return given(call)
    if name in {"echo", "printf"}:
        words = [item.value for item in call.arguments if item.name is None and lead(item.value)[:1] != "-"]
        return words[-1] if len(words) == 1 or (name == "printf" and len(words) == 2) else None
    return None


def path_of(name: str) -> str:
    """A file name as it is compared: without a leading ``./``."""
    return name.removeprefix("./")


def word_of(value: Expression | None) -> str | None:
    """The text of a literal word, None where it is no literal."""
    return value.value if isinstance(value, String) else None


def is_redirection(argument: Argument) -> bool:
    """True for ``>``, ``<<`` and their like, False for ``--name=value``."""
    return argument.name is not None and not argument.name[:1].isalpha()


def add_header(draft: Draft, span: Span, value: Expression) -> None:
    """Add ``Name: value``; anything else may hold headers that the sample does not show."""
    split = split_at(value, ":")
    if split is None:
        # A file, a variable, or no header at all.
        draft.complete = draft.complete and isinstance(value, String) and lead(value)[:1] != "@"
        return
    name, rest = split
    draft.headers.append(Pair(span, name.value or "", name.span, rest))


def pair_of(span: Span, value: Expression, separator: str) -> Pair:
    """``name=value`` as a pair; without the separator the name is empty."""
    split = split_at(value, separator)
    if split is None:
        return Pair(span, "", Span(value.span.start, value.span.start), value)
    name, rest = split
    return Pair(span, name.value or "", name.span, rest)


def content_of(draft: Draft, value: Expression, *, raw: bool) -> Expression:
    """The text of a body: as given, from a file of the sample, from a heredoc, out of ``$(cat ...)``."""
    if isinstance(value, Call):
        return output(value) or value
    text = lead(value)
    if raw or not text.startswith("@"):
        return value
    literal = word_of(value)
    if literal in {"@-", "@/dev/stdin"}:
        return draft.stdin or Unknown(value.span, "other", (value,))
    known = draft.files.get(path_of(literal[1:])) if literal else None
    return known or Unknown(value.span, "other", (value,))


def body_of(draft: Draft) -> Expression | None:
    """The body that all data options together make; sets its kind."""
    if draft.named("get"):
        draft.query.extend(draft.encoded)
        draft.query.extend(pair_of(value.span, value, "=") for value in draft.data)
        return None
    pieces = [*draft.data, *(pair.value for pair in draft.encoded)]
    draft.form.extend(draft.encoded)
    if draft.form and not draft.data:
        draft.kind = "form" if draft.encoded else "multipart"
        return None
    if not pieces:
        return None
    body = pieces[0]
    if len(pieces) > 1:
        body = Join(Span(pieces[0].span.start, max(item.span.end for item in pieces)), "&", tuple(pieces))
    draft.kind = "file" if draft.kind == "file" else kind_of(body)
    return body


def kind_of(body: Expression) -> BodyKind:
    """What kind of body a text is, by its first characters."""
    if isinstance(body, Join) and body.operator == "&":
        return "form"
    if isinstance(body, Unknown):
        return "file"
    text = lead(body).lstrip()
    if text[:1] in {"{", "["}:
        return "json"
    return "form" if _FORM_BODY.match(text) else "other"


def finished(
    draft: Draft, tool: str, body: Expression | None, option: Option | None, implied: str
) -> HttpCall:
    """The request that a draft makes; its method is the one that an option names, else the implied one."""
    method = word_of(option.value) if option else implied
    return HttpCall(
        span=draft.call.span,
        tool=tool,
        method=method.upper() if method else None,
        method_span=option.value.span if option and option.value else None,
        url=_url_of(draft),
        headers=tuple(draft.headers),
        body=body,
        body_kind=draft.kind,
        form=tuple(draft.form),
        query=tuple(draft.query),
        options=tuple(draft.options),
        complete=draft.complete,
    )


def _url_of(draft: Draft) -> Expression | None:
    """The address: ``--url``, else the word that looks most like one."""
    given = draft.named("url")
    if given and given.value:
        return given.value
    words = draft.words
    sure = next((word for word in words if _looks_like_url(word)), None)
    return sure or next((word for word in words if not isinstance(word, Call)), None)


def _looks_like_url(word: Expression) -> bool:
    if isinstance(word, String) and word.parts:
        return True
    text = lead(word)
    return "/" in text or text.startswith(("localhost", "127.", "0.0.0.0", "{{", "$"))  # noqa: S104
