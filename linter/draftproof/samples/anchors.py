"""What code that speaks of an API holds: without one of these a sample sends nothing."""

from __future__ import annotations

ANCHORS = frozenset(
    {
        *("/v1", "completions", "responses", "messages", "embeddings", "images", "model", "Model"),
        *("openai", "anthropic", "OpenAI", "Anthropic", "client", "stream", "event", "chunk"),
        *("Streaming", "CompleteChat", "CreateResponse", "GenerateImage", "GenerateEmbedding"),
        *("payload", "base_url", "baseURL", "data:", "[DONE]", "api_key", "apiKey"),
    }
)
