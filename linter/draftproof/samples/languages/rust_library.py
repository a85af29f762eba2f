"""How Rust and its libraries spell what other languages have in their grammar.

Values stand in wrappers (``Some(x)``, ``Box::new(x)``, ``x.into()``), objects are put together by builders
(``CreateResponseArgs::default().model("m").build()``), clients by functions of
their class. Here they become the values themselves, mappings, constructors with keyword arguments; requests
are read in ``rust_requests``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.building import dotted
from draftproof.samples.languages.literals import named
from draftproof.samples.languages.rust_requests import (
    begun_request,
    header_name,
    is_request,
    may_be_url,
    read_as_events,
    request_step,
)
from draftproof.samples.languages.services import of_service
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Bool,
    Call,
    Entry,
    Expression,
    Function,
    Index,
    Mapping,
    Name,
    Number,
    Return,
    String,
    Unknown,
)
from draftproof.text.source import Span

__all__ = ["spelt"]

_WRAPPERS: Final = frozenset({"Some", "Ok", "Err", "Box", "Arc", "Rc"})
_WRAPPING: Final = frozenset(
    {
        *("Box::new", "Arc::new", "Rc::new", "Box::pin", "Cow::from", "Some::from", "Mutex::new"),
        *("String::from", "String::from_utf8_lossy", "String::from_utf8", "str::from_utf8", "Value::from"),
        *("HeaderValue::from_str", "HeaderValue::from_static", "HeaderName::from_static", "Url::parse"),
        *("SecretString::from", "SecretString::new", "Value::String", "Cow::Borrowed", "BufReader::new"),
    }
)
"""Functions whose one argument says what they give."""
_SAME: Final = frozenset(
    {
        *(
            "unwrap",
            "clone",
            "cloned",
            "copied",
            "into",
            "into_inner",
            "to_owned",
            "to_string",
            "to_vec",
            "unwrap_or_default",
        ),
        *(
            "as_ref",
            "as_mut",
            "as_str",
            "as_deref",
            "as_slice",
            "as_bytes",
            "as_array",
            "as_object",
            "as_object_mut",
            "as_u64",
            "as_i64",
        ),
        *(
            "as_f64",
            "ok",
            "iter",
            "into_iter",
            "iter_mut",
            "enumerate",
            "rev",
            "flatten",
            "borrow",
            "deref",
            "by_ref",
        ),
        *("boxed", "fuse", "error_for_status", "text", "bytes"),
    }
)
"""Methods that give what they are called on, as far as anything can be said of it."""
_SAME_OR: Final = frozenset(
    {
        *(
            "expect",
            "unwrap_or",
            "unwrap_or_else",
            "ok_or",
            "ok_or_else",
            "map_err",
            "context",
            "with_context",
        ),
        *("or_else", "take"),
    }
)
"""The same with an argument for the case that there is nothing."""
_EMPTY_MAPS: Final = frozenset(
    {"HeaderMap::new", "HashMap::new", "BTreeMap::new", "Map::new", "HeaderMap::with_capacity"}
)
_ITEMS: Final = frozenset({"first", "last", "nth", "get", "get_mut", "remove", "pop", "swap_remove"})
_VERBS: Final = frozenset({"delete", "get", "patch", "post", "put"})
_EVENT_SOURCES: Final = frozenset({"EventSource::new", "eventsource"})
_TYPED: Final = re.compile(r"[A-Z]\w*(?:Args|Builder|Request|Params|Body)\Z")
_MAKING: Final = frozenset({"builder", "default", "new"})
_CLIENT: Final = re.compile(r"(?:Client|Config|Agent|OpenAI|Anthropic)\Z")
_PRINTERS: Final = frozenset(
    {
        *("print", "println", "eprint", "eprintln", "write", "writeln", "panic", "bail", "anyhow"),
        *("info", "debug", "warn", "error", "trace", "log", "format"),
    }
)
_HOLE: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)?(?::[^{}\"]{0,20})?\}")
_BYOT: Final = re.compile(r"_byot\Z")


def spelt(call: Call) -> Expression:
    """A call as other languages would spell it."""
    function = call.function
    values = [argument.value for argument in call.arguments]
    if isinstance(function, Name):
        return _of_name(call, function, values)
    if not isinstance(function, Attribute):
        return call
    path = "::".join(dotted(function, "::").split("::")[-2:])
    if path in _EMPTY_MAPS:
        return Mapping(call.span, ())
    if len(values) == 1 and (path in _WRAPPING or _is_variant(path)):
        return values[0]
    if len(values) == 2 and function.name in ("timeout", "timeout_at"):
        return _under_a_clock(call, values[0], values[1])
    if path in _EVENT_SOURCES and values:
        return read_as_events(call, values[0])
    made = _of_class(call, function, values)
    if made is None:
        made = _chained(call, function, values)
    return made if made is not None else _of_method(call, function, values)


def _of_name(call: Call, function: Name, values: list[Expression]) -> Expression:
    if function.text in _WRAPPERS and len(values) == 1:
        return values[0]
    if function.text == "timeout" and len(values) == 2:
        return _under_a_clock(call, values[0], values[1])
    if function.text in _PRINTERS and values:
        return _printed(call, function, values)
    return call


def _is_variant(path: str) -> bool:
    """True for ``Kind::Variant``, which holds a value; False for ``Kind::function``."""
    owner, _, name = path.rpartition("::")
    return owner[:1].isupper() and name[:1].isupper() and not name.isupper()


def _under_a_clock(call: Call, limit: Expression, waited: Expression) -> Call:
    """``timeout(limit, future)``: a function that is stopped after a time."""
    body = Function(waited.span, "", (), (Return(waited.span, "return", waited),))
    place = Span(call.span.start, call.span.start)
    function = Attribute(place, Unknown(place), "timeout", place)
    return Call(call.span, function, (Argument(limit.span, limit), Argument(body.span, body)))


def _printed(call: Call, function: Name, values: list[Expression]) -> Expression:
    """A format with what it is given, captured names too; of ``format!`` the string that it makes."""
    index = next((i for i, value in enumerate(values[:2]) if isinstance(value, String)), None)
    form = values[index] if index is not None else None
    if not isinstance(form, String) or form.value is None or index is None:
        return call
    given = list(values[index + 1 :])
    parts: list[Expression] = []
    position = 0
    for match in _HOLE.finditer(form.value):
        if match[0] in ("{{", "}}"):
            continue
        filler = _filler(form, match, call, given)
        if filler is None:
            continue
        if match.start() > position:
            parts.append(form.cut(position, match.start()))
        parts.append(filler)
        position = match.end()
    if function.text == "format":
        if not parts:
            return replace(form, span=call.span)
        if position < len(form.value):
            parts.append(form.cut(position, len(form.value)))
        return String(call.span, form.content, None, tuple(parts))
    shown = tuple(
        Argument(part.span, part)
        for part in (*parts, *given)
        if not isinstance(part, String) or not part.value
    )
    return replace(call, arguments=(*call.arguments[:index], *shown))


def _filler(form: String, match: re.Match[str], call: Call, given: list[Expression]) -> Expression | None:
    """What stands in a hole of a format: a captured name, a named argument, the next value."""
    if match[1] is None:
        return given.pop(0) if given else None
    for argument in call.arguments:
        if argument.name == match[1]:
            return argument.value
    if form.origins is not None:
        return Unknown(form.span)
    start = form.content.start + match.start(1)
    return Name(Span(start, start + len(match[1])), match[1])


def _of_class(call: Call, function: Attribute, values: list[Expression]) -> Expression | None:
    """``Kind::new(...)``, ``Kind::default()``, ``Kind::builder()`` and ``Kind::with_config(...)``."""
    owner = dotted(function.base, "::").rpartition("::")[2]
    if not owner[:1].isupper():
        return None
    if function.name in _MAKING and not values and _TYPED.match(owner) and function.name != "new":
        return Mapping(call.span, (), open=True, type_name=owner)
    if function.name == "new" and not values and owner.endswith(("Args", "Builder")):
        return Mapping(call.span, (), open=True, type_name=owner)
    if function.name == "builder" and not values:
        if _CLIENT.search(owner):
            return Call(call.span, function.base, (), new=True)
        return Mapping(call.span, (), open=True, type_name=owner)
    if function.name == "with_config" or function.name in ("new", "default", "from_env", "build"):
        return Call(call.span, function.base, call.arguments, new=True)
    return None


def _chained(call: Call, function: Attribute, values: list[Expression]) -> Expression | None:
    """One more step of what is put together: an object, a client, a request."""
    base = function.base
    if isinstance(base, Mapping) and base.type_name:
        return _step(call, base, function, values)
    if not isinstance(base, Call):
        return None
    if base.new and not is_request(base):
        return _client_step(call, base, function, values)
    return request_step(call, base, function, values)


def _step(call: Call, made: Mapping, function: Attribute, values: list[Expression]) -> Expression:
    """A method of a builder: its end, or one more member."""
    if function.name == "build" or _is_same(function.name, values):
        # A builder that is kept in a variable may be given more.
        return replace(made, span=call.span, open=made.open and function.name != "build")
    value: Expression = values[0] if values else Bool(function.name_span, value=True)
    name = function.name
    entry = Entry(call.span, name, Unknown(function.name_span), function.name_span, value)
    return replace(made, span=call.span, entries=(*made.entries, entry))


def _client_step(call: Call, begun: Call, function: Attribute, values: list[Expression]) -> Expression | None:
    """A method of a client's builder: its end, or one more keyword argument."""
    owner = dotted(begun.function, "::").rpartition("::")[2]
    if not _CLIENT.search(owner) and owner != "ClientBuilder":
        return None
    if function.name == "build" or _is_same(function.name, values):
        return replace(begun, span=call.span)
    if function.name in _VERBS or len(values) != 1:
        return None
    name = snake(function.name).removeprefix("with_")
    if name == function.name and name not in (
        "timeout",
        "read_timeout",
        "default_headers",
        "base_url",
        "api_key",
    ):
        return replace(begun, span=call.span) if owner.endswith(("Config", "Builder")) else None
    name = "headers" if name == "default_headers" else name
    given = named(Span(function.name_span.start, call.span.end), name, values[0])
    return replace(begun, span=call.span, arguments=(*begun.arguments, given))


