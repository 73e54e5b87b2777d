"""A language model that says what it was told: for tests, demos and the shipped examples."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from interviewer.errors import LanguageModelError
from interviewer.llm.replies import until_stop
from interviewer.model.protocols import Completion, Message

Reply = str | Exception
Script = Callable[[Completion], Reply]

_PIECE = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)


class ScriptedModel:
    """Replies from a list, in order, or from a function of the request.

    A reply that is an exception is raised; ``fail_after`` breaks off every reply after so many
    pieces; ``delay`` seconds pass before each piece. ``requests`` and ``warmed`` keep what was
    asked, so that tests can look at the prompts.
    """

    def __init__(
        self,
        replies: Sequence[Reply] | Script = (),
        *,
        fail_after: int | None = None,
        delay: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.id = "scripted"
        self.requests: list[Completion] = []
        self.warmed: list[tuple[Message, ...]] = []
        self.closed = False
        self._replies = replies if callable(replies) else list(replies)
        self._fail_after = fail_after
        self._delay = delay
        self._sleep = sleep
        self._lock = threading.Lock()

    def stream(self, request: Completion) -> Iterator[str]:
        """The next reply, word by word (Chinese: character by character)."""
        reply = self._next(request)
        if isinstance(reply, Exception):
            raise reply
        pieces = _PIECE.findall(reply)[: request.max_tokens]
        yield from until_stop(self._timed(pieces), request.stop)

    def warm(self, messages: Sequence[Message]) -> None:
        """Remember what was to be read ahead."""
        self.warmed.append(tuple(messages))

    def close(self) -> None:
        """Remember that the model was let go."""
        self.closed = True

    def _next(self, request: Completion) -> Reply:
        with self._lock:
            self.requests.append(request)
            if callable(self._replies):
                return self._replies(request)
            if not self._replies:
                raise LanguageModelError(
                    "The script has no reply left. Give ScriptedModel one reply for each request."
                )
            return self._replies.pop(0)

    def _timed(self, pieces: Sequence[str]) -> Iterator[str]:
        for count, piece in enumerate(pieces):
            if count == self._fail_after:
                raise LanguageModelError("The scripted model broke off. Try again.")
            if self._delay:
                self._sleep(self._delay)
            yield piece
