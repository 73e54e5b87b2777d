"""Which turn of an interview a tab shows, and waiting for a driver that is still at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from interviewer.interview.driver import Driver
from interviewer.interview.outputs import Output, Refused

BUSY_WAIT = 0.5
BUSY_TRIES = 120
"""After a reload: how often, and after how many seconds each time, to look whether the page that
was closed has let go of the interview."""


def turn_of(driver: Driver) -> str:
    """The turn that waits for an answer, or an empty string."""
    progress = driver.state.open_question
    return "" if progress is None else f"{progress.index}/{progress.last.turn}"


def moved_on(driver: Driver, seen: str) -> bool:
    """Whether a tab shows another turn than the one that is open: another tab went on."""
    return bool(seen) and seen != turn_of(driver)


def still_open(driver: Driver) -> Callable[[], bool]:
    """Whether the turn that is open now still waits for its answer, when asked later."""
    turn = turn_of(driver)

    def waits() -> bool:
        progress = driver.state.open_question
        unanswered = progress is not None and progress.last.answer is None
        return unanswered and turn_of(driver) == turn

    return waits


def patiently(begin: Callable[[], Iterator[Output]], worth: Callable[[], bool]) -> Iterator[Output]:
    """The outputs of ``begin``, tried again for a while where the driver is still busy.

    A driver is busy while it words what comes next, for a moment after it has shown a question (it
    works ahead), and until a page that was closed in the middle of a turn has let go. ``worth``
    says whether waiting still makes sense: after a double click it does not.
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
