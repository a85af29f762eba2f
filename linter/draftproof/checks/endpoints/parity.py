"""Tabs of one group that show one request in several languages, and do not agree (API010)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import hit_at, provider_name, title_of
from draftproof.checks.models import is_placeholder
from draftproof.checks.review_dates import is_quoted
from draftproof.dataclass import dataclass
from draftproof.reading.document import ContainerKind
from draftproof.samples.knowledge import snake

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit
    from draftproof.reading.document import Block, Container
    from draftproof.samples.facts import Place, Request

_WORD = re.compile(r"[^\W\d_][\w#+.]*")
_VERSION = re.compile(r"v?\d[\w.+]*")
_HOLE = "\ufffc"
_BASE = re.compile(r"^.{0,200}?/v\d{1,2}(?:beta\d{0,2})?(?=/)")
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class _Tab:
    """A tab with the one request in it."""

    title: str
    request: Request


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where one tab is alone with something, and what it and the others have."""

    message: str
    odd: _Tab
    other: _Tab
    place: Place
    values: Mapping[str, str]


def tab_parity(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """One hit a group, at the tab that is alone with a family, path, model, stream or field.

    ``words`` are those that titles of languages and clients are made of: with any other word in a title the
    tabs show different things. ``fields`` are those that matter, each with the names that it goes by.
    """
    words = frozenset(str(word) for word in options.get("words", ()))
    fields = options.get("fields", {})
    for tabs in _groups(facts):
        if len(tabs) < 2 or not _same_thing(facts, tabs, words):
            continue
        difference = next(_differences(facts, tabs, fields), None)
        if difference is not None:
            values = {"tab": difference.odd.title, "other": difference.other.title, **difference.values}
            yield hit_at(difference.place, values, message=difference.message)


def _groups(facts: Facts) -> Iterator[list[_Tab]]:
    """The tabs of every group that hold exactly one request each; none of a group where one holds more."""
    understanding, parts = facts.understanding, facts.document.parts
    found: defaultdict[int, dict[int, list[_Tab]]] = defaultdict(dict)
    for request in facts.requests:
        sample = understanding.samples[request.sample]
        block = parts[sample.part].blocks[sample.block]
        where = None if is_quoted(block) else _tab_of(block)
        if where is not None:
            group, tab = where
            title = " ".join(tab.title.split())[:_LONGEST_TITLE]
            found[group.number].setdefault(tab.number, []).append(_Tab(title, request))
    for tabs in found.values():
        if all(len(each) == 1 for each in tabs.values()):
            yield [each[0] for each in tabs.values()]


def _tab_of(block: Block) -> tuple[Container, Container] | None:
    """The innermost tab around a block, with its group."""
    containers = block.containers
    for index in range(len(containers) - 1, 0, -1):
        if containers[index].kind is ContainerKind.TAB:
            group = containers[index - 1]
            return (group, containers[index]) if group.kind is ContainerKind.TAB_GROUP else None
    return None


def _same_thing(facts: Facts, tabs: Sequence[_Tab], words: frozenset[str]) -> bool:
    """True where the titles name nothing but languages and clients, and one service is asked by all."""
    if not all(_names_a_language(tab.title, words) for tab in tabs):
        return False
    if len({tab.title.lower() for tab in tabs}) < len(tabs):
        return False
    requests = [tab.request for tab in tabs]
    if any(request.family is None or request.dialect == "wrapper" for request in requests):
        return False
    return len({(provider_name(facts, request), _host(request)) for request in requests}) == 1


def _host(request: Request) -> str:
    """The host of somebody whom nobody knows, without its port."""
    return "" if request.provider.name else request.provider.host.partition(":")[0]


def _names_a_language(title: str, words: frozenset[str]) -> bool:
    rest = _VERSION.sub(" ", title.lower())
    found = [word.strip(".") for word in _WORD.findall(rest)]
    return bool(found) and all(word in words for word in found)


def _differences(facts: Facts, tabs: Sequence[_Tab], fields: Mapping[str, Any]) -> Iterator[_Difference]:
    """What the tabs differ in, the gravest first."""
    yield from _apart(
        tabs, "family", lambda tab: tab.request.family, lambda family: title_of(facts, str(family))
    )
    if len({tab.request.family for tab in tabs}) > 1:
        return
    yield from _apart(tabs, "path", lambda tab: _path(tab.request), str)
    yield from _apart(tabs, "model", lambda tab: _model(tab.request), str, _model_place)
    yield from _apart(
        tabs, "stream", lambda tab: tab.request.stream, lambda stream: "a stream" if stream else "no stream"
    )
    wire = [tab for tab in tabs if tab.request.dialect == "wire"]
    if len(wire) == len(tabs):
        for name, spellings in fields.items():
            yield from _alone_with(tabs, name, frozenset(spellings))


def _apart(
    tabs: Sequence[_Tab],
    message: str,
    key: Callable[[_Tab], Hashable],
    shown: Callable[[Any], str],
    place: Callable[[_Tab], Place] = lambda tab: tab.request.place,
) -> Iterator[_Difference]:
    """The first tab that is not like most; of two, the second. Tabs where it is not known are left out."""
    known = [(tab, value) for tab in tabs if (value := key(tab)) is not None]
    counts = Counter(value for _, value in known)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda value: counts[value])
    odd, own = next((tab, value) for tab, value in known if value != usual)
    other = next(tab for tab, value in known if value == usual)
    yield _Difference(message, odd, other, place(odd), {"has": shown(own), "others": shown(usual)})


def _alone_with(tabs: Sequence[_Tab], name: str, spellings: frozenset[str]) -> Iterator[_Difference]:
    """A tab that alone has a field; the others surely lack it."""
    having = [(tab, place) for tab in tabs if (place := _field_place(tab.request, spellings)) is not None]
    if len(having) != 1:
        return
    odd, place = having[0]
    others = [tab for tab in tabs if tab is not odd]
    if not any(tab.request.open for tab in others):
        yield _Difference("field", odd, others[0], place, {"field": name})


def _field_place(request: Request, spellings: frozenset[str]) -> Place | None:
    return next((field.key for field in request.fields if snake(field.name) in spellings), None)


def _path(request: Request) -> str | None:
    """Method and path without the base; None where a part is not known, and for an SDK, which writes none."""
    if request.transport != "http" or not request.path or _HOLE in request.path or not request.method:
        return None
    path = _BASE.sub("", request.path.partition("?")[0], 1).rstrip("/")
    return f"{request.method} {path}"


def _model(request: Request) -> str | None:
    field = request.field("model")
    if field is None or not field.value.literal or is_placeholder(field.value.text):
        return None
    return field.value.text


def _model_place(tab: _Tab) -> Place:
    field = tab.request.field("model")
    return tab.request.place if field is None else field.value.inner or field.value.place
