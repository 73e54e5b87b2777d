"""What stays of an interview."""

from __future__ import annotations

from typing import Literal

from interviewer.model.bank import Question
from interviewer.model.base import Score, Value
from interviewer.model.grading import Grade
from interviewer.model.interview import SessionOptions


class TurnReport(Value):
    """One exchange: what was asked and what was answered (None: no answer)."""

    asked: str
    answered: str | None
    at: float | None = None


class CorrectedReference(Value):
    """The reference that was corrected ``at`` (seconds since the epoch), and the grade by it."""

    at: float
    reference: str
    grade: Grade
    score: Score | None


class QuestionReport(Value):
    """One question of a session.

    ``grade`` covers everything said, ``first_grade`` the main answer alone (None where a corrected
    reference makes the two incomparable); ``recovered`` lists
    the ids of points that only a follow-up brought out; ``score`` has the cost of hints taken off
    and is None where the question was not graded (``not_graded_reason`` says why). ``corrected`` is
    there where the reference was corrected after the interview: all else is by the new one.
    """

    question: Question
    turns: tuple[TurnReport, ...]
    how: Literal["answered", "skipped", "revealed", "open"]
    grade: Grade | None
    first_grade: Grade | None
    recovered: tuple[str, ...] = ()
    hint_cost: float = 0.0
    score: Score | None
    not_graded_reason: str | None = None
    corrected: CorrectedReference | None = None


class TopicScore(Value):
    """Mean of the graded questions of a topic."""

    topic: str
    mean: Score | None
    graded: int
    asked: int


class Report(Value):
    """A finished (or broken-off) interview. Means are over graded questions only."""

    session_id: str
    options: SessionOptions
    bank_version: str
    started_at: float
    finished_at: float | None
    mean: Score | None
    graded: int
    not_graded: int
    skipped: int
    topics: tuple[TopicScore, ...]
    questions: tuple[QuestionReport, ...]
