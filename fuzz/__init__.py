"""Inputs made to break draftproof: ``python -m fuzz``. See README.md beside this file."""
