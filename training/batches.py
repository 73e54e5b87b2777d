"""From examples to tensors: the grader's own rows, with the states and the evidence to learn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from interviewer.grading import rows
from interviewer.grading.rows import Row, row_of
from training.data import Example

UNKNOWN = -1.0


@dataclass(frozen=True)
class Tokens:
    """An example's row, the state of every point, and per point and answer token the evidence."""

    row: Row
    states: tuple[int, ...]
    evidence: list[list[float]]


@dataclass(frozen=True)
class Batch:
    """Padded rows with states ``(B, P)``, -1 for absent points, and evidence ``(B, P, T)``."""

    rows: rows.Batch
    states: Tensor
    evidence: Tensor


def tokens_of(tokenizer: Any, example: Example) -> Tokens:
    """Tokenise an example; the evidence of a point whose place is not known is ``UNKNOWN``."""
    row = row_of(tokenizer, example.question, example.answer, example.points)
    evidence = [
        [UNKNOWN] * len(row.spans)
        if spans is None
        else [float(any(a < end and start < b for start, end in spans)) for a, b in row.spans]
        for spans in example.spans
    ]
    return Tokens(row, example.states, evidence)


def collate(items: Sequence[Tokens], pad: int) -> Batch:
    """Pad the rows and their labels."""
    batch = rows.collate([item.row for item in items], pad)
    states = torch.full((len(items), batch.points), -1)
    evidence = torch.full((len(items), batch.points, batch.tokens.shape[1]), UNKNOWN)
    for index, item in enumerate(items):
        states[index, : len(item.states)] = torch.tensor(item.states)
        for point, marks in enumerate(item.evidence):
            evidence[index, point, item.row.start : item.row.start + len(marks)] = torch.tensor(
                marks
            )
    return Batch(batch, states, evidence)


def packed(items: list[Tokens], budget: int, rng: random.Random | None) -> Iterator[list[Tokens]]:
    """Batches of like length within a budget of padded tokens, in random order."""
    groups = list(grouped([item.row for item in items], budget))
    if rng:
        rng.shuffle(groups)
    for group in groups:
        yield [items[index] for index in group]


def grouped(rows: Sequence[Row], budget: int) -> Iterator[list[int]]:
    """Indices of rows of like length, at most ``budget`` padded tokens a group."""
    order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    group: list[int] = []
    for index in order:
        if group and len(rows[index]) * (len(group) + 1) > budget:
            yield group
            group = []
        group.append(index)
    if group:
        yield group
