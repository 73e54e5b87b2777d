"""Readers turn any document into Markdown text or into rows of question and answer."""
