"""What the parts of the interpreter share: the sample at hand, places, names in scope, requests so far."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from draftproof.samples.facts import ModelUse, Place
from draftproof.samples.values import Defined, Draft, Environment, Known, Payload, Value, Written

if TYPE_CHECKING:
    from draftproof.samples import tree
    from draftproof.samples.knowledge import Contract, Knowledge
    from draftproof.text.extract import Extract
    from draftproof.text.source import Span


class Follower(ABC):
    """State and the abstract operations that the parts call on each other."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.drafts: list[Draft] = []
        self.model_uses: list[ModelUse] = []
        self.sent: list[Draft] = []
        """Requests in the order in which they are sent, again where a call is followed again."""
        self._model_places: set[Place] = set()
        self.sample = 0
        self.environment = Environment()
        self.outermost = self.environment
        """The names of the sample at hand, whatever function is followed."""
        self.bound_nesting = 0
        """How many blocks with a deadline surround the statement at hand."""
        self.alarmed = False
        """True where an alarm of the process is one of these."""
        self.timers = 0
        """How many timers' functions surround the expression at hand."""
        self.wrapped = False
        """True once the document has imported a package that wraps clients."""
        self._places: dict[int, tuple[int, Extract]] = {}
        self._by_call: dict[tuple[int, Span], Draft] = {}

    def begin(self, sample: int, part: int, content: Extract, environment: Environment) -> None:
        """Start with a sample: its code as an extract of its part, the names in scope."""
        self._places[sample] = (part, content)
        self.sample = sample
        self.environment = self.outermost = environment

    def place(self, span: Span, sample: int | None = None) -> Place:
        """A span of a sample's code as a place of the document."""
        part, content = self._places[self.sample if sample is None else sample]
        return Place(part, content.span(span.start, span.end))

    def contract(self, draft: Draft) -> Contract | None:
        """The contract of a request's family."""
        return self.knowledge.contracts.get(draft.sent.family or "")

    def helpers_of(self, draft: Draft) -> frozenset[str]:
        """Names of the members that lead to a stream's end."""
        contract = self.contract(draft)
        return contract.helpers if contract is not None else frozenset()

    def as_value(self, known: Known) -> Value | None:
        """A known literal as a value with its place; None for everything that is no literal."""
        if isinstance(known, Payload):
            origin = known.origin
            if origin is None:
                return None
            return Value(origin.sample, origin.node, self.place(origin.node.span, origin.sample), known)
        if isinstance(known, Written):
            return Value(known.sample, known.node, self.place(known.node.span, known.sample))
        return None

    def literal_value(self, node: tree.Expression) -> Value:
        """An expression as it stands, as a value."""
        return Value(self.sample, node, self.place(node.span))

    @abstractmethod
    def evaluate(self, node: tree.Expression) -> Known:
        """What an expression stands for."""

    @abstractmethod
    def evaluate_function(self, node: tree.Expression) -> Defined | None:
        """The function that an expression is or names."""

    @abstractmethod
    def call_back(self, node: tree.Expression, *values: Known) -> Known:
        """Follow a callback with what it is called with."""

    @abstractmethod
    def call_function(self, known: Defined, node: tree.Call) -> Known:
        """Follow a call of a function of the document."""

    @abstractmethod
    def use_stream(
        self,
        draft: Draft,
        place: Place,
        *,
        records_type: bool = False,
        helper: bool = False,
        text_only: bool = False,
    ) -> None:
        """Note how a stream is read."""

    @abstractmethod
    def has_deadline(self, node: tree.Call) -> bool:
        """True for a call that is given what ends a wait from outside."""

    @abstractmethod
    def payload(self, value: Known) -> Payload:
        """The members of a mapping, spreads followed."""

    @abstractmethod
    def member(self, base: Known, name: str, span: Span) -> Known:
        """``base.name`` and ``base["name"]``."""
