"""API families kept apart: fields, accessors, events, shapes and addresses judged by the contract of what is called."""
