"""Sessions, drafts and history in SQLite."""
