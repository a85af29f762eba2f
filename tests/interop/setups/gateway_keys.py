"""A check of keys for the LiteLLM proxy, which asks a function where it is not given a database."""

from __future__ import annotations

import os
import secrets

from litellm.proxy._types import ProxyException, UserAPIKeyAuth


async def check(_request: object, api_key: str) -> UserAPIKeyAuth:
    """The holder of a key. Raises ProxyException, which is answered with 401."""
    if not secrets.compare_digest(api_key.encode(), os.environ["GATEWAY_KEY"].encode()):
        raise ProxyException("the key is not accepted", "authentication_error", None, 401)
    return UserAPIKeyAuth(api_key=api_key)
