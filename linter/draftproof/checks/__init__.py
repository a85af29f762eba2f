"""Check types: pure functions from a document's facts to hits. Rules name them and configure them."""
