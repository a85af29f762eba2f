"""Short cuts save work and never change a finding: held against a run without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.checks import waking
from draftproof.checks.registry import CHECKS
from draftproof.engine import examining
from draftproof.engine.running import Runner, RunOptions
from draftproof.finding import Confidence
from drafts import TODAY, filled, run, write
from markdown_grammar import documents

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.finding import Result

ANCHORED = st.sampled_from(
    [
        "The fastest API there is.",
        "api_key = '{{key:openai-project}}'",
        "Bearer {{key:huggingface}}",
        "curl https://u:pa55wordpa55word@example.com/x",
        "Last reviewed: 2020-01-01",
        "See the [OpenAI API reference](https://example.com/docs).",
        "client.responses.create(model='x', messages=[])",
        "<!-- draftproof: ignore[KEY001] -->",
        '--8<-- "gone.md"',
        "&#102;astest API of all, &#107;ey",
        "```python\nfrom openai import OpenAI\nOpenAI().responses.create(messages=[])\n```",
        "    curl https://api.openai.com/v1/responses -d '{\"messages\": []}'",
        "checked_at docs_url endpoint_family",
        "> " * 70 + "deep",
        "- " * 40 + "deep",
        "99.99% uptime guaranteed",
        "plain words",
        "",
    ]
)


def _result(path: Path, *, short: bool) -> Result:
    options = RunOptions(TODAY, isolated=True, use_cache=False, min_confidence=Confidence.LOW)
    with pytest.MonkeyPatch.context() as patch:
        if not short:
            patch.setattr(waking.Glance, "finds", lambda *_: True)
            patch.setattr(examining.Examiner, "_asleep", lambda *_: None)
        return Runner(options).run([str(path)]).result


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("short") / "a.md"


ENDINGS = st.sampled_from([".md", ".mdx"])


@given(pieces=st.lists(ANCHORED, max_size=6), made=st.none() | documents(), name=ENDINGS)
def test_over_made_up_documents(page: Path, pieces: list[str], made: Any, name: str) -> None:
    path = page.with_suffix(name)
    text = "\n\n".join(filled(piece) for piece in pieces) + ("\n\n" + made.text if made else "")
    path.write_text(text, encoding="utf-8")
    assert _result(path, short=True) == _result(path, short=False)


def test_over_the_articles(root: Path, tmp_path: Path) -> None:
    for path in (root / "fixtures" / "articles").rglob("*.md"):
        copy = tmp_path / path.name
        copy.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        assert _result(copy, short=True) == _result(copy, short=False), path.name


@pytest.mark.corpus
def test_over_real_documents(corpora: Path) -> None:
    for folder in sorted((corpora / "docs").iterdir())[:12]:
        assert _result(folder, short=True) == _result(folder, short=False), folder.name


def test_every_need_is_known() -> None:
    needs = {check.need for check in CHECKS.values()}
    assert needs - {""} == waking.NEEDS


def test_plain_prose_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from draftproof.engine import documents as engine_documents

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(engine_documents, "read", refuse)
    write(tmp_path, {"a.md": "# Notes\n\nWords, *nothing* else.\n\n- here\n- and here\n"})
    done = run(tmp_path, use_cache=False)
    assert done.result.findings == ()
    assert done.result.errors == ()
    assert done.result.counts.documents == 1
