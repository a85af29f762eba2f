"""API families kept apart: what is sent and read is judged by the contract of what is called."""
