"""What was understood of a document's samples: requests, what is read from their answers, how streams end.

All spans are offsets into the source of the part in which the sample stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.text.source import Span

Evidence = Literal["host", "sdk", "environment", "front-matter", "configuration", "default", "none"]
Status = Literal["understood", "partial", "unread", "none"]
Transport = Literal["sdk", "http", "batch"]
"""How a request goes: through an SDK, an HTTP library, or as a line of a batch."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a part of the document."""

    part: int
    span: Span


@dataclass(frozen=True, slots=True)
class Sample:
    """A code block and how far it was understood. ``index`` counts the document's code blocks from 0."""

    index: int
    part: int
    block: int
    language: str
    line: int
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A named member of a mapping; ``key`` is where the name stands."""

    name: str
    key: Place
    value: Data


@dataclass(frozen=True, slots=True)
class Data:
    """A value that a request sends: literals with their places, names followed.

    ``text`` is set for strings, with ``\ufffc`` for every part that is not known; ``literal`` when it has no
    such part. ``inner`` is the place between the quotes. ``open`` mappings and sequences may hold more than
    is shown.
    """

    kind: Literal["mapping", "sequence", "string", "number", "bool", "null", "unknown"]
    place: Place
    text: str = ""
    inner: Place | None = None
    literal: bool = False
    members: tuple[Member, ...] = ()
    items: tuple[Data, ...] = ()
    open: bool = False

    def member(self, name: str) -> Member | None:
        """The member of that name."""
        return next((member for member in self.members if member.name == name), None)

    def string(self, name: str) -> str | None:
        """The literal text of a member, None where there is none."""
        member = self.member(name)
        return member.value.text if member is not None and member.value.literal else None


@dataclass(frozen=True, slots=True)
class Field:
    """A top-level member of a request body, or a header. ``key`` is where its name stands."""

    name: str
    key: Place
    value: Data


@dataclass(frozen=True, slots=True)
class ProviderGuess:
    """Who would be asked, and how that is known. ``shown`` means that the sample itself shows it."""

    name: str
    evidence: Evidence
    host: str = ""

    @property
    def shown(self) -> bool:
        """True for host, SDK and environment evidence."""
        return self.evidence in {"host", "sdk", "environment"}


@dataclass(frozen=True, slots=True)
class Read:
    """A path that is read from an answer or from an event of its stream; list indexes are left out.

    ``form``: of what. ``result`` is an SDK's object, ``json`` a parsed body, ``event`` one event of a stream.
    """

    path: tuple[str, ...]
    form: Literal["result", "json", "event"]
    place: Place
    sample: int


@dataclass(frozen=True, slots=True)
class EventTest:
    """A comparison of an event's type, name or data with a literal. ``name`` is the literal.

    ``on`` is what was compared: ``type`` the event's type, ``data`` the raw data of a line, ``object`` the
    event itself, ``class`` its class, ``handler`` a callback that was registered under the name.
    """

    name: str
    on: Literal["type", "data", "object", "handler", "class"]
    place: Place
    sample: int
    prefix: bool = False
    """Only the beginning of the name was given."""


@dataclass(frozen=True, slots=True)
class StreamUse:
    """How a stream is read.

    ``place`` is the loop or the helper; ``records_type`` when whole events are printed, stored or passed on;
    ``helper`` when a final-object helper was used; ``text_only`` when a helper gives the text alone.
    """

    place: Place
    sample: int
    records_type: bool = False
    helper: bool = False
    text_only: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What a sample would send, and what it reads back.

    ``place`` is the call (its path for SDKs, the URL for HTTP). ``dialect`` is ``wire``, ``drop-in`` or
    ``wrapper``. ``open`` is True when fields may stand there that the sample does not show, ``bounded`` when
    a time limit holds.
    """

    sample: int
    family: str | None
    transport: Transport
    dialect: str
    provider: ProviderGuess
    method: str
    path: str
    place: Place
    call: Place
    fields: tuple[Field, ...] = ()
    headers: tuple[Field, ...] = ()
    url: Data | None = None
    base_url: Data | None = None
    base_style: str = ""
    open: bool = False
    stream: bool | None = None
    bounded: bool = False
    reads: tuple[Read, ...] = ()
    tests: tuple[EventTest, ...] = ()
    streams: tuple[StreamUse, ...] = ()
    retries: tuple[Place, ...] = ()
    """Loops that send it again and again, without a bound, until it succeeds."""
    guarded: bool = False
    """The sample asks which members the answer has, so it may read those of several families."""

    def field(self, name: str) -> Field | None:
        """The body field of that name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A literal in the position of a model id: what a request, a wrapper or a client is given."""

    sample: int
    text: str
    place: Place
    call: str
    request: int | None = None
    """The index of the request among the document's requests, None for a call that is not judged."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that was understood of a document's samples."""

    samples: tuple[Sample, ...] = ()
    requests: tuple[Request, ...] = ()
    models: tuple[ModelUse, ...] = ()
