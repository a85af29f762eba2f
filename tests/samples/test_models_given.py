"""Which literals are taken for a model id given to something, and at which place."""

from __future__ import annotations

import pytest

from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.understanding import understand


def given(language: str, code: str) -> list[str]:
    document = read(f"```{language}\n{code}\n```\n".encode(), "page.md")
    uses = understand(document, builtin_rulebook().knowledge).models
    source = document.parts[0].source
    assert all(source.slice(use.place.span) == use.text for use in uses)
    return [use.text for use in uses]


@pytest.mark.parametrize(
    ("language", "code", "models"),
    [
        ("python", 'client.responses.create(model="gpt-4o", input="x")', ["gpt-4o"]),
        ("python", 'MODEL = "gpt-4o"\nclient.responses.create(model=MODEL, input="x")', ["gpt-4o"]),
        ("python", 'litellm.completion(model="openai/gpt-4o", messages=[])', ["openai/gpt-4o"]),
        ("python", 'search(rerank={"model": "cohere/rerank-english-v3.0"})', ["cohere/rerank-english-v3.0"]),
        ("python", 'car = Car(model="roadster")', []),
        ("python", 'from vllm import LLM\nllm = LLM(model="openai/gpt-oss-20b")', ["openai/gpt-oss-20b"]),
        ("javascript", 'await generateText({ model: "gpt-4o", prompt: "x" })', ["gpt-4o"]),
        ("java", 'OpenAiChatModel.builder()\n    .modelName("gpt-4o-mini")', ["gpt-4o-mini"]),
        ("ruby", 'client.responses.create(\n  model: "gpt-5.2",\n)', ["gpt-5.2"]),
        ("csharp", 'new Options { ModelId = "gpt-4o" }', ["gpt-4o"]),
        ("java", 'new Tesla().model("roadster")', []),
        ("json", '{"model": "gpt-4o", "messages": []}', ["gpt-4o"]),
        ("json", '{"model": "gpt-4o", "object": "chat.completion", "choices": [], "messages": []}', []),
        ("json", '{"model": "gpt-4o", "temperature": 1}', []),
        ("bash", "openai api chat_completions.create -m gpt-4o -g user x", ["gpt-4o"]),
        ("bash", "llm --model=gpt-4o 'Hello'", ["gpt-4o"]),
        ("bash", "git commit -m gpt-4o", []),
        ("bash", "litellm --model gpt-4o --port 4000", []),
        (
            "bash",
            "curl https://example.com/v1beta/models/gemini-2.5-flash:generateContent -d '{\"contents\": []}'",
            ["gemini-2.5-flash"],
        ),
    ],
)
def test_models_given(language: str, code: str, models: list[str]) -> None:
    assert given(language, code) == models
