"""Families beside the text APIs: they are recognised, and a mixture with any of them is named rightly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.registry import CHECKS
from draftproof.reading.reader import read
from draftproof.records.shape import responses_requests
from draftproof.rulebook.loading import builtin_rulebook
from drafts import TODAY

if TYPE_CHECKING:
    from draftproof.finding import Hit

RULEBOOK = builtin_rulebook()
KNOWLEDGE = RULEBOOK.knowledge
CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\n"
GEMINI = "from google import genai\n\nclient = genai.Client()\n"


def facts_of(text: str) -> Facts:
    return Facts(read(text.encode(), "page.md"), RULEBOOK, PlaceholderPolicy(), TODAY)


def hits(code: str, facts: Facts) -> list[Hit]:
    rule = RULEBOOK.by_code[code]
    return list(CHECKS[rule.check].load()(facts, rule.options))


def marked(hit: Hit, facts: Facts) -> str:
    return facts.document.parts[hit.part].source.slice(hit.span)


def page(code: str, language: str = "python") -> str:
    return f"# Page\n\n```{language}\n{code}\n```\n"


def curl(path: str, body: str, host: str = "https://api.openai.com", pipe: str = "") -> str:
    return page(f"curl {host}{path} -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '{body}'{pipe}", "bash")


def families(text: str) -> list[str | None]:
    return [request.family for request in facts_of(text).understanding.requests]


def said(code: str, text: str) -> list[tuple[str, str, str]]:
    """What a rule says of a page: the text at the place, the family called and the one that is named."""
    facts = facts_of(text)
    return [
        (marked(hit, facts), hit.values["family"], str(hit.values.get("other", "")))
        for hit in hits(code, facts)
    ]


@pytest.mark.parametrize(
    ("path", "method", "family"),
    [
        ("/v1/completions", "POST", "completions"),
        ("/completions", "POST", "completions"),
        ("/openai/deployments/mine/completions", "POST", "completions"),
        ("/v1/chat/completions", "POST", "chat_completions"),
        ("/v1/fim/completions", "POST", None),
        ("/v1/agents/completions", "POST", None),
        ("/v1/audio/speech", "POST", "audio_speech"),
        ("/v1/audio/transcriptions", "POST", "audio_transcription"),
        ("/v1/audio/translations", "POST", "audio_transcription"),
        ("/v1/moderations", "POST", "moderations"),
        ("/v1/models", "GET", "models"),
        ("/v1/models", "POST", None),
        ("/v1/files", "POST", "files"),
        ("/files", "POST", None),
        ("/v1/batches", "POST", "batches"),
        ("/v1/realtime/client_secrets", "POST", "realtime"),
        ("/v1/realtime/sessions", "POST", "realtime"),
        ("/v1/conversations", "POST", "conversations"),
        ("/v1/conversations/conv_1/items", "POST", "conversations"),
        ("/v1/threads/runs", "POST", "assistants"),
        ("/v1/threads/thread_1/messages", "POST", "assistants"),
        ("/v1/threads/\ufffc/runs", "POST", "assistants"),
        ("/v1/messages", "POST", "anthropic_messages"),
        ("/v1/videos", "POST", "videos"),
        ("/v1beta/models/gemini-x:generateContent", "POST", "gemini"),
        ("/v1beta/models/\ufffc:streamGenerateContent", "POST", "gemini"),
        ("/v1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent", "POST", "gemini"),
        ("/v1beta/models/gemini-x:countTokens", "POST", None),
        ("/v1/embeddings/", "POST", "embeddings"),
    ],
)
def test_a_family_is_concluded_from_the_path(path: str, method: str, family: str | None) -> None:
    assert KNOWLEDGE.family_of_path(path, method) == family


@pytest.mark.parametrize(
    ("host", "family"),
    [("api.openai.com", "files"), ("api.mistral.ai", "files"), ("files.example.org", None)],
)
def test_common_names_count_at_hosts_that_are_known(host: str, family: str | None) -> None:
    assert KNOWLEDGE.family_of_path("/v1/files", "POST", host) == family


@pytest.mark.parametrize(
    ("call", "family"),
    [
        ('client.completions.create(model="m", prompt="x")', "completions"),
        ('client.audio.speech.create(model="m", voice="alloy", input="x")', "audio_speech"),
        ('client.audio.transcriptions.create(model="m", file=f)', "audio_transcription"),
        ('client.audio.translations.create(model="m", file=f)', "audio_transcription"),
        ('client.moderations.create(input="x")', "moderations"),
        ("client.models.list()", "models"),
        ('client.files.create(file=f, purpose="batch")', "files"),
        (
            'client.batches.create(input_file_id="f", endpoint="/v1/responses", completion_window="24h")',
            "batches",
        ),
        ('client.realtime.client_secrets.create(session={"type": "realtime"})', "realtime"),
        ("client.conversations.create(items=[])", "conversations"),
        ('client.beta.threads.runs.create(thread_id="t", assistant_id="a")', "assistants"),
        ('client.beta.threads.messages.create("t", role="user", content="x")', "assistants"),
        ('client.videos.create(prompt="x")', "videos"),
    ],
)
def test_a_family_is_concluded_from_the_call(call: str, family: str) -> None:
    text = page(CLIENT + call)
    assert families(text) == [family]
    assert not [
        hit
        for code in ("API001", "API002", "API003", "API004", "API009")
        for hit in hits(code, facts_of(text))
    ]


def test_common_names_count_below_a_known_client_only() -> None:
    assert families(page('drive.files.create(body=metadata)\ntalk.conversations.create(model="x")')) == []
    below_anthropic = (
        'from anthropic import Anthropic\nclient = Anthropic()\nclient.completions.create(prompt="x")'
    )
    assert families(page(below_anthropic)) == []


@pytest.mark.parametrize(
    ("call", "family", "streams"),
    [
        ('client.models.generate_content(model="m", contents="x")', "gemini", False),
        ('client.models.generate_content_stream(model="m", contents="x")', "gemini", True),
        ('client.aio.models.generate_content(model="m", contents="x")', "gemini", False),
    ],
)
def test_calls_of_the_gemini_sdk(call: str, family: str, streams: bool) -> None:
    (request,) = facts_of(page(GEMINI + call)).understanding.requests
    assert (request.family, request.stream, request.base_style) == (family, streams, "gemini")


def test_a_path_can_say_that_the_answer_is_a_stream() -> None:
    text = curl("/v1beta/models/m:streamGenerateContent?alt=sse", '{"contents": []}')
    (request,) = facts_of(text).understanding.requests
    assert (request.family, request.stream) == ("gemini", True)


@dataclass(frozen=True)
class Mixture:
    """A page, and what is found on it: the marked text, the family called, the family that is named."""

    text: str
    found: tuple[str, str, str]


RESPONSES, CHAT = "OpenAI Responses API", "OpenAI Chat Completions"
COMPLETIONS, GENERATE = "OpenAI Completions (legacy)", "Google Gemini generateContent"
TRANSCRIPTION, LANGCHAIN = "OpenAI transcription and translation", "LangChain chat model"
FIELDS = {
    "completions": Mixture(
        curl("/v1/completions", '{"model": "m", "messages": []}'),
        ("messages", COMPLETIONS, CHAT),
    ),
    "completions in chat": Mixture(
        curl("/v1/chat/completions", '{"model": "m", "messages": [], "best_of": 2}'),
        ("best_of", CHAT, COMPLETIONS),
    ),
    "speech": Mixture(
        page(CLIENT + 'client.audio.speech.create(model="m", voice="alloy", prompt="x")'),
        ("prompt", "OpenAI text to speech", COMPLETIONS),
    ),
    "transcription": Mixture(
        page(CLIENT + 'client.audio.transcriptions.create(model="m", file=f, voice="alloy")'),
        ("voice", TRANSCRIPTION, "OpenAI text to speech"),
    ),
    "moderations": Mixture(
        page(CLIENT + "client.moderations.create(messages=[])"), ("messages", "OpenAI Moderations", CHAT)
    ),
    "files": Mixture(
        page(CLIENT + 'client.files.create(file=f, purpose="batch", completion_window="24h")'),
        ("completion_window", "OpenAI Files", "OpenAI Batches"),
    ),
    "batches": Mixture(
        curl("/v1/batches", '{"input": [], "endpoint": "/v1/responses", "completion_window": "24h"}'),
        ("input", "OpenAI Batches", RESPONSES),
    ),
    "realtime": Mixture(
        curl("/v1/realtime/client_secrets", '{"session": {}, "messages": []}'),
        ("messages", "OpenAI Realtime API", CHAT),
    ),
    "conversations": Mixture(
        page(CLIENT + "client.conversations.create(messages=[])"), ("messages", "OpenAI Conversations", CHAT)
    ),
    "assistants": Mixture(
        page(CLIENT + 'client.beta.threads.runs.create(thread_id="t", assistant_id="a", input="x")'),
        ("input", "OpenAI Assistants", RESPONSES),
    ),
    "videos": Mixture(
        curl("/v1/videos", '{"model": "m", "messages": []}'), ("messages", "OpenAI Videos", CHAT)
    ),
    "gemini": Mixture(
        page(GEMINI + 'client.models.generate_content(model="m", messages=[])'),
        ("messages", GENERATE, CHAT),
    ),
    "gemini in responses": Mixture(
        page(CLIENT + 'client.responses.create(model="m", contents="x")'),
        ("contents", RESPONSES, GENERATE),
    ),
}


@pytest.mark.parametrize("mixture", FIELDS.values(), ids=FIELDS)
def test_fields_of_another_family_are_named(mixture: Mixture) -> None:
    assert said("API001", mixture.text) == [mixture.found]


READS = {
    "completions of chat": (
        'client.chat.completions.create(model="m", messages=[])',
        "choices[0].text",
        CHAT,
        COMPLETIONS,
    ),
    "chat of completions": (
        'client.completions.create(model="m", prompt="x")',
        "choices[0].message.content",
        COMPLETIONS,
        CHAT,
    ),
    "completions of responses": (
        'client.responses.create(model="m", input="x")',
        "choices[0].text",
        RESPONSES,
        COMPLETIONS,
    ),
    "moderations of embeddings": (
        'client.embeddings.create(model="m", input="x")',
        "results[0].flagged",
        "OpenAI Embeddings",
        "OpenAI Moderations",
    ),
    "batches of responses": (
        'client.responses.create(model="m", input="x")',
        "output_file_id",
        RESPONSES,
        "OpenAI Batches",
    ),
    "gemini of chat": (
        'client.chat.completions.create(model="m", messages=[])',
        "candidates[0].content",
        CHAT,
        GENERATE,
    ),
    "responses of batches": ('client.batches.retrieve("b")', "output_text", "OpenAI Batches", RESPONSES),
    "responses of a transcription": (
        'client.audio.transcriptions.create(model="m", file=f)',
        "output_text",
        TRANSCRIPTION,
        RESPONSES,
    ),
    "chat of a video": (
        'client.videos.create(prompt="x")',
        "choices[0].message.content",
        "OpenAI Videos",
        CHAT,
    ),
    "assistants of responses": (
        'client.responses.create(model="m", input="x")',
        "required_action",
        RESPONSES,
        "OpenAI Assistants",
    ),
    "messages of a thread": (
        'client.beta.threads.messages.list(thread_id="t")',
        "output_text",
        "OpenAI Assistants",
        RESPONSES,
    ),
}


@pytest.mark.parametrize(("call", "path", "family", "other"), READS.values(), ids=READS)
def test_answers_read_as_those_of_another_family_are_named(
    call: str, path: str, family: str, other: str
) -> None:
    assert said("API003", page(f"{CLIENT}answer = {call}\nprint(answer.{path})")) == [
        (f"answer.{path}", family, other)
    ]


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ('client.completions.create(model="m", prompt="x")', "choices[0].text"),
        ('client.completions.create(model="m", prompt="x")', "choices[0].finish_reason"),
        ('client.audio.transcriptions.create(model="m", file=f)', "text"),
        ('client.moderations.create(input="x")', "results[0].categories"),
        ('client.batches.retrieve("b")', "request_counts.total"),
        ('client.beta.threads.messages.list(thread_id="t")', "data[0].content[0].text.value"),
        ('client.beta.threads.runs.create(thread_id="t", assistant_id="a")', "usage.prompt_tokens"),
        ('client.beta.threads.runs.create(thread_id="t", assistant_id="a")', "incomplete_details"),
        ('client.videos.create(prompt="x")', "status"),
    ],
)
def test_answers_read_as_their_own_are_fine(call: str, path: str) -> None:
    assert said("API003", page(f"{CLIENT}answer = {call}\nprint(answer.{path})")) == []


def _loop(call: str, test: str) -> str:
    return page(f"{CLIENT}for event in {call}:\n    if {test}:\n        print(event)")


STREAMING = 'client.responses.create(model="m", input="x", stream=True)'
EVENTS = {
    "realtime": ('event.type == "response.output_audio.delta"', "OpenAI Realtime API"),
    "realtime's end": ('event.type == "response.done"', "OpenAI Realtime API"),
    "assistants": ('event.event == "thread.message.delta"', "OpenAI Assistants"),
    "speech": ('event.type == "speech.audio.delta"', "OpenAI text to speech"),
    "transcription": ('event.type == "transcript.text.delta"', TRANSCRIPTION),
}


@pytest.mark.parametrize(("test", "other"), EVENTS.values(), ids=EVENTS)
def test_events_of_another_family_are_named(test: str, other: str) -> None:
    assert [(family, named) for _, family, named in said("API004", _loop(STREAMING, test))] == [
        (RESPONSES, other)
    ]


def test_events_that_two_families_share_are_the_one_of_the_stream() -> None:
    chat = 'client.chat.completions.create(model="m", messages=[], stream=True)'
    text = _loop(chat, 'event.type == "response.output_text.delta"')
    assert [named for _, _, named in said("API004", text)] == [RESPONSES]
    assert said("API004", _loop(STREAMING, 'event.type == "response.output_item.done"')) == []
    runs = 'client.beta.threads.runs.create(thread_id="t", assistant_id="a", stream=True)'
    assert said("API004", _loop(runs, 'event.event == "thread.run.completed"')) == []
    assert [named for _, _, named in said("API004", _loop(runs, 'event.event == "response.completed"'))] == [
        RESPONSES
    ]


LINE = '{{"custom_id": "a", "method": "POST", "url": "{}", "body": {}}}'


@pytest.mark.parametrize("language", ["jsonl", "json"])
def test_lines_of_a_batch_are_judged_by_their_url(language: str) -> None:
    lines = [
        LINE.format("/v1/responses", '{"model": "m", "messages": []}'),
        LINE.format("/v1/chat/completions", '{"model": "m", "messages": []}'),
        LINE.format("/v1/chat/completions", '{"model": "m", "input": "x"}'),
        LINE.format("/v1/embeddings", '{"model": "m", "input": "x"}'),
    ]
    body = "\n".join(lines) if language == "jsonl" else f"[{', '.join(lines)}]"
    text = page(body, language)
    assert families(text) == ["responses", "chat_completions", "chat_completions", "embeddings"]
    assert said("API001", text) == [("messages", RESPONSES, CHAT), ("input", CHAT, RESPONSES)]


def test_lines_that_a_program_makes_are_judged_too() -> None:
    made = 'lines.append({"custom_id": f"a{i}", "method": "POST", "url": "/v1/responses",\n'
    text = page(made + '    "body": {"model": "m", "input": "x", "max_tokens": 9}})')
    assert said("API001", text) == [('"max_tokens"', RESPONSES, CHAT)]


@pytest.mark.parametrize(
    "body",
    [
        '{"custom_id": "a", "url": "/v1/responses"}',
        '{"url": "/v1/responses", "body": {"messages": []}}',
        '{"custom_id": "a", "params": {"model": "m", "messages": []}}',
        '{"custom_id": "a", "url": "https://example.org/hook", "body": {"messages": []}}',
        '{"custom_id": 3, "url": ["/v1/responses"], "body": null}',
    ],
)
def test_what_is_no_line_of_a_batch(body: str) -> None:
    text = page(body, "json")
    assert said("API001", text) == []
    assert all(family is None for family in families(text))


def test_a_line_of_a_batch_is_no_sample_to_send() -> None:
    line = page(LINE.format("/v1/responses", '{"model": "m", "input": "x"}'), "jsonl")
    understanding = facts_of(line).understanding
    assert understanding.requests[0].transport == "batch"
    assert responses_requests(understanding, KNOWLEDGE) == ()
    assert responses_requests(facts_of(page(CLIENT + STREAMING)).understanding, KNOWLEDGE)


LITELLM, AI = "from litellm import completion, responses\n", 'import { generateText } from "ai";\n'
INSTRUCTOR = "import instructor\nfrom openai import OpenAI\n\nclient = instructor.from_openai(OpenAI())\n"
CHAIN = 'from langchain_openai import ChatOpenAI\n\nmodel = ChatOpenAI(model="m")\n'
WRAPPERS = {
    "litellm": (
        LITELLM + 'answer = completion(model="m", input="x")',
        "python",
        "API001",
        ("input", "LiteLLM completion()", RESPONSES),
    ),
    "litellm's answer": (
        LITELLM + 'answer = completion(model="m", messages=[])\nprint(answer.output_text)',
        "python",
        "API003",
        ("answer.output_text", "LiteLLM completion()", RESPONSES),
    ),
    "litellm responses": (
        LITELLM + 'answer = responses(model="m", messages=[])',
        "python",
        "API001",
        ("messages", "LiteLLM responses()", CHAT),
    ),
    "AI SDK": (
        AI + 'const answer = await generateText({ model, input: "x" });',
        "javascript",
        "API001",
        ("input", "AI SDK", RESPONSES),
    ),
    "AI SDK's answer": (
        AI + "const answer = await generateText({ model, prompt });\nanswer.choices[0].message.content;",
        "javascript",
        "API003",
        ("answer.choices[0].message.content", "AI SDK", CHAT),
    ),
    "LangChain": (
        CHAIN + 'answer = model.invoke("x")\nprint(answer.choices[0].message.content)',
        "python",
        "API003",
        ("answer.choices[0].message.content", LANGCHAIN, CHAT),
    ),
    "instructor": (
        INSTRUCTOR + 'client.chat.completions.create(model="m", input="x", response_model=User)',
        "python",
        "API001",
        ("input", "instructor create()", RESPONSES),
    ),
    "instructor by a provider's name": (
        (
            'from instructor import from_provider\n\nclient = from_provider("openai/m")\n'
            "client.create_partial(messages=[], text_format=User)"
        ),
        "python",
        "API001",
        ("text_format", "instructor create()", RESPONSES),
    ),
    "instructor responses": (
        INSTRUCTOR + 'client.responses.create(input="x", text_format=User)',
        "python",
        "API001",
        ("text_format", "instructor responses.create()", RESPONSES),
    ),
}


@pytest.mark.parametrize(("code", "language", "rule", "found"), WRAPPERS.values(), ids=WRAPPERS)
def test_wrappers_with_a_contract_are_judged_by_it(
    code: str, language: str, rule: str, found: tuple[str, str, str]
) -> None:
    assert said(rule, page(code, language)) == [found]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (
            LITELLM
            + 'a = completion(model="m", messages=[], stop=["x"], top_k=3)\na.choices[0].message.content',
            "python",
        ),
        (
            LITELLM
            + 'for e in responses(model="m", input="x", stream=True):\n    e.type == "response.completed"',
            "python",
        ),
        (
            AI + "const { text, usage } = await generateText({ model, prompt, maxTokens: 9 });\n"
            "usage.promptTokens;",
            "javascript",
        ),
        (
            CHAIN + 'a = model.invoke("x")\nprint(a.content[0]["text"], a.usage_metadata["input_tokens"])',
            "python",
        ),
        (CHAIN + 'a = model.with_structured_output(Choices).invoke("x")\nprint(a.choices)', "python"),
        (
            (
                "from langchain.agents import AgentExecutor\n"
                'AgentExecutor(agent=a).invoke({"messages": []})["output"]'
            ),
            "python",
        ),
        (
            INSTRUCTOR
            + "client.chat.completions.create(model='m', messages=[], response_model=User, max_retries=2,"
            " context={}, strict=False, response_format=None).choices[0].message.content",
            "python",
        ),
        (INSTRUCTOR + "client.responses.create(input='x', response_model=User).output_text", "python"),
        (
            INSTRUCTOR + "user, raw = client.create_with_completion(messages=[], response_model=User)\n"
            "raw.output_text\nfor item in client.create_iterable(messages=[], response_model=User):\n"
            "    item.type == 'message_stop'",
            "python",
        ),
        (
            (
                "import instructor\nfrom openai import OpenAI\n\nclient = instructor.patch(OpenAI())\n"
                "client.chat.completions.create(input='x').output_text"
            ),
            "python",
        ),
    ],
)
def test_wrappers_are_left_alone_in_what_is_theirs(code: str, language: str) -> None:
    facts = facts_of(page(code, language))
    codes = ("API001", "API002", "API003", "API004", "API005", "API009")
    assert [hit for each in codes for hit in hits(each, facts)] == []


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (
            "client.chat.completions.create(messages=[], response_model=User, stream=True)",
            ["STR002", "STR003"],
        ),
        ("client.create_partial(messages=[], response_model=User)", []),
        ("client.create(messages=[], response_model=Iterable[User])", []),
    ],
)
def test_a_stream_of_a_wrapper_counts_where_the_sample_asks_for_it(call: str, found: list[str]) -> None:
    facts = facts_of(page(INSTRUCTOR + f"for part in {call}:\n    print(part)", "python"))
    codes = ("STR001", "STR002", "STR003", "STR005")
    assert [code for code in codes for _ in hits(code, facts)] == found


def test_models_of_instructor_are_models() -> None:
    code = (
        "import instructor\nfrom openai import OpenAI\n\n"
        'a = instructor.from_provider("openai/gpt-4o-mini")\n'
        'b = instructor.from_openai(OpenAI(), model="gpt-4o")\n'
        'b.create(model="gpt-5", messages=[], response_model=User)\n'
    )
    uses = facts_of(page(code, "python")).understanding.models
    assert [use.text for use in uses] == ["openai/gpt-4o-mini", "gpt-4o", "gpt-5"]
