"""Documents in tables, for corpora that outgrow one machine.

``lint_batch`` turns a batch of documents into a batch of findings, in any engine that speaks Arrow; ``run``
does so with Ray Data, from files to files. Needs the extra ``distributed``.
"""

try:
    import pyarrow as _pyarrow  # noqa: F401 - said once, and clearly
except ImportError as error:
    raise ImportError(
        "draftproof.distributed needs pyarrow: pip install 'draftproof[distributed]'"
    ) from error

from draftproof.distributed.guarding import GuardedLinter
from draftproof.distributed.linting import Linter, lint_batch
from draftproof.distributed.options import LintOptions, lint_options
from draftproof.distributed.running import Summary, run
from draftproof.distributed.schema import FINDINGS, json_lines

__all__ = [
    "FINDINGS",
    "GuardedLinter",
    "LintOptions",
    "Linter",
    "Summary",
    "json_lines",
    "lint_batch",
    "lint_options",
    "run",
]
