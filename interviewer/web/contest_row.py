"""Contest a verdict: choose question, point and what it should be; the score follows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from interviewer.errors import InterviewerError
from interviewer.interview.contest import contest, correction_of
from interviewer.model.bank import Language
from interviewer.model.grading import Grade, Verdict
from interviewer.report.markup import plain
from interviewer.report.texts import VERDICTS
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text
from interviewer.wiring.regrading import regrade_one

Refresh = Callable[[str, Language], tuple[Any, ...]]
"""Given session and page language, the updates of the outputs that show the report."""
Access = Callable[[gr.Request, str | None], str]
"""Given the visitor and what ``session`` holds, the session's id if he may see its report."""


def contest_row(
    page: Page,
    labels: Labels,
    session: Any,
    shown: list[Any],
    *,
    refresh: Refresh,
    access: Access,
) -> None:
    """Build the accordion below a report; ``session`` holds what names the session."""
    with labels.add(gr.Accordion(open=False, elem_classes="contest"), label="contest"):
        with gr.Row():
            question = labels.add(gr.Dropdown([], interactive=True), label="contest_question")
            point = labels.add(gr.Dropdown([], interactive=True), label="contest_point")
            verdict = labels.add(gr.Dropdown([], interactive=True), label="contest_verdict")
        with gr.Row():
            apply = labels.add(gr.Button(), value="contest_apply")
            undo = labels.add(gr.Button(), value="contest_undo")
            restore = labels.add(gr.Button(), value="reference_undo")
        notice = gr.Markdown()
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    desk = ContestDesk(page)

    def questions(request: gr.Request, given: str | None, language: Language) -> tuple[Any, Any]:
        return desk.questions(access(request, given), language)

    def points(request: gr.Request, given: str | None, index: int | None) -> Any:
        return desk.points(access(request, given), index)

    def act(taking_back: bool) -> Callable[..., tuple[Any, ...]]:
        def handler(request: gr.Request, given: str | None, *chosen: Any) -> tuple[Any, ...]:
            session_id, (*target, language) = access(request, given), chosen
            own = page.owned_by(request)
            words = desk.apply(
                session_id, *target, language=language, taking_back=taking_back, remember=own
            )
            return (words, *refresh(session_id, language))

        return handler

    def take_back(
        request: gr.Request, given: str | None, index: int | None, language: Language
    ) -> tuple[Any, ...]:
        session_id = access(request, given)
        words = desk.restore(session_id, index, language)
        return (words, *refresh(session_id, language))

    question.focus(questions, [session, page.language], [question, verdict], **quiet)
    question.change(points, [session, question], point, **quiet)
    inputs = [session, question, point, verdict, page.language]
    apply.click(act(taking_back=False), inputs, [notice, *shown], **quiet)
    undo.click(act(taking_back=True), inputs, [notice, *shown], **quiet)
    restore.click(take_back, [session, question, page.language], [notice, *shown], **quiet)


class ContestDesk:
    """Finds what can be contested and does it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def questions(self, session_id: str, language: Language) -> tuple[Any, Any]:
        """The graded questions of a session, and the verdicts in the page's language."""
        if not session_id:
            return gr.skip(), gr.skip()
        state = self._page.rooms.open(session_id).state
        choices = [
            (f"{number}. {' '.join(state.question_of(item.index).question.split())}", item.index)
            for number, item in enumerate(state.questions, start=1)
            if item.grade is not None and item.closed is not None
        ]
        verdicts = [(words, verdict.value) for verdict, words in VERDICTS[language].items()]
        return gr.update(choices=choices), gr.update(choices=verdicts)

    def points(self, session_id: str, index: int | None) -> Any:
        """The points of a graded question."""
        grade = self._grade(session_id, index)
        points = grade.points if grade else ()
        return gr.update(choices=[(point.text, point.id) for point in points], value=None)

    def apply(
        self,
        session_id: str,
        index: int | None,
        point_id: str | None,
        verdict: str | None,
        *,
        language: Language,
        taking_back: bool,
        remember: bool = True,
    ) -> str:
        """Contest or take back, and say what became of the score.

        ``remember``: let it count for later answers too. A guest's correction must not, since
        later answers may be other people's.
        """
        if not session_id or index is None or not point_id or not (verdict or taking_back):
            return text(language, "contest_incomplete")
        before = self._grade(session_id, index)
        chosen = None if taking_back or verdict is None else Verdict(verdict)
        driver = self._page.rooms.open(session_id)
        store = self._page.services.store
        try:
            after = contest(driver, index, point_id, chosen)
            item = correction_of(driver, index, point_id, chosen or Verdict.MISSING)
            if remember and chosen is None:
                store.remove_correction(item.question_id, point_id, item.wording)
            elif remember:
                store.save_correction(item)
        except InterviewerError as error:
            return plain(str(error))
        a, b = _score(before), _score(after)
        return text(language, "contest_done", a=a, b=b)

    def restore(self, session_id: str, index: int | None, language: Language) -> str:
        """Grade again by the reference as the question was asked."""
        if not session_id or index is None:
            return text(language, "contest_incomplete")
        try:
            found = regrade_one(self._page.services, session_id, index, None)
        except InterviewerError as error:
            return plain(str(error))
        if found is None:
            return text(language, "reference_same")
        self._page.rooms.forget(session_id)
        return text(language, "contest_done", a=_score(found.before), b=_score(found.after))

    def _grade(self, session_id: str, index: int | None) -> Grade | None:
        if not session_id or index is None:
            return None
        progress = self._page.rooms.open(session_id).state.progress_of(index)
        return progress.grade if progress else None


def _score(grade: Grade | None) -> str:
    return "–" if grade is None or grade.score is None else f"{grade.score:.0f}"
