"""One list of key points for all questions of a cluster."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.bank.key_points.select import MOST, same
from interviewer.model.bank import KeyPoint, Question


def merge_key_points(members: Sequence[Question]) -> tuple[KeyPoint, ...]:
    """Unite the key points of questions of one meaning, heaviest first, at most eight.

    A point said by several members keeps the words of the member named first and its largest
    weight; points of equal weight are ordered by how many members say them. Ids are
    ``<question id>:<point id>``, so that span and origin lead to that question's text.
    """
    found: list[tuple[KeyPoint, int]] = []
    for member in members:
        for point in member.key_points:
            own = point.model_copy(update={"id": f"{member.id}:{point.id}"})
            twin = next((at for at, (one, _) in enumerate(found) if same(one.text, own.text)), None)
            if twin is None:
                found.append((own, 1))
            else:
                known, said = found[twin]
                weight = max(known.weight, own.weight)
                found[twin] = (known.model_copy(update={"weight": weight}), said + 1)
    order = sorted(range(len(found)), key=lambda at: (-found[at][0].weight, -found[at][1], at))
    return tuple(found[at][0] for at in order[:MOST])
