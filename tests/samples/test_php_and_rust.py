"""PHP and Rust as they are understood: what is sent, who is asked, limits in time, how a stream is read."""

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
BASE = "https://api.cometapi.com/v1"


def requests(language: str, *codes: str) -> tuple[Request, ...]:
    text = "\n".join(f"```{language}\n{code}\n```\n" for code in codes)
    return understand(read(text.encode(), "page.md"), KNOWLEDGE).requests


def only(language: str, *codes: str) -> Request:
    (request,) = requests(language, *codes)
    return request


def paths(request: Request) -> set[str]:
    return {".".join(read.path) for read in request.reads}


PHP_BODY = "['model' => 'm', 'input' => 'x', 'stream' => true]"
PHP_HEADERS = "['Content-Type: application/json', 'Authorization: Bearer ' . getenv('COMETAPI_KEY')]"
PHP_CURL = f"""$c = curl_init('{BASE}/responses');
curl_setopt($c, CURLOPT_POST, true);
curl_setopt($c, CURLOPT_HTTPHEADER, {PHP_HEADERS});
curl_setopt($c, CURLOPT_POSTFIELDS, json_encode({PHP_BODY}));
"""
PHP_MAP = "['headers' => ['Content-Type' => 'a', 'Authorization' => $k]"
PHP_OPTIONS = f"""[
  CURLOPT_URL => '{BASE}/responses', CURLOPT_CUSTOMREQUEST => 'POST', CURLOPT_HTTPHEADER => {PHP_HEADERS},
  CURLOPT_POSTFIELDS => '{{"model": "m", "input": "x", "stream": true}}',
]"""
PHP_CONTEXT = f"""$o = ['http' => [
  'method' => 'POST', 'content' => json_encode({PHP_BODY}),
  'header' => "Content-Type: application/json\\r\\nAuthorization: Bearer $k\\r\\n",
]];
"""
RUST_JSON = 'json!({"model": "m", "input": "x", "stream": true})'
RUST_HEADERS = '.header(CONTENT_TYPE, "application/json").bearer_auth(std::env::var("COMETAPI_KEY")?)'


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("php", PHP_CURL + "$r = curl_exec($c);"),
        ("php", f"$c = curl_init();\ncurl_setopt_array($c, {PHP_OPTIONS});\n$r = curl_exec($c);"),
        ("php", f"$o = {PHP_OPTIONS};\n$c = curl_init();\ncurl_setopt_array($c, $o);\ncurl_exec($c);"),
        ("php", PHP_CONTEXT + f"file_get_contents('{BASE}/responses', false, stream_context_create($o));"),
        (
            "php",
            PHP_CONTEXT + f"$c = stream_context_create($o);\n$f = fopen('{BASE}/responses', 'r', false, $c);",
        ),
        (
            "php",
            (f"wp_remote_post('{BASE}/responses', {PHP_MAP}, 'body' => wp_json_encode({PHP_BODY})]);"),
        ),
        (
            "php",
            f"Http::withHeader('Content-Type', 'a')->withToken($k)->post('{BASE}/responses', {PHP_BODY});",
        ),
        (
            "php",
            (
                f"use GuzzleHttp\\Client;\n$g = new Client(['base_uri' => '{BASE}/']);\n"
                f"$g->post('responses', {PHP_MAP}, 'json' => {PHP_BODY}]);"
            ),
        ),
        (
            "rust",
            f'reqwest::Client::new().post("{BASE}/responses"){RUST_HEADERS}.json(&{RUST_JSON}).send().await?;',
        ),
        (
            "rust",
            (
                f'let b = {RUST_JSON};\nlet r = client.post(format!("{BASE}/{{}}", "responses"))'
                f"{RUST_HEADERS}"
                ".body(b.to_string());\nlet a = r.send().await?;"
            ),
        ),
        (
            "rust",
            (
                'struct B { model: String, input: String, #[serde(rename = "stream")] live: bool }\n'
                'let b = B { model: "m".into(), input: "x".into(), live: true };\n'
                f'let a = ureq::post("{BASE}/responses"){RUST_HEADERS}.send_json(b)?;'
            ),
        ),
    ],
)
def test_plain_requests(language: str, code: str) -> None:
    request = only(language, code)
    assert (request.method, request.path, request.family) == ("POST", "/v1/responses", "responses")
    assert request.provider.name == "cometapi"
    assert [field.name for field in request.fields] == ["model", "input", "stream"]
    assert [header.name for header in request.headers] == ["Content-Type", "Authorization"]
    assert request.stream is True
    assert not request.bounded


PHP_CALL = "$r = $client->chat()->create(['model' => 'm', 'messages' => $m]);"
RUST_CALL = "let r = client.chat().create(request).await?;"


