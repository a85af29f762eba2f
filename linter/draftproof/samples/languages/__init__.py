"""One front-end per language: from a sample's text to the small tree."""
