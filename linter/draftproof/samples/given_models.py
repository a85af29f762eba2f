"""Model ids that calls are given, whether the call is judged or not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import ModelUse
from draftproof.samples.knowledge import snake
from draftproof.samples.options import OptionReader
from draftproof.samples.values import Written

if TYPE_CHECKING:
    from draftproof.samples.facts import Place
    from draftproof.samples.values import Draft, Slot, Value

_NAMES = frozenset({"model", "model_name", "model_id"})
_TAKE_IT_FIRST = frozenset(
    {
        *("chat_client", "embedding_client", "image_client", "get_chat_client"),
        *("get_embedding_client", "get_image_client", "get_responses_client"),
        *(
            "open_ai_response_client",
            "get_open_ai_response_client",
            "create_response",
            "create_response_async",
        ),
        *("create_response_streaming", "create_response_streaming_async"),
        *("from_provider", "get_model", "get_async_model", "init_chat_model", "chat_model", "language_model"),
    }
)
_CLASSES = ("chat", "llm", "open_ai", "embedding", "anthropic", "agent")
_VERBS = frozenset(
    {
        *("create", "parse", "stream", "completion", "acompletion", "generate", "generate_content"),
        *("generate_text", "stream_text", "create_partial", "create_iterable", "create_with_completion"),
        *("invoke", "chat", "complete", "acreate", "responses", "aresponses", "embedding", "aembedding"),
        *("embed", "from_provider", "image_generation", "transcription", "speech", "rerank"),
        *("text_completion", "moderation", "generate_object", "chat_completion", "text_generation"),
        *("messages", "count_tokens", "generate_content_stream", "create_variation", "edit"),
        "batch_completion",
    }
)
_COMMANDS = frozenset({"openai", "llm", "aichat", "claude", "codex", "gemini"})


class ModelNoter(OptionReader):
    """The part of the interpreter that notes model ids."""

    def note_model_of(self, draft: Draft, field: Slot | None) -> None:
        """The model field of a request."""
        if field is None or field.value is None or not isinstance(field.value.node, tree.String):
            return
        node = field.value.node
        if node.value is not None:
            place = self.place(node.content, field.value.sample)
            self.note_model_at(draft, node.value, place)

    def note_model_at(self, draft: Draft, text: str, place: Place) -> None:
        """A model that a request names at a place."""
        self.add_model_use(ModelUse(self.sample, text, place, "request", draft.number))

    def note_model(self, name: str, node: tree.Call) -> None:
        """A model given to a call that is not judged: a wrapper's, an agent's, a model class's.

        Where the call's name does not say that it generates something, the value has to look like a model id.
        """
        verb = snake(name)
        sure = verb in _VERBS or (name[:1].isupper() and any(word in verb for word in _CLASSES))
        for argument, value in self.options(node).items():
            if value is None:
                continue
            if snake(argument) in _NAMES:
                self._given(value, name, sure=sure)
            elif isinstance(value.node, tree.Mapping):
                inner = self.payload(Written(value.sample, value.node)).fields.get("model")
                if inner is not None and inner.value is not None:
                    self._given(inner.value, name, sure=False)
        if verb in _TAKE_IT_FIRST and node.arguments and node.arguments[0].name is None:
            self._given(self.literal_value(node.arguments[0].value), name, sure=False)

    def note_command_model(self, node: tree.Call) -> None:
        """The model of a client's command line: ``openai api ... -m ID``, ``llm --model=ID``.

        Only clients that ask an API: the ``--model`` of a server is its configuration.
        """
        command = node.function.text if isinstance(node.function, tree.Name) else ""
        if command not in _COMMANDS:
            return
        values = [argument.value for argument in node.arguments]
        for flag, value in pairwise(values):
            if isinstance(flag, tree.String) and flag.value in ("-m", "--model"):
                self._given(self.literal_value(value), command, sure=False)
        for argument in node.arguments:
            if argument.name == "model":
                self._given(self.literal_value(argument.value), command, sure=False)

    def _given(self, value: Value, call: str, *, sure: bool) -> None:
        if not isinstance(value.node, tree.String) or value.node.value is None:
            return
        if sure or self.knowledge.looks_like_model(value.node.value):
            place = self.place(value.node.content, value.sample)
            self.add_model_use(ModelUse(self.sample, value.node.value, place, call))

    def add_model_use(self, use: ModelUse) -> None:
        """Note a model id; one place is noted once."""
        if use.place not in self._model_places:
            self._model_places.add(use.place)
            self.model_uses.append(use)
