"""What the events of one stream show: a fold from events to an ``Observation``.

What a server writes is read and forgotten. An observation holds numbers and words of closed sets, so that
nothing that a server echoes can come through.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeGuard, get_args

from draftproof.dataclass import dataclass
from draftproof.live.contents import answer_of, code_of, error_of, looks_like_events, object_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.live.contents import Answer
    from draftproof.network.streaming import Ending, Event, Exchange, Media
    from draftproof.samples.knowledge import Contract

OTHER: Final = "other"
"""Under this name events are counted whose type the contract does not know."""

End = Literal["", "completed", "limit", "incomplete", "failed", "error"]
"""What the terminal event says: that the response is complete; that it stopped at the limit of tokens; that
it is incomplete for another reason; that it failed; an ``error`` event. "" where there was none."""

Deviation = Literal[
    "wrong-media-type",
    "no-media-type",
    "compressed",
    "invalid-utf8",
    "comments",
    "at-once",
    "no-event-lines",
    "type-mismatch",
    "not-begun",
    "begun-twice",
    "no-sequence",
    "sequence-gap",
    "sequence-repeat",
    "unreadable",
    "foreign-too",
    "early-done",
    "other-terminal",
    "late-events",
    "late-terminal",
    "unterminated",
    "unterminated-terminal",
    "output-limit",
    "limit-in-completed",
    "odd-status",
    "no-response",
    "untyped-error",
    "retry-after",
]
"""What is noted of a stream and changes no result."""

_ORDER: Final = {name: at for at, name in enumerate(get_args(Deviation))}
_SENTINEL: Final = "[DONE]"
_FIRST: Final = "response.created"
_LIMIT: Final = "max_output_tokens"


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one exchange.

    ``status`` is 0 where no answer began. ``events`` counts the types of the contract and ``other``, in the
    order in which they were first seen; ``seen`` is the number of all, ``own`` of those that the contract
    knows, ``before`` of those before the terminal one. ``foreign`` names another family whose events came.
    ``code`` is the code or type of an error, if it is a known one. ``broke`` says where a connection broke,
    ``redirect`` is the host that a redirect leads to.
    """

    ending: Ending
    status: int = 0
    media: Media = "none"
    answer: Answer = ""
    events: tuple[tuple[str, int], ...] = ()
    terminal: str = ""
    end: End = ""
    before: int = 0
    seen: int = 0
    own: int = 0
    foreign: str = ""
    code: str = ""
    deviations: tuple[Deviation, ...] = ()
    broke: str = ""
    redirect: str = ""
    moved: bool = False

    @property
    def cut(self) -> bool:
        """True for a stream that ends in an event without the blank line that would end it."""
        return "unterminated" in self.deviations or "unterminated-terminal" in self.deviations


