"""What clicks on the interview tab do: driver calls in, updates of the view out."""

from __future__ import annotations

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
from interviewer.interview.outputs import Output, Refused
from interviewer.model.bank import Language
from interviewer.model.interview import SessionOptions
from interviewer.report.markup import plain
from interviewer.web.history_tab import report_of
from interviewer.web.live import Screen, follow
from interviewer.web.page import Page
from interviewer.web.texts import text

BUSY_WAIT = 0.5
BUSY_TRIES = 120
"""After a reload: how often, and after how many seconds each time, to look whether the page that
was closed has let go of the interview."""


@dataclass
class View:
    """The components that a step of the interview may change.

    ``seen`` belongs to one tab: the turn that is on its screen.
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
            driver = self.page.rooms.start(options)
        except InterviewerError as error:
            yield self.view.changes(unfinished=gr.update(value=plain(str(error)), visible=True))
            return
        yield from self._enter(driver, page_language)

    def resume(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """Go on where the log ends."""
        try:
            driver = self.page.rooms.open(session_id)
        except InterviewerError:
            yield self.view.changes(session="")
            return
        if driver.state.finished is not None:
            yield self._ended(driver, page_language)
            return
        yield from self._enter(driver, page_language)

    def restore(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """After a reload: back into the interview this browser was in, if there is one."""
        if session_id:
            yield from self.resume(session_id, page_language)
            return
        yield self.view.changes(**self._offer(page_language))

    def again(self, page_language: Language) -> tuple[Any, ...]:
        """Back to the choices."""
        return self.view.changes(
            setup=gr.update(visible=True),
            room=gr.update(visible=False),
            ending=gr.update(visible=False),
            session="",
            **self._offer(page_language),
        )

    def send(self, words: str, session_id: str, seen: str, language: Language) -> Iterator[Any]:
        """Submit what stands in the box; a blank box has to be submitted twice."""
        driver = self.page.rooms.open(session_id)
        if _moved_on(driver, seen):
            yield self._catch_up(driver, language)
            return
        notice = text(language, "empty_confirm")
        if not words.strip() and not self.page.rooms.confirm_blank(session_id):
            yield self.view.changes(notice=notice)
            return
        outputs = _patiently(lambda: driver.submit(words), _still_open(driver))
        yield from self._play(driver, outputs, language, clear=True)

    def ask_for(self, intent: Intent) -> Callable[[str, str, Language], Iterator[Any]]:
        """A handler for a button that asks for something."""

        def handler(session_id: str, seen: str, page_language: Language) -> Iterator[Any]:
            driver = self.page.rooms.open(session_id)
            if _moved_on(driver, seen):
                yield self._catch_up(driver, page_language)
                return
            outputs = _patiently(lambda: driver.request(intent), _still_open(driver))
            yield from self._play(driver, outputs, page_language)

        return handler

    def undo(self, words: str, session_id: str, seen: str, language: Language) -> Iterator[Any]:
        """Take the last question's answers back and put them into the box, before what is there."""
        driver = self.page.rooms.open(session_id)
        if _moved_on(driver, seen):
            yield self._catch_up(driver, language)
            return
        last = next((q for q in reversed(driver.state.questions) if q.answers), None)
        yield from self._play(driver, driver.undo(), language)
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
        yield from self._play(driver, driver.pause(), page_language)
        if driver.state.paused:
            yield self.view.changes(notice=text(page_language, "paused"))

    def end(self, session_id: str, page_language: Language) -> Iterator[Any]:
        """End early; what was answered stays."""
        driver = self.page.rooms.open(session_id)
        yield from self._play(driver, driver.finish(), page_language)

    def keep_draft(self, words: str, session_id: str) -> None:
        """Save what is typed."""
        if session_id:
            self.page.services.store.save_draft(session_id, words, time.time())

    def hear(
        self, audio: str | None, words: str, session_id: str, page_language: Language
    ) -> Iterator[Any]:
        """Append what was said to the box."""
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
        joined = f"{words.rstrip()}\n{heard}" if words.strip() else heard
        self.keep_draft(joined, session_id)
        yield "", joined, None

    def _enter(self, driver: Driver, language: Language) -> Iterator[Any]:
        draft = self.page.services.store.draft(driver.session_id)
        if draft in {answer.text for item in driver.state.questions for answer in item.answers}:
            draft = ""  # the last key stroke was saved after its answer was submitted
        yield self.view.changes(
            setup=gr.update(visible=False),
            ending=gr.update(visible=False),
            room=gr.update(visible=True),
            help_row=gr.update(visible=driver.state.helps),
            session=driver.session_id,
            answer=draft,
            notice="",
        )
        if driver.state.paused:
            screen = Screen(driver, language)
            yield self.view.changes(chat=screen.lines(), notice=text(language, "paused"))
            return
        yield from self._play(driver, _patiently(driver.run, lambda: True), language)

    def _play(
        self, driver: Driver, outputs: Iterator[Output], language: Language, clear: bool = False
    ) -> Iterator[Any]:
        store = self.page.services.store
        try:
            for update in follow(driver, outputs, language):
                changes: dict[str, Any] = {
                    "chat": update.lines,
                    "notice": update.notice,
                    "seen": _turn_of(driver),
                }
                if update.stored and clear:
                    clear = False
                    store.save_draft(driver.session_id, "", time.time())
                    changes["answer"] = ""
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
            seen=_turn_of(driver),
        )

    def _ended(self, driver: Driver, language: Language) -> tuple[Any, ...]:
        markdown, path = report_of(self.page, driver.session_id, language)
        return self.view.changes(
            setup=gr.update(visible=False),
            room=gr.update(visible=False),
            ending=gr.update(visible=True),
            report=markdown,
            download=gr.update(value=path),
            session=driver.session_id,
        )

    def _offer(self, language: Language) -> dict[str, Any]:
        """Offer to go on with the last unfinished interview, if there is one."""
        open_rows = [row for row in self.page.services.store.sessions() if not row.finished]
        if not open_rows:
            return {"unfinished": gr.update(visible=False), "resume": gr.update(visible=False)}
        state = self.page.rooms.open(open_rows[0].id).state
        when = datetime.fromtimestamp(open_rows[0].created_at).strftime("%m-%d %H:%M")
        words = text(language, "unfinished", when=when, n=state.closed_count, total=state.total)
        offer = gr.update(value=words, visible=True)
        return {"unfinished": offer, "resume": gr.update(visible=True)}

    def resume_last(self, page_language: Language) -> Iterator[Any]:
        """Go on with the last unfinished interview."""
        rows = [row for row in self.page.services.store.sessions() if not row.finished]
        if rows:
            yield from self.resume(rows[0].id, page_language)


