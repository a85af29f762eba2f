"""Go, Java and Kotlin as they are understood: what is sent, what limits a wait, how a stream is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof.checks.streams import handles_end, looks_at_type
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.understanding import understand

if TYPE_CHECKING:
    from draftproof.samples.facts import Request

KNOWLEDGE = builtin_rulebook().knowledge


def requests(language: str, code: str) -> tuple[Request, ...]:
    document = read(f"```{language}\n{code}\n```\n".encode(), "page.md")
    return understand(document, KNOWLEDGE).requests


def only(language: str, code: str) -> Request:
    found = requests(language, code)
    assert len(found) == 1
    return found[0]


GO_STREAM = (
    "stream := client.Responses.NewStreaming({ctx}, responses.ResponseNewParams{{Model: m}}{options})\n"
)
GO_CLIENT = """client := openai.NewClient({options})
r, err := client.Responses.New(ctx, responses.ResponseNewParams{{Model: m, Input: i}})"""
BASE = "https://api.cometapi.com/v1"
KOTLIN_CLIENT = f"""val o = OpenAI(token = k, host = OpenAIHost(baseUrl = "{BASE}/"))
o.chatCompletion(ChatCompletionRequest(model = m, messages = n))"""
JAVA_CALL = (
    "Response r = client.responses().create(ResponseCreateParams.builder().model(m).input(i).build());"
)


@pytest.mark.parametrize(
    ("language", "code", "bounded"),
    [
        ("go", GO_STREAM.format(ctx="ctx", options=""), False),
        ("go", "ctx, stop := context.WithTimeout(b, d)\n" + GO_STREAM.format(ctx="ctx", options=""), True),
        ("go", "soon, stop := context.WithDeadline(b, t)\n" + GO_STREAM.format(ctx="soon", options=""), True),
        ("go", "ctx, stop := context.WithCancel(b)\n" + GO_STREAM.format(ctx="ctx", options=""), False),
        ("go", GO_STREAM.format(ctx="ctx", options=", option.WithRequestTimeout(d)"), True),
        ("go", GO_CLIENT.format(options="option.WithRequestTimeout(d)"), True),
        ("go", GO_CLIENT.format(options="option.WithMaxRetries(2)"), False),
        ("java", "var client = OpenAIOkHttpClient.builder().timeout(d).build();\n" + JAVA_CALL, True),
        ("java", "var client = OpenAIOkHttpClient.fromEnv();\n" + JAVA_CALL, False),
        ("kotlin", "val r = withTimeout(60_000) { client.responses().create(Params(model = m)) }", True),
        ("kotlin", "val r = client.responses().create(Params(model = m))", False),
    ],
)  # fmt: skip
def test_what_limits_a_wait(language: str, code: str, bounded: bool) -> None:
    assert only(language, code).bounded is bounded


@pytest.mark.parametrize(
    ("language", "code", "provider", "evidence"),
    [
        ("go", GO_CLIENT.format(options=""), "openai", "sdk"),
        ("go", GO_CLIENT.format(options=f'option.WithBaseURL("{BASE}")'), "cometapi", "host"),
        ("go", GO_CLIENT.format(options='option.WithAPIKey(os.Getenv("COMETAPI_KEY"))'),
         "cometapi", "environment"),
        ("java", "var client = OpenAIOkHttpClient.fromEnv();\n" + JAVA_CALL, "openai", "sdk"),
        ("java", f'var client = OpenAIOkHttpClient.builder().baseUrl("{BASE}").build();\n' + JAVA_CALL,
         "cometapi", "host"),
        ("java", JAVA_CALL, "", "none"),
        ("kotlin", KOTLIN_CLIENT, "cometapi", "host"),
    ],
)  # fmt: skip
def test_who_is_asked(language: str, code: str, provider: str, evidence: str) -> None:
    asked = only(language, code).provider
    assert (asked.name, asked.evidence) == (provider, evidence)


@pytest.mark.parametrize(
    ("body", "typed", "ends"),
    [
        ("for stream.Next() { fmt.Print(stream.Current().Delta) }", False, False),
        ("for stream.Next() { event := stream.Current(); fmt.Println(event) }", True, False),
        ('for stream.Next() { if stream.Current().Type == "response.completed" { break } }', True, True),
        ("for stream.Next() { switch stream.Current().AsAny().(type) { case r.ResponseCompletedEvent: } }",
         True, True),
        ("for { event, err := stream.Recv(); if event.Type == sdk.EventTextDelta { f(event.Delta) } }",
         True, False),
        ("for stream.Next() { acc.Accumulate(stream.Current()) }", True, True),
    ],
)  # fmt: skip
def test_how_a_stream_is_read_in_go(body: str, typed: bool, ends: bool) -> None:
    request = only("go", GO_STREAM.format(ctx="ctx", options="") + body)
    contract = KNOWLEDGE.contracts["responses"]
    assert request.stream
    assert request.streams
    assert (looks_at_type(request, contract), handles_end(request, contract)) == (typed, ends)


@pytest.mark.parametrize(
    ("body", "typed", "ends"),
    [
        (
            "s.stream().forEach(e -> e.outputTextDelta().ifPresent(d -> System.out.print(d.delta())));",
            True,
            False,
        ),
        ("s.stream().forEach(e -> { if (e.isCompleted()) { f(); } });", True, True),
        ("s.stream().peek(acc::accumulate).forEach(e -> f(e));", True, True),
        ("s.stream().forEach(System.out::println);", True, False),
    ],
)
def test_how_a_stream_is_read_in_java(body: str, typed: bool, ends: bool) -> None:
    request = only("java", f"var s = client.responses().createStreaming(params);\n{body}")
    contract = KNOWLEDGE.contracts["responses"]
    assert (looks_at_type(request, contract), handles_end(request, contract)) == (typed, ends)


def test_a_loop_that_swallows_errors_is_an_endless_retry() -> None:
    call = "r, err := client.Responses.New(ctx, responses.ResponseNewParams{Model: m})"
    endless = f"for {{\n{call}\nif err != nil {{\ntime.Sleep(d)\ncontinue\n}}\nbreak\n}}"
    assert only("go", endless).retries
    assert not only("go", endless.replace("continue", "return err")).retries
    assert not only("go", endless.replace("for {", "for i := 0; i < 3; i++ {", 1)).retries


def test_a_builder_of_which_a_part_is_left_out_is_open() -> None:
    code = (
        "client.responses().create(ResponseCreateParams.builder()\n    .model(m)\n    // ...\n    .build());"
    )
    assert only("java", code).open


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (
            "java",
            'ChatModel m = OpenAiChatModel.builder().apiKey(k).modelName("gpt-4o").build();\nm.chat("hi");',
        ),
        ("java", "service.messages().create(order);"),
        ("go", "db.Messages.New(ctx, Order{ID: 1})"),
        ("kotlin", "repository.messages().create(Order(id = 1))"),
    ],
)
def test_calls_of_others_are_no_requests(language: str, code: str) -> None:
    assert requests(language, code) == ()
