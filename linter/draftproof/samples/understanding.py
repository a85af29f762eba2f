"""A document's samples, understood in order: language, tree, names in scope across fences, requests.

State flows from fence to fence of one language. Tabs are alternatives: each begins with what the common code
before them left, and nothing flows from one tab of a group to another. Behind the group, and in the tabs of
other groups, names are known that only one tab binds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from draftproof.reading.document import ContainerKind
from draftproof.samples.anchors import ANCHORS, DEFINITIONS
from draftproof.samples.batch_lines import follow_batch_lines
from draftproof.samples.facts import Sample, Understanding
from draftproof.samples.interpreter import Interpreter
from draftproof.samples.mentions import LANGUAGES, json_models, lexical_models
from draftproof.samples.recognition import canonical, recognise
from draftproof.samples.shell_requests import follow_shell
from draftproof.samples.values import Environment

if TYPE_CHECKING:
    from draftproof.reading.document import Block, Document
    from draftproof.samples import tree
    from draftproof.samples.facts import Status
    from draftproof.samples.knowledge import Knowledge

_PROGRAMS = {
    "python",
    "javascript",
    "typescript",
    "tsx",
    "shell",
    "ruby",
    "csharp",
    "powershell",
    "go",
    "java",
    "kotlin",
    "php",
    "rust",
    "swift",
}
_FRONT_ENDS = {*_PROGRAMS, "http", "json"}
_MODULES = {"typescript": "javascript", "tsx": "javascript", "http": "http"}
"""Front-ends that are named otherwise than their language, or read no program."""
_SCOPES = {"typescript": "javascript", "tsx": "javascript"}
_OUTPUT = frozenset({"output", "text", ""})


def understand(document: Document, knowledge: Knowledge) -> Understanding:
    """Everything that the samples of a document say. Never raises for what they hold."""
    interpreter = Interpreter(knowledge)
    scopes = _Scopes()
    samples: list[Sample] = []
    for index, (part_number, block_number, block) in enumerate(document.samples()):
        line = document.position(part_number, block.content.origin(0)).line
        status, reason, language = _follow(interpreter, scopes, index, part_number, block)
        samples.append(Sample(index, part_number, block_number, language, line, status, reason))
    return Understanding(
        tuple(samples), tuple(draft.finished() for draft in interpreter.drafts), tuple(interpreter.model_uses)
    )


_Tab = tuple[int, int | None]
"""The numbers of a tab and of its group."""


class _Scopes:
    """Environments by language and by the tabs that a block stands in."""

    def __init__(self) -> None:
        self._environments: dict[tuple[str, tuple[_Tab, ...]], Environment] = {}

    def environment(self, language: str, block: Block) -> Environment:
        tabs: list[_Tab] = []
        group: int | None = None
        for container in block.containers:
            if container.kind is ContainerKind.TAB_GROUP:
                group = container.number
            elif container.kind is ContainerKind.TAB:
                tabs.append((container.number, group))
                group = None
        return self._for(_SCOPES.get(language, language), tuple(tabs))

    def _for(self, language: str, tabs: tuple[_Tab, ...]) -> Environment:
        key = (language, tabs)
        if key not in self._environments:
            outer = self._for(language, tabs[:-1]) if tabs else None
            self._environments[key] = Environment(outer, tabs[-1][1] if tabs else None)
        return self._environments[key]


def _follow(
    interpreter: Interpreter, scopes: _Scopes, index: int, part: int, block: Block
) -> tuple[Status, str, str]:
    text = block.content.text
    if block.language == "output":
        return "none", "output", "output"
    if not text.strip():
        return "none", "empty", block.language
    if not any(anchor in text for anchor in ANCHORS):
        language = block.language
        if interpreter.drafts or any(word in text for word in DEFINITIONS):
            language = recognise(block.language, text).language
            if language in _PROGRAMS:
                interpreter.begin(index, part, block.content, scopes.environment(language, block))
                _run(interpreter, _parse(language, text))
        return "none", "nothing of interest", canonical(language)
    language = recognise(block.language, text).language
    if language not in _FRONT_ENDS:
        _add_lexical_models(interpreter, language, index, part, block)
        return (
            ("none" if language in _OUTPUT else "unread"),
            f"no front-end for {language or 'this language'}",
            language,
        )
    module = _parse(language, text)
    interpreter.begin(index, part, block.content, scopes.environment(language, block))
    before = len(interpreter.drafts)
    if language == "json":
        interpreter.model_uses.extend(json_models(index, part, block.content, module))
        follow_batch_lines(interpreter, module)
    else:
        _run(interpreter, module)
        _add_lexical_models(interpreter, language, index, part, block)
    made = len(interpreter.drafts) - before
    if module.unparsed:
        return "partial", f"{len(module.unparsed)} parts did not parse", language
    return ("understood" if made or module.body else "none"), "", language


def _add_lexical_models(interpreter: Interpreter, language: str, index: int, part: int, block: Block) -> None:
    """Model ids that are given in a usual way to a call that was not understood."""
    if language in LANGUAGES:
        for use in lexical_models(index, part, block.content, interpreter.knowledge):
            interpreter.add_model_use(use)


def _run(interpreter: Interpreter, module: tree.Module) -> None:
    if module.language in ("shell", "http"):
        follow_shell(interpreter, module)
    else:
        interpreter.run(module.body)


def _parse(language: str, text: str) -> tree.Module:
    """The tree of a sample; a grammar is loaded only when its language is met."""
    name = _MODULES.get(language, language if language in _PROGRAMS else "jsonlike")
    module = import_module(f"draftproof.samples.languages.{name}")
    parsed: tree.Module = module.parse(text, language) if name == "javascript" else module.parse(text)
    return parsed
