"""The Rust front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, reads, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.rust import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import String
from draftproof.text.source import Span

WHOLE = [
    # calls and members
    ("f(a, &b, *c)?;", "f(a, b, c)"),
    ("a.b.c(1).d().await?;", "await a.b.c(1).d()"),
    ("a::b::c(1); f::<T>(x);", "a.b.c(1); f(x)"),
    ("a.0; a[1]; a[1..2];", "a[0]; a[1]; a[?other(1, 2)]"),
    ("a.r#type;", "a.type"),
    ("x as u8;", "x"),
    # values
    (r'''let a = ("b\"c\n\u{e9}", 'd', b"e", r#"{"f": 1}"#);''',
     "a = [" + repr('b"c\né') + """, 'd', 'e', '{"f": 1}']"""),
    ('let a = "b\\\n    c";', "a = 'bc'"),
    ("let a = [1_000u32, 1.5f64, -2, 0x1f];", "a = [1000, 1.5, (- 2), 31]"),
    ("let a = vec![b, c];", "a = [b, c]"),
    ('let a = B { c: "d", e, ..Default::default() };', "a = {c: 'd', e: e}"),
    ("let a = B { c: 1, ..d };", "a = {c: 1, ...d, open}"),
    ('struct A { #[serde(rename = "b")] c: u8 }\nlet a = A { c: 1 };', "a = {b: 1}"),
    ("let a: Option<B> = None; let a: B;", "a = None"),
    # JSON in a macro
    ('let a = json!({"b": C, "d": [{"e": null}, -1, true], "f": g.len(), (h): 1});',
     "a = {b: C, d: [{e: null}, -1, True], f: g.len(), [h]: 1}"),
    ('let a = serde_json::json!({"b": format!("c{}", d), "e": vec![1]});', "a = {b: f['c', d], e: [1]}"),
    ("let a = json!([]); let b = json!(c.d);", "a = []; b = c.d"),
    ("let a = other!(b);", "a = other()"),
    # what only hands a value on
    ('let a = Some(Box::new("b".to_string()));', "a = 'b'"),
    ("let a = b.clone().unwrap_or_default().iter();", "a = b"),
    ('f(Role::User("a".into()), String::from("b"));', "f('a', 'b')"),
    ('let a = b["c"][0].as_str().unwrap_or("");', "a = b['c'][0]"),
    ('let a = b.get("c").first();', "a = b['c'][?other]"),
    ('let a = b.pointer("/c/0/d");', "a = b['c'][?other]['d']"),
    ('let a = format!("{b}/c{}d", e);', "a = f[b, '/c', e, 'd']"),
    ('println!("{a:?} {{}} {}", b.c);', "println(a, b.c)"),
    # operators
    ("f(a == b && c != d || !e);", "f((or (and <a == b> <c != d>) (not e)))"),
    # statements
    ("a = b; a += 1;", "a = b; a += 1"),
    ("let (a, mut b) = c;", "[a] = c"),
    ("let B { c, d: e } = f;", "c = f.c; e = f.d"),
    ("let Some(a) = b else { return };", "a = b; try {} except  {return -}"),
    ("if a { b() } else if let Some(c) = d { e(c) } else { f() }", "if a {b()} d {c = d; e(c)} - {f()}"),
    ("if let Err(e) = a().await { b(); }", "await a(); try {} except  {b()}"),
    ("if let A::B(c) = d { e(c); }", "if <d is A.B> {c = d; e(c)}"),
    ("while let Some(a) = b.next().await { c(a); }", "while await b.next() {a = await b.next(); c(a)}"),
    ("loop { break; }", "while forever {break}"),
    ("for a in &b { c(a); }", "for a in b {c(a)}"),
    ("for (a, b) in c.iter().enumerate() { d(b); }", "for [a, b] in c {d(b)}"),
    ('match a.as_str() { "b" | "c" => d(), E::F { g, .. } if h => i(g), _ => {} }',
     "if (or <a == 'b'> <a == 'c'>) {d()} (and <a is E.F> h) {g = a.g; i(g)} - {}"),
    ("match a.await { Ok(b) => { c(b); } Err(e) => { continue; } }",
     "try {a; if - {b = a; c(b)}} except Err {continue}"),
    ("let a = match b { 1 => 2, _ => 3 };", "a = def () {if <b == 1> {return 2} - {return 3}}()"),
    ("let a = if b { 1 } else { 2 };", "a = def () {if b {return 1} - {return 2}}()"),
    ("async fn f(a: &str, mut b: u8) -> R { g(a) }", "async def f(a, b) {return g(a)}"),
    ("let f = |a| async move { a.b };", "f = def (a) {return a.b}"),
    ("impl A { fn f(&self) { self.b.c() } const D: &str = \"e\"; }",
     "class A {D = 'e'; def f() {return self.b.c()}}"),
    ("fn main() { let c = Client::new(); let d = c.e; }",
     "c = new Client(); def main() {c = new Client(); d = c.e}"),
    ("fn main() { a(); Ok(()) }\nfn b() {}", "def main() {return a()}; def b() {}"),
    ("use a::{b::C, d as e, f::{self, g}}; use h;",
     "import a C<C; import a e<d; import a f<f; import a g<g; import h h<*"),
    # objects, clients, requests
    ('let a = CreateResponseArgs::default().model("b").input(c).build()?;', "a = {model: 'b', input: c}"),
    ("let a = Client::with_config(OpenAIConfig::new().with_api_base(\"b\").with_api_key(c));",
     "a = new Client(new OpenAIConfig(api_base='b', api_key=c))"),
    ("let a = Client::builder().timeout(Duration::from_secs(5)).build()?;",
     "a = new Client(timeout=Duration.from_secs(5))"),
    ("a.chat().create(b).await?; a.responses().create_stream(b); a.chat().create_byot(&b);",
     "await a.chat().completions.create(b); a.responses().create_stream(b); a.chat().completions.create(b)"),
    ('a.post("u").bearer_auth(b).header(AUTHORIZATION, c).json(&d).send().await?;',
     ("await a.send(new ?other.http_request(url='u', method='post', "
     "headers={Authorization: (+ 'Bearer ' b)}, headers={Authorization: c}, body=d))")),
    ('let a = b.post("u").json(&c).eventsource()?;',
     "a = ?other.event_source(b.send(new ?other.http_request(url='u', method='post', body=c)))"),
    ("let a = b.bytes_stream(); let c = b.chunk().await;", "a = b.body; c = await b.body.next()"),
    ("tokio::time::timeout(a, b.c()).await?;",
     "import tokio tokio<*; await ?other.timeout(a, def () {return b.c()})"),
    ('let mut a = HeaderMap::new(); a.insert("b", c);', "a = {}; a.put('b', c)"),
]  # fmt: skip

FRAGMENTS = [
    ("let a = f(b)", "a = f(b)"),
    ("# use a::b;\n# fn main() {\nf();\n# }", "import a b<b; def main() {return f()}"),
    ("let a = f(\n    b,\n", "a = f(b, ?elision)"),
    ('let a = json!({\n    "b": 1,\n    // ...\n});', "a = {b: 1}"),
    ("f();\n...\ng();", "f(); ?elision; g()"),
    ('.model("a")\n.build()?', "?elision.model('a').build()"),
    ("A::B(c) => d(c),\n_ => {}", "if <?elision is A.B> {c = ?elision; d(c)} - {}"),
    ("- let a = f(1);\n+ let a = f(2);\n  let b = a;", "a = f(2); b = a"),
    ("f(\"é\", '😀'); // ünïcode", "f('é', '😀')"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_did_not_parse_is_named_and_the_rest_stands() -> None:
    module = parse('let x = f("1" b "2");\nlet y = g(3);')
    assert dump(module).endswith("y = g(3)")
    assert module.unparsed


def test_the_values_of_a_macro_have_their_places() -> None:
    text = 'let x = json!({"a": "b", "c": d(\n"e")});'
    strings = [node for node in nodes_of(parse(text)) if isinstance(node, String) and node.value == "e"]
    assert [text[slice(*string.content)] for string in strings] == ["e"]


def test_a_text_in_a_raw_string_has_exact_places() -> None:
    text = 'let x = r#"{"a": "b"}"#;'
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String))
    assert string.value == '{"a": "b"}'
    assert string.content == Span(text.index("{"), text.index("}") + 1)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[",
        "{",
        "a.b(",
        'json!({"a": ',
        "!",
        "-",
        "|a| ",
        "match a { _ => ",
        "x[",
        "vec![",
        "Some(",
        "if a {",
        "a = ",
        "use a::{",
        "1 + ",
        "A | ",
    ],
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize(
    "piece",
    ["let a = f(", 'json!({"a": ', "json!([f(", "f(|| { g(", "if a { ", "match a { 1 => ", "Some(", "A | "],
)
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 80)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "f();\n" * (MAX_SIZE // 5 + 1))


@pytest.mark.parametrize(
    "piece", ['r#"', "'a ", "#[", "json!(", "::<", "|", "'", '"', "/*", "&&", "}\n", "\\", "..", "=> ", "a!{"]
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", "`", "\\", "\n", "\r\n", "\r", "    ", "\t", ",", ":", "=",
    "...", "…", "// ...", "# ", "#[a]", "fn f(", "impl A {", "if x {", "else {", "if let Some(a) = b {",
    "match a {", "=> ", "Ok(a) => ", "Err(e) => ", "A::B { c, .. } => ", "A | B", "while let ", "loop {",
    "for a in b {", "|a| ", "async {", "return ", "break ", "use a::{b, c};", "a", "a.b", "self.c", "A::b(",
    "1", "-", "+", "json!(", "json!({", "vec![", "format!(", "println!(\"{a}\"", "let a = ",
    "let Some(a) = ", "else {", ".await", "?", "&", "*", "..", "'a", "r#\"", "\"#", "A::default()",
    ".build()", "Client::builder()", ".post(\"u\")", ".send()", "\"a\": ", ";", "as u8", "{{a}}",
    "{% if %}", "<%= x %>", "é", "😀", "\u2028", "\x00", "\ud800", "==", "!", "/*", "*/", "1..2",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
