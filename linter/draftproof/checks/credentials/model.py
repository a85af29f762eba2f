"""What the detector finds: credentials and what stands in for them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.text.secret import Secret
    from draftproof.text.source import Span


class Verdict(StrEnum):
    """What a value in the place of a credential is."""

    PLACEHOLDER = "placeholder"
    """Says what belongs there: ``<API_KEY>``, ``your-api-key``, ``OPENAI_API_KEY``."""
    REFERENCE = "reference"
    """Is looked up or filled in: ``$KEY``, ``os.environ[...]``, ``{{ key }}``."""
    DUMMY = "dummy"
    """A word or filler that nobody takes for a key: ``test``, ``xxxx``."""
    TRUNCATED = "truncated"
    """Masked or cut, and what is left would not do."""
    DEBATABLE = "debatable"
    """Typed or short: ``sk-1234567890``, demo passwords, encoded words, signed links."""
    OPAQUE = "opaque"
    """Random characters where a credential belongs, no vendor's shape."""
    REALISTIC = "realistic"
    """A vendor's prefix with a random body of another length than the vendor's."""
    VENDOR_SHAPED = "vendor-shaped"
    """Has the documented shape of a vendor's key."""

    @property
    def is_literal(self) -> bool:
        """True for what a reader could take for a real credential."""
        return self in {Verdict.OPAQUE, Verdict.REALISTIC, Verdict.VENDOR_SHAPED}


class Position(StrEnum):
    """What a value is given to."""

    HEADER = "header"
    ARGUMENT = "argument"
    ASSIGNMENT = "assignment"
    FIELD = "field"
    ENVIRONMENT = "environment line"
    USERINFO = "url-userinfo"
    QUERY = "url-query"
    OPTION = "option"
    BARE = "bare"

    @property
    def in_url(self) -> bool:
        """True inside a URL."""
        return self in {Position.USERINFO, Position.QUERY}


class Setting(StrEnum):
    """The kind of text around a value."""

    CODE = "code"
    INLINE_CODE = "inline-code"
    PROSE = "prose"
    TABLE = "table-cell"
    HTML = "html"
    COMMENT = "comment"
    FRONT_MATTER = "front-matter"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Credential:
    """A value that is, or stands for, a credential.

    ``span`` covers the value alone, in the part's source: no quotes, no ``Bearer``. ``name`` is the field,
    header, variable or option that it is given to, "" where nothing names it. ``shape`` is the id of a key
    shape or "".
    """

    span: Span
    value: Secret
    verdict: Verdict
    position: Position = Position.BARE
    name: str = ""
    shape: str = ""
    quote: str = ""
    """The quote characters around it, ``\\\\"`` for an escaped one, "" for none."""
    host: str = ""
    """The host of the URL that it stands in."""
    setting: Setting = Setting.PROSE
    language: str = ""
    """The language of the code that it stands in, in lower case."""
    block: int | None = None
    """The index of the part's block that it stands in."""
