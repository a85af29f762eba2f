"""Credentials: a placeholder policy for tutorials. What a reader could take for a real key is a finding."""