class Observer:
    """Takes the events of one stream, one after the other."""

    def __init__(self, contract: Contract, foreign: Sequence[Contract]) -> None:
        self._contract = contract
        self._foreign = foreign
        self._success = contract.stream.get("success", "")
        self._elsewhere: Mapping[str, Mapping[str, Any]] = contract.stream.get("elsewhere", {})
        self._counts: Counter[str] = Counter()
        self._noted: set[Deviation] = set()
        self._seen = 0
        self._own = 0
        self._before = 0
        self._unnumbered = False
        self._numbered = False
        self._number = -1
        self._terminal = ""
        self._end: End = ""
        self._code = ""
        self._family = ""
        self._ended = False

    def receive(self, event: Event) -> bool:
        """Take an event; True once the stream has said how it ends."""
        text = event.data.strip()
        if self._ended:
            self._take_late(event, text)
        elif text == _SENTINEL:
            self._ended = self._take_sentinel()
        elif event.unterminated:
            self._take_unterminated(event, text)
        else:
            self._ended = self._take(event, text)
        return self._ended

    def observation(self, exchange: Exchange) -> Observation:
        """What was seen, of the events and of the exchange that brought them."""
        head = exchange.head
        if head is None:
            return Observation(exchange.ending, broke=exchange.sentence)
        succeeded = 200 <= head.status < 300
        streamed = succeeded and head.media in ("event-stream", "none")
        answer = answer_of(exchange.body) if not streamed or (not self._seen and exchange.body) else ""
        mislabelled = succeeded and not streamed and answer == "other" and looks_like_events(exchange.body)
        noted: dict[Deviation, bool] = {
            "wrong-media-type": mislabelled,
            "no-media-type": streamed and head.media == "none",
            "compressed": exchange.compressed,
            "comments": exchange.comments,
            "invalid-utf8": not exchange.valid_utf8,
            "at-once": exchange.at_once,
            "no-sequence": self._unnumbered and not self._numbered,
            "foreign-too": bool(self._family) and self._own > 0,
            "retry-after": head.retry_after,
        }
        self._noted.update(name for name, holds in noted.items() if holds)
        code = self._code
        if not code and answer == "json-error":
            code = code_of(error_of(object_of(exchange.body.decode("utf-8", "replace")) or {}))
        return Observation(
            exchange.ending,
            head.status,
            head.media,
            answer,
            tuple(self._counts.items()),
            self._terminal,
            self._end,
            self._before,
            self._seen,
            self._own,
            self._family,
            code,
            tuple(sorted(self._noted, key=_ORDER.__getitem__)),
            exchange.sentence,
            head.redirect,
            head.moved,
        )

    def _take(self, event: Event, text: str) -> bool:
        value = object_of(text)
        self._seen += 1
        if value is None:
            if event.name == "error" and "error" in self._contract.terminal:
                return self._finish("error", {})
            self._noted.add("unreadable")
            self._counts[OTHER] += 1
            return False
        kind = self._kind(event.name, value)
        if kind in self._contract.events:
            return self._take_own(event.name, kind, value)
        self._counts[OTHER] += 1
        self._follow(value)
        if kind in self._elsewhere and self._elsewhere[kind].get("rename") == self._success:
            self._noted.add("other-terminal")
            return False
        return self._take_foreign(kind, value)

    def _kind(self, name: str, value: Mapping[str, Any]) -> str:
        """The type of an event. What the data say counts; the ``event:`` line stands in where they say
        nothing.
        """
        stated = value.get("type")
        if isinstance(stated, str) and stated:
            if name and name != stated:
                self._noted.add("type-mismatch")
            return stated
        if name:
            return name
        if value.get("error") and "error" in self._contract.terminal:
            self._noted.add("untyped-error")
            return "error"
        return ""

    def _take_own(self, name: str, kind: str, value: Mapping[str, Any]) -> bool:
        if kind in self._contract.terminal:
            return self._finish(kind, value)
        if not name:
            self._noted.add("no-event-lines")
        if _FIRST in self._contract.events:
            if not self._own and kind != _FIRST:
                self._noted.add("not-begun")
            if kind == _FIRST and self._counts[kind]:
                self._noted.add("begun-twice")
        self._own += 1
        self._counts[kind] += 1
        if not self._follow(value):
            self._unnumbered = True
        return False

    def _follow(self, value: Mapping[str, Any]) -> bool:
        """Compare an event's sequence number with the one before; False if it has none."""
        number = value.get("sequence_number")
        if not _is_number(number):
            return False
        if self._numbered and number <= self._number:
            self._noted.add("sequence-repeat")
        elif self._numbered and number != self._number + 1:
            self._noted.add("sequence-gap")
        self._numbered, self._number = True, number
        return True

    def _take_foreign(self, kind: str, value: Mapping[str, Any]) -> bool:
        """Recognise an event of another family; True at the end of that family's stream."""
        for family in self._foreign:
            names = family.events - self._contract.known_events
            if kind in names or (not kind and _tells(family, value)):
                self._family = self._family or family.family
                return not self._own and kind in family.terminal
        return False

    def _take_sentinel(self) -> bool:
        """``[DONE]`` ends a stream of a family that has it, and no other."""
        if self._own:
            self._noted.add("early-done")
        ends = {each.family for each in self._foreign if each.stream.get("sentinel") == "ends"}
        return not self._own and self._family in ends

    def _finish(self, kind: str, value: Mapping[str, Any]) -> bool:
        self._before = sum(self._counts.values())
        self._counts[kind] += 1
        self._own += 1
        self._terminal = kind
        self._follow(value)
        response = value.get("response")
        inside = response if isinstance(response, dict) else {}
        if kind == "error":
            self._end, self._code = "error", code_of(error_of(value))
            return True
        if not inside:
            self._noted.add("no-response")
        self._end = self._end_of(kind, inside)
        if self._end == "failed":
            self._code = code_of(error_of(inside))
        return True

    def _end_of(self, kind: str, response: Mapping[str, Any]) -> End:
        """What a terminal event with a response object says; what the object says inside counts."""
        status, details = response.get("status"), response.get("incomplete_details")
        reason = details.get("reason") if isinstance(details, dict) else None
        succeeded = kind == self._success
        if kind.endswith(".incomplete") or (succeeded and status == "incomplete"):
            if reason != _LIMIT:
                return "incomplete"
            self._noted.add("limit-in-completed" if succeeded else "output-limit")
            return "limit"
        if not succeeded or status in ("failed", "cancelled") or isinstance(response.get("error"), dict):
            return "failed"
        if response and status != "completed":
            self._noted.add("odd-status")
        return "completed"

    def _take_late(self, event: Event, text: str) -> None:
        """What was received along with the terminal event and stands behind it."""
        if text == _SENTINEL or event.unterminated:
            return
        value = object_of(text) or {}
        late = value.get("type") in self._contract.terminal or event.name in self._contract.terminal
        self._noted.add("late-terminal" if late else "late-events")

    def _take_unterminated(self, event: Event, text: str) -> None:
        """The standard drops an event that no blank line ends; it is noted, and not counted."""
        value = object_of(text)
        stated = None if value is None else value.get("type", event.name)
        terminal = isinstance(stated, str) and stated in self._contract.terminal
        self._noted.add("unterminated-terminal" if terminal else "unterminated")


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _tells(family: Contract, value: Mapping[str, Any]) -> bool:
    """True for an untyped event of a family whose events are untyped."""
    return not family.stream.get("typed", True) and any(
        name in value for name in family.stream.get("telling", ())
    )
