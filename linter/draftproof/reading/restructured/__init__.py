"""reStructuredText: blocks, directives and running text, into a view as Markdown."""
