"""Turn the state of a session into its report; every number comes from a stored grade."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from interviewer.errors import SessionError
from interviewer.interview.state import QuestionProgress, State
from interviewer.model.bank import Question
from interviewer.model.report import (
    CorrectedReference,
    QuestionReport,
    Report,
    TopicScore,
    TurnReport,
)

NOT_GRADED = {
    "skipped": "skipped",
    "revealed": "the answer was shown",
    "open": "the interview ended before this question was closed",
}
"""Reason codes in plain English; the renderers translate them."""


def build_report(state: State) -> Report:
    """The report of a session, finished or not.

    Raises ``SessionError`` where the session has not begun.
    """
    start = state.started
    if start is None:
        raise SessionError("This log holds no interview: it does not begin with a start.")
    questions = tuple(_question(progress, state) for progress in state.questions)
    scores = [item.score for item in questions if item.score is not None]
    return Report(
        session_id=start.session_id,
        options=start.options,
        bank_version=start.bank_version,
        started_at=start.at,
        finished_at=state.finished.at if state.finished else None,
        mean=fmean(scores) if scores else None,
        graded=len(scores),
        not_graded=sum(q.score is None and q.how != "skipped" for q in questions),
        skipped=sum(q.how == "skipped" for q in questions),
        topics=_topics(questions),
        questions=questions,
    )


def _question(progress: QuestionProgress, state: State) -> QuestionReport:
    return QuestionReport(
        question=state.question_of(progress.index),
        turns=tuple(
            TurnReport(
                asked=turn.asked.text,
                answered=turn.answer.text if turn.answer else None,
                at=turn.asked_at,
            )
            for turn in progress.exchanges
        ),
        how=progress.closed or "open",
        grade=progress.grade,
        first_grade=None if progress.corrected else progress.first_grade,
        recovered=progress.recovered,
        hint_cost=progress.hint_cost,
        score=progress.score,
        not_graded_reason=_why_not_graded(progress),
        corrected=_corrected(progress, state.planned(progress.index)),
    )


def _corrected(progress: QuestionProgress, planned: Question) -> CorrectedReference | None:
    """The reference and grade as they were before a correction."""
    if progress.corrected is None or progress.before is None:
        return None
    score = progress.before.score
    return CorrectedReference(
        at=progress.corrected.at,
        reference=planned.reference,
        grade=progress.before,
        score=None if score is None else max(0.0, score - progress.hint_cost),
    )


def _why_not_graded(progress: QuestionProgress) -> str | None:
    if progress.score is not None:
        return None
    if progress.closed in {"skipped", "revealed"}:
        return NOT_GRADED[progress.closed]
    return progress.grade.reason if progress.grade else NOT_GRADED["open"]


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
