"""Text from documents as Markdown that says what it says and does nothing.

GitHub and GitLab show step summaries and comments as Markdown in which a word can be a link, an image, a tag,
a mention that notifies somebody, a reference to an issue or a commit. Whatever is more than a plain word
therefore stands in a code span, in which none of this works.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reports.locating import is_address
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST_CODE = 200
_LONGEST_PROSE = 1000
_QUOTED = re.compile(r"`([^`]+)`")
# Everything that Markdown, HTML or a reference of GitHub or GitLab needs one of.
_ACTIVE = re.compile(
    r"[\\`*_{}\[\]<>#@&|~$^+=]|:(?!$)|[!%](?=\w)|www\.|GH-\d|(?<!\w)[0-9a-f]{7,40}(?!\w)", re.IGNORECASE
)
_TRAILING = tuple(".,;:!?")


def code(text: str, *, table: bool = False) -> str:
    """The text as a code span; nothing for nothing.

    In a table a pipe ends the cell, in a span too, and how a backslash before it counts differs between
    renderers: such a text is a tag with the punctuation as entities.
    """
    shown = neutral(text, _LONGEST_CODE)
    if not shown.strip():
        return ""
    if table and "|" in shown:
        return f"<code>{_entities(shown)}</code>"
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if shown[0] in " `" or shown[-1] in " `" else ""
    return f"{fence}{edge}{shown}{edge}{fence}"


def prose(text: str, *, table: bool = False) -> str:
    """A sentence: what it has in backticks and every word that could be more than a word in code spans."""
    shown = neutral(text, _LONGEST_PROSE)
    pieces: list[str] = []
    for index, part in enumerate(_QUOTED.split(shown)):
        if index % 2:
            pieces.append(code(part, table=table))
        else:
            pieces.append(_words(part, table=table))
    return _joined(pieces).strip()


def link(text: str, address: str) -> str:
    """The text, a plain word, as a link; without one where the address is not a plain HTTPS one."""
    shown = prose(text, table=True)
    return f"[{shown}]({address})" if is_address(address) else shown


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table. Cells are Markdown already: made by ``code``, ``prose`` and ``link``."""
    yield f"| {' | '.join(header)} |\n"
    yield f"|{' --- |' * len(header)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def details(summary: str, body: Iterable[str], *, opened: bool = False) -> Iterator[str]:
    """What is shown when the reader asks for it. The summary is ours: plain words and numbers."""
    yield f"<details{' open' if opened else ''}>\n<summary>{summary}</summary>\n\n"
    yield from body
    yield "\n</details>\n"


def _words(text: str, *, table: bool) -> str:
    """Plain words as they are, the others in code: neighbours in one span, punctuation at its end outside."""
    shown: list[str] = []
    active: list[str] = []
    for word in (*text.split(" "), None):
        if active and (word is None or not _ACTIVE.search(word) or active[-1].endswith(_TRAILING)):
            span = " ".join(active)
            core = span.rstrip("".join(_TRAILING))
            shown.append(code(core, table=table) + span[len(core) :])
            active = []
        if word is not None:
            (active if _ACTIVE.search(word) else shown).append(word)
    return " ".join(shown)


def _joined(pieces: Iterable[str]) -> str:
    """The pieces in a row; a space keeps the marks of two spans apart."""
    out: list[str] = []
    for piece in pieces:
        if piece:
            if out and out[-1].endswith("`") and piece.startswith("`"):
                out.append(" ")
            out.append(piece)
    return "".join(out)


def _entities(text: str) -> str:
    return "".join(c if c.isalnum() or c == " " or c > "\x7f" else f"&#{ord(c)};" for c in text)
