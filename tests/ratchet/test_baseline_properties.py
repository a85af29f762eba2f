"""Baselines under edits that nobody thought of: what is old stays old, and what is new is caught."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from ratchet_support import check, marks

from drafts import write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FIELDS = ("messages=[]", "max_tokens=5", "max_completion_tokens=7", "n=2")
NEW = "response_format={}"
NAMES = ("docs/a.md", "docs/b.md", "guides/c.md")


def section(number: int, fields: list[str]) -> str:
    arguments = "".join(f", {field}" for field in fields)
    call = f'response = client.responses.create(model="<MODEL_ID>"{arguments})'
    sample = f"```python\nfrom openai import OpenAI\n\nclient = OpenAI()\n{call}\n```\n"
    return f"## Step {number}\n\nText {number}.\n\n{sample}"


PAGES = st.lists(
    st.lists(st.lists(st.sampled_from(FIELDS), max_size=2, unique=True), min_size=1, max_size=4),
    min_size=1,
    max_size=3,
)


@st.composite
def edited(draw: st.DrawFn, sections: list[str]) -> str:
    """A page of the same sections: in another order, with other headings, with lines between them."""
    text = "# Title\n\n"
    for each in draw(st.permutations(sections)):
        if draw(st.booleans()):
            text += "Some words.\n\n" * draw(st.sampled_from([1, 100]))
        text += re.sub("^## .*", "## Another name", each) if draw(st.booleans()) else each
        text += "\n"
    return text if draw(st.booleans()) else text.replace("# Title", "# Other", 1)


@given(PAGES, st.data())
def test_old_stays_old_and_new_is_caught(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[list[str]]], data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("ratchet")
    made = {
        name: [section(number, fields) for number, fields in enumerate(page)]
        for name, page in zip(NAMES, pages, strict=False)
    }
    write(folder, {"draftproof.yaml": "select: [API001]\n"})
    write(folder, {name: "# Title\n\n" + "\n".join(sections) for name, sections in made.items()})
    there = len(marks(check(folder, use_baseline=False)))
    assert there == sum(len(fields) for page in pages for fields in page)
    check(folder, write_baseline="shrink")

    # Lines above, other headings, another order of sections and of files.
    texts = {name: data.draw(edited(sections), label=name) for name, sections in made.items()}
    write(folder, texts)
    order = [folder / name for name in data.draw(st.permutations(list(made)), label="order")]
    finished = check(*order)
    assert marks(finished) == []
    assert (finished.result.counts.baselined, finished.result.counts.unneeded) == (there, 0)

    # A new fault, wherever it comes in, is the one that is said.
    name = data.draw(st.sampled_from(list(made)), label="the file with a new one")
    place = data.draw(
        st.sampled_from([m.start() for m in re.finditer("^## |\\Z", texts[name], re.MULTILINE)])
    )
    write(folder, {name: texts[name][:place] + section(99, [NEW]) + "\n" + texts[name][place:]})
    finished = check(*order)
    assert marks(finished) == [("API001", NEW.partition("=")[0])]
    assert [finding.path.endswith(name) for finding in finished.result.findings] == [True]
    assert finished.exit_code() == 1
