"""The Swift front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of, problems
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.samples.languages.swift import parse
from draftproof.samples.tree import String
from draftproof.samples.understanding import understand

WHOLE = [
    # calls and members
    ("try await f(a, b: c)", "f(a, b=c)"),
    ("a.b?.c!.d(1)", "a.b?.c.d(1)"),
    ("self.a.b()", "a.b()"),
    ('a["b"]?[0]', "a['b'][0]"),
    ("a.first?.b", "a[0]?.b"),
    ("f(a) { b in c(b) }", "f(a, def (b) {return c(b)})"),
    # values
    ('let a = "b\\n\\u{e9}"', "a = 'b\\né'"),
    ('let a = "b\\(c.d)e"', "a = f['b', c.d, 'e']"),
    ('let a = #"b\\n"c"#', "a = 'b\\\\n\"c'"),
    ('let a = """\n{"b": 1}\n"""', "a = '\\n{\"b\": 1}\\n'"),
    ("let a = [1, -2, 1.5, true, nil]", "a = [1, -2, 1.5, True, null]"),
    ('let a: [String: Any] = ["b": c, "d": ["e": 1]]', "a = {b: c, d: {e: 1}}"),
    ("let a: [String: Any] = [:]", "a = {}"),
    ("let a = [String: Any]()", "a = {}"),
    ("let a = b ? c : d", "a = (if c d by b)"),
    ("let a = b ?? c", "a = (or b c)"),
    ("let a = (b + c + d)", "a = (+ b c d)"),
    # statements
    ("a = b; a += 1", "a = b; a += 1"),
    ("let (a, _) = b", "[a, ?other] = b"),
    ("if let a = b, c == 1 { d(a) } else { e() }", "a = b; if <c == 1> {d(a)} - {e()}"),
    ("guard let a = b as? C else { return }", "a = b; if - {return -}"),
    ("if case .a(let b) = c { d(b) }", "b = c; if <c is a> {d(b)}"),
    ("for try await a in b.c { d(a) }", "for a in b.c {d(a)}"),
    ("while true { break }", "while True forever {break}"),
    ("while let a = b.next() { c(a) }", "while {a = b.next(); c(a)}"),
    ("do { try f() } catch let e as URLError { g() } catch { h() }",
     "try {f()} except URLError {g()} except  {h()}"),
    ('switch a { case "b", "c": d(); case .e(let f): g(f); default: break }',
     "if (or <a == 'b'> <a == 'c'>) {d()} <a is e> {f = a; g(f)} - {break}"),
    ("func f(_ a: A, b c: B = d) -> C { g(c) }", "def f(a, b b=d) {c = b; g(c)}"),
    ("Task { let a = b() }", "block {a = b()}"),
    ("class A { let b = c; func d() { b.e() } }", "class A {b = c; def d() {return b.e()}}"),
    ("func a() { b() }\nfunc b() { c() }", "def b() {return c()}; def a() {return b()}"),
    ("import Foundation", ""),
    # objects, requests, JSON
    ('let a = URL(string: "b")!', "a = 'b'"),
    ("let a = URLRequest(url: b, timeoutInterval: 3)", "a = URLRequest(url=b, timeout=3)"),
    ('a.httpMethod = "b"; a.httpBody = c', "a.method = 'b'; a.body = c"),
    ('a.setValue(b, forHTTPHeaderField: "c")', "a.set_header('c', b)"),
    ("a.httpBody = try JSONSerialization.data(withJSONObject: b)", "a.body = b"),
    ("let a = try JSONEncoder().encode(b)", "a = b"),
    ("let a = try JSONDecoder().decode(B.self, from: c)", "a = ?other.loads(c)"),
    ("let a = b.data(using: .utf8)!", "a = b"),
    ("let (a, b) = try await URLSession.shared.data(for: c)", "[a, b] = URLSession.shared.send(c)"),
    ("let a = OpenAI(apiToken: b)", "a = OpenAI(api_key=b)"),
    ("let a = ChatQuery(messages: [.init(role: .user, content: .string(\"b\"))], maxTokens: 1)",
     "a = {messages: [{role: ?other.user, content: 'b', open}], max_tokens: 1}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_what_a_sample_becomes(text: str, wanted: str) -> None:
    module = parse(text)
    assert dump(module) == wanted
    assert module.unparsed == ()
    assert problems(module) == []


def test_a_struct_brings_its_defaults_and_its_names_on_the_wire() -> None:
    text = """struct Body: Encodable {
    let model: String
    var stream = true
    let limit: Int
    enum CodingKeys: String, CodingKey { case model, stream, limit = "max_output_tokens" }
}
let body = Body(model: m, limit: 3)"""
    assert "body = {model: m, max_output_tokens: 3, stream: True}" in dump(parse(text))


def test_a_struct_of_elsewhere_may_have_more_members() -> None:
    assert dump(parse("let a = Body(model: m)")) == "a = {model: m, open}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("let a = [\"b\": 1, ...]", "a = {b: 1, open}"),
        ("f(a,\n    ...)", "f(a, ?elision)"),
        ("let a = B(c: d,", "a = {c: d, open}"),
        ("return a ?? b", "return (or a b)"),
    ],
)  # fmt: skip
def test_fragments(text: str, wanted: str) -> None:
    assert dump(parse(text)) == wanted


def test_strings_know_where_their_characters_stand() -> None:
    text = 'let a = "b\\u{1F600}c"'
    value = next(node for node in nodes_of(parse(text)) if isinstance(node, String))
    assert value.value == "b😀c"
    assert text[value.content.start : value.content.end] == "b\\u{1F600}c"


SESSION = (
    "let configuration = URLSessionConfiguration.default\n{}"
    "let session = URLSession(configuration: configuration)\n"
)
ASKED = """var request = URLRequest(url: URL(string: "https://api.cometapi.com/v1/responses")!{options})
request.httpMethod = "POST"
request.httpBody = try JSONEncoder().encode(["model": "m", "input": "x"])
{more}let (data, _) = try await session.data(for: request)
"""


@pytest.mark.parametrize(
    ("code", "bounded"),
    [
        (ASKED.format(options="", more=""), False),
        (ASKED.format(options=", timeoutInterval: 30", more=""), True),
        (ASKED.format(options="", more="request.timeoutInterval = 30\n"), True),
        (SESSION.format("") + ASKED.format(options="", more=""), False),
        (
            SESSION.format("configuration.timeoutIntervalForRequest = 30\n")
            + ASKED.format(options="", more=""),
            True,
        ),
    ],
)
def test_what_limits_a_wait(code: str, *, bounded: bool) -> None:
    document = read(f"```swift\n{code}\n```\n".encode(), "page.md")
    (request,) = understand(document, builtin_rulebook().knowledge).requests
    assert (request.method, request.family, request.bounded) == ("POST", "responses", bounded)


def test_a_block_behind_a_call_is_called_with_the_answer() -> None:
    code = """let openAI = OpenAI(apiToken: key)