@pytest.mark.parametrize(
    ("language", "code", "provider", "evidence"),
    [
        ("php", "$client = OpenAI::client($key);\n" + PHP_CALL, "openai", "sdk"),
        ("php", "$client = OpenAI::client(getenv('COMETAPI_KEY'));\n" + PHP_CALL, "cometapi", "environment"),
        (
            "php",
            "$client = OpenAI::factory()->withBaseUri('api.cometapi.com/v1')->make();\n" + PHP_CALL,
            "cometapi",
            "host",
        ),
        ("php", "use OpenAI\\Laravel\\Facades\\OpenAI;\nOpenAI::chat()->create($request);", "openai", "sdk"),
        ("php", PHP_CALL, "", "none"),
        ("rust", "use async_openai::Client;\nlet client = Client::new();\n" + RUST_CALL, "openai", "sdk"),
        (
            "rust",
            "use async_openai::{Client, config::OpenAIConfig};\nlet client = Client::with_config("
            f'OpenAIConfig::new().with_api_base("{BASE}"));\n' + RUST_CALL,
            "cometapi",
            "host",
        ),
        ("rust", RUST_CALL, "", "none"),
    ],
)
def test_who_is_asked(language: str, code: str, provider: str, evidence: str) -> None:
    request = only(language, code)
    assert request.family == "chat_completions"
    assert (request.provider.name, request.provider.evidence) == (provider, evidence)


GUZZLE = (
    "OpenAI::factory()->withHttpClient(new \\GuzzleHttp\\Client(['{}' => {}]))->make()"
    "->responses()->create($x);"
)


@pytest.mark.parametrize(
    ("language", "code", "bounded"),
    [
        ("php", GUZZLE.format("timeout", 60), True),
        ("php", GUZZLE.format("timeout", 0), False),
        ("php", GUZZLE.format("connect_timeout", 60), False),
        ("php", PHP_CURL + "curl_setopt($c, CURLOPT_TIMEOUT, 60);\ncurl_exec($c);", True),
        ("php", PHP_CURL + "curl_setopt($c, CURLOPT_TIMEOUT, 0);\ncurl_exec($c);", False),
        ("php", PHP_CURL + "curl_setopt($c, CURLOPT_CONNECTTIMEOUT, 9);\ncurl_exec($c);", False),
        ("php", f"Http::timeout(60)->post('{BASE}/responses', {PHP_BODY});", True),
        ("rust", f'reqwest::Client::new().post("{BASE}/responses").timeout(d).json(&b).send().await?;', True),
        (
            "rust",
            (
                "let c = reqwest::Client::builder().timeout(d).build()?;\n"
                f'c.post("{BASE}/responses").json(&b).send().await?;'
            ),
            True,
        ),
        (
            "rust",
            (
                "let c = reqwest::Client::builder().connect_timeout(d).build()?;\n"
                f'c.post("{BASE}/responses").json(&b).send().await?;'
            ),
            False,
        ),
        ("rust", "tokio::time::timeout(d, client.responses().create_stream(r)).await??;", True),
        ("rust", "client.responses().create_stream(r).await?;", False),
    ],
)
def test_what_limits_a_wait(language: str, code: str, bounded: bool) -> None:
    assert only(language, code).bounded is bounded


PHP_STREAM = "foreach ($client->responses()->createStreamed(['model' => 'm', 'input' => 'x']) as $e) {{ {} }}"
RUST_STREAM = (
    "let mut s = client.responses().create_stream(r).await?;\nwhile let Some(e) = s.next().await {{ {} }}"
)


