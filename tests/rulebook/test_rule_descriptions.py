"""What reports say of a rule comes out of its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from draftproof.rulebook.describing import describe
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from pathlib import Path

RULES = builtin_rulebook().rules
PAGE = """\
---
code: KEY001
---

# KEY001 realistic-key

## What it does

Flags `a. b` in a [draft](../drafts.md): whatever
it is. And more.

## Why it matters

```markdown
## No heading
```

It does.

## Examples

````markdown flagged
## Not one either
```
key
```
````

## How to mend it

Take it [out](https://a.example/).

## Sources

- A book
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_built_in_rule_is_described(rule: object) -> None:
    described = describe(rule)  # type: ignore[arg-type]
    assert described.summary.endswith(".")
    assert described.description
    assert described.help
    assert described.page.startswith("## What it does\n")
    assert "## Examples" not in described.page
    assert "](" not in described.description + described.help


def test_the_sections_of_a_page(tmp_path: Path) -> None:
    page = tmp_path / "KEY001.md"
    page.write_text(PAGE, encoding="utf-8")
    described = describe(replace(RULES[0], document=str(page)))
    assert described.summary == "Flags `a. b` in a draft."
    assert described.description == "Flags `a. b` in a draft: whatever it is. And more."
    assert described.help == "Take it out."
    assert described.page == (
        "## What it does\n\nFlags `a. b` in a [draft](../drafts.md): whatever\nit is. And more.\n\n"
        "## Why it matters\n\n```markdown\n## No heading\n```\n\nIt does.\n\n"
        "## How to mend it\n\nTake it [out](https://a.example/).\n\n"
        "## Sources\n\n- A book"
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"no front matter\n"])
def test_a_page_that_cannot_be_read_leaves_the_rule(tmp_path: Path, content: bytes | None) -> None:
    page = tmp_path / "KEY001.md"
    if content is not None:
        page.write_bytes(content)
    rule = next(rule for rule in RULES if rule.help)
    described = describe(replace(rule, document=str(page)))
    assert (described.summary, described.description, described.page) == (rule.name, "", "")
    assert described.help == rule.help
