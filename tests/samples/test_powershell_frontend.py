"""The PowerShell front-end: what a snippet becomes, where its parts stand, and that nothing upsets it."""

from __future__ import annotations

import pytest
from dumping import dump
from frontend_promises import is_passed_over, leaves_room, nests_within_bounds, reads, stays_sound
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.powershell import parse
from draftproof.samples.languages.treesitter import MAX_SIZE

SNIPPETS = [
    ('$a = "b $c d"', "a = f['b ', c, ' d']"),
    ("$a = 'b $c ''d'''", "a = \"b $c 'd'\""),
    ('$a = "b`n`"c`""', repr('a = b\n"c"').replace("'a = ", "a = '")),
    ('$a = "x: $($b.c[0])"', "a = f['x: ', b.c[0]]"),
    ('$a = @"\n{"b": 1}\n"@', "a = '{\"b\": 1}'"),
    ("$a = @'\n$b\n'@", "a = '$b'"),
    ("$a = $true; $b = $null; $c = 1.5", "a = True; b = null; c = 1.5"),
    ("$env:A = 'b'", "env:A = 'b'"),
    ("$a = @{ b = 1; \"c-d\" = @{ e = $f } }", "a = {b: 1, c-d: {e: f}}"),
    ("$a = @(@{ b = 1 }, 2)", "a = [{b: 1}, 2]"),
    ("$a = @(\n@{ b = 1 }\n@{ c = 2 }\n)", "a = [{b: 1}, {c: 2}]"),
    ("$a.b[0].c = $d", "a.b[0].c = d"),
    ("$a['b'] += 1", "a['b'] += 1"),
    ("$a.B('c', 1)", "a.B('c', 1)"),
    ("Invoke-RestMethod -Uri $a -Method Post -TimeoutSec 60",
     "Invoke-RestMethod(url=a, method='Post', timeout=60)"),
    ("Invoke-RestMethod `\n  -Uri $a `\n  -Body $b", "Invoke-RestMethod(url=a, body=b)"),
    ("Invoke-RestMethod @a", "Invoke-RestMethod(...a)"),
    ("@{ a = 1 } | ConvertTo-Json -Depth 5", "ConvertTo-Json({a: 1}, depth=5)"),
    ("$a = f -Body (@{ b = 1 } | ConvertTo-Json)", "a = f(body=ConvertTo-Json({b: 1}))"),
    ("$a | ForEach-Object { $_.b }", "ForEach-Object(a, def (_) {_.b})"),
    ("if ($a -eq 'b') { c } elseif ($d -and $e) { f } else { g }",
     "if <a == 'b'> {c()} (and d e) {f()} - {g()}"),
    ("foreach ($a in $b.c) { d $a }", "for a in b.c {d(a)}"),
    ("while ($true) { try { a; break } catch { continue } finally { b } }",
     "while True forever {try {a(); break} except  {continue} finally {b()}}"),
    ("switch ($a) {\n 'b' { c }\n default { d }\n}", "if <a == 'b'> {c()} - {d()}"),
    ("function A { return $b }", "def A() {return b}"),
    ("throw 'a'", "raise 'a'"),
    ("$a = [string]$b", "a = b"),
    ("PS C:\\x> f -A 1\nout", "f(a=1)"),
    ("f -Body '{\"a\": \"{{ b }}\"}'", "f(body='{\"a\": \"{{ b }}\"}')"),
    ("$a = 'é 😀' # ünïcode", "a = 'é 😀'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SNIPPETS)
def test_snippet(text: str, expected: str) -> None:
    reads(parse, text, expected)


def test_what_did_not_parse_is_named_and_the_rest_stands() -> None:
    module = parse("$a = @{ b = }\n$c = 1")
    assert "c = 1" in dump(module)
    assert module.unparsed


@pytest.mark.parametrize(
    "piece", ["(", "@{a = ", "@(", "f -A (", "$(", '"$(', "{ ", "$a[", "!", "if ($a) { "]
)
def test_deep_nesting_is_bounded(piece: str) -> None:
    nests_within_bounds(parse, piece * 2_000)


@pytest.mark.parametrize("piece", ["$a = @{a = ", "f -A (", "@(", "if ($a) { ", "f { "])
def test_the_deepest_nesting_leaves_room_on_the_stack(piece: str) -> None:
    leaves_room(parse, piece * 500)


def test_a_text_beyond_the_limit_is_not_read() -> None:
    is_passed_over(parse, "$x = 1\n" * (MAX_SIZE // 7 + 1))


@pytest.mark.parametrize("piece", ['"', "'", '@"\n', "<#", "`", "|", "$(", "-a ", "@{", "}\n", "`\n"])
def test_recovery_that_explodes_is_stopped(piece: str) -> None:
    stays_sound(parse, piece * (6_000 // len(piece)))


PIECES = st.sampled_from([
    "(", ")", "[", "]", "{", "}", '"', "'", '@"\n', '\n"@', "`", "\n", "\r\n", "\r", "    ", "\t", ",", ";",
    "=", "...", "#", "<#", "#>", "$a", "$env:B", "${c}", "$(", "@{", "@(", "@d", "-Uri", "-eq", "-not", "|",
    "f", "Invoke-RestMethod", "ConvertTo-Json", "if (", "else", "foreach ($x in $y)", "while (", "try {",
    "catch {", "switch (", "function F", "return ", "throw ", "1", ".b", "::C", "{{a}}", "<A_B>", "é", "😀",
    "\x00", "\ud800", "PS> ", "$true", "$null", "[string]",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_nothing_upsets_it(text: str) -> None:
    stays_sound(parse, text)
