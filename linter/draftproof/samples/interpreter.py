"""Follows a sample statement by statement and notes the requests it makes and what it reads of the answers.

Nothing is run: names stand for clients, payloads, answers and events, and an unknown part stays unknown. The
tree is the same for all languages, so this module knows none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.batch_lines import follow_batch_line
from draftproof.samples.clients import BASE_NAMES
from draftproof.samples.knowledge import snake
from draftproof.samples.options import limits_time
from draftproof.samples.payloads import PayloadReader
from draftproof.samples.retries import retries_forever
from draftproof.samples.values import (
    Answer,
    Client,
    Deadline,
    Defined,
    Environment,
    Imported,
    Known,
    Member,
    Nothing,
    Payload,
    Prepared,
    Slot,
    Written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.samples.knowledge import Knowledge
    from draftproof.text.source import Span

MAX_DEPTH = 60
"""Expressions inside expressions and calls inside calls; what is deeper is unknown."""
_MAX_FOLLOWED_CALLS = 400
_BODY_KEYS = frozenset({"choices", "output", "output_text", "usage"})


class Interpreter(PayloadReader):
    """Follows the samples of a document, one after another. ``drafts`` collects the requests."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._depth = 0
        self._entered = 0
        self._results: dict[tuple[int, int], tuple[Environment, Known]] = {}
        """What calls of the statement at hand gave: their arguments are looked at more than once."""
        self._returns: list[tuple[list[Known], list[Known]]] = []

    # -- statements

    def run(self, statements: Sequence[tree.Statement]) -> None:
        """Follow statements in order."""
        for statement in statements:
            self._statement(statement)

    def _statement(self, node: tree.Statement) -> None:
        if self._depth > MAX_DEPTH:
            return
        if self._depth == 0:
            self._results.clear()
        self._depth += 1
        try:
            if isinstance(node, tree.Assign):
                self._assign(node)
            elif isinstance(node, tree.ExpressionStatement):
                self.evaluate(node.value)
            elif isinstance(node, tree.Loop):
                self._loop(node)
            elif isinstance(node, tree.If):
                for branch in node.branches:
                    if branch.condition is not None:
                        self.evaluate(branch.condition)
                    self.run(branch.body)
            elif isinstance(node, tree.Scope):
                self._scope(node)
            elif isinstance(node, tree.Try):
                self.run(node.body)
                for _, body in node.handlers:
                    self.run(body)
                self.run(node.final)
            elif isinstance(node, tree.Return):
                self._return(node)
            elif isinstance(node, tree.Import):
                self.wrapped = self.wrapped or self.knowledge.dialect_of(node.module) == "wrapper"
                for local, name in node.names:
                    self.environment.set(local, Imported(node.module, name))
            elif isinstance(node, tree.Function):
                self._define(node)
        finally:
            self._depth -= 1

    def _scope(self, node: tree.Scope) -> None:
        bounded = 0
        for binding in node.bindings:
            value = self.evaluate(binding.value)
            bounded += self.is_deadline(binding.value)
            self._bind(binding.target, value)
        if node.kind == "with":
            # Resources without a name stand first in the body.
            heads = (s.value if isinstance(s, tree.ExpressionStatement) else None for s in node.body[:4])
            bounded += any(head is not None and self.is_deadline(head) for head in heads)
        self.bound_nesting += bounded
        self.run(node.body)
        self.bound_nesting -= bounded

    def _return(self, node: tree.Return) -> None:
        if node.value is None:
            return
        value = self.evaluate(node.value)
        if isinstance(value, Answer) and value.form == "event" and not value.path:
            self.use_stream(value.draft, self.place(node.span), records_type=True)
        if self._returns and node.kind != "raise":
            self._returns[-1][node.kind == "yield"].append(value)

    def _loop(self, node: tree.Loop) -> None:
        if node.iterable is not None:
            value = self.evaluate(node.iterable)
            item = self.iterate(value, node)
            if node.target is not None:
                self._bind(node.target, item)
        if node.condition is not None:
            self.evaluate(node.condition)
        before = len(self.sent)
        self.run(node.body)
        if self.bound_nesting == 0 and len(self.sent) > before and retries_forever(node):
            place = self.place(node.span)
            for draft in self.sent[before:]:
                draft.retries[place] = None

    def _define(self, node: tree.Function) -> Defined:
        known = Defined(self.sample, node)
        if node.name:
            self.environment.set(node.name, known)
        known.result = self._enter(known, {})
        return known

    def _enter(self, known: Defined, arguments: dict[str, Known]) -> Known:
        """Follow a function's body with some of its parameters bound; what it returns or yields."""
        if self._entered > _MAX_FOLLOWED_CALLS or self._depth > MAX_DEPTH // 2:
            return Nothing()
        self._entered += 1
        outer, sample = self.environment, self.sample
        inner = Environment(outer)
        for name in known.function.parameters:
            inner.set(name, arguments.get(name, Nothing()))
        for name, default in known.function.defaults:
            if name not in arguments:
                inner.set(name, self.evaluate(default))
        self.environment, self.sample = inner, known.sample
        self._returns.append(([], []))
        self.run(known.function.body)
        returned, yielded = self._returns.pop()
        self.environment, self.sample = outer, sample
        if yielded:
            return next((v for v in yielded if isinstance(v, Answer)), Nothing())
        return next(
            (v for v in returned if not isinstance(v, Nothing | Written)),
            returned[0] if returned else Nothing(),
        )

    def call_function(self, known: Defined, node: tree.Call) -> Known:
        """A call of a function of the document."""
        arguments: dict[str, Known] = {}
        positional = list(known.function.parameters)
        if positional[:1] in (["self"], ["cls"]):
            positional.pop(0)
        for argument in node.arguments:
            value = self.evaluate(argument.value)
            if argument.name is not None:
                arguments[argument.name] = value
            elif positional:
                arguments[positional.pop(0)] = value
        return self._enter(known, arguments)

    def call_back(self, node: tree.Expression, *values: Known) -> Known:
        """Follow a callback with what it is called with."""
        known = self.evaluate_function(node)
        if known is None:
            return Nothing()
        return self._enter(known, dict(zip(known.function.parameters, values, strict=False)))

    def evaluate_function(self, node: tree.Expression) -> Defined | None:
        """The function that an expression is or names."""
        if isinstance(node, tree.Function):
            return Defined(self.sample, node)
        if isinstance(node, tree.Name):
            known = self.environment.get(node.text)
            return known if isinstance(known, Defined) else None
        return None

    # -- assignment

    def _assign(self, node: tree.Assign) -> None:
        if isinstance(node.value, tree.Function) and isinstance(node.target, tree.Name):
            known = Defined(self.sample, node.value)
            self.environment.set(node.target.text, known)
            self._enter(known, {})
            return
        value = self.evaluate(node.value)
        if node.operator != "=" and isinstance(node.target, tree.Name):
            current = self.environment.get(node.target.text)
            if isinstance(current, Payload):
                self.merge_into(current, value)
            elif isinstance(current, Written) and isinstance(node.value, tree.Sequence):
                self.append(node.target, current, node.value.items)
            elif isinstance(value, Answer) and value.form == "event" and not value.path:
                self.use_stream(value.draft, self.place(node.span), records_type=True)
            elif isinstance(value, Answer) and value.form in ("lines", "line"):
                # A buffer that pieces of the stream are added to is read as the stream is.
                self.environment.set(node.target.text, value)
            return
        self._bind(node.target, value)

    def _bind(self, target: tree.Expression, value: Known) -> None:
        if isinstance(target, tree.Name):
            names = self.outermost if target.shared else self.environment
            names.set(target.text, self.as_payload(value))
        elif isinstance(target, tree.Index | tree.Attribute):
            self._set_member(target, value)
        elif isinstance(target, tree.Mapping):
            for entry in target.entries:
                if entry.name is not None and isinstance(entry.value, tree.Name):
                    self.environment.set(entry.value.text, self.member(value, entry.name, entry.key_span))
        elif isinstance(target, tree.Sequence):
            for item in target.items:
                if isinstance(item, tree.Name):
                    kept = isinstance(value, Answer | Deadline)
                    self.environment.set(item.text, value if kept else Nothing())

    def _set_member(self, target: tree.Index | tree.Attribute, value: Known) -> None:
        if isinstance(target, tree.Attribute):
            name, span = target.name, target.name_span
        elif isinstance(target.key, tree.String) and target.key.value is not None:
            name, span = target.key.value, target.key.content
        else:
            return
        if isinstance(target.base, tree.Name) and target.base.text in ("self", "this"):
            self.outermost.set(f"self.{name}", self.as_payload(value))
            return
        base = self.evaluate(target.base)
        if isinstance(base, Payload):
            base.add(Slot(name, self.place(span), self.as_value(value)))
        elif isinstance(base, Client) and snake(name) in BASE_NAMES:
            base.base_url = self.as_value(value)
        elif isinstance(base, Client) and limits_time(name, self.as_value(value)):
            base.bounded = True
        elif isinstance(base, Member | Prepared | Client):
            self.set_part(base, name, span, value)

    # -- expressions

    def evaluate(self, node: tree.Expression) -> Known:
        """What an expression stands for."""
        if self._depth > MAX_DEPTH:
            return Nothing()
        self._depth += 1
        try:
            return self._evaluate(node)
        finally:
            self._depth -= 1

    def _evaluate(self, node: tree.Expression) -> Known:
        if isinstance(node, tree.Name):
            known = self.environment.get(node.text)
            return known if known is not None else Member(None, (), node.text)
        if isinstance(node, tree.Attribute | tree.Index):
            return self._member_of(node)
        if isinstance(node, tree.Call):
            return self._call_once(node)
        if isinstance(node, tree.Compare):
            self.compare(node)
            return Nothing()
        if isinstance(node, tree.Join):
            return self._join(node)
        if isinstance(node, tree.Function):
            return self._define(node)
        if isinstance(node, tree.Loop):
            self._loop(node)
            return Nothing()
        if isinstance(node, tree.Spread):
            return self.evaluate(node.value)
        if isinstance(node, tree.String):
            for part in node.parts:
                if not isinstance(part, tree.String):
                    self.evaluate(part)
        elif isinstance(node, tree.Sequence):
            for item in node.items:
                if not isinstance(item, tree.Mapping | tree.String):
                    self.evaluate(item)
        elif isinstance(node, tree.Mapping):
            follow_batch_line(self, node)
            for entry in node.entries:
                if isinstance(entry.value, tree.Call | tree.Attribute | tree.Index | tree.Loop):
                    self.evaluate(entry.value)
        elif isinstance(node, tree.Unknown):
            for child in node.children:
                self.evaluate(child)
            return Nothing()
        return Written(self.sample, node)

    def _call_once(self, node: tree.Call) -> Known:
        key = (id(node), id(self.environment))
        if key not in self._results:
            around = self.ends_a_wait(node)
            self.bound_nesting += around
            self._results[key] = self.environment, self.call(node)
            self.bound_nesting -= around
        return self._results[key][1]

    def _join(self, node: tree.Join) -> Known:
        values = [self.evaluate(operand) for operand in node.operands]
        if node.operator == "+":
            return Written(self.sample, node)
        return next(
            (v for v in values if not isinstance(v, Nothing | Written | Member)),
            values[0] if values else Nothing(),
        )

    def _member_of(self, node: tree.Attribute | tree.Index) -> Known:
        if isinstance(node, tree.Attribute):
            if isinstance(node.base, tree.Name) and node.base.text in ("self", "this"):
                found = self.environment.get(f"self.{node.name}")
                return found if found is not None else Member(None, (node.name,), node.base.text)
            return self.member(self.evaluate(node.base), node.name, node.span)
        base = self.evaluate(node.base)
        key = node.key
        if isinstance(key, tree.String) and key.value is not None:
            if isinstance(base, Answer) and base.form == "raw" and key.value in _BODY_KEYS:
                # Some libraries parse the body when a member of it is asked for.
                base = Answer(base.draft, "json")
            return self.member(base, key.value, node.span)
        asked = self.evaluate(key)
        if isinstance(base, Payload):
            self.look_up(base, asked)
        if isinstance(base, Answer):
            return base if base.form not in ("stream", "lines") else self.event_of(base)
        return Nothing()

    def member(self, base: Known, name: str, span: Span) -> Known:
        """``base.name`` and ``base["name"]``; ``span`` covers the whole of it."""
        if isinstance(base, Answer):
            return self.answer_member(base, name, span)
        if isinstance(base, Client | Imported | Nothing | Prepared):
            return Member(base, (name,))
        if isinstance(base, Deadline):
            return base
        if isinstance(base, Member):
            return Member(base.root, (*base.path, name), base.root_name)
        if isinstance(base, Payload):
            field = base.fields.get(name)
            if field is None:
                return Member(Nothing(), (name,))
            return Written(field.value.sample, field.value.node) if field.value else Nothing()
        if isinstance(base, Written) and isinstance(base.node, tree.Mapping):
            return self.member(self.payload(base), name, span)
        return Nothing()
