"""The PHP front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump, nodes_of
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, reads, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.php import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Name, String
from draftproof.text.source import Span

WHOLE = [
    # calls and members
    ("f($a, ...$b, k: 'v');", "f(a, ...b, k='v')"),
    ("$a->b->c;", "a.b.c"),
    ("$a->b(1)->c();", "a.b(1).c()"),
    ("$a?->b?->c();", "a?.b?.c()"),
    ("$a->b[0]['c'];", "a.b[0]['c']"),
    ("$a->{'b-c'};", "a['b-c']"),
    ("A::b(1);", "A.b(1)"),
    ("A::B; A::$b;", "A.B; A.b"),
    ("new A(1, b: 2);", "new A(1, b=2)"),
    (r"new \A\B();", "new A.B()"),
    ("new class { };", "?other(?other(?other))"),
    ("$a = f(...);", "a = f(?elision)"),
    # values
    ("$a = ['b' => 1, 'c', ...$d];", "a = {b: 1, ...d, open}"),
    ("$a = [1, [2], ...$b];", "a = [1, [2], ...b open]"),
    ("f(['a' => 1, ...$b]);", "f({a: 1, ...b, open})"),
    ("f([...$b]);", "f({...b, open})"),
    ("f(array('a' => true, 'b' => NULL));", "f({a: True, b: null})"),
    ("f([A::B => 1, $c => 2, X => 3]);", "f({b: 1, [c]: 2, X: 3})"),
    (r"f('a\'b\n');", "f(" + repr("a'b\\n") + ")"),
    (r'f("a\"b\n\$c\u{e9}");', "f(" + repr('a"b\n$cé') + ")"),
    ('f("a$b");', "f(f['a', b])"),
    ('f("a {$b->c} $d[0] $e[x] z");', "f(f['a ', b.c, ' ', d[0], ' ', e['x'], ' z'])"),
    ("f(<<<T\n  a\n    b\n  T);", r"f('a\n  b')"),
    ("f(<<<'T'\na $b\nT);", "f('a $b')"),
    ("f(<<<T\n  a $b\n    c\n  T);", r"f(f['a ', b, '\n  c'])"),
    ("f(-1, 1_000, 1.5);", "f(-1, 1000, 1.5)"),
    # operators
    ("f($a === $b && $c != $d || !$e);", "f((or (and <a == b> <c != d>) (not e)))"),
    ("f($a . $b . 'c');", "f((+ a b 'c'))"),
    ("f($a ? $b : $c, $d ?: $e, $f ?? 'g');", "f((if b c by a), (or d e), (or f 'g'))"),
    ("f($a instanceof B);", "f(<a is B>)"),
    ("f((string) $a, @g(), clone $b);", "f(a, g(), ?other(b))"),
    # assignments
    ("$a = $b = 1;", "b = 1; a = 1"),
    ("$a .= $b; $a ??= 1;", "a += b; a = 1"),
    ("$a['b']['c'] = 1;", "a['b']['c'] = 1"),
    ("$a = []; $a[] = $b;", "a = {}; a.append(b)"),
    ("[$a, $b] = $c;", "[a, b] = c"),
    ("define('A', 1); const B = 2;", "A = 1; B = 2"),
    # statements
    ("echo $a, 'b'; print $c;", "echo(a, 'b'); print(c)"),
    ("if ($a) b(); elseif ($c) { d(); } else { e(); }", "if a {b()} c {d()} - {e()}"),
    ("if ($a): b(); else: c(); endif;", "if a {b()} - {c()}"),
    ("while (($a = f()) !== false) { g(); }", "while <a != False> {a = f(); g()}"),
    ("while (true) { break; }", "while True forever {break}"),
    ("for (;;) { f(); }", "while forever {f()}"),
    ("for ($i = 0; $i < 3; $i++) { f(); }", "i = 0; while <i < 3> {f()}"),
    ("foreach ($a as $b => $c) { d(); }", "for c in a {d()}"),
    ("switch ($a) { case 'b': case 'c': d(); break; default: e(); }",
     "if (or <a == 'b'> <a == 'c'>) {d(); break} - {e()}"),
    ("$a = match ($b) { 'c', 'd' => 1, default => 2 };",
     "a = def () {if (or <b == 'c'> <b == 'd'>) {return 1} - {return 2}}()"),
    ("match (true) { $a === 'b' => f(), default => throw new E() };",
     "if <a == 'b'> {f()} - {raise new E()}"),
    ("try { a(); } catch (A | B $e) { b(); } finally { c(); }", "try {a()} except A,B {b()} finally {c()}"),
    ("throw new A('b');", "raise new A('b')"),
    ("function f(string $a, $b = 1) { return $a; }", "def f(a, b b=1) {return a}"),
    ("$a = fn($b) => $b; $c = function () use ($a) { yield $a; };",
     "a = def (b) {return b}; c = def () {yield a}"),
    ("class A extends B { function f() { return $this->c . self::D . $this->g(); } const D = 'd'; }",
     "class A B {D = 'd'; def f() {return (+ c D g())}}"),
    ("exit(1);", "exit(1)"),
    ("unset($a); global $b; declare(strict_types=1);", ""),
    # what stands around the code
    ("<h1>a</h1>\n<?php f(); ?>\n<b><?= $a ?></b>", "f(); a"),
    ("<?php\nf();", "f()"),
    # functions that look at their argument
    ("f(str_starts_with($a, 'b'), trim($c), substr($d, 5), explode(',', $e));",
     "f(a.starts_with('b'), c.trim(), d.substring(5), e.split(','))"),
    ("f(strpos($a, 'b') === 0, strpos($a, 'b') !== false);", "f(a.starts_with('b'), a.includes('b'))"),
    ("f(in_array($a, ['b']));", "f(['b'].includes(a))"),
    ("f(sprintf('a %s b', $c));", "f(f['a ', c, ' b'])"),
    ("preg_match('/a/', $b, $c);", "c = b; ?other(b)"),
    # clients
    ("use OpenAI; $a = OpenAI::client($b);",
     "import openai-php/client OpenAI<OpenAI; a = new OpenAI(api_key=b)"),
    ("$a = OpenAI::factory()->withApiKey($b)->withBaseUri('c.d/v1')->withHttpHeader('e', 'f')->make();",
     "import openai-php/client OpenAI<*; a = new OpenAI(api_key=b, base_uri=(+ 'https://' 'c.d/v1'))"),
    ("OpenAI::chat()->create($a);",
     "import openai-php/client OpenAI<*; new OpenAI().chat().completions.create(a)"),
    ("$a->messages->create(maxTokens: 1);", "a.messages.create({max_tokens: 1})"),
    # requests
    ("$a = curl_init($b); curl_setopt($a, CURLOPT_POST, true); f(curl_exec($a));",
     "a = new ?other.http_request(url=b); a.method = 'POST'; f(?other.send(a))"),
    ("curl_setopt_array($a, [CURLOPT_HTTPHEADER => ['X-A: b', \"C: d $e\"], CURLOPT_HEADER => true]);",
     "a.headers = {X-A: 'b', C: (+ 'd ' e)}"),
    ("$o = [CURLOPT_URL => 'a']; curl_setopt_array($c, $o);", "o = {CURLOPT_URL: 'a'}; c.url = 'a'"),
    ("$a = stream_context_create(['http' => ['header' => \"A: b\\nC: $d\"]]); file_get_contents('u', 0, $a);",
     "a = new ?other.http_request(headers={A: 'b', C: d}); a.url = 'u'; ?other.send(a)"),
    ("Http::withToken($a)->post('u', $b);",
     "import illuminate/http Http<*; Http.post(url='u', json=b, headers={Authorization: (+ 'Bearer ' a)})"),
    ("f($a->json('b.0.c'));", "f(a.json()['b'][?other]['c'])"),
    ("use GuzzleHttp\\Client as C; new C();", "import guzzlehttp/guzzle C<Client; new C()"),
    ("new \\GuzzleHttp\\Client();", "import guzzlehttp/guzzle GuzzleHttp<*; new GuzzleHttp.Client()"),
]  # fmt: skip

FRAGMENTS = [
    ("$a = f($b)", "a = f(b)"),
    ("$a = [\n  'b' => 1,\n  ...\n];", "a = {b: 1, open}"),
    ("$a = [\n  'b' => 1,\n  // ...\n];", "a = {b: 1, open}"),
    ("$a = f([\n  'b' => 1,", "a = f({b: 1, open}, ?elision)"),
    ("'a' => 1,\n'b' => 2,", "{a: 1, b: 2, open}"),
    ("->a('b')\n->c();", "?elision.a('b').c()"),
    ("public function f() { return $this->a; }", "class {def f() {return a}}"),
    ("case 'a':\n  f();\n  break;", "if <?elision == 'a'> {f(); break}"),
    ("$a = 1;\n...\n$b = 2;", "a = 1; ?elision; b = 2"),
    ("- $a = f(1);\n+ $a = f(2);\n  $b = $a;", "a = f(2); b = a"),
    ("f(['model' => {{ model }}]);", "f({model: ?placeholder})"),
    ("f('é', '😀'); // ünïcode", "f('é', '😀')"),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_did_not_parse_is_named_and_the_rest_stands() -> None:
    module = parse("$x = f(['a' => '1' 'b' => '2']);\n$y = g(['c' => 3]);")
    assert dump(module).endswith("y = g({c: 3})")
    assert module.unparsed


def test_the_text_of_a_heredoc_has_exact_places() -> None:
    text = '$x = <<<JSON\n  {\n    "a": "b"\n  }\n  JSON;\n'
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String))
    assert string.value == '{\n  "a": "b"\n}'
    at = string.value.index("b")
    assert text[string.offset(at)] == "b"
    assert string.cut(at, at + 1).span == Span(text.index('"b"') + 1, text.index('"b"') + 2)


def test_members_of_the_object_are_shared() -> None:
    names = [node for node in nodes_of(parse("$this->a = $b;")) if isinstance(node, Name)]
    assert {name.text: name.shared for name in names} == {"a": True, "b": False}


def test_a_header_of_curl_has_its_place() -> None:
    text = "curl_setopt($a, CURLOPT_HTTPHEADER, ['x-api-key: ' . $k]);"
    keys = [node for node in nodes_of(parse(text)) if getattr(node, "key_span", None) is not None]
    assert [text[slice(*node.key_span)] for node in keys] == ["x-api-key"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[",
        "{",
        "$a->b(",
        "f(['a' => ",
        "!",
        "-",
        "fn() => ",
        "$a ? ",
        "$x[",
        '"{$',
        "['a' => ",
        "if ($a) {",
        "$a = $b = ",
        "$a = 1 . ",
    ],
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize(
    "piece",
    ["$a = f(['x' => ", "f(...[", "['a' => ", "f(function () { g(", "if ($a) { ", "match ($a) { 1 => "],
)
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 80)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "$x=1;\n" * (MAX_SIZE // 6 + 1))


@pytest.mark.parametrize(
    "piece",
    ["<<<A\n", "<?php ", "?>", "case ", "'", '"', "/*", "$a ? $b :", "}\n", "\\", "$", "->", "::", "#["],
)
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", "`", "\\", "\n", "\r\n", "\r", "    ", "\t", ",", ":", "=",
    "...", "…", "// ...", "#", "{$", "${", "function f", "class A", "if ($x)", "else", "elseif", "try {",
    "catch (E $e)", "finally", "switch ($a) {", "case 'b':", "match ($a) {", "=> ", "foreach ($a as $b)",
    "while (", "fn($a) => ", "return ", "yield ", "throw ", "use A\\B;", "$a", "$a->b", "$this->c", "A::b(",
    "self::C", "1", "-", "+", ".", "??", "?->", "<<<A\n", "A\n", "<<<'A'\n", "'a' => ", "a: ", "<?php ",
    "?>", "<?= ", "curl_init(", ";", "curl_setopt($a, CURLOPT_HTTPHEADER, [", "OpenAI::factory()",
    "Http::post(", "stream_context_create(['http' => [", "{{a}}", "{% if %}", "<%= x %>", "é", "😀",
    "\u2028", "\x00", "\ud800", "===", "!", "&", "@", "/*", "*/", "#[A]",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
