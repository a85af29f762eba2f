"""The Ruby front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, reads, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.ruby import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Name, String
from draftproof.text.source import Span

WHOLE = [
    # calls and attributes
    ('f(a, *b, k: "v", **c) { |x| x }', "f(a, ...b, k='v', ...c, def (x) {return x})"),
    ("a.b.c", "a.b.c"),
    ("a.b(1).c!", "a.b(1).c!"),
    ("a&.b", "a?.b"),
    ("a.b[0]['c'][1..]", "a.b[0]['c'][?other(1)]"),
    ("a.first.b", "a[?other].b"),
    ("a.(1)", "a(1)"),
    ("puts a, b", "puts(a, b)"),
    ("A::B::C.new(x: 1)", "new A.B.C(x=1)"),
    ("{a: 1}.to_json", "{a: 1}.to_json()"),
    ("f(a:, b: :c)", "f(a=a, b='c')"),
    ('f("a" => 1, b => 2)', "f(a=1, {[b]: 2, open})"),
    ("f(&block)", "f()"),
    # values
    ('{"a" => 1, :b => nil, c: true, "d": 2.5, **e, f => 1}',
     "{a: 1, b: null, c: True, d: 2.5, [f]: 1, ...e, open}"),
    ("[1, [2], *a]", "[1, [2], ...a open]"),
    ("%w[a b]", "['a', 'b']"),
    ("%i[a b]", "['a', 'b']"),
    (":a", "'a'"),
    (':"a.b"', "'a.b'"),
    (r"'a\'b\n'", repr("a'b\\n")),
    (r'"a\"b\n\u00e9"', repr('a"b\né')),
    ('"a#{b}c"', "f['a', b, 'c']"),
    ('"a" "b"', "'ab'"),
    ("x = <<~T\n  a\n    b\n  c\nT\n", r"x = 'a\n  b\nc\n'"),
    ("f(<<-A, <<~'B')\n a\n A\n  b#{c}\nB\n", r"f(' a\n', 'b#{c}\n')"),
    ("x = <<~T\n  a #{b} c\nT\n", r"x = f['a ', ?other, ' c\n']"),
    ("-1", "-1"),
    ("1_000", "1000"),
    # operators
    ("a == b && c != d || !e", "(or (and <a == b> <c != d>) (not e))"),
    ("a + b + 'c'", "(+ a b 'c')"),
    ("a ? b : c", "(if b c by a)"),
    ("a rescue b", "(or a b)"),
    ("e.is_a?(A::B)", "<e is A.B>"),
    ("A::B === e", "<e is A.B>"),
    ("a << b", "a += b"),
    # assignments
    ("a = b = 1", "a = 1; b = 1"),
    ("a, *b = c", "[a, ...b] = c"),
    ("a ||= 1", "a = 1"),
    ("a += 1", "a += 1"),
    ("@a = b", "@a = b"),
    ("a[:b] = c.d = 1", "a['b'] = 1; c.d = 1"),
    # statements
    ("if a then b elsif c then d else e end", "if a {b} c {d} - {e}"),
    ("b unless a", "if (not a) {b}"),
    ("while true do a end", "while True forever {a}"),
    ("until a do b end", "while (not a) {b}"),
    ("while (l = io.gets) do f(l) end", "while l {l = io.gets(); f(l)}"),
    ("loop { break if a }", "while forever {if a {break}}"),
    ("for a in b do c end", "for a in b {c}"),
    ("case e.type\nwhen 'a', :b then c\nwhen D then e\nelse f\nend",
     "if (or <e.type == 'a'> <e.type == 'b'>) {c} <e.type is D> {e} - {f}"),
    ("case e\nin {type: 'a', x: B => y} if z then c\nin A::B | C then d\nin f then g\nend",
     "if (and <e['type'] == 'a'> <e['x'] is B> z) {c} (or <e is A.B> <e is C>) {d} - {g}"),
    ("begin\n a\nrescue A, B => e\n b\nelse\n c\nensure\n d\nend",
     "try {a; c} except A,B {b} finally {d}"),
    ("begin\n a\nrescue A\n sleep 1\n retry\nrescue B\n c\nend",
     "while forever {try {a} except A {sleep(1); continue} except B {c; break}}"),
    ("def f(a, b = 1, *c, d: 2, **e)\n g(a)\nend", "def f(a, b, c, d, e b=1 d=2) {return g(a)}"),
    ("def f = g(1)", "def f() {return g(1)}"),
    ("def f\n a\nrescue B\n c\nend", "def f() {try {return a} except B {return c}}"),
    ("class A < B\n C = 1\n def f; @x; end\nend", "class A B {C = 1; def f() {return @x}}"),
    ("module A; end", "class A {}"),
    ("raise A, 'b'", "raise ?other(A, 'b')"),
    ("return a", "return a"),
    ("yield a", "yield a"),
    ("->(a) { a }", "def (a) {return a}"),
    ("proc do |a, b| a end", "def (a, b) {return a}"),
    ("x = if a then b else c end", "x = def () {if a {return b} - {return c}}()"),
    ("x.tap { |a| b a }", "x.tap(def (a) {return b(a)})"),
    # loops over blocks
    ("a.each do |b| c b end", "for b in a {c(b)}"),
    ("a.each_with_index { |(b, c), d| e }", "for [b, c] in a {e}"),
    ("a.map { _1.b }", "for _1 in a {_1.b}"),
    ("r.read_body { |c| f c }", "for c in r.read_body {f(c)}"),
    # gems
    ("require 'openai'\nOpenAI::Client.new", "import openai OpenAI<*; import openai ; new OpenAI.Client()"),
    ("Net::HTTP.post(a)", "import net/http Net<*; Net.HTTP.post(a)"),
]  # fmt: skip

FRAGMENTS = [
    ("f(a: 1, ...)", "f(a=1, ?elision)"),
    ("f(\n  a: 1,\n  # ...\n)", "f(a=1, ?elision)"),
    ("f(\n  a: 1,\n  ...\n  b: 2\n)", "f(a=1, ?elision, b=2)"),
    ("a = 1\n...\nb = 2", "a = 1; ?elision; b = 2"),
    ("a = [1..3, x[0...2]]", "a = [?other(1, 3), x[?other(0, 2)] open]"),
    ("f(\n  a: 1,", "f(a=1, ?elision)"),
    ("a: 1,\nb: 2", "?elision(?elision, a=1, b=2, ?elision)"),
    ("when A\n  b\nwhen C\n  d", "if <?elision is A> {b} <?elision is C> {d}"),
    ("rescue A => e\n  b", "try {} except A {b}"),
    ("irb(main):001:0> a = f(1)\n=> 2\nirb(main):002:0> a.b", "a = f(1); a.b"),
    (">> f(1)\n=> 2", "f(1)"),
    ("- a = f(x: 1)\n+ a = f(x: 2)\n  b = a", "a = f(x=2); b = a"),
    ("f(model: {{ model }})", "f(model=?placeholder)"),
    ("f(a: '{{ b }}')", "f(a='{{ b }}')"),
    ("f('é', x: '😀') # ünïcode", "f('é', x='😀')"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_did_not_parse_is_named_and_the_rest_stands() -> None:
    module = parse("x = f(a: '1' b: '2')\ny = g(c: 3)")
    assert dump(module).endswith("y = g(c=3)")
    assert module.unparsed


def test_the_text_of_a_heredoc_has_exact_places() -> None:
    text = 'x = <<~JSON\n  {\n    "a": "b"\n  }\nJSON\n'
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String))
    assert string.value == '{\n  "a": "b"\n}\n'
    at = string.value.index("b")
    assert text[string.offset(at)] == "b"
    cut = string.cut(at, at + 1)
    assert cut.span == Span(text.index('"b"') + 1, text.index('"b"') + 2)


def test_instance_variables_are_shared() -> None:
    names = [node for node in nodes_of(parse("@a = b")) if isinstance(node, Name)]
    assert {name.text: name.shared for name in names} == {"@a": True, "b": False}


@pytest.mark.parametrize(
    "piece",
    ["(", "[", "{", "a.b(", "f(a: ", "!", "-", "-> { ", "a ? ", "x[", '"#{', "{a: ", "a.each do |b| "],
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize("piece", ["a = f(x: ", "f(**{a: ", "{a: ", "a.each { f(", "if a then ", "-> { a("])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "x = 1\n" * (MAX_SIZE // 6 + 1))


@pytest.mark.parametrize(
    "piece", ["<<~A\n", "{|", "when ", "%w[", '"', "'", "=begin\n", "a ? b :", "end\n", "/", "\\"]
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", "`", "\\", "\n", "\r\n", "\r", "    ", "\t", ",", ":", "=",
    "...", "…", "# ...", "#", "#{", "def f", "class A", "if x", "else", "elsif", "begin", "rescue",
    "ensure", "end", "case x", "when ", "in {", "for x in y", "while ", "do |a|", "{ |a| ", "return ",
    "yield ", "-> ", "require 'a'", "a", "b.c", "A::B", "1", "-", "+", "**", "*", "<<~A\n", "A\n",
    "%w[", ":a", "a: ", "=>", "@a", "$a", ">> ", "irb> ", "{{a}}", "{% if %}", "<%= x %>", "é", "😀",
    "\u2028", "\x00", "\ud800", "||=", "==", "!", "&.", "_1", "it", "retry",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
