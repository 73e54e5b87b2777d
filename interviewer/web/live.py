"""The driver's outputs as successive pictures of the chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.interview.driver import Driver
from interviewer.interview.outputs import (
    Acknowledged,
    Closed,
    Graded,
    Output,
    Refused,
    Shown,
)
from interviewer.interview.texts import joined
from interviewer.model.bank import Language
from interviewer.report.markup import plain
from interviewer.web.texts import text
from interviewer.web.transcript import ChatLine, Transcript, interviewer_line


@dataclass(frozen=True)
class Picture:
    """What to show now. ``stored``: what was sent is in the log, so its box may be emptied."""

    lines: list[ChatLine]
    notice: str
    stored: bool = False


class Screen:
    """The chat: what is in the log, and below it what is being said right now."""

    def __init__(self, driver: Driver, language: Language) -> None:
        self._driver = driver
        self._logged = Transcript(language)
        self._saying = ""
        self.settle()

    def lines(self) -> list[ChatLine]:
        """All lines of this moment."""
        tail = [interviewer_line(self._saying)] if self._saying else []
        return [*self._logged.lines, *tail]

    def say(self, words: str) -> None:
        """Add a checked sentence to what is being said."""
        self._saying = joined(self._saying, words)

    def settle(self) -> None:
        """What was being said is in the log now; only its new events are read."""
        log = self._driver.parts.log
        self._logged.add(log.events(self._driver.session_id, self._logged.seen))
        self._saying = ""


def follow(driver: Driver, outputs: Iterator[Output], language: Language) -> Iterator[Picture]:
    """One picture per output; the closing words stay below the log until the end."""
    screen = Screen(driver, language)
    thinking = f"_{text(language, 'thinking')}_"
    notice = ""
    yield Picture(screen.lines(), thinking)
    said_of, refused = "", False
    for output in outputs:
        match output:
            case Acknowledged(words):
                screen.settle()
                screen.say(words)
                said_of = "acknowledged"
            case Shown(kind, words, done):
                if done and kind != "closing":
                    screen.settle()
                elif words:
                    if said_of != kind:
                        screen.settle()
                    screen.say(words)
                said_of = kind
            case Refused(reason, _):
                notice, refused = _refusal(reason, language), True
            case _:
                screen.settle()
        more = isinstance(output, Shown) and not output.done and output.kind != "closing"
        waiting = more or isinstance(output, Acknowledged | Closed | Graded)
        yield Picture(screen.lines(), thinking if waiting else notice, stored=not refused)


_REFUSALS = {
    "busy": "busy",
    "went on elsewhere": "moved_on",
    "the session is paused": "paused",
    "the session has ended": "finished",
    "only practice allows to take back an answer": "undo_practice",
    "there is no answer to take back": "undo_none",
    "this is not the last answer": "undo_none",
    "the next question has begun": "undo_late",
    "the answer has been shown": "undo_late",
    "the verdict has been contested": "undo_late",
}
"""What the core says, to the page's own words for it."""


def _refusal(reason: str, language: Language) -> str:
    if reason in _REFUSALS:
        return text(language, _REFUSALS[reason])
    return plain(text(language, "error", message=reason))
