from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.recognition import canonical, recognise

CURL = "curl https://x.com/v1/responses \\\n  -H 'A: b' \\\n  -d '{\"model\": \"m\"}'\n"
PYTHON = """from openai import OpenAI

client = OpenAI()
print(client.responses.create(model="m"))
"""
SCRIPT = """import OpenAI from "openai";

const client = new OpenAI();
console.log(await client.responses.create({}));
"""
TYPED = SCRIPT + "function f(a: string): Promise<void> {}\n"
JSON = '{\n  "model": "m",\n  "stream": true\n}\n'
HTTP = "POST /v1/responses HTTP/1.1\nHost: x\n\n{}\n"
EVENTS = 'event: response.created\ndata: {"a": 1}\n\ndata: [DONE]\n'


@pytest.mark.parametrize(
    ("label", "name"),
    [("py", "python"), ("Python3", "python"), ("pycon", "python"), ("jsx", "javascript"), ("node",
    "javascript"),
     ("ts", "typescript"), ("tsx", "tsx"), ("zsh", "shell"), ("console", "shell"), ("shell-session", "shell"),
     ("curl", "shell"), ("jsonc", "json"), ("ndjson", "json"), ("rest", "http"), ("", "text"),
     ("plaintext", "text"),
     ("C#", "csharp"), ("yml", "yaml"), ("golang", "go"), ("ps1", "powershell"), ("{.python}", "python"),
     ("language-js", "javascript"), ("brainfuck", "brainfuck")],
)  # fmt: skip
def test_labels(label: str, name: str) -> None:
    assert canonical(label) == name


@pytest.mark.parametrize("label", ["", "text", "txt"])
@pytest.mark.parametrize(
    ("text", "language"),
    [(CURL, "shell"), ("$ pip install openai\n", "shell"), ("export A_KEY=x\n", "shell"), (PYTHON, "python"),
     (">>> a = 1\n>>> a\n1\n", "python"), (SCRIPT, "javascript"), (TYPED, "typescript"), (JSON, "json"),
     ('{"a": 1}\n{"a": 2}\n', "json"), (HTTP, "http"), ("HTTP/1.1 200 OK\nA: b\n", "http"), (EVENTS, "http"),
     ("#!/usr/bin/env bash\nset -e\n", "shell"), ("#!/usr/bin/env python3\nx\n", "python"),
     ("A_KEY=abc\nB_KEY=\n", "dotenv"), ("graph TD\n A --> B\n", "mermaid"), ("<?php\n$a = 1;\n", "php"),
     ("package main\n\nimport (\n)\n\nfunc main() {\n\tfmt.Println(1)\n}\n", "go"),
     ("let a = B::new();\nlet c = a.d(e).await?;\nprintln!(\"{c}\");\n", "rust"),
     ("$a = B::c($d);\n$e = $a->f();\necho $e;\n", "php"),
     ("model_list:\n  - name: a\n    key: b\n", "yaml")],
)  # fmt: skip
def test_content_without_a_label(label: str, text: str, language: str) -> None:
    assert recognise(label, text).language == language


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "The answer is 42.\n", "my-app/\n\u251c\u2500\u2500 src/\n\u2514\u2500\u2500 README.md\n",
     "2025-01-01 12:00:00 INFO started server\n2025-01-01 12:00:01 ERROR failed: x\n",
     "NAME    ID    SIZE\nllama3  abc   42 GB\n", "Usage: llm logs [OPTIONS]\n\nOptions:\n  -n  Number\n",
     "User: hello\nAgent: hi\n", "https://x.com/a\n", "Don't worry; be happy.\n",
     "import this, then go on with it\n"],
)  # fmt: skip
def test_output_and_prose_are_nothing(text: str) -> None:
    assert recognise("", text).language == "text"


@pytest.mark.parametrize(
    ("label", "text", "language"),
    [("json", CURL, "shell"), ("python", CURL, "shell"), ("javascript", JSON, "json"), ("bash", JSON, "json"),
     ("bash", HTTP, "http"), ("python", SCRIPT, "javascript"), ("bash", PYTHON * 2, "python"),
     ("javascript", PYTHON * 2, "python"), ("showLineNumbers", CURL, "shell")],
)  # fmt: skip
def test_a_label_that_is_surely_wrong(label: str, text: str, language: str) -> None:
    found = recognise(label, text)
    assert found.language == language
    assert found.reason


@pytest.mark.parametrize(
    ("label", "text"),
    [("python", PYTHON), ("python", '{"a": 1}\n'), ("python", "!pip install x\nimport x\n"), ("bash", CURL),
     ("bash", "python - <<EOF\nimport a\nfrom b import c\nprint(a)\nEOF\n"), ("typescript", SCRIPT),
     ("ts", "{ a: 1 }"),
     ("python", "await a.b()\nx = await c.d()\n"), ("yaml", CURL), ("go", PYTHON), ("json", EVENTS),
     ("tsx", "<div>\n</div>")],
)  # fmt: skip
def test_a_label_that_stands(label: str, text: str) -> None:
    assert recognise(label, text).language == canonical(label)


def test_labelled_output_is_nothing() -> None:
    assert recognise("output", CURL).language == "text"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["", "json", "python", "bash", "x"]), st.text(max_size=200))
def test_any_text_has_an_answer(label: str, text: str) -> None:
    found = recognise(label, text)
    assert found.language
    assert found.confidence in {"high", "medium", "low"}
