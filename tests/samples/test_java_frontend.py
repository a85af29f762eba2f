"""The Java front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

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

from draftproof.samples.languages.java import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Mapping, String

WHOLE = [
    ('f(a, "b");', "f(a, 'b')"),
    ("a.b(1).c;", "a.b(1).c"),
    ("x = a.b[0].c;", "x = a.b[0].c"),
    ("this.client = client; this.go(client);", "client = client; go(client)"),
    ('var x = new Foo("a", 1L);', "x = new Foo('a', 1)"),
    ('int[] x = {1, 2}; Object y = new String[] {"a"};', "x = [1, 2]; y = ['a']"),
    ('String s = "\\u00e9\\n\\"";', "s = 'é\\n\"'"),
    ('String s = """\n    {"a": "b"}\n    """;', 's = \'    {"a": "b"}\\n    \''),
    ("char c = 'a';", "c = 'a'"),
    ('String s = "a" + b + "c";', "s = (+ 'a' b 'c')"),
    ('String.format("a %s b", x); "c %d".formatted(y);', "f['a ', x, ' b']; f['c ', y]"),
    (
        'Params p = Params.builder().model("m").maxTokens(5).stopOfString("x").build();',
        "p = {model: 'm', max_tokens: 5, stop: 'x'}",
    ),
    (
        'Params p = Params.builder().addTool(a).addTool(b).addUserMessage("hi").build();',
        "p = {tools: [a, b], messages: ['hi']}",
    ),
    ('Params p = old.toBuilder().model("m").build();', "p = {model: 'm', ...old, open}"),
    (
        'Params p = Params.builder().putAdditionalBodyProperty("k", v).stream(true).build();',
        "p = {k: v, stream: True}",
    ),
    (
        "Client c = SdkClient.builder().apiKey(k).timeout(Duration.ofSeconds(30)).build();",
        "c = new SdkClient(api_key=k, timeout=30)",
    ),
    ("Client c = SdkClient.fromEnv();", "c = new SdkClient()"),
    (
        (
            'HttpRequest r = HttpRequest.newBuilder().uri(URI.create("u")).header("a", "b").header("c", d)'
            ".POST(BodyPublishers.ofString(body)).build();"
        ),
        "r = new ?other.http_request(url='u', headers={a: 'b', c: d}, method='POST', body=body)",
    ),
    (
        (
            'Request r = new Request.Builder().url("u")'
            '.post(RequestBody.create(json, MediaType.get("application/json"))).build();'
        ),
        "r = new ?other.http_request(url='u', method='post', body=json)",
    ),
    (
        "OkHttpClient c = new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();",
        "c = new OkHttpClient(read_timeout=60)",
    ),
    ('Map<String, Object> m = Map.of("a", "b", "c", List.of(1, 2));', "m = {a: 'b', c: [1, 2]}"),
    ('Map<String, Object> m = new HashMap<>(); m.put("a", 1);', "m = {}; m.put('a', 1)"),
    ('JSONObject o = new JSONObject().put("a", new JSONArray().put("b"));', "o = {a: ['b']}"),
    ('Input i = Input.ofText("hi"); Model m = ChatModel.of("gpt");', "i = 'hi'; m = 'gpt'"),
    (
        "x.forEach(a -> g(a)); x.map((a, b) -> { return a; });",
        "x.forEach(def (a) {return g(a)}); x.map(def (a, b) {return a})",
    ),
    (
        "x.forEach(System.out::println); x.map(Choice::message);",
        (
            "x.forEach(def (println) {return System.out.println(println)}); "
            "x.map(def (Choice) {return Choice.message()})"
        ),
    ),
    ("boolean b = x == y && !z || w;", "b = (or (and <x == y> (not z)) w)"),
    ("var x = a ? b : c; var y = (String) d;", "x = (if b c by a); y = d"),
    ("if (e instanceof Foo f) { g(f); }", "f = e; if <e is Foo> {g(f)}"),
    ("if (a) b(); else if (c) d(); else { e(); }", "if a {b()} c {d()} - {e()}"),
    ("for (Foo f : fs) { break; }", "for f in fs {break}"),
    ("for (int i = 0; i < 3; i++) { continue; }", "i = 0; while <i < 3> {continue}"),
    ("while (true) { f(); }", "while True forever {f()}"),
    (
        "while ((line = r.readLine()) != null) { f(line); }",
        "while <line != null> {line = r.readLine(); f(line)}",
    ),
    ("do { f(); } while (x);", "while x {f()}"),
    (
        'switch (t) { case "a": case "b": f(); break; default: g(); }',
        "if <t == 'a'> {} <t == 'b'> {f(); break} - {g()}",
    ),
    (
        'switch (t) { case "a", "b" -> f(); default -> { g(); } }',
        "if (or <t == 'a'> <t == 'b'>) {f()} - {g()}",
    ),
    (
        "try (Foo f = g(); var h = i()) { j(f); } catch (A | B e) { throw e; } finally { k(); }",
        "try {with f = g(), h = i() {j(f)}} except A,B {raise e} finally {k()}",
    ),
    ("try (Foo f = g()) { h(f); }", "with f = g() {h(f)}"),
    ("x += 2; x++;", "x += 2; x += ?other"),
    ("import a.b.C;\nimport static d.E.*;\nimport f.*;", "import a.b C<C"),
    (
        (
            "class A extends B { void f() { g(x); }\n private final int x = 1;\n "
            "public static void main(String[] a) { h(); } }"
        ),
        "class A {x = 1; def f() {g(x)}; block main {h()}}",
    ),
    ("public void f(String... a) { return a; }", "def f(a) {return a}"),
    ("record R(String a) {}", "class R {}"),
    ("synchronized (x) { f(); }", "f()"),
]

FRAGMENTS = [
    ("f(a,\n    // ...\n);", "f(a, ?syntax, ?elision)"),
    ("var x = f(a);\n...\nvar y = g(b);", "x = f(a); ?elision; y = g(b)"),
    ('Params.builder()\n    .model("m")\n    ...\n    .build();', "{model: 'm', open}"),
    ('    .model("m")\n    .input("i")\n    .build()', "?elision.model('m').input('i').build()"),
    ('client.create(Params.builder()\n    .model("m")', "client.create({model: 'm'}, ?elision)"),
    ('private final Client client;\nprivate final String x = "a";', "x = 'a'"),
    ('f("{{ key }}", {{ model }}, x);', "f('{{ key }}', ?placeholder, x)"),
    ('- f("a");\n+ f("b");\n  g();', "f('b'); g()"),
    ('f("é😀"); // ünï', "f('é😀')"),
    ("Foo foo = f(a)", "foo = f(a)"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_parses_is_kept_and_the_rest_is_listed() -> None:
    module = parse('var x = f("1" "2";\nvar y = g("3");\n')
    assert module.unparsed
    assert "g('3')" in dump(module)
    assert problems(module) == []


def test_places_are_those_of_the_sample() -> None:
    text = 'client.create(Params.builder().model("é").maxTokens(h("😀")).build());'
    module = parse(text)
    strings = [node for node in nodes_of(module) if isinstance(node, String) and node.value in ("é", "😀")]
    assert {text[slice(*node.content)] for node in strings} == {"é", "😀"}
    made = next(node for node in nodes_of(module) if isinstance(node, Mapping))
    assert [text[slice(*entry.key_span)] for entry in made.entries] == ["model", "maxTokens"]
    assert [entry.name for entry in made.entries] == ["model", "max_tokens"]
    assert made.type_name == "Params"


@pytest.mark.parametrize(
    "piece", ["(", "{", "f(", "a.b(", "new A(", "a ? ", "x -> ", "if (x) ", "!", "x[", "{ {"]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize("piece", ["f(a, ", "x -> f(", "new A(", "a.b(x, "])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_long_chain_is_bounded() -> None:
    text = "x = Params.builder()" + '.add("a", 1)' * 2_000 + ".build();"
    assert problems(parse(text)) == []


def test_a_long_sum_is_one_join() -> None:
    module = parse("x = " + " + ".join(['"a"'] * 2_000) + ";")
    assert module.unparsed == ()
    assert dump(module).count("'a'") == 2_000


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "x = 1;\n" * (MAX_SIZE // 6 + 1))


@pytest.mark.parametrize(
    "piece", ["case :", '"""', '"', "/*", "{{", "<A", "... ", "@A(", "A<", "List<Map<", ".b()"]
)
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
        "void f() {",
        "if (x)",
        "else",
        "switch (x) {",
        "case ",
        "->",
        "for (A a : b)",
        "while (x)",
        "try (",
        "catch (E e)",
        "return ",
        "throw ",
        "new A",
        "import ",
        "a",
        ".b",
        "1L",
        "-",
        "+",
        "::",
        ".builder()",
        ".build()",
        "HttpRequest.newBuilder()",
        '.header("a", "b")',
        "Map.of(",
        ".put(",
        "@A",
        "<A>",
        "{{a}}",
        "<A_B>",
        "é",
        "😀",
        "\u2028",
        "\x00",
        "\ud800",
        "== ",
        "instanceof A b",
        "static void main() {",
        "%s",
        "String.format(",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)


def test_a_completed_name_is_never_shown() -> None:
    shows_no_completed_name(parse, FRAGMENTS)
