"""What the driver hands to a surface (terminal, browser, test), in the order it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.interview.feedback import Feedback
from interviewer.model.grading import Grade

ShownKind = Literal["question", "follow_up", "hint", "reply", "closing"]


@dataclass(frozen=True)
class Shown:
    """A checked sentence for the screen. The last of a group has ``done`` set and no text."""

    kind: ShownKind
    text: str
    done: bool = False


@dataclass(frozen=True)
class Acknowledged:
    """The answer is stored; ``text`` says so without any verdict."""

    text: str


@dataclass(frozen=True)
class Closed:
    """Question ``index`` is closed."""

    index: int
    how: Literal["answered", "skipped", "revealed"]


@dataclass(frozen=True)
class Graded:
    """Grade and feedback of a closed question (practice and drill only)."""

    index: int
    grade: Grade | None
    feedback: Feedback


@dataclass(frozen=True)
class NeedAnswer:
    """It is the candidate's turn; ``turn`` 0 is the question, 1 and 2 are follow-ups."""

    index: int
    turn: int


@dataclass(frozen=True)
class Refused:
    """What was sent does not fit now. ``text`` goes back into the candidate's box."""

    reason: str
    text: str = ""


@dataclass(frozen=True)
class Finished:
    """The session is over."""

    how: Literal["completed", "ended_early"]


Output = Shown | Acknowledged | Closed | Graded | NeedAnswer | Refused | Finished
