"""Bring an exported bank back: what differs becomes edits, what is new is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interviewer.bank.edits import EDITABLE, Edit, key_points_of
from interviewer.bank.identity import digest, normalised
from interviewer.bank.metadata import difficulty_of, language_of
from interviewer.bank.readers.content import Row
from interviewer.bank.readers.registry import extension, read_bytes
from interviewer.errors import InputError
from interviewer.model.bank import Bank, Question


@dataclass(frozen=True)
class Import:
    """The edits that make a bank equal to an imported file, and how many rows it had."""

    edits: tuple[Edit, ...]
    rows: int


def from_jsonl(text: str) -> list[Question]:
    """The questions of an exported JSON Lines text; raises ``InputError`` naming the line."""
    questions = []
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            questions.append(Question.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "line"
            raise InputError(f"Line {number}: {where}: {first['msg']}.") from error
    return questions


def import_file(bank: Bank, path: Path, data: bytes) -> Import:
    """Compare a file with the bank: JSON Lines by id, other formats by question text."""
    if extension(path.name) in {"jsonl", "ndjson"}:
        questions = from_jsonl(data.decode("utf-8-sig", errors="strict"))
        return Import(_from_questions(bank, questions), len(questions))
    rows = [
        row for reading in read_bytes(data, path.name) for row in _rows(reading.text, reading.rows)
    ]
    return Import(_from_rows(bank, rows), len(rows))


def _from_questions(bank: Bank, questions: Sequence[Question]) -> tuple[Edit, ...]:
    known = bank.by_id()
    edits: list[Edit] = []
    for question in questions:
        old = known.get(question.id)
        if old is None:
            edits.append(Edit(op="add", ids=(question.id,), question=question))
            continue
        new, was = question.model_dump(mode="json"), old.model_dump(mode="json")
        fields = {name: new[name] for name in EDITABLE if new[name] != was[name]}
        if fields:
            edits.append(Edit(op="edit", ids=(question.id,), fields=fields))
        if question.hidden != old.hidden:
            edits.append(Edit(op="hide" if question.hidden else "unhide", ids=(question.id,)))
    return tuple(edits)


def _rows(text: str, rows: Sequence[Row]) -> list[Row]:
    """Rows of a table-like document, or the questions of a text as rows."""
    if not text:
        return list(rows)
    from interviewer.bank.layouts.extract import extract

    return [
        Row(q.question, q.reference, q.line_start, q.explanation or "", " / ".join(q.chapter[-1:]))
        for q in extract(text).questions
    ]


def _from_rows(bank: Bank, rows: Sequence[Row]) -> tuple[Edit, ...]:
    by_text = {normalised(question.question): question for question in bank.questions}
    edits: list[Edit] = []
    for row in rows:
        text, answer, explanation = row.question, row.answer, row.explanation or None
        old = by_text.get(normalised(text))
        if old is None:
            edits.append(Edit(op="add", question=_added(text, answer, explanation, row)))
            continue
        fields: dict[str, Any] = {}
        if normalised(old.reference) != normalised(answer):
            fields["reference"] = answer
        if normalised(old.explanation or "") != normalised(explanation or ""):
            fields["explanation"] = explanation
        if fields:
            edits.append(Edit(op="edit", ids=(old.id,), fields=fields))
    return tuple(edits)


def _added(text: str, answer: str, explanation: str | None, row: Row) -> Question:
    key = f"q{digest(normalised(text), 'added')}"
    return Question(
        id=key,
        cluster_id=key,
        question=text,
        reference=answer,
        explanation=explanation,
        key_points=key_points_of(text, answer, explanation),
        topic=row.topic,
        difficulty=difficulty_of(row.difficulty) or 3,
        language=language_of(text + answer[:200]),
    )
