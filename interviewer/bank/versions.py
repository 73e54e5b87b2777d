"""The version of a bank: a hash of what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from interviewer.model.bank import Bank, Question


def make_bank(questions: Iterable[Question]) -> Bank:
    """A bank whose version is the hash of its questions."""
    rows = tuple(questions)
    hashed = hashlib.sha256()
    for row in rows:
        hashed.update(row.model_dump_json().encode("utf-8", "surrogatepass") + b"\n")
    return Bank(version=hashed.hexdigest()[:16], questions=rows)
