"""Labelled questions as a bank, so that search and answers can be measured on them."""

from __future__ import annotations

from interviewer.evals.data import Bank as Rows
from interviewer.model.bank import Bank, Question


def bank_of(rows: Rows) -> Bank:
    """One question per row, each a cluster of its own, under its label's id."""
    questions = tuple(
        Question(
            id=row.qid,
            cluster_id=row.qid,
            question=row.question,
            reference=row.reference,
            explanation=row.explanation,
            key_points=row.key_points or (),
        )
        for row in rows.values()
    )
    return Bank(version="labelled", questions=questions)
