"""Every check type that a rule may name, in one visible place."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit

    Check = Callable[[Facts, Mapping[str, Any]], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class CheckType:
    """Where a check lives and the options that a rule may give it in ``with:``."""

    module: str
    function: str
    options: frozenset[str] = frozenset()
    judge: str = ""
    """A function of the module that says what is wrong with the value of an option, "" where nothing is."""

    need: str = ""
    """What it surely finds nothing without; see ``waking``."""

    def load(self) -> Check:
        """The function itself; its module is imported only now."""
        # Asked for every rule and document: the way through the import system is long.
        module = sys.modules.get(self.module) or import_module(self.module)
        check: Check = getattr(module, self.function)
        return check


_CREDENTIALS = "draftproof.checks.credentials.checks"
_RECORDS = "draftproof.checks.records"
_AGE = frozenset({"max-age-days"})
_AGE_JUDGE = "age_problem"

CHECKS: Mapping[str, CheckType] = {
    "unreadable": CheckType("draftproof.checks.documents", "unreadable"),
    "unresolved-include": CheckType("draftproof.checks.documents", "unresolved_include"),
    "credential": CheckType(
        _CREDENTIALS,
        "credential",
        frozenset({"verdicts", "positions", "except-positions"}),
        need="credentials",
    ),
    "nonstandard-placeholder": CheckType(_CREDENTIALS, "nonstandard_placeholder", need="credentials"),
    "printed-credential": CheckType(_CREDENTIALS, "printed_credential", need="credentials"),
    "credential-in-url": CheckType(_CREDENTIALS, "credential_in_url", need="credentials"),
    "foreign-field": CheckType("draftproof.checks.endpoints.fields", "foreign_field", need="samples"),
    "missing-field": CheckType("draftproof.checks.endpoints.fields", "missing_field", need="samples"),
    "unknown-field": CheckType("draftproof.checks.endpoints.fields", "unknown_field", need="samples"),
    "foreign-accessor": CheckType("draftproof.checks.endpoints.reading", "foreign_accessor", need="samples"),
    "foreign-event": CheckType("draftproof.checks.endpoints.reading", "foreign_event", need="samples"),
    "foreign-shape": CheckType("draftproof.checks.endpoints.shapes", "foreign_shape", need="samples"),
    "label-mismatch": CheckType(
        "draftproof.checks.endpoints.labels",
        "label_mismatch",
        frozenset({"names", "mentions", "negated", "silent"}),
        "option_problem",
        need="samples",
    ),
    "tab-parity": CheckType(
        "draftproof.checks.endpoints.parity", "tab_parity", frozenset({"words", "fields"}), need="samples"
    ),
    "wrong-endpoint": CheckType("draftproof.checks.endpoints.addresses", "wrong_endpoint", need="samples"),
    "wrong-auth": CheckType("draftproof.checks.endpoints.addresses", "wrong_auth", need="samples"),
    "untyped-events": CheckType("draftproof.checks.streams", "untyped_events", need="samples"),
    "no-terminal-state": CheckType("draftproof.checks.streams", "no_terminal_state", need="samples"),
    "unbounded-wait": CheckType("draftproof.checks.streams", "unbounded_wait", need="samples"),
    "unbounded-retry": CheckType("draftproof.checks.streams", "unbounded_retry", need="samples"),
    "stream-mismatch": CheckType("draftproof.checks.streams", "stream_mismatch", need="samples"),
    "unverified-model": CheckType(
        "draftproof.checks.models", "unverified_model", _AGE, _AGE_JUDGE, need="samples"
    ),
    "unknown-model": CheckType("draftproof.checks.models", "unknown_model", _AGE, _AGE_JUDGE, need="samples"),
    "stale-catalog": CheckType("draftproof.checks.lock_files", "stale_catalog", _AGE, _AGE_JUDGE),
    "retired-model": CheckType("draftproof.checks.models", "retired_model", need="samples"),
    "wrong-model-kind": CheckType("draftproof.checks.models", "wrong_model_kind", need="samples"),
    "missing-error-path": CheckType("draftproof.checks.guide", "missing_error_path", need="samples"),
    "missing-time-limit": CheckType("draftproof.checks.guide", "missing_time_limit", need="samples"),
    "missing-source-list": CheckType("draftproof.checks.guide", "missing_source_list", need="samples"),
    "missing-contract-table": CheckType("draftproof.checks.guide", "missing_contract_table", need="samples"),
    "missing-scope": CheckType("draftproof.checks.guide", "missing_scope", need="samples"),
    "stale-review": CheckType("draftproof.checks.sources", "stale_review", _AGE, _AGE_JUDGE, need="dates"),
    "unofficial-source": CheckType(
        "draftproof.checks.sources",
        "unofficial_source",
        frozenset({"aliases", "neutral-hosts", "shared-domains", "subjects"}),
        need="links",
    ),
    "invalid-record": CheckType(_RECORDS, "invalid_record", need="records"),
    "unsanitized-record": CheckType(_RECORDS, "unsanitized_record", need="records"),
    "stale-record": CheckType(_RECORDS, "stale_record", _AGE, "option_problem", need="records"),
    "outdated-record": CheckType(_RECORDS, "outdated_record", need="records"),
    "missing-record": CheckType(_RECORDS, "missing_record", need="samples"),
    "inconsistent-record": CheckType(
        _RECORDS, "inconsistent_record", frozenset({"beyond"}), "option_problem", need="records"
    ),
    "orphan-record": CheckType(_RECORDS, "orphan_record", need="records"),
    "claim": CheckType(
        "draftproof.checks.claims", "claim", frozenset({"topic"}), "option_problem", need="claims"
    ),
    "pattern": CheckType(
        "draftproof.checks.pattern",
        "pattern",
        frozenset({"patterns", "in", "languages", "ignore-case", "unless", "replacement"}),
        "option_problem",
    ),
    "unused-suppression": CheckType("draftproof.checks.suppressions", "unused"),
    "reasonless-suppression": CheckType("draftproof.checks.suppressions", "reasonless"),
    "expired-suppression": CheckType("draftproof.checks.suppressions", "expired"),
    "unknown-suppression": CheckType("draftproof.checks.suppressions", "unknown"),
}


def option_names(check: str) -> frozenset[str] | None:
    """The options of a check type, None where there is no such check."""
    known = CHECKS.get(check)
    return None if known is None else known.options


def option_problem(check: str, option: str, value: object) -> str:
    """What is wrong with the value of an option of a check type, "" where nothing is."""
    known = CHECKS.get(check)
    if known is None or not known.judge:
        return ""
    return str(getattr(import_module(known.module), known.judge)(option, value))
