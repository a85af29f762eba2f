"""What a body or the data of an event hold, read without trust: bounded, and never an exception."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Answer = Literal["", "empty", "json-error", "json-response", "json", "html", "other"]
"""What the body of an answer is that is no stream of events: JSON with an ``error`` object, a whole response
object, other JSON, HTML. "" where it was not read."""

_LONGEST_NUMBER: Final = 18
_MOST_VALUES: Final = 500_000
"""Members and items of one text; more are not worth the memory that they would take."""

CODES: Final = frozenset(
    {
        "authentication_error", "billing_hard_limit_reached", "context_length_exceeded", "incorrect_api_key",
        "insufficient_quota", "invalid_api_key", "invalid_authentication", "invalid_model", "invalid_prompt",
        "invalid_request", "invalid_request_error", "invalid_type", "invalid_value",
        "missing_required_parameter", "model_not_found", "model_not_supported", "not_found",
        "not_found_error", "overloaded_error", "permission_denied", "permission_error", "rate_limit_error",
        "rate_limit_exceeded", "server_error", "too_many_requests", "unknown_model", "unknown_parameter",
        "unsupported_country_region_territory", "unsupported_model", "unsupported_parameter",
        "unsupported_value", "upstream_error",
    }
)  # fmt: skip
"""Codes and types of errors that may be named. Out of the documentation of OpenAI, Anthropic, CometAPI and
Open Responses, read 2026-11-23."""


def object_of(text: str) -> dict[str, Any] | None:
    """The JSON object that a text holds, None for anything else, however deep, large or broken.

    Integers that are too long to be counted with are read as None.
    """
    value = _read(text)
    return value if isinstance(value, dict) else None


def answer_of(body: bytes) -> Answer:
    """What a body is that is no stream of events."""
    text = body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    if not text:
        return "empty"
    if text[0] == "<":
        return "html"
    value = _read(text)
    if isinstance(value, list):
        return "json"
    if not isinstance(value, dict):
        return "other"
    error = value.get("error")
    if isinstance(error, dict) and isinstance(error.get("message"), str) and error["message"].strip():
        return "json-error"
    return "json-response" if value.get("object") == "response" else "json"


def error_of(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of an error, which stand side by side with its type or below ``error``."""
    nested = value.get("error")
    return nested if isinstance(nested, dict) else value


def code_of(error: Mapping[str, Any]) -> str:
    """The code of an error, else its type, if it is one that may be named."""
    for name in ("code", "type"):
        stated = error.get(name)
        if isinstance(stated, str) and stated in CODES:
            return stated
    return ""


def looks_like_events(body: bytes) -> bool:
    """True for a body that begins as a stream of events does."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"data:", b"event:", b"id:", b":"))


def _read(text: str) -> Any:
    if text.count(",") + text.count("{") + text.count("[") > _MOST_VALUES:
        return None
    try:
        return json.loads(text, parse_int=_integer, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None
