"""How a report for people should look."""

from __future__ import annotations

from draftproof.dataclass import dataclass

FIX_COMMAND = "draftproof check --fix"
UNSAFE_COMMAND = f"{FIX_COMMAND} --unsafe-fixes"
_WIDTH_ELSEWHERE = 100
_NARROWEST = 40
_WIDEST_PROSE = 100


@dataclass(frozen=True, slots=True)
class Style:
    """What the command line and the terminal ask for; machine formats ignore it.

    ``width`` is the terminal's, None where the output is not a terminal. ``fix_available`` says that fixes
    were not made in this run, so that the report may name the command that does; ``unsafe_fixes`` that the
    unsafe ones are wanted as well.
    """

    colour: bool = False
    width: int | None = None
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    fix_available: bool = False
    unsafe_fixes: bool = False

    @property
    def columns(self) -> int:
        """The columns to lay out for; never too few to show anything."""
        return max(self.width or _WIDTH_ELSEWHERE, _NARROWEST)

    @property
    def prose_columns(self) -> int:
        """The columns for sentences: long lines of prose are hard to read on a wide terminal."""
        return min(self.columns, _WIDEST_PROSE)
