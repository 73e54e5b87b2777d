"""Edits: kept apart from documents, applied on reading, alive after rebuilds."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from interviewer.bank.build import BankBuild, PreviousBuild, build_bank
from interviewer.bank.edits import (
    Edit,
    accept,
    append_edits,
    apply_edits,
    check_fields,
    load_edits,
    notes,
)
from interviewer.bank.files import EDITS, load_bank, load_original, save_bank
from interviewer.errors import InputError, StoreError
from interviewer.model.bank import Doubt, Question
from interviewer.search.fake import HashEncoder

TEXT = (
    "## 1. What is a lock?\n\nIt keeps others out.\n\n"
    "## 2. What is a queue?\n\nFirst in, first out.\n"
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "one.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def build(path: Path, edits: tuple[Edit, ...] = (), previous: BankBuild | None = None) -> BankBuild:
    before = PreviousBuild(previous.rows, previous.documents) if previous else None
    return build_bank([path], before, edits, HashEncoder())


def by_text(result: BankBuild, text: str) -> Question:
    return next(q for q in result.bank.questions if q.question == text)


def test_an_edit_survives_a_rebuild_and_its_removal_restores_the_document(document: Path) -> None:
    first = build(document)
    key = by_text(first, "What is a lock?").id
    edit = Edit(op="edit", ids=(key,), fields={"reference": "One thread enters.", "difficulty": 1})
    second = build(document, (edit,), first)
    row = second.bank.by_id()[key]
    assert (row.reference, row.difficulty) == ("One thread enters.", 1)
    assert row.key_points
    assert all(point.text in row.reference or row.reference for point in row.key_points)
    assert second.original == first.original
    assert build(document, (), second).bank == first.bank


def test_the_log_beside_the_generation_is_applied_on_loading(
    document: Path, tmp_path: Path
) -> None:
    result = build(document)
    generation = tmp_path / "index" / "generation-1"
    generation.mkdir(parents=True)
    save_bank(generation, result.rows, result.documents)
    key = result.bank.questions[0].id
    append_edits(tmp_path / "index" / EDITS, [Edit(op="hide", ids=(key,))])
    append_edits(tmp_path / "index" / EDITS, [Edit(op="note", ids=(key,), note="ask later")])
    assert load_bank(generation).by_id()[key].hidden
    assert not load_original(generation).by_id()[key].hidden
    assert load_bank(generation).version != load_original(generation).version
    assert notes(load_edits(tmp_path / "index" / EDITS), key) == ["ask later"]


def test_hide_and_unhide_cancel_out(document: Path) -> None:
    bank = build(document).bank
    key = bank.questions[0].id
    assert apply_edits(bank, [Edit(op="hide", ids=(key,)), Edit(op="unhide", ids=(key,))]) == bank


def test_merge_joins_whole_clusters_and_split_takes_one_out(document: Path) -> None:
    bank = build(document).bank
    one, two = (q.id for q in bank.questions)
    merged = apply_edits(bank, [Edit(op="merge", ids=(one, two))])
    assert len(merged.clusters()) == 1
    again = apply_edits(merged, [Edit(op="split", ids=(two,))])
    assert len(again.clusters()) == 2


def test_accepting_a_reference_clears_its_doubt(document: Path) -> None:
    bank = build(document).bank
    row = bank.questions[0].model_copy(update={"doubt": Doubt(reason="odd")})
    doubtful = bank.model_copy(update={"questions": (row, *bank.questions[1:])})
    accepted = apply_edits(doubtful, [Edit(op="accept", ids=(row.id,))])
    assert accepted.by_id()[row.id].doubt is None


def test_an_accepted_doubt_comes_back_with_another_reference_or_reason(document: Path) -> None:
    bank = build(document).bank
    row = bank.questions[0].model_copy(update={"doubt": Doubt(reason="odd")})

    def doubt(**change: object) -> Doubt | None:
        now = row.model_copy(update=change)
        changed = bank.model_copy(update={"questions": (now, *bank.questions[1:])})
        return apply_edits(changed, [accept([row])]).by_id()[row.id].doubt

    assert doubt() is None
    assert doubt(difficulty=5, sources=()) is None
    assert doubt(reference=row.reference + " More.") == row.doubt
    assert doubt(doubt=Doubt(reason="wrong")) == Doubt(reason="wrong")


def test_an_added_question_stays_through_rebuilds(document: Path) -> None:
    added = Question(id="qmine", cluster_id="qmine", question="What is mine?", reference="This.")
    edits = (Edit(op="add", ids=("qmine",), question=added),)
    first = build(document, edits)
    assert build(document, edits, first).bank.by_id()["qmine"].reference == "This."
    assert "qmine" not in build(document, (), first).bank.by_id()


def test_of_two_added_questions_of_one_id_the_first_stays(document: Path) -> None:
    added = Question(id="qmine", cluster_id="qmine", question="What is mine?", reference="This.")
    again = added.model_copy(update={"reference": "That."})
    edits = tuple(Edit(op="add", ids=("qmine",), question=one) for one in (added, again))
    first = build(document, edits)
    assert [row.id for row in first.rows].count("qmine") == 1
    mine = apply_edits(build(document).bank, edits).by_id()["qmine"]
    assert first.bank.by_id()["qmine"].reference == mine.reference == "This."


def test_edits_of_vanished_questions_wait(document: Path) -> None:
    bank = build(document).bank
    assert apply_edits(bank, [Edit(op="hide", ids=("gone",))]).questions == bank.questions


@pytest.mark.parametrize(
    "fields",
    [{"id": "x"}, {"difficulty": 9}, {"reference": "  "}, {"kind": "riddle"}, {"key_points": "no"}],
)
def test_impossible_edits_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InputError):
        check_fields(fields)


@pytest.mark.parametrize("ids", [("p:1",), ("p1", "p1")])
def test_ids_of_points_differ_and_leave_the_colon_to_joined_questions(ids: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="colon"):
        check_fields({"key_points": [{"id": key, "text": "x"} for key in ids]})


def test_a_damaged_log_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / EDITS
    append_edits(path, [Edit(op="hide", ids=("a",))])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"op": "explode"}\n')
    with pytest.raises(InputError, match=":2 "):
        load_edits(path)


def test_a_full_disk_gives_one_clear_error_and_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / EDITS
    append_edits(log, [Edit(op="hide", ids=("q1",))])
    before = log.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        append_edits(log, [Edit(op="note", ids=("q2",), note="x" * 1000)])
    assert log.read_bytes() == before


def test_a_log_that_cannot_be_opened_gives_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / EDITS).mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        append_edits(tmp_path / EDITS, [Edit(op="hide", ids=("q1",))])
