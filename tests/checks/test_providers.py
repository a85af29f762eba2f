"""Providers: documented addresses, keys and families are silent, wrong addresses are found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks_support import facts_of, hits, marked

from draftproof.rulebook.loading import builtin_rulebook

KNOWLEDGE = builtin_rulebook().knowledge
PROVIDERS = KNOWLEDGE.providers
LOCAL = ("ollama", "vllm", "lm-studio", "llama-cpp", "litellm-proxy")
CODES = ("API001", "API002", "API003", "API005", "API007", "API008", "API009", "MDL002", "SRC002")
MODEL = '"model": "<MODEL_ID>"'
BODIES = {
    "responses": f'{{{MODEL}, "input": "Hi"}}',
    "chat_completions": f'{{{MODEL}, "messages": [{{"role": "user", "content": "Hi"}}]}}',
    "completions": f'{{{MODEL}, "prompt": "Hi"}}',
    "embeddings": f'{{{MODEL}, "input": "Hi"}}',
    "images": f'{{{MODEL}, "prompt": "A tide"}}',
    "audio_speech": f'{{{MODEL}, "input": "Hi", "voice": "alloy"}}',
    "audio_transcription": f'{{{MODEL}, "language": "en"}}',
    "moderations": f'{{{MODEL}, "input": "Hi"}}',
    "files": '{"purpose": "batch"}',
    "batches": '{"input_file_id": "<FILE_ID>", "endpoint": "/v1/responses", "completion_window": "24h"}',
    "realtime": '{"session": {"type": "realtime"}}',
    "conversations": '{"items": []}',
    "assistants": '{"assistant_id": "<ASSISTANT_ID>", "thread": {}}',
    "videos": f'{{{MODEL}, "prompt": "A tide"}}',
    "anthropic_messages": f'{{{MODEL}, "max_tokens": 99, "messages": [{{"role": "user", "content": "Hi"}}]}}',
    "gemini": '{"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}',
    "models": "",
    "rerank": f'{{{MODEL}, "query": "Which?", "documents": ["a", "b"]}}',
}
SOURCE = re.compile(
    r"^  - \{title: .+, url: \"https://.+\", (?:note: .+, )?accessed: \d{4}-\d\d-\d\d\}$", re.MULTILINE
)
ROOTS = {
    "bedrock": "https://bedrock-runtime.us-east-1.amazonaws.com",
    "vertex": "https://aiplatform.googleapis.com",
}
AZURE = "https://mine.openai.azure.com"


def root_of(name: str) -> str:
    """Scheme and host of a provider."""
    provider = PROVIDERS[name]
    base = next((urls[0] for urls in provider.base.values()), "")
    return re.sub(r"(?<=\w)/.*", "", base) or ROOTS.get(name, AZURE)


def documented(name: str, family: str) -> str:
    """The documented address of a family at a provider, as its data say it."""
    provider = PROVIDERS[name]
    method, endpoint = KNOWLEDGE.contracts[family].create
    endpoint = endpoint.replace("{model}", "some-model")
    own_root = family == "anthropic_messages" and "anthropic" in provider.base
    below = endpoint.startswith("/v1/") and not own_root
    path = provider.prefixes[0] + endpoint.removeprefix("/v1") if below else endpoint
    root = provider.base["anthropic"][0] if own_root else root_of(name)
    return f"{method} {root}{path}"


def curl(name: str, family: str, address: str) -> str:
    method, url = address.split(" ")
    provider = PROVIDERS[name]
    key = min(provider.env, default="ACCESS_TOKEN")
    ways = provider.auth.get(family, provider.auth.get("default", ("bearer",)))
    header = f"Authorization: Bearer ${key}" if ways[0] == "bearer" else f"{ways[0]}: ${key}"
    body = f" -d '{BODIES[family]}'" if BODIES[family] else ""
    return f'# Page\n\n```bash\ncurl -X {method} --max-time 60 {url} -H "{header}"{body}\n```\n'


def client(base: str, rest: str = "", package: str = "openai", name: str = "OpenAI") -> str:
    made = f'import os\nfrom {package} import {name}\n\nclient = {name}(base_url="{base}"{rest})\n'
    call = 'client.messages.create(model="<MODEL_ID>", max_tokens=9, messages=[])'
    if name == "OpenAI":
        call = 'client.chat.completions.create(model="<MODEL_ID>", messages=[])'
    return f"# Page\n\n```python\n{made}{call}\n```\n"


def found(text: str) -> list[str]:
    facts = facts_of(text)
    return [f"{code} {marked(hit, facts)}" for code in CODES for hit in hits(code, facts)]


OWN = [
    f"http://{host}:{port}{path}"
    for host in ("localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal")
    for port in (1234, 4000, 8000, 8080, 11434)
    for path in ("", "/v1", "/v1/v1", "/api")
]
SAMPLES = [(name, family) for name in sorted(PROVIDERS) for family in sorted(PROVIDERS[name].families)]


@pytest.mark.parametrize(("name", "family"), SAMPLES)
def test_documented_requests_are_silent(name: str, family: str) -> None:
    text = curl(name, family, documented(name, family))
    (request,) = facts_of(text).understanding.requests
    # Other servers of one's own have such paths as well.
    nobodys = name in LOCAL and KNOWLEDGE.contracts[family].generic
    assert request.family == (None if nobodys else family)
    assert request.provider.name == (name if name not in LOCAL or PROVIDERS[name].ports else "")
    assert found(text) == []


BASES = [
    (name, style, url)
    for name in sorted(PROVIDERS)
    for style, urls in PROVIDERS[name].base.items()
    for url in urls
    if style != "gemini"
]


@pytest.mark.parametrize(("name", "style", "url"), BASES)
def test_documented_base_urls_are_silent(name: str, style: str, url: str) -> None:
    sdk = ("anthropic", "Anthropic") if style == "anthropic" else ("openai", "OpenAI")
    keys = sorted(PROVIDERS[name].env)
    rest = f', api_key=os.environ["{keys[0]}"]' if keys else ""
    assert found(client(url, rest, *sdk)) == []
    assert found(client(url.rstrip("/"), rest, *sdk)) == []


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("groq", "https://api.groq.com/v1"),
        ("groq", "https://api.groq.com/openai"),
        ("groq", "https://api.groq.com/openai/v1/chat/completions"),
        ("cohere", "https://api.cohere.ai/v1"),
        ("fireworks", "https://api.fireworks.ai/v1"),
        ("fireworks", "https://api.fireworks.ai/inference"),
        ("gemini", "https://generativelanguage.googleapis.com/v1beta"),
        ("gemini", "https://generativelanguage.googleapis.com/v1"),
        ("openrouter", "https://openrouter.ai/v1"),
        ("mistral", "https://api.mistral.ai"),
        ("xai", "https://api.x.ai"),
        ("huggingface", "https://router.huggingface.co"),
        ("together", "https://api.together.xyz/v1/v1"),
        ("cometapi", "https://api.cometapi.com"),
    ],
)
def test_wrong_base_urls_are_found(name: str, given: str) -> None:
    facts = facts_of(client(given))
    (hit,) = hits("API007", facts)
    assert (marked(hit, facts), hit.values["wanted"]) == (given, PROVIDERS[name].base["openai"][0])


@pytest.mark.parametrize(
    "given",
    [
        "https://api.deepseek.com/v1",
        "https://api.together.xyz/v1",
        "https://api.mistral.ai/v1/agents",
        "https://router.huggingface.co/novita/v3/openai",
        "https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1",
        "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/openapi",
        "https://llm.example.com",
        *OWN,
    ],
)
def test_base_urls_that_are_nobodys_fault(given: str) -> None:
    assert found(client(given)) == []
    assert found(client(given, ', api_key=os.environ["OPENAI_API_KEY"]')) == []


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("POST https://api.groq.com/v1/chat/completions", "/openai/v1/chat/completions"),
        ("POST https://api.groq.com/openai/chat/completions", "/openai/v1/chat/completions"),
        ("POST https://api.fireworks.ai/v1/chat/completions", "/inference/v1/chat/completions"),
        ("POST https://api.mistral.ai/chat/completions", "/v1/chat/completions"),
        ("POST https://api.x.ai/v1/v1/responses", "/v1/responses"),
        ("GET https://api.groq.com/v1/models", "/openai/v1/models"),
        ("POST https://api.openai.com/batches", "/v1/batches"),
        ("POST https://api.groq.com/v1/uploads", "/openai/v1/uploads"),
    ],
)
def test_wrong_paths_are_found(given: str, wanted: str) -> None:
    family = KNOWLEDGE.family_of_path(given.partition(".")[2], given.split(maxsplit=1)[0]) or "batches"
    facts = facts_of(curl("openai", family, given))
    assert [hit.values["wanted"] for hit in hits("API007", facts)] == [wanted]


@pytest.mark.parametrize(
    "given",
    [
        "POST https://api.perplexity.ai/chat/completions",
        "POST https://api.deepseek.com/beta/completions",
        "POST https://api.deepseek.com/anthropic/v1/messages",
        "POST https://api.cohere.com/v2/chat",
        "POST https://api.cohere.com/v1/embed",
        "POST https://api.mistral.ai/v1/fim/completions",
        "POST https://api.groq.com/v1/embeddings",
        "POST https://router.huggingface.co/hf-inference/models/m/v1/chat/completions",
        "GET https://api.together.xyz/models/info",
        "POST http://localhost:11434/chat/completions",
    ],
)
def test_paths_that_are_a_providers_own(given: str) -> None:
    assert hits("API007", facts_of(curl("openai", "responses", given))) == []


@pytest.mark.parametrize("name", LOCAL)
def test_servers_of_ones_own_have_no_list_and_no_host(name: str) -> None:
    provider = PROVIDERS[name]
    assert not provider.catalog
    assert not provider.strict
    assert not provider.hosts


def test_a_server_of_ones_own_is_shown_by_nothing() -> None:
    text = client("http://localhost:8000/v1", ', api_key=os.environ["OPENAI_API_KEY"]')
    (request,) = facts_of(text).understanding.requests
    assert (request.provider.name, request.provider.shown) == ("", False)
    (request,) = facts_of(client("http://127.0.0.1:11434/v1")).understanding.requests
    assert (request.provider.name, request.provider.shown) == ("ollama", False)


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_facts_have_a_source_and_a_day(name: str) -> None:
    provider = PROVIDERS[name]
    assert provider.families <= KNOWLEDGE.contracts.keys()
    assert provider.auth.keys() <= {"default", *provider.families}
    assert provider.extras.keys() <= provider.families
    bases = [url for urls in provider.base.values() for url in urls]
    assert all(url.startswith(("https://", "http://localhost")) for url in bases)
    assert all(url.startswith("https://") for url in provider.docs.values())
    text = (Path(__file__).parents[2] / "rules" / "providers" / f"{name}.yaml").read_text(encoding="utf-8")
    assert re.search(r"^read: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert SOURCE.search(text)


def test_no_two_providers_claim_the_same() -> None:
    for claims in ("hosts", "env", "ports"):
        every = [each for provider in PROVIDERS.values() for each in getattr(provider, claims)]
        assert len(every) == len(set(every)), claims
