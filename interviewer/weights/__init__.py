"""Model files: catalogue, fetch, verify, join."""
