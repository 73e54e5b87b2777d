"""Fold the log of a session into its report; every number comes from a stored grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal

from interviewer.errors import SessionError
from interviewer.model.grading import Grade, Verdict
from interviewer.model.interview import (
    AnswerGraded,
    AnswerSubmitted,
    AnswerUndone,
    Event,
    FollowUpAsked,
    HintGiven,
    PlannedQuestion,
    QuestionAsked,
    QuestionClosed,
    SessionFinished,
    SessionStarted,
    VerdictContested,
)
from interviewer.model.report import QuestionReport, Report, TopicScore, TurnReport

NOT_GRADED = {
    "skipped": "skipped",
    "revealed": "the answer was shown",
    "open": "the interview ended before this question was closed",
}
"""Reason codes in plain English; the renderers translate them."""


@dataclass
class _Thread:
    """What the log says of one question."""

    planned: PlannedQuestion
    turns: list[TurnReport] = field(default_factory=list)
    first: Grade | None = None
    last: Grade | None = None
    hint_cost: float = 0.0
    how: Literal["answered", "skipped", "revealed", "open"] = "open"
    asked: bool = False

    def ask(self, text: str, at: float) -> None:
        self.asked = True
        self.turns.append(TurnReport(asked=text, answered=None, at=at))

    def answer(self, text: str) -> None:
        if self.turns and self.turns[-1].answered is None:
            self.turns[-1] = self.turns[-1].model_copy(update={"answered": text})

    def undo(self) -> None:
        asked = self.turns[:1]
        self.turns = [turn.model_copy(update={"answered": None}) for turn in asked]
        self.first = self.last = None
        self.how = "open"

    def report(self) -> QuestionReport:
        score, reason = self._score()
        return QuestionReport(
            question=self.planned.question,
            turns=tuple(self.turns),
            how=self.how,
            grade=self.last,
            first_grade=self.first,
            recovered=_recovered(self.first, self.last),
            hint_cost=self.hint_cost,
            score=score,
            not_graded_reason=reason,
        )

    def _score(self) -> tuple[float | None, str | None]:
        if self.how in ("skipped", "revealed"):
            return None, NOT_GRADED[self.how]
        if self.last is None:
            return None, NOT_GRADED["open"]
        if self.last.score is None:
            return None, self.last.reason
        return max(0.0, self.last.score - self.hint_cost), None


def build_report(events: Sequence[Event]) -> Report:
    """Fold ``events`` (a whole session, finished or not) into a report.

    Raises ``SessionError`` where the log does not begin with the session's start.
    """
    if not events or not isinstance(events[0], SessionStarted):
        raise SessionError("This log holds no interview: it does not begin with a start.")
    start = events[0]
    threads: dict[int, _Thread] = {}
    finished_at: float | None = None
    for item in events[1:]:
        if isinstance(item, SessionFinished):
            finished_at = item.at
        else:
            _apply(threads, start, item)
    questions = tuple(threads[i].report() for i in sorted(threads) if threads[i].asked)
    scores = [item.score for item in questions if item.score is not None]
    return Report(
        session_id=start.session_id,
        options=start.options,
        bank_version=start.bank_version,
        started_at=start.at,
        finished_at=finished_at,
        mean=fmean(scores) if scores else None,
        graded=len(scores),
        not_graded=sum(q.score is None and q.how != "skipped" for q in questions),
        skipped=sum(q.how == "skipped" for q in questions),
        topics=_topics(questions),
        questions=questions,
    )


def _apply(threads: dict[int, _Thread], start: SessionStarted, item: Event) -> None:
    index = getattr(item, "index", None)
    if not isinstance(index, int) or not 0 <= index < len(start.plan):
        return
    thread = threads.setdefault(index, _Thread(start.plan[index]))
    match item:
        case QuestionAsked() | FollowUpAsked():
            thread.ask(item.wording.text, item.at)
        case AnswerSubmitted():
            thread.answer(item.text)
        case AnswerGraded():
            thread.first = item.grade if item.turn == 0 else thread.first
            thread.last = item.grade
        case VerdictContested():
            thread.last = item.grade
        case HintGiven():
            thread.hint_cost += item.cost
        case AnswerUndone():
            thread.undo()
        case QuestionClosed():
            thread.how = item.how
        case _:
            pass


def _recovered(first: Grade | None, last: Grade | None) -> tuple[str, ...]:
    if first is None or last is None:
        return ()
    before = {point.id for point in first.points if point.verdict is Verdict.STATED}
    return tuple(
        point.id
        for point in last.points
        if point.verdict is Verdict.STATED and point.id not in before
    )


def _topics(questions: Sequence[QuestionReport]) -> tuple[TopicScore, ...]:
    groups: dict[str, list[QuestionReport]] = {}
    for item in questions:
        groups.setdefault(item.question.topic, []).append(item)
    found = []
    for topic, members in groups.items():
        scores = [member.score for member in members if member.score is not None]
        found.append(
            TopicScore(
                topic=topic,
                mean=fmean(scores) if scores else None,
                graded=len(scores),
                asked=len(members),
            )
        )
    return tuple(found)
