"""What clicks on the interview tab do: driver calls in, updates of the view out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from interviewer.errors import InterviewerError
from interviewer.interview.driver import Driver
from interviewer.interview.intents import Intent
from interviewer.interview.outputs import Output
from interviewer.model.bank import Language
from interviewer.model.interview import SessionOptions
from interviewer.report.markup import plain
from interviewer.web.history_tab import report_of
from interviewer.web.live import Screen, follow
from interviewer.web.page import Page
from interviewer.web.texts import text
from interviewer.web.turns import moved_on, patiently, still_open, turn_of

MAX_ANSWER = 20_000
"""Characters of one answer; the box takes no more."""


@dataclass
class View:
    """The components that a step of the interview may change.

    ``seen`` belongs to one tab: the turn that is on its screen. ``box_note`` is read by a script in
    the browser (``assets/box.js``), which takes what was stored out of the answer box, or adds what
    was heard, without touching what was typed meanwhile.
    """

    setup: gr.Column
    room: gr.Column
    ending: gr.Column
    chat: gr.Chatbot
    notice: gr.Markdown
    answer: gr.Textbox
    report: gr.Markdown
    download: gr.DownloadButton
    session: gr.BrowserState
    help_row: gr.Row
    unfinished: gr.Markdown
    resume: gr.Button
    seen: gr.State
    box_note: gr.Textbox

    @property
    def outputs(self) -> list[Any]:
        """All of them, in the order in which ``changes`` returns updates."""
        return list(vars(self).values())

    def changes(self, **updates: Any) -> tuple[Any, ...]:
        """Updates for the named components; the others stay as they are."""
        return tuple(updates.get(name, gr.skip()) for name in vars(self))


class Desk:
    """Turns clicks into driver calls and driver outputs into updates of the view."""

    def __init__(self, page: Page, view: View) -> None:
        self.page = page
        self.view = view

    def start(self, *chosen: Any) -> Iterator[Any]:
        """Begin an interview with what was chosen (then the page's language)."""
        topics, count, language, mode, persona, follow_ups, page_language = chosen
        options = SessionOptions.model_validate(
            {
                "topics": tuple(topics or ()),
                "question_count": count,
                "language": language,
                "mode": mode,
                "persona": persona,
                "max_follow_ups": follow_ups,
                "seed": time.time_ns() % 2**31,
            }
        )
        try:
            driver = self.page.rooms.start(options, gr.Warning)
        except InterviewerError as error:
            yield self.view.changes(unfinished=gr.update(value=plain(str(error)), visible=True))
            return
        yield from self._enter(driver, page_language)

    def resume(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """Go on where the log ends."""
        try:
            driver = self.page.rooms.open(session_id)
        except InterviewerError as error:
            notice = gr.update(value=plain(str(error)), visible=True)
            yield self.view.changes(session="", unfinished=notice)
            return
        if driver.state.finished is not None:
            yield self._ended(driver, page_language)
            return
        yield from self._enter(driver, page_language)

    def restore(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """After a reload: back into the interview this browser was in, if there is one."""
        if session_id:
            yield from self.resume(session_id, page_language)

    def again(self) -> tuple[Any, ...]:
        """Back to the choices."""
        return self.view.changes(
            setup=gr.update(visible=True),
            room=gr.update(visible=False),
            ending=gr.update(visible=False),
            session="",
        )

    def translate(self, session_id: str, page_language: Language) -> tuple[Any, ...]:
        """What is on the screen, in the page's new language."""
        if not session_id:
            return self.view.changes()
        try:
            driver = self.page.rooms.open(session_id)
        except InterviewerError:
            return self.view.changes()
        if driver.state.finished is not None:
            return self._ended(driver, page_language)
        notice = text(page_language, "paused") if driver.state.paused else ""
        return self.view.changes(chat=Screen(driver, page_language).lines(), notice=notice)

    def send(self, words: str, session_id: str, seen: str, language: Language) -> Iterator[Any]:
        """Submit what stands in the box; a blank box has to be submitted twice."""
        driver = self.page.rooms.open(session_id)
        if moved_on(driver, seen):
            yield self._catch_up(driver, language)
            return
        notice = text(language, "empty_confirm")
        if not words.strip() and not self.page.rooms.confirm_blank(session_id):
            yield self.view.changes(notice=notice)
            return
        outputs = patiently(lambda: driver.submit(words), still_open(driver))
        yield from self._play(driver, outputs, language, sent=words)

    def ask_for(self, intent: Intent) -> Callable[[str, str, Language], Iterator[Any]]:
        """A handler for a button that asks for something."""

        def handler(session_id: str, seen: str, page_language: Language) -> Iterator[Any]:
            driver = self.page.rooms.open(session_id)
            if moved_on(driver, seen):
                yield self._catch_up(driver, page_language)
                return
            outputs = patiently(lambda: driver.request(intent), still_open(driver))
            yield from self._play(driver, outputs, page_language)

        return handler

    def undo(self, words: str, session_id: str, seen: str, language: Language) -> Iterator[Any]:
        """Take the last question's answers back and put them into the box, before what is there."""
        driver = self.page.rooms.open(session_id)
        if moved_on(driver, seen):
            yield self._catch_up(driver, language)
            return
        last = next((q for q in reversed(driver.state.questions) if q.answers), None)
        yield from self._play(driver, patiently(driver.undo, lambda: True), language)
        now = driver.state.progress_of(last.index) if last else None
        if last is not None and now is not None and len(now.undone) > len(last.undone):
            texts = [*(answer.text for answer in last.answers), words]
            restored = "\n".join(text for text in texts if text.strip())
            self.page.services.store.save_draft(session_id, restored, time.time())
            yield self.view.changes(answer=restored)

    def pause(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """Stop the clock, or go on."""
        driver = self.page.rooms.open(session_id)
        if driver.state.paused:
            yield from self._play(driver, driver.resume(), page_language)
            return
        outputs = patiently(driver.pause, lambda: not driver.state.paused)
        yield from self._play(driver, outputs, page_language)
        if driver.state.paused:
            yield self.view.changes(notice=text(page_language, "paused"))

    def end(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """End early; what was answered stays."""
        driver = self.page.rooms.open(session_id)
        outputs = patiently(driver.finish, lambda: driver.state.finished is None)
        yield from self._play(driver, outputs, page_language)

    def keep_draft(self, words: str | None, session_id: str, page_language: Language) -> Any:
        """Save what is typed; a notice where the box is full. None: the box was never shown."""
        if words is None:
            return gr.skip()
        if session_id:
            self.page.services.store.save_draft(session_id, words, time.time())
        full = len(words) >= MAX_ANSWER
        return text(page_language, "box_full", n=MAX_ANSWER) if full else gr.skip()

    def unsent(self, words: str | None, session_id: str) -> Any:
        """What the browser's tab kept of the answer box, unless it was submitted meanwhile."""
        if not words or not session_id:
            return gr.skip()
        try:
            driver = self.page.rooms.open(session_id)
        except InterviewerError:
            return gr.skip()
        return self._draft(driver) if _was_sent(words, driver) else words

    def hear(
        self, audio: str | None, session_id: str, page_language: Language
    ) -> Iterator[tuple[Any, ...]]:
        """Notice, note to the answer box, and the recorder, which is emptied once it was heard."""
        if not audio:
            return
        yield text(page_language, "transcribing"), gr.skip(), gr.skip()
        try:
            driver = self.page.rooms.open(session_id)
            heard = self.page.services.hear(Path(audio), driver.state)
        except InterviewerError as error:
            yield plain(str(error)), gr.skip(), None
            return
        if not heard:
            yield text(page_language, "heard_nothing"), gr.skip(), None
            return
        yield "", _box_note(added=heard), None

    def _enter(self, driver: Driver, language: Language) -> Iterator[Any]:
        draft = self._draft(driver)
        yield self.view.changes(
            setup=gr.update(visible=False),
            ending=gr.update(visible=False),
            room=gr.update(visible=True),
            help_row=gr.update(visible=driver.state.helps),
            session=self.page.ticket(driver.session_id),
            answer=draft,
            notice="",
        )
        if driver.state.paused:
            screen = Screen(driver, language)
            yield self.view.changes(chat=screen.lines(), notice=text(language, "paused"))
            return
        yield from self._play(driver, patiently(driver.run, lambda: True), language)

    def _draft(self, driver: Driver) -> str:
        draft = self.page.services.store.draft(driver.session_id)
        # Its last key stroke may have been saved after it was submitted.
        return "" if _was_sent(draft, driver) else draft

    def _play(
        self,
        driver: Driver,
        outputs: Iterator[Output],
        language: Language,
        sent: str | None = None,
    ) -> Iterator[Any]:
        """``sent`` leaves the answer box as soon as it is in the log."""
        store = self.page.services.store
        try:
            for update in follow(driver, outputs, language):
                changes: dict[str, Any] = {
                    "chat": update.lines,
                    "notice": update.notice,
                    "seen": turn_of(driver),
                }
                if update.stored and sent is not None:
                    store.save_draft(driver.session_id, "", time.time())
                    changes["box_note"] = _box_note(sent=sent)
                    sent = None
                yield self.view.changes(**changes)
        except InterviewerError as error:
            yield self.view.changes(notice=plain(text(language, "error", message=str(error))))
            return
        if driver.state.finished is not None:
            yield self._ended(driver, language)

    def _catch_up(self, driver: Driver, language: Language) -> tuple[Any, ...]:
        """Show where the interview is now; what stands in the box stays there."""
        return self.view.changes(
            chat=Screen(driver, language).lines(),
            notice=text(language, "moved_on"),
            seen=turn_of(driver),
        )

    def _ended(self, driver: Driver, language: Language) -> tuple[Any, ...]:
        markdown, path = report_of(self.page, driver.session_id, language)
        return self.view.changes(
            setup=gr.update(visible=False),
            room=gr.update(visible=False),
            ending=gr.update(visible=True),
            report=markdown,
            download=gr.update(value=path, visible=path is not None),
            session=self.page.ticket(driver.session_id),
        )

    def offer(self, page_language: Language, request: gr.Request) -> tuple[Any, Any]:
        """Words and button to go on with the last unfinished interview, where there is one.

        Only the owner is offered it: on a shared machine it may be somebody else's.
        """
        driver = self._unfinished() if self.page.owned_by(request) else None
        if driver is None or driver.state.started is None:
            return gr.update(visible=False), gr.update(visible=False)
        state = driver.state
        when = datetime.fromtimestamp(driver.state.started.at).strftime("%m-%d %H:%M")
        words = text(
            page_language, "unfinished", when=when, n=state.closed_count, total=state.total
        )
        button = gr.update(value=text(page_language, "resume"), visible=True)
        return gr.update(value=words, visible=True), button

    def resume_last(self, page_language: Language, request: gr.Request) -> Iterator[Any]:
        """Go on with the last unfinished interview."""
        driver = self._unfinished() if self.page.owned_by(request) else None
        if driver is not None:
            yield from self._enter(driver, page_language)

    def _unfinished(self) -> Driver | None:
        """The unfinished interview touched last, of those that can be read."""
        for row in self.page.services.store.sessions():
            if not row.finished:
                try:
                    return self.page.rooms.open(row.id)
                except InterviewerError:
                    continue
        return None


def _was_sent(words: str, driver: Driver) -> bool:
    return any(words == answer.text for item in driver.state.questions for answer in item.answers)


def _box_note(**words: str) -> str:
    """A note that differs from every one before, so that the browser sees it as a change."""
    return json.dumps({"at": time.time_ns(), **words}, ensure_ascii=False)
