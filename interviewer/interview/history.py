"""What earlier sessions say about questions and points: asked when, how well, due when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from interviewer.interview.review import Review, due_at
from interviewer.interview.session import replay
from interviewer.model.bank import Question
from interviewer.model.base import Value
from interviewer.model.grading import Verdict
from interviewer.model.interview import Event

RECENT = 7 * 86400.0
"""A question asked within a week is not asked again unless it is due or was weak (seconds)."""
WEAK_SCORE = 50.0
"""A last score below this makes a question weak."""
Standing = Literal["due", "weak", "new", "seen", "recent"]


class Attempt(Value):
    """One time a question was asked; ``score`` is None where it was not graded."""

    session_id: str
    question_id: str
    cluster_id: str
    topic: str
    difficulty: int
    at: float
    score: float | None
    points: tuple[tuple[str, Verdict], ...] = ()


class History(Value):
    """All attempts, oldest first."""

    attempts: tuple[Attempt, ...] = ()

    @classmethod
    def from_sessions(cls, logs: Iterable[Sequence[Event]]) -> History:
        """Read the attempts out of the logs of past sessions."""
        found = [attempt for log in logs for attempt in _attempts(log)]
        return cls(attempts=tuple(sorted(found, key=lambda attempt: attempt.at)))

    def of(self, question: Question) -> tuple[Attempt, ...]:
        """The attempts at a question or another one of its cluster, oldest first."""
        return tuple(
            item
            for item in self.attempts
            if item.question_id == question.id or item.cluster_id == question.cluster_id
        )

    def standing(self, question: Question, now: float) -> tuple[Standing, str]:
        """Where a question stands at ``now`` (seconds since the epoch), and why in words."""
        attempts = self.of(question)
        if not attempts:
            return "new", f"new: {question.topic or 'no topic'}, difficulty {question.difficulty}"
        graded = [item for item in attempts if item.score is not None]
        last = attempts[-1]
        if graded:
            due = due_at(self.reviews(question))
            if due is not None and due <= now:
                return "due", "due: the review schedule asks for it"
            score = graded[-1].score
            if score is not None and score < WEAK_SCORE:
                return "weak", f"weak: {score:.0f} points last time"
        if now - last.at < RECENT:
            return "recent", "recent: asked within the last week"
        return "seen", "seen: asked before, not due"

    def reviews(self, question: Question) -> tuple[Review, ...]:
        """The graded attempts as reviews of the question."""
        return tuple(
            Review(at=item.at, score=item.score)
            for item in self.of(question)
            if item.score is not None
        )


def _attempts(log: Sequence[Event]) -> list[Attempt]:
    state = replay(log)
    if state.started is None:
        return []
    found = []
    for progress in state.questions:
        question = state.question_of(progress.index)
        grade = progress.grade
        found.append(
            Attempt(
                session_id=state.started.session_id,
                question_id=question.id,
                cluster_id=question.cluster_id,
                topic=question.topic,
                difficulty=question.difficulty,
                at=progress.exchanges[0].asked_at,
                score=progress.score if progress.closed else None,
                points=tuple((p.id, p.verdict) for p in grade.points) if grade else (),
            )
        )
    return found
