"""What code holds that is worth understanding: without one of these words it is passed over."""

from __future__ import annotations

ANCHORS = frozenset(
    {
        *("/v1", "completions", "responses", "messages", "embeddings", "images", "model", "Model"),
        *("openai", "anthropic", "OpenAI", "Anthropic", "client", "stream", "event", "chunk"),
        *("Streaming", "CompleteChat", "CreateResponse", "GenerateImage", "GenerateEmbedding"),
        *("payload", "base_url", "baseURL", "data:", "[DONE]", "api_key", "apiKey"),
        *("openAI", "ChatQuery"),
    }
)
"""Words of code that speaks of an API."""
DEFINITIONS = frozenset(
    {
        *("://", "_KEY", "eaders", "HEADERS", "tools", "schema", "prompt", "question"),
        *("Bearer", "requests", "httpx", "aiohttp", "axios", "fetch", "session", "timeout"),
        *("json", "URLRequest", "URLSession"),
    }
)
"""Words of fences that call nothing of interest and may define what a later fence uses."""
