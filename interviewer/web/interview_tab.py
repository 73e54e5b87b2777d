"""The tab of the interview itself: choose, talk, report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import gradio as gr

from interviewer.interview.intents import Intent
from interviewer.web.contest_row import contest_row
from interviewer.web.desk import MAX_ANSWER, Desk, View
from interviewer.web.history_tab import report_of
from interviewer.web.labels import Labels
from interviewer.web.page import Page

ASSETS = Path(__file__).parent / "assets"
BOX_SCRIPT = (ASSETS / "box.js").read_text(encoding="utf-8")
TYPED_SCRIPT = (ASSETS / "typed.js").read_text(encoding="utf-8")

QUIET: dict[str, Any] = {
    "concurrency_limit": None,
    "show_progress": "hidden",
    "api_visibility": "private",
}
"""Handlers run side by side for many visitors; grader and model queue by themselves."""


@dataclass
class Entry:
    """What is on the screen before an interview; ``options`` in the order of ``Desk.start``."""

    options: list[Any]
    start: gr.Button
    unfinished: gr.Markdown
    resume: gr.Button


def interview_tab(page: Page, labels: Labels, secret: str) -> None:
    """Build the tab inside the current Blocks context.

    ``secret``: key of what the browser keeps, which is the interview it is in.
    """
    session = gr.BrowserState("", storage_key="interviewer-session", secret=secret)
    with gr.Column(elem_id="setup") as setup:
        entry = _setup(page, labels)
    with gr.Column(visible=False, elem_id="room") as room:
        chat, notice, answer, buttons, help_row, audio = _room(page, labels)
    with gr.Column(visible=False, elem_id="ending") as ending:
        report, download, again = _ending(page, labels, session)
    view = View(
        setup=setup,
        room=room,
        ending=ending,
        chat=chat,
        notice=notice,
        answer=answer,
        report=report,
        download=download,
        session=session,
        help_row=help_row,
        unfinished=entry.unfinished,
        resume=entry.resume,
        seen=gr.State(""),
        box_note=gr.Textbox(visible="hidden", elem_id="box-note"),
    )
    desk = Desk(page, view)
    _wire_start(desk, entry, again)
    _wire_room(desk, buttons, audio)


def _setup(page: Page, labels: Labels) -> Entry:
    unfinished = gr.Markdown(visible=False, elem_id="unfinished")
    resume = labels.add(
        gr.Button(visible=False, variant="primary", elem_id="resume"), value="resume"
    )
    language = labels.add(
        gr.Radio([("中文", "zh"), ("English", "en")], value=labels.initial, elem_id="language"),
        label="language",
    )
    topics = labels.add(
        gr.Dropdown(page.topics(labels.initial), multiselect=True, elem_id="topics"),
        label="topics",
    )
    with gr.Row():
        count = labels.add(gr.Radio([5, 8, 10], value=5, elem_id="count"), label="count")
        follow_ups = labels.add(
            gr.Radio([0, 1, 2], value=2, elem_id="follow-ups"), label="follow_ups"
        )
        persona = gr.Radio(elem_id="persona")
    mode = gr.Radio(elem_id="mode")
    labels.add_choices(mode, "mode", ("practice", "live", "drill", "exam"), "practice")
    labels.add_choices(persona, "persona", ("friendly", "neutral", "strict"), "neutral")
    start = labels.add(gr.Button(variant="primary", elem_id="start"), value="start")
    language.change(
        lambda chosen: gr.update(choices=page.topics(chosen), value=[]),
        language,
        topics,
        show_progress="hidden",
        api_visibility="private",
    )
    page.language.change(
        lambda chosen: chosen if page.topics(chosen) else gr.skip(),
        page.language,
        language,
        show_progress="hidden",
        api_visibility="private",
    )
    options = [topics, count, language, mode, persona, follow_ups]
    return Entry(options, start, unfinished, resume)


def _room(page: Page, labels: Labels) -> tuple[Any, ...]:
    chat = gr.Chatbot(
        elem_id="chat",
        height="46vh",
        show_label=False,
        latex_delimiters=page.latex,
        buttons=[],
        feedback_options=None,
        allow_tags=False,
        group_consecutive_messages=False,
    )
    notice = gr.Markdown(elem_id="notice")
    answer = labels.add(
        gr.Textbox(lines=4, max_lines=14, max_length=MAX_ANSWER, elem_id="answer", autofocus=True),
        label="answer",
        placeholder="answer_hint",
    )
    with gr.Row(elem_classes="actions"):
        buttons = {"send": _button(labels, "send", variant="primary")}
        buttons |= {name: _button(labels, name) for name in ("skip", "repeat")}
        with gr.Row(elem_classes="actions", scale=3) as help_row:
            buttons |= {name: _button(labels, name) for name in ("hint", "reveal", "undo")}
        buttons |= {name: _button(labels, name) for name in ("pause", "end")}
    with labels.add(gr.Accordion(open=False, elem_id="voice"), label="record"):
        audio = gr.Audio(
            sources=["microphone", "upload"], type="filepath", elem_id="audio", show_label=False
        )
    return chat, notice, answer, buttons, help_row, audio


def _button(
    labels: Labels, name: str, variant: Literal["primary", "secondary"] = "secondary"
) -> gr.Button:
    button = gr.Button(elem_id=name, size="md", variant=variant, min_width=72)
    return labels.add(button, value=name)


def _ending(
    page: Page, labels: Labels, session: gr.BrowserState
) -> tuple[gr.Markdown, gr.DownloadButton, gr.Button]:
    with gr.Row():
        download = labels.add(gr.DownloadButton(elem_id="download"), label="download")
        again = labels.add(gr.Button(variant="primary", elem_id="new"), value="new")
    report = gr.Markdown(elem_id="report", latex_delimiters=page.latex)
    contest_row(
        page,
        labels,
        session,
        [report, download],
        refresh=lambda *at: report_of(page, *at),
        access=lambda _, ticket: page.session_of(ticket),
    )
    return report, download, again


def _wire_start(desk: Desk, entry: Entry, again: gr.Button) -> None:
    out, language = desk.view.outputs, desk.page.language
    offered = [entry.unfinished, entry.resume]
    entry.start.click(desk.start, [*entry.options, language], out, **QUIET)
    entry.resume.click(desk.resume_last, language, out, **QUIET)
    again.click(desk.again, None, out, **QUIET).then(desk.offer, language, offered, **QUIET)
    who, mine = [desk.view.session, language], desk.page.by_ticket
    restored = desk.page.opened.then(mine(desk.restore), who, out, **QUIET)
    box = [desk.view.answer, desk.view.session]
    restored.then(mine(desk.unsent, 1), box, desk.view.answer, js=TYPED_SCRIPT, **QUIET)
    desk.page.opened.then(desk.offer, language, offered, **QUIET)
    language.change(mine(desk.translate), who, out, **QUIET)
    language.change(desk.offer, language, offered, **QUIET)


def _wire_room(desk: Desk, buttons: dict[str, gr.Button], audio: gr.Audio) -> None:
    view, language = desk.view, desk.page.language
    out, who, mine = view.outputs, [view.session, language], desk.page.by_ticket
    at = [view.session, view.seen, language]
    gr.on(
        [buttons["send"].click, view.answer.submit],
        mine(desk.send, 1),
        [view.answer, *at],
        out,
        trigger_mode="once",
        **QUIET,
    )
    intents = {
        "skip": Intent.SKIP,
        "repeat": Intent.REPEAT,
        "hint": Intent.HINT,
        "reveal": Intent.REVEAL,
    }
    for name, intent in intents.items():
        buttons[name].click(mine(desk.ask_for(intent)), at, out, **QUIET)
    buttons["undo"].click(mine(desk.undo, 1), [view.answer, *at], out, **QUIET)
    for name, handler in (("pause", desk.pause), ("end", desk.end)):
        buttons[name].click(mine(handler), who, out, **QUIET)
    view.answer.change(
        mine(desk.keep_draft, 1),
        [view.answer, *who],
        view.notice,
        trigger_mode="always_last",
        **QUIET,
    )
    view.box_note.change(None, [view.box_note, view.answer], view.answer, js=BOX_SCRIPT)
    gr.on(
        [audio.stop_recording, audio.upload],
        mine(desk.hear, 1),
        [audio, *who],
        [view.notice, view.box_note, audio],
        **QUIET,
    )
