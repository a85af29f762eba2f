"""Where a quoted value begins and ends."""

from __future__ import annotations

import base64

import pytest
from credential_support import find, literal_values

from draftproof.checks.credentials.model import Position
from drafts import key

VALUE = key("sk-48")[3:23]


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (f"{VALUE}", f"{VALUE}"),
        (rf"{VALUE[:9]}\Q{VALUE[9:]}", rf"{VALUE[:9]}\Q{VALUE[9:]}"),
        (rf"{VALUE}\\", rf"{VALUE}\\"),
    ],
)
def test_a_quote_with_a_backslash_in_front_ends_nothing(quote: str, inside: str, found: str) -> None:
    text = f"api_key = {quote}{inside.replace('Q', quote)}{quote} # {quote}"
    assert literal_values(text, "python") == [found.replace("Q", quote)]


def test_a_backslash_in_backticks_is_one() -> None:
    assert literal_values(f"api_key = `{VALUE}\\`", "javascript") == [f"{VALUE}\\"]


@pytest.mark.parametrize(
    "text", ['api_key = ""', "api_key = ''", 'api_key = "', 'api_key = "\n"', "api_key = Bearer "]
)
def test_nothing_is_no_value(text: str) -> None:
    assert find(text, "python") == ()


def test_a_value_ends_on_its_line() -> None:
    assert literal_values(f'api_key = "{VALUE}\n"', "python") == []


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('environ["api_key"] = "{value}"', Position.ENVIRONMENT),
        ('API_KEY = "{value}"', Position.ENVIRONMENT),
        ('api_key = "{value}"', Position.ASSIGNMENT),
        ('call(api_key="{value}")', Position.ARGUMENT),
        ('{{"api_key": "{value}"}}', Position.FIELD),
        ('{{"x-api-key": "{value}"}}', Position.HEADER),
    ],
)
def test_what_a_name_is_told_by_what_stands_around_it(text: str, position: Position) -> None:
    (found,) = find(text.format(value=VALUE), "python")
    assert found.position is position


@pytest.mark.parametrize(
    ("bare", "value"),
    [("{value}", "{value}"), ("{value}.", "{value}"), ("{value}..:", "{value}")],
)
def test_a_bare_value_ends_before_the_points_of_a_sentence(bare: str, value: str) -> None:
    assert literal_values(f"API_KEY={bare.format(value=VALUE)} and", "bash") == [value.format(value=VALUE)]


def test_a_placeholder_in_brackets_ends_with_them() -> None:
    (found,) = find("API_KEY=<your key: here.> and", "bash")
    assert found.value.reveal() == "<your key: here.>"


@pytest.mark.parametrize(
    ("plain", "literal"),
    [("user:password", False), (f"user:{VALUE}", True), ("password", False), (f"{VALUE}:password", False)],
)
def test_basic_authentication_is_judged_by_the_password_in_it(plain: str, literal: bool) -> None:
    coded = base64.b64encode(plain.encode()).decode()
    (found,) = find(f"Authorization: Basic {coded}", "http")
    assert found.verdict.is_literal is literal


@pytest.mark.parametrize("length", range(6, 25, 2))
@pytest.mark.parametrize("user", ["user", "service-account-for-reports"])
def test_basic_authentication_is_as_much_of_a_secret_as_its_password(length: int, user: str) -> None:
    password = VALUE[-length:]
    coded = base64.b64encode(f"{user}:{password}".encode()).decode()
    (found,) = find(f"Authorization: Basic {coded}", "http")
    (plain,) = find(f'password = "{password}"', "python")
    assert found.verdict is plain.verdict
