"""Which names are those of credentials: ``api_key`` and ``clientSecret``, but not ``max_tokens``."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PLURAL = {"keys": "key", "tokens": "token", "secrets": "secret", "passwords": "password"}


class NameKind(StrEnum):
    """How much a name says about the value that it is given."""

    NONE = "none"
    KEY = "key"
    """Some key: only a long and mixed value is taken for a credential."""
    SECRET = "secret"
    PASSWORD = "password"
    HEADER = "header"
    CALL = "call"
    """A credential only where it is called: ``ApiKeyCredential("...")``."""


@dataclass(frozen=True)
class Names:
    """The vocabulary of names, ready for look-up."""

    glued: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, NameKind]
    key_modifiers: frozenset[str]
    neutral_modifiers: Mapping[str, frozenset[str]]
    neutral_heads: frozenset[str]
    trailing: frozenset[str]
    query: frozenset[str]
    signed_link: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Names:
        """The names of a vocabulary as plain data."""
        kinds = {
            "passwords": NameKind.PASSWORD,
            "secrets": NameKind.SECRET,
            "keys": NameKind.KEY,
            "headers": NameKind.HEADER,
            "calls": NameKind.CALL,
        }
        return cls(
            glued={glued: tuple(words) for glued, words in data["glued"].items()},
            heads={word: kind for group, kind in kinds.items() for word in data[group]},
            key_modifiers=frozenset(data["key_modifiers"]),
            neutral_modifiers={head: frozenset(words) for head, words in data["neutral_modifiers"].items()},
            neutral_heads=frozenset(data["neutral_heads"]),
            trailing=frozenset(data["trailing"]),
            query=frozenset(data["query"]),
            signed_link=frozenset(data["signed_link"]),
        )

    @cached_property
    def marks(self) -> frozenset[str]:
        """Pieces of words, in lower case, of which every name of a credential holds one."""
        return frozenset((*self.heads, *self.glued))

    def words(self, name: str) -> list[str]:
        """The words of a name, in lower case, without its numbers."""
        found: list[str] = []
        for run in _WORD.findall(name):
            if run[0] > "9":
                word = run.lower()
                found.extend(self.glued.get(word, (word,)))
        return found

    def kind(self, name: str) -> NameKind:
        """What ``name`` says about its value."""
        words = self.words(name)
        while len(words) > 1 and words[-1] in self.trailing:
            words.pop()
        if not words or words[-1] in self.neutral_heads:
            return NameKind.NONE
        head = _PLURAL.get(words[-1], words[-1]) if name.isupper() else words[-1]
        kind = self.heads.get(head, NameKind.NONE)
        before = words[:-1]
        if kind is NameKind.KEY:
            return self._key_kind(name, before)
        barred = self.neutral_modifiers.get(head, frozenset())
        if before and (before[-1] in barred or "public" in before or "publishable" in before):
            return NameKind.NONE
        return kind

    def _key_kind(self, name: str, before: list[str]) -> NameKind:
        """A name that ends in "key"."""
        if not before:
            return NameKind.KEY
        if any(word in {"public", "publishable", "anon", "idempotency"} for word in before):
            return NameKind.NONE
        if before[-1] in self.key_modifiers:
            return NameKind.SECRET
        if before[-1] in self.neutral_modifiers["key"]:
            return NameKind.NONE
        return NameKind.SECRET if name.isupper() else NameKind.KEY
