"""What of a question is embedded: its text, and the passages of its reference and explanation."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

from pydantic import TypeAdapter

from interviewer.model.bank import Question, Source
from interviewer.search.passages import PASSAGE, passages, plain

Field = Literal["question", "reference", "explanation"]
SOURCES = TypeAdapter(tuple[Source, ...])


class Entry(NamedTuple):
    """One vector: the part ``[start, end)`` of a question's field; ``key`` hashes its text."""

    field: Field
    start: int
    end: int
    key: str


class Indexed(NamedTuple):
    """A question of the index: its entries lie in consecutive rows, the question's text first.

    ``digest`` hashes all that the index takes from the question; ``sources`` is their JSON, which
    is parsed for hits only. Tuples, for all of them are read whenever an index is opened.
    """

    question_id: str
    digest: str
    sources: str
    chinese: bool
    entries: tuple[Entry, ...]


def index_question(question: Question, previous: Indexed | None = None) -> Indexed:
    """Cut a question into entries. Its text is embedded as a query, the rest as passages.

    What was indexed before is given back where nothing of the question changed.
    """
    sources = SOURCES.dump_json(question.sources).decode()
    digest = _digest(question, sources)
    if previous is not None and previous.digest == digest:
        return previous
    parts: list[tuple[Field, str, list[tuple[int, int]]]] = [
        ("question", question.question, [(0, len(question.question))]),
        ("reference", question.reference, passages(question.reference)),
        ("explanation", question.explanation or "", passages(question.explanation or "")),
    ]
    entries = tuple(
        Entry(field=field, start=start, end=end, key=_key(field, text[start:end]))
        for field, text, spans in parts
        for start, end in spans
    )
    return Indexed(
        question_id=question.id,
        digest=digest,
        sources=sources,
        chinese=has_chinese(question.question + question.reference),
        entries=entries,
    )


def _digest(question: Question, sources: str) -> str:
    """Hash of all that the index takes from a question."""
    explanation = question.explanation or ""
    parts = (str(PASSAGE), question.question, question.reference, explanation, sources)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


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
