"""What is understood of samples: scope across fences, payloads, URLs, providers, how streams are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.understanding import understand

if TYPE_CHECKING:
    from draftproof.samples.facts import Request, Understanding

PYTHON_CLIENT = "from openai import OpenAI\nclient = OpenAI()\n"
JAVASCRIPT_CLIENT = 'import OpenAI from "openai";\nconst client = new OpenAI();\n'


def understood(text: str, path: str = "page.md") -> Understanding:
    return understand(read(text.encode(), path), builtin_rulebook().knowledge)


def fences(*codes: str, language: str = "python") -> str:
    return "\n".join(f"```{language}\n{code.rstrip()}\n```\n" for code in codes)


def only(*codes: str, language: str = "python") -> Request:
    (request,) = understood(fences(*codes, language=language)).requests
    return request


def field_names(request: Request) -> list[str]:
    return [field.name for field in request.fields]


def paths(request: Request) -> set[str]:
    return {".".join(read.path) for read in request.reads}


@pytest.mark.parametrize(
    ("codes", "language"),
    [
        (
            (PYTHON_CLIENT, 'r = client.responses.create(model="m", input="x")', "print(r.output_text)"),
            "python",
        ),
        (
            (
                JAVASCRIPT_CLIENT,
                'const r = await client.responses.create({model: "m", input: "x"});',
                "f(r.output_text)",
            ),
            "javascript",
        ),
        (
            (
                'import requests\nBASE = "https://api.openai.com/v1"',
                'r = requests.post(f"{BASE}/responses", json={"model": "m", "input": "x"})',
                'print(r.json()["output_text"])',
            ),
            "python",
        ),
        (
            (
                'const BASE = "https://api.openai.com/v1";',
                """const body = JSON.stringify({model: "m", input: "x"});
