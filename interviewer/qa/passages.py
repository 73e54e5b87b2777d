"""A question's reference and explanation cut into passages that keep their place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from interviewer.model.bank import Question

SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+|\.(?=\s|$)|$)")
MARKER = re.compile(r"^\s*(?:[-*+•]\s+|\d{1,2}[.)、]\s*|#{1,6}\s+|>\s*)?")
MARKS = re.compile(r"\*\*|__|`|^\s*#{1,6}\s+|^\s*>\s?")
LEAD_IN = 40
"""A line that ends in a colon and has at most this many characters heads the lines after it."""
LONG_LINE = 160
"""Longer lines are cut into sentences (characters)."""
SHORTEST = 4


@dataclass(frozen=True)
class Passage:
    """A line or sentence: ``origin[start:end] == quote``, and the line that heads it."""

    question_id: str
    origin: Literal["reference", "explanation"]
    start: int
    end: int
    quote: str
    heading: str | None

    @property
    def text(self) -> str:
        """The quote without marks, after the line that heads it; this is what is compared."""
        own = plain(self.quote)
        return f"{plain(self.heading)} {own}" if self.heading else own


def plain(text: str) -> str:
    """Drop list markers and emphasis from one line."""
    return MARKS.sub("", MARKER.sub("", text, count=1)).strip()


def passages_of(question: Question) -> tuple[Passage, ...]:
    """All passages of a question, in reading order."""
    found = _split(question.id, "reference", question.reference)
    if question.explanation:
        found += _split(question.id, "explanation", question.explanation)
    return tuple(found)


def _split(
    question_id: str, origin: Literal["reference", "explanation"], text: str
) -> list[Passage]:
    found: list[Passage] = []
    heading: str | None = None
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        bare = plain(line)
        if bare.endswith(("：", ":")) and len(bare) <= LEAD_IN:
            heading = line.strip()
            continue
        for begin, end in _pieces(line):
            quote = text[start + begin : start + end]
            if len(plain(quote)) >= SHORTEST:
                found.append(
                    Passage(question_id, origin, start + begin, start + end, quote, heading)
                )
    return found


def _pieces(line: str) -> list[tuple[int, int]]:
    """Offsets of the line without its outer space, or of its sentences where it is long."""
    begin = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    if end - begin <= LONG_LINE:
        return [(begin, end)] if end > begin else []
    pieces = []
    for match in SENTENCE.finditer(line, begin, end):
        piece = match.group()
        if piece.strip():
            left = match.start() + len(piece) - len(piece.lstrip())
            pieces.append((left, match.start() + len(piece.rstrip())))
    return pieces
