"""The C# front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, reads, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.csharp import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Name, String

WHOLE = [
    # calls, members, creation
    ("f(a, b: 1);", "f(a, b=1)"),
    ("await a.B<C>(d).E;", "a.B(d).E"),
    ("a?.B?[\"c\"]!.D();", "a?.B?['c'].D()"),
    ("x = a?.B(1).C;", "x = a?.B(1).C"),
    ("var x = a[0][^1];", "x = a[0][(^ 1)]"),
    ("this.a = this.b;", "a = b"),
    ("var c = new A.B(\"x\", y: 1);", "c = new A.B('x', y=1)"),
    ("A c = new(\"x\");", "c = new A('x')"),
    ("A? c = new() { B = 1, C = { d } };", "c = new A(B=1, C=[d])"),
    ("var c = new A<B> { C = new D() };", "c = new A(C=new D())"),
    ("var c = new { A = 1, b, c.D, @e = \"f\" };", "c = {A: 1, b: b, D: c.D, e: 'f'}"),
    ("var c = new Dictionary<string, object> { [\"a\"] = 1, [b] = 2 };", "c = {a: 1, [b]: 2}"),
    ("var c = new Dictionary<string, int> { { \"a\", 1 } };", "c = {a: 1}"),
    ("var c = new JsonObject { [\"a\"] = new JsonArray { 1 } };", "c = {a: [1]}"),
    ("var c = new List<A> { new(\"b\"), d };", "c = [new ?other('b'), d]"),
    ("var c = new[] { 1, 2 };", "c = [1, 2]"),
    ("string[] c = new string[] { \"a\" };", "c = ['a']"),
    ("List<A> c = [new A(), ..d];", "c = [new A(), ...d open]"),
    ("var c = a with { B = 1 };", "c = {B: 1, ...a, open}"),
    # strings
    (r'x = "a\"b\n\u00e9";', 'x = ' + repr('a"b\né')),
    ('x = @"a""b\\n";', "x = " + repr('a"b\\n')),
    ('x = $"a{b}c{{d}}{e:F2}";', "x = f['a', b, 'c{d}', e]"),
    ('x = $@"a""{b}";', "x = f['a\"', b]"),
    ('x = """a "b" c""";', "x = 'a \"b\" c'"),
    ('x = """\n    {\n      "a": 1\n    }\n    """;', "x = " + repr('{\n  "a": 1\n}')),
    ('x = $$"""{"a": {{b}}}""";', "x = f['{\"a\": ', b, '}']"),
    ('x = "";', "x = ''"),
    ('x = "a"u8.ToArray();', "x = 'a'.ToArray()"),
    # operators
    ("x = a == b && c != d || !e;", "x = (or (and <a == b> <c != d>) (not e))"),
    ("x = a + \"b\" + c;", "x = (+ a 'b' c)"),
    ("x = a ?? b;", "x = (?? a b)"),
    ("x = a ? b : c;", "x = (if b c by a)"),
    ("x = (string)a; y = b as C; z = d!;", "x = a; y = b; z = d"),
    ("x = -1.5f; y = 1_000L; z = 0xFF;", "x = -1.5; y = 1000; z = 255"),
    ("x = n => n + 1;", "x = def (n) {return (+ n 1)}"),
    ("x = async (a, b) => { await f(a); };", "x = async def (a, b) {await f(a)}"),
    ("x = typeof(A);", "x = ?other"),
    ("(var a, b) = (1, 2);", "[a, b] = [1, 2]"),
    ("a = b = 1; c += 2; d ??= 3;", "a = 1; b = 1; c += 2; d = 3"),
    # patterns
    ("if (e is A a && a.B is not null) { c(); }", "a = e; if (and <e is A> (not <a.B == null>)) {c()}"),
    ("if (e is A or B) c();", "if (or <e is A> <e is B>) {c()}"),
    ("if (s is \"x\") c();", "if <s == 'x'> {c()}"),
    ("switch (e) { case A a: b(a); break; case \"c\": case D.E when f: g(); return; default: h(); break; }",
     "if <e is A> {a = e; b(a); break} <e == 'c'> {} (or <e is D.E> f) {g(); return -} - {h(); break}"),
    ("switch (e) { case { Type: \"x\", B: C c }: d(c); break; }",
     "if (and <e.Type == 'x'> <e.B is C>) {c = e.B; d(c); break}"),
    ("x = e switch { A a => a.B, \"c\" => 1, _ => null };",
     "x = def () {if <e is A> {a = e; return a.B} <e == 'c'> {return 1} - {return null}}()"),
    # statements
    ("using A.B;\nusing static C;\nusing D = E.F;", "import A.B ; import C ; import E.F "),
    ("foreach (var a in b) { c(a); }", "for a in b {c(a)}"),
    ("await foreach (A a in b(c)) d(a);", "async for a in b(c) {d(a)}"),
    ("for (int i = 0; i < 3; i++) { a(); }", "i = 0; while <i < 3> {a()}"),
    ("for (;;) { break; }", "while forever {break}"),
    ("while (true) { continue; }", "while True forever {continue}"),
    ("while ((a = b.C()) != null) { d(a); }", "while <a != null> {a = b.C(); d(a)}"),
    ("do { a(); } while (b);", "while b {a()}"),
    ("if (a) b(); else if (c) { d(); } else e();", "if a {b()} c {d()} - {e()}"),
    ("try { a(); } catch (B e) when (e.C) { d(); } catch { } finally { f(); }",
     "try {a()} except B {e.C; d()} except  {} finally {f()}"),
    ("using var a = b;\nusing (var c = d) { e(); }", "a = b; with c = d {e()}"),
    ("lock (a) { b(); }", "b()"),
    ("throw new A(\"b\");", "raise new A('b')"),
    ("yield return a;", "yield a"),
    ("string? a;\nint b = 1, c;", "b = 1"),
    ("if (a.TryGetProperty(\"b\", out var c)) { d(c); }", "c = a['b']; if a.TryGetProperty('b', c) {d(c)}"),
    ("int A(int b, string c = \"d\") => b;", "def A(b, c) {return b}"),
    ("class A(FooClient b) : C { int d = 1; string E { get; set; } = \"f\"; }",
     "class A C {b = new FooClient(); d = 1; E = 'f'}"),
    ("class A { int d; public A(int g) { d = g; } async Task H(BarClient i) { i.J(); } }",
     "class A {def A(g) {d = g}; async def H(i i=new BarClient()) {i.J()}}"),
    ("namespace A { class B { } }", "class A {class B {}}"),
    ("namespace A;\nclass B { }", "class B {}"),
    ("#pragma warning disable A\na();", "a()"),
    ("[A(\"b\")]\nclass C { private readonly DClient e; }", "class C {e = new DClient()}"),
]  # fmt: skip

FRAGMENTS = [
    ("f(a, ...);", "f(a, ?elision)"),
    ("f(\n  a,\n  // ...\n);", "f(a, ?elision)"),
    ("a();\n...\nb();", "a(); ?elision; b()"),
    ("var x = new A\n{\n    B = 1,\n    ...\n};", "x = new A(B=1)"),
    ("client.F(new A { B = 1", "client.F(new A(B=1), ?elision)"),
    ("A = 1,\nB = \"c\"", "new ?elision(A=1, B='c')"),
    ("a: 1,\nb: \"c\"", "?elision(?elision, a=1, b='c', ?elision)"),
    (".A(1)\n.B(2)", "?elision.A(1).B(2)"),
    ("case A a:\n  b(a);\n  break;", "if <?elision is A> {a = ?elision; b(a); break}"),
    ("public A(int b) { c = b; }", "class {def A(b) {c = b}}"),
    ("a(\"b\")", "a('b')"),
    ("f(<YOUR_KEY>);", "f(?placeholder)"),
    ("f({{ key }});", "f(?placeholder)"),
    ("f(\"é\", x: \"😀\"); // ünïcode", "f('é', x='😀')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_did_not_parse_is_named_and_the_rest_stands() -> None:
    module = parse("var x = f(a b: 1);\nvar y = g(2);")
    assert dump(module).endswith("y = g(2)")
    assert module.unparsed


def test_the_text_of_a_raw_string_has_exact_places() -> None:
    text = 'var x = """\n    {\n      "a": "b"\n    }\n    """;'
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String))
    assert string.value is not None
    at = string.value.index('"b"') + 1
    assert text[string.offset(at)] == "b"


def test_fields_are_shared_by_the_methods_of_their_class() -> None:
    module = parse("class A { B c; void D() { c = e; var f = 1; } }\nc = g;")
    names = [(node.text, node.shared) for node in nodes_of(module) if isinstance(node, Name)]
    assert ("c", True) in names
    assert ("c", False) in names
    assert ("f", False) in names


@pytest.mark.parametrize(
    "piece", ["(", "[", "{", "a.b(", "f(a: ", "!", "-", "x => ", "a ? ", "x[", '$"{', "new A { B = "]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize(
    "piece", ["a = f(x: ", "f(new { a = ", "new A { B = ", "x => { f(", "if (a) { ", "a switch { b => "]
)
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "x = 1;\n" * (MAX_SIZE // 7 + 1))


@pytest.mark.parametrize(
    "piece", ["a<", "List<", "/*", '"""\n', '"', "'", "a ? b :", "}\n", "#if A\n", "\\", "case ", "is A b "]
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", '"""', '$"', '$$"""', '@"', "\\", "\n", "\r\n", "\r", "    ",
    "\t", ",", ":", ";", "=", "...", "…", "..", "// ...", "/*", "*/", "class A", "void F", "if (", "else",
    "switch (x) {", "case ", "default:", "foreach (var x in y)", "while (", "using var a", "await ",
    "return ",
    "new ", "new() {", "x => ", "is A b", "is not null", "switch { ", "using A;", "a", "b.C", "A<B>", "1",
    "-", "+", "?.", "??", "!", "{{a}}", "{% if %}", "<A_B>", "é", "😀", "\u2028", "\x00", "\ud800", "==",
    "try {", "catch (E e)", "out var x", "#region a\n", "[A]",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
