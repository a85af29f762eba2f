"""Code blocks of pages: the text between the marks of highlighters, its language, without line numbers.

What sites are built with marks up code in ways of its own: Pygments (Sphinx, MkDocs), Prism, Shiki,
highlight.js, Rouge, Docusaurus, Expressive Code, GitHub. All put texts in order below one ``pre``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.hypertext.content import is_gutter, is_left_out
from draftproof.reading.hypertext.tokens import decoded
from draftproof.reading.hypertext.tree import BLOCKS, Comment, Element
from draftproof.reading.inline_marks import LITERAL, MARK, Atom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LANGUAGE_CLASS = re.compile(
    r"(?:language|lang|brush)[-:]\s?([\w+#.-]+)|highlight-(?:source-|text-)?([\w+#.-]+)", re.IGNORECASE
)
_LANGUAGE_ATTRIBUTES = ("data-lang", "data-language", "data-code-lang", "data-highlight-language")
_AMONG_CLASSES = frozenset({"hljs", "sourcecode", "src", "prettyprint", "codeblock", "highlight", "chroma"})
"""Classes beside which the name of the language stands as a class of its own."""
_NO_LANGUAGE = frozenset(
    {
        *("hljs", "sourcecode", "src", "prettyprint", "codeblock", "highlight", "chroma"),
        *("numbersource", "numberlines", "notranslate", "linenums", "code", "block", "copyable"),
        *("prettyprinted", "lineanchors", "shiki", "astro-code", "prism-code", "undefined"),
        *("nohighlight",),
    }
)
_MEANT = {
    "default": "", "none": "text", "plain": "text", "html-basic": "html", "shell-session": "console",
    "python3": "python", "ipython3": "python", "ipython": "python", "py3": "python", "undefined": "",
    "source": "",
}  # fmt: skip
_SHORT = frozenset(
    {
        *("js", "ts", "go", "rb", "sh", "py", "cs", "rs", "kt", "r", "c"),
    }
)
_LINE_CLASSES = frozenset({"line", "code-line", "token-line", "view-line", "ec-line"})
_LINE_ELEMENTS = BLOCKS - {"table", "tbody"}
_CALLOUT = "conum"
"""The number of a line that a list below explains, as Asciidoctor writes it: an element and one to print."""
_CARRIAGE = re.compile(r"\r\n?")
_ABOVE = 6
"""Elements around the code that may name its language."""


def code_atoms(page: str, pre: Element) -> list[Atom]:
    """The text of a code block, every character with its place; line ends are LF."""
    found: list[Atom] = []
    lines = sum(not _LINE_CLASSES.isdisjoint(e.classes) for e in pre.walk())
    closed = lines > 1 and not any("\n" in page[text.start : text.end] for text in pre.texts())
    _collect(page, pre, found, closed=closed)
    atoms = list(_unix(found))
    first = pre.children[0] if pre.children else None
    starts = first is not None and not isinstance(first, Element | Comment) and first.start == pre.inner
    if starts and atoms and atoms[0].text.startswith("\n"):
        atoms[0] = _tail(atoms[0], 1)
        atoms = atoms if atoms[0].text else atoms[1:]
    return atoms


def language_of(pre: Element) -> str:
    """The language that a code block or what stands around it names, as written; "" where nothing does."""
    inner = next((child for child in pre.children if isinstance(child, Element)), None)
    code = inner if inner is not None and inner.name == "code" else next(
        (e for e in pre.walk() if e.name == "code"), None
    )  # fmt: skip
    for element in (code, pre):
        if element is not None and (found := _named(element, own=True)) is not None:
            return found
    above = pre.parent
    for _ in range(_ABOVE):
        if above is None or above.name in ("body", "main", "article", "html", "#page"):
            break
        if (found := _named(above, own=False)) is not None:
            return found
        above = above.parent
    return ""


def _named(element: Element, *, own: bool) -> str | None:
    for name in _LANGUAGE_ATTRIBUTES:
        if value := element.get(name).strip():
            return _meant(value)
    natural = element.get("lang").strip().lower() if own and element.name == "pre" else ""
    if (len(natural) > 2 and "-" not in natural) or natural in _SHORT:
        return _meant(natural)
    classes = element.classes
    for each in classes:
        match = _LANGUAGE_CLASS.fullmatch(each)
        if match is not None and (match[1] or match[2]) not in _NO_LANGUAGE:
            return _meant(match[1] or match[2])
    joined = " ".join(classes)
    if own and "brush:" in joined and (match := _LANGUAGE_CLASS.search(joined)):
        return _meant(match[1] or match[2] or "")
    if own and not _AMONG_CLASSES.isdisjoint(classes):
        others = [c for c in classes if c not in _NO_LANGUAGE and re.fullmatch(r"[a-z][a-z0-9+#]{0,14}", c)]
        if len(others) == 1:
            return _meant(others[0])
    return None


def _meant(name: str) -> str:
    return _MEANT.get(name.lower(), name)


def _collect(page: str, element: Element, found: list[Atom], *, closed: bool) -> None:
    """Add the texts inside an element; ``closed`` where every line is an element and has no line end."""
    after_callout = False
    for child in element.children:
        if isinstance(child, Comment):
            continue
        callout = isinstance(child, Element) and _CALLOUT in child.classes
        if callout or (after_callout and isinstance(child, Element) and child.name == "b"):
            after_callout = callout
            continue
        after_callout = False
        if not isinstance(child, Element):
            found.extend(a._replace(sort=LITERAL) for a in decoded(page, child.start, child.end))
        elif child.name == "br":
            found.append(Atom("\n", child.start, child.end, MARK))
        elif not (is_gutter(child) or is_left_out(child)):
            line = child.name in _LINE_ELEMENTS or (closed and not _LINE_CLASSES.isdisjoint(child.classes))
            if line:
                _end_line(found, child.start)
            _collect(page, child, found, closed=closed)
            if line and child.name != "td":
                _end_line(found, child.close)


def _end_line(found: list[Atom], at: int) -> None:
    if found and not found[-1].text.endswith("\n"):
        found.append(Atom("\n", at, at, MARK))


def _unix(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """The atoms with LF for every line end, none of them empty."""
    for atom in atoms:
        if "\r" not in atom.text:
            yield atom
            continue
        at = 0
        for match in _CARRIAGE.finditer(atom.text):
            if match.start() > at:
                yield Atom(
                    atom.text[at : match.start()], atom.start + at, atom.start + match.start(), LITERAL
                )
            yield Atom("\n", atom.start + match.start(), atom.start + match.end(), LITERAL)
            at = match.end()
        if at < len(atom.text):
            yield Atom(atom.text[at:], atom.start + at, atom.end, LITERAL)


def _tail(atom: Atom, at: int) -> Atom:
    return Atom(atom.text[at:], atom.start if len(atom.text) != atom.end - atom.start else atom.start + at,
                atom.end, atom.sort)  # fmt: skip
