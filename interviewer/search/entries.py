"""What of a question is embedded: its text, and the passages of its reference and explanation."""

from __future__ import annotations

import hashlib
from typing import Literal

from interviewer.model.bank import Question, Source
from interviewer.model.base import Value
from interviewer.search.passages import PASSAGE, passages, plain

Field = Literal["question", "reference", "explanation"]


class Entry(Value):
    """One vector: the part ``[start, end)`` of a question's field; ``key`` hashes its text."""

    field: Field
    start: int
    end: int
    key: str


class Indexed(Value):
    """A question of the index: its entries lie in consecutive rows, the question's text first.

    ``digest`` hashes all that the index takes from the question.
    """

    question_id: str
    digest: str
    sources: tuple[Source, ...]
    chinese: bool
    entries: tuple[Entry, ...]


def digest_of(question: Question) -> str:
    """Hash of all that the index takes from a question."""
    sources = "".join(source.model_dump_json() for source in question.sources)
    explanation = question.explanation or ""
    parts = (str(PASSAGE), question.question, question.reference, explanation, sources)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def index_question(question: Question, previous: Indexed | None = None) -> Indexed:
    """Cut a question into entries. Its text is embedded as a query, the rest as passages.

    What was indexed before is given back where nothing of the question changed.
    """
    digest = digest_of(question)
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
        sources=question.sources,
        chinese=has_chinese(question.question + question.reference),
        entries=entries,
    )


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
