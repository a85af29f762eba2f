"""YAML with positions: the values of YAML 1.2, exact places, plain errors, bounded work."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from draftproof.text.source import Position, Source
from draftproof.text.yaml_nodes import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, Node, YamlError, load, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("a: no\nb: on\nc: off\nd: y", {"a": "no", "b": "on", "c": "off", "d": "y"}),
        ("a: true\nb: False\nc: TRUE\nd: tRUE", {"a": True, "b": False, "c": True, "d": "tRUE"}),
        ("a: ~\nb: null\nc:\nd: 'null'", {"a": None, "b": None, "c": None, "d": "null"}),
        ("[1, -2, +3, 010, 0o10, 0x1f, 1_000]", [1, -2, 3, 10, 8, 31, "1_000"]),
        ("[1.5, 1e3, .5, 1., -1.5E-2, 1.2.3]", [1.5, 1000.0, 0.5, 1.0, -0.015, "1.2.3"]),
        ("[12:30:45, 2026-01-31, 2026-01-31T10:00:00Z]", ["12:30:45", "2026-01-31", "2026-01-31T10:00:00Z"]),
        ("[.inf, -.inf]", [float("inf"), float("-inf")]),
        ("['1', \"true\", !!str 2, ! 3]", ["1", "true", "2", "3"]),
        ("[!!int 3, !!float 3, !!null '', !!bool true]", [3, 3.0, None, True]),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", {"a": "x\ny\n", "b": "x y"}),
        ("a: &k [1]\nb: *k", {"a": [1], "b": [1]}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("---\na: 1\n...\n", {"a": 1}),
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\rc: 3\n", {"a": 1, "b": 2, "c": 3}),
    ],
)
def test_values(text: str, value: Any) -> None:
    assert plain(load(text)) == value


def test_positions_of_values_and_keys() -> None:
    text = "# é\nfirst:\r\n  - {k: 'v', ü: 2}\n  - second\nalias: &a x\nuse: *a\n"
    root = load(text)
    assert isinstance(root.value, dict)
    assert root.position == (2, 1)
    first = root.value["first"]
    assert (first.key, first.position) == (Position(2, 1), (3, 3))
    assert isinstance(first.value, tuple)
    inner = first.value[0].value
    assert isinstance(inner, dict)
    assert (inner["k"].key, inner["k"].position) == (Position(3, 6), (3, 9))
    assert (inner["ü"].key, inner["ü"].position) == (Position(3, 14), (3, 17))
    assert first.value[1].position == (4, 5)
    assert root.value["use"].position == (6, 6)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, 1, 'duplicate key "a"'),
        ("a:\n\t- b", 2, 1, "a tab may not indent"),
        ("a:\n  b: 1\n c: 2", 3, 2, "bad indentation"),
        ("a: b: c", 1, 5, "a colon may not stand here"),
        ("--- 1\n--- 2", 2, 1, "second document"),
        ("1: a", 1, 1, "a key must be text"),
        ("? [a]\n: b", 1, 3, "a key must be text"),
        ("true: a", 1, 1, "a key must be text"),
        ("a: !python/object:os.system x", 1, 4, "unknown tag"),
        ("a: !!python/object/apply:os.system [x]", 1, 4, "unknown tag"),
        ("a: !!int x", 1, 4, "does not fit its tag"),
        ("a: &x [*x]", 1, 8, "stands inside what it stands for"),
        ("a: *x", 1, 4, 'nothing has the anchor "&x"'),
        ("a: 'x", 1, 4, "never closed"),
        ("a: [1, 2", 1, 4, "never closed"),
        ("a: @x", 1, 4, "put it in quotes"),
        ('a: "\\q"', 1, 6, "unknown escape"),
        ("a: \x07", 1, 4, "U+0007"),
        ('a: "\\ud83d"', 1, 4, "half a character"),
        ("a: 'x\n---\nb", 2, 1, "never closed"),
        ("a: " + "9" * 5000, 1, 4, "digits"),
    ],
)
def test_errors_are_plain_and_placed(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text, "x.yaml")
    error = caught.value
    assert words in error.message
    assert "\n" not in error.message
    assert (error.line, error.column) == (line, column)
    assert str(error) == f"x.yaml:{line}:{column}: {error.message}"


def _bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "- " * 5000,
        "{a: " * 5000,
        "\n".join(" " * n + "a:" for n in range(500)),
        _bomb(20),
        "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200)),
        "x" * (MAX_CHARACTERS + 1),
    ],
)
def test_limits_are_errors_and_come_soon(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(YamlError, match=r"nested more than|uses of aliases|longer than"):
        load(text)
    assert time.monotonic() - begun < 5


def test_just_within_the_limits() -> None:
    deep = load("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    levels = 0
    while isinstance(deep.value, tuple) and deep.value:
        deep, levels = deep.value[0], levels + 1
    assert levels == MAX_DEPTH - 1
    assert MAX_NODES > 9**4
    shared = plain(load(_bomb(4)))
    assert len(shared["a3"][0][0][0]) == 9


@pytest.mark.parametrize(
    "unit", ["- a\n", "k{}: v\n", "? k{}\n", "- 'a\n  b'\n", "# c\n", "- &a{} b\n", "x "]
)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(unit.format(n) for n in range(count))
        begun = time.process_time()
        load(text)
        return time.process_time() - begun

    seconds(500)
    assert seconds(16_000) < 12 * max(seconds(4_000), 0.02)


_WORDS = (
    """a b: &a *a ! !!int %YAML ? # @ ` ~ 1 0x << !< %zz e9 .inf \\ \\U FFFFFFFF \\ud83d [ ] { } , ' " | >"""
)
_SPACES = (
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "? ",
    "\t",
    "\r",
    " ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "%TAG ! x:\n",
)
_PIECES = st.sampled_from([*_WORDS.split(), *_SPACES, "\ufeff", "\u2028", "\x85", "\ud800", "\0"])


@settings(max_examples=400, deadline=None)
@example('a: "\\UFFFFFFFF"')
@example("!<tag:%ff> a")
@example("%YAML 1.99999999999999999999\n---\na")
@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=60)))
def test_any_text_gives_a_tree_or_an_error_inside_the_text(text: str) -> None:
    source = Source(text)
    error = None
    try:
        _check_places(load(text), source)
    except YamlError as raised:
        error = raised
    if error is not None:
        assert 1 <= error.line <= source.line_count()
        assert 1 <= error.column <= len(source.line_text(error.line)) + 3
        assert error.message.strip()


def _check_places(node: Node, source: Source) -> None:
    assert 1 <= node.line <= source.line_count()
    children = node.value.values() if isinstance(node.value, dict) else node.value
    for child in children if isinstance(node.value, dict | tuple) else ():
        assert isinstance(child, Node)
        assert (child.key is not None) == isinstance(node.value, dict)
        _check_places(child, source)


_PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**12), 10**12),
        st.text(st.characters(codec="utf-8"), max_size=12),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("abc:-# ", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_PLAIN)
def test_json_is_read_as_it_is(value: Any) -> None:
    import json

    assert plain(load(json.dumps(value))) == value
