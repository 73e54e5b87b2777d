"""How likely a Chinese and an English question are one: learned weights, where no name says so.

Names unite "LoRA 的原理" with "How does LoRA work?", but not "死锁" with "deadlock" unless a
document gives both. There the nearness of the two questions and of how their answers begin decides,
together with what the rules read of them. Nearness is counted from the middle of each language and
against the nearest of a fixed set of questions ("anchors"), for the cosines of any two short
questions are high, and those of some fields higher still. So it depends on the pair alone, not on
the bank.

Within one language near questions are as often neighbours ("缓存穿透", "缓存击穿") as one question,
and learned weights did no better than the rules; there the rules alone decide.

The weights belong to one encoder; ``benchmarks/likeness.py`` learns them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DATA = Path(__file__).parent / "data"
ENCODER = "bundled/multilingual-e5-small-q4"
BLOCK = 64
NEAREST = 10
"""How many anchors of a language tell how near everything is around a question."""

CHINESE, ENGLISH = 0, 1

FEATURES = (
    "questions",
    "answers",
    "same_side",
    "only_one_compares",
    "latin_shared",
    "latin_missing",
)
"""What the weights are for. The first two are nearness, the last two are about Latin names."""


@dataclass(frozen=True)
class Space:
    """Middles of the languages, shape ``(2, d)``, and centred unit anchors of each."""

    middles: Vectors
    anchors: tuple[Vectors, Vectors]

    def place(
        self, vectors: Vectors, languages: NDArray[np.int64], density: Vectors | None = None
    ) -> Placed:
        """Centre unit vectors of shape ``(n, d)``; measure the ``density`` that is not given."""
        if density is None:
            density = self.density(vectors, languages)
        return Placed(centre(vectors, self.middles[languages]), density, languages)

    def density(self, vectors: Vectors, languages: NDArray[np.int64]) -> Vectors:
        """How dense the surroundings of vectors are in either language, shape ``(n, 2)``.

        In blocks of one size: the same text then has the same numbers in a bank of any size.
        """
        centred = centre(vectors, self.middles[languages])
        density = np.zeros((len(vectors), 2), dtype=np.float32)
        for start in range(0, len(vectors), BLOCK):
            block = np.zeros((BLOCK, vectors.shape[1]), dtype=np.float32)
            here = centred[start : start + BLOCK]
            block[: len(here)] = here
            for column, these in enumerate(self.anchors):
                density[start : start + BLOCK, column] = _nearest(block @ these.T)[: len(here)]
        return density


@dataclass(frozen=True)
class Placed:
    """Centred vectors ``(n, d)``, density per language ``(n, 2)`` and languages ``(n,)``."""

    vectors: Vectors
    density: Vectors
    languages: NDArray[np.int64]

    def nearness(self, rows: Sequence[int]) -> Vectors:
        """Nearness of rows to all, shape ``(len(rows), n)``; about 0 is chance."""
        cosines = self.vectors[rows] @ self.vectors.T
        here, there = self.languages[rows], self.languages
        around = self.density[rows][:, there] + self.density[:, here].T
        return np.asarray(2 * cosines - around, dtype=np.float32)

    def pair(self, left: int, right: int) -> float:
        """Nearness of two rows, the same in both orders."""
        cosine = float(self.vectors[left] @ self.vectors[right])
        around = float(self.density[left, self.languages[right]])
        return 2 * cosine - (around + float(self.density[right, self.languages[left]]))


def centre(vectors: Vectors, middles: Vectors) -> Vectors:
    """The directions of vectors ``(n, d)`` from the middles of their languages ``(n, d)``."""
    moved = vectors - middles
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-6), dtype=np.float32)


def _nearest(cosines: Vectors) -> Vectors:
    """Mean of the largest ``NEAREST`` of each row."""
    best = np.sort(np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:], axis=1)
    return np.asarray(best.mean(axis=1), dtype=np.float32)


@dataclass(frozen=True)
class Weights:
    """Weights in the order of ``FEATURES``; a pair is one question from 0 upwards."""

    values: tuple[float, ...]
    bias: float

    def score(self, found: Sequence[float]) -> float:
        """The log odds of a pair, less those that merging asks for."""
        return self.bias + sum(w * f for w, f in zip(self.values, found, strict=True))

    def best(self, near: Vectors, answers: Vectors | float) -> Vectors:
        """The largest score that pairs of this nearness can have."""
        rest = self.bias + sum(max(weight, 0.0) for weight in self.values[2:])
        return np.asarray(rest + self.values[0] * near + self.values[1] * answers)


@dataclass(frozen=True)
class Likeness:
    """What was learned for one encoder; ``questions_only`` serves where an answer is missing."""

    encoder: str
    questions: Space
    answers: Space
    both: Weights
    questions_only: Weights


@lru_cache(maxsize=1)
def load_likeness() -> Likeness:
    """The shipped weights."""
    told = json.loads((DATA / "likeness.json").read_text(encoding="utf-8"))
    with np.load(DATA / "likeness.npz", allow_pickle=False) as stored:
        spaces = [
            Space(
                stored[f"{name}_middles"].astype(np.float32),
                (
                    stored[f"{name}_chinese"].astype(np.float32),
                    stored[f"{name}_english"].astype(np.float32),
                ),
            )
            for name in ("questions", "answers")
        ]
    both, alone = (
        Weights(tuple(float(one["weights"][name]) for name in FEATURES), float(one["bias"]))
        for one in (told["both"], told["questions_only"])
    )
    return Likeness(told["encoder"], spaces[0], spaces[1], both, alone)
