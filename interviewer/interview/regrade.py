"""A reference was corrected: answers that were graded by it are graded again.

The new grade is one more event, so the old one stays and can be shown beside it or taken back.
Works on the log, for the interview is usually over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interviewer.bank.key_points import with_its_cluster
from interviewer.bank.key_points.merge import point_owner
from interviewer.errors import SessionError
from interviewer.interview.contest import overrides_of
from interviewer.interview.corrections import remembered
from interviewer.interview.log import EventLog
from interviewer.interview.rules import grade_request
from interviewer.interview.session import replay, step
from interviewer.interview.state import QuestionProgress, State
from interviewer.model.bank import Bank, Question
from interviewer.model.base import Value
from interviewer.model.grading import Correction, Grade, Verdict
from interviewer.model.interview import Event, ReferenceCorrected
from interviewer.model.protocols import Grader


class Regraded(Value):
    """A question of a stored session with its grades before and after; ``index`` as in the plan."""

    session_id: str
    index: int
    before: Grade
    after: Grade


def graded_by(events: Sequence[Event], question_id: str) -> tuple[int, ...]:
    """Plan indices of the answered questions whose grade rests on a reference of the bank."""
    state = replay(events)
    return tuple(
        progress.index
        for progress in state.questions
        if _is_graded(progress) and question_id in _owners(state.planned(progress.index))
    )


def regrade(
    session_id: str,
    index: int,
    bank: Bank | None,
    *,
    log: EventLog,
    grader: Grader,
    corrections: Callable[[str], Sequence[Correction]],
    now: float,
) -> Regraded | None:
    """Grade an answer again, by the references as ``bank`` has them now, and store the new grade.

    Without a bank, by the references as they were when the question was asked: that takes the
    correction back. None where nothing changes. Raises ``SessionError`` where the session has no
    such graded question, or the bank has lost it.
    """
    events = log.events(session_id)
    state = replay(events)
    progress = state.progress_of(index) if state.started else None
    if progress is None or progress.grade is None or not _is_graded(progress):
        raise SessionError("This question has no grade to compute again.")
    planned = state.planned(index)
    question = _corrected(planned, bank) if bank else None
    if _graded_alike(question or planned, state.question_of(index)):
        return None
    request = grade_request(state, progress, question or planned)
    overrides = _overrides(progress, request.answer, planned, question or planned, corrections)
    assert state.started is not None
    version = bank.version if bank else state.started.bank_version
    grade = grader.grade(request.model_copy(update={"overrides": overrides}))
    event = ReferenceCorrected(
        at=max(now, state.last_at),
        index=index,
        question=question,
        grade=grade.made_with_bank(version),
    )
    _append(log, session_id, state, len(events), event)
    return Regraded(session_id=session_id, index=index, before=progress.grade, after=event.grade)


def _graded_alike(one: Question, other: Question) -> bool:
    """Whether grading reads the same in both; where a reference stands does not matter."""
    return (one.reference, one.explanation, one.key_points) == (
        other.reference,
        other.explanation,
        other.key_points,
    )


def _append(
    log: EventLog, session_id: str, state: State, seq: int, event: ReferenceCorrected
) -> None:
    after, _ = step(state, event)
    if len(after.refused) > len(state.refused):
        raise SessionError(f"The new grade cannot be stored: {after.refused[-1].reason}.")
    log.append(session_id, seq, event)


def _overrides(
    progress: QuestionProgress,
    answer: str,
    planned: Question,
    question: Question,
    corrections: Callable[[str], Sequence[Correction]],
) -> dict[str, Verdict]:
    """What the candidate corrected, here or for the same words before, on points that stayed."""
    texts = {point.id: point.text for point in planned.key_points}
    same = {point.id for point in question.key_points if texts.get(point.id) == point.text}
    earlier = remembered(answer, (c for c in corrections(planned.id) if c.point_id in same))
    return {**earlier, **overrides_of(progress, question)}


def _is_graded(progress: QuestionProgress) -> bool:
    return progress.closed == "answered" and progress.grade is not None


def _owners(question: Question) -> set[str]:
    """The rows of the bank whose references a planned question holds."""
    return {question.id, *(point_owner(point, question) for point in question.key_points)}


def _corrected(planned: Question, bank: Bank) -> Question:
    """The planned question with the references that the bank has now, its own words kept."""
    rows = bank.by_id()
    if planned.id not in rows:
        raise SessionError(f"The bank has no question {planned.id} any more.")
    owners = _owners(planned)
    others = [row for key, row in rows.items() if key in owners]
    found = with_its_cluster(rows[planned.id], others)
    kept = {"question": planned.question, "cluster_id": planned.cluster_id, "hidden": False}
    return found.model_copy(update=kept)
