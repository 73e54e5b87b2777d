"""The tab for whoever looks after the bank: accept, edit or switch off, by keyboard if liked."""

from __future__ import annotations

from typing import Any

import gradio as gr

from interviewer.bank.edits import Edit, accept
from interviewer.bank.review import PILES, Pile, pile
from interviewer.errors import InterviewerError
from interviewer.interview.regrade import Regraded
from interviewer.model.bank import Language, Question
from interviewer.report.markup import document, plain, with_math
from interviewer.web.feedback import sources_line
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text
from interviewer.wiring.regrading import regrade_after


def review_tab(page: Page, labels: Labels, tab: gr.Tab) -> None:
    """Build the tab inside the current Blocks context; nothing is loaded before it is opened."""
    which = gr.Radio(elem_id="review-pile")
    labels.add_choices(which, "pile", PILES, "doubtful")
    labels.add(gr.Markdown(elem_id="review-keys"), value="review_keys")
    place, current = gr.State(0), gr.State("")
    notice = gr.Markdown(elem_id="review-notice")
    shown = gr.Markdown(elem_id="review-shown", latex_delimiters=page.latex)
    with gr.Row():
        buttons = {
            name: labels.add(gr.Button(elem_id=f"review-{name}", min_width=90), value=name)
            for name in ("accept", "reject", "split", "previous", "next")
        }
    question = labels.add(
        gr.Textbox(lines=2, elem_id="review-question", max_length=2000), label="review_question"
    )
    reference = labels.add(
        gr.Textbox(lines=8, elem_id="review-reference", max_length=20000),
        label="review_reference",
    )
    save = labels.add(gr.Button(elem_id="review-save"), value="save")

    desk, allowed = ReviewDesk(page), page.for_owner
    seen = [which, place, page.language]
    out = [place, current, notice, shown, question, reference]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([which.change, tab.select], allowed(desk.first), [which, page.language], out, **quiet)
    buttons["next"].click(allowed(desk.next), seen, out, **quiet)
    buttons["previous"].click(allowed(desk.previous), seen, out, **quiet)
    for name in ("accept", "reject", "split"):
        buttons[name].click(allowed(desk.decide(name)), [current, *seen], out, **quiet)
    save.click(allowed(desk.save), [question, reference, current, *seen], out, **quiet)
    now = [current, which, place, page.language]
    page.language.change(page.if_owner(desk.translate, 1), now, shown, **quiet)


class ReviewDesk:
    """Walks through a pile; every decision is an edit in the bank's log."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def first(self, which: Pile, language: Language) -> tuple[Any, ...]:
        """The first question of a pile."""
        return self._show(which, 0, language)

    def next(self, which: Pile, place: int, language: Language) -> tuple[Any, ...]:
        """One further."""
        return self._show(which, place + 1, language)

    def previous(self, which: Pile, place: int, language: Language) -> tuple[Any, ...]:
        """One back."""
        return self._show(which, place - 1, language)

    def translate(self, key: str, which: Pile, place: int, language: Language) -> Any:
        """What is shown, in the page's new language; the boxes keep what is typed in them."""
        return self._show(which, place, language)[3] if key else gr.skip()

    def decide(self, name: str) -> Any:
        """A handler that accepts, switches off (or on again) or splits the question shown."""

        def handler(key: str, which: Pile, place: int, language: Language) -> tuple[Any, ...]:
            found = self._page.services.bank.by_id().get(key)
            if found is None:
                return self._show(which, place, language)
            if name == "accept":
                return self._edit(accept([found]), which, place, language)
            operation = name
            if name == "reject":
                operation = "unhide" if found.hidden else "hide"
            return self._edit(
                Edit.model_validate({"op": operation, "ids": (key,)}), which, place, language
            )

        return handler

    def save(  # noqa: PLR0917 - Gradio hands inputs over by position
        self, question: str, reference: str, key: str, which: Pile, place: int, language: Language
    ) -> tuple[Any, ...]:
        """Store a new wording of the question shown; what stays the same is not touched."""
        found = self._page.services.bank.by_id().get(key)
        if found is None:
            return self._show(which, place, language)
        written = {"question": question.strip(), "reference": reference.strip()}
        fields = {name: text for name, text in written.items() if text != getattr(found, name)}
        if not fields:
            return self._show(which, place, language)
        edit = Edit(op="edit", ids=(key,), fields=fields)
        return self._edit(edit, which, place, language)

    def _edit(self, edit: Edit, which: Pile, place: int, language: Language) -> tuple[Any, ...]:
        before = self._ids(which)
        try:
            self._page.services.edit_bank(edit)
        except InterviewerError as error:
            return (gr.skip(), gr.skip(), plain(str(error)), gr.skip(), gr.skip(), gr.skip())
        stays = self._ids(which) == before
        notice = text(language, "saved")
        try:
            regraded = self._regrade(edit)
        except InterviewerError as error:
            notice += " " + plain(text(language, "regrade_failed", message=str(error)))
        else:
            notice += " " + text(language, "regraded", n=len(regraded)) if regraded else ""
        return self._show(which, place + 1 if stays else place, language, notice)

    def _regrade(self, edit: Edit) -> tuple[Regraded, ...]:
        """Compute past grades again; an open driver of such an interview reads its log anew."""
        services = self._page.services
        found = regrade_after(services, services.bank, (edit,), gr.Warning)
        for item in found:
            self._page.rooms.forget(item.session_id)
        return found

    def _ids(self, which: Pile) -> tuple[str, ...]:
        return tuple(question.id for question in self._pile(which))

    def _pile(self, which: Pile) -> tuple[Question, ...]:
        services = self._page.services
        return pile(services.bank, services.edits(), which, services.changes())

    def _show(
        self, which: Pile, place: int, language: Language, notice: str = ""
    ) -> tuple[Any, ...]:
        questions = self._pile(which)
        if not questions:
            return 0, "", notice, text(language, "review_empty"), "", ""
        place = max(0, min(place, len(questions) - 1))
        item = questions[place]
        same = [
            other
            for other in self._page.services.bank.clusters().get(item.cluster_id, ())
            if other.id != item.id
        ]
        where = text(language, "review_place", n=place + 1, total=len(questions))
        shown = f"**{where}**\n\n" + question_markdown(item, same, language)
        return place, item.id, notice, shown, item.question, item.reference


def question_markdown(item: Question, same: list[Question], language: Language) -> str:
    """Everything about a question as safe Markdown."""
    blocks = [f"### {with_math(' '.join(item.question.split()))}"]
    if item.doubt:
        quotes = "".join(
            f"\n> {document(' '.join(quote.split()))}\n" for quote in item.doubt.quotes
        )
        blocks.append(f"⚠ {plain(text(language, 'fb_doubt', reason=item.doubt.reason))}\n{quotes}")
    blocks.append(document(item.reference))
    if item.explanation:
        blocks.append(f"**{text(language, 'fb_explanation')}**\n\n{document(item.explanation)}")
    points = [f"- ({point.weight}) {with_math(point.text)}" for point in item.key_points]
    blocks.append(f"**{text(language, 'review_points')}**\n\n" + "\n".join(points))
    if same:
        lines = [f"- {with_math(' '.join(other.question.split()))}" for other in same]
        blocks.append(f"**{text(language, 'review_same')}**\n\n" + "\n".join(lines))
    blocks.append(sources_line(item.sources, language))
    return "\n\n".join(blocks)
