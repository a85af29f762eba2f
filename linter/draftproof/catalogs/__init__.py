"""Model catalogs: dated lists of the model ids that a provider serves, kept in lock files."""