def _turn_of(driver: Driver) -> str:
    """The turn that waits for an answer, or an empty string."""
    progress = driver.state.open_question
    return "" if progress is None else f"{progress.index}/{progress.last.turn}"


def _moved_on(driver: Driver, seen: str) -> bool:
    """Whether a tab shows another turn than the one that is open: another tab went on."""
    return bool(seen) and seen != _turn_of(driver)


def _still_open(driver: Driver) -> Callable[[], bool]:
    """Whether the turn that is open now still waits for its answer, when asked later."""
    turn = _turn_of(driver)

    def waits() -> bool:
        progress = driver.state.open_question
        unanswered = progress is not None and progress.last.answer is None
        return unanswered and _turn_of(driver) == turn

    return waits


def _patiently(
    begin: Callable[[], Iterator[Output]], worth: Callable[[], bool]
) -> Iterator[Output]:
    """The outputs of ``begin``, tried again for a while where the driver is still busy.

    A driver is busy for a moment after it has shown a question (it works ahead), and until a page
    that was closed in the middle of a turn has let go. ``worth`` says whether waiting still makes
    sense: after a double click it does not.
    """
    for _ in range(BUSY_TRIES):
        busy = False
        for output in begin():
            busy = isinstance(output, Refused) and output.reason == "busy"
            if not busy:
                yield output
        if not busy:
            return
        if not worth():
            break
        time.sleep(BUSY_WAIT)
    yield Refused("busy")
