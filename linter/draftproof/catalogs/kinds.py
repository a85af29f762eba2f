"""Kinds of models: what an id can be asked for, as the lists of providers say it in their several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = frozenset(
    {
        "text",
        "completion",
        "embedding",
        "image",
        "audio",
        "video",
        "moderation",
        "rerank",
        "realtime",
        "other",
    }
)

_BY_WORD = {
    **dict.fromkeys(
        ("text", "chat", "language", "responses", "llm", "text-generation", "code", "vision"), "text"
    ),
    **dict.fromkeys(("completion", "completions"), "completion"),
    **dict.fromkeys(("embedding", "embeddings", "text-embedding"), "embedding"),
    **dict.fromkeys(("image", "images", "image_generation", "image_edit", "image-generation"), "image"),
    **dict.fromkeys(
        ("audio", "audio_speech", "audio_transcription", "tts", "stt", "speech", "transcription", "music"),
        "audio",
    ),
    **dict.fromkeys(("video", "video_generation"), "video"),
    **dict.fromkeys(("moderation", "moderations"), "moderation"),
    **dict.fromkeys(("rerank", "reranker"), "rerank"),
    "realtime": "realtime",
}

# Kinds that an endpoint of a family can do nothing with. What is not named here may work somewhere.
_WRONG = {
    **dict.fromkeys(
        ("responses", "chat_completions", "anthropic_messages"),
        frozenset({"embedding", "image", "audio", "video", "moderation", "rerank", "completion"}),
    ),
    "embeddings": frozenset(
        {"text", "completion", "image", "audio", "video", "moderation", "rerank", "realtime"}
    ),
    "images": frozenset({"text", "completion", "embedding", "audio", "moderation", "rerank", "realtime"}),
}


def kind_of_record(record: Mapping[str, Any]) -> str:
    """The kind that a provider's record of a model shows, "" where it shows none."""
    architecture = record.get("architecture")
    outputs = architecture.get("output_modalities") if isinstance(architecture, dict) else None
    if isinstance(outputs, list) and outputs:
        # What also answers in text may be asked for text.
        words = [_BY_WORD.get(each, "") if isinstance(each, str) else "" for each in outputs[:10]]
        return "text" if "text" in words else words[0] if len(set(words)) == 1 else ""
    for name in ("kind", "model_type", "mode", "type"):
        value = record.get(name)
        if isinstance(value, str) and (kind := _BY_WORD.get(value.lower())):
            return "" if kind != "text" and _answers_in_text(record) else kind
    return ""


def _answers_in_text(record: Mapping[str, Any]) -> bool:
    features = record.get("features")
    if isinstance(features, str):
        features = features.split(",")
    if not isinstance(features, list):
        return False
    return any(isinstance(each, str) and each.strip().endswith("to-text") for each in features[:50])


def is_wrong(kind: str, family: str) -> bool:
    """True where a model of this kind can do nothing on an endpoint of this family."""
    return kind in _WRONG.get(family, frozenset())
