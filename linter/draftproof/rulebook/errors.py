"""What is said of rule files that cannot be used."""

from __future__ import annotations

from draftproof.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RuleError:
    """What is wrong with a rule file, and where."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class RulebookError(Exception):
    """One or more rule files could not be used."""

    def __init__(self, errors: tuple[RuleError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def unreadable(error: OSError | UnicodeDecodeError) -> str:
    """What is said of a file that cannot be read: nothing of what stands in it."""
    reason = (
        "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or "unknown reason"
    )
    return f"the file cannot be read: {reason}"