openAI.chats(query: ChatQuery(messages: m, model: n)) { result in
    switch result {
    case .success(let chat): print(chat.choices[0].message.content)
    case .failure(let error): print(error)
    }
}"""
    document = read(f"```swift\n{code}\n```\n".encode(), "page.md")
    (request,) = understand(document, builtin_rulebook().knowledge).requests
    assert (request.family, request.provider.name) == ("chat_completions", "openai")
    assert [read.path for read in request.reads] == [("choices", "message", "content")]


@pytest.mark.parametrize(
    "piece", ["f(", "[", "{ ", "if a { ", "a.b { ", "(", "!", "try ", "switch a { case b: ", "1 + "]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize("piece", ["let a = f(", "f(g { ", "if a { ", '["a": ', ".a("])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 80)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "f()\n" * 10_001)


@pytest.mark.parametrize(
    "piece", ['"""', '#"', "\\(", "<", "/*", "?", "&&", "}\n", "..", "case .a: ", "#if a\n", "@a "]
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', '"""', '#"', '"#', "\\(", "\\", "\n", "\r\n", "\t", ",", ":", "=",
    "...", "// ...", "func f(", "-> A {", "class A {", "struct A: B {", "enum A { case b", "if let a = b",
    "guard case .a(let b) = c", "else {", "switch a {", "case .a(let b):", "case \"a\":", "default:",
    "for try await a in b {", "while let a = b {", "do {", "catch {", "catch let e as E {", "return ",
    "throw ", "try? ", "await ", "a", "a.b", ".c", "self.d", "$0", "?.", "!", "?? ", "as? [A: B]",
    "URL(string:", "URLRequest(url:", "JSONDecoder().decode(A.self, from:", "Task {", "{ a in ", "1",
    "-2", "1.5", "nil", "true", "&", "==", "+ ", "import A", "@A ", "#if a", "é", "😀", "\u2028", "\x00",
    "\ud800", "{{a}}", "<A>", "/*", "*/",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
