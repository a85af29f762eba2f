from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.jsonlike import parse, parse_body
from draftproof.samples.languages.jsonreader import MAX_DEPTH
from draftproof.samples.languages.shell import parse as parse_shell
from draftproof.samples.tree import (
    Bool,
    Call,
    Expression,
    ExpressionStatement,
    Mapping,
    Name,
    Null,
    Number,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

OPEN = "<open>"


def read(text: str) -> Expression:
    """What a text says as the body of a request."""
    whole = Span(0, len(text))
    return parse_body(String(whole, whole, text))


def plain(value: Expression) -> Any:
    """A value as Python objects; what is open or unknown shows."""
    match value:
        case Mapping():
            found = {entry.name: plain(entry.value) for entry in value.entries}
            return {**found, OPEN: True} if value.open else found
        case Sequence():
            return [*(plain(item) for item in value.items), *([OPEN] if value.open else [])]
        case String():
            return value.value if value.value is not None else [plain(part) for part in value.parts]
        case Number() | Bool():
            return value.value
        case Null():
            return None
        case Name():
            return f"${value.text}"
        case Unknown():
            return f"?{value.reason}"
        case _:
            raise AssertionError(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "b": [1, 2.5, -3e2], "c": null}', {"a": 1, "b": [1, 2.5, -300.0], "c": None}),
        ('{"a": 1, // c\n "b": /* d */ 2, # e\n}', {"a": 1, "b": 2}),
        ("{'a': 'b', c: True, \"d\": None}", {"a": "b", "c": True, "d": None}),
        ('{"messages": [...], "m": {...}}', {"messages": [OPEN], "m": {OPEN: True}}),
        ('{"a": 1, ...}', {"a": 1, OPEN: True}),
        ('{"a": 1, // ... more\n}', {"a": 1, OPEN: True}),
        ('{"a": 1 # the same as above\n}', {"a": 1}),
        ('{a: MODEL, "b": [c.d, e]}', {"a": "?placeholder", "b": ["?placeholder", "?placeholder"]}),
        ('{"a": f"b{c}", "d": r"e", "f": f"g"}', {"a": "?placeholder", "d": "e", "f": "g"}),
        ('{"a": {{x}}, "b": <y z>, "c": ${V}, "d": ...}', {"a": "?placeholder", "b": "?placeholder",
                                                           "c": "?placeholder", "d": "?elision"}),
        ('{"a": "b" \u2190 set this\n "c": 2}', {"a": "b", "c": 2}),
        ('{"a": 0 \U0001f448 SET\n}', {"a": 0}),
        ('{"a": "x" | "y", "b": 1}', {"a": "?other", "b": 1}),
        ('{"a": os.environ["K"], "b": 1}', {"a": "?other", "b": 1}),
        ('{"a": f(x, {"c": 1}), "b": 1}', {"a": "?other", "b": 1, OPEN: True}),
        ('{"a": "one\ntwo", "b": 1}', {"a": "one\ntwo", "b": 1}),
        ('{"a": "one,\n "b": 1}', {"a": "one,", "b": 1, OPEN: True}),
        ('[{"a": 1} {"b": 2}]', [{"a": 1}, {"b": 2}]),
        ('{"a": [{"b": 1}, {"c": 2} } ], "d": 3}', {"a": [{"b": 1}, {"c": 2}, OPEN], "d": 3}),
        ('{"a": [1, 2', {"a": [1, 2, OPEN], OPEN: True}),
        ('{"a":', {"a": "?syntax", OPEN: True}),
        ('{"gpt": 2, "x":}', {"gpt": 2, "x": "?syntax", OPEN: True}),
        ('{"a": "\\u00e9\\n\\ud83d\\ude00"}', {"a": "\u00e9\n\U0001f600"}),
        ('{"a": 0x1F, "b": 1_000, "c": 1.2.3}', {"a": 31, "b": 1000, "c": "?syntax"}),
    ],
)  # fmt: skip
def test_values(text: str, expected: object) -> None:
    assert plain(read(text)) == expected


def documents(text: str) -> list[Any]:
    return [plain(item.value) for item in parse(text).body if isinstance(item, ExpressionStatement)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}\n{"b": 2}\n', [{"a": 1}, {"b": 2}]),
        ('Response:\n{"a": 1}\nThat is all.', [{"a": 1}]),
        ('"model": "x",\n"stream": true\n', [{"model": "x", "stream": True, OPEN: True}]),
        ("// file.json\n[1]", [[1]]),
        ("", []),
        ("nothing here", []),
    ],
)
def test_documents(text: str, expected: list[object]) -> None:
    assert documents(text) == expected


