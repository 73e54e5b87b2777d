"""Key points that the answer recites word for word from the reference.

A recital is a fact about two texts, so code decides it: the line of the reference that holds the
point (its label and the point's own words) stands in the answer clause by clause, apart from
mark-up and punctuation. One changed word makes it no recital, and the reader decides.
"""

from __future__ import annotations

import re

from interviewer.grading.text import clauses, words
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest

FEWEST_WORDS = 6
MARKUP = re.compile(r"[*_`#>|\[\]]+")
MARKER = re.compile(r"^\s*(?:[-*+•]+|\(?\d+[.)、])\s*", re.MULTILINE)
BOUNDARY = "|"


def normal(text: str) -> str:
    """The words of every clause, the clauses between boundaries; no mark-up, no list markers."""
    plain = MARKUP.sub(" ", MARKER.sub("", text))
    parts = (" ".join(words(plain[start:end])) for start, end in clauses(plain))
    return BOUNDARY + "".join(part + BOUNDARY for part in parts if part)


def source_of(request: GradeRequest, point: KeyPoint) -> str | None:
    """The point's words in the reference or the explanation, from the start of their line."""
    text = request.reference if point.origin == "reference" else request.explanation
    if not text or point.span is None or not 0 <= point.span[0] < point.span[1] <= len(text):
        return None
    start = text.rfind("\n", 0, point.span[0]) + 1
    sentence = max((text.rfind(mark, start, point.span[0]) for mark in "。；;"), default=-1)
    return text[max(start, sentence + 1) : point.span[1]]


def recited(request: GradeRequest, point: KeyPoint, answer: str) -> bool:
    """Whether ``answer``, already through ``normal``, holds the point's line."""
    source = source_of(request, point)
    if source is None or len(words(source)) < FEWEST_WORDS:
        return False
    return normal(source) in answer
