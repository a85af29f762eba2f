"""HTML pages: tokens, the tree, the article in it, and its view as Markdown."""
