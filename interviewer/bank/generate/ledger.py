"""Which passages were worked on, so that a run that was stopped goes on where it was."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from interviewer.bank.generate.write import UNUSABLE, Outcome
from interviewer.model.base import Value

LEDGER = "generated.jsonl"


class Entry(Value):
    """One passage that is done; ``ids`` are its accepted questions, ``model`` who worded them."""

    passage: str
    model: str
    ids: tuple[str, ...] = ()
    reason: str | None = None


class Ledger:
    """The entries of an index folder, one JSON object a line, appended passage by passage.

    A line that cannot be read only means that its passage is done again.
    """

    def __init__(self, index: Path) -> None:
        self._path = index / LEDGER
        self._written: set[str] = set()
        self._tried: set[tuple[str, str]] = set()
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            text = ""
        for line in text.split("\n"):
            if line.strip():
                self._read(line)

    def is_done(self, passage: str, model: str) -> bool:
        """Whether a passage has its questions, or this model found none for it."""
        return passage in self._written or (passage, model) in self._tried

    def add(self, outcome: Outcome, model: str) -> None:
        """Append a passage, unless the model failed on it altogether."""
        if outcome.reason == UNUSABLE:
            return
        ids = tuple(question.id for question in outcome.questions)
        entry = Entry(passage=outcome.passage.key, model=model, ids=ids, reason=outcome.reason)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(entry.model_dump_json(exclude_defaults=True) + "\n")
        self._take(entry)

    def _read(self, line: str) -> None:
        try:
            self._take(Entry.model_validate_json(line))
        except ValidationError:
            return

    def _take(self, entry: Entry) -> None:
        self._tried.add((entry.passage, entry.model))
        if entry.ids:
            self._written.add(entry.passage)
