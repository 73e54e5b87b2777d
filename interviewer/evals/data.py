"""Labelled data as the files hold it. Unknown fields are ignored: labels grow over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from interviewer.bank.key_points import extract_key_points
from interviewer.errors import InputError
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest


class Row(BaseModel):
    """A labelled row."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class BankRow(Row):
    """A question with its reference: ``qid`` (or ``id`` as ``bank export`` writes it)."""

    qid: str = Field(validation_alias=AliasChoices("qid", "id"))
    question: str
    reference: str
    explanation: str | None = None
    key_points: tuple[KeyPoint, ...] | None = None


class RatedAnswer(Row):
    """An answer with the raters' mean score, 0-100."""

    qid: str
    kind: str
    answer: str
    score: float
    states: dict[str, str] | None = None


class PairedAnswer(Row):
    """One variant of a minimal pair with the score it should get."""

    qid: str
    variant: str
    answer: str
    intended: float


class LabelledQuery(Row):
    """A query with all acceptable questions; none where the documents hold no answer."""

    id: str
    query: str
    gold: tuple[str, ...] = ()
    must: tuple[str, ...] = ()


class Clip(Row):
    """A recording (path relative to its manifest) with what is said in it."""

    file: str
    text: str
    qid: str | None = None
    seconds: float | None = None


Bank = dict[str, BankRow]


def join_bank(rows: Iterable[BankRow]) -> Bank:
    """Map question ids to rows, with key points extracted where the file gives none."""
    bank: Bank = {}
    for row in rows:
        points = row.key_points
        if points is None:
            points = extract_key_points(row.question, row.reference, row.explanation)
        bank[row.qid] = row.model_copy(update={"key_points": points})
    return bank


def request_for(bank: Bank, qid: str, answer: str, number: int) -> GradeRequest:
    """The grade request of one labelled answer; raises ``InputError`` for an unknown question."""
    row = bank.get(qid)
    if row is None:
        raise InputError(f"Question {qid!r} is not in the file given by --bank.")
    return GradeRequest(
        id=str(number),
        question=row.question,
        answer=answer,
        reference=row.reference,
        explanation=row.explanation,
        key_points=row.key_points,
    )


Figures = dict[str, Any]
"""Named figures of one evaluation, JSON-ready; None where a figure is not defined."""
