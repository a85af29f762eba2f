"""The configuration of a repository: where it lies, what it may say, what holds for one document."""
