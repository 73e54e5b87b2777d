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
from interviewer.model.bank import Language
from interviewer.report.markup import plain
from interviewer.web.texts import text
from interviewer.web.transcript import ChatLine, interviewer_line, transcript


@dataclass(frozen=True)
class Picture:
    """What to show now. ``stored``: the candidate's text is safe, so its box may be emptied."""

    lines: list[ChatLine]
    notice: str
    stored: bool = False


class Screen:
    """The chat: what is in the log, and below it what is being said right now."""

    def __init__(self, driver: Driver, language: Language) -> None:
        self._driver = driver
        self._language = language
        self._logged = self._read()
        self._saying = ""

    def lines(self) -> list[ChatLine]:
        """All lines of this moment."""
        tail = [interviewer_line(self._saying)] if self._saying else []
        return [*self._logged, *tail]

    def say(self, words: str) -> None:
        """Add a checked sentence to what is being said."""
        self._saying = f"{self._saying} {words}".strip() if self._saying else words

    def settle(self) -> None:
        """What was being said is in the log now."""
        self._logged = self._read()
        self._saying = ""

    def _read(self) -> list[ChatLine]:
        driver = self._driver
        return transcript(driver.parts.log.events(driver.session_id), self._language)


def follow(driver: Driver, outputs: Iterator[Output], language: Language) -> Iterator[Picture]:
    """One picture per output; the closing words stay below the log until the end."""
    screen = Screen(driver, language)
    thinking = f"_{text(language, 'thinking')}_"
    notice = ""
    yield Picture(screen.lines(), thinking)
    said_of = ""
    for output in outputs:
        stored = False
        match output:
            case Acknowledged(words):
                screen.settle()
                screen.say(words)
                stored, said_of = True, "acknowledged"
            case Shown(kind, words, done):
                if done and kind != "closing":
                    screen.settle()
                elif words:
                    if said_of != kind:
                        screen.settle()
                    screen.say(words)
                said_of = kind
            case Refused(reason, _):
                notice = _refusal(reason, language)
            case _:
                screen.settle()
        waiting = isinstance(output, Acknowledged | Closed | Graded)
        yield Picture(screen.lines(), thinking if waiting else notice, stored)


def _refusal(reason: str, language: Language) -> str:
    if reason == "busy":
        return text(language, "busy")
    return plain(text(language, "error", message=reason))