def test_places() -> None:
    text = '{"model": "gpt-x", "n": 12}'
    value = read(text)
    assert isinstance(value, Mapping)
    model, number = value.entries
    assert text[model.key_span.start : model.key_span.end] == "model"
    assert isinstance(model.value, String)
    assert text[model.value.span.start : model.value.span.end] == '"gpt-x"'
    assert text[model.value.content.start : model.value.content.end] == "gpt-x"
    assert text[number.value.span.start : number.value.span.end] == "12"
    assert text[number.span.start : number.span.end] == '"n": 12'


def body_of(text: str) -> Expression:
    statement = parse_shell(text).body[-1]
    assert isinstance(statement, ExpressionStatement)
    assert isinstance(statement.value, Call)
    return parse_body(statement.value.arguments[-1].value)


@pytest.mark.parametrize(
    "text",
    [
        """run '{"model": "gpt-x", "t": "a"}'""",
        '''run "{\\"model\\": \\"gpt-x\\", \\"t\\": \\"a\\"}"''',
        """run $'{"model": "gpt-x", "t": "a\\'b"}'""",
        """run '{"t": "it'"'"'s", "model": "gpt-x"}'""",
        """run '{\\"t\\": \\"a\\", \\"model\\": \\"gpt-x\\"}'""",
        """run '{"t": "it'\\''s", "model": "gpt-x"}'""",
        """run <<EOF\n{"model": "gpt-x", "t": "$A"}\nEOF\n""",
        """run '{"t": "'$A'", "model": "gpt-x"}'""",
        """run '{"t": '"$A"', "model": "gpt-x"}'""",
    ],
)
def test_places_of_a_body_in_the_sample(text: str) -> None:
    body = body_of(text)
    assert isinstance(body, Mapping)
    model = next(entry for entry in body.entries if entry.name == "model")
    assert isinstance(model.value, String)
    assert text[model.value.content.start : model.value.content.end] == "gpt-x"
    assert text[model.key_span.start : model.key_span.end] == "model"


def test_expansions_in_a_body() -> None:
    body = body_of("""run "{\\"model\\": \\"$MODEL\\", \\"n\\": $N, \\"k\\": \\"a ${K}\\"}" """)
    assert plain(body) == {"model": ["$MODEL"], "n": "$N", "k": ["a ", "$K"]}


@pytest.mark.parametrize("text", ["", "a=b", "hello"])
def test_what_is_no_json_is_unknown(text: str) -> None:
    assert isinstance(read(text), Unknown)


def test_depth_is_bounded() -> None:
    text = '{"a":' * 5000 + "1" + "}" * 5000
    depth = 0
    value = read(text)
    while isinstance(value, Mapping):
        depth += 1
        value = value.entries[0].value
    assert isinstance(value, Unknown)
    assert depth == MAX_DEPTH


@pytest.mark.parametrize(
    "text",
    ["[" * 9999, "]" * 9999, "[{" * 9999, "}]" * 9999, '"a":' * 9999, '["' * 9999, "{'a':" * 9999,
     "/*" * 9999,
     '"aaa\n' + '\\"\n' * 9999 + ' "x', "1" * 9999 + "a", "{{" * 9999, "<a" * 9999, "{ # '" * 9999],
)  # fmt: skip
def test_hostile_text_ends_in_a_tree(text: str) -> None:
    module = parse(text)
    assert module.text == text
    assert all(0 <= node.span.start <= node.span.end <= len(text) for node in module.body)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False,
    allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=5), st.booleans(), st.sampled_from([None, 2]))
def test_strict_json_reads_as_json_does(
    value: dict[str, object], ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(read(text)) == json.loads(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*list("{}[],:\"'\\ \n#/*.1a<$"), "true", "...", "{{x}}", "￼"]), max_size=60))
def test_every_span_lies_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    stack: list[Expression] = [
        item.value for item in parse(text).body if isinstance(item, ExpressionStatement)
    ]
    while stack:
        value = stack.pop()
        assert 0 <= value.span.start <= value.span.end <= len(text)
        if isinstance(value, Mapping):
            stack.extend(entry.value for entry in value.entries)
        elif isinstance(value, Sequence):
            stack.extend(value.items)
        elif isinstance(value, String) and value.value is not None and value.origins is None:
            assert text[value.content.start : value.content.end] == value.value
