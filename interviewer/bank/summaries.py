"""Summaries of ``<details>`` that run over several lines, or that never close."""

from __future__ import annotations

import re
from collections.abc import Sequence

SourceLine = tuple[int, str, bool]
"""Line number from 1, text, and whether the line is literal (code or display mathematics)."""
_OPEN = re.compile(r"(?i)<summary[^<>]*>")
_CLOSE = re.compile(r"(?i)</summary")
_MAX_SUMMARY_LINES = 40


def with_whole_summaries(source: Sequence[SourceLine]) -> list[SourceLine]:
    """Put a ``<summary>`` that runs over several lines on the line where it opens."""
    joined: list[SourceLine] = []
    position = 0
    while position < len(source):
        number, line, literal = source[position]
        position += 1
        opened = None if literal else _open_summary(line)
        if opened is not None:
            end = _summary_end(source, position)
            if "<summary" in line[opened:].lower():
                line = _closed_by_opening(line)
            elif end is not None:
                pieces = [line, *(_without_bullet(text) for _, text, _ in source[position:end])]
                line = " ".join(piece for piece in pieces if piece)
                position = end
        joined.append((number, line, literal))
    return joined


def _open_summary(line: str) -> int | None:
    """Where the text of a summary begins that does not close on this line."""
    closed = max((found.end() for found in _CLOSE.finditer(line)), default=0)
    opened = _OPEN.search(line, closed)
    return opened.end() if opened else None


def _closed_by_opening(line: str) -> str:
    """The line with its last ``<summary>`` taken for the closing tag it was meant to be."""
    *_, last = [None, *re.finditer(r"(?i)<summary>", line)]
    return f"{line[: last.start()]}</summary>{line[last.end() :]}" if last else line


def _summary_end(source: Sequence[SourceLine], position: int) -> int | None:
    """Index after the line that closes a summary opened before ``position``, if it is near."""
    for index in range(position, min(position + _MAX_SUMMARY_LINES, len(source))):
        _, text, literal = source[index]
        if literal or re.search(r"(?i)</?details|<summary", text):
            return None
        if "</summary" in text.lower():
            return index + 1
    return None


def _without_bullet(line: str) -> str:
    return re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line).strip()
