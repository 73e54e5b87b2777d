"""From texts to token rows: one layout for training and for grading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from interviewer.grading.text import Span

MAX_QUESTION = 48
MAX_POINT = 48
MAX_ANSWER = 400
"""Tokens; longer answers are read in windows."""


@dataclass(frozen=True)
class Row:
    """Token ids of ``<s> question </s> answer </s>`` and of ``<s> point </s>`` per point.

    ``start`` is the place of the answer's first token; ``spans`` are the characters of every
    token of the answer.
    """

    sequence: list[int]
    start: int
    points: list[list[int]]
    spans: list[Span]

    def __len__(self) -> int:
        return len(self.sequence) + sum(map(len, self.points))


@dataclass(frozen=True)
class Batch:
    """Padded rows; shapes as in the network."""

    tokens: Tensor
    places: Tensor
    roles: Tensor
    part: Tensor
    text: Tensor
    points: int


def content(tokenizer: Any, text: str, limit: int) -> tuple[list[int], list[Span]]:
    """Token ids without special tokens, and their characters."""
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    return encoded["input_ids"][:limit], [tuple(s) for s in encoded["offset_mapping"][:limit]]


def row_of(tokenizer: Any, question: str, answer: str, points: Sequence[str]) -> Row:
    """Tokenise one answer with its question and points."""
    bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
    asked, _ = content(tokenizer, question, MAX_QUESTION)
    said, spans = content(tokenizer, answer, MAX_ANSWER)
    head = [bos, *asked, eos]
    wanted = [[bos, *content(tokenizer, point, MAX_POINT)[0], eos] for point in points]
    return Row([*head, *said, eos], len(head), wanted, spans)


def collate(rows: Sequence[Row], pad: int) -> Batch:
    """Rows ``question answer point point ...`` padded to the longest."""
    shape = (len(rows), max(map(len, rows)))
    batch = Batch(
        torch.full(shape, pad),
        torch.zeros(shape, dtype=torch.long),
        torch.ones(shape, dtype=torch.long),
        torch.full(shape, -1),
        torch.zeros(shape, dtype=torch.long),
        max(len(row.points) for row in rows),
    )
    for index, row in enumerate(rows):
        used = len(row.sequence)
        batch.tokens[index, :used] = torch.tensor(row.sequence)
        batch.places[index, :used] = torch.arange(used)
        batch.roles[index, : row.start] = 0
        batch.part[index, :used] = 0
        batch.text[index, row.start : used - 1] = 1
        for number, point in enumerate(row.points, start=1):
            end = used + len(point)
            batch.tokens[index, used:end] = torch.tensor(point)
            batch.places[index, used:end] = torch.arange(len(point))
            batch.roles[index, used:end] = 2
            batch.part[index, used:end] = number
            used = end
    return batch
