"""draftproof: proofreads tutorials about LLM APIs before readers copy them.

``check_text``, ``check_paths`` and ``verify`` are what the command line does, as functions. Nothing of it is
imported before it is asked for: a hook runs on every commit.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftproof.api import DraftproofError, check_paths, check_text
    from draftproof.finding import Confidence, Finding, Result, Severity
    from draftproof.live.calling import verify
    from draftproof.live.results import LiveResult

__version__ = "0.1.0"

__all__ = [
    "Confidence",
    "DraftproofError",
    "Finding",
    "LiveResult",
    "Result",
    "Severity",
    "__version__",
    "check_paths",
    "check_text",
    "verify",
]

_PLACES = {
    "Confidence": "draftproof.finding",
    "DraftproofError": "draftproof.api",
    "Finding": "draftproof.finding",
    "LiveResult": "draftproof.live.results",
    "Result": "draftproof.finding",
    "Severity": "draftproof.finding",
    "check_paths": "draftproof.api",
    "check_text": "draftproof.api",
    "verify": "draftproof.live.calling",
}


def __getattr__(name: str) -> object:
    """What the package offers, imported when it is first asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - most runs never come here

    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
