"""What the prose of a document says: sentences with exact places, and the promises among them."""
