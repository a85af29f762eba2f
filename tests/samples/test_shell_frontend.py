from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.shell import parse
from draftproof.samples.tree import (
    Argument,
    Assign,
    Break,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Join,
    Loop,
    Name,
    Scope,
    Sequence,
    Spread,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span


def only(text: str) -> Statement:
    body = parse(text).body
    assert len(body) == 1, body
    return body[0]


def command(text: str) -> Call:
    statement = only(text)
    assert isinstance(statement, ExpressionStatement)
    assert isinstance(statement.value, Call)
    return statement.value


def words(text: str) -> list[str | None]:
    return [a.value.value if isinstance(a.value, String) else None for a in command(text).arguments]


def spans(node: object) -> list[Span]:
    """Every span below a node, found by looking at all fields."""
    found: list[Span] = []
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, Span):
            found.append(item)
        elif isinstance(item, tuple):
            stack.extend(item)
        else:
            stack.extend(getattr(item, name) for name in getattr(item, "__slots__", ()) if name != "origins")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo a b", ["a", "b"]),
        ("echo 'a b' \"c d\"", ["a b", "c d"]),
        ("echo 'it'\\''s'", ["it's"]),
        ("echo 'it'\"'\"'s'", ["it's"]),
        ('echo "a\\"b" "c\\nd"', ['a"b', "c\\nd"]),
        ("echo $'a\\n\\x41\\u00e9'", ["a\nA\u00e9"]),
        ("echo a\\ b", ["a b"]),
        ("echo a \\\n  b", ["a", "b"]),
        ("echo a \\   \n  b", ["a", "b"]),
        ("echo a \\ # note\n  b", ["a", "b"]),
        ("echo a ^\n  b", ["a", "b"]),
        ("echo a `\n  b", ["a", "b"]),
        ("echo a \\\r\n  b", ["a", "b"]),
        ("echo 'x'\\\n-y", ["x", "-y"]),
        ("echo a # b", ["a"]),
        ("echo https://x.y/#z", ["https://x.y/#z"]),
        ("echo https://<name>.y.com/<a b>/z", ["https://<name>.y.com/<a b>/z"]),
        ("echo <your-url>/health", ["<your-url>/health"]),
        ("echo {{ host }}/v1", ["{{ host }}/v1"]),
        ("echo x/{{ host }}/v1", ["x/{{ host }}/v1"]),
        ("echo https://x/?a=1&b=2", ["https://x/?a=1&b=2"]),
        ('echo \'{"t": "what\'s up"}\' z', ['{"t": "what\'s up"}', "z"]),
        ("echo '{\"a\": 1 # it is 'new'\n}' z", ["{\"a\": 1 # it is 'new'\n}", "z"]),
        ("echo ''", [""]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("quote", ["'", '"'])
def test_offsets_of_a_word_lead_to_its_characters(quote: str) -> None:
    text = f"echo {quote}ab{quote}\\''c'"
    value = command(text).arguments[0].value
    assert isinstance(value, String)
    assert value.value == "ab'c"
    assert [text[value.offset(i)] for i in (0, 1, 3)] == ["a", "b", "c"]


def test_expansions() -> None:
    call = command('run $A "$B" "x $C" "${D}" ${E:-f} ${G:?no} "${H[@]}" ${I%%.*} "$(date)" $((1+2))')
    values = [argument.value for argument in call.arguments]
    names = [value.text for value in values if isinstance(value, Name)]
    assert names == ["A", "B", "D", "G"]
    mixed = values[2]
    assert isinstance(mixed, String)
    assert mixed.value is None
    assert [type(part) for part in mixed.parts] == [String, Name]
    default = values[4]
    assert isinstance(default, Join)
    assert default.operator == "or"
    assert isinstance(values[6], Spread)
    assert isinstance(values[7], Unknown)
    inner = values[8]
    assert isinstance(inner, Call)
    assert inner.function == Name(inner.function.span, "date")
    assert isinstance(values[9], Unknown)


def test_single_quotes_expand_nothing() -> None:
    assert words("echo 'a $B `c`'") == ["a $B `c`"]


def test_assignments() -> None:
    body = parse('A=\'x\'\nexport B="y" C=z\nD=$(cat k)\nE=(1 "2 3"\n 4)\nF= run\n').body
    assigned = [item for item in body if isinstance(item, Assign)]
    found = {item.target.text: item for item in assigned if isinstance(item.target, Name)}
    assert list(found) == ["A", "B", "C", "D", "E", "F"]
    assert [found[name].exported for name in "ABC"] == [False, True, True]
    assert isinstance(found["D"].value, Call)
    items = found["E"].value
    assert isinstance(items, Sequence)
    assert [item.value for item in items.items if isinstance(item, String)] == ["1", "2 3", "4"]


def heredoc(call: Call) -> Expression:
    return next(argument.value for argument in call.arguments if argument.name == "<<")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cat <<EOF\na\nb\nEOF\n", "a\nb\n"),
        ("cat <<'EOF'\n$a\nEOF\n", "$a\n"),
        ('cat <<"EOF"\n$a\nEOF\n', "$a\n"),
        ("cat <<\\EOF\n$a\nEOF\n", "$a\n"),
        ("cat <<-EOF\n\ta\n\t\tb\n\tEOF\n", "a\nb\n"),
        ("cat <<EOF\n\\$a \\` \\\\ \\n\nEOF\n", "$a ` \\ \\n\n"),
        ("cat << EOF | jq .\n{}\nEOF\n", "{}\n"),
        ("cat <<EOF > f.json\n{}\n  EOF\n", "{}\n"),
    ],
)
def test_heredocs(text: str, value: str) -> None:
    body = heredoc(command(text))
    assert isinstance(body, String)
    assert body.value == value


