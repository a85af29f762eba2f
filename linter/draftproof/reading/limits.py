"""What is read at most."""

from __future__ import annotations

DEFAULT_MAX_BYTES = 16_000_000
"""Larger files are reported and not read."""
