"""What a document includes is found where it is written, and cut out of the file as the statement says."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from draftproof.reading.document import BlockKind, Document
from draftproof.reading.including import MAX_DEPTH, MAX_INCLUDES, Opened, Unopened, with_included
from draftproof.reading.reader import read
from draftproof.reading.selecting import Selection, line_ranges, select

PROGRAM = """import os

# [start:ask]
def ask():
    return 1
# [end:ask]

class Client:
    def send(self):
        go()

    def close(self):
        pass
"""


@dataclass
class Files:
    """Files by the path that a document writes."""

    texts: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def __call__(self, path: str, style: object, base: str) -> Opened | Unopened:
        self.asked.append(path)
        return Opened(path, path, path, self.texts[path]) if path in self.texts else Unopened("is not there")


def included(text: str, name: str = "a.md", **files: str) -> Document:
    return with_included(read(text.encode(), name), Files({"x.py": PROGRAM, **files}))


def samples(document: Document) -> list[tuple[str, str, str]]:
    return [
        (document.path_of(part), block.language, block.content.text) for part, _, block in document.samples()
    ]


WHOLE = ("x.py", "python", PROGRAM)
ASK = ("x.py", "python", "def ask():\n    return 1\n")
IMPORT = "import code from '!!raw-loader!x.py'\nimport T from '@theme/T'\n\n"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ('```python\n--8<-- "x.py"\n```\n', "a.md", WHOLE),
        ("```python\n-8<- 'x.py'\n```\n", "a.md", WHOLE),
        ("```python\n--8<--\nx.py\n--8<--\n```\n", "a.md", WHOLE),
        ('> - ```python\n>   --8<-- "x.py:ask"\n>   ```\n', "a.md", ASK),
        ('```python\r\n--8<-- "x.py:4:5"\r\n```\r\n', "a.md", ASK),
        ('```\n--8<-- "x.py:4:5"\n```\n', "a.md", ("x.py", "py", ASK[2])),
        ('=== "A"\n\n    ```python\n    --8<-- "x.py:ask"\n    ```\n', "a.md", ASK),
        ("```{literalinclude} x.py\n:language: python\n:lines: 4-5\n```\n", "a.md", ASK),
        ("```{literalinclude} x.py\n---\nlanguage: python\nlines: 4-5\n---\n```\n", "a.md", ASK),
        (
            "```{literalinclude} x.py\n:language: python\n:pyobject: ask\n:end-before: '# '\n```\n",
            "a.md",
            None,
        ),
        (
            "```{literalinclude} x.py\n:language: python\n:start-after: start:\n:end-before: end:\n```\n",
            "a.md",
            ASK,
        ),
        (".. literalinclude:: x.py\n   :language: python\n   :lines: 4,5\n", "a.rst", ASK),
        (':::code language="python" source="x.py" id="ask":::\n', "a.md", ASK),
        (':::code language="python" source="x.py" range="4-5":::\n\nText.\n', "a.md", ASK),
        (IMPORT + '<T language="python">{code}</T>\n', "a.mdx", ("x.py", "py", PROGRAM)),
        (IMPORT + "<T>\n  {code}\n</T>\n", "a.mdx", ("x.py", "py", PROGRAM)),
        (IMPORT + '<T code={code} lang="python" />\n', "a.mdx", ("x.py", "py", PROGRAM)),
        ("import code from './x.py?raw';\n\n<T>{code}</T>\n", "a.mdx", None),
    ],
)
def test_what_is_included(text: str, name: str, wanted: tuple[str, str, str] | None) -> None:
    document = included(text, name)
    assert samples(document) == ([] if wanted is None else [wanted])
    assert bool(document.lost) is (wanted is None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('```python\n;--8<-- "x.py"\n```\n', "a.md"),
        ('````markdown\n```python\n--8<-- "x.py"\n```\n````\n', "a.md"),
        ('Write `--8<-- "x.py"` in a fence.\n', "a.md"),
        ("```python\n# --8<-- [start:ask]\n```\n", "a.md"),
        ("import T from './x.py'\n\n<T>{T}</T>\n", "a.mdx"),
        (IMPORT + "```jsx\n<T>{code}</T>\n```\n", "a.mdx"),
    ],
)
def test_what_is_not(text: str, name: str) -> None:
    document = included(text, name)
    assert len(document.parts) == 1
    assert not document.lost


def test_a_fence_of_statements_alone_is_no_sample_and_the_rest_of_one_stays() -> None:
    document = included('```python\n--8<-- "x.py:ask"\n```\n\n```python\na()\n--8<-- "x.py:ask"\nb()\n```\n')
    assert [block.kind for block in document.parts[0].blocks] == [BlockKind.INCLUDE, BlockKind.CODE]
    assert [text for _, _, text in samples(document)] == [ASK[2], "a()\n\nb()\n", ASK[2]]


def test_places_are_those_of_the_included_file() -> None:
    document = included('```python\n--8<-- "x.py:ask"\n```\n', **{"x.py": PROGRAM.replace("\n", "\r\n")})
    part, _, block = next(document.samples())
    start = block.content.text.index("return")
    span = block.content.span(start, start + 6)
    assert document.parts[part].source.position(span.start) == (5, 5)
    assert document.parts[part].source.slice(span) == "return"


def test_shared_indentation_is_taken_off_and_counted() -> None:
    document = included('```python\n--8<-- "x.py:9:10"\n```\n')
    part, _, block = next(document.samples())
    assert block.content.text == "def send(self):\n    go()\n"
    assert document.parts[part].source.position(block.content.span(20, 21).start) == (10, 9)


def test_what_is_included_comes_where_it_is_included() -> None:
    text = '```py\n1\n```\n\n```py\n--8<-- "b"\n```\n\n```py\n3\n```\n\n```py\n--8<-- "d"\n```\n'
    document = included(text, b="2\n", d="4\n")
    assert [text for _, _, text in samples(document)] == ["1\n", "2\n", "3\n", "4\n"]


def test_text_brings_its_samples_and_is_judged_elsewhere() -> None:
    text = '# A\n\n--8<-- "b.md"\n'
    document = included(text, **{"b.md": '# B\n\nText.\n\n```python\n--8<-- "x.py:ask"\n```\n'})
    assert samples(document) == [ASK]
    assert [part.origin.judged_elsewhere for part in document.parts[1:] if part.origin] == [True, True]
    assert document.standing(2, document.parts[2].blocks[0].span)[0] == 0
    assert document.parts[2].blocks[0].heading_path == ("A", "B")


def test_a_chain_of_includes_ends() -> None:
    files = {f"{n}.md": f'--8<-- "{n + 1}.md"\n' for n in range(9)}
    document = included('--8<-- "0.md"\n', **files)
    assert len(document.parts) == 1 + MAX_DEPTH
    assert [(lost.part, lost.stray) for lost in document.lost] == [(0, False)]


def test_a_circle_is_pointed_at() -> None:
    document = included('--8<-- "b.md"\n', **{"b.md": '--8<-- "b.md"\n'})
    assert [(lost.target, lost.reason, lost.part) for lost in document.lost] == [
        ("b.md", "includes itself", 0)
    ]


def test_only_so_many_statements_are_followed() -> None:
    files = Files({})
    document = with_included(read(b'--8<-- "y.py"\n\n' * (MAX_INCLUDES + 7), "a.md"), files)
    assert len(files.asked) == MAX_INCLUDES
    assert sum(lost.stray for lost in document.lost) == MAX_INCLUDES
    assert len(document.lost) == MAX_INCLUDES + 7


def test_only_so_much_text_is_included() -> None:
    document = included('```text\n--8<-- "big"\n```\n\n' * 9, big="x" * 1_000_000)
    assert len(document.parts) == 1 + 4
    assert len(document.lost) == 5


def test_a_colon_line_that_is_whole_encloses_nothing() -> None:
    document = read(b':::code source="x.py":::\n\nText.\n\n:::note\n\nInside.\n\n:::\n\nAfter.\n', "a.md")
    depths = [(b.content.text, len(b.containers)) for b in document.parts[0].blocks][1:]
    assert depths == [("Text.", 0), ("Inside.", 1), ("After.", 0)]


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(), PROGRAM),
        (Selection(lines=((1, 1), (4, 5))), "import os\ndef ask():\n    return 1\n"),
        (Selection(lines=((12, None),)), "    def close(self):\n        pass\n"),
        (Selection(lines=((99, None),)), ""),
        (Selection(section="none"), ""),
        (Selection(after="[start:", before="[end:"), "def ask():\n    return 1\n"),
        (Selection(at="def ask", upto="return"), "def ask():\n    return 1\n"),
        (Selection(entity="Client.send"), "    def send(self):\n        go()\n\n"),
        (Selection(entity="Client.open"), ""),
        (Selection(section="ask", lines=((2, 2),)), "    return 1\n"),
    ],
)
def test_selections(selection: Selection, wanted: str) -> None:
    assert "".join(PROGRAM[slice(*span)] for span in select(PROGRAM, selection)) == wanted


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("// <a>", "// </a>"),
        ("#region a", "#endregion"),
        ("// #region a", "// #endregion a"),
        ("# [start:a]", "# [end:a]"),
    ],
)
def test_marks_of_sections(begin: str, end: str) -> None:
    text = f"0\n{begin}\n1\n{end}\n2"
    assert "".join(text[slice(*span)] for span in select(text, Selection(section="a"))) == "1\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3", ((3, 3),)),
        ("3-7, 9", ((3, 7), (9, 9))),
        ("3-", ((3, None),)),
        ("-4", ((1, 4),)),
        ("x,,", ()),
        ("3:7", ((3, 7),)),
    ],
)
def test_ranges_of_lines(text: str, wanted: tuple[tuple[int, int | None], ...]) -> None:
    assert line_ranges(text) == wanted
