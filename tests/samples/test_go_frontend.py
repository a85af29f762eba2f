"""The Go front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

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

from draftproof.samples.languages.go import parse
from draftproof.samples.languages.treesitter import MAX_SIZE
from draftproof.samples.tree import Call, Mapping, Name, String

WHOLE = [
    # calls and containers
    ('f(a, "b", c...)', "f(a, 'b', ...c)"),
    ('x := T{Model: "m", MaxOutputTokens: 5}', "x = {model: 'm', max_output_tokens: 5}"),
    ('x := &pkg.T{TopP: 0.5, PreviousResponseID: id}', "x = {top_p: 0.5, previous_response_id: id}"),
    ('x := map[string]any{"Model": 1, key: 2}', "x = {Model: 1, [key]: 2}"),
    ('x := []T{{Role: "user"}, {Role: "system"}}', "x = [{role: 'user'}, {role: 'system'}]"),
    ('x := []string{"a", `b`}', "x = ['a', 'b']"),
    ('type T struct {\n\tModel string `json:"model_id"`\n}\nx := T{Model: "m"}', "x = {model_id: 'm'}"),
    ('x := U{OfString: sdk.String("hi")}', "x = 'hi'"),
    ('x := []U{{OfFunction: &T{Name: "f"}}}', "x = [{name: 'f'}]"),
    ('sdk.F[int](x)', "x"),
    ("a.b[0].c[1:]", "a.b[0].c[?other]"),
    ("x.(T).Y", "x.Y"),
    # strings
    (r'x := "\x41\u00e9\n\101\""', "x = " + repr('A\u00e9\nA"')),
    ("x := `a\nb`", r"x = 'a\nb'"),
    ("x := 'a'", "x = 'a'"),
    ('x := "a" + b + "c"', "x = (+ 'a' b 'c')"),
    ('fmt.Sprintf("a %s b %d%%", x, y)', "f['a ', x, ' b ', y, '%%']"),
    ('x := []byte("a")', "x = 'a'"),
    # what libraries spell otherwise
    ('s.NewClient(option.WithAPIKey(k), option.WithBaseURL("u"))', "s.NewClient(api_key=k, base_url='u')"),
    ('c.Do(ctx, p, option.WithHeader("a", "b"))', "c.Do(context=ctx, p, headers={a: 'b', open})"),
    ("c.Do(context.Background(), p)", "c.Do(context=context.Background(), p)"),
    ("ask(ctx, q)", "ask(ctx, q)"),
    ("c := sdk.NewClient(\n\toption.WithAPIKey(k),\n)", "c = sdk.NewClient(api_key=k)"),
    ("c.Do(\n\tx,\n)", "c.Do(x)"),
    ("&http.Client{Timeout: 60 * time.Second}", "new http.Client(timeout=(* 60 time.Second))"),
    ('http.NewRequest("POST", url, body)', "http.NewRequest(method='POST', url=url, body=body)"),
    ('http.NewRequestWithContext(ctx, "POST", u, nil)',
     "http.NewRequestWithContext(context=ctx, method='POST', url=u, body=null)"),
    ('if strings.HasPrefix(line, "data: ") { f() }', "if line.starts_with('data: ') {f()}"),
    ('strings.EqualFold(a, "b")', "<a == 'b'>"),
    ("err := json.Unmarshal(data, &out)", "out = json.Unmarshal(data); err = ?other"),
    ("json.NewDecoder(resp.Body).Decode(&out)", "out = ?other.unmarshal(resp.Body)"),
    # operators
    ("x == y && !z || w", "(or (and <x == y> (not z)) w)"),
    ("*p = -1", "p = -1"),
    # statements
    ("a, err := f()", "a = f(); err = ?other"),
    ("_, err = f()", "f(); err = ?other"),
    ("a, b := 1, 2", "a = 1; b = 2"),
    ("var a, b = 1, 2\nconst c = 3\nvar d int", "a = 1; b = 2; c = 3"),
    ("x += 2\nx++", "x += 2; x += ?other"),
    ("if err != nil { return nil, err }", "try {} except  {return null}"),
    ("if x := f(); x > 1 { g() } else if y { h() } else { i() }",
     "x = f(); if <x > 1> {g()} y {h()} - {i()}"),
    ("for s.Next() { f() }", "while s.Next() {f()}"),
    ("for { break }", "while forever {break}"),
    ("for i := 0; i < 3; i++ { continue }", "i = 0; while <i < 3> {continue}"),
    ("for _, v := range xs { f(v) }", "for v in xs {f(v)}"),
    ('switch e.Type { case "a", "b": f(); default: g() }',
     "if (or <e.Type == 'a'> <e.Type == 'b'>) {f()} - {g()}"),
    ("switch v := e.AsAny().(type) { case p.X: f(v); case nil: }",
     "v = e.AsAny(); if <e.AsAny() is p.X> {f(v)} <e.AsAny() is nil> {}"),
    ("v, ok := e.(p.X)", "<e is p.X>; v = e; ok = ?other"),
    ("select { case m := <-ch: f(m); case <-done: return }", "if - {m = ch; f(m)} - {done; return -}"),
    ("ch <- v\ngo f()\ndefer g.Close()", "ch.send(v); f(); g.Close()"),
    ("f := func(a, b int) error { return a }", "f = def (a, b) {return a}"),
    ("func (s *S) f(a int, b ...string) { g() }", "def f(a, b) {g()}"),
    ("func main() { x := 1 }\nfunc f() {}", "def f() {}; block main {x = 1}"),
    ('import (\n\t"fmt"\n\tm "a.com/openai/openai-go/v3"\n\t"a.com/x/y-sdk-go/v2/option"\n)',
     "import fmt fmt<*; import a.com/openai/openai-go m<*; import a.com/x/y-sdk-go/option option<*"),
    ('import "github.com/anthropics/anthropic-sdk-go"',
     "import github.com/anthropics/anthropic-sdk-go anthropic<*"),
]  # fmt: skip

FRAGMENTS = [
    ("f(a,\n\t// ...\n)", "f(a, ?elision)"),
    ('x := T{\n\tModel: "m",\n\t...\n}', "x = {model: 'm', open}"),
    ("x := 1\n...\ny := 2", "x = 1; ?elision; y = 2"),
    ("for s.Next() {\n\t...\n}", "while s.Next() {?elision}"),
    ('Model: "m",\nInput: "i",', "{model: 'm', input: 'i', open}"),
    ('c.Do(T{Model: "m",', "c.Do({model: 'm', open}, ?elision)"),
    ('x := T{Model: {{ model }}, A: "b"}', "x = {model: ?placeholder, a: 'b'}"),
    ('- x := f("a")\n+ x := f("b")\n  y := x', "x = f('b'); y = x"),
    ('f("é😀") // ünï', "f('é😀')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WHOLE + FRAGMENTS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_parses_is_kept_and_the_rest_is_listed() -> None:
    text = 'x := f("1" "2"\ny := g("3")\n'
    module = parse(text)
    assert module.unparsed
    assert "g('3')" in dump(module)
    assert problems(module) == []


def test_places_are_those_of_the_sample() -> None:
    text = 'client.Create(ctx, pkg.T{Model: "é", Input: pkg.String("😀")})'
    module = parse(text)
    strings = [node for node in nodes_of(module) if isinstance(node, String) and node.value in ("é", "😀")]
    assert {text[slice(*node.content)] for node in strings} == {"é", "😀"}
    made = next(node for node in nodes_of(module) if isinstance(node, Mapping))
    assert [text[slice(*entry.key_span)] for entry in made.entries] == ["Model", "Input"]
    assert made.type_name == "pkg.T"


def test_origins_lead_through_a_format_to_the_sample() -> None:
    text = r'fmt.Sprintf("a\n%s", x)'
    string = next(node for node in nodes_of(parse(text)) if isinstance(node, String) and node.parts)
    first = string.parts[0]
    assert isinstance(first, String)
    assert (first.value, first.origins) == ("a\n", (13, 14))


def test_names_of_fields_that_differ_between_structs_are_not_taken() -> None:
    declared = "".join(f'type {name} struct {{\n\tID string `json:"{name}_id"`\n}}\n' for name in "AB")
    text = declared + 'x := A{ID: "1"}'
    assert dump(parse(text)) == "x = {id: '1'}"


@pytest.mark.parametrize(
    "piece", ["(", "[", "{", "f(", "a.b(", "T{A: ", "func() {", "if x {", "!", "x[", "[]T{{"]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 3_000)


@pytest.mark.parametrize("piece", ["f(a, ", "T{A: ", "f(func() { ", "x := f("])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 1_000)


def test_a_long_sum_is_one_join() -> None:
    module = parse("x := " + " + ".join(['"a"'] * 2_000))
    assert module.unparsed == ()
    assert dump(module).count("'a'") == 2_000


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "x := 1\n" * (MAX_SIZE // 7 + 1))


@pytest.mark.parametrize(
    "piece", ["case :", "`", '"', "/*", "{{", "<-", "... ", "func (", "x := {", "%s", '`json:"']
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
        "`",
        "'",
        "\\",
        "\n",
        "\r\n",
        "    ",
        "\t",
        ",",
        ":=",
        "=",
        "...",
        "…",
        "// ...",
        "/*",
        "*/",
        "func f",
        "func main() {",
        "type T struct {",
        "if x",
        "else",
        "switch x",
        "case ",
        "for ",
        "range x",
        "return ",
        "go ",
        "defer ",
        "import ",
        "a",
        "b.c",
        "1",
        "-",
        "+",
        "&",
        "*",
        "T{",
        "[]T{",
        "A: ",
        'json:"a"',
        "{{a}}",
        "<A_B>",
        "é",
        "😀",
        "\u2028",
        "\x00",
        "\ud800",
        "== ",
        "!= nil",
        ".(T)",
        ".(type)",
        "<-",
        "%s",
        'fmt.Sprintf("%s"',
        "ctx, ",
        "option.WithA(",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)


def test_a_completed_name_is_never_shown() -> None:
    shows_no_completed_name(parse, FRAGMENTS)


def test_an_index_before_a_call_is_a_type() -> None:
    call = next(node for node in nodes_of(parse("decode[Event](data)")) if isinstance(node, Call))
    assert isinstance(call.function, Name)
    assert call.function.text == "decode"
