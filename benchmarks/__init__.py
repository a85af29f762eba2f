"""Measurements of draftproof: beside other tools (``python -m benchmarks``), by stage, in instructions."""