const r = await fetch(`${BASE}/responses`, {method: "POST", body});""",
                "const data = await r.json();\nconsole.log(data.output_text);",
            ),
            "javascript",
        ),
        (
            (
                'BASE="https://api.openai.com/v1"',
                """answer=$(curl "$BASE/responses" -d '{"model": "m", "input": "x"}')""",
                'echo "$answer" | jq .output_text',
            ),
            "bash",
        ),
    ],
)
def test_names_are_followed_across_fences(codes: tuple[str, ...], language: str) -> None:
    request = only(*codes, language=language)
    assert request.family == "responses"
    assert request.provider.name == "openai"
    assert field_names(request) == ["model", "input"]
    assert paths(request) == {"output_text"}


@pytest.mark.parametrize(
    ("code", "names", "is_open"),
    [
        ('p = {"model": "m"}\np["input"] = "x"\nclient.responses.create(**p)', ["model", "input"], False),
        ('p = dict(model="m")\np.update(input="x")\nclient.responses.create(**p)', ["model", "input"], False),
        (
            'p = {"model": "m"}\np.update({"input": "x"})\nclient.responses.create(**p)',
            ["model", "input"],
            False,
        ),
        ('p = {"model": "m"}\np |= {"input": "x"}\nclient.responses.create(**p)', ["model", "input"], False),
        ('a = {"model": "m"}\nclient.responses.create(**{**a, "input": "x"})', ["model", "input"], False),
        ('client.responses.create(model="m", **options)', ["model"], True),
        ('client.responses.create(model="m", ...)', ["model"], True),
        ('client.responses.create(model="m", input="x", timeout=5)', ["model", "input"], False),
    ],
)
def test_payloads_are_built_step_by_step(code: str, names: list[str], is_open: bool) -> None:
    request = only(PYTHON_CLIENT + code)
    assert field_names(request) == names
    assert request.open is is_open


def test_a_payload_that_grew_is_sent_as_it_is() -> None:
    request = only(
        'const p = {model: "m", messages: []};\np.max_tokens = 5;\n'
        'fetch("https://api.openai.com/v1/chat/completions", {method: "POST", body: JSON.stringify(p)});',
        language="javascript",
    )
    assert field_names(request) == ["model", "messages", "max_tokens"]


def test_a_long_payload_is_open() -> None:
    code = "p = {}\n" + "".join(f'p["k{n}"] = 1\n' for n in range(500)) + "client.responses.create(**p)"
    request = only(PYTHON_CLIENT + code)
    assert len(request.fields) < 100
    assert request.open


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ('"https://api.openai.com/v1/responses"', "/v1/responses"),
        ('f"{BASE}/responses"', "/v1/responses"),
        ('BASE + "/responses"', "/v1/responses"),
        ('"https://api.openai.com/v1/responses?x=1"', "/v1/responses"),
        ('f"https://{HOST}/v1/responses"', "/v1/responses"),
    ],
)
def test_urls_are_put_together(url: str, path: str) -> None:
    setup = 'import requests\nBASE = "https://api.openai.com/v1"\n'
    request = only(setup + f'requests.post({url}, json={{"model": "m", "input": "x"}})')
    assert (request.family, request.path) == ("responses", path)


@pytest.mark.parametrize(
    ("setup", "name", "evidence"),
    [
        ('from openai import OpenAI\nc = OpenAI(base_url="https://api.cometapi.com/v1")', "cometapi", "host"),
        (
            'import os\nfrom openai import OpenAI\nc = OpenAI(api_key=os.environ["COMETAPI_KEY"])',
            "cometapi",
            "environment",
        ),
        ("from openai import OpenAI\nc = OpenAI()", "openai", "sdk"),
        ("from cometapi import CometAPI\nc = CometAPI()", "cometapi", "sdk"),
        ('from openai import OpenAI\nc = OpenAI(base_url="http://localhost:8000/v1")', "", "none"),
        ("from openai import OpenAI\nc = OpenAI(base_url=URL)", "", "none"),
        ("", "", "none"),
    ],
)
def test_the_provider_is_known_by_host_then_key_then_package(setup: str, name: str, evidence: str) -> None:
    request = only(setup + '\nc.responses.create(model="m", input="x")')
    assert (request.provider.name, request.provider.evidence) == (name, evidence)


def test_tabs_are_alternatives() -> None:
    common = fences(PYTHON_CLIENT)
    tab = '<Tab title="{}">\n\n{}\n</Tab>\n'
    first = tab.format("A", fences('r = client.responses.create(model="m", input="x")'))
    second = tab.format("B", fences("print(r.choices[0].message.content)"))
    (request,) = understood(f"{common}\n<Tabs>\n{first}{second}</Tabs>\n", "page.mdx").requests
    assert request.provider.name == "openai"
    assert paths(request) == set()


TABS = "<Tabs>\n{}</Tabs>\n"
TAB = '<Tab title="{}">\n\n{}\n</Tab>\n'
CALL = 'r = client.responses.create(model="m", input="x")'


def test_what_one_tab_of_a_group_binds_is_known_behind_it_and_in_other_groups() -> None:
    clients = TABS.format(
        TAB.format("Python", fences(PYTHON_CLIENT))
        + TAB.format("Node", fences("const client = 1;", language="js"))
    )
    for rest in (fences(CALL), TABS.format(TAB.format("Python", fences(CALL)))):
        (request,) = understood(f"{clients}\nThen:\n\n{rest}\n", "page.mdx").requests
        assert request.provider.name == "openai"


def test_what_several_tabs_bind_is_not_known_behind_them() -> None:
    other = PYTHON_CLIENT.replace("OpenAI()", 'OpenAI(base_url="https://api.cometapi.com/v1")')
    assert other != PYTHON_CLIENT
    clients = TABS.format(TAB.format("A", fences(PYTHON_CLIENT)) + TAB.format("B", fences(other)))
    (request,) = understood(f"{clients}\n{fences(CALL)}\n", "page.mdx").requests
    assert request.provider.name == ""


def test_functions_of_the_document_are_followed() -> None:
    request = only(
        PYTHON_CLIENT,
        'def ask(q):\n    return client.responses.create(model="m", input=q)',
        'print(ask("x").output_text)',
    )
    assert paths(request) == {"output_text"}


def test_callbacks_are_followed() -> None:
    request = only(
        'fetch("https://api.openai.com/v1/responses", {method: "POST", body: "{}"})'
        ".then((r) => r.json()).then((data) => console.log(data.output_text));",
        language="javascript",
    )
    assert paths(request) == {"output_text"}


@pytest.mark.parametrize(
    ("code", "dialect"),
    [
        (
            "import instructor\nfrom openai import OpenAI\nclient = instructor.from_openai(OpenAI())",
            "wrapper",
        ),
        ("from groq import Groq\nclient = Groq()", "drop-in"),
        ("from openai import OpenAI\nclient = OpenAI()", "wire"),
    ],
)
def test_wrappers_are_known(code: str, dialect: str) -> None:
    request = only(code + '\nclient.chat.completions.create(model="m", messages=[])')
    assert request.dialect == dialect


def test_a_retrieved_answer_is_an_answer() -> None:
    request = only(PYTHON_CLIENT + 'r = client.responses.retrieve("resp_1")\nprint(r.output_text)')
    assert (request.family, request.method) == ("responses", "GET")
    assert paths(request) == {"output_text"}


STREAM = PYTHON_CLIENT + 'stream = client.responses.create(model="m", input="x", stream=True{})\n'


@pytest.mark.parametrize(
    ("code", "tests", "records", "helper", "bounded"),
    [
        (STREAM.format("") + "for e in stream:\n    print(e)", [], True, False, False),
        (
            STREAM.format("") + 'for e in stream:\n    if e.type == "a.b":\n        pass',
            ["a.b"],
            False,
            False,
            False,
        ),
        (
            STREAM.format("") + 'for e in stream:\n    if e.type in ("a", "b"):\n        pass',
            ["a", "b"],
            False,
            False,
            False,
        ),
        (
            STREAM.format("") + 'for e in stream:\n    match e.type:\n        case "a":\n            pass',
            ["a"],
            False,
            False,
            False,
        ),
        (STREAM.format(", timeout=5") + "for e in stream:\n    pass", [], False, False, True),
        (
            PYTHON_CLIENT
            + 'with client.responses.stream(model="m", input="x") as s:\n    s.get_final_response()',
            [],
            False,
            True,
            False,
        ),
        (
            """async def run():
    async with asyncio.timeout(5):
        async for e in await client.responses.create(model="m", stream=True):
            pass""",
            [],
            False,
            False,
            True,
        ),
    ],
)
def test_how_streams_are_read(
    code: str, tests: list[str], records: bool, helper: bool, bounded: bool
) -> None:
    request = only(code)
    assert request.stream
    assert [test.name for test in request.tests] == tests
    assert any(use.records_type for use in request.streams) is records
    assert any(use.helper for use in request.streams) is helper
    assert request.bounded is bounded


READERS = {
    "requests": """