def _of_method(call: Call, function: Attribute, values: list[Expression]) -> Expression:
    """Methods of anything."""
    name = function.name
    base = function.base
    if (
        name in _VERBS
        and len(values) == 1
        and not isinstance(values[0], Function)
        and may_be_url(name, base, values[0])
    ):
        return begun_request(call, function, values[0])
    if name == "chunk" and not values:
        place = Span(base.span.end, base.span.end)
        return Call(
            call.span, Attribute(function.span, Attribute(base.span, base, "body", place), "next", place), ()
        )
    if name == "bytes_stream" and not values:
        place = Span(base.span.end, base.span.end)
        return Attribute(call.span, base, "body", place)
    if name in _ITEMS and len(values) < 2:
        return _item(call, base, values)
    if name == "pointer" and len(values) == 1 and isinstance(values[0], String):
        return _pointed(call, base, values[0])
    if _is_same(name, values):
        return base
    if name == "timeout" and len(values) == 1:
        return _under_a_clock(call, values[0], base)
    if name == "insert" and len(values) == 2:
        put = replace(
            function, name="put", name_span=Span(function.name_span.start, function.name_span.start)
        )
        key = header_name(values[0])
        return Call(call.span, put, (Argument(key.span, key), call.arguments[1]))
    if name == "send" and not values and isinstance(base, Name):
        return replace(call, arguments=(Argument(base.span, base),))
    if _BYOT.search(name):
        short = replace(
            function,
            name=_BYOT.sub("", name),
            name_span=Span(function.name_span.start, function.name_span.start),
        )
        return of_service(replace(call, function=short))
    return of_service(call)


def _is_same(name: str, values: list[Expression]) -> bool:
    """True for a method that gives what it is called on."""
    return name in (_SAME_OR if values else _SAME)


def _item(call: Call, base: Expression, values: list[Expression]) -> Expression:
    """``items.first()``, ``items.get(0)``, ``object.get("name")``."""
    if values and isinstance(values[0], String | Number | Name):
        return Index(call.span, base, values[0])
    return Index(call.span, base, Unknown(Span(base.span.end, call.span.end)))


def _pointed(call: Call, base: Expression, path: String) -> Expression:
    """``value.pointer("/choices/0/message")``: the members on the way."""
    found = base
    position = 0
    for step in (path.value or "").split("/"):
        if step:
            place = Span(path.offset(position), path.offset(position + len(step)))
            key = Unknown(place) if step.isdigit() else path.cut(position, position + len(step))
            found = Index(call.span, found, key)
        position += len(step) + 1
    return found
