"""curl, wget and httpie calls as HTTP requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from draftproof.samples.languages.httpcall import BodyKind, HttpCall, Option, Pair, lead, split_at, without
from draftproof.samples.languages.jsonlike import parse_body
from draftproof.samples.tree import (
    Argument, Call, Entry, Expression, Join, Mapping, Name, Spread, String, Unknown,
)  # fmt: skip
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from collections.abc import Sequence

__all__ = ["request_of", "requests_in"]

_WRAPPERS = frozenset({"sudo", "env", "command", "exec", "nohup", "timeout", "gtimeout", "watch", "xargs", "docker", "kubectl"})
_CURL = frozenset({"curl", "curl.exe"})
_HTTPIE = frozenset({"http", "https"})
_SHORT = {
    "H": "header", "d": "data", "X": "request", "F": "form", "T": "upload-file", "u": "user", "o": "output",
    "A": "user-agent", "b": "cookie", "c": "cookie-jar", "m": "max-time", "x": "proxy", "w": "write-out",
    "K": "config", "e": "referer", "E": "cert", "C": "continue-at", "r": "range", "D": "dump-header", "U": "proxy-user",
    "z": "time-cond", "y": "speed-time", "Y": "speed-limit", "P": "ftp-port", "Q": "quote", "t": "telnet-option",
}  # fmt: skip
_FLAGS = {
    "N": "no-buffer", "G": "get", "I": "head", "L": "location", "s": "silent", "S": "show-error", "f": "fail",
    "i": "include", "k": "insecure", "v": "verbose", "O": "remote-name", "g": "globoff", "0": "http1.0",
}  # fmt: skip
_LONG = frozenset({
    "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "form", "form-string",
    "upload-file", "request", "url", "user", "output", "user-agent", "cookie", "cookie-jar", "max-time",
    "connect-timeout", "retry", "retry-delay", "retry-max-time", "proxy", "write-out", "config", "referer", "cert",
    "cacert", "capath", "key", "range", "dump-header", "resolve", "connect-to", "interface", "limit-rate",
    "oauth2-bearer", "url-query", "unix-socket", "speed-time", "speed-limit", "max-redirs", "keepalive-time",
    "proxy-user", "proxy-header", "aws-sigv4", "output-dir", "stderr", "trace", "trace-ascii", "ciphers", "expect100-timeout",
    "variable", "noproxy", "dns-servers", "cert-type", "key-type", "pass", "time-cond", "max-filesize", "parallel-max",
})  # fmt: skip
_DATA = frozenset({"data", "data-raw", "data-binary", "data-ascii", "json"})
_POWERSHELL = re.compile(r"-(?:Uri|Headers|Body|Method|ContentType|InFile|OutFile)\b", re.IGNORECASE)
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_FORM_BODY = re.compile(r"[\w.\[\]-]{1,80}=")
_ITEM = re.compile(r"([A-Za-z_][\w.\[\]-]{0,80})(:=@|=@|:=|==|=|:|@)")
_WGET_BODY = frozenset({"post-data", "body-data"})


@dataclass(slots=True)
class _Draft:
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


def request_of(
    call: Call, *, files: Table[str, Expression] | None = None, stdin: Expression | None = None
) -> HttpCall | None:
    """The request that a curl, wget or httpie call sends; None for every other call.

    ``files`` has the contents of files that the sample wrote before, ``stdin`` what is piped in.
    """
    call = _unwrapped(call)
    name = call.function.text if isinstance(call.function, Name) else ""
    name = name.rpartition("/")[2]
    draft = _Draft(call, files or {}, _given(call) or stdin)
    if name in _CURL:
        return _curl(draft)
    if name == "wget":
        return _wget(draft)
    return _httpie(draft) if name in _HTTPIE else None


def requests_in(nodes: Sequence[object]) -> tuple[HttpCall, ...]:
    """Every request in statements or expressions, in the order of the text.

    Follows what is piped into a call and the files that the sample itself writes with ``cat``, ``echo`` or ``tee``.
    """
    calls: list[tuple[Call, Expression | None]] = []
    stack: list[tuple[object, Expression | None]] = [(node, None) for node in nodes]
    while stack:
        node, stdin = stack.pop()
        if isinstance(node, Call):
            calls.append((node, stdin))
        for name in getattr(node, "__slots__", ()):
            value = getattr(node, name)
            if name == "piped_into" and isinstance(node, Call):
                stack.append((value, _output(node)))
            elif isinstance(value, tuple) and not isinstance(value, Span) and name != "origins":
                stack.extend((item, None) for item in value)
            elif hasattr(value, "__slots__") and not isinstance(value, Span):
                stack.append((value, None))
    calls.sort(key=lambda pair: pair[0].span.start)
    files: dict[str, Expression] = {}
    found: list[HttpCall] = []
    for call, stdin in calls:
        request = request_of(call, files=files, stdin=stdin)
        if request is not None:
            found.append(request)
        else:
            files.update(_written(call))
    return tuple(found)


def _unwrapped(call: Call) -> Call:
    """``sudo curl ...``, ``timeout 30 curl ...``: the inner call."""
    if not (isinstance(call.function, Name) and call.function.text in _WRAPPERS):
        return call
    for index, argument in enumerate(call.arguments):
        value = argument.value
        if isinstance(value, String) and value.value in {*_CURL, "wget"} and argument.name is None:
            return replace(call, function=Name(value.span, value.value), arguments=call.arguments[index + 1 :])
    return call


def _given(call: Call) -> Expression | None:
    """What a heredoc or a here-string gives to the command."""
    return next((item.value for item in call.arguments if item.name in {"<<", "<<<"}), None)


def _output(call: Call) -> Expression | None:
    """What a command prints, where the sample shows it: ``echo '...'``, ``printf '...'``, ``cat <<EOF``."""
    name = call.function.text if isinstance(call.function, Name) else ""
    if name in {"cat", "tee"}:
        return _given(call)
    if name in {"echo", "printf"}:
        words = [item.value for item in call.arguments if item.name is None and lead(item.value)[:1] != "-"]
        return words[-1] if len(words) == 1 or (name == "printf" and len(words) == 2) else None
    return None


def _written(call: Call) -> dict[str, Expression]:
    content = _output(call)
    if content is None:
        return {}
    found: dict[str, Expression] = {}
    tee = isinstance(call.function, Name) and call.function.text == "tee"
    for argument in call.arguments:
        target = argument.name in {">", ">|"} or (tee and argument.name is None)
        if target and isinstance(argument.value, String) and argument.value.value:
            found[_path(argument.value.value)] = content
    return found


def _path(name: str) -> str:
    return name.removeprefix("./")


# -- curl ------------------------------------------------------------------------------------------------------


def _curl(draft: _Draft) -> HttpCall | None:
    if any(_POWERSHELL.match(lead(item.value)) for item in draft.call.arguments if item.name is None):
        return None
    _sort_words(draft)
    for option in draft.options:
        _apply(draft, option)
    request = draft.named("request")
    body = _body(draft)
    method = _word(request.value) if request else None
    if request is None:
        method = _implied(draft, body)
    return HttpCall(
        span=draft.call.span,
        tool="curl",
        method=method.upper() if method else None,
        method_span=request.value.span if request and request.value else None,
        url=_url(draft),
        headers=tuple(draft.headers),
        body=body,
        body_kind=draft.kind,
        form=tuple(draft.form),
        query=tuple(draft.query),
        options=tuple(draft.options),
        complete=draft.complete,
    )


def _implied(draft: _Draft, body: Expression | None) -> str:
    if draft.named("head"):
        return "HEAD"
    if draft.named("upload-file"):
        return "PUT"
    return "POST" if body is not None or draft.kind != "none" else "GET"


def _word(value: Expression | None) -> str | None:
    return value.value if isinstance(value, String) else None


def _sort_words(draft: _Draft) -> None:
    """Tell options, their values and plain words from each other."""
    arguments = [item for item in draft.call.arguments if not _is_redirection(item)]
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        index += 1
        text = lead(argument.value)
        following = arguments[index].value if index < len(arguments) else None
        if argument.name is not None:
            draft.options.append(Option(argument.span, argument.name, argument.value))
        elif isinstance(argument.value, Spread):
            draft.complete = False
        elif text.startswith("--") and len(text) > 2:
            name = text[2:]
            takes = name in _LONG and following is not None
            span = Span(argument.span.start, following.span.end) if takes and following else argument.span
            draft.options.append(Option(span, name, following if takes else None))
            index += takes
        elif text.startswith("-") and len(text) > 1:
            index += _short(draft, argument, following)
        else:
            draft.words.append(argument.value)


def _is_redirection(argument: Argument) -> bool:
    return argument.name is not None and not argument.name[:1].isalpha()


def _short(draft: _Draft, argument: Argument, following: Expression | None) -> bool:
    """A group of short options; True where the last one takes the next word."""
    text = lead(argument.value)
    for index, char in enumerate(text[1:], 1):
        name = _SHORT.get(char)
        if name is None:
            draft.options.append(Option(argument.span, _FLAGS.get(char, char)))
            if not char.isalnum() and char != "#":
                return False
            continue
        attached = index + 1 < len(text) or _word(argument.value) is None
        if attached:
            rest = without(argument.value, index + 1)
            # ``-H=...`` is no spelling of curl's, but what is meant is plain.
            draft.options.append(Option(argument.span, name, without(rest, int(lead(rest).startswith("=")))))
            return False
        span = Span(argument.span.start, following.span.end) if following else argument.span
        draft.options.append(Option(span, name, following))
        return following is not None
    return False


def _apply(draft: _Draft, option: Option) -> None:
    """Add what one option says."""
    value, name = option.value, option.name
    if value is None:
        return
    if name == "header":
        _header(draft, option.span, value)
    elif name in _DATA or (name == "dump-header" and lead(value).lstrip()[:1] == "{"):
        # ``-D '{...}'`` writes response headers to a file of that name; a body was meant.
        draft.data.append(_content(draft, value, raw=name == "data-raw"))
    elif name in {"data-urlencode", "url-query"}:
        pair = _pair(option.span, value, "=")
        (draft.query if name == "url-query" else draft.encoded).append(pair)
    elif name in {"form", "form-string"}:
        draft.form.append(_pair(option.span, value, "="))
    elif name == "user-agent":
        draft.headers.append(Pair(option.span, "User-Agent", option.span, value))
    elif name == "config":
        draft.complete = False
    elif name == "upload-file":
        draft.data.append(Unknown(value.span, "other", (value,)))
        draft.kind = "file"


def _header(draft: _Draft, span: Span, value: Expression) -> None:
    split = split_at(value, ":")
    if split is None:
        # A file, a variable, or no header at all.
        draft.complete = draft.complete and isinstance(value, String) and lead(value)[:1] != "@"
        return
    name, rest = split
    draft.headers.append(Pair(span, name.value or "", name.span, rest))


def _pair(span: Span, value: Expression, separator: str) -> Pair:
    split = split_at(value, separator)
    if split is None:
        return Pair(span, "", Span(value.span.start, value.span.start), value)
    name, rest = split
    return Pair(span, name.value or "", name.span, rest)


def _content(draft: _Draft, value: Expression, *, raw: bool) -> Expression:
    """The text of a body: as given, from a file of the sample, from a heredoc, out of ``$(cat ...)``."""
    if isinstance(value, Call):
        return _output(value) or value
    text = lead(value)
    if raw or not text.startswith("@"):
        return value
    literal = _word(value)
    if literal in {"@-", "@/dev/stdin"}:
        return draft.stdin or Unknown(value.span, "other", (value,))
    known = draft.files.get(_path(literal[1:])) if literal else None
    return known or Unknown(value.span, "other", (value,))


def _body(draft: _Draft) -> Expression | None:
    """The body that all data options together make; sets its kind."""
    if draft.named("get"):
        draft.query.extend(draft.encoded)
        draft.query.extend(_pair(value.span, value, "=") for value in draft.data)
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
    draft.kind = "file" if draft.kind == "file" else _kind(body)
    return body


def _kind(body: Expression) -> BodyKind:
    if isinstance(body, Join) and body.operator == "&":
        return "form"
    if isinstance(body, Unknown):
        return "file"
    text = lead(body).lstrip()
    if text[:1] in {"{", "["}:
        return "json"
    return "form" if _FORM_BODY.match(text) else "other"


def _url(draft: _Draft) -> Expression | None:
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
    return "://" in text or text.startswith(("localhost", "127.", "0.0.0.0", "{{", "$")) or "/" in text  # noqa: S104


# -- wget ------------------------------------------------------------------------------------------------------


def _wget(draft: _Draft) -> HttpCall:
    arguments = [item for item in draft.call.arguments if not _is_redirection(item)]
    index = 0
    while index < len(arguments):
        argument = arguments[index]
        index += 1
        text = lead(argument.value)
        name = argument.name or (text[2:] if text.startswith("--") else "")
        value: Expression | None = argument.value if argument.name else None
        takes = name in {"header", "method", "timeout", "user", "password", *_WGET_BODY, "post-file", "body-file"}
        takes = takes or text in {"-O", "-o", "-P", "-T", "-t", "-U"}
        if value is None and takes and index < len(arguments):
            value = arguments[index].value
            index += 1
        if name == "header" and value is not None:
            _header(draft, argument.span, value)
        elif name in _WGET_BODY and value is not None:
            draft.data.append(value)
        elif name in {"post-file", "body-file"} and value is not None:
            draft.data.append(draft.files.get(_path(_word(value) or "")) or Unknown(value.span, "other", (value,)))
        if name or text.startswith("-"):
            draft.options.append(Option(argument.span, name or text[1:], value))
        else:
            draft.words.append(argument.value)
    method = draft.named("method")
    body = _body(draft)
    given = _word(method.value) if method else ("POST" if body is not None else "GET")
    return HttpCall(
        span=draft.call.span,
        tool="wget",
        method=given.upper() if given else None,
        method_span=method.value.span if method and method.value else None,
        url=_url(draft),
        headers=tuple(draft.headers),
        body=body,
        body_kind=draft.kind,
        options=tuple(draft.options),
    )


# -- httpie ----------------------------------------------------------------------------------------------------


def _httpie(draft: _Draft) -> HttpCall | None:
    entries: list[Entry] = []
    method: String | None = None
    url: Expression | None = None
    form = False
    for argument in draft.call.arguments:
        value = argument.value
        text = lead(value)
        if _is_redirection(argument):
            continue
        if argument.name is not None or text.startswith("-"):
            name = argument.name or text.lstrip("-")
            form = form or name in {"form", "f", "multipart"}
            draft.options.append(Option(argument.span, name, value if argument.name else None))
        elif url is None and method is None and text in _METHODS and isinstance(value, String):
            method = value
        elif url is None:
            url = value
        else:
            _item(draft, entries, argument)
    raw = draft.named("raw")
    if url is None or not (method or "://" in lead(url) or lead(url)[:1] in {":", "/"} or "." in lead(url)):
        return None
    body = raw.value if raw and raw.value else draft.stdin
    data = None
    if entries and not form:
        data = Mapping(Span(entries[0].span.start, entries[-1].span.end), tuple(entries))
    fields = tuple(Pair(e.span, e.name or "", e.key_span, e.value) for e in entries) if form else ()
    kind: BodyKind = "json" if data else "form" if fields else _kind(body) if body else "none"
    return HttpCall(
        span=draft.call.span,
        tool="httpie",
        method=method.value if method else ("GET" if kind == "none" else "POST"),
        method_span=method.span if method else None,
        url=url,
        headers=tuple(draft.headers),
        body=body,
        body_kind=kind,
        data=data,
        form=fields,
        query=tuple(draft.query),
        options=tuple(draft.options),
        complete=draft.complete,
    )


def _item(draft: _Draft, entries: list[Entry], argument: Argument) -> None:
    """One ``name=value``, ``name:=json``, ``Header:value``, ``name==value`` or ``name@file`` of httpie."""
    value = argument.value
    found = _ITEM.match(lead(value))
    split = split_at(value, found[2]) if found else None
    if found is None or split is None:
        draft.complete = False
        return
    key, rest = split
    operator = found[2]
    if operator == ":":
        draft.headers.append(Pair(argument.span, found[1], key.span, rest))
        return
    if operator == "==":
        draft.query.append(Pair(argument.span, found[1], key.span, rest))
        return
    if "@" in operator:
        rest = Unknown(rest.span, "other", (rest,))
    elif operator == ":=":
        rest = parse_body(rest)
    entries.append(Entry(argument.span, found[1], key, key.span, rest))
