"""What the detector promises, whatever it reads: exact spans, no exception, a verdict on every specimen."""

from __future__ import annotations

import pytest
from credential_support import PATTERNS, SHAPES, find, literal_values, part
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.checks.credentials.detector import find_credentials
from draftproof.checks.credentials.model import Position, Setting, Verdict
from draftproof.rulebook.specimens import fill, specimen

_SHAPED = [entry["id"] for entry in SHAPES["keys"] if entry["certainty"] != "positional"]
_POSITIONAL = [entry["id"] for entry in SHAPES["keys"] if entry["certainty"] == "positional"]
_PIECES = st.sampled_from(
    [
        *(
            "api_key",
            "token",
            "password=",
            '"',
            "'",
            "`",
            " ",
            "\n",
            "\r\n",
            "=",
            ": ",
            "Bearer ",
            "sk-",
            "ghp_",
        ),
        *("eyJ", "eyJhbGciOiJIUzI1NiJ9.", "://", "user:", "@", "?key=", "&", "-----BEGIN PRIVATE KEY-----"),
        *(
            "-----END",
            "${",
            "{{",
            "}}",
            "...",
            "***",
            "İ",
            "é",
            "\\",
            "\\n",
            "|",
            "<",
            ">",
            "--token ",
            "-u ",
        ),
        *("a1B2", "x" * 9, "Zq7", ",", "("),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_and_apart(text: str) -> None:
    end = 0
    for found in find_credentials(part(text), PATTERNS):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert text[found.span.start : found.span.end] == found.value.reveal()
        assert found.span.start >= end
        end = found.span.end


@given(st.lists(_PIECES, max_size=30).map("".join))
@settings(max_examples=150, deadline=None)
def test_a_mask_never_shows_more_than_a_prefix(text: str) -> None:
    for found in find(text):
        hidden = found.value.reveal()[len(found.value.prefix) :]
        assert len(hidden) < 6 or hidden not in found.value.masked()


@pytest.mark.parametrize("shape", _SHAPED)
def test_every_specimen_of_a_shape_is_found_anywhere(shape: str) -> None:
    for seed in range(120):
        value = specimen(SHAPES, shape, str(seed))
        found = [c for c in find(f"See {value} for more.", None) if c.verdict.is_literal]
        assert len(found) == 1, seed
        assert found[0].verdict in {Verdict.VENDOR_SHAPED, Verdict.REALISTIC}, seed
        assert found[0].value.reveal() in value, seed


@pytest.mark.parametrize("shape", _POSITIONAL)
def test_every_specimen_is_found_where_a_credential_belongs(shape: str) -> None:
    name = "password" if shape == "password" else "api_key"
    for seed in range(120):
        value = specimen(SHAPES, shape, str(seed))
        assert literal_values(f'{name} = "{value}"') == [value], seed
        assert not literal_values(f'description = "{value}"'), seed


def test_specimens_follow_their_seed() -> None:
    text = "{{key:sk-48}} {{key:sk-48}} {{key:sk-48:2}}"
    first, same, other = fill(text, SHAPES, 3).split()
    assert first == same != other
    assert fill(text, SHAPES, 3) == fill(text, SHAPES, 3) != fill(text, SHAPES, 4)


def test_an_unknown_shape_is_an_error() -> None:
    with pytest.raises(ValueError, match="no key shape"):
        fill("{{key:nobody}}", SHAPES)


@pytest.mark.parametrize(
    ("text", "position", "name"),
    [
        ('api_key = "{}"', Position.ASSIGNMENT, "api_key"),
        ('f(api_key="{}")', Position.ARGUMENT, "api_key"),
        ('{{"apiKey": "{}"}}', Position.FIELD, "apiKey"),
        ("export API_KEY={}", Position.ENVIRONMENT, "API_KEY"),
        ("x-api-key: {}", Position.HEADER, "x-api-key"),
        ("Authorization: Bearer {}", Position.HEADER, "Authorization"),
        ("tool --api-key {}", Position.OPTION, "api-key"),
        ("https://h.example.net/?api_key={}", Position.QUERY, "api_key"),
        ("postgres://app:{}@db.example.net/x", Position.USERINFO, "app"),
        ('os.environ["A_TOKEN"] = "{}"', Position.ENVIRONMENT, "A_TOKEN"),
    ],
)
def test_positions_and_names(text: str, position: Position, name: str) -> None:
    value = specimen(SHAPES, "base62-32", "1")
    (found,) = (c for c in find(text.format(value)) if c.verdict.is_literal)
    assert (found.position, found.name, found.value.reveal()) == (position, name, value)


def test_the_scheme_and_the_quotes_stay_outside() -> None:
    value = specimen(SHAPES, "sk-48", "1")
    (found,) = find(f'headers = {{"Authorization": "Bearer {value}"}}')
    assert found.value.reveal() == value
    assert found.value.prefix == "sk-"
    assert found.shape == "sk-48"


def test_settings() -> None:
    value = specimen(SHAPES, "sk-48", "1")
    assert find(f"the key {value}", None)[0].setting is Setting.PROSE
    assert find(f"the key `{value}`", None)[0].setting is Setting.INLINE_CODE
    assert find(f"k = '{value}'", "python")[0].language == "python"


def test_a_long_visible_piece_outweighs_its_mask() -> None:
    value = specimen(SHAPES, "vault", "1")[:22]
    assert literal_values(f'VAULT_TOKEN="{value}*****"') == [f"{value}*****"]
    assert not literal_values(f'VAULT_TOKEN="{value[:9]}*****"')


def test_only_a_signature_without_an_end_is_a_credential() -> None:
    value = specimen(SHAPES, "base62-40", "1")
    assert literal_values(f"https://a.example.net/run?sig={value}")
    assert not literal_values(f"https://a.example.net/run?se=2026-01-01&sig={value}")


def test_a_basic_header_is_judged_by_its_password() -> None:
    import base64

    def basic(password: str) -> str:
        return base64.b64encode(f"user:{password}".encode()).decode()

    assert not literal_values(f"Authorization: Basic {basic('password')}")
    assert literal_values(f"Authorization: Basic {basic(specimen(SHAPES, 'base62-32', '1'))}")


def test_a_published_token_is_not_a_secret() -> None:
    import base64

    payload = base64.urlsafe_b64encode(b'{"iss":"supabase","role":"anon","iat":1}').decode().rstrip("=")
    header, _, signature = specimen(SHAPES, "jwt", "1").split(".")
    assert literal_values(f"SUPABASE_KEY={header}.{payload[:-4]}abcd.{signature}")
    assert not literal_values(f"SUPABASE_KEY={header}.{payload}.{signature}")
