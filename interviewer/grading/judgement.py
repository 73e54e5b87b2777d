"""What is read, and what the reader says about it."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.grading.score import Chances
from interviewer.grading.text import Span


@dataclass(frozen=True)
class Task:
    """What is read together."""

    question: str
    answer: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """One point: chances of its states, and the evidence of the answer's tokens."""

    chances: Chances
    spans: tuple[Span, ...]
    evidence: tuple[float, ...]
