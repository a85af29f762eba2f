"""Every check type that a rule may name, in one visible place."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

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

    def load(self) -> Check:
        """The function itself; its module is imported only now."""
        check: Check = getattr(import_module(self.module), self.function)
        return check


_CREDENTIALS = "draftproof.checks.credentials.checks"
_RECORDS = "draftproof.checks.records"
_AGE = frozenset({"max-age-days"})
_AGE_JUDGE = "age_problem"

CHECKS: Mapping[str, CheckType] = {
    "unreadable": CheckType("draftproof.checks.documents", "unreadable"),
    "unresolved-include": CheckType("draftproof.checks.documents", "unresolved_include"),
    "credential": CheckType(
        _CREDENTIALS, "credential", frozenset({"verdicts", "positions", "except-positions"})
    ),
    "nonstandard-placeholder": CheckType(_CREDENTIALS, "nonstandard_placeholder"),
    "printed-credential": CheckType(_CREDENTIALS, "printed_credential"),
    "credential-in-url": CheckType(_CREDENTIALS, "credential_in_url"),
    "foreign-field": CheckType("draftproof.checks.endpoints.fields", "foreign_field"),
    "missing-field": CheckType("draftproof.checks.endpoints.fields", "missing_field"),
    "unknown-field": CheckType("draftproof.checks.endpoints.fields", "unknown_field"),
    "foreign-accessor": CheckType("draftproof.checks.endpoints.reading", "foreign_accessor"),
    "foreign-event": CheckType("draftproof.checks.endpoints.reading", "foreign_event"),
    "foreign-shape": CheckType("draftproof.checks.endpoints.shapes", "foreign_shape"),
    "label-mismatch": CheckType(
        "draftproof.checks.endpoints.labels",
        "label_mismatch",
        frozenset({"names", "mentions", "negated", "silent"}),
    ),
    "tab-parity": CheckType(
        "draftproof.checks.endpoints.parity", "tab_parity", frozenset({"words", "fields"})
    ),
    "wrong-endpoint": CheckType("draftproof.checks.endpoints.addresses", "wrong_endpoint"),
    "wrong-auth": CheckType("draftproof.checks.endpoints.addresses", "wrong_auth"),
    "untyped-events": CheckType("draftproof.checks.streams", "untyped_events"),
    "no-terminal-state": CheckType("draftproof.checks.streams", "no_terminal_state"),
    "unbounded-wait": CheckType("draftproof.checks.streams", "unbounded_wait"),
    "unbounded-retry": CheckType("draftproof.checks.streams", "unbounded_retry"),
    "stream-mismatch": CheckType("draftproof.checks.streams", "stream_mismatch"),
    "unverified-model": CheckType("draftproof.checks.models", "unverified_model", _AGE, _AGE_JUDGE),
    "unknown-model": CheckType("draftproof.checks.models", "unknown_model", _AGE, _AGE_JUDGE),
    "stale-catalog": CheckType("draftproof.checks.lock_files", "stale_catalog", _AGE, _AGE_JUDGE),
    "retired-model": CheckType("draftproof.checks.models", "retired_model"),
    "wrong-model-kind": CheckType("draftproof.checks.models", "wrong_model_kind"),
    "missing-error-path": CheckType("draftproof.checks.guide", "missing_error_path"),
    "missing-time-limit": CheckType("draftproof.checks.guide", "missing_time_limit"),
    "missing-source-list": CheckType("draftproof.checks.guide", "missing_source_list"),
    "missing-contract-table": CheckType("draftproof.checks.guide", "missing_contract_table"),
    "missing-scope": CheckType("draftproof.checks.guide", "missing_scope"),
    "stale-review": CheckType("draftproof.checks.sources", "stale_review", _AGE, _AGE_JUDGE),
    "unofficial-source": CheckType(
        "draftproof.checks.sources",
        "unofficial_source",
        frozenset({"aliases", "neutral-hosts", "shared-domains", "subjects"}),
    ),
    "invalid-record": CheckType(_RECORDS, "invalid_record"),
    "unsanitized-record": CheckType(_RECORDS, "unsanitized_record"),
    "stale-record": CheckType(_RECORDS, "stale_record", _AGE, "option_problem"),
    "outdated-record": CheckType(_RECORDS, "outdated_record"),
    "missing-record": CheckType(_RECORDS, "missing_record"),
    "inconsistent-record": CheckType(
        _RECORDS, "inconsistent_record", frozenset({"beyond"}), "option_problem"
    ),
    "orphan-record": CheckType(_RECORDS, "orphan_record"),
    "claim": CheckType("draftproof.checks.claims", "claim", frozenset({"topic"}), "option_problem"),
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
