"""Code samples: one front-end per language, one tree for all, and what a sample would send and read."""
