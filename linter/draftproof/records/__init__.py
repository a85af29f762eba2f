"""Evidence records: what a live check saw, kept beside the article. Read offline, written by ``verify``."""
