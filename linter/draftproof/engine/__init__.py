"""Finding the documents, running the checks on them, and everything between."""
