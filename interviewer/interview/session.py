"""The pure core: ``step(state, event) -> (state, actions)``.

Code owns the order of turns, the cap on follow-ups and the end. ``step`` never raises: an event
that is impossible in the state it meets is kept in ``state.refused`` and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from interviewer.interview.actions import Action
from interviewer.interview.rules import may_hint, next_actions
from interviewer.interview.state import Exchange, QuestionProgress, Refusal, State
from interviewer.model.interview import (
    AnswerGraded,
    AnswerSubmitted,
    AnswerUndone,
    CandidateSaid,
    Event,
    FollowUpAsked,
    HintGiven,
    InterviewerSaid,
    Mode,
    QuestionAsked,
    QuestionClosed,
    ReferenceCorrected,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    VerdictContested,
)


class ImpossibleError(Exception):
    """Internal: the event cannot happen now. ``step`` turns it into a refusal."""


def step(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Fold one event into the state and say what has to be done next."""
    try:
        after = _HANDLERS[type(event)](state, event)
    except ImpossibleError as impossible:
        refusal = Refusal(event=event, reason=str(impossible))
        state = state.model_copy(update={"refused": (*state.refused, refusal)})
        return state, next_actions(state)
    after = after.model_copy(update={"last_at": max(state.last_at, event.at)})
    return after, next_actions(after)


def replay(events: Iterable[Event]) -> State:
    """The state after a log of events."""
    state = State()
    for event in events:
        state, _ = step(state, event)
    return state


def _require(condition: bool, reason: str) -> None:
    if not condition:
        raise ImpossibleError(reason)


def _running(state: State) -> None:
    _require(state.started is not None, "the session has not started")
    _require(state.finished is None, "the session has ended")
    _require(not state.paused, "the session is paused")


def _open(state: State, index: int) -> QuestionProgress:
    _running(state)
    progress = state.open_question
    if progress is None or progress.index != index:
        raise ImpossibleError("this question is not open")
    return progress


def _replace(state: State, progress: QuestionProgress, **changes: Any) -> State:
    """The state with ``progress`` changed."""
    questions = tuple(
        entry.model_copy(update=changes) if entry.index == progress.index else entry
        for entry in state.questions
    )
    return state.model_copy(update={"questions": questions})


def _change_last(state: State, progress: QuestionProgress, **changes: Any) -> State:
    last = progress.last.model_copy(update=changes)
    return _replace(state, progress, exchanges=(*progress.exchanges[:-1], last))


def _started(state: State, event: SessionStarted) -> State:
    _require(state.started is None, "the session has started before")
    return state.model_copy(update={"started": event})


def _asked(state: State, event: QuestionAsked) -> State:
    _running(state)
    _require(state.open_question is None, "another question is open")
    _require(state.closed_count < state.total, "all questions have been asked")
    assert state.started is not None
    _require(0 <= event.index < len(state.started.plan), "the plan has no such question")
    _require(state.progress_of(event.index) is None, "this question has been asked")
    exchange = Exchange(turn=0, asked=event.wording, asked_at=event.at)
    progress = QuestionProgress(index=event.index, exchanges=(exchange,))
    return state.model_copy(update={"questions": (*state.questions, progress)})


def _submitted(state: State, event: AnswerSubmitted) -> State:
    progress = _open(state, event.index)
    known = {answer.answer_id for entry in state.questions for answer in entry.answers}
    _require(event.answer_id not in known, "this answer has been submitted before")
    _require(event.turn == progress.last.turn, "this is not the turn being asked")
    _require(progress.last.answer is None, "this turn has its answer already")
    return _replace(
        _change_last(state, progress, answer=event),
        progress,
        request=None,
    )


def _graded(state: State, event: AnswerGraded) -> State:
    progress = _open(state, event.index)
    answer = progress.last.answer
    _require(answer is not None and answer.answer_id == event.answer_id, "no such answer")
    _require(progress.last.turn == event.turn, "the grade is of another turn")
    _require(progress.last.grade is None, "this answer has been graded")
    return _change_last(state, progress, grade=event.grade)


def _followed_up(state: State, event: FollowUpAsked) -> State:
    progress = _open(state, event.index)
    _require(progress.last.grade is not None, "the answer before has not been graded")
    _require(event.turn == progress.last.turn + 1, "follow-ups count up by one")
    _require(event.turn <= state.options.max_follow_ups, "no follow-up is left")
    exchange = Exchange(turn=event.turn, asked=event.wording, asked_at=event.at, aim=event.aim)
    return _replace(state, progress, exchanges=(*progress.exchanges, exchange))


