"""What is said of an error in draftproof itself: where, never with a value, which could be a credential."""

from __future__ import annotations


def internal_fault(error: BaseException, document: str = "") -> str:
    """One sentence: the kind of the error, the innermost place in draftproof's own code, the document."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        name = str(trace.tb_frame.f_globals.get("__name__", ""))
        if name.startswith("draftproof"):
            place = f" in {name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    checking = f" while checking {document}" if document else ""
    return f"internal error: {type(error).__name__}{place}{checking}; please report it with the command used"
