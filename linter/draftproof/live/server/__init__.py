"""A server on this machine that speaks the documented Responses stream, and on request gets it wrong."""
