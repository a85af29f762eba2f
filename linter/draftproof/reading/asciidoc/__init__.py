"""AsciiDoc: blocks and running text, into a view as Markdown."""