def test_a_heredoc_keeps_places_and_expansions() -> None:
    text = "cat <<-EOF\n\tx: $A\n\tb\n\tEOF\necho next"
    statements = parse(text).body
    assert len(statements) == 2
    first = statements[0]
    assert isinstance(first, ExpressionStatement)
    assert isinstance(first.value, Call)
    body = heredoc(first.value)
    assert isinstance(body, String)
    assert [part.text for part in body.parts if isinstance(part, Name)] == ["A"]
    start = body.parts[0]
    assert isinstance(start, String)
    assert text[start.offset(0)] == "x"


def test_heredoc_in_a_substitution() -> None:
    text = 'curl x -d "$(cat <<EOF\n{"a": 1}\nEOF\n)" -s'
    call = command(text)
    inner = call.arguments[2].value
    assert isinstance(inner, Call)
    body = heredoc(inner)
    assert isinstance(body, String)
    assert body.value == '{"a": 1}\n'
    last = call.arguments[3].value
    assert isinstance(last, String)
    assert last.value == "-s"


def test_read_from_a_heredoc_is_an_assignment() -> None:
    statement = only("read -r -d '' BODY <<EOF\n{}\nEOF\n")
    assert isinstance(statement, Assign)
    assert isinstance(statement.target, Name)
    assert statement.target.text == "BODY"


def test_pipes() -> None:
    call = command("curl -s x | jq -r '.a[0]' | head -1")
    following = call.piped_into
    assert following is not None
    assert following.function == Name(following.function.span, "jq")
    assert isinstance(following.arguments[1].value, String)
    assert following.arguments[1].value.value == ".a[0]"
    assert following.piped_into is not None


STREAM = """curl -N "$URL" | while IFS= read -r line; do
  case "$line" in
    "data: [DONE]"|done) break ;;
    data:*) echo "${line#data:}" ;;
    *completed*) exit 0 ;;
    *) continue ;;
  esac
done
"""


def test_a_loop_over_a_stream() -> None:
    loop = only(STREAM)
    assert isinstance(loop, Loop)
    assert isinstance(loop.target, Name)
    assert loop.target.text == "line"
    assert isinstance(loop.iterable, Call)
    (switch,) = loop.body
    assert isinstance(switch, If)
    conditions = [branch.condition for branch in switch.branches]
    assert isinstance(conditions[0], Join)
    assert isinstance(conditions[1], Compare)
    assert conditions[1].operator == "startswith"
    assert isinstance(conditions[2], Compare)
    assert conditions[2].operator == "in"
    assert conditions[3] is None
    assert isinstance(switch.branches[0].body[0], Break)


@pytest.mark.parametrize(
    "text",
    ["while read -r l; do echo $l; done < <(curl -N x)", "curl -N x | while read -r l\ndo echo $l\ndone"],
)
def test_both_ways_to_feed_a_loop(text: str) -> None:
    loop = only(text)
    assert isinstance(loop, Loop)
    assert isinstance(loop.iterable, Call)


@pytest.mark.parametrize(
    ("text", "forever"),
    [("while true; do a; done", True), ("while :; do a; done", True), ("until false; do a; done", True),
     ("for ((;;)); do a; done", True), ("for ((i=0;i<3;i++)); do a; done", False), ("while a; do b; done",
     False)],
)  # fmt: skip
def test_loops_without_end(text: str, forever: bool) -> None:
    loop = only(text)
    assert isinstance(loop, Loop)
    assert loop.forever is forever
    assert len(loop.body) == 1


def test_for_each() -> None:
    loop = only("for i in 1 2 3; do curl $i; done")
    assert isinstance(loop, Loop)
    assert isinstance(loop.iterable, Sequence)
    assert len(loop.iterable.items) == 3


@pytest.mark.parametrize(
    ("text", "operator"),
    [("[ $a = b ]", "=="), ("[[ $a == b ]]", "=="), ('test "$a" != b', "!="), ("[[ $a =~ ^b ]]", "=~"),
     ('[[ $a == "data: "* ]]', "startswith"), ("[[ $a == *.json ]]", "endswith"), ("[[ $a == *b* ]]", "in"),
     ("[ $n -ge 3 ]", ">=")],
)  # fmt: skip
def test_comparisons(text: str, operator: str) -> None:
    statement = only(text)
    assert isinstance(statement, ExpressionStatement)
    assert isinstance(statement.value, Compare)
    assert statement.value.operator == operator


