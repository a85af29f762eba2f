"""What is said of errors: never with a value that could be a credential."""

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


def without_credentials(sentence: str) -> str:
    """The sentence with everything masked that has the looks of a credential: arguments end up in errors."""
    # Only for an error of the user's: none of this is loaded in a run that goes well.
    from draftproof.checks.credentials.detector import find_credentials  # noqa: PLC0415
    from draftproof.checks.credentials.patterns import compile_patterns  # noqa: PLC0415
    from draftproof.reading.document import Part  # noqa: PLC0415
    from draftproof.rulebook.loading import builtin_rulebook  # noqa: PLC0415
    from draftproof.text.masking import mask_spans  # noqa: PLC0415
    from draftproof.text.source import Source  # noqa: PLC0415

    part = Part(Source(sentence), ())
    found = find_credentials(part, compile_patterns(builtin_rulebook().vocabularies))
    return mask_spans(sentence, [(each.span, each.value) for each in found if each.verdict.is_literal])


def fit_to_say(sentence: str) -> str:
    """The sentence without credentials, as far as the rulebook can be used: it may be what is broken, and
    then the sentence is about that.
    """
    try:
        return without_credentials(sentence)
    except Exception:
        return sentence
