from __future__ import annotations

from interviewer.bank.edits import Edit
from interviewer.bank.review import pile
from interviewer.model.bank import Bank, Doubt, Question


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
    return [item.id for item in pile(BANK, edits, which)]  # type: ignore[arg-type]


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
