"""MDL001 to MDL005 by lock files: who is asked, what the list says, how old it is."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from draftproof.catalogs.lockfile import Entry, LockFile, dumped
from draftproof.finding import Severity
from drafts import run

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.finding import Finding

TODAY = datetime.date(2026, 1, 31)
MODELS = {
    "gpt-4o": Entry("text"),
    "gpt-4o-mini": Entry("text"),
    "gpt-4.1": Entry("text", datetime.date(2026, 12, 1)),
    "house-embedder": Entry("embedding"),
    "text-embedding-3-small": Entry("embedding"),
    "gpt-image-1": Entry("image"),
}


def lock(provider: str = "openai", fetched: datetime.date = TODAY, **more: object) -> str:
    values: dict[str, object] = {
        "written_by": "draftproof catalog refresh",
        "source": "https://api.example.com",
        "fetched": fetched,
        "models": MODELS,
        "retired": {"gpt-4-0314": datetime.date(2025, 12, 1)},
        "aliases": {"house-model": "our gateway"},
    }
    return dumped(LockFile(provider, **(values | more)))  # type: ignore[arg-type]


def python(model: str, client: str = "OpenAI()", call: str = "responses.create") -> str:
    return (
        f"# Call\n\n```python\nimport os\nfrom openai import OpenAI\n\nclient = {client}\n"
        f'r = client.{call}(model="{model}", input="Hi")\n```\n'
    )


def judged(folder: Path, text: str, *locks: str, name: str = "a.md", **options: object) -> list[Finding]:
    (folder / ".git").mkdir(exist_ok=True)
    models = folder / ".draftproof" / "models"
    models.mkdir(parents=True, exist_ok=True)
    for each in locks:
        provider = each.partition("provider: ")[2].partition("\n")[0]
        (models / f"{provider}.yaml").write_text(each)
    (folder / name).write_text(text)
    settings = {"isolated": False, "select": ("MDL",), "today": TODAY}
    return list(run(folder, **(settings | options)).result.findings)


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity.label) for finding in found]


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ("gpt-4o", []),
        ("house-model", []),
        ("<MODEL_ID>", []),
        ("your-model-id", []),
        ("ft:gpt-4o:org::abc123", []),
        ("gpt-4o-minii", [("MDL002", "error")]),
        ("gpt-4-0314", [("MDL004", "warning")]),
        ("gpt-4.1", [("MDL004", "advice")]),
        ("text-embedding-3-small", [("MDL005", "warning")]),
        ("house-embedder", [("MDL005", "warning")]),
        ("gpt-image-1", [("MDL005", "warning")]),
    ],
)
def test_an_id_at_the_default_host_of_an_sdk(
    model: str, wanted: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert codes(judged(tmp_path, python(model), lock())) == wanted


def test_without_a_lock_file_it_is_advice(tmp_path: Path) -> None:
    found = judged(tmp_path, python("gpt-4o-minii"))
    assert codes(found) == [("MDL001", "advice")]
    assert found[0].notes == ("did you mean `gpt-4o-mini`?",)
    assert judged(tmp_path, python("gpt-4o-mini"))[0].notes == ()


def test_the_meant_id_is_offered_from_the_list_only(tmp_path: Path) -> None:
    found = judged(tmp_path, python("gpt-4o-minii"), lock())
    assert "did you mean `gpt-4o-mini`?" in found[0].message
    assert found[0].fix is not None
    assert [edit.text for edit in found[0].fix.edits] == ["gpt-4o-mini"]
    # o3 is a shipped spelling, and not in this list.
    assert "did you mean" not in judged(tmp_path, python("o33"), lock())[0].message


UNKNOWN = "gpt-9-imaginary"


@pytest.mark.parametrize(
    ("client", "wanted"),
    [
        ("OpenAI()", ("MDL002", "error")),
        ('OpenAI(base_url="https://api.openai.com/v1")', ("MDL002", "error")),
        ('OpenAI(api_key=os.environ["OPENAI_API_KEY"])', ("MDL002", "error")),
        ('OpenAI(base_url="http://localhost:8000/v1", api_key="none")', ("MDL001", "advice")),
        (
            'OpenAI(base_url="http://localhost:8000/v1", api_key=os.environ["OPENAI_API_KEY"])',
            ("MDL001", "advice"),
        ),
        ('OpenAI(base_url="https://llm.example.org/v1")', ("MDL001", "advice")),
        (
            'OpenAI(base_url=os.environ["BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])',
            ("MDL001", "advice"),
        ),
        ('OpenAI(base_url="https://api.cometapi.com/v1")', ("MDL001", "advice")),
    ],
)
def test_only_a_provider_that_is_shown_is_held_to_its_list(
    client: str, wanted: tuple[str, str], tmp_path: Path
) -> None:
    assert codes(judged(tmp_path, python(UNKNOWN, client), lock())) == [wanted]


def test_another_vendors_id_at_a_default_address_is_sent_elsewhere_by_the_environment(tmp_path: Path) -> None:
    assert codes(judged(tmp_path, python("gemini-2.5-flash"), lock())) == [("MDL001", "advice")]
    client = 'OpenAI(base_url="https://api.openai.com/v1")'
    assert codes(judged(tmp_path, python("gemini-2.5-flash", client), lock())) == [("MDL002", "error")]


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("claude-imaginary-9", "MDL001"),
        ("mistral-imaginary-9", "MDL001"),
        ("gpt-imaginary-9", "MDL002"),
        ("aardvark-9", "MDL002"),
        ("zyzzyva-9", "MDL002"),
    ],
)
def test_another_vendors_id_begins_with_a_word_of_that_vendor(model: str, code: str, tmp_path: Path) -> None:
    assert [each for each, _ in codes(judged(tmp_path, python(model), lock()))] == [code]


def test_deployments_are_never_unknown(tmp_path: Path) -> None:
    text = python("prod-chat", 'AzureOpenAI(azure_endpoint="https://x.openai.azure.com")').replace(
        "import OpenAI", "import AzureOpenAI"
    )
    assert judged(tmp_path, text, lock(), lock("azure-openai")) == []


def test_a_wrapper_has_names_of_its_own(tmp_path: Path) -> None:
    text = '```python\nfrom litellm import completion\n\ncompletion(model="{}", messages=[])\n```\n'
    assert judged(tmp_path, text.format("openai/gpt-4o"), lock()) == []
    found = judged(tmp_path, text.format("ollama/llama3"), lock("cometapi"))
    assert codes(found) == [("MDL001", "advice")]


def test_a_request_that_shows_no_provider_is_judged_by_the_configured_one(tmp_path: Path) -> None:
    text = '```json\n{"model": "gpt-9-imaginary", "messages": []}\n```\n'
    assert codes(judged(tmp_path, text, lock("cometapi"))) == [("MDL001", "warning")]
    assert codes(judged(tmp_path, text.replace("gpt-9-imaginary", "gpt-4o"), lock("cometapi"))) == []


def test_a_list_that_is_too_old_calls_nothing_unknown(tmp_path: Path) -> None:
    old = lock(fetched=TODAY - datetime.timedelta(31))
    found = judged(tmp_path, python(UNKNOWN), old)
    assert codes(found) == [("MDL003", "advice"), ("MDL001", "warning")]
    assert judged(tmp_path, python("gpt-4o"), lock(fetched=TODAY - datetime.timedelta(30))) == []


def test_an_old_list_is_one_finding_at_its_date_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(python("gpt-4o"))
    judged(tmp_path, python("gpt-4o"), lock(fetched=datetime.date(2025, 1, 1)))
    done = run(tmp_path, isolated=False, select=("MDL",), today=TODAY, fail_on=Severity.ADVICE)
    (finding,) = done.result.findings
    assert finding.path.endswith(".draftproof/models/openai.yaml")
    assert (finding.code, finding.place.line, finding.place.column) == ("MDL003", 4, 10)
    assert finding.excerpt == "2025-01-01"
    assert done.failed == 0


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("provider: openai\n<<<<<<< ours\n", 2, "verifies nothing"),
        (lock(written_by="a person"), 4, "did not write it"),
        (lock("cometapi"), 4, 'speaks of the provider "cometapi"'),
    ],
)
def test_a_lock_file_of_no_use_is_a_warning_and_verifies_nothing(
    text: str, line: int, word: str, tmp_path: Path
) -> None:
    judged(tmp_path, "")
    (tmp_path / ".draftproof" / "models" / "openai.yaml").write_text(text)
    found = judged(tmp_path, python(UNKNOWN))
    assert codes(found) == [("MDL003", "warning"), ("MDL001", "advice")]
    assert word in found[0].message
    assert found[0].place.line == line


def test_isolated_runs_read_no_lock_file(tmp_path: Path) -> None:
    old = lock(fetched=datetime.date(2025, 1, 1))
    assert codes(judged(tmp_path, python("gpt-4o"), old, isolated=True)) == [("MDL001", "advice")]


def test_a_retired_model_is_said_once_a_document(tmp_path: Path) -> None:
    text = python("gpt-4-0314")
    assert codes(judged(tmp_path, text + text, lock())) == [("MDL004", "warning")]


def test_no_verdict_turns_with_the_date_alone(tmp_path: Path) -> None:
    later = datetime.date(2026, 12, 24)
    found = judged(tmp_path, python("gpt-4.1"), lock(), today=later)
    assert codes(found) == [("MDL003", "advice"), ("MDL004", "advice")]
    assert codes(judged(tmp_path, python("gpt-4.1"), lock(fetched=later), today=later)) == [
        ("MDL004", "warning")
    ]


def test_a_shipped_date_is_advice_where_there_is_no_list(tmp_path: Path) -> None:
    found = judged(tmp_path, python("gpt-4-0613"))
    assert codes(found) == [("MDL001", "advice"), ("MDL004", "advice")]
    assert codes(judged(tmp_path, python("gpt-4-0613", 'OpenAI(base_url="http://localhost:1/v1")'))) == [
        ("MDL001", "advice")
    ]


def test_kinds_on_other_endpoints(tmp_path: Path) -> None:
    embed = "embeddings.create"
    assert codes(judged(tmp_path, python("gpt-4o", call=embed), lock())) == [("MDL005", "warning")]
    assert judged(tmp_path, python("text-embedding-3-small", call=embed), lock()) == []
    chat = python("x", call="chat.completions.create").replace('input="Hi"', "messages=[]")
    local = 'OpenAI(base_url="http://localhost:1/v1")'
    assert codes(judged(tmp_path, chat.replace('"x"', '"dall-e-3"'))) == [
        ("MDL001", "advice"),
        ("MDL005", "warning"),
    ]
    assert codes(judged(tmp_path, chat.replace('"x"', '"dall-e-3"').replace("OpenAI()", local))) == [
        ("MDL001", "advice")
    ]


def test_tables_and_answers_are_no_requests(tmp_path: Path) -> None:
    table = "| model | price |\n| --- | --- |\n| gpt-9-imaginary | 1 |\n\nUse `gpt-9-imaginary`.\n"
    body = '{"id": "x", "object": "chat.completion", "model": "gpt-9-imaginary", "choices": []}'
    answer = f"\n```json\n{body}\n```\n"
    assert judged(tmp_path, table + answer, lock(), lock("cometapi")) == []


def test_the_lock_file_of_the_nearest_configuration_holds(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "draftproof.yaml").write_text("")
    (inner / "b.md").write_text(python("gpt-4o"))
    found = judged(tmp_path, python("gpt-4o"), lock())
    assert [(finding.code, finding.path.rpartition("/")[2]) for finding in found] == [("MDL001", "b.md")]
