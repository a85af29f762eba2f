"""Mappings of a sample as payloads: their members, and what is added to them on the way."""

from __future__ import annotations

from draftproof.samples import tree
from draftproof.samples.calls import CallReader
from draftproof.samples.values import MAX_MEMBERS, Known, Nothing, Payload, Slot, Written


class PayloadReader(CallReader):
    """Takes mappings apart; what they hold is followed by the class derived from this one."""

    def payload(self, value: Known) -> Payload:
        """The members of a mapping, spreads followed; ``open`` where some cannot be seen."""
        if isinstance(value, Payload):
            return value
        if not isinstance(value, Written) or not isinstance(value.node, tree.Mapping):
            return Payload(open=True)
        outer, self.sample = self.sample, value.sample
        made = Payload(open=value.node.open and not value.node.spreads, origin=value)
        for spread in value.node.spreads:
            inner = self.as_payload(self.evaluate(spread))
            if isinstance(inner, Payload):
                made.merge(inner)
            else:
                made.open = True
        made.open = made.open or len(value.node.entries) > MAX_MEMBERS
        for entry in value.node.entries[:MAX_MEMBERS]:
            if entry.name is None:
                made.open = True
                continue
            known = self.evaluate(entry.value) if not isinstance(entry.value, tree.Function) else Nothing()
            made.add(
                Slot(
                    entry.name,
                    self.place(entry.key_span),
                    self.as_value(known) or self.literal_value(entry.value),
                )
            )
        self.sample = outer
        return made

    def as_payload(self, value: Known) -> Known:
        """A mapping as its payload, anything else as it is."""
        if isinstance(value, Written) and isinstance(value.node, tree.Mapping):
            return self.payload(value)
        return value

    def merge_into(self, payload: Payload, value: Known) -> None:
        """Add the members of a value to a payload, which is open where they cannot be seen."""
        other = self.as_payload(value)
        if isinstance(other, Payload):
            payload.merge(other)
        else:
            payload.open = True
