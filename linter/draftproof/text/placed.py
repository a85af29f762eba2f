"""What is wrong with a text, and where."""

from __future__ import annotations

__all__ = ["PlacedError"]


class PlacedError(ValueError):
    """One sentence about a text and its 1-based place."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
