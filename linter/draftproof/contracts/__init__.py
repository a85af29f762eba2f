"""API contracts and where they come from: OpenAPI descriptions read, compared, and followed."""