def test_conditionals() -> None:
    statement = only('if [ "$a" = b ] && [ -n "$c" ]; then x; elif grep -q y z; then w; else v; fi')
    assert isinstance(statement, If)
    first, second, third = statement.branches
    assert isinstance(first.condition, Join)
    assert isinstance(second.condition, Call)
    assert third.condition is None
    assert [len(branch.body) for branch in statement.branches] == [1, 1, 1]
    short = only("[[ $a == b ]] || exit 1")
    assert isinstance(short, If)
    assert short.branches[0].body == ()
    assert len(short.branches[1].body) == 1


def test_functions_and_groups() -> None:
    function = only("ask() {\n  curl x\n  curl y\n}")
    assert isinstance(function, Function)
    assert (function.name, len(function.body)) == ("ask", 2)
    group = only("(cd a && curl b)")
    assert isinstance(group, Scope)
    assert len(group.body) == 2


def commands(text: str) -> list[str]:
    found = []
    for statement in parse(text).body:
        assert isinstance(statement, ExpressionStatement)
        assert isinstance(statement.value, Call)
        found.append(text[statement.value.span.start : statement.value.span.end])
    return found


@pytest.mark.parametrize(
    "prompt", ["$", "%", "user@host:~/a$", "(venv) $", "bash-5.1$", "root@box:/#", "\u276f", "~"]
)
def test_sessions(prompt: str) -> None:
    text = f'{prompt} echo a\nan answer of curl\n{{"b": 1}}\n\n{prompt} curl x \\\n>   -s\nmore\n'
    assert commands(text) == ["echo a", "curl x \\\n>   -s"]


def test_a_comment_before_the_first_prompt() -> None:
    assert commands("# one\n$ a b\nout\n# two\n$ c\n") == ["a b", "c"]


def test_a_forgotten_backslash() -> None:
    assert commands("curl https://x\n  -H 'a: b'\n# note\n  --data '{}'\necho done") == [
        "curl https://x\n  -H 'a: b'\n# note\n  --data '{}'",
        "echo done",
    ]
    assert commands("curl -X POST\n  https://x") == ["curl -X POST\n  https://x"]
    assert len(commands("ls -l\n-rw-r--r-- 1 a\n")) == 2


def test_a_quote_that_is_never_closed_ends_with_its_line_or_its_json() -> None:
    module = parse("echo 'a b\ncurl x\n")
    assert len(module.body) == 2
    assert module.unparsed
    body = words('curl x -d \'{"a": 1}\n')
    assert body == ["x", "-d", '{"a": 1}']


def test_prose_apostrophes_do_not_swallow_commands() -> None:
    module = parse("Don't do this:\ncurl 'x'\n")
    last = module.body[-1]
    assert isinstance(last, ExpressionStatement)
    assert isinstance(last.value, Call)
    assert last.value.function == Name(last.value.function.span, "curl")


def test_long_options_and_redirections() -> None:
    call = command("curl --data=x >out.json 2>&1 <<<'y'")
    named: list[Argument] = [argument for argument in call.arguments if argument.name]
    assert [argument.name for argument in named] == ["data", ">", "2>&", "<<<"]


@pytest.mark.parametrize(
    "text",
    ["'" * 9999, '"' * 9999, '"\\"' * 9999, "$(" * 9999, '"$(' * 9999, "${" * 9999, "(" * 9999, "`a" * 9999,
     "cat <<A\n" * 3000, "cat <<A\n$(" * 3000, "a'a" * 9999, "if x; then " * 3000, "case x in a) " * 3000,
     "a | " * 9999, "a && " * 9999, "<(" * 9999, "f() {" * 5000, "A=(" * 9999, "[[ a " * 5000, "$'\\" * 9999,
     "curl -d '{" + '"\\"' * 50_000],
)  # fmt: skip
def test_hostile_text_ends_in_a_tree(text: str) -> None:
    module = parse(text)
    assert all(0 <= span.start <= span.end <= len(text) for span in module.unparsed)


PIECES = st.sampled_from(
    ["'", '"', "{", "}", "$(", ")", "`", "\\", "\n", " ", "curl", "-H", "-d", "a", "if", "then", "fi", "case",
     "in",
     "esac", "<<A", "A", "<", ">", "|", "&&", ";;", "${", "$x", "#", "((", "[[", "]]", "while", "do",
     "done", "read",
     "x=y", "export", "é", "\r\n", "\t", "$ ", "f()", "for"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_span_lies_in_the_text(text: str) -> None:
    module = parse(text)
    for span in spans(module.body):
        assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="ab {}\"\\$'\né", max_size=8), min_size=1, max_size=6))
def test_quoting_is_undone(values: list[str]) -> None:
    quoted = ["'" + value.replace("'", "'\\''") + "'" for value in values if "{" not in value]
    text = "run " + " ".join(quoted)
    found = [a.value.value for a in command(text).arguments if isinstance(a.value, String)]
    assert found == [value for value in values if "{" not in value]
