"""The JavaScript and TypeScript front-end: what a snippet becomes, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import at_depth, dump, nodes_of, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.javascript import Dialect, parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Name, String, Unknown
from draftproof.text.source import Span

JAVASCRIPT = [
    # values
    ("x = {a, 'b-c': 1, [d]: 2, 3: null}", "x = {a: a, b-c: 1, [d]: 2, 3: null}"),
    ("x = {...a, b: 1}", "x = {b: 1, ...a, open}"),
    ("x = {a() { return 1 }, async b(c) {}}", "x = {a: def a() {return 1}, b: async def b(c) {}}"),
    ("x = [1, 'a', ...b]", "x = [1, 'a', ...b open]"),
    ("`a${b}c\\n`", "f['a', b, 'c\\n']"),
    ("`plain`", "'plain'"),
    ("sql`a`", "sql('a')"),
    (r"'\x41\u{1F600}\u00e9\ud83d\ude00\'\a'", repr("A😀é😀'a")),
    ("a?.b?.['c']?.(d)", "a?.b?['c'](d)"),
    ("undefined; null; 1_000; 0x1f; 10n; -1", "null; null; 1000; 31; 10; -1"),
    ("(a, b)", "[a, b]"),
    ("/a\"(/g.test(b)", "?other.test(b)"),
    # calls
    ("await f(1)", "await f(1)"),
    ("new A({b: 1})", "new A({b: 1})"),
    ("f(async (a, {b, c = 1}, ...d) => { await g(b) })",
     "f(async def (a, {b, c = 1}, d) {{b: b, c: (?? c 1)} = {b, c = 1}; await g(b)})"),
    ("x.then(r => r.json()).catch(function (e) { log(e) })",
     "x.then(def (r) {return r.json()}).catch(def (e) {log(e)})"),
    ("s.on('event', (e) => console.log(e.delta))", "s.on('event', def (e) {return console.log(e.delta)})"),
    # operators
    ("a ?? b", "(?? a b)"),
    ("a || b || c && !d", "(or a b (and c (not d)))"),
    ("a ? b : c", "(if b c by a)"),
    ("a === 'b'; c !== d; 'e' in f; g instanceof H", "<a == 'b'>; <c != d>; <'e' in f>; <g is H>"),
    ("'a' + b + 'c'", "(+ 'a' b 'c')"),
    # statements
    ("const {a, b: c, ...d} = e", "{a: a, b: c, ...d, open} = e"),
    ("const [a, b = 1] = c", "[a, (?? b 1)] = c"),
    ("let a = 1, b, c = 2", "a = 1; c = 2"),
    ("a = b = 1; c += 2; d.e = f", "a = 1; b = 1; c += 2; d.e = f"),
    ("if ((m = f())) g(m)", "m = f(); if m {g(m)}"),
    ("for await (const e of s) { if (e.type === 'x') break; else if (y) continue; else z }",
     "async for e in s {if <e.type == 'x'> {break} y {continue} - {z}}"),
    ("for (let i = 0; i < 3; i++) f(i)", "i = 0; while <i < 3> {f(i)}"),
    ("for (;;) {} while (true) {} do { a } while (b)",
     "while forever {}; while True forever {}; while b {a}"),
    ("switch (e.type) { case 'a': case 'b': f(); break; case 'c': { g() } default: h() }",
     "if (or <e.type == 'a'> <e.type == 'b'>) {f(); break} <e.type == 'c'> {g()} - {h()}"),
    ("try { a } catch (e) { b } finally { c }", "try {a} except  {b} finally {c}"),
    ("throw new Error('x')", "raise new Error('x')"),
    ("return await f()", "return await f()"),
    ("class A extends B { c = 'd'; static e = 1; constructor(f) { super(f) } async *g() { yield 1 } }",
     "class A B {c = 'd'; e = 1; def constructor(f) {super(f)}; async def g() {yield 1}}"),
    # modules
    ("import A, { B as C, D } from 'e'; import * as F from 'g'; import 'h'",
     "import e A<default, C<B, D<D; import g F<*; import h "),
    ("const A = require('b'); const { C: d } = require('e'); const f = require('g').h",
     "import b A<*; import e d<C; import g f<h"),
    ("const { A } = await import('b')", "import b A<A"),
    ("export const a = 1; export default function f() {}; export { b } from 'c'",
     "a = 1; def f() {}; import c "),
    # markup
    ("x = <A b='c' {...d} e={f}>{g} h <I/></A>",
     "x = A({b: 'c', e: f, ...d, open}, g, ' h ', I({}))"),
]  # fmt: skip

TYPESCRIPT = [
    ("const a: X<Y> = b as const; c satisfies D; d!.e; <T>f; g<H>(i); new J<K>()",
     "a = b; c; d.e; f; g(i); new J()"),
    ("function f(a: string, b?: number, c: X = 1): Promise<void> {}", "def f(a, b, c c=1) {}"),
    ("interface A { x: string } type B = { z: 1 }; enum E { F = 'a', G }", "class E {F = 'a'}"),
    ("class A implements B { private x: string = 'a'; constructor(private y: Z) {} @dec m(): void {} }",
     "class A {x = 'a'; def constructor(y) {}; dec; def m() {}}"),
    ("import type { A } from 'b'; import c = require('d')", "import b A<A; import d c<*"),
    ("@Injectable() export class A {}", "Injectable(); class A {}"),
    ("for (const e of s as any) {}", "for e in s {}"),
]  # fmt: skip

FRAGMENTS = [
    # something left out
    ("f({ a: 1, ... })", "f({a: 1, open})"),
    ("f({\n  a: 1,\n  ...\n})", "f({a: 1, open})"),
    ("f({\n  a: 1\n  ...\n  b: 2\n})", "f({a: 1, b: 2, open})"),
    ("f({ ..., a: 1 })", "f({a: 1, open})"),
    ("f({ a: 1, /* ... */ })", "f({a: 1, open})"),
    ("f({\n  a: 1,\n  // other options...\n})", "f({a: 1, open})"),
    ("f({\n  a: 1, // the first\n})", "f({a: 1})"),
    ("f({ ...a, b: [ ... ] })", "f({b: [?elision open], ...a, open})"),
    ("f(...)", "f(?elision)"),
    ("f(a, ...)", "f(a, ?elision)"),
    ("s.on('a', (b) => ...)", "s.on('a', def (b) {return ?elision})"),
    ("const a = ...;\nf(a)", "a = ?elision; f(a)"),
    ("function f() { ... }", "def f() {?elision}"),
    ("a();\n...\nb()", "a(); ?elision; b()"),
    ("f({ a: 1, … })", "f({a: 1, open})"),
    # the middle of something
    ('model: "x", input: "y"', "{model: 'x', input: 'y', open}"),
    ('model: "x",\ninput: "y",\n', "{model: 'x', input: 'y', open}"),
    ("stream: true", "{stream: True, open}"),
    ('{ model: "x" }', "{model: 'x'}"),
    ('{ "a": 1, "b": [2] }', "{a: 1, b: [2]}"),
    ('  model: "x",\n});', "?elision(?elision, {model: 'x', open})"),
    ('client.create({\n  model: "x",\n', "client.create({model: 'x', open}, ?elision)"),
    ("f({\n  a: 1\n  b: 2\n})", "f({a: 1, b: 2})"),
    (".on('a', f)\n.on('b', g)", "?elision.on('a', f).on('b', g)"),
    # not the language itself
    ("- f(1)\n+ f(2)\n  g()", "f(2); g()"),
    ("> f(1)\n2\n> g()", "f(1); g()"),
    ("✅ f(1)\n❌ g(2)", "f(1); g(2)"),
    # holes
    ("f({ model: {{ model }} })", "f({model: ?placeholder})"),
    ("f({ model: <MODEL_ID>, key: <your-key> })", "f({model: ?placeholder, key: ?placeholder})"),
    ("f({ model: ${MODEL} })", "f({model: ?placeholder})"),
    ("{% if a %}\nf(1)\n{% endif %}", "?placeholder; f(1); ?placeholder"),
    ("f('{{ model }}', `${MODEL}`)", "f('{{ model }}', f[MODEL])"),
    # TypeScript under another name
    ("const a: string = b as any", "a = b"),
]


@pytest.mark.parametrize(("text", "expected"), JAVASCRIPT + FRAGMENTS)
@pytest.mark.parametrize("dialect", ["javascript", "tsx"])
def test_snippet(text: str, expected: str, dialect: Dialect) -> None:
    module = parse(text, dialect)
    assert dump(module) == expected
    assert module.unparsed == ()
    assert problems(module) == []


@pytest.mark.parametrize(("text", "expected"), TYPESCRIPT)
@pytest.mark.parametrize("dialect", ["typescript", "javascript"])
def test_typescript(text: str, expected: str, dialect: Dialect) -> None:
    module = parse(text, dialect)
    assert dump(module) == expected
    assert module.unparsed == ()
    assert problems(module) == []


BROKEN = [
    ("f({a: 1 b: 2}); g(3)", "f({a: 1, ...?syntax(b, 2), open}); g(3)"),
    ("f(1)); g(2)", "f(1)"),
    ("f(1);\nfor all of these\ng(2)", "g(2)"),
]


@pytest.mark.parametrize(("text", "kept"), BROKEN)
def test_what_parses_is_kept_and_the_rest_is_listed(text: str, kept: str) -> None:
    module = parse(text)
    assert kept in dump(module)
    assert module.unparsed
    assert problems(module) == []


def test_places_are_those_of_the_sample() -> None:
    text = "const é = '😀';\nclient.create({ model: \"gpt\" });\n"
    strings = [node for node in nodes_of(parse(text)) if isinstance(node, String)]
    assert {text[slice(*node.content)] for node in strings} == {"😀", "gpt", "model"}


def test_origins_lead_from_a_decoded_value_to_the_sample() -> None:
    string = next(node for node in nodes_of(parse(r"x = 'a\n\u{41}b'")) if isinstance(node, String))
    assert string.value == "a\nAb"
    assert string.origins == (5, 6, 8, 14)


def test_a_completed_name_is_never_shown() -> None:
    for text, _ in FRAGMENTS:
        assert not [
            node for node in nodes_of(parse(text)) if isinstance(node, Name) and set(node.text) == {"_"}
        ]


@pytest.mark.parametrize(
    "piece", ["(", "[", "{", "a.b(", "f({a: ", "!", "() => ", "a ? ", "x[", "`${", "if (a) {", "<a>", "a => "]
)
@pytest.mark.parametrize("dialect", ["javascript", "tsx"])
def test_deep_nesting_is_bounded(piece: str, dialect: Dialect) -> None:
    assert problems(parse(piece * 2_000, dialect)) == []


@pytest.mark.parametrize(
    "piece", ["function f() {", "x = {a() {", "const a = {b: ", "x = {a: () => {", "f({a: "]
)
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    assert problems(at_depth(120, lambda: parse(piece * 1_000))) == []


def test_a_long_sum_and_a_long_conditional_are_flat() -> None:
    module = parse("x = " + " + ".join(["'a'"] * 2_000) + ";\n" + " else ".join(["if (a) b();"] * 500))
    assert module.unparsed == ()
    assert dump(module).count("'a'") == 2_000
    assert dump(module).count("b()") == 500


def test_a_text_beyond_the_limit_is_not_read() -> None:
    text = "f(1);\n" * (MAX_SIZE // 6 + 1)
    assert parse(text).body == (Unknown(Span(0, len(text)), "syntax"),)


@pytest.mark.parametrize(
    "piece", ["+}", ">+", "get <a/>", "/+>).", "f<a,", "/*'\nis ", "/*new }]", '"', "case x:"]
)
@pytest.mark.parametrize("dialect", ["javascript", "typescript"])
def test_recovery_that_explodes_is_stopped(piece: str, dialect: Dialect) -> None:
    text = piece * (6_000 // len(piece))
    module = parse(text, dialect)
    assert module.text == text
    assert problems(module) == []


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", "`", "${", "\\", "\n", "\r\n", "\r", "  ", ",", ":", ";", "=",
    "=>", "...", "…", "..", "//", "// ...", "/*", "*/", "/", "function f", "class A", "if (x)", "else",
    "switch (x)", "case ", "for (const a of b)", "while (", "async ", "await ", "return ", "import a",
    "from 'b'", "require('c')", "const ", "a", ".b", "?.", "??", "?", "1", "-", "!", "new ", "<a", ">",
    "</a>", "/>", "as ", "@", "> ", "{{a}}", "{% if %}", "<A_B>", "${A}", "é", "😀", "\u2028", "\x00",
    "\ud800", "===", "interface A",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80),
    st.sampled_from(["javascript", "typescript", "tsx", "jsx"]),
)
def test_nothing_upsets_it(text: str, dialect: Dialect) -> None:
    module = parse(text, dialect)
    assert module.text == text
    assert problems(module) == []
