from __future__ import annotations

from pathlib import Path

from interviewer.bank.edits import Edit
from interviewer.bank.files import load_bank, load_changes
from interviewer.bank.records import Changes
from interviewer.bank.review import pile
from interviewer.model.bank import Bank, Doubt, Question
from interviewer.search.fake import HashEncoder
from interviewer.wiring.generations import require_generation
from interviewer.wiring.index import build_index


def question(name: str, **values: object) -> Question:
    base = {"id": name, "cluster_id": name, "question": f"{name}?", "reference": "r"}
    return Question.model_validate({**base, **values})


BANK = Bank(
    version="v",
    questions=(
        question("a", cluster_id="c"),
        question("b", doubt=Doubt(reason="disagrees")),
        question("c", cluster_id="c"),
        question("d", generated=True),
        question("e", hidden=True, doubt=Doubt(reason="x")),
    ),
)


def ids(which: str, *edits: Edit) -> list[str]:
    changes = Changes(new={"a": 0, "d": 1, "e": 1}, changed={"b": 1})
    return [item.id for item in pile(BANK, edits, which, changes)]  # type: ignore[arg-type]


def test_each_pile_holds_what_it_says() -> None:
    assert ids("doubtful") == ["b"]
    assert ids("duplicates") == ["a", "c"]
    assert ids("generated") == ["d"]
    assert ids("hidden") == ["e"]
    assert ids("all") == ["a", "b", "c", "d", "e"]


def test_a_decision_takes_a_question_out_of_the_unseen_and_a_note_does_not() -> None:
    assert ids("unseen") == ["a", "b", "c", "d"]
    edits = (Edit(op="accept", ids=("a",)), Edit(op="note", ids=("c",), note="?"))
    assert ids("unseen", *edits) == ["b", "c", "d"]


def test_new_and_changed_stay_until_somebody_has_looked_since() -> None:
    assert ids("added") == ["a", "d"]
    assert ids("changed") == ["b"]
    before = Edit(op="accept", ids=("a", "b", "d"))
    assert ids("added", before) == ["d"]
    assert ids("changed", before) == ["b"]
    assert ids("added", before, before) == []
    assert ids("changed", before, before) == []
    assert ids("changed", before, Edit(op="note", ids=("b",), note="?")) == ["b"]


def test_builds_add_up_what_is_new_and_changed(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "a.md").write_text("## What is a lock?\n\nIt keeps others out.\n", encoding="utf-8")
    build_index([docs], index, HashEncoder())
    (docs / "b.md").write_text("## What is a queue?\n\nFirst in, first out.\n", encoding="utf-8")
    build_index([docs], index, HashEncoder())
    (docs / "a.md").write_text("## What is a lock?\n\nIt lets one in.\n", encoding="utf-8")
    build_index([docs], index, HashEncoder())
    generation = require_generation(index)
    lock, queue = load_bank(generation).questions
    changes = load_changes(generation)
    assert set(changes.new) == {lock.id, queue.id}
    assert set(changes.changed) == {lock.id}
    (docs / "a.md").unlink()
    build_index([docs], index, HashEncoder())
    changes = load_changes(require_generation(index))
    assert (set(changes.new), set(changes.changed)) == ({queue.id}, set())