import json, requests
asked = {"model": "m", "stream": True}
r = requests.post("https://api.openai.com/v1/responses", json=asked, stream=True)
for line in r.iter_lines():
    event = json.loads(line[6:])
    if event["type"] == "response.completed":
        break
""",
    "httpx-sse": """
import httpx
from httpx_sse import connect_sse
asked = {"model": "m", "stream": True}
with httpx.Client() as c:
    with connect_sse(c, "POST", "https://api.openai.com/v1/responses", json=asked) as s:
        for sse in s.iter_sse():
            if sse.event == "response.completed":
                break
""",
    "fetch": """
const body = JSON.stringify({ model: "m", stream: true });
const r = await fetch("https://api.openai.com/v1/responses", { method: "POST", body });
const reader = r.body.getReader();
let buffer = "";
while (true) {
  const { done, value } = await reader.read();
  if (done) break;
  buffer += new TextDecoder().decode(value);
  for (const line of buffer.split("\\n")) {
    const event = JSON.parse(line.slice(6));
    if (event.type === "response.completed") break;
  }
}
""",
    "for await over fetch": """
const body = JSON.stringify({ model: "m", stream: true });
const r = await fetch("https://api.openai.com/v1/responses", { method: "POST", body });
const terminal = new Set(["response.completed", "response.failed"]);
const decoder = new TextDecoder();
let buffer = "";
for await (const chunk of r.body) {
  buffer += decoder.decode(chunk, { stream: true });
  const lines = buffer.split("\\n");
  for (const line of lines) {
    const event = JSON.parse(line.slice(5));
    if (terminal.has(event.type)) console.log("end");
  }
}
""",
    "axios": """
