"""The file of an OpenAPI description, JSON or YAML, read within bounds: it may come from anybody."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from draftproof.contracts.openapi import Description, DescriptionError, described
from draftproof.dataclass import dataclass
from draftproof.text.decoding import decode
from draftproof.text.yaml_nodes import Limits, YamlError, load, plain

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 32_000_000
_YAML_LIMITS = Limits(characters=6_000_000, nodes=600_000, text_keys=False)
"""About twice what the description of all of OpenAI's API has. Status codes are keys without quotes."""


@dataclass(frozen=True, slots=True)
class DescriptionFile:
    """A description and the file that it was read from. ``digest`` is the SHA-256 of the file, in hex."""

    name: str
    digest: str
    description: Description


def read_description(path: Path) -> DescriptionFile:
    """The description in a file. Raises DescriptionError with a sentence that names the place."""
    shown = path.as_posix()
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DescriptionError(f"{shown} cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise DescriptionError(f"{shown} is longer than {MAX_BYTES:,} bytes")
    decoded = decode(data)
    if decoded.problem:
        raise DescriptionError(f"{shown}: {decoded.problem}")
    try:
        description = described(_data(decoded.text, shown))
    except DescriptionError as error:
        raise DescriptionError(f"{shown}: {error}") from None
    return DescriptionFile(path.name, hashlib.sha256(data).hexdigest(), description)


def _data(text: str, shown: str) -> Any:
    """The plain data of a text: JSON where it begins like it, else YAML."""
    if text.lstrip()[:1] not in ("{", "["):
        return _yaml(text, shown)
    try:
        # Numbers name nothing, and converting the digits of a long one takes quadratic time.
        return json.loads(text, parse_int=_ignored, parse_float=_ignored)
    except json.JSONDecodeError as error:
        # A mapping of YAML may begin with a brace too; JSON is what people mean by it.
        message = f"line {error.lineno}, column {error.colno}: not valid JSON: {error.msg.lower()}"
        raise DescriptionError(message) from None
    except RecursionError:
        raise DescriptionError("its lists and mappings are nested too deep") from None


def _yaml(text: str, shown: str) -> Any:
    try:
        return plain(load(text, shown, _YAML_LIMITS))
    except YamlError as error:
        raise DescriptionError(f"line {error.line}, column {error.column}: {error.message}") from None


def _ignored(_digits: str) -> int:
    return 0
