"""The clean samples of ``fixtures/samples`` taken apart by their text, without the program under test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "samples"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+?):.*$", re.MULTILINE)
_HOST = re.compile(r"https://api\.(\w+)\.com|Host: api\.(\w+)\.com")
_ENV = re.compile(r"\b(COMETAPI|OPENAI|ANTHROPIC)_(?:API_)?KEY")

_HTTP = (
    *("fetch(", ".post(", "http.stream", "httpx.stream", "session.stream", "connect_sse"),
    *("HttpRequest", "http.NewRequest", "OkHttpClient"),
    "URLRequest(",
    *("curl_init", "stream_context_create", "wp_remote_post", "->post(", "->request("),
)
_BUILDERS = frozenset({"java", "kotlin"})
_SERVICES = frozenset({"php", "rust"})
"""Languages whose SDKs have methods where others have attributes, and leave out what can only be meant."""


@dataclass(frozen=True)
class Piece:
    """A fence of a clean document: what its heading says is called, and where its code stands in the text."""

    file: str
    text: str
    family: str
    language: str
    start: int
    end: int

    @cached_property
    def code(self) -> str:
        """The code of the fence."""
        return self.text[self.start : self.end]

    @cached_property
    def setup(self) -> str:
        """What stands before the first section."""
        heading = _HEADING.search(self.text)
        return self.text[: heading.start()] if heading else ""

    @cached_property
    def provider(self) -> str:
        """Who is asked: by the hosts and key variables in the fence, else before the first section."""
        anthropic = self.family == "anthropic_messages"
        for text in (self.code, self.setup):
            found = [a or b for a, b in _HOST.findall(text)]
            found += [name.lower() for name in _ENV.findall(text)]
            fitting = [name for name in found if (name == "anthropic") == anthropic or name == "cometapi"]
            if fitting:
                return fitting[0]
        return "anthropic" if anthropic else "openai"

    @cached_property
    def uses_sdk(self) -> bool:
        """True where the request goes through an SDK."""
        called = (
            re.search(
                r"(?:\.|->)(?:create|createStreaming|createStream(?:ed)?|create_stream|create_byot|generate_content(?:_stream)?|stream|stream_raw|generate|Generate|New|NewStreaming|chatCompletions?|CreateResponse\w*|CompleteChat\w*|chats(?:Stream)?|start\w*Chat|createResponse\w*|embeddings)\(",
                self.code,
            )
            is not None
        )
        return called and not any(word in self.code for word in _HTTP)

    @cached_property
    def streams(self) -> bool:
        """True where a stream is asked for and read."""
        return re.search(
            r"stream\\?[\"']?\s*(?:=>|[:=])\s*(?:[tT]rue|proc)|(?:createStream(?:ed)?|create_stream|generate_content_stream)\(|\.stream(?:_raw)?\(|chatCompletions\(|Streaming(?:Async)?\(|chatsStream\(",
            self.code,
        ) is not None and (
            re.search(r"\bfor\b|\bwhile\b|\bforeach\b|forEach|collect|\.on\(|\.each|\bproc\b", self.code)
            is not None
        )

    @cached_property
    def typed(self) -> bool:
        """True where an SDK has names of its own for all that is sent."""
        return self.uses_sdk and self.language == "csharp"

    @cached_property
    def builds(self) -> bool:
        """True where a field is given by a method of a builder."""
        made = ".builder()" in self.code or "Args::default()" in self.code
        return self.uses_sdk and self.language in (*_BUILDERS, "rust") and made

    @cached_property
    def calls_members(self) -> bool:
        """True where a member of an answer is read by calling a method of its name."""
        return self.builds and self.language in _BUILDERS

    def field(self, name: str) -> str:
        """How a field of a request is spelt."""
        named = self.language == "php" and f"{self.member(name)}:" in self.code
        return self.member(name) if self.uses_sdk and (self.language != "php" or named) else name

    def member(self, name: str) -> str:
        """How a member of an object is spelt."""
        words = name.split("_")
        if self.language in ("go", "csharp"):
            return "".join(word.capitalize() for word in words)
        if self.language in (*_BUILDERS, "php", "swift"):
            return words[0] + "".join(word.capitalize() for word in words[1:])
        return name

    def call(self, path: tuple[str, ...]) -> str:
        """How a call below a client is spelt."""
        if self.language in _SERVICES:
            joint = "()->" if self.language == "php" else "()."
            return joint.join(
                self.member(step) for step in path if step != "completions" or "chat" not in path
            )
        joint = "()." if self.builds else "."
        return joint.join(self.member(step) for step in path)

    def line(self, offset: int) -> int:
        """The line, from 1, of an offset in the code."""
        return self.text.count("\n", 0, self.start + offset) + 1

    def changed(self, *edits: tuple[int, int, str]) -> str:
        """The document up to the end of this fence with parts of the code replaced."""
        code = self.code
        for start, end, new in sorted(edits, reverse=True):
            code = code[:start] + new + code[end:]
        return self.text[: self.start] + code + "```\n"


def pieces(families: dict[str, str]) -> Iterator[Piece]:
    """Every fence below a heading that names a family; ``families`` maps headings to families."""
    for path in sorted(SAMPLES.iterdir()):
        text = path.read_text(encoding="utf-8")
        headings = [(match.start(), families[match[1]]) for match in _HEADING.finditer(text)]
        for match in _FENCE.finditer(text):
            before = [family for start, family in headings if start < match.start()]
            if before:
                yield Piece(path.name, text, before[-1], match[1], match.start(2), match.end(2))
