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


def history_tab(page: Page, labels: Labels) -> None:
    """Build the tab inside the current Blocks context."""
    armed = gr.State("")
    with gr.Row():
        choice = labels.add(
            gr.Dropdown(choices=[], interactive=True, elem_id="history-choice", scale=4),
            label="session",
        )
        refresh = labels.add(gr.Button(scale=1, elem_id="history-refresh"), value="refresh")
    with gr.Row():
        download = labels.add(
            gr.DownloadButton(visible=False, elem_id="history-download"), label="download"
        )
        delete = labels.add(gr.Button(variant="stop", elem_id="history-delete"), value="delete")
    notice = gr.Markdown(elem_id="history-notice")
    shown = gr.Markdown(elem_id="history-report", latex_delimiters=page.latex)

    def reload(language: Language) -> Any:
        return gr.update(choices=session_choices(page, language)), ""

    def show(session_id: str | None, language: Language) -> tuple[Any, Any, str]:
        if not session_id:
            return "", gr.update(visible=False), ""
        try:
            markdown, path = report_of(page, session_id, language)
        except InterviewerError as error:
            return plain(str(error)), gr.update(visible=False), ""
        return markdown, gr.update(value=path, visible=path is not None), ""

    contest_row(page, labels, choice, [shown, download, armed], show)

    def remove(session_id: str | None, language: Language, asked: str) -> tuple[Any, ...]:
        if not session_id:
            return gr.update(), "", "", gr.update()
        if asked != session_id:
            return gr.update(), text(language, "delete_confirm"), session_id, gr.update()
        page.rooms.forget(session_id)
        page.services.store.delete(session_id)
        choices = gr.update(choices=session_choices(page, language), value=None)
        return choices, text(language, "deleted"), "", ""

    refresh.click(reload, page.language, [choice, notice], api_visibility="private")
    choice.focus(
        reload, page.language, [choice, notice], show_progress="hidden", api_visibility="private"
    )
    choice.change(show, [choice, page.language], [shown, download, armed], api_visibility="private")
    delete.click(
        remove,
        [choice, page.language, armed],
        [choice, notice, armed, shown],
        api_visibility="private",
    )


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
