"""Records and articles for tests, made from a sound one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.engine.running import Runner, RunOptions
from draftproof.records.shape import responses_requests, shape_of
from drafts import TODAY, run, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.finding import Finding

SHAPE = "sha256:" + "0" * 20
RECORD = ".draftproof/evidence/docs/a.md.evidence.json"
ABSENT = object()
ARTICLE = """# A reader

```python
from openai import OpenAI

client = OpenAI(timeout=20)
answer = client.responses.create(model="<MODEL_ID>", input="Say hello.", max_output_tokens=256)
```
"""


def fields(**changes: Any) -> dict[str, Any]:
    """The fields of a sound record; ``ABSENT`` takes one away."""
    sound = {
        "checked_at": "2026-01-20T09:30:00Z",
        "docs_url": "https://apidoc.cometapi.com/api/text/responses",
        "endpoint_family": "responses",
        "stream_enabled": True,
        "model_id_source": "verified-current-model-list",
        "happy_path_result": "pass",
        "error_path_result": "pass",
        "terminal_state": "completed",
        "notes": "one sample",
    }
    return {name: value for name, value in (sound | changes).items() if value is not ABSENT}


def entry(**changes: Any) -> dict[str, Any]:
    """An entry of ``samples``."""
    sound = {
        "location": {"sample": 0, "line": 4},
        "shape": SHAPE,
        "result": "pass",
        "stage": "",
        "events": {"response.created": 1, "response.completed": 1},
        "terminal": "response.completed",
    }
    return {name: value for name, value in (sound | changes).items() if value is not ABSENT}


def text(**changes: Any) -> str:
    """A record as a file holds it: a field a line, the first on line 2."""
    return json.dumps(fields(**changes), indent=2) + "\n"


def told(*entries: Mapping[str, Any], **changes: Any) -> str:
    """A record that tells its samples."""
    return text(samples=list(entries or (entry(),)), **changes)


def project(
    folder: Path, files: Mapping[str, str | bytes], *, configuration: str = "provider: cometapi\n"
) -> Path:
    """A project with a configuration."""
    write(folder, {"draftproof.yaml": configuration, **files})
    return folder


def evidence(folder: Path, *paths: str, **options: Any) -> list[Finding]:
    """The findings of the evidence rules, the opt-in one included, with the project's configuration."""
    settings: dict[str, Any] = {
        "isolated": False,
        "select": ("EVD", "EVD005"),
    }
    named = [folder / path for path in paths or ("docs",)]
    return list(run(*named, **(settings | options)).result.findings)


def shown(found: list[Finding], folder: Path) -> list[str]:
    """Findings as ``path:line:column CODE``, paths below the folder."""
    return [
        f"{Path(f.path).relative_to(folder).as_posix()}:{f.place.line}:{f.place.column} {f.code}"
        for f in found
    ]


def shapes(article: Path) -> list[str]:
    """The shapes of an article's Responses samples."""
    _, all_facts, _ = Runner(RunOptions(TODAY, isolated=True)).facts_of([str(article)])
    return [
        shape_of(request, facts.credentials)
        for facts in all_facts
        for request in responses_requests(facts.understanding, facts.knowledge)
    ]
