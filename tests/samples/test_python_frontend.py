"""The Python front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of, problems
from frontend_promises import leaves_room, nests_within_bounds, reads, shows_no_completed_name, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.python import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Call, Mapping, String, Unknown
from draftproof.text.source import Span

WHOLE = [
    # calls and containers
    ('f(a, *b, k="v", **c)', "f(a, ...b, k='v', ...c)"),
    ('x = {"a": 1, b: None, **c}', "x = {a: 1, [b]: null, ...c, open}"),
    ('dict(a=1, b="c")', "{a: 1, b: 'c'}"),
    ("dict(base, a=1, **more)", "{a: 1, ...base, ...more, open}"),
    ("dict()", "{}"),
    ("(1, [2.5], {3})", "[1, [2.5], [3]]"),
    ("a.b[0]['c'][1:]", "a.b[0]['c'][?other(1)]"),
    ("x[a, b]", "x[[a, b]]"),
    ("await client.run()", "await client.run()"),
    ("x = await y", "x = y"),
    # strings
    ("'a' \"b\"", "'ab'"),
    ("x = 'a' + b + 'c'", "x = (+ 'a' b 'c')"),
    ('f"a{b}c{{d}}"', "f['a', b, 'c{d}']"),
    ('"x" f"a{b!r:>{w}}" "y"', "f['x', 'a', b, 'y']"),
    ('f"plain"', "'plain'"),
    (r"'\x41\u00e9\n\d\101\N{BULLET}\'' ", repr("A\u00e9\n\\dA\u2022'")),
    (r"r'\n'", r"'\\n'"),
    ("b'a'", "b'a'"),
    ('"""a\nb"""', r"'a\nb'"),
    ("'%s' % x", "(% '%s' x)"),
    ("'{}'.format(x)", "'{}'.format(x)"),
    # operators
    ("a < b not in c", "(and <a < b> <b not in c>)"),
    ("x is not None", "<x is not null>"),
    ("a or b or c and not d", "(or a b (and c (not d)))"),
    ("x if y else z", "(if x z by y)"),
    ("isinstance(e, Event)", "isinstance(e, Event)"),
    ("e.type.startswith('a')", "e.type.startswith('a')"),
    ("-1", "-1"),
    ("lambda x, y=1: x", "def (x, y y=1) {return x}"),
    # statements
    ("a = b = 1", "a = 1; b = 1"),
    ("a, (b, *c) = d", "[a, [b, ...c open]] = d"),
    ("x: str = 'a'\ny: int", "x = 'a'"),
    ("x += 1", "x += 1"),
    ("if a: b\nelif c: d\nelse: e", "if a {b} c {d} - {e}"),
    ("for a, b in c: d\nelse: e", "for [a, b] in c {d}; e"),
    ("async for e in s:\n    if e.type == 'x': break", "async for e in s {if <e.type == 'x'> {break}}"),
    ("while True: continue", "while True forever {continue}"),
    ("while chunk := r.read(): use(chunk)", "while chunk {chunk = r.read(); use(chunk)}"),
    ("if (m := f()): g(m)", "m = f(); if m {g(m)}"),
    ("with a() as b, c as d: e", "with b = a(), d = c {e}"),
    ("async with a(): b", "async with {a(); b}"),
    ("[x async for x in y if x]", "async for x in y {if x {x}}"),
    ("f(k for k in x)", "f(for k in x {k})"),
    ("{k: v for k in x}", "for k in x {{[k]: v, open}}"),
    (
        "try: a\nexcept (B, c.D) as e: f\nexcept G: h\nexcept: i\nelse: j\nfinally: k",
        "try {a; j} except B,c.D {f} except G {h} except  {i} finally {k}",
    ),
    ("@app.get('/')\nasync def f(a, b: int = 1, *c, **d): yield a",
     "app.get('/'); async def f(a, b, c, d b=1) {yield a}"),
    ("class A(B):\n    x: str = 'a'\n    def f(self): return 1",
     "class A B {x = 'a'; def f(self) {return 1}}"),
    ("raise X('a') from e", "raise X('a')"),
    ("import a.b, c as d\nfrom .e import f as g, h\nfrom i import *",
     "import a.b a.b<*; import c d<*; import .e g<f, h<h; import i *<*"),
    ("assert x == 1\ndel y\npass\nglobal z", "<x == 1>; y"),
    (
        "match e.type:\n    case 'a' | 'b': f\n    case g.H: i\n    case _: j",
        "if (or <e.type == 'a'> <e.type == 'b'>) {f} <e.type == g.H> {i} - {j}",
    ),
    (
        "match e:\n    case Ev(type='x') if y: f\n    case {'type': 'z'}: g\n    case h: i",
        "if (and <e is Ev> <e.type == 'x'> y) {f} <e['type'] == 'z'> {g} - {i}",
    ),
    ('print "a", b', "print('a', b)"),
]  # fmt: skip

FRAGMENTS = [
    # something left out
    ("f(a, ...)", "f(a, ?elision)"),
    ("f(\n  model='x',\n  ...\n  stream=True\n)", "f(model='x', ?elision, stream=True)"),
    ("x = {'a': 1, ...}", "x = {a: 1, open}"),
    ("x = {'a': 1, ..., 'b': 2}", "x = {a: 1, b: 2, open}"),
    ("x = {\n  'a': 1\n  ...\n  'b': 2\n}", "x = {a: 1, b: 2, open}"),
    ("x = [{..}, ...]", "x = [{open}, ?elision open]"),
    ("f(a=1,\n  # other options ...\n)", "f(a=1, ?elision)"),
    ("f(a=1,  # the first\n)", "f(a=1)"),
    ("a = 1\n...\nb = 2", "a = 1; ?elision; b = 2"),
    ("f(a=1, …)", "f(a=1, ?elision)"),
    # the middle of something
    ('model="x", input="y"', "?elision(?elision, model='x', input='y', ?elision)"),
    ('model="x",\ninput="y",\n', "?elision(?elision, model='x', input='y', ?elision)"),
    ('    model="x",\n    input="y",\n)', "?elision(?elision, model='x', input='y')"),
    ('"model": "x", "input": "y"', "{model: 'x', input: 'y', open}"),
    ('client.create(\n    model="x",\n', "client.create(model='x', ?elision)"),
    ('x = [{"a": "b",', "x = [{a: 'b', open}, ?elision open]"),
    ("client.create(model='x', input=", "client.create(model='x', input=?elision, ?elision)"),
    ("f(a=1\n  b=2\n)", "f(a=1, b=2)"),
    ("elif x: y\nelse: z", "if ?elision {?elision} x {y} - {z}"),
    ("  except A:\n    b", "try {?elision} except A {b}"),
    ("def f(a, b: int)", "def f(a, b) {?elision}"),
    ("KEY = \nB = 2", "KEY = ?placeholder; B = 2"),
    ("  a = 1\n  b = 2", "a = 1; b = 2"),
    ("a = 1\n    b = 2\nc = 3", "a = 1; b = 2; c = 3"),
    # not the language itself
    (">>> f(1)\n2\n>>> for x in y:\n...     g(x)\n", "f(1); for x in y {g(x)}"),
    ("a = 1\n>>> f(a)\n2", "a = 1; f(a)"),
    ("In [1]: x = f(1)\nOut[1]: 2", "x = f(1)"),
    ("%pip install -q a\n!ls \\\n  -l\nx = 1", "?other; ?other; ?other; x = 1"),
    ("pip install a\nimport a", "?other; import a a<*"),
    ("%%bash\ncurl x", "?other"),
    ("%%time\nx = 1", "?other; x = 1"),
    ("- a = f(x='1')\n+ a = f(x='2')\n  b = a", "a = f(x='2'); b = a"),
    ("f(\n-    a=1,\n+    a=2,\n     b=3)", "f(a=2, b=3)"),
    # holes
    ("f(model={{ model }}, x={{x|safe}})", "f(model=?placeholder, x=?placeholder)"),
    ("f('{{ model }}')", "f('{{ model }}')"),
    ("{% if a %}\nx = 1\n{% endif %}", "?placeholder; x = 1; ?placeholder"),
    ("f(model=<MODEL_ID>, key=<your key>)", "f(model=?placeholder, key=?placeholder)"),
    ("f(${MODEL}, YOUR_KEY)", "f(?placeholder, YOUR_KEY)"),
    ("a < b > c", "(and <a < b> <b > c>)"),
    # not ASCII
    ("f('é', x='😀')  # ünïcode", "f('é', x='😀')"),
    ("✅ f(1)", "f(1)"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


BROKEN = [
    ("x = f(a='1' b='2')\ny = g(c=3)", "x = f(a=?syntax('1', ?syntax(b), '2')); y = g(c=3)", ["b="]),
    ("x = f(a=1 b=2)", "x = f(a=1, ?syntax(b, 2))", ["b=2"]),
    ("f(a='1', b c='2')", "f(a='1', ?syntax(b), c='2')", ["b"]),
    ("x = f(1))", "x = f(1); ?syntax", [")"]),
    ("x = {'a': 1)}", "x = {a: 1, open}", [")"]),
]


@pytest.mark.parametrize(("text", "expected", "unparsed"), BROKEN)
def test_what_parses_is_kept_and_the_rest_is_listed(text: str, expected: str, unparsed: list[str]) -> None:
    module = parse(text)
    assert dump(module) == expected
    assert [text[slice(*span)] for span in module.unparsed] == unparsed
    assert problems(module) == []


def test_parts_that_need_not_belong_together_are_not_joined() -> None:
    module = parse("import a\nif x\n    y = f(b=1)\nz = 1")
    assert module.unparsed
    assert not [node for node in nodes_of(module) if isinstance(node, Call)]


def test_places_are_those_of_the_sample() -> None:
    text = "é = '😀'\nclient.create(model=\"gpt\", **more)\n"
    module = parse(text)
    strings = [node for node in nodes_of(module) if isinstance(node, String)]
    contents = {text[node.content.start : node.content.end] for node in strings}
    assert contents == {"😀", "gpt"}
    call = next(node for node in nodes_of(module) if isinstance(node, Call))
    assert text[call.span.start : call.span.end] == 'client.create(model="gpt", **more)'
    assert [text[slice(*argument.span)] for argument in call.arguments] == ['model="gpt"', "**more"]


def test_origins_lead_from_a_decoded_value_to_the_sample() -> None:
    text = r"x = 'a\n\x41b' 'c'"
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String) and node.parts)
    assert string.value == "a\nAbc"
    assert string.origins == (5, 6, 8, 12, 16)


def test_line_ends_inside_a_string_are_decoded() -> None:
    string = next(node for node in nodes_of(parse('"""a\r\nb"""')) if isinstance(node, String))
    assert (string.value, string.origins) == ("a\nb", (3, 4, 6))


def test_a_mapping_that_goes_on_elsewhere_is_open() -> None:
    mapping = next(node for node in nodes_of(parse('"model": "x",')) if isinstance(node, Mapping))
    assert mapping.open
    assert mapping.span == Span(0, 13)


def test_a_completed_name_is_never_shown() -> None:
    shows_no_completed_name(parse, FRAGMENTS)


@pytest.mark.parametrize(
    "piece", ["(", "[", "{", "a.b(", "f(a=", "not ", "-", "lambda: ", "a if ", "x[", "f'{", "{'a': "]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize(
    "piece", ["a = f(x=", "f(a=", "f(**{'a': ", "{'a': ", "f(a=b(", "async def f(): await a("]
)
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_long_sum_is_one_join() -> None:
    module = parse("x = " + " + ".join(["'a'"] * 2_000))
    assert module.unparsed == ()
    assert dump(module).count("'a'") == 2_000


def test_a_text_beyond_the_limit_is_not_read() -> None:
    text = "x = 1\n" * (MAX_SIZE // 6 + 1)
    module = parse(text)
    assert module.body == (Unknown(Span(0, len(text)), "syntax"),)
    assert module.unparsed == (Span(0, len(text)),)


@pytest.mark.parametrize(
    "piece", ["not :", "**,}  match ", "1**in with from ", "\\\n", "<a>", "`${", '"', "'''", "# ...\n"]
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


def test_an_ellipsis_across_the_end_of_a_part_is_not_inside_it() -> None:
    assert (
        problems(parse("a = f('b')\nc = f(['d has e, f at g      'h is i'])\n\n...print('j', k(a, c))\n"))
        == []
    )


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", '"""', 'f"', "\\", "\n", "\r\n", "\r", "    ", "\t", ",", ":",
    "=", "...", "…", "..", "# ...", "#", "def f", "class A", "if x", "else", "elif", "try", "except",
    "match x", "case ", "for x in y", "while ", "with a as b", "async ", "await ", "return ", "yield ",
    "lambda x", "import a", "from b import c", "a", "b.c", "1", "-", "+", "**", "*", ">>> ", "... ",
    "%pip x", "!ls", "{{a}}", "{% if %}", "<A_B>", "${A}", "é", "😀", "\u2028", "\x00", "\ud800", ":=", "==",
    "not ",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
