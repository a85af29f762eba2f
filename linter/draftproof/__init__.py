"""draftproof: proofreads tutorials about LLM APIs before readers copy them."""

__version__ = "0.1.0"
