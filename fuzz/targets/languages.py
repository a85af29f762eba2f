"""Front-ends of languages: any text makes a tree, and any tree is followed to requests."""

from __future__ import annotations

import dataclasses
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.understanding import understand
from draftproof.text.source import Span
from fuzz import material
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LANGUAGES: Final = {
    "python": ("python", "py"),
    "javascript": ("javascript", "js", "jsx"),
    "typescript": ("typescript", "ts"),
    "tsx": ("tsx", "jsx", "typescript"),
    "shell": ("bash", "sh", "shell", "console"),
    "ruby": ("ruby", "rb"),
    "csharp": ("csharp", "cs", "c#"),
    "powershell": ("powershell", "ps1"),
    "go": ("go",),
    "java": ("java",),
    "kotlin": ("kotlin", "kt"),
    "php": ("php",),
    "rust": ("rust", "rs"),
    "swift": ("swift",),
    "http": ("http",),
    "json": ("json", "jsonl", "jsonc"),
}
"""The languages with a front-end, and what their fences say."""
_MODULES: Final = {"typescript": "javascript", "tsx": "javascript", "json": "jsonlike"}
_WORDS: Final = (
    *(
        "client.responses.create(",
        "client.chat.completions.create(",
        'model="gpt-5"',
        "stream=True",
        "messages",
    ),
    *(
        "OpenAI(",
        "new OpenAI({",
        "base_url=",
        "https://api.openai.com/v1/responses",
        "Authorization: Bearer ",
    ),
    *(
        "for event in stream:",
        "for await (const e of s) {",
        "response.output_text.delta",
        "[DONE]",
        "async with ",
    ),
    *(
        "f'{",
        '"""',
        "'''",
        "${",
        "$(",
        "<<EOF\n",
        "EOF\n",
        "-d '",
        "--data @-",
        "curl ",
        " \\\n",
        "| jq .",
        "`${",
    ),
    *(
        "lambda:",
        "=>",
        "?.",
        "...",
        "**",
        "*args",
        "match ",
        "case ",
        "switch (",
        "fn main() {",
        "func ",
        "try:",
        "guard let ",
        "if let ",
        "try await ",
    ),
    *(
        "@Override\n",
        "#[tokio::main]\n",
        "<?php\n",
        "%w[",
        "<<~X\n",
        "=begin\n",
        "=end\n",
        "$env:",
        "@'\n",
        "'@\n",
    ),
    *(
        "POST /v1/responses HTTP/1.1\n",
        "Host: a\n",
        '{"model": ',
        "// ",
        "/* ",
        "# ",
        ">>> ",
        "$ ",
        "%pip ",
        "!curl ",
    ),
    *(
        "((((((((",
        "[[[[[[[[",
        "{{{{{{{{",
        "))))",
        "]]]]",
        "}}}}",
        "!!!!!!!!",
        "--------",
        "........",
        "if x:\n" * 9,
    ),
)
_DEEP: Final = 2_000


def _spans(value: Any, whole: int) -> None:
    """Every span below a tree lies in the text; without recursion, for trees may be deep."""
    waiting = [value]
    seen = 0
    while waiting:
        each = waiting.pop()
        seen += 1
        if isinstance(each, Span):
            hold(0 <= each.start <= each.end <= whole, "a node of the tree lies outside the sample")
        elif isinstance(each, list | tuple):
            waiting.extend(each)
        elif dataclasses.is_dataclass(each) and not isinstance(each, type):
            waiting.extend(getattr(each, field.name) for field in dataclasses.fields(each))
    hold(seen <= _DEEP + 60 * whole, f"a tree of {seen} nodes for {whole} characters")


def _run(language: str, data: bytes) -> None:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    module = import_module(f"draftproof.samples.languages.{_MODULES.get(language, language)}")
    if _MODULES.get(language, language) == "javascript":
        parsed = module.parse(text, language)
    else:
        parsed = module.parse(text)
    _spans(parsed, len(text))
    fence = "`" * 12
    document = read(f"{fence}{language}\n{text}\n{fence}\n".encode(), "a.md")
    understood = understand(document, builtin_rulebook().knowledge)
    for draft in understood.requests:
        _spans(draft, len(document.source.text))


def _seeds(language: str) -> Sequence[bytes]:
    found = material.samples(*_LANGUAGES[language])
    return [text.encode() for text in found[:60]] or [b"x = 1\n"]


TARGETS: Final = tuple(
    Target(f"lang-{name}", f"the front-end of {name}", partial(_seeds, name), partial(_run, name), _WORDS)
    for name in _LANGUAGES
)
