"""A bank as lines of JSON, and its version: a hash of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from interviewer.model.bank import Bank, Question


def line_of(question: Question) -> bytes:
    """A question as one line of JSON, in UTF-8."""
    return question.model_dump_json().encode()


def version_of(lines: Iterable[bytes]) -> str:
    """The hash of the lines of a bank's questions."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(line + b"\n")
    return hashed.hexdigest()[:16]


def make_bank(questions: Iterable[Question]) -> Bank:
    """A bank whose version is the hash of its questions."""
    rows = tuple(questions)
    return Bank(version=version_of(map(line_of, rows)), questions=rows)
