"""The Kotlin front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of, problems
from frontend_promises import (
    is_passed_over,
    leaves_room,
    nests_within_bounds,
    reads,
    shows_no_completed_name,
    stays_sound,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.kotlin import parse
from draftproof.samples.tree import Mapping, String

WHOLE = [
    ('f(a, "b", n = 1, *c)', "f(a, 'b', n=1, ...c)"),
    ("a.b(1).c?.d[0]", "a.b(1).c?.d[0]"),
    ("this.client = client", "client = client"),
    ('val s = "a $b ${c.d} e"', "s = f['a ', b, ' ', c.d, ' e']"),
    ('val s = """{"a": "$b"}"""', "s = f['{\"a\": \"', b, '\"}']"),
    ("val s = 'a'", "s = 'a'"),
    ('val x = "\\u00e9\\n"', "x = 'é\\n'"),
    ("val x = 5L + 1.5f", "x = (+ 5 1.5)"),
    ("val x: Foo? = null; val y = true", "x = null; y = True"),
    ('val p = Request(model = ModelId("m"), maxTokens = 5)', "p = {model: 'm', max_tokens: 5}"),
    ('val p = Params.builder().model("m").addTool(a).build()', "p = {model: 'm', tools: [a]}"),
    ("val c = SdkClient.builder().apiKey(k).build()", "c = new SdkClient(api_key=k)"),
    ("val c = SdkClient(token = k, timeout = t)", "c = SdkClient(token=k, timeout=t)"),
    ('val c = OpenAI(token = k, host = OpenAIHost(baseUrl = "u"))', "c = OpenAI(token=k, base_url='u')"),
    (
        "val c = HttpClient(CIO) { install(HttpTimeout) { requestTimeoutMillis = 60_000 } }",
        (
            "c = HttpClient(CIO, def (it) {return install(HttpTimeout, def (it) {requestTimeoutMillis "
            "= 60000})}, timeout=60000)"
        ),
    ),
    (
        'val r = http.post("u") { header("a", "b"); setBody(x); timeout { requestTimeoutMillis = 1 } }',
        "r = http.post('u', body=x, headers={a: 'b'}, timeout=1)",
    ),
    (
        'http.preparePost("u") { headers { append("a", "b") } }.execute { r -> f(r) }',
        "http.post('u', headers={a: 'b'}).execute(def (r) {return f(r)})",
    ),
    ('val m = mapOf("a" to 1, "b" to listOf("c"))', "m = {a: 1, b: ['c']}"),
    (
        'val o = buildJsonObject { put("a", "b"); putJsonArray("c") { addJsonObject { put("d", 1) } } }',
        "o = {a: 'b', c: [{d: 1}]}",
    ),
    (
        'val r = chatCompletionRequest { model = ModelId("m"); messages { user("x") } }',
        "r = {model: 'm', messages: ?other}",
    ),
    (
        'val r = Request.Builder().url("u").post(body).build()',
        "r = new ?other.http_request(url='u', method='post', body=body)",
    ),
    (
        "x.forEach { a -> g(a) }; x.forEach { g(it) }",
        "x.forEach(def (a) {return g(a)}); x.forEach(def (it) {return g(it)})",
    ),
    (
        "x.forEach(::println); x.map(Choice::message)",
        "x.forEach(println); x.map(def (Choice) {return Choice.message()})",
    ),
    ("val e = Json.decodeFromString<Event>(text)", "e = Json.decodeFromString(text)"),
    ('val x = data.jsonObject["a"]', "x = data['a']"),
    ("val x = y as String; val z = w!!", "x = y; z = w"),
    ("val x = if (a) b else c", "x = (if b c by a)"),
    ("val x = a ?: b", "x = (or a b)"),
    (
        "if (a == b && !c) { d() } else if (e) f() else { g() }",
        "if (and <a == b> (not c)) {d()} e {f()} - {g()}",
    ),
    ("if (x is Foo) { f() }", "if <x is Foo> {f()}"),
    (
        'when (t) { "a", "b" -> f(); is Foo -> g(); else -> h() }',
        "if (or <t == 'a'> <t == 'b'>) {f()} <t is Foo> {g()} - {h()}",
    ),
    ("when { x == 1 -> f() }", "if <x == 1> {f()}"),
    ("for (e in s) { break }", "for e in s {break}"),
    ("while (true) { continue }", "while True forever {continue}"),
    ("do { f() } while (x)", "while x {f()}"),
    (
        "try { a() } catch (e: IOException) { throw e } finally { b() }",
        "try {a()} except IOException {raise e} finally {b()}",
    ),
    ("x += 2; x++", "x += 2; x += ?other"),
    ("val (a, b) = c", "[a, b] = c"),
    ("import a.b.C\nimport d.E as F\nimport g.*", "import a.b C<C; import d F<E"),
    (
        'fun f(a: Int, b: String = "c"): Int { return a }\nfun g(x: Int) = x',
        "def f(a, b) {return a}; def g(x) {return x}",
    ),
    ("suspend fun main() = runBlocking { f() }", "block main {block {return f()}}"),
    ("class A(val b: B) { val c = 1\n fun d() { return } }", "class A {c = 1; def d() {return -}}"),
    ("withTimeout(60_000) { f() }", "withTimeout(60000, def (it) {return f()})"),
]

FRAGMENTS = [
    ("f(\n    a,\n    // ...\n)", "f(a, ?elision)"),
    ("val x = f(a)\n...\nval y = g(b)", "x = f(a); ?elision; y = g(b)"),
    ('model = ModelId("m"),\nmessages = x,\n', "?elision(?elision, model='m', messages=x, ?elision)"),
    ('    .model("m")\n    .build()', "?elision.model('m').build()"),
    ('f(Request(\n    model = "m",', "f({model: 'm', open}, ?elision)"),
    ('f("{{ key }}", {{ model }}, x)', "f('{{ key }}', ?placeholder, x)"),
    ('f("é😀") // ünï', "f('é😀')"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_parses_is_kept_and_the_rest_is_listed() -> None:
    module = parse('val x = = f(a)\nval y = g("3")\n')
    assert module.unparsed
    assert "g('3')" in dump(module)
    assert problems(module) == []


def test_places_are_those_of_the_sample() -> None:
    text = 'client.create(Params(model = "é", maxTokens = h("😀")))'
    module = parse(text)
    strings = [node for node in nodes_of(module) if isinstance(node, String) and node.value in ("é", "😀")]
    assert {text[slice(*node.content)] for node in strings} == {"é", "😀"}
    made = next(node for node in nodes_of(module) if isinstance(node, Mapping))
    assert [text[slice(*entry.key_span)] for entry in made.entries] == ["model", "maxTokens"]
    assert [entry.name for entry in made.entries] == ["model", "max_tokens"]
    assert made.type_name == "Params"


@pytest.mark.parametrize(
    "piece", ["(", "{", "f(", "a.b(", "f { ", "if (x) ", "!", "x[", "when (x) { ", "a ?: ", '"${']
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize("piece", ["f(a, ", "f { ", "a.b(x, ", "A(b = "])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_long_chain_is_bounded() -> None:
    text = "x = Params.builder()" + '.add("a", 1)' * 2_000 + ".build()"
    assert problems(parse(text)) == []


def test_a_long_sum_is_one_join() -> None:
    module = parse("x = " + " + ".join(['"a"'] * 2_000) + "")
    assert module.unparsed == ()
    assert dump(module).count("'a'") == 2_000


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "x = 1\n" * (40_000 // 6 + 1))


@pytest.mark.parametrize("piece", ["-> ", '"""', '"', "/*", "{{", "<A", "... ", "@A(", "A<", "${", "?.b { "])
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (12_000 // len(piece)))


PIECES = st.sampled_from(
    [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "\\",
        "\n",
        "\r\n",
        "    ",
        ",",
        ";",
        "=",
        "...",
        "…",
        "// ...",
        "/*",
        "*/",
        "class A {",
        "fun f() {",
        "fun main() = ",
        "if (x)",
        "else",
        "when (x) {",
        "->",
        "for (a in b)",
        "while (x)",
        "try {",
        "catch (e: E)",
        "return ",
        "throw ",
        "val x",
        "var y",
        "import ",
        "a",
        ".b",
        "?.c",
        "1L",
        "-",
        "+",
        "::",
        "is A",
        ".builder()",
        ".build()",
        "http.post(",
        "setBody(",
        "header(",
        "mapOf(",
        " to ",
        "listOf(",
        "buildJsonObject {",
        "$a",
        "${",
        "<A>",
        "{{a}}",
        "<A_B>",
        "é",
        "😀",
        "\u2028",
        "\x00",
        "\ud800",
        "== ",
        "?: ",
        "!!",
        "runBlocking {",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)


def test_a_completed_name_is_never_shown() -> None:
    shows_no_completed_name(parse, FRAGMENTS)
