"""Which keys the embedded server accepts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.live.keys import INVALID_KEY

if TYPE_CHECKING:
    from draftproof.text.secret import Secret

_PLACEHOLDER = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Access:
    """``key`` is the only key that is accepted.

    Without one, every bearer token is, except the intentionally invalid one and what was left in angle
    brackets. With ``anything`` every request is accepted, also one without a key.
    """

    key: Secret | None = None
    anything: bool = False

    def accepts(self, authorization: str) -> bool:
        """True for the value of an ``Authorization`` header that opens the door; "" is a missing header."""
        if self.anything:
            return True
        token = bearer_token(authorization)
        if not token or token == INVALID_KEY:
            return False
        if self.key is not None:
            return token == self.key.reveal()
        return _PLACEHOLDER.fullmatch(token) is None


def bearer_token(authorization: str) -> str:
    """What follows ``Bearer``, "" where the header has another scheme or none."""
    scheme, _, token = authorization.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
