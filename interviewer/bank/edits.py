"""What the user changed: kept apart from the documents, applied to every bank that is read.

Edits are an append-only log. They name questions by id, so they survive rebuilds; an edit whose
question is gone waits until it comes back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from io import FileIO
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from interviewer.errors import InputError, StoreError
from interviewer.model.bank import Bank, KeyPoint, Question
from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion, key_of, make_bank, whole

Operation = Literal["edit", "hide", "unhide", "accept", "merge", "split", "note", "add"]
EDITABLE = (
    "question",
    "reference",
    "explanation",
    "topic",
    "difficulty",
    "language",
    "kind",
    "key_points",
)


class Edit(Value):
    """One change.

    ``fields`` holds the new values of an edit, ``question`` an added row, and ``accepted`` by
    question what was trusted: the doubt that was shown, with the reference it was about. An
    acceptance without it (of an older log) trusts whatever is there.
    """

    op: Operation
    ids: tuple[str, ...] = ()
    fields: dict[str, Any] = Field(default_factory=dict)
    note: str | None = None
    question: Question | None = None
    accepted: dict[str, str] = Field(default_factory=dict)


def accept(questions: Sequence[Question]) -> Edit:
    """The edit that trusts these questions' references in spite of the doubts they have now."""
    return Edit(
        op="accept",
        ids=tuple(question.id for question in questions),
        accepted={question.id: _trusted(question) for question in questions},
    )


def _trusted(question: AnyQuestion) -> str:
    """What an acceptance is about; another reference or reason is another matter."""
    reason = question.doubt.reason if question.doubt else ""
    return key_of(question.reference, question.explanation or "", reason)


_Rows = dict[str, AnyQuestion]
_Apply = Callable[[_Rows, Edit], None]


def load_edits(path: Path) -> tuple[Edit, ...]:
    """Read the log; none where there is no file. A damaged line raises ``InputError``."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}). Mend or remove it.") from error
    edits = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                edits.append(Edit.model_validate_json(line))
            except ValidationError as error:
                raise InputError(f"{path}:{number} is no edit. Remove the line.") from error
    return tuple(edits)


def append_edits(path: Path, edits: Sequence[Edit]) -> None:
    """Append to the log and flush to disk, so that an edit is never half-written.

    Raises ``StoreError`` where the disk is full or the file cannot be written; the log is then what
    it was.
    """
    lines = "".join(
        json.dumps(edit.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"
        for edit in edits
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            _append(file, lines.encode("utf-8", "replace"))
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror or error}). Free disk space or check its "
            "permissions and try again; nothing was changed."
        ) from error


def _append(file: FileIO, data: bytes) -> None:
    """Append all of ``data`` to an unbuffered file, or nothing."""
    size = os.fstat(file.fileno()).st_size
    try:
        while data:
            data = data[file.write(data) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(size)
        raise


def apply_edits(bank: Bank, edits: Sequence[Edit]) -> Bank:
    """The bank with all edits applied in order; the same bank where nothing changes."""
    return make_bank(edited(bank.questions, edits)) if edits else bank


def edited(questions: Sequence[AnyQuestion], edits: Sequence[Edit]) -> tuple[AnyQuestion, ...]:
    """The questions with all edits applied in order; those without an edit as they were given."""
    rows = {question.id: question for question in questions}
    for edit in edits:
        _APPLY[edit.op](rows, edit)
    return tuple(rows.values())


def check_fields(fields: dict[str, Any]) -> None:
    """Raise ``InputError`` where an edit names an unknown field or gives a value that cannot be."""
    unknown = sorted(set(fields) - set(EDITABLE))
    if unknown:
        raise InputError(f"{', '.join(unknown)} cannot be edited. Editable: {', '.join(EDITABLE)}.")
    probe = {"id": "x", "cluster_id": "x", "question": "x", "reference": "x", **fields}
    try:
        points = Question.model_validate(probe).key_points
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{first['loc'][0]}: {first['msg']}.") from error
    ids = [point.id for point in points]
    if len(set(ids)) < len(ids) or any(":" in key for key in ids):
        # A colon parts the question's id from the point's where clusters are joined.
        raise InputError("key_points: ids must differ and hold no colon.")
    for name in ("question", "reference"):
        if name in fields and not str(fields[name]).strip():
            raise InputError(f"{name} must not be empty. Use `hide` to take a question out.")


def notes(edits: Sequence[Edit], question_id: str) -> list[str]:
    """The notes on a question, oldest first."""
    return [
        edit.note for edit in edits if edit.op == "note" and question_id in edit.ids and edit.note
    ]


def _edit(rows: _Rows, edit: Edit) -> None:
    for key in edit.ids:
        if key in rows:
            rows[key] = changed(whole(rows[key]), edit.fields)


def changed(question: Question, fields: dict[str, Any]) -> Question:
    """The question with new values; key points follow a new answer unless they are given."""
    values = {**question.model_dump(), **fields}
    if "key_points" not in fields and {"reference", "explanation", "question"} & set(fields):
        values["key_points"] = key_points_of(
            values["question"], values["reference"], values["explanation"]
        )
    if "reference" in fields:
        values["doubt"] = None
    return Question.model_validate(values)


def key_points_of(question: str, reference: str, explanation: str | None) -> tuple[KeyPoint, ...]:
    """Extract key points; imported late because their rules load word lists."""
    from interviewer.bank.key_points import extract_key_points

    return tuple(extract_key_points(question, reference, explanation))


def _set(**values: Any) -> _Apply:
    def apply(rows: _Rows, edit: Edit) -> None:
        for key in edit.ids:
            if key in rows:
                rows[key] = whole(rows[key]).model_copy(update=values)

    return apply


def _accept(rows: _Rows, edit: Edit) -> None:
    for key in edit.ids:
        row = rows.get(key)
        if row is not None and edit.accepted.get(key, _trusted(row)) == _trusted(row):
            rows[key] = whole(row).model_copy(update={"doubt": None})


def _merge(rows: _Rows, edit: Edit) -> None:
    """Join the clusters of all named questions under the cluster of the first."""
    present = [key for key in edit.ids if key in rows]
    joined = {rows[key].cluster_id for key in present}
    if len(present) < 2:
        return
    target = rows[present[0]].cluster_id
    for key, row in rows.items():
        if row.cluster_id in joined and row.cluster_id != target:
            rows[key] = whole(row).model_copy(update={"cluster_id": target})


def _split(rows: _Rows, edit: Edit) -> None:
    """Take the named questions out of their clusters, each into one of its own."""
    for key in edit.ids:
        if key in rows:
            rows[key] = whole(rows[key]).model_copy(update={"cluster_id": f"{key}-apart"})


def _add(rows: _Rows, edit: Edit) -> None:
    if edit.question is not None and edit.question.id not in rows:
        rows[edit.question.id] = edit.question


def _ignore(rows: _Rows, edit: Edit) -> None:
    """Notes change no question."""


_APPLY: dict[Operation, _Apply] = {
    "edit": _edit,
    "hide": _set(hidden=True),
    "unhide": _set(hidden=False),
    "accept": _accept,
    "merge": _merge,
    "split": _split,
    "note": _ignore,
    "add": _add,
}
