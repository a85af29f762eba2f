"""The vocabularies of a rulebook, each decoded when it is first asked for: few documents need them all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


class Vocabularies(Mapping[str, Any]):
    """Vocabularies by name. ``encoded`` has each as JSON."""

    def __init__(self, encoded: Mapping[str, str]) -> None:
        self._encoded = encoded
        self._decoded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._decoded:
            self._decoded[name] = json.loads(self._encoded[name])
        return self._decoded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)
