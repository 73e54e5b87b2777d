"""The tab of past interviews: list, report, contest a verdict, delete."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import gradio as gr

from interviewer.errors import InterviewerError
from interviewer.interview.session import replay
from interviewer.model.bank import Language
from interviewer.report.build import build_report
from interviewer.report.markup import plain
from interviewer.report.render import render_html, render_markdown
from interviewer.web.contest_row import contest_row
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text


def history_tab(page: Page, labels: Labels, tab: gr.Tab) -> None:
    """Build the tab inside the current Blocks context; it is read anew whenever it is opened."""
    armed = gr.State("")
    choice = labels.add(
        gr.Dropdown(choices=[], interactive=True, elem_id="history-choice"), label="session"
    )
    notice = gr.Markdown(elem_id="history-notice")
    with gr.Column(visible=False) as chosen_part:
        with gr.Row():
            download = labels.add(gr.DownloadButton(elem_id="history-download"), label="download")
            delete = labels.add(gr.Button(variant="stop", elem_id="history-delete"), value="delete")
        shown = gr.Markdown(elem_id="history-report", latex_delimiters=page.latex)
        report = HistoryDesk(page)
        outputs = [shown, download]
        access = page.owned_session
        contest_row(page, labels, choice, outputs, refresh=report.again, access=access)
    picture = [chosen_part, notice, shown, download, armed]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at = [choice, page.language]
    listing = [choice, notice]
    tab.select(page.for_owner(report.open), at, listing, **quiet)
    choice.focus(page.for_owner(report.reload), at, listing, **quiet)
    choice.change(page.for_owner(report.show), at, picture, **quiet)
    renamed = [choice, *picture]
    page.language.change(page.if_owner(report.translate, len(renamed)), at, renamed, **quiet)
    delete.click(page.for_owner(report.remove), [*at, armed], [choice, notice, armed], **quiet)


class HistoryDesk:
    """Lists, shows and deletes past interviews."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def open(self, session_id: str | None, language: Language) -> tuple[Any, Any]:
        """The choices with the latest interview chosen where none is yet."""
        choices = session_choices(self._page, language)
        latest = choices[0][1] if choices else None
        return self.reload(session_id or latest, language)

    def reload(self, session_id: str | None, language: Language) -> tuple[Any, Any]:
        """The choices, and a notice where there is none."""
        choices = session_choices(self._page, language)
        notice = gr.skip() if choices else text(language, "history_empty")
        return gr.update(choices=choices, value=session_id), notice

    def show(self, session_id: str | None, language: Language) -> tuple[Any, ...]:
        """What belongs to the chosen interview, or nothing where none is chosen."""
        if not session_id:
            return gr.update(visible=False), gr.skip(), "", gr.skip(), ""
        report, download = self.again(session_id, language)
        return gr.update(visible=True), "", report, download, ""

    def translate(self, session_id: str | None, language: Language) -> tuple[Any, ...]:
        """The choices and what belongs to the chosen interview, in the page's new language."""
        choices = gr.update(choices=session_choices(self._page, language), value=session_id)
        return choices, *self.show(session_id, language)

    def again(self, session_id: str, language: Language) -> tuple[Any, Any]:
        """Report and download of an interview as they are now."""
        try:
            markdown, path = report_of(self._page, session_id, language)
        except InterviewerError as error:
            return plain(str(error)), gr.update(visible=False)
        return markdown, gr.update(value=path, visible=path is not None)

    def remove(self, session_id: str | None, language: Language, asked: str) -> tuple[Any, ...]:
        """Delete the chosen interview when asked twice."""
        if not session_id:
            return gr.skip(), gr.skip(), ""
        if asked != session_id:
            return gr.skip(), text(language, "delete_confirm"), session_id
        self._page.rooms.forget(session_id)
        try:
            self._page.services.store.delete(session_id)
        except InterviewerError as error:
            return gr.skip(), plain(str(error)), ""
        choices = gr.update(choices=session_choices(self._page, language), value=None)
        return choices, text(language, "deleted"), ""


def session_choices(page: Page, language: Language) -> list[tuple[str, str]]:
    """(what is shown, session id) of every interview, the latest first."""
    found = []
    for row in page.services.store.sessions():
        state = text(language, "done" if row.finished else "open")
        when = datetime.fromtimestamp(row.created_at).strftime("%Y-%m-%d %H:%M:%S")
        found.append((f"{when} · {state}", row.id))
    return found


def report_of(page: Page, session_id: str, language: Language) -> tuple[str, str | None]:
    """The report as Markdown, and the path of a downloadable page (None where the disk is full)."""
    report = build_report(replay(page.services.store.events(session_id)))
    # Ids that were imported may hold anything, so none becomes a part of a path.
    folder = page.downloads / hashlib.sha256(session_id.encode()).hexdigest()[:16]
    path = folder / f"interview-{datetime.fromtimestamp(report.started_at):%Y%m%d-%H%M}.html"
    try:
        folder.mkdir(exist_ok=True)
        path.write_text(render_html(report, language), encoding="utf-8")
    except OSError:
        return render_markdown(report, language), None
    return render_markdown(report, language), str(path)
