"""Text and the places in it: sources, spans, extracts, decoding."""
