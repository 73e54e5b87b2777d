"""The state of a session: a fold over its events."""

from __future__ import annotations

from typing import Literal

from interviewer.model.bank import Question
from interviewer.model.base import Value
from interviewer.model.grading import Grade, Verdict
from interviewer.model.interview import (
    AnswerSubmitted,
    CandidateSaid,
    Event,
    FollowUpAim,
    HintGiven,
    InterviewerSaid,
    Mode,
    ReferenceCorrected,
    SessionFinished,
    SessionOptions,
    SessionStarted,
    VerdictContested,
    Wording,
)

HELPING_MODES = frozenset({Mode.PRACTICE, Mode.DRILL})
"""Modes with hints, revealed answers, undo and feedback right after a question."""


class Exchange(Value):
    """One thing asked of the candidate (turn 0: the question) and what came back."""

    turn: int
    asked: Wording
    asked_at: float
    aim: FollowUpAim | None = None
    answer: AnswerSubmitted | None = None
    grade: Grade | None = None


class QuestionProgress(Value):
    """One question that was asked; ``index`` is its place in the plan.

    ``request`` is what the candidate last asked for and has not been given yet. ``revised`` is the
    grade after the last contested verdict or corrected reference, ``before`` the grade that stood
    when the reference was corrected.
    """

    index: int
    exchanges: tuple[Exchange, ...]
    hints: tuple[HintGiven, ...] = ()
    said: tuple[CandidateSaid | InterviewerSaid, ...] = ()
    request: CandidateSaid | None = None
    closed: Literal["answered", "skipped", "revealed"] | None = None
    contested: tuple[VerdictContested, ...] = ()
    corrected: ReferenceCorrected | None = None
    revised: Grade | None = None
    before: Grade | None = None
    undone: tuple[AnswerSubmitted, ...] = ()

    @property
    def last(self) -> Exchange:
        """The latest exchange."""
        return self.exchanges[-1]

    @property
    def answers(self) -> tuple[AnswerSubmitted, ...]:
        """All answers that stand, in order."""
        return tuple(turn.answer for turn in self.exchanges if turn.answer is not None)

    @property
    def grade(self) -> Grade | None:
        """The grade over everything said, with the last correction of verdict or reference."""
        if self.revised is not None:
            return self.revised
        grades = [turn.grade for turn in self.exchanges if turn.grade is not None]
        return grades[-1] if grades else None

    @property
    def first_grade(self) -> Grade | None:
        """The grade of the main answer alone."""
        return self.exchanges[0].grade

    @property
    def hint_cost(self) -> float:
        """Points that the hints of this question take off."""
        return sum(hint.cost for hint in self.hints)

    @property
    def shown_texts(self) -> tuple[str, ...]:
        """What the interviewer has shown or the candidate has said to this question."""
        asked = [turn.asked.text for turn in self.exchanges]
        answers = [answer.text for answer in self.answers]
        return (*asked, *answers, *(hint.text for hint in self.hints))

    @property
    def score(self) -> float | None:
        """Score with the hints' cost taken off, or None where the question is not graded."""
        grade = self.grade
        if grade is None or grade.score is None or self.closed in {"skipped", "revealed"}:
            return None
        return max(0.0, grade.score - self.hint_cost)

    @property
    def recovered(self) -> tuple[str, ...]:
        """Ids of points stated only after a follow-up, and by words of a later answer."""
        first, final = self.first_grade, self.grade
        if first is None or final is None or len(self.answers) < 2 or self.corrected is not None:
            return ()
        before = {point.id for point in first.points if point.verdict is Verdict.STATED}
        said_first = self.answers[0].text
        return tuple(
            point.id
            for point in final.points
            if point.verdict is Verdict.STATED
            and point.id not in before
            and not (point.quote and point.quote in said_first)
        )


class Refusal(Value):
    """An event that was impossible when it came; kept, so that no text is lost."""

    event: Event
    reason: str


class State(Value):
    """Everything that is known about a session. ``questions`` are in the order asked."""

    started: SessionStarted | None = None
    questions: tuple[QuestionProgress, ...] = ()
    paused: bool = False
    finished: SessionFinished | None = None
    last_at: float = 0.0
    refused: tuple[Refusal, ...] = ()

    @property
    def options(self) -> SessionOptions:
        """The options chosen at the start (defaults before it)."""
        return self.started.options if self.started else SessionOptions()

    @property
    def open_question(self) -> QuestionProgress | None:
        """The question on the table, if any."""
        if self.questions and self.questions[-1].closed is None:
            return self.questions[-1]
        return None

    @property
    def closed_count(self) -> int:
        """Number of questions that are done."""
        return sum(question.closed is not None for question in self.questions)

    @property
    def total(self) -> int:
        """Number of questions this session will ask."""
        planned = len(self.started.plan) if self.started else 0
        return min(self.options.question_count, planned)

    @property
    def helps(self) -> bool:
        """Whether hints, undo and feedback after each question are allowed."""
        return self.options.mode in HELPING_MODES

    def planned(self, index: int) -> Question:
        """The question at ``index`` of the plan, as the bank had it at the start."""
        assert self.started is not None
        return self.started.plan[index].question

    def question_of(self, index: int) -> Question:
        """The question at ``index`` of the plan, with its reference as corrected later."""
        progress = self.progress_of(index)
        corrected = progress.corrected.question if progress and progress.corrected else None
        return corrected or self.planned(index)

    def progress_of(self, index: int) -> QuestionProgress | None:
        """What has happened to the question at ``index`` of the plan, if it was asked."""
        return next((entry for entry in self.questions if entry.index == index), None)
