"""curl, wget and httpie calls as HTTP requests."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples.languages.httpcall import HttpCall, Option, Pair, lead, without
from draftproof.samples.languages.httpdraft import (
    Draft,
    add_header,
    body_of,
    content_of,
    finished,
    is_redirection,
    output,
    pair_of,
    path_of,
    word_of,
)
from draftproof.samples.languages.httpie import httpie, wget
from draftproof.samples.languages.shell_heredocs import given
from draftproof.samples.tree import (
    Argument,
    Call,
    Expression,
    Name,
    Spread,
    String,
    Unknown,
)  # fmt: skip
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from collections.abc import Sequence

__all__ = ["request_of", "requests_in"]

_WRAPPERS = frozenset(
    {"sudo", "env", "command", "exec", "nohup", "timeout", "gtimeout", "watch", "xargs", "docker", "kubectl"}
)
_CURL = frozenset({"curl", "curl.exe"})
_HTTPIE = frozenset({"http", "https"})
_SHORT = {
    "H": "header", "d": "data", "X": "request", "F": "form", "T": "upload-file", "u": "user", "o": "output",
    "A": "user-agent", "b": "cookie", "c": "cookie-jar", "m": "max-time", "x": "proxy", "w": "write-out",
    "K": "config", "e": "referer", "E": "cert", "C": "continue-at", "r": "range", "D": "dump-header",
    "U": "proxy-user",
    "z": "time-cond", "y": "speed-time", "Y": "speed-limit", "P": "ftp-port", "Q": "quote",
    "t": "telnet-option",
}  # fmt: skip
_FLAGS = {
    "N": "no-buffer", "G": "get", "I": "head", "L": "location", "s": "silent", "S": "show-error", "f": "fail",
    "i": "include", "k": "insecure", "v": "verbose", "O": "remote-name", "g": "globoff", "0": "http1.0",
}  # fmt: skip
_LONG = frozenset({
    "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "form",
    "form-string",
    "upload-file", "request", "url", "user", "output", "user-agent", "cookie", "cookie-jar", "max-time",
    "connect-timeout", "retry", "retry-delay", "retry-max-time", "proxy", "write-out", "config",
    "referer", "cert",
    "cacert", "capath", "key", "range", "dump-header", "resolve", "connect-to", "interface", "limit-rate",
    "oauth2-bearer", "url-query", "unix-socket", "speed-time", "speed-limit", "max-redirs", "keepalive-time",
    "proxy-user", "proxy-header", "aws-sigv4", "output-dir", "stderr", "trace", "trace-ascii", "ciphers",
    "expect100-timeout",
    "variable", "noproxy", "dns-servers", "cert-type", "key-type", "pass", "time-cond", "max-filesize",
    "parallel-max",
})  # fmt: skip
_DATA = frozenset({"data", "data-raw", "data-binary", "data-ascii", "json"})
_POWERSHELL = re.compile(r"-(?:Uri|Headers|Body|Method|ContentType|InFile|OutFile)\b", re.IGNORECASE)


def request_of(
    call: Call, *, files: Table[str, Expression] | None = None, stdin: Expression | None = None
) -> HttpCall | None:
    """The request that a curl, wget or httpie call sends; None for every other call.

    ``files`` has the contents of files that the sample wrote before, ``stdin`` what is piped in.
    """
    call = _unwrapped(call)
    name = call.function.text if isinstance(call.function, Name) else ""
    name = name.rpartition("/")[2]
    draft = Draft(call, files or {}, given(call) or stdin)
    if name in _CURL:
        return _curl(draft)
    if name == "wget":
        return wget(draft)
    return httpie(draft) if name in _HTTPIE else None


def requests_in(nodes: Sequence[object]) -> tuple[HttpCall, ...]:
    """Every request in statements or expressions, in the order of the text.

    Follows what is piped into a call and the files that the sample itself writes with ``cat``, ``echo`` or
    ``tee``.
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
                stack.append((value, output(node)))
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
            return replace(
                call, function=Name(value.span, value.value), arguments=call.arguments[index + 1 :]
            )
    return call


def _written(call: Call) -> dict[str, Expression]:
    content = output(call)
    if content is None:
        return {}
    found: dict[str, Expression] = {}
    tee = isinstance(call.function, Name) and call.function.text == "tee"
    for argument in call.arguments:
        target = argument.name in {">", ">|"} or (tee and argument.name is None)
        if target and isinstance(argument.value, String) and argument.value.value:
            found[path_of(argument.value.value)] = content
    return found


def _curl(draft: Draft) -> HttpCall | None:
    if any(_POWERSHELL.match(lead(item.value)) for item in draft.call.arguments if item.name is None):
        return None
    _sort_words(draft)
    for option in draft.options:
        _apply(draft, option)
    body = body_of(draft)
    return finished(draft, "curl", body, draft.named("request"), _implied(draft, body))


def _implied(draft: Draft, body: Expression | None) -> str:
    if draft.named("head"):
        return "HEAD"
    if draft.named("upload-file"):
        return "PUT"
    return "POST" if body is not None or draft.kind != "none" else "GET"


def _sort_words(draft: Draft) -> None:
    """Tell options, their values and plain words from each other."""
    arguments = [item for item in draft.call.arguments if not is_redirection(item)]
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


def _short(draft: Draft, argument: Argument, following: Expression | None) -> bool:
    """A group of short options; True where the last one takes the next word."""
    text = lead(argument.value)
    for index, char in enumerate(text[1:], 1):
        name = _SHORT.get(char)
        if name is None:
            draft.options.append(Option(argument.span, _FLAGS.get(char, char)))
            if not char.isalnum() and char != "#":
                return False
            continue
        attached = index + 1 < len(text) or word_of(argument.value) is None
        if attached:
            rest = without(argument.value, index + 1)
            # ``-H=...`` is no spelling of curl's, but what is meant is plain.
            draft.options.append(Option(argument.span, name, without(rest, int(lead(rest).startswith("=")))))
            return False
        span = Span(argument.span.start, following.span.end) if following else argument.span
        draft.options.append(Option(span, name, following))
        return following is not None
    return False


def _apply(draft: Draft, option: Option) -> None:
    """Add what one option says."""
    value, name = option.value, option.name
    if value is None:
        return
    if name == "header":
        add_header(draft, option.span, value)
    elif name in _DATA or (name == "dump-header" and lead(value).lstrip()[:1] == "{"):
        # ``-D '{...}'`` writes response headers to a file of that name; a body was meant.
        draft.data.append(content_of(draft, value, raw=name == "data-raw"))
    elif name in {"data-urlencode", "url-query"}:
        pair = pair_of(option.span, value, "=")
        (draft.query if name == "url-query" else draft.encoded).append(pair)
    elif name in {"form", "form-string"}:
        draft.form.append(pair_of(option.span, value, "="))
    elif name == "user-agent":
        draft.headers.append(Pair(option.span, "User-Agent", option.span, value))
    elif name == "config":
        draft.complete = False
    elif name == "upload-file":
        draft.data.append(Unknown(value.span, "other", (value,)))
        draft.kind = "file"
