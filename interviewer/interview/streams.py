"""Language models that cannot hold an interview up: with a deadline, and with a stop signal."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from interviewer.errors import InterviewerError, LanguageModelError
from interviewer.model.protocols import Completion, LanguageModel, Message

LIVE_PATIENCE = 6.0
"""Seconds that a reply may take while the candidate waits; then code's words are shown."""
AHEAD_PATIENCE = 30.0
"""The same for what is prepared while the candidate thinks."""

MAX_STALLS = 2

_Item = str | Exception | None


class PatientModel:
    """Wraps a model that may stall or fail.

    A reply of more than ``patience`` seconds and any failure become a ``LanguageModelError``.
    """

    def __init__(
        self,
        model: LanguageModel,
        patience: float = LIVE_PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._patience = patience
        self._clock = clock
        self._stalls = 0

    @property
    def id(self) -> str:
        """The wrapped model's fingerprint."""
        return self._model.id

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield the pieces; raises ``LanguageModelError`` on a stall or failure.

        After ``MAX_STALLS`` stalls in a row the model is not asked again: the candidate would wait
        in vain every time.
        """
        if self._stalls >= MAX_STALLS:
            raise LanguageModelError("The language model has stalled. Restart to use it again.")
        pieces: queue.Queue[_Item] = queue.Queue()
        stopped = threading.Event()

        def work() -> None:
            try:
                for piece in self._model.stream(request):
                    pieces.put(piece)
                    if stopped.is_set():
                        break
                pieces.put(None)
            except Exception as error:  # whatever a back end raises must not stop the interview
                pieces.put(error)

        deadline = self._clock() + self._patience
        threading.Thread(target=work, daemon=True, name="llm-stream").start()
        try:
            while (item := self._take(pieces, deadline)) is not None:
                if isinstance(item, InterviewerError):
                    raise item
                if isinstance(item, Exception):
                    raise LanguageModelError(f"The language model failed: {item}.") from item
                yield item
        except GeneratorExit:  # who asked has heard enough, in time
            self._stalls = 0
            raise
        finally:
            stopped.set()

    def _take(self, pieces: queue.Queue[_Item], deadline: float) -> _Item:
        try:
            item = pieces.get(timeout=max(0.0, deadline - self._clock()))
        except queue.Empty:
            self._stalls += 1
            message = f"The language model was not ready within {self._patience:g} s."
            raise LanguageModelError(message) from None
        if item is None:
            self._stalls = 0
        return item

    def warm(self, messages: Sequence[Message]) -> None:
        """Warm the wrapped model."""
        self._model.warm(messages)

    def close(self) -> None:
        """Close the wrapped model."""
        self._model.close()


class StoppableModel:
    """Wraps a model: once ``stop`` is set, its streams break off at the next piece."""

    def __init__(self, model: LanguageModel, stop: threading.Event) -> None:
        self._model = model
        self._stop = stop

    @property
    def id(self) -> str:
        """The wrapped model's fingerprint."""
        return self._model.id

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield the pieces until stopped."""
        if self._stop.is_set():
            raise LanguageModelError("The preparation was stopped.")
        for piece in self._model.stream(request):
            if self._stop.is_set():
                raise LanguageModelError("The preparation was stopped.")
            yield piece

    def warm(self, messages: Sequence[Message]) -> None:
        """Warm the wrapped model unless stopped."""
        if not self._stop.is_set():
            self._model.warm(messages)

    def close(self) -> None:
        """Close the wrapped model."""
        self._model.close()
