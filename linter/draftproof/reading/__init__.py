"""Readers: bytes in, a ``Document`` with exact positions out."""
