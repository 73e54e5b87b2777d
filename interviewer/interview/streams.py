"""Language models that cannot hold an interview up: with a deadline, and with a stop signal."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence

from interviewer.errors import InterviewerError, LanguageModelError
from interviewer.model.protocols import Completion, LanguageModel, Message

FIRST_PATIENCE = 20.0
"""Seconds to wait for the first piece: a slow machine reads a long prompt in that time."""
NEXT_PATIENCE = 8.0
"""Seconds to wait for any further piece."""

MAX_STALLS = 2

_Item = str | Exception | None


class PatientModel:
    """Wraps a model: a stall or any failure inside it becomes a ``LanguageModelError``."""

    def __init__(
        self, model: LanguageModel, first: float = FIRST_PATIENCE, following: float = NEXT_PATIENCE
    ) -> None:
        self._model = model
        self._first = first
        self._following = following
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

        threading.Thread(target=work, daemon=True, name="llm-stream").start()
        patience = self._first
        try:
            while (item := self._take(pieces, patience)) is not None:
                patience = self._following
                if isinstance(item, InterviewerError):
                    raise item
                if isinstance(item, Exception):
                    raise LanguageModelError(f"The language model failed: {item}.") from item
                yield item
        finally:
            stopped.set()

    def _take(self, pieces: queue.Queue[_Item], patience: float) -> _Item:
        try:
            item = pieces.get(timeout=patience)
        except queue.Empty:
            self._stalls += 1
            message = f"The language model gave nothing for {patience:g} s."
            raise LanguageModelError(message) from None
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
