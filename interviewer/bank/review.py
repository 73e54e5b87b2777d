"""Which questions a person should look at, and what has been looked at already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from interviewer.bank.edits import Edit
from interviewer.bank.records import Changes
from interviewer.model.bank import Bank, Question

Pile = Literal["unseen", "added", "changed", "doubtful", "duplicates", "generated", "hidden", "all"]
PILES: tuple[Pile, ...] = (
    "unseen",
    "added",
    "changed",
    "doubtful",
    "duplicates",
    "generated",
    "hidden",
    "all",
)


def pile(bank: Bank, edits: Sequence[Edit], which: Pile, changes: Changes) -> tuple[Question, ...]:
    """The questions of a pile in bank order.

    *Unseen* are those that nobody accepted, edited or hid; *added* and *changed* those that a build
    found so and nobody has looked at since; *duplicates* share a cluster with
    another question and stand beside it.
    """
    seen = {key for edit in edits if edit.op != "note" for key in edit.ids}
    clusters = bank.clusters()
    if which == "duplicates":
        groups = (members for members in clusters.values() if len(members) > 1)
        return tuple(question for members in groups for question in members)
    fresh = _not_looked_at(changes.new, edits)
    altered = _not_looked_at(changes.changed, edits)
    tests: dict[Pile, Callable[[Question], bool]] = {
        "unseen": lambda q: q.id not in seen and not q.hidden,
        "added": lambda q: q.id in fresh and not q.hidden,
        "changed": lambda q: q.id in altered and not q.hidden,
        "doubtful": lambda q: q.doubt is not None and not q.hidden,
        "generated": lambda q: q.generated and not q.hidden,
        "hidden": lambda q: q.hidden,
        "all": lambda _: True,
    }
    return tuple(question for question in bank.questions if tests[which](question))


def _not_looked_at(found: Mapping[str, int], edits: Sequence[Edit]) -> set[str]:
    """The ids without an edit since the build that found them."""
    last = {key: n for n, edit in enumerate(edits) if edit.op != "note" for key in edit.ids}
    return {key for key, length in found.items() if last.get(key, -1) < length}
