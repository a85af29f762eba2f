"""The rules of the family as checks: hits, levels, messages without values, fixes that fit their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from credential_support import PATTERNS, SHAPES, part

from draftproof.checks.credentials import checks
from draftproof.checks.credentials.detector import find_credentials
from draftproof.checks.credentials.printed import printed_expressions
from draftproof.finding import Confidence, Severity
from draftproof.reading.document import Document, Format
from draftproof.rulebook.specimens import fill, specimen

if TYPE_CHECKING:
    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.finding import Hit

KEY = specimen(SHAPES, "sk-48", "1")
OPAQUE = specimen(SHAPES, "base62-32", "1")


@dataclass(frozen=True)
class Policy:
    replacement: str = "<API_KEY_PLACEHOLDER>"
    accept: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandInFacts:
    document: Document
    placeholders: Policy = Policy()
    patterns: Patterns = PATTERNS

    @property
    def credentials(self) -> tuple[tuple[Credential, ...], ...]:
        return tuple(find_credentials(each, PATTERNS) for each in self.document.parts)


def facts(text: str, language: str | None = "", policy: Policy | None = None) -> StandInFacts:
    whole = part(text, language)
    document = Document("a.md", Format.MARKDOWN, whole.source, (whole,))
    return StandInFacts(document, policy or Policy())


def realistic(text: str, language: str | None = "", policy: Policy | None = None) -> list[Hit]:
    return list(
        checks.credential(facts(text, language, policy), {"verdicts": ["vendor-shaped", "realistic"]})
    )


def opaque(text: str, language: str | None = "") -> list[Hit]:
    options = {"verdicts": ["opaque"], "except-positions": ["url-userinfo", "url-query"]}
    return list(checks.credential(facts(text, language), options))


def in_url(text: str) -> list[Hit]:
    return list(checks.credential_in_url(facts(text), {}))


def fixed(text: str, hit: Hit) -> tuple[str, str]:
    assert hit.remedy is not None
    (replacement,) = hit.remedy.replacements
    span = replacement.span
    return hit.remedy.applicability, text[: span.start] + replacement.text + text[span.end :]


def test_one_rule_a_value() -> None:
    for text, expected in [
        (f'api_key="{KEY}"', (1, 0, 0)),
        (f'api_key="{OPAQUE}"', (0, 1, 0)),
        (f"https://a.example.net/?api_key={OPAQUE}", (0, 0, 1)),
        (f"https://a.example.net/?api_key={KEY}", (1, 0, 0)),
    ]:
        assert (len(realistic(text)), len(opaque(text)), len(in_url(text))) == expected


def test_hits_hold_no_value() -> None:
    for hit in (*realistic(f'api_key="{KEY}"'), *opaque(f'api_key="{OPAQUE}"')):
        said = " ".join([*hit.values.values(), hit.help or "", *hit.notes])
        assert KEY[3:] not in said
        assert OPAQUE not in said


@pytest.mark.parametrize(
    ("text", "language", "applicability", "result"),
    [
        ('c = OpenAI(api_key="KEY")', "python", "safe", 'c = OpenAI(api_key="<API_KEY_PLACEHOLDER>")'),
        (
            "-H 'Authorization: Bearer KEY'",
            "bash",
            "safe",
            "-H 'Authorization: Bearer <API_KEY_PLACEHOLDER>'",
        ),
        ("export K_TOKEN=KEY", "bash", "safe", 'export K_TOKEN="<API_KEY_PLACEHOLDER>"'),
        ("export K_TOKEN=KEY-and-more", "bash", "", ""),
        ("tool --token KEY", "bash", "unsafe", "tool --token <API_KEY_PLACEHOLDER>"),
        ("api_key: KEY", "yaml", "safe", "api_key: <API_KEY_PLACEHOLDER>"),
        ("<apiKey>KEY</apiKey>", "xml", "safe", "<apiKey>&lt;API_KEY_PLACEHOLDER&gt;</apiKey>"),
        ("http://h/?key=KEY", "", "safe", "http://h/?key=API_KEY_PLACEHOLDER"),
        ("The key KEY is it.", None, "safe", "The key `<API_KEY_PLACEHOLDER>` is it."),
        ("The key `KEY` is it.", None, "safe", "The key `<API_KEY_PLACEHOLDER>` is it."),
        ("[x](https://h/KEY)", None, "safe", "[x](https://h/API_KEY_PLACEHOLDER)"),
    ],
)
def test_a_fix_fits_its_place(text: str, language: str | None, applicability: str, result: str) -> None:
    whole = text.replace("KEY", KEY, 1) if "K_" not in text else text.replace("=KEY", f"={KEY}", 1)
    hits = realistic(whole, language)
    if result:
        assert fixed(whole, hits[0]) == (applicability, result)


def test_a_private_key_over_lines_is_not_replaced() -> None:
    (hit,) = realistic(fill("{{key:pem}}", SHAPES))
    assert hit.remedy is None


def test_an_odd_placeholder_is_never_a_safe_fix() -> None:
    (hit,) = realistic(f'api_key="{KEY}"', "python", Policy(replacement='say "key"'))
    assert hit.remedy is not None
    assert hit.remedy.applicability == "unsafe"


def test_help_speaks_the_language_of_the_sample() -> None:
    (hit,) = realistic(f'api_key="{specimen(SHAPES, "groq", "1")}"', "python")
    assert hit.help is not None
    assert 'os.environ["GROQ_API_KEY"]' in hit.help


def test_levels_in_urls() -> None:
    (far,) = in_url(f"postgres://app:{OPAQUE}@db.example.net/x")
    (near,) = in_url(f"postgres://app:{OPAQUE}@localhost/x")
    assert (far.severity, near.severity) == (Severity.WARNING, Severity.ADVICE)
    (demo,) = in_url("redis://default:dbpass9090@redis:6379")
    assert demo.confidence is Confidence.LOW
    assert not in_url("postgres://user:password@localhost/x")
    assert not in_url("postgres://user:${PASSWORD}@db.example.net/x")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('api_key="YOUR_API_KEY"', 1),
        ('api_key="<API_KEY_PLACEHOLDER>"', 0),
        ('api_key="<YOUR_KEY>"', 1),
        ('api_key="ollama"', 0),
        ('api_key=os.environ["OPENAI_API_KEY"]', 0),
        ('api_key="{{ api_key }}"', 0),
        ("api_key: str", 0),
        ('api_key="sk-..."', 1),
    ],
)
def test_placeholders(text: str, count: int) -> None:
    assert len(list(checks.nonstandard_placeholder(facts(text, "python"), {}))) == count


def test_an_accepted_placeholder_is_accepted() -> None:
    policy = Policy(accept=("YOUR_API_KEY",))
    assert not list(checks.nonstandard_placeholder(facts('api_key="YOUR_API_KEY"', "python", policy), {}))


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("print(api_key)", "python"),
        ('print(f"key: {api_key}")', "python"),
        ('print(os.environ["OPENAI_API_KEY"])', "python"),
        ('print("key", os.getenv("OPENAI_API_KEY"))', "python"),
        ("logger.info(settings.client_secret)", "python"),
        ("print(credentials.access_token)", "python"),
        ("token = get_token()\nprint(token)", "python"),
        ("console.log(process.env.OPENAI_API_KEY)", "javascript"),
        ("console.log(`key ${apiKey}`)", "typescript"),
        ('System.out.println(System.getenv("OPENAI_API_KEY"));', "java"),
        ('fmt.Println(os.Getenv("OPENAI_API_KEY"))', "go"),
        ("echo $OPENAI_API_KEY", "bash"),
        ('echo "key: ${OPENAI_API_KEY}"', "bash"),
        ("echo $env:OPENAI_API_KEY", "powershell"),
        ("printenv OPENAI_API_KEY", "bash"),
        ("$ export A=1\n1 | print(api_key)\n$ echo $OPENAI_API_KEY\n", "console"),
        ("import os\n!echo $OPENAI_API_KEY\nx = 'echo $OPENAI_API_KEY'\n", "python"),
    ],
)
def test_what_is_printed_is_found(code: str, language: str) -> None:
    (found,) = printed_expressions(code, language, PATTERNS.names)
    assert code[found.start : found.end]


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("print(len(api_key))", "python"),
        ("print(api_key[:4])", "python"),
        ("print(mask(api_key))", "python"),
        ("print(bool(api_key))", "python"),
        ("print(api_key is not None)", "python"),
        ('print("set" if api_key else "missing")', "python"),
        ('if not api_key: print("set OPENAI_API_KEY")', "python"),
        ("print(\"os.environ['OPENAI_API_KEY'] is missing\")", "python"),
        ("for token in stream:\n    print(token)", "python"),
        ("print(token)", "python"),
        ("print(usage.total_tokens)", "python"),
        ("print(response.usage.prompt_tokens, max_tokens)", "python"),
        ("print(tokenizer)", "python"),
        ("print(f'{api_key[:4]}...')", "python"),
        ("console.log(!!process.env.OPENAI_API_KEY)", "javascript"),
        ("console.log(apiKey ? 'yes' : 'no')", "javascript"),
        ("console.log(apiKey.slice(0, 4))", "javascript"),
        ("echo $OPENAI_API_KEY | wc -c", "bash"),
        ('echo "OPENAI_API_KEY=$OPENAI_API_KEY" >> .env', "bash"),
        ("echo 'export OPENAI_API_KEY=$OPENAI_API_KEY'", "bash"),
        ("echo ${#OPENAI_API_KEY}", "bash"),
        ("echo ${OPENAI_API_KEY:0:4}", "bash"),
        ("echo $MAX_TOKENS $MODEL", "bash"),
        ("echo $OPENAI_API_KEY", "python"),
        ("$ draftproof check a.md\n31 | print(api_key)\n   echo $OPENAI_API_KEY\n", "console"),
    ],
)
def test_what_is_not_printed_is_not_found(code: str, language: str) -> None:
    assert not list(printed_expressions(code, language, PATTERNS.names))
