"""The language server: what ``check`` says of a document, in an editor, while it is written.

It needs the extra ``lsp``. Nothing here touches the network, and nothing writes a file.
"""
