"""A value that must not be shown."""

from __future__ import annotations

from typing import final


@final
class Secret:
    """Wraps a credential so that no log line, traceback or f-string can print it by accident."""

    __slots__ = ("_value", "prefix")

    def __init__(self, value: str, prefix: str = "") -> None:
        """``prefix`` is the part that a mask may keep: a vendor's prefix, never more."""
        self._value = value
        self.prefix = prefix if value.startswith(prefix) else ""

    def reveal(self) -> str:
        """The value itself, for comparing and for sending; never for printing."""
        return self._value

    def masked(self) -> str:
        """The vendor prefix and the length: ``sk-proj-[132 characters]``."""
        return f"{self.prefix}[{len(self._value)} characters]"

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"Secret({self.masked()!r})"

    def __format__(self, spec: str) -> str:
        return format(self.masked(), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> tuple[type[Secret], tuple[str, str]]:
        return Secret, (self._value, self.prefix)