@pytest.mark.parametrize(
    ("language", "code", "typed", "ended"),
    [
        ("php", PHP_STREAM.format("echo $e->response->delta;"), False, False),
        ("php", PHP_STREAM.format("if ($e->event === 'response.output_text.delta') f($e);"), True, False),
        (
            "php",
            PHP_STREAM.format("match ($e->event) { 'response.completed' => f(), default => g() };"),
            True,
            True,
        ),
        ("php", PHP_STREAM.format("echo $e->event;"), True, False),
        ("php", PHP_STREAM.format("var_dump($e);"), True, False),
        ("rust", RUST_STREAM.format("f(e?.delta);"), False, False),
        (
            "rust",
            RUST_STREAM.format("if let ResponseStreamEvent::ResponseOutputTextDelta(d) = e? { f(d); }"),
            True,
            False,
        ),
        ("rust", RUST_STREAM.format("match e { Ok(R::ResponseCompleted(_)) => break, _ => {} }"), True, True),
        ("rust", RUST_STREAM.format('println!("{e:?}");'), True, False),
    ],
)
def test_how_streams_are_read(language: str, code: str, typed: bool, ended: bool) -> None:
    request = only(language, code.replace("{{", "{").replace("}}", "}"))
    contract = KNOWLEDGE.contracts["responses"]
    assert request.stream is True
    assert request.streams
    assert (looks_at_type(request, contract), handles_end(request, contract)) == (typed, ended)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        (
            "php",
            PHP_CURL + "curl_setopt($c, CURLOPT_WRITEFUNCTION, function ($h, $text) {\n"
            'foreach (explode("\\n", $text) as $line) { $e = json_decode(substr($line, 6));\n'
            "f($e->type, $e->delta); }\n"
            "return strlen($text); });\ncurl_exec($c);",
        ),
        (
            "php",
            PHP_CONTEXT + f"$f = fopen('{BASE}/responses', 'r', false, stream_context_create($o));\n"
            "while (($line = fgets($f)) !== false) { $e = json_decode(substr($line, 6), true);\n"
            "f($e['type'], $e['delta']); }",
        ),
        (
            "rust",
            (
                f'let r = reqwest::Client::new().post("{BASE}/responses").json(&{RUST_JSON}).send().await?;\n'
                "let mut s = r.bytes_stream();\n"
                "while let Some(c) = s.next().await { for line in c?.lines() {\n"
                'let e: Value = serde_json::from_str(line)?; f(&e["type"], &e["delta"]); } }'
            ),
        ),
        (
            "rust",
            (
                f'let mut s = c.post("{BASE}/responses").json(&{RUST_JSON}).eventsource()?;\n'
                "while let Some(Ok(Event::Message(m))) = s.next().await {\n"
                'let e: Value = serde_json::from_str(&m.data)?; f(&e["type"], &e["delta"]); }'
            ),
        ),
    ],
)
def test_raw_streams_are_read_to_their_events(language: str, code: str) -> None:
    request = only(language, code)
    assert request.streams
    assert {"type", "delta"} <= paths(request)


@pytest.mark.parametrize(
    ("language", "code", "path"),
    [
        ("php", PHP_CALL + "echo $r->choices[0]->message->content;", "choices.message.content"),
        ("php", PHP_CALL + "echo $r->toArray()['choices'][0]['text'];", "choices.text"),
        ("php", f"$r = Http::post('{BASE}/responses', $b);\necho $r['output'][0]['id'];", "output.id"),
        ("php", f"$r = Http::post('{BASE}/responses', $b);\necho $r->json('output.0.id');", "output.id"),
        (
            "rust",
            RUST_CALL + "f(r.choices.first().unwrap().message.content.clone());",
            "choices.message.content",
        ),
        ("rust", RUST_CALL + "for c in &r.choices { f(&c.text); }", "choices.text"),
        (
            "rust",
            (
                f'let v: Value = h.post("{BASE}/responses").json(&b).send().await?.json().await?;\n'
                'f(v.pointer("/output/0/id"));'
            ),
            "output.id",
        ),
    ],
)
def test_what_is_read(language: str, code: str, path: str) -> None:
    assert path in paths(only(language, code))


def test_a_loop_that_only_sleeps_retries_forever() -> None:
    code = "loop { match client.chat().create(r.clone()).await {\n"
    code += "Ok(a) => break a, Err(_) => { sleep(d).await; } } }"
    assert only("rust", code).retries
    assert not only("rust", code.replace("sleep(d).await;", "return;")).retries


def test_of_main_only_the_clients_are_known_in_later_samples() -> None:
    main = (
        f'fn main() {{ let client = Client::with_config(OpenAIConfig::new().with_api_base("{BASE}"));\n'
        'let request = CreateImageRequestArgs::default().prompt("x").build()?; }'
    )
    uses = "use async_openai::{Client, config::OpenAIConfig};\n"
    request = only("rust", uses + main, "client.responses().create(request).await?;")
    assert request.provider.name == "cometapi"
    assert request.fields == ()
    assert request.open


def test_a_stream_that_is_mapped_is_read() -> None:
    code = "let s = client.chat().create_stream(r).await?;\nf(s.map(|e| e.unwrap().choices));"
    request = only("rust", code)
    assert request.streams
    assert paths(request) == {"choices"}


def test_a_builder_that_is_kept_may_be_given_more() -> None:
    made = 'CreateResponseArgs::default().model("m")'
    client = "use async_openai::Client;\nlet c = Client::new();\n"
    assert only("rust", f"{client}let b = {made};\nc.responses().create(b.input(x).build()?).await?;").open
    assert not only("rust", f"{client}c.responses().create({made}.build()?).await?;").open


def test_members_that_are_put_into_a_json_object_are_sent() -> None:
    code = 'let mut b = json!({"model": "m"});\n'
    code += 'if let Some(o) = b.as_object_mut() { o.insert("input".into(), x); }\n'
    request = only("rust", code + f'c.post("{BASE}/responses").json(&b).send().await?;')
    assert [field.name for field in request.fields] == ["model", "input"]
