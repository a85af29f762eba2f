"""What a name may stand for while a sample is followed: clients, payloads, answers, events."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.samples.facts import (
        EventTest,
        Place,
        Read,
        Request,
        StreamUse,
    )
    from draftproof.samples.tree import Expression, Function

MAX_MEMBERS = 80
"""Members kept of a payload; one with more is open."""

Form = Literal["result", "json", "stream", "event", "raw", "lines", "line", "text"]


@dataclass(frozen=True, slots=True)
class Value:
    """A literal, wherever a variable led to it, in the sample that its spans refer to."""

    sample: int
    node: Expression
    place: Place
    payload: Payload | None = None
    """The mapping that the literal became, where members were added to it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A member of a payload; ``key`` is where its name stands."""

    name: str
    key: Place
    value: Value | None


@dataclass(slots=True)
class Written:
    """A literal or an expression without a meaning of its own, in the sample where it stands."""

    sample: int
    node: Expression


@dataclass(slots=True)
class Payload:
    """A mapping that is being filled: a literal and what was added to it."""

    fields: dict[str, Slot] = field(default_factory=dict)
    open: bool = False
    origin: Written | None = None

    def add(self, slot: Slot) -> None:
        """Add a member, or note that there are more than are kept."""
        if len(self.fields) < MAX_MEMBERS or slot.name in self.fields:
            self.fields[slot.name] = slot
        else:
            self.open = True

    def merge(self, other: Payload) -> None:
        """Add the members of another payload."""
        for slot in other.fields.values():
            self.add(slot)
        self.open = self.open or other.open


@dataclass(slots=True)
class Imported:
    """A name that an import bound: a module (``name`` is ``*``) or something out of it."""

    module: str
    name: str


@dataclass(slots=True)
class Client:
    """An SDK client, or an HTTP session where ``style`` is ``http``."""

    style: str
    dialect: str = "wire"
    provider: str | None = None
    base_url: Value | None = None
    bounded: bool = False
    hosted: bool = False
    key_names: tuple[str, ...] = ()
    headers: tuple[Slot, ...] = ()
    versioned: bool = True
    """The base URL has to name the version of the API."""
    resolves: bool = False
    """A path from the root replaces the path of the base URL."""
    package: str = ""
    """The class of a wrapper's client with its package: ``langchain_openai.ChatOpenAI``."""


@dataclass(slots=True)
class Member:
    """A path below a client, a module or something unknown: ``client.responses.create``."""

    root: Client | Imported | Nothing | Prepared | None
    path: tuple[str, ...]
    root_name: str = ""


@dataclass(slots=True)
class Nothing:
    """Something of which nothing is known."""


@dataclass(slots=True)
class Draft:
    """A request whose answer is still being followed: what is sent, and what was read so far."""

    sent: Request
    number: int = 0
    """Which of the document's requests it is."""
    bounded: bool = False
    reads: dict[tuple[int, int], Read] = field(default_factory=dict)
    """The longest path that is read at each place."""
    tests: list[EventTest] = field(default_factory=list)
    streams: list[StreamUse] = field(default_factory=list)
    retries: dict[Place, None] = field(default_factory=dict)
    guarded: bool = False

    def finished(self) -> Request:
        """The request with everything that was read of its answer."""
        tests = {(test.place, test.on): test for test in self.tests}
        return replace(
            self.sent,
            bounded=self.sent.bounded or self.bounded,
            reads=tuple(self.reads.values()),
            tests=tuple(tests.values()),
            streams=tuple(dict.fromkeys(self.streams)),
            retries=tuple(self.retries),
            guarded=self.guarded,
        )


@dataclass(slots=True)
class Answer:
    """What came of a request: the object, the stream, one event, a line of it; ``path``: how deep in."""

    draft: Draft
    form: Form
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Defined:
    """A function of the document: its body and the sample it stands in."""

    sample: int
    function: Function
    result: Known | None = None
    """What it gives where nothing is known of its parameters."""


@dataclass(slots=True)
class Prepared:
    """A request that is put together before it is sent; ``method`` is "" where it is not known."""

    url: Value | None = None
    method: str = ""
    body: Payload | None = None
    headers: list[Slot] = field(default_factory=list)
    bounded: bool = False
    readers: list[Defined] = field(default_factory=list)
    """Functions that are called with the pieces of the answer."""


@dataclass(slots=True)
class Deadline:
    """What may end a wait from outside: a context, a cancellation; ``bounded`` when a clock does."""

    bounded: bool


Known = Written | Payload | Imported | Client | Member | Nothing | Answer | Defined | Prepared | Deadline


class Environment:
    """Names in scope: own ones first, then those of what surrounds it.

    The scope of a tab belongs to the group of its tabs, which are alternatives. What only one tab binds is
    known behind its group, and in the tabs of other groups: whoever reads on has followed that tab.
    """

    def __init__(self, outer: Environment | None = None, tab_group: int | None = None) -> None:
        self._outer = outer
        self._tab_group = tab_group
        self._names: dict[str, Known] = {}
        self._tabs: list[tuple[int, dict[str, Known]]] = []
        if outer is not None and tab_group is not None:
            outer._take(tab_group, self._names)  # noqa: SLF001 - of its own kind

    def _take(self, tab_group: int, names: dict[str, Known]) -> None:
        """Know of a tab in this scope."""
        self._tabs.append((tab_group, names))

    def get(self, name: str, tab_group: int | None = None) -> Known | None:
        """What a name stands for, None where nothing is known. ``tab_group`` is that of the tab that asks."""
        known = self._names.get(name)
        if known is None and self._tabs:
            bound = [names[name] for group, names in self._tabs if name in names and group != tab_group]
            known = bound[0] if len(bound) == 1 else None
        if known is None and self._outer is not None:
            return self._outer.get(name, self._tab_group)
        return known

    def set(self, name: str, value: Known) -> None:
        """Bind a name in this scope."""
        self._names[name] = value
