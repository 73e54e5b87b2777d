"""What the chat shows of a session: a fold over its events.

Nothing of a grade or a reference is shown before the question is closed, and in the modes without
help nothing before the session ends (the report has it then).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from interviewer.interview.feedback import feedback_on
from interviewer.interview.session import step
from interviewer.interview.state import State
from interviewer.model.bank import Language
from interviewer.model.interview import (
    AnswerSubmitted,
    AnswerUndone,
    CandidateSaid,
    Event,
    FollowUpAsked,
    HintGiven,
    InterviewerSaid,
    QuestionAsked,
    QuestionClosed,
)
from interviewer.report.markup import plain, with_math
from interviewer.web.feedback import feedback_markdown
from interviewer.web.texts import text


class ChatLine(TypedDict):
    """One message as Gradio's chat takes it; ``content`` is safe Markdown."""

    role: Literal["user", "assistant"]
    content: str


def interviewer_line(words: str) -> ChatLine:
    """Something the interviewer says; formulas are shown as such."""
    return {"role": "assistant", "content": with_math(words)}


def candidate_line(words: str, language: Language) -> ChatLine:
    """Something the candidate says, shown as it was written."""
    shown = words if words.strip() else text(language, "empty")
    return {"role": "user", "content": plain(shown)}


class Transcript:
    """All messages so far, in order; texts of the page itself are in the language ``page``.

    ``lines`` grows with ``add``; ``seen`` is the number of events that went in.
    """

    def __init__(self, page: Language) -> None:
        self.lines: list[ChatLine] = []
        self.seen = 0
        self._page: Language = page
        self._state = State()
        self._begins: dict[int, int] = {}

    def add(self, events: Iterable[Event]) -> None:
        """Go on with the next events of the log."""
        for item in events:
            self.seen += 1
            refused_before = len(self._state.refused)
            self._state, _ = step(self._state, item)
            if len(self._state.refused) > refused_before:
                continue
            if isinstance(item, QuestionAsked):
                self._begins[item.index] = len(self.lines)
            if isinstance(item, AnswerUndone):
                del self.lines[self._begins[item.index] + 1 :]
            self.lines += _lines_of(item, self._state, self._page)


def _lines_of(item: Event, state: State, page: Language) -> Sequence[ChatLine]:
    match item:
        case QuestionAsked():
            return _question(item, state, page)
        case FollowUpAsked() | InterviewerSaid() | HintGiven():
            words = item.text if isinstance(item, HintGiven) else item.wording.text
            return [interviewer_line(words)]
        case CandidateSaid() if item.text == f"/{item.intent}":
            return [{"role": "user", "content": f"_{text(page, item.intent)}_"}]
        case AnswerSubmitted() | CandidateSaid():
            return [candidate_line(item.text, page)]
        case QuestionClosed() if state.helps:
            return _feedback(item, state, page)
        case _:
            return []


def _question(item: QuestionAsked, state: State, page: Language) -> Sequence[ChatLine]:
    number = text(page, "progress", n=len(state.questions), total=state.total)
    return [
        {"role": "assistant", "content": f"_{number}_\n\n{with_math(item.wording.text)}"},
    ]


def _feedback(item: QuestionClosed, state: State, page: Language) -> Sequence[ChatLine]:
    progress = state.progress_of(item.index)
    if progress is None:
        return []
    question = state.question_of(item.index)
    shown = feedback_markdown(feedback_on(question, progress), page, question.doubt)
    return [{"role": "assistant", "content": shown}]
