"""What a reader returns, and the limits every reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20
MAX_FILE = 64 * MEBIBYTE
"""Largest file that is read: a PDF or EPUB may carry pictures."""
MAX_TEXT = 16 * MEBIBYTE
"""Largest text that is parsed; far beyond any set of notes, and a bound on memory and time."""
MAX_LINES = 300_000
"""Most lines of a text that is parsed: lines, not bytes, decide about its memory and time."""


@dataclass(frozen=True)
class Row:
    """A question that its format keeps apart from its answer; ``line`` counts rows from 1."""

    question: str
    answer: str
    line: int
    explanation: str = ""
    topic: str = ""
    difficulty: str = ""


@dataclass(frozen=True)
class Reading:
    """One document's content: Markdown ``text``, or ``rows``, or both.

    ``file`` names a part inside an archive; it is empty for the document itself. ``warning`` says
    what was left out. ``error`` is set for a part that cannot be read while others can.
    """

    text: str = ""
    rows: tuple[Row, ...] = ()
    file: str = ""
    warning: str = ""
    error: str = ""
