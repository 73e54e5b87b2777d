"""Rows that are trained on together."""

from __future__ import annotations

from interviewer.grading.rows import Row
from training.batches import grouped


def row(tokens: int) -> Row:
    return Row(list(range(tokens)), 0, [[0, 4, 2]], [])


def test_groups_hold_every_row_once_within_the_budget() -> None:
    rows = [row(3 + n % 20) for n in range(40)]
    groups = list(grouped(rows, 100))
    assert sorted(i for group in groups for i in group) == list(range(40))
    assert all(max(len(rows[i]) for i in group) * len(group) <= 100 for group in groups)
