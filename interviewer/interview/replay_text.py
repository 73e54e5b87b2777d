"""The conversation of a stored session as plain lines, for surfaces that show it again."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.interview.state import State


def transcript(state: State) -> Iterator[str]:
    """What was asked and answered so far; lines of the candidate begin with ``>``."""
    for progress in state.questions:
        for exchange in progress.exchanges:
            yield exchange.asked.text
            if exchange.answer is not None:
                yield from (f"> {line}" for line in exchange.answer.text.splitlines() or [""])
        if progress.closed is None:
            yield from (hint.text for hint in progress.hints)
