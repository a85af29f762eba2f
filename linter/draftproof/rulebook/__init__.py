"""Loads ``rules/``: rules, vocabularies, their documentation and their own examples."""
