"""What has to be done in a state: the rules of the interview, as a pure function of the state."""

from __future__ import annotations

from interviewer.interview.actions import (
    Action,
    AskFollowUp,
    AskQuestion,
    AwaitAnswer,
    CloseQuestion,
    FinishSession,
    GiveHint,
    GradeAnswer,
    Reply,
)
from interviewer.interview.adapt import next_index
from interviewer.interview.follow_up import choose_aim
from interviewer.interview.intents import Intent
from interviewer.interview.state import QuestionProgress, State
from interviewer.model.bank import Question
from interviewer.model.grading import GradeRequest
from interviewer.model.interview import CandidateSaid

MAX_HINTS = 3
"""Hints per question: one of each level."""


def next_actions(state: State) -> tuple[Action, ...]:
    """What has to be done in this state; the same after a restart as before it."""
    if state.started is None or state.finished is not None or state.paused:
        return ()
    question = state.open_question
    if question is not None:
        return (_within_question(state, question),)
    index = next_index(state)
    if state.closed_count >= state.total or index is None:
        return (FinishSession("completed"),)
    return (AskQuestion(index, state.question_of(index)),)


def _within_question(state: State, progress: QuestionProgress) -> Action:
    """The next action for the question on the table."""
    last = progress.last
    if progress.request is not None:
        return _on_request(state, progress, progress.request)
    if last.answer is None:
        return AwaitAnswer(progress.index, last.turn)
    if last.grade is None:
        request = grade_request(state, progress)
        return GradeAnswer(last.answer.answer_id, progress.index, last.turn, request)
    aim = choose_aim(state.question_of(progress.index), progress, state.options.max_follow_ups)
    if aim is not None:
        return AskFollowUp(progress.index, last.turn + 1, aim)
    return CloseQuestion(progress.index, "answered")


def _on_request(state: State, progress: QuestionProgress, said: CandidateSaid) -> Action:
    """Code decides what a request leads to; words come later."""
    if said.intent == Intent.SKIP:
        return CloseQuestion(progress.index, "answered" if progress.answers else "skipped")
    if said.intent == Intent.REVEAL and state.helps:
        return CloseQuestion(progress.index, "revealed")
    if said.intent == Intent.HINT and may_hint(state, progress):
        return GiveHint(progress.index)
    return Reply(said)


def may_hint(state: State, progress: QuestionProgress) -> bool:
    """Whether another hint may be given."""
    points = state.question_of(progress.index).key_points
    return state.helps and bool(points) and len(progress.hints) < MAX_HINTS


def grade_request(
    state: State, progress: QuestionProgress, question: Question | None = None
) -> GradeRequest:
    """One request over everything the candidate said to the question so far.

    ``question`` stands in for the question of the state, with another reference.
    """
    question = question or state.question_of(progress.index)
    return GradeRequest(
        id=progress.answers[-1].answer_id,
        question=question.question,
        answer="\n".join(answer.text for answer in progress.answers),
        reference=question.reference,
        explanation=question.explanation,
        key_points=question.key_points or None,
        doubted=question.doubt.quotes if question.doubt else (),
    )
