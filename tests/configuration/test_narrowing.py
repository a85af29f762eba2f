"""Front matter narrows and never widens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.configuration.model import Settings
from draftproof.configuration.narrowing import narrow
from draftproof.text.yaml_nodes import load

if TYPE_CHECKING:
    from draftproof.configuration.kinds import Problem

BASE = Settings(ignore=("A1",), provider="cometapi")


def _narrow(text: str, known: object = None) -> tuple[Settings, list[str]]:
    problems: list[Problem] = []
    result = narrow(BASE, load(text), problems, known.__getitem__ if isinstance(known, dict) else None)
    return result, [f"{p.line}:{p.column}: {p.message}" for p in problems]


def test_a_provider_and_rules_with_a_reason() -> None:
    settings, problems = _narrow("provider: openai\nignore:\n  - {code: CLM001, reason: quoted}\n")
    assert (settings.provider, settings.ignore, problems) == ("openai", ("A1", "CLM001"), [])
    settings, problems = _narrow("ignore: [CLM001, API]\nreason: a history page\n")
    assert (settings.provider, settings.ignore, problems) == ("cometapi", ("A1", "CLM001", "API"), [])


def test_everything_else_changes_nothing_and_is_said() -> None:
    text = (
        "select: [KEY]\nignored: [x]\nprovider: Open AI\nbase-url: http://x\n"
        "ignore:\n  - CLM001\n  - {code: CLM002}\n  - {code: CLM003, reason: ' '}\n"
        "  - {reason: x}\n  - 3\n  - {code: CLM004, reason: good, until: x}\n"
    )
    settings, problems = _narrow(text)
    assert settings == Settings(ignore=("A1", "CLM004"), provider="cometapi")
    assert problems == [
        '1:1: front matter may set only provider and ignore, not "select"',
        '2:1: front matter may set only provider and ignore, not "ignored"; did you mean "ignore"?',
        '4:1: front matter may set only provider and ignore, not "base-url"',
        '3:11: "provider" must be a name like cometapi: "Open AI"',
        '6:5: ignoring "CLM001" in front matter needs a reason',
        '7:5: ignoring "CLM002" in front matter needs a reason',
        '8:5: ignoring "CLM003" in front matter needs a reason',
        '9:5: an entry of "ignore" must be a code, or a code and a reason',
        '10:5: an entry of "ignore" must be a code, or a code and a reason',
        '11:34: unknown key "until"',
    ]


def test_unknown_rules_and_wrong_shapes() -> None:
    settings, problems = _narrow("ignore: [KEY01, XX]\nreason: x", {"KEY01": "KEY001", "XX": ""})
    assert settings is BASE
    assert problems == ['1:10: unknown rule "KEY01"; did you mean "KEY001"?', '1:17: unknown rule "XX"']
    assert _narrow("off") == (BASE, ['1:1: "draftproof" must be a mapping, not text'])
    assert _narrow("ignore: all\nreason: x") == (BASE, ['1:9: "ignore" must be a list of codes, not text'])
    assert _narrow("reason: x") == (BASE, ['1:1: a "reason" without "ignore"'])
    assert _narrow("{}") == (BASE, [])
