"""Words what is likely to be asked next while the candidate is still thinking."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviewer.interview.checks import SentenceCheck
from interviewer.interview.streams import StoppableModel
from interviewer.interview.wording import Sentences, Wordsmith
from interviewer.model.interview import Wording
from interviewer.model.protocols import LanguageModel

Key = tuple[str, int, str]
"""(*question* or *follow_up*, plan index, point id or empty)."""


PREPARE_WITHIN = 60.0
"""Seconds within which a second attempt may begin; nobody waits for it."""


@dataclass(frozen=True)
class Job:
    """One wording to be prepared."""

    key: Key
    make: Callable[[Wordsmith], Sentences]


class Preparer:
    """Runs jobs one after the other in a thread that stops within one token when told to."""

    def __init__(self, llm: LanguageModel, check: SentenceCheck) -> None:
        self._llm = llm
        self._check = check
        self._ready: dict[Key, Wording] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, jobs: Sequence[Job]) -> None:
        """Prepare ``jobs`` in order; those that are ready already are not made again."""
        self.stop()
        todo = [job for job in jobs if job.key not in self._ready]
        if not todo:
            return
        stop = self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(todo, stop), daemon=True)
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Stop preparing; waits until the model is free again, at most ``patience`` seconds."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(patience)
            self._thread = None

    def wait(self, patience: float) -> None:
        """Let the running jobs finish, at most ``patience`` seconds (for measurements)."""
        if self._thread is not None:
            self._thread.join(patience)

    def take(self, key: Key) -> Wording | None:
        """The wording under ``key`` if it is ready; it can be taken once."""
        return self._ready.pop(key, None)

    def _work(self, jobs: Sequence[Job], stop: threading.Event) -> None:
        smith = Wordsmith(StoppableModel(self._llm, stop), self._check, retry_within=PREPARE_WITHIN)
        for job in jobs:
            if stop.is_set():
                return
            wording = _drain(job.make(smith))
            if not stop.is_set():  # own words count as well: the model had both its tries
                self._ready[job.key] = wording


def _drain(words: Sentences) -> Wording:
    """Run a wording to its end and return it."""
    while True:
        try:
            next(words)
        except StopIteration as end:
            wording: Wording = end.value
            return wording
