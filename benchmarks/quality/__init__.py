"""What draftproof finds and what it misses, on documents of which somebody has said what is in them."""