def _hinted(state: State, event: HintGiven) -> State:
    progress = _open(state, event.index)
    _require(may_hint(state, progress), "no hint is left, or this mode has none")
    _require(event.cost >= 0, "a hint's cost is not negative")
    return _replace(state, progress, hints=(*progress.hints, event), request=None)


def _candidate_said(state: State, event: CandidateSaid) -> State:
    progress = _open(state, event.index)
    _require(progress.last.answer is None, "the answer is being graded")
    return _replace(state, progress, said=(*progress.said, event), request=event)


def _interviewer_said(state: State, event: InterviewerSaid) -> State:
    progress = _open(state, event.index)
    return _replace(state, progress, said=(*progress.said, event), request=None)


def _undone(state: State, event: AnswerUndone) -> State:
    _running(state)
    _require(state.options.mode is Mode.PRACTICE, "only practice allows to take back an answer")
    kept = state.questions
    fresh = kept[-1] if kept else None
    if fresh is not None and fresh.index != event.index and not fresh.answers and len(kept) > 1:
        _require(not fresh.said and not fresh.hints, "the next question has begun")
        kept = kept[:-1]
    _require(bool(kept) and kept[-1].index == event.index, "this is not the last answer")
    progress = kept[-1]
    _require(bool(progress.answers), "there is no answer to take back")
    _require(progress.closed != "revealed", "the answer has been shown")
    _require(progress.revised is None, "the grade has been corrected")
    first = progress.exchanges[0].model_copy(update={"answer": None, "grade": None})
    changes = {
        "exchanges": (first,),
        "closed": None,
        "request": None,
        "undone": (*progress.undone, *progress.answers),
    }
    state = state.model_copy(update={"questions": kept})
    return _replace(state, progress, **changes)


def _contested(state: State, event: VerdictContested) -> State:
    progress = state.progress_of(event.index) if state.started else None
    if progress is None or progress.closed is None or progress.grade is None:
        raise ImpossibleError("this question has no verdict to contest")
    known = {point.id for point in progress.grade.points}
    _require(event.point_id in known, "the grade has no such point")
    return _replace(state, progress, contested=(*progress.contested, event), revised=event.grade)


def _corrected(state: State, event: ReferenceCorrected) -> State:
    progress = state.progress_of(event.index) if state.started else None
    if progress is None or progress.closed != "answered" or progress.grade is None:
        raise ImpossibleError("this question has no grade to compute again")
    if event.question is None:
        _require(progress.corrected is not None, "its reference has not been corrected")
        return _replace(state, progress, corrected=None, revised=event.grade, before=None)
    same = event.question.id == state.planned(event.index).id
    _require(same, "the corrected reference is of another question")
    before = progress.before or progress.grade
    return _replace(state, progress, corrected=event, revised=event.grade, before=before)


def _closed(state: State, event: QuestionClosed) -> State:
    progress = _open(state, event.index)
    answered = bool(progress.answers)
    waiting = progress.last.answer is not None and progress.last.grade is None
    _require(not waiting, "the answer has not been graded")
    _require(event.how != "answered" or answered, "there is no answer")
    _require(event.how != "skipped" or not answered, "the question has been answered")
    _require(event.how != "revealed" or state.helps, "this mode does not show the answer")
    return _replace(state, progress, closed=event.how, request=None)


def _paused(state: State, event: SessionPaused) -> State:
    _running(state)
    return state.model_copy(update={"paused": True})


def _resumed(state: State, event: SessionResumed) -> State:
    _require(state.paused and state.finished is None, "the session is not paused")
    return state.model_copy(update={"paused": False})


def _finished(state: State, event: SessionFinished) -> State:
    _require(state.started is not None, "the session has not started")
    _require(state.finished is None, "the session has ended")
    return state.model_copy(update={"finished": event, "paused": False})


_HANDLERS: dict[type, Callable[[State, Any], State]] = {
    SessionStarted: _started,
    QuestionAsked: _asked,
    AnswerSubmitted: _submitted,
    AnswerGraded: _graded,
    FollowUpAsked: _followed_up,
    HintGiven: _hinted,
    CandidateSaid: _candidate_said,
    InterviewerSaid: _interviewer_said,
    AnswerUndone: _undone,
    VerdictContested: _contested,
    ReferenceCorrected: _corrected,
    QuestionClosed: _closed,
    SessionPaused: _paused,
    SessionResumed: _resumed,
    SessionFinished: _finished,
}
