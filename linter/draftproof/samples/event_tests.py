"""Tests of an answer: an event's type against a name or a class, a line against a sentinel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import EventTest
from draftproof.samples.following import Follower
from draftproof.samples.knowledge import snake
from draftproof.samples.values import Answer, Known, Payload, Written

if TYPE_CHECKING:
    from draftproof.text.source import Span

_EVENT_LINE = re.compile(r"(?:event:\s*)?(?P<quote>[\"']?)(?P<name>\w+(?:\.\w+)+)(?P=quote)")
_FAMILY_MEMBERS = frozenset({"choices", "output", "output_text", "candidates", "content"})
_TYPE_NAMES = frozenset({"type", "event"})


class EventTestReader(Follower):
    """The part of the interpreter that follows what answers are compared with."""

    def asks_for_type(self, base: Answer, key: str, node: tree.Call) -> bool:
        """True for a method that asks whether an event is of one type: ``event.isCompleted()``."""
        contract = self.contract(base.draft)
        if base.form != "event" or base.path or contract is None:
            return False
        wanted = re.sub(r"\A(?:is|as)_", "", key).removeprefix("response_")
        for event in contract.events:
            if event.removeprefix("response.").replace(".", "_") == wanted:
                base.draft.tests.append(EventTest(event, "class", self.place(node.span), self.sample))
                return True
        return False

    def compare(self, node: tree.Compare) -> None:
        """A comparison: of an event's type with a name, of a line with a sentinel."""
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if isinstance(left, Answer):
            self._compare(left, node.right, right, node)
        elif isinstance(right, Answer):
            self._compare(right, node.left, left, node)

    def _compare(self, answer: Answer, literal: tree.Expression, known: Known, node: tree.Compare) -> None:
        if node.operator == "is":
            self.is_instance(answer, literal)
            return
        del known
        if node.operator == "in":
            self.note_guard(answer, literal)
        self.note_test(answer, literal, prefix=False)

    def look_up(self, table: Payload, known: Known) -> None:
        """``handlers[event.type]``: a test against every key of a table."""
        on = self._tested(known) if isinstance(known, Answer) and known.form == "event" else ""
        if on == "type" and isinstance(known, Answer):
            for slot in table.fields.values():
                known.draft.tests.append(EventTest(slot.name, "type", slot.key, self.sample))

    def note_guard(self, answer: Answer, member: tree.Expression) -> None:
        """``"choices" in data``: the sample asks which family's answer it is."""
        if answer.form in ("result", "json") and not answer.path and isinstance(member, tree.String):
            answer.draft.guarded = answer.draft.guarded or member.value in _FAMILY_MEMBERS

    def _class_test(self, answer: Answer, name: str, span: Span) -> None:
        if answer.form == "event":
            answer.draft.tests.append(EventTest(name, "class", self.place(span), self.sample))

    def is_instance(self, answer: Answer, classes: tree.Expression) -> None:
        """``isinstance(event, X)``: a test of the event's type by its class."""
        items = classes.items if isinstance(classes, tree.Sequence) else (classes,)
        for item in items:
            name = (
                item.text
                if isinstance(item, tree.Name)
                else item.name
                if isinstance(item, tree.Attribute)
                else ""
            )
            if name:
                self._class_test(answer, name, item.span)

    def note_test(self, answer: Answer, literal: tree.Expression, *, prefix: bool) -> None:
        """A test of an answer against a literal, a name for one, or a list of them."""
        if isinstance(literal, tree.String):
            if literal.value is None:
                return
            on = self._tested(answer)
            if on:
                place = self.place(literal.content)
                name = _named(literal.value) if on == "data" else literal.value
                answer.draft.tests.append(EventTest(name, on, place, self.sample, prefix))  # type: ignore[arg-type]
            return
        if isinstance(literal, tree.Sequence):
            for item in literal.items:
                self.note_test(answer, item, prefix=prefix)
            return
        if isinstance(literal, tree.Call) and literal.arguments and isinstance(literal.function, tree.Name):
            self.note_test(answer, literal.arguments[0].value, prefix=prefix)
            return
        known = self.evaluate(literal)
        if isinstance(known, Written) and isinstance(known.node, tree.String | tree.Sequence):
            outer, self.sample = self.sample, known.sample
            self.note_test(answer, known.node, prefix=prefix)
            self.sample = outer
        elif isinstance(literal, tree.Attribute) and self._tested(answer) == "type":
            # A constant of the SDK stands for the name.
            self._class_test(answer, literal.name, literal.span)

    def _tested(self, answer: Answer) -> str:
        if answer.form == "line":
            return "data"
        if answer.form == "event":
            if not answer.path:
                return "object"
            if snake(answer.path[0]) == "data" and len(answer.path) == 1:
                return "data"
            if snake(answer.path[-1]) in _TYPE_NAMES and len(answer.path) == 1:
                return "type"
        return ""


def _named(text: str) -> str:
    """The event that a line of a stream is held against: ``event: response.completed``."""
    line = _EVENT_LINE.fullmatch(text.strip())
    return line["name"] if line is not None else text
