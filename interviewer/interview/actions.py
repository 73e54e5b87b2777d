"""What the driver has to do next. Actions are derived from the state and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.model.bank import Question
from interviewer.model.grading import GradeRequest
from interviewer.model.interview import CandidateSaid, FollowUpAim


@dataclass(frozen=True)
class AskQuestion:
    """Word and ask question ``index`` of the plan."""

    index: int
    question: Question


@dataclass(frozen=True)
class AwaitAnswer:
    """Nothing to do until the candidate says something."""

    index: int
    turn: int


@dataclass(frozen=True)
class GradeAnswer:
    """Grade everything said to question ``index`` so far."""

    answer_id: str
    index: int
    turn: int
    request: GradeRequest


@dataclass(frozen=True)
class AskFollowUp:
    """Word and ask follow-up ``turn`` (1 or 2) of question ``index``."""

    index: int
    turn: int
    aim: FollowUpAim


@dataclass(frozen=True)
class Reply:
    """Answer a request of the candidate that is not an answer."""

    said: CandidateSaid


@dataclass(frozen=True)
class GiveHint:
    """Give the next hint of question ``index``."""

    index: int


@dataclass(frozen=True)
class CloseQuestion:
    """Close question ``index``."""

    index: int
    how: Literal["answered", "skipped", "revealed"]


@dataclass(frozen=True)
class FinishSession:
    """End the session."""

    how: Literal["completed", "ended_early"]


Action = (
    AskQuestion
    | AwaitAnswer
    | GradeAnswer
    | AskFollowUp
    | Reply
    | GiveHint
    | CloseQuestion
    | FinishSession
)
