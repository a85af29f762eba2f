"""Values as facts: literals with their places, names followed at the moment of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import Data, Field, Member
from draftproof.samples.following import Follower
from draftproof.samples.texts import HOLE, text_of
from draftproof.samples.values import Payload, Value, Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.samples.values import Known, Slot

MAX_DEPTH = 10
MAX_NODES = 2_000
"""Values kept of one request; what lies deeper or beyond is unknown."""


class SnapshotTaker(Follower):
    """The part of the interpreter that turns values into facts."""

    _budget = 0

    def shown(self, slots: Iterable[Slot]) -> tuple[Field, ...]:
        """Fields with their values as facts."""
        self._budget = MAX_NODES
        return tuple(
            Field(slot.name, slot.key, self._data(slot.value, 0) if slot.value else Data("unknown", slot.key))
            for slot in slots
        )

    def data_of(self, value: Value) -> Data:
        """One value as a fact."""
        self._budget = MAX_NODES
        return self._data(value, 0)

    def _data(self, value: Value, depth: int) -> Data:
        self._budget -= 1
        if depth > MAX_DEPTH or self._budget < 0:
            return Data("unknown", value.place)
        outer, self.sample = self.sample, value.sample
        try:
            return self._of_node(value, depth)
        finally:
            self.sample = outer

    def _of_node(self, value: Value, depth: int) -> Data:
        node, place = value.node, value.place
        if isinstance(node, tree.String):
            literal = node.value is not None
            unknown = "" if literal else HOLE
            text = node.value or text_of(Written(self.sample, node), self.evaluate) or unknown
            return Data("string", place, text, self.place(node.content), literal)
        if isinstance(node, tree.Join) and node.operator == "+":
            joined = text_of(Written(self.sample, node), self.evaluate)
            return Data("string", place, joined) if joined else Data("unknown", place)
        if isinstance(node, tree.Mapping):
            payload = value.payload or self.payload(Written(self.sample, node))
            members = tuple(
                Member(
                    slot.name,
                    slot.key,
                    self._data(slot.value, depth + 1) if slot.value else Data("unknown", slot.key),
                )
                for slot in payload.fields.values()
            )
            return Data("mapping", place, members=members, open=payload.open)
        if isinstance(node, tree.Sequence):
            return Data(
                "sequence",
                place,
                items=tuple(self._item(item, depth + 1) for item in node.items),
                open=node.open,
            )
        if isinstance(node, tree.Bool):
            return Data("bool", place, str(node.value).lower(), literal=True)
        if isinstance(node, tree.Number):
            return Data("number", place, str(node.value), literal=True)
        if isinstance(node, tree.Null):
            return Data("null", place, literal=True)
        return self._followed(self.evaluate(node), value, depth)

    def _item(self, node: tree.Expression, depth: int) -> Data:
        return self._data(self.literal_value(node), depth)

    def _followed(self, known: Known, value: Value, depth: int) -> Data:
        if isinstance(known, Payload) and known.origin is None:
            members = tuple(
                Member(
                    slot.name,
                    slot.key,
                    self._data(slot.value, depth + 1) if slot.value else Data("unknown", slot.key),
                )
                for slot in known.fields.values()
            )
            return Data("mapping", value.place, members=members, open=known.open)
        found = self.as_value(known)
        if found is None or found.node is value.node:
            return Data("unknown", value.place)
        return self._data(found, depth + 1)
