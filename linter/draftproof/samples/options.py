"""What a call is given: keyword arguments, options objects, the fields of a body, limits in time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.knowledge import snake
from draftproof.samples.snapshots import SnapshotTaker
from draftproof.samples.values import MAX_MEMBERS, Client, Deadline, Payload, Slot, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from draftproof.samples.values import Known, Value

_TIME_LIMITS = frozenset(
    {
        "timeout",
        "signal",
        "max_duration",
        "deadline",
        "read_timeout",
        "timeout_ms",
        "request_timeout",
        "abort_signal",
        "timeout_seconds",
        "network_timeout",
        "cancellation_token",
        "open_timeout",
        "operation_timeout",
        "call_timeout",
        "socket_timeout_millis",
        "request_timeout_millis",
    }
)
_OPTION_OBJECTS = frozenset({"options", "request_options", "client_options", "request", "http_options"})
"""Arguments that hold options for the client or for one call."""
_LIMITING_OBJECTS = _OPTION_OBJECTS | {"http_client"}
"""Arguments whose value, an object of a class, may be given the limit."""
_DEADLINE_CALLS = frozenset(
    {
        "timeout",
        "wait_for",
        "fail_after",
        "move_on_after",
        "timeout_at",
        "set_timeout",
        "abort_signal",
        "any",
        "deadline",
        "time_limit",
    }
)
_AROUND = frozenset({"wait_for", "race", "p_timeout"})
"""Calls that end what they are given, a call itself, after a time."""
_CLOCK = re.compile(r"time|sleep|delay|deadline", re.IGNORECASE)


def limits_time(name: str, value: Value | None) -> bool:
    """True for an option that limits how long something may take."""
    if value is not None and isinstance(value.node, tree.Null | tree.Number):
        endless = isinstance(value.node, tree.Null) or value.node.value == 0
        return snake(name) in _TIME_LIMITS and not endless
    return snake(name) in _TIME_LIMITS


def truth(value: Value | None) -> bool | None:
    """True or false where a value says so."""
    if value is None:
        return None
    if isinstance(value.node, tree.Bool):
        return value.node.value
    if isinstance(value.node, tree.String) and value.node.value in ("true", "false"):
        return value.node.value == "true"
    return None


def called_name(node: tree.Call) -> str:
    """The last name of what is called, "" where it has none."""
    function = node.function
    if isinstance(function, tree.Attribute):
        return function.name
    return function.text if isinstance(function, tree.Name) else ""


def is_mapping(known: Known) -> bool:
    """True for a payload and for a mapping as written."""
    return isinstance(known, Payload) or (isinstance(known, Written) and isinstance(known.node, tree.Mapping))


class OptionReader(SnapshotTaker):
    """The part of the interpreter that reads what calls are given."""

    def source_of(self, value: Value) -> str:
        """A value's text as it stands in its sample."""
        _, content = self._places[value.sample]
        return content.text[value.node.span.start : value.node.span.end]

    def in_sample(self, sample: int) -> Callable[[tree.Expression], Known]:
        """``evaluate`` for expressions of another sample."""

        def evaluate(node: tree.Expression) -> Known:
            outer, self.sample = self.sample, sample
            try:
                return self.evaluate(node)
            finally:
                self.sample = outer

        return evaluate

    def options(self, node: tree.Call) -> dict[str, Value | None]:
        """Keyword arguments, and the members of options objects."""
        found: dict[str, Value | None] = {}
        for argument in node.arguments:
            known = self.evaluate(argument.value)
            if argument.name is not None and snake(argument.name) in _OPTION_OBJECTS and is_mapping(known):
                found.update({name: slot.value for name, slot in self.payload(known).fields.items()})
            elif argument.name is not None:
                found[argument.name] = self.as_value(known) or self.literal_value(argument.value)
            elif is_mapping(known):
                found.update({name: slot.value for name, slot in self.payload(known).fields.items()})
        return found

    def has_limit(self, node: tree.Call) -> bool:
        """True for a call that is given a limit in time."""
        known = [(argument.name, self.evaluate(argument.value)) for argument in node.arguments]
        endless = {name for name, value in known if isinstance(value, Deadline)}
        given = self.options(node).items()
        return (
            self.has_deadline(node)
            or any(n not in endless and limits_time(n, value) for n, value in given)
            or any(self._is_limiting(argument) for argument in node.arguments)
            # The HTTP client that an SDK is given may have its own limit.
            or any(isinstance(v, Client) and v.style == "http" and v.bounded for _, v in known)
        )

    def _is_limiting(self, argument: tree.Argument) -> bool:
        """True for ``http_options=HttpOptions(timeout=...)``: options as an object of their class."""
        value = argument.value
        named = argument.name is not None and snake(argument.name) in _LIMITING_OBJECTS
        return (
            named
            and isinstance(value, tree.Call)
            and any(a.name is not None and limits_time(a.name, None) for a in value.arguments)
        )

    def has_deadline(self, node: tree.Call) -> bool:
        """True for a call that is given what ends a wait from outside."""
        given = (self.evaluate(argument.value) for argument in node.arguments)
        return any(isinstance(known, Deadline) and known.bounded for known in given)

    def is_deadline(self, node: tree.Expression) -> bool:
        """True for ``asyncio.timeout(30)`` and the like in the head of a block."""
        if not isinstance(node, tree.Call) or not node.arguments:
            return False
        return snake(called_name(node)) in _DEADLINE_CALLS

    def append(self, name: tree.Expression, known: Known, values: Iterable[tree.Expression]) -> None:
        """``messages.append({...})``: the list that a name stands for, with more items. One that another
        sample began stays as it is: places belong to one sample.
        """
        if not isinstance(name, tree.Name) or not isinstance(known, Written) or known.sample != self.sample:
            return
        if not isinstance(known.node, tree.Sequence):
            return
        items = list(known.node.items)
        for value in values:
            known_value = self.evaluate(value)
            given = known_value.origin if isinstance(known_value, Payload) else known_value
            node = given.node if isinstance(given, Written) and given.sample == self.sample else value
            # A function may be followed more than once.
            if len(items) < MAX_MEMBERS and all(node is not item for item in items):
                items.append(node)
        self.environment.set(name.text, Written(known.sample, replace(known.node, items=tuple(items))))

    def ends_a_wait(self, node: tree.Call) -> bool:
        """True for ``asyncio.wait_for(main(), timeout=30)``: the calls inside end with it."""
        if snake(called_name(node)) not in _AROUND:
            return False
        given = node.arguments
        return len(given) > 1 or any(
            _CLOCK.search(self.source_of(self.literal_value(argument.value))) for argument in given
        )

    def add_to(self, payload: Payload, argument: tree.Argument) -> None:
        """Add to a payload what an argument of ``update`` or ``dict`` holds."""
        if argument.name is not None and argument.name_span is not None:
            value = self.as_value(self.evaluate(argument.value)) or self.literal_value(argument.value)
            payload.add(Slot(argument.name, self.place(argument.name_span), value))
            return
        payload.merge(self.payload(self.evaluate(argument.value)))

    def body_of(self, node: tree.Call) -> tuple[dict[str, Slot], bool]:
        """The fields that a call gives, and whether it may give more that cannot be seen.

        They are its keyword arguments, or the members of its first argument.
        """
        made = Payload()
        unnamed = (argument for argument in node.arguments if argument.name is None)
        first = next((a for a in unnamed if not isinstance(self.evaluate(a.value), Deadline)), None)
        for argument in node.arguments:
            value = argument.value
            if argument.name is not None or isinstance(value, tree.Spread) or argument is first:
                self.add_to(made, argument)
            elif isinstance(value, tree.Unknown):
                made.open = True
        return made.fields, made.open
