"""Search hits and free-form answers."""

from __future__ import annotations

from interviewer.model.bank import Source
from interviewer.model.base import Value


class SearchHit(Value):
    """A question found for a query; ``score`` is comparable within one query only."""

    question_id: str
    score: float
    sources: tuple[Source, ...] = ()


class Citation(Value):
    """A passage that carries an answer; ``quote`` occurs verbatim in the cited reference."""

    question_id: str
    sources: tuple[Source, ...]
    quote: str


class QaAnswer(Value):
    """An answer from the documents, or an abstention (``answer is None``) with its reason."""

    answer: str | None
    abstained: bool
    reason: str
    citations: tuple[Citation, ...] = ()
    seconds: float = 0.0
