"""From examples to tensors: tokens, masks, labels, evidence."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from interviewer.grading.rows import MAX_ANSWER, MAX_POINT, MAX_QUESTION, content
from training.data import Example

IGNORED = -1.0


@dataclass
class Batch:
    """Tensors of some answers with all their points (shapes as in the network)."""

    tokens: Tensor
    places: Tensor
    roles: Tensor
    part: Tensor
    text: Tensor
    states: Tensor
    evidence: Tensor


@dataclass(frozen=True)
class Tokens:
    """Token ids of an example."""

    sequence: list[int]
    start: int
    points: list[list[int]]
    states: tuple[int, ...]
    evidence: list[list[float]]


def tokens_of(tokenizer: Any, example: Example) -> Tokens:
    """``<s> question </s> answer </s>`` and ``<s> point </s>`` for every point."""
    bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
    question, _ = content(tokenizer, example.question, MAX_QUESTION)
    answer, offsets = content(tokenizer, example.answer, MAX_ANSWER)
    head = [bos, *question, eos]
    points = [[bos, *content(tokenizer, point, MAX_POINT)[0], eos] for point in example.points]
    evidence = []
    for spans in example.spans:
        if spans is None:
            evidence.append([IGNORED] * (len(answer) + 1))
            continue
        marked = [float(any(a < end and start < b for start, end in spans)) for a, b in offsets]
        evidence.append([*marked, 0.0])
    return Tokens([*head, *answer, eos], len(head), points, example.states, evidence)


def length(item: Tokens) -> int:
    """Tokens of a row."""
    return len(item.sequence) + sum(map(len, item.points))


def collate(items: Sequence[Tokens], pad: int) -> Batch:
    """Rows ``question answer point point ...``; states of absent points are -1."""
    shape = (len(items), max(map(length, items)))
    most = max(len(item.points) for item in items)
    batch = Batch(
        torch.full(shape, pad),
        torch.zeros(shape, dtype=torch.long),
        torch.ones(shape, dtype=torch.long),
        torch.full(shape, -1),
        torch.zeros(shape, dtype=torch.long),
        torch.full((len(items), most), -1),
        torch.full((len(items), most, shape[1]), IGNORED),
    )
    for row, item in enumerate(items):
        used = len(item.sequence)
        batch.tokens[row, :used] = torch.tensor(item.sequence)
        batch.places[row, :used] = torch.arange(used)
        batch.roles[row, : item.start] = 0
        batch.part[row, :used] = 0
        batch.text[row, item.start : used - 1] = 1
        for index, point in enumerate(item.points):
            end = used + len(point)
            batch.tokens[row, used:end] = torch.tensor(point)
            batch.places[row, used:end] = torch.arange(len(point))
            batch.roles[row, used:end] = 2
            batch.part[row, used:end] = index + 1
            used = end
            batch.states[row, index] = item.states[index]
            marks = item.evidence[index]
            batch.evidence[row, index, item.start : item.start + len(marks) - 1] = torch.tensor(
                marks[:-1]
            )
    return batch


def cost(items: Sequence[Tokens]) -> int:
    """Padded tokens of a batch."""
    return max(map(length, items)) * len(items)


def packed(items: list[Tokens], budget: int, rng: random.Random | None) -> Iterator[list[Tokens]]:
    """Batches of like length within a budget of padded tokens, in random order."""
    ordered = sorted(items, key=length)
    batches: list[list[Tokens]] = [[]]
    for item in ordered:
        if batches[-1] and cost([*batches[-1], item]) > budget:
            batches.append([])
        batches[-1].append(item)
    if rng:
        rng.shuffle(batches)
    yield from batches
