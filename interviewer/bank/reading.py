"""One document: from its file to raw questions and a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from interviewer.bank.documents import printable
from interviewer.bank.layouts.draft import RawQuestion
from interviewer.bank.layouts.extract import extract
from interviewer.bank.metadata import stated
from interviewer.bank.noise import is_placeholder
from interviewer.bank.readers.content import MAX_LINES, Reading, Row
from interviewer.bank.readers.registry import is_supported, read_bytes
from interviewer.bank.records import Noise
from interviewer.bank.wording import question_text


@dataclass(frozen=True)
class ReadPart:
    """Questions of a document or of a file in an archive, with the fields its author states."""

    file: str
    questions: tuple[RawQuestion, ...]
    noise: tuple[Noise, ...]
    fields: tuple[dict[str, Any], ...]
    message: str | None = None
    failed: bool = False


def read_document(data: bytes, file: str, name: str) -> list[ReadPart]:
    """Read a document; ``file`` is what the bank calls it, ``name`` decides the format."""
    if not is_supported(name):
        read_bytes(b"", name)
    parts = []
    for reading in read_bytes(data, name):
        inner = f"{file}/{reading.file}" if reading.file else file
        parts.append(_part(reading, printable(inner)))
    return parts


def _part(reading: Reading, file: str) -> ReadPart:
    if reading.error:
        return ReadPart(file, (), (), (), reading.error, failed=True)
    if reading.text.count("\n") > MAX_LINES:
        reason = f"The text has more than {MAX_LINES:,} lines. Split it into smaller documents."
        return ReadPart(file, (), (), (), reason, failed=True)
    try:
        extraction = extract(reading.text, file) if reading.text else None
    except RecursionError:
        return ReadPart(file, (), (), (), "The text is nested too deeply to be read.", failed=True)
    questions = list(extraction.questions) if extraction else []
    front = extraction.front_matter if extraction else {}
    fields = [stated({**front, **dict(question.meta)}) for question in questions]
    for row in reading.rows:
        question = _from_row(row)
        if question is not None:
            questions.append(question)
            fields.append(stated({"topic": row.topic, "difficulty": row.difficulty}))
    noise = tuple(
        Noise(start=span.start, end=span.end, reason=span.reason)
        for span in (extraction.noise if extraction else ())
    )
    message = reading.warning or (None if questions else "No question with an answer was found.")
    return ReadPart(file, tuple(questions), noise, tuple(fields), message)


def _from_row(row: Row) -> RawQuestion | None:
    """A row's question, or None where question or answer is missing."""
    text, answer = question_text(row.question), row.answer.strip()
    if not text or is_placeholder(answer):
        return None
    return RawQuestion(
        question=text,
        reference=answer,
        explanation=row.explanation.strip() or None,
        heading=None,
        chapter=(),
        line_start=row.line,
        line_end=row.line,
        layout="table",
    )


def total(parts: Iterable[ReadPart]) -> int:
    """The number of questions in the parts of a document."""
    return sum(len(part.questions) for part in parts)