import axios from "axios";
const url = "https://api.openai.com/v1/responses";
const r = await axios.post(url, { model: "m", stream: true }, { responseType: "stream" });
r.data.on("data", (chunk) => {
  for (const line of chunk.toString().split("\\n")) {
    if (JSON.parse(line.slice(6)).type === "response.completed") console.log("end");
  }
});
""",
}


@pytest.mark.parametrize("name", READERS)
def test_raw_streams_are_read_to_their_events(name: str) -> None:
    request = only(READERS[name], language="javascript" if "const" in READERS[name] else "python")
    assert request.stream
    assert ("response.completed", "type") in {(test.name, test.on) for test in request.tests}


def test_a_message_goes_to_its_host() -> None:
    request = only('POST /v1/responses HTTP/1.1\nHost: api.openai.com\n\n{"model": "m"}', language="http")
    assert (request.provider.name, request.provider.evidence) == ("openai", "host")


HOSTILE = {
    "nested calls": lambda n: PYTHON_CLIENT + "x = " + "f(" * n + ")" * n,
    "nested callbacks": lambda n: (
        'fetch("https://api.openai.com/v1/responses", {})' + ".then(r => " * n + ")" * n
    ),
    "nested mappings": lambda n: (
        PYTHON_CLIENT + "client.responses.create(input=" + '{"a":' * n + "1" + "}" * n + ")"
    ),
    "unbalanced": lambda n: PYTHON_CLIENT + "client.responses.create(input=[{" * n,
    "many calls": lambda n: PYTHON_CLIENT + 'client.responses.create(model="m", input="x")\n' * n,
    "functions that call each other": lambda n: (
        PYTHON_CLIENT
        + "".join(f"def f{i}(x):\n    f{i - 1}(x)\n    return f{i - 1}(x)\n" for i in range(1, n))
    ),
    "a payload that grows": lambda n: (
        PYTHON_CLIENT
        + "p = {}\n"
        + "".join(f'p["k{i}"] = 1\nclient.responses.create(**p)\n' for i in range(n))
    ),
    "spreads of spreads": lambda n: (
        PYTHON_CLIENT
        + 'a0 = {"x": 1}\n'
        + "".join(f"a{i} = {{**a{i - 1}, **a{i - 1}}}\n" for i in range(1, n))
        + f"client.responses.create(**a{n - 1})"
    ),
    "a text made of itself": lambda n: 'u = "x"\n' + "u = u + u\n" * n + "import requests\nrequests.post(u)",
    "one long line": lambda n: (
        PYTHON_CLIENT + 'client.responses.create(model="m", input="' + "a" * (n * 1000) + '")'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_samples_end(name: str) -> None:
    make = HOSTILE[name]
    language = "javascript" if "callbacks" in name else "python"
    assert understood(fences(make(400), language=language)).samples


RUBY_REQUEST = """request = Net::HTTP::Post.new(URI("https://api.openai.com/v1/responses"))
request["Authorization"] = "Bearer #{ENV["OPENAI_API_KEY"]}"
request.body = {model: "m", input: "x", stream: true}.to_json
"""
POWERSHELL_REQUEST = """$body = @{ model = 'm'; input = 'x'; stream = $true } | ConvertTo-Json
$headers = @{ Authorization = "Bearer $key" }
Invoke-RestMethod -Uri https://api.openai.com/v1/responses -Method Post -Body $body -Headers $headers
"""
CSHARP_REQUEST = """var http = new HttpClient { BaseAddress = new Uri("https://api.openai.com/v1/") };
var request = new HttpRequestMessage(HttpMethod.Post, "responses");
request.Headers.Add("Authorization", $"Bearer {key}");
request.Content = JsonContent.Create(new { model = "m", input = "x", stream = true });
"""


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (RUBY_REQUEST + "http.request(request)", "ruby"),
        (CSHARP_REQUEST + "await http.SendAsync(request);", "csharp"),
        (
            POWERSHELL_REQUEST,
            "powershell",
        ),
    ],
)
def test_a_request_that_is_put_together_before_it_is_sent(code: str, language: str) -> None:
    request = only(code, language=language)
    assert (request.method, request.path, request.family) == ("POST", "/v1/responses", "responses")
    assert request.provider.name == "openai"
    assert field_names(request) == ["model", "input", "stream"]
    assert [header.name for header in request.headers] == ["Authorization"]
    assert request.stream is True
    assert not request.bounded


@pytest.mark.parametrize(
    ("source", "argument", "bounded"),
    [
        ("new CancellationTokenSource(TimeSpan.FromSeconds(9))", "t.Token", True),
        ("new CancellationTokenSource()", "t.Token", False),
        ("new CancellationTokenSource()", "cancellationToken: t.Token", False),
        ("new CancellationTokenSource(); t.CancelAfter(9)", "cancellationToken: t.Token", True),
        ("1", "cancellationToken: given", True),
        ("1", "CancellationToken.None", False),
    ],
)
def test_a_cancellation_bounds_a_wait_when_a_clock_does(source: str, argument: str, bounded: bool) -> None:
    code = f'var t = {source};\nvar c = new ChatClient("m", key);\nc.CompleteChatStreaming("x", {argument});'
    assert only(code, language="csharp").bounded is bounded


def test_an_sdk_with_names_of_its_own_is_typed() -> None:
    request = only(
        'var c = new ChatClient("m", key);\nvar r = c.CompleteChat(messages: m);', language="csharp"
    )
    assert (request.dialect, request.family, request.stream) == ("typed", "chat_completions", False)
    assert request.fields == ()


@pytest.mark.parametrize("call", ["chat", "responses.create", "embeddings"])
def test_an_argument_that_holds_the_body(call: str) -> None:
    code = f'client = OpenAI::Client.new\nclient.{call}(parameters: {{model: "m", input: "x"}})'
    assert field_names(only(code, language="ruby")) == ["model", "input"]


def test_a_function_for_the_stream_flag_reads_every_event() -> None:
    code = (
        "client = OpenAI::Client.new\n"
        'client.chat(parameters: {model: "m", stream: proc { |c| puts c.dig("choices", 0, "delta") }})'
    )
    request = only(code, language="ruby")
    assert request.stream is True
    assert len(request.streams) == 1
    assert "choices.delta" in paths(request)


def test_what_a_block_stops_after_a_time_is_bounded() -> None:
    code = 'c = OpenAI::Client.new\nTimeout.timeout(9) do\n  c.responses.create(model: "m", input: "x")\nend'
    assert only(code, language="ruby").bounded


def test_a_client_that_a_constructor_keeps_is_known_in_every_method() -> None:
    code = """class Asker
  def initialize
    @client = OpenAI::Client.new(base_url: "https://openrouter.ai/api/v1")
  end
  def ask
    @client.responses.create(model: "m", input: "x")
  end
end"""
    assert only(code, language="ruby").provider.name == "openrouter"
