"""The interview as a log of events. The state of a session is a fold over this log."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from interviewer.model.bank import Language, Question
from interviewer.model.base import Value
from interviewer.model.grading import Grade


class Mode(StrEnum):
    """How much help the candidate gets."""

    PRACTICE = "practice"
    LIVE = "live"
    DRILL = "drill"
    EXAM = "exam"


class SessionOptions(Value):
    """What the candidate chose before the start."""

    topics: tuple[str, ...] = ()
    question_count: int = Field(default=5, ge=1, le=50)
    language: Language = "zh"
    mode: Mode = Mode.PRACTICE
    max_follow_ups: int = Field(default=2, ge=0, le=2)
    persona: Literal["friendly", "neutral", "strict"] = "neutral"
    seed: int = 0


class PlannedQuestion(Value):
    """A question of the plan, frozen with the bank's content, and why it was chosen."""

    question: Question
    reason: str


class FollowUpKind(StrEnum):
    """What a follow-up asks for."""

    CLARIFY = "clarify"
    DEEPEN = "deepen"
    CHALLENGE = "challenge"
    EXAMPLE = "example"
    TRADE_OFF = "trade_off"


class FollowUpAim(Value):
    """The gap a follow-up aims at; chosen by code from the grade."""

    point_id: str
    kind: FollowUpKind


class Wording(Value):
    """A text shown to the candidate and where its words come from.

    ``prompt`` is the hash of the prompt file and ``model`` the model's fingerprint, both None
    where the words are the bank's or the code's own; ``rejected`` says which checks refused the
    model's words before.
    """

    text: str
    by: Literal["model", "bank", "code"]
    prompt: str | None = None
    model: str | None = None
    rejected: tuple[str, ...] = ()


class EventBase(Value):
    """``at`` is the wall-clock time in seconds since the epoch, given by the driver."""

    at: float


class SessionStarted(EventBase):
    type: Literal["session_started"] = "session_started"
    session_id: str
    options: SessionOptions
    plan: tuple[PlannedQuestion, ...]
    bank_version: str


class QuestionAsked(EventBase):
    type: Literal["question_asked"] = "question_asked"
    index: int
    wording: Wording


class AnswerSubmitted(EventBase):
    """``turn`` is 0 for the main answer, 1 and 2 for the answers to follow-ups."""

    type: Literal["answer_submitted"] = "answer_submitted"
    answer_id: str
    index: int
    turn: int
    text: str
    spoken: bool = False


class AnswerGraded(EventBase):
    """``grade`` covers all that was said to the question so far (main answer and follow-ups)."""

    type: Literal["answer_graded"] = "answer_graded"
    answer_id: str
    index: int
    turn: int
    grade: Grade


class FollowUpAsked(EventBase):
    type: Literal["follow_up_asked"] = "follow_up_asked"
    index: int
    turn: int
    aim: FollowUpAim
    wording: Wording


class HintGiven(EventBase):
    """``cost`` is what the hint takes off the question's score, in points."""

    type: Literal["hint_given"] = "hint_given"
    index: int
    level: int = Field(ge=1, le=3)
    point_id: str
    text: str
    cost: float


class CandidateSaid(EventBase):
    """Something that is not an answer: a request to repeat, small talk, abuse."""

    type: Literal["candidate_said"] = "candidate_said"
    index: int
    text: str
    intent: str


class InterviewerSaid(EventBase):
    type: Literal["interviewer_said"] = "interviewer_said"
    index: int
    wording: Wording


class AnswerUndone(EventBase):
    """Takes back the last main answer of the open or just closed question (practice only)."""

    type: Literal["answer_undone"] = "answer_undone"
    index: int


class VerdictContested(EventBase):
    """The candidate overrules a verdict; ``None`` takes an earlier correction back."""

    type: Literal["verdict_contested"] = "verdict_contested"
    index: int
    point_id: str
    verdict: str | None
    note: str = ""
    grade: Grade


class ReferenceCorrected(EventBase):
    """The answer to a closed question is graded again, by a ``question`` whose reference changed.

    ``None`` takes that back: the grade is by the question as it was asked.
    """

    type: Literal["reference_corrected"] = "reference_corrected"
    index: int
    question: Question | None
    grade: Grade


class QuestionClosed(EventBase):
    """``how`` is *answered*, *skipped* (not counted) or *revealed* (ungraded practice)."""

    type: Literal["question_closed"] = "question_closed"
    index: int
    how: Literal["answered", "skipped", "revealed"]


class SessionPaused(EventBase):
    type: Literal["session_paused"] = "session_paused"


class SessionResumed(EventBase):
    type: Literal["session_resumed"] = "session_resumed"


class SessionFinished(EventBase):
    type: Literal["session_finished"] = "session_finished"
    how: Literal["completed", "ended_early"]


Event = Annotated[
    SessionStarted
    | QuestionAsked
    | AnswerSubmitted
    | AnswerGraded
    | FollowUpAsked
    | HintGiven
    | CandidateSaid
    | InterviewerSaid
    | AnswerUndone
    | VerdictContested
    | ReferenceCorrected
    | QuestionClosed
    | SessionPaused
    | SessionResumed
    | SessionFinished,
    Field(discriminator="type"),
]
"""Everything that can happen in an interview. The log is append-only."""

EVENT_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)
"""Validates and dumps single events."""
