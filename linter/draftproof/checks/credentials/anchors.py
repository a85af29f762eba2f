"""What a text holds in which a credential stands: a quick look before anything is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEMS = (
    "key",
    "token",
    "secret",
    "passw",
    "passphrase",
    "pwd",
    "authori",
    "credential",
    "jwt",
    "requirepass",
)
TAILS = ("_pass", "-pass", "_pat", "-pat")
"""What the names of credentials hold, in lower case."""
USER_OPTIONS = (" -u", "--user", "--proxy-user")
"""Options of commands that are given a user and a password."""
_MARKS = ("eyJ", "PRIVATE KEY", ":AA", "hooks.slack.com")


def may_hold_credentials(text: str, prefixes: Iterable[str]) -> bool:
    """False for a text in which surely no credential stands. ``prefixes`` are those of the vendors' keys."""
    lowered = text.lower()
    return (
        any(stem in lowered for stem in (*STEMS, *TAILS, "bearer"))
        or any(option in text for option in USER_OPTIONS)
        or ("://" in text and "@" in text)
        or ("?" in text and "=" in text)
        or any(mark in text for mark in (*_MARKS, *prefixes))
    )
