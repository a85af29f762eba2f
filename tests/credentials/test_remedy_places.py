"""What stands around a credential decides how a placeholder is put in."""

from __future__ import annotations

import pytest
from credential_support import literal_values

from draftproof.checks.credentials.remedies import in_link, in_quotes
from drafts import key


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("", False),
        ('a = "', True),
        ('a = "b" + ', False),
        ("a = 'it\"s ", True),
        (r'a = "b\" ', True),
        (r'a = "b\\" ', False),
        (r"a = \" ", False),
        ("`", True),
    ],
)
def test_a_quote_is_open_on_the_line(line: str, inside: bool) -> None:
    assert in_quotes(f"{line}VALUE", len(line)) is inside
    assert in_quotes(f'b = "open\n{line}VALUE"', len(line) + 10) is inside


def test_a_quote_is_looked_for_in_two_thousand_characters() -> None:
    for filler, inside in ((1998, True), (1999, True), (2000, False)):
        text = '"' + "x" * filler
        assert in_quotes(text, len(text)) is inside


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("see https://example.com/?key=", True),
        ("[docs](/x?key=", True),
        ("https://example.com then ", False),
        ("<https://example.com>", False),
        ("key=", False),
        ("://" + "x" * 297, True),
        ("://" + "x" * 298, False),
    ],
)
def test_a_place_in_an_address(before: str, inside: bool) -> None:
    assert in_link(before + "VALUE", len(before)) is inside


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bearer {key}", True),
        ("BEARER\t{key}.", True),
        ("bearer    {key}", True),
        ("bearer     {key}", False),
        ("Bearer{key}", False),
        ("Bearer\n{key}", False),
    ],
)
def test_what_stands_behind_bearer(text: str, found: bool) -> None:
    value = key("sk-48")[3:]  # nothing about it but where it stands
    assert literal_values(text.format(key=value)) == ([value] if found else [])
