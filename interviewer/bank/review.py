"""Which questions a person should look at, and what has been looked at already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from interviewer.bank.edits import Edit
from interviewer.model.bank import Bank, Question

Pile = Literal["unseen", "doubtful", "duplicates", "generated", "hidden", "all"]
PILES: tuple[Pile, ...] = ("unseen", "doubtful", "duplicates", "generated", "hidden", "all")


def pile(bank: Bank, edits: Sequence[Edit], which: Pile) -> tuple[Question, ...]:
    """The questions of a pile in bank order.

    *Unseen* are those that nobody accepted, edited or hid; *duplicates* share a cluster with
    another question and stand beside it.
    """
    seen = {key for edit in edits if edit.op != "note" for key in edit.ids}
    clusters = bank.clusters()
    if which == "duplicates":
        groups = (members for members in clusters.values() if len(members) > 1)
        return tuple(question for members in groups for question in members)
    tests: dict[Pile, Callable[[Question], bool]] = {
        "unseen": lambda q: q.id not in seen and not q.hidden,
        "doubtful": lambda q: q.doubt is not None and not q.hidden,
        "generated": lambda q: q.generated and not q.hidden,
        "hidden": lambda q: q.hidden,
        "all": lambda _: True,
    }
    return tuple(question for question in bank.questions if tests[which](question))
