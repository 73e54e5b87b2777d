"""The composition root: settings to working objects."""
