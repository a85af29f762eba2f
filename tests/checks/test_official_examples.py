"""Official documents are silent: examples of the OpenAPI description, READMEs of the official SDKs."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.engine.running import Runner, RunOptions
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SDKS = {
    "OpenAI for Node": "openai+openai-node",
    "OpenAI for Python": "openai+openai-python",
    "OpenAI for Go": "openai+openai-go",
    "OpenAI for Java": "openai+openai-java",
    "OpenAI for Ruby": "openai+openai-ruby",
    "OpenAI for .NET": "openai+openai-dotnet",
    "Anthropic for Python": "anthropics+anthropic-sdk-python",
    "CometAPI for Node": "cometapi-dev+cometapi-node",
    "CometAPI for Python": "cometapi-dev+cometapi-python",
}
"""Official SDKs and the folders of their documents in the corpora."""
LANGUAGES = {"curl": "bash", "node.js": "javascript", "csharp": "csharp"}
"""What a description calls its samples -> what a fence does, where that is another word."""


def _endpoint_findings(*paths: Path) -> list[str]:
    options = RunOptions(today=datetime.date(2026, 1, 31), isolated=True, select=("API",))
    findings = Runner(options).run([str(path) for path in paths]).result.findings
    return [f"{finding.path}:{finding.line}: {finding.code} {finding.message}" for finding in findings]


def _examples(node: Any) -> Iterator[dict[str, Any]]:
    """Every example object of an OpenAPI description."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            for name, value in item.items():
                if name in ("example", "x-oaiMeta") and isinstance(value, dict):
                    yield value
                pending.append(value)
        elif isinstance(item, list):
            pending.extend(item)


def _code_samples(node: Any) -> Iterator[tuple[str, str]]:
    """Language and text of every code sample of an OpenAPI description, in the two ways that are in use."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            for sample in item.get("x-codeSamples", ()):
                yield sample["lang"].lower(), sample["source"]
            for example in (item.get("x-oaiMeta") or {}).get("examples", ()):
                if isinstance(example, dict) and isinstance(example.get("request"), dict):
                    yield from example["request"].items()
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def _fence(language: str, text: str) -> str:
    return f"```{LANGUAGES.get(language, language)}\n{text}\n```\n"


def test_code_samples_of_a_description_are_found() -> None:
    """The extract has none; one that has them is read in every language that it has."""
    request = {"curl": "curl a", "python": "a()"}
    description = {
        "paths": {
            "/a": {"post": {"x-oaiMeta": {"examples": [{"title": "A", "request": request}]}}},
            "/b": {"get": {"x-codeSamples": [{"lang": "Go", "source": "b()"}]}},
        }
    }
    assert sorted(_code_samples(description)) == [("curl", "curl a"), ("go", "b()"), ("python", "a()")]
    assert _fence("curl", "curl a") == "```bash\ncurl a\n```\n"


@pytest.mark.corpus
def test_examples_of_the_openapi_description(corpora: Path, tmp_path: Path) -> None:
    path = corpora.parent / "reference" / "openai-responses-chat.openapi.json"
    if not path.is_file():
        pytest.skip(f"no OpenAPI description at {path}")
    description = json.loads(path.read_text(encoding="utf-8"))
    examples = list(_examples(description))
    assert examples
    bodies = [json.dumps(example, indent=2) for example in examples]
    page = tmp_path / "examples.md"
    fences = [f"```json\n{body}\n```\n" for body in bodies]
    fences += [
        f"```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n" for body in bodies
    ]
    fences += [_fence(language, text) for language, text in _code_samples(description)]
    page.write_text("# Examples\n\n" + "\n".join(fences), encoding="utf-8")
    assert _endpoint_findings(page) == []


@pytest.mark.corpus
@pytest.mark.parametrize("sdk", SDKS)
def test_documents_of_the_official_sdks(sdk: str, corpora: Path) -> None:
    folder = corpora / "docs" / SDKS[sdk]
    if not folder.is_dir():
        pytest.skip(f"the corpora have no documents of {sdk}")
    knowledge = builtin_rulebook().knowledge
    readme = next(folder.glob("README.md"))
    understood = understand(read(readme.read_bytes(), readme.name), knowledge)
    assert understood.requests, "a silence about samples that are not understood says nothing"
    assert _endpoint_findings(folder) == []
