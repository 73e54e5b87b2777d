"""What of a question is embedded: its text, and the passages of its reference and explanation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from interviewer.model.bank import Question, Source
from interviewer.search.passages import passages, plain

Field = Literal["question", "reference", "explanation"]
FIELDS: tuple[Field, ...] = ("question", "reference", "explanation")
SOURCES = TypeAdapter(tuple[Source, ...])


class Entry(NamedTuple):
    """One vector: the part ``[start, end)`` of a question's field; ``key`` hashes its text."""

    field: Field
    start: int
    end: int
    key: str


class Indexed(NamedTuple):
    """A question of the index.

    ``digest`` hashes its line; ``sources`` are JSON, which is parsed for hits only. A tuple,
    for all of them are read whenever an index is opened.
    """

    question_id: str
    digest: str
    sources: str
    chinese: bool


@dataclass(frozen=True)
class Entries:
    """The entries of all questions as arrays; a question's own text comes first.

    Those of question ``i`` lie in ``[first[i], first[i + 1])``. ``fields``: places in ``FIELDS``;
    ``spans``: shape ``(n, 2)``; ``keys``: ASCII.
    """

    first: NDArray[np.int64]
    fields: NDArray[np.uint8]
    spans: NDArray[np.int32]
    keys: NDArray[np.bytes_]

    @classmethod
    def of(cls, found: Sequence[Sequence[Entry]]) -> Entries:
        """The entries of questions one after the other."""
        every = [entry for entries in found for entry in entries]
        return cls(
            np.cumsum([0, *map(len, found)], dtype=np.int64),
            np.array([FIELDS.index(entry.field) for entry in every], np.uint8),
            np.array([(entry.start, entry.end) for entry in every], np.int32).reshape(-1, 2),
            np.array([entry.key for entry in every], "S32"),
        )

    def __getitem__(self, row: int) -> Entry:
        """One entry."""
        start, end = self.spans[row].tolist()
        return Entry(FIELDS[self.fields[row]], start, end, self.keys[row].decode())

    def merged(self, other: Entries, order: NDArray[np.int64]) -> Entries:
        """The questions of both in an order; those of ``other`` are numbered after the own ones."""
        first, chosen = joined((self.first, other.first), order)
        return Entries(
            first,
            np.concatenate([self.fields, other.fields])[chosen],
            np.concatenate([self.spans, other.spans])[chosen],
            np.concatenate([self.keys, other.keys])[chosen],
        )


def joined(
    firsts: Iterable[NDArray[np.int64]], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the items of owners lie when they are put in another order.

    ``firsts`` are the starts (and the end) of the items of the owners of several arrays, which are
    taken one behind the other; ``order`` chooses owners. Gives the starts of the chosen ones, and
    for each item of theirs where it lies in the arrays together.
    """
    counts = np.concatenate([np.diff(first) for first in firsts])
    starts = np.cumsum(counts) - counts
    first = np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int64)
    return first, np.repeat(starts[order] - first[:-1], counts[order]) + np.arange(first[-1])


def index_question(question: Question, digest: str) -> tuple[Indexed, tuple[Entry, ...]]:
    """Cut a question into entries. Its text is embedded as a query, the rest as passages."""
    explanation = question.explanation or ""
    parts: list[tuple[Field, str, list[tuple[int, int]]]] = [
        ("question", question.question, [(0, len(question.question))]),
        ("reference", question.reference, passages(question.reference)),
        ("explanation", explanation, passages(explanation)),
    ]
    entries = tuple(
        Entry(field=field, start=start, end=end, key=_key(field, text[start:end]))
        for field, text, spans in parts
        for start, end in spans
    )
    indexed = Indexed(
        question_id=question.id,
        digest=digest,
        sources=SOURCES.dump_json(question.sources).decode(),
        chinese=has_chinese(question.question + question.reference),
    )
    return indexed, entries


def has_chinese(text: str) -> bool:
    """Whether a text is Chinese: more than one character in ten is."""
    count = sum("\u3400" <= character <= "\u9fff" for character in text)
    return count * 10 > len(text)


def text_of(question: Question, entry: Entry) -> str:
    """The text that is embedded for an entry."""
    return plain((getattr(question, entry.field) or "")[entry.start : entry.end])


def lexical_text(question: Question) -> str:
    """The text that is searched for words."""
    headings = {source.heading for source in question.sources if source.heading}
    return "\n".join(
        [question.question, *sorted(headings), question.reference, question.explanation or ""]
    )


def _key(field: Field, text: str) -> str:
    role = "query" if field == "question" else "passage"
    return hashlib.sha256(f"{role}\n{plain(text)}".encode()).hexdigest()[:32]
