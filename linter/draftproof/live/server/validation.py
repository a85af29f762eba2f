"""What the embedded server refuses, and with which documented error.

The shape of an error body and its codes: OpenAI's OpenAPI description (f85dbe22, 2026-08-21). No message
repeats a value or a header of the request; a field's name is repeated where it is a plain word.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.live.server.access import Access
    from draftproof.samples.knowledge import Contract

MAX_BODY: Final = 1_000_000
"""Bytes of a request that are read."""
MIN_OUTPUT_TOKENS: Final = 16

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_KINDS: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "model": ((str,), "a string"),
    "input": ((str, list), "a string or a list"),
    "stream": ((bool,), "a boolean"),
    "max_output_tokens": ((int,), "an integer"),
    "instructions": ((str,), "a string"),
    "tools": ((list,), "a list"),
    "metadata": ((dict,), "an object"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request is refused: the HTTP status and the members of the error body."""

    status: int
    message: str
    code: str | None = None
    param: str | None = None
    type: str = "invalid_request_error"

    def as_data(self) -> dict[str, Any]:
        """The documented error body."""
        return {"error": {"message": self.message, "type": self.type, "param": self.param, "code": self.code}}


NOT_FOUND: Final = Problem(404, "This server has POST /v1/responses and GET /v1/models, nothing else.")
NOT_ALLOWED: Final = Problem(405, "This method is not allowed here.")
TOO_LARGE: Final = Problem(413, f"The request is larger than {MAX_BODY:,} bytes.")
TOO_SLOW: Final = Problem(408, "The request did not arrive in time.")


def unauthenticated(authorization: str, access: Access) -> Problem | None:
    """The refusal of a request with this ``Authorization`` header, None where it is accepted."""
    if access.accepts(authorization):
        return None
    if not authorization:
        return Problem(401, "You didn't provide an API key: send it as Authorization: Bearer.")
    return Problem(401, "Incorrect API key provided.", "invalid_api_key")


def wrong_media_type(content_type: str) -> Problem | None:
    """The refusal of a body of another media type than JSON."""
    if content_type.partition(";")[0].strip().lower() == "application/json":
        return None
    return Problem(415, "Unsupported content type: send application/json.", "unsupported_content_type")


def parsed(data: bytes) -> dict[str, Any] | Problem:
    """The JSON object in a body."""
    try:
        body = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Problem(400, "We could not parse the JSON body of your request.")
    if not isinstance(body, dict):
        return Problem(400, "The body of your request must be a JSON object.")
    return body


def problem_of(body: Mapping[str, Any], contract: Contract) -> Problem | None:
    """The first thing that is wrong with a body by the contract of the Responses API.

    Names of fields, required fields and the types of a few are looked at, shapes within them are not.
    """
    for name in body:
        if name not in contract.fields:
            shown = name if _PLAIN_NAME.fullmatch(name) else "(no plain name)"
            return Problem(400, f"Unknown parameter: '{shown}'.", "unknown_parameter", shown)
    if not any(body.get(name) is not None for name in contract.required.get("unless", ())):
        for name in contract.required["advised"]:
            if body.get(name) is None:
                message = f"Missing required parameter: '{name}'."
                return Problem(400, message, "missing_required_parameter", name)
    return _wrong_type(body)


def _wrong_type(body: Mapping[str, Any]) -> Problem | None:
    for name, (kinds, meant) in _KINDS.items():
        value = body.get(name)
        # To Python a boolean is an integer.
        if value is not None and (
            not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)
        ):
            return Problem(
                400, f"Invalid type for '{name}': expected {meant}, or nothing.", "invalid_type", name
            )
    limit = body.get("max_output_tokens")
    if limit is not None and limit < MIN_OUTPUT_TOKENS:
        message = f"Invalid 'max_output_tokens': expected a value of at least {MIN_OUTPUT_TOKENS}."
        return Problem(400, message, "integer_below_min_value", "max_output_tokens")
    return None


def _no_number(_name: str) -> None:
    """NaN and the infinities are no JSON."""
    raise ValueError
