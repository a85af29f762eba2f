"""Official documents are silent: examples of the OpenAPI description, READMEs of the official SDKs."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.engine.running import Runner, RunOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SDKS = ("openai+", "anthropics+", "cometapi-dev+")


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


@pytest.mark.corpus
def test_examples_of_the_openapi_description(corpora: Path, tmp_path: Path) -> None:
    path = corpora.parent / "reference" / "openai-responses-chat.openapi.json"
    if not path.is_file():
        pytest.skip(f"no OpenAPI description at {path}")
    examples = list(_examples(json.loads(path.read_text(encoding="utf-8"))))
    assert examples
    bodies = [json.dumps(example, indent=2) for example in examples]
    page = tmp_path / "examples.md"
    fences = [f"```json\n{body}\n```\n" for body in bodies]
    fences += [
        f"```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n" for body in bodies
    ]
    page.write_text("# Examples\n\n" + "\n".join(fences), encoding="utf-8")
    assert _endpoint_findings(page) == []


@pytest.mark.corpus
def test_documents_of_the_official_sdks(corpora: Path) -> None:
    folders = [path for path in (corpora / "docs").iterdir() if path.name.startswith(SDKS)]
    assert folders
    assert _endpoint_findings(*folders) == []
