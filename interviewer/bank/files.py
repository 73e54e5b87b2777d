"""The bank on disk: rows as read, one JSON object a line, and a record per document.

What the documents say and what the user changed are kept apart: a generation holds the former, and
``edits.jsonl`` beside the generations the latter. ``load_bank`` puts both together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from interviewer.bank.edits import apply_edits, load_edits
from interviewer.bank.records import Changes, DocumentRecord
from interviewer.errors import IndexMissingError
from interviewer.model.bank import Bank, Question
from interviewer.model.rows import Row, dump_heads, read_rows, row_of, version_of

if TYPE_CHECKING:
    from interviewer.bank.build import PreviousBuild

BANK, ROWS = "bank.jsonl", "rows.json"
DOCUMENTS, EDITS = "documents.json", "edits.jsonl"
CHANGES = "changes.json"
DOCUMENTS_FORMAT = 1


def save_bank(folder: Path, rows: Sequence[Row], documents: Sequence[DocumentRecord] = ()) -> None:
    """Write the rows without edits (``BankBuild.rows``) and the records into a generation."""
    with (folder / BANK).open("wb") as file:
        file.writelines([row.line + b"\n" for row in rows])
    (folder / ROWS).write_bytes(dump_heads(rows))
    records = {
        "format": DOCUMENTS_FORMAT,
        "documents": [record.model_dump(mode="json") for record in documents],
    }
    text = json.dumps(records, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / DOCUMENTS).write_text(text + "\n", encoding="utf-8", newline="\n")


def load_bank(folder: Path) -> Bank:
    """Read a generation's bank with the user's edits, which lie beside the generation."""
    return apply_edits(load_original(folder), load_edits(edits_of(folder)))


def load_original(folder: Path) -> Bank:
    """Read a generation's bank as the documents have it, without edits."""
    lines = _lines(folder)
    if len(lines) < sum(record.questions for record in load_documents(folder)):
        raise _damaged(folder / BANK)  # cut off between two lines
    try:
        questions = tuple(map(Question.model_validate_json, lines))
    except ValidationError as error:
        raise _damaged(folder / BANK) from error
    return Bank(version=version_of(lines), questions=questions)


def load_documents(folder: Path) -> tuple[DocumentRecord, ...]:
    """Read the document records; a missing, damaged or older file only means reading all again."""
    try:
        data = json.loads((folder / DOCUMENTS).read_text(encoding="utf-8"))
        if data["format"] != DOCUMENTS_FORMAT:
            return ()
        return tuple(DocumentRecord.model_validate(record) for record in data["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def save_changes(folder: Path, changes: Changes) -> None:
    """Write what is new or changed and was not looked at into a generation."""
    (folder / CHANGES).write_text(changes.model_dump_json() + "\n", encoding="utf-8")


def load_changes(folder: Path | None) -> Changes:
    """Read them; where there are none, nothing counts as new."""
    try:
        return Changes.model_validate_json((folder / CHANGES).read_bytes()) if folder else Changes()
    except (OSError, ValidationError):
        return Changes()


def load_previous(folder: Path | None, same_code: bool = True) -> PreviousBuild | None:
    """What a build takes over from the generation before; None where there is none to trust.

    ``same_code``: whether this version of the package made it. If not, only ids are taken over.
    """
    from interviewer.bank.build import PreviousBuild

    if folder is None:
        return None
    try:
        lines = _lines(folder)
        if same_code:
            rows = read_rows((folder / ROWS).read_bytes(), lines)
        else:
            rows = tuple(row_of(Question.model_validate_json(line)) for line in lines)
    except (IndexMissingError, OSError, ValueError):
        return None
    return PreviousBuild(rows, load_documents(folder), same_code)


def edits_of(generation: Path) -> Path:
    """Where the user's edits of a generation's index lie."""
    return generation.parent / EDITS


def _lines(folder: Path) -> list[bytes]:
    """The lines of a generation's bank."""
    path = folder / BANK
    try:
        return [line for line in path.read_bytes().split(b"\n") if line]
    except OSError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> IndexMissingError:
    return IndexMissingError(
        f"The question bank {path} is missing or damaged. Build again: interviewer build PATH"
    )
