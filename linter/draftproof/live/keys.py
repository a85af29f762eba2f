"""Where the credential of a check comes from: the environment or a file descriptor, never an argument."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from draftproof.text.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.live.targets import Target

INVALID_KEY: Final = "draftproof-intentionally-invalid-placeholder"
"""What is sent on the error path in the place of a credential; the embedded server refuses it."""
MAX_KEY: Final = 4000
_NAME: Final = re.compile(r"[A-Z_][A-Z0-9_]{0,60}")
"""What is repeated as the name of a variable: somebody may give the key itself by mistake."""


class KeyMissingError(ValueError):
    """Why there is no credential, in one sentence without one."""


def key_from_environment(target: Target, environ: Mapping[str, str] = os.environ) -> Secret:
    """The credential for a target. Raises KeyMissingError."""
    for name in target.key_names:
        if value := environ.get(name, "").strip():
            return _checked(value, f"the environment variable {name}")
    if not target.key_names:
        raise KeyMissingError(
            f"no variable is known that holds the key for {target.title}; name it with --key-env or in the "
            "configuration"
        )
    names = " or ".join(name for name in target.key_names if _NAME.fullmatch(name))
    raise KeyMissingError(
        f"no key for {target.title}: set {names or 'the variable that is named'} in the environment, "
        "or try the embedded server with --embedded"
    )


def key_from_descriptor(number: int) -> Secret:
    """The credential out of a file descriptor that the caller opened. Raises KeyMissingError."""
    try:
        with os.fdopen(number, "rb", closefd=False) as stream:
            data = stream.read(MAX_KEY + 1)
    except (OSError, ValueError):
        raise KeyMissingError(f"the file descriptor {number} cannot be read") from None
    try:
        text = data.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    return _checked(text, f"the file descriptor {number}")


def _checked(value: str, source: str) -> Secret:
    if not value or len(value) > MAX_KEY or not value.isascii() or not value.isprintable() or " " in value:
        raise KeyMissingError(
            f"what {source} holds is no key: empty, too long, or with characters that no key has"
        )
    return Secret(value)
