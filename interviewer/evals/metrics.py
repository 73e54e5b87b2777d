"""Measures, each a pure function over plain numbers."""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from statistics import fmean

ZERO_BELOW = 10.0
"""Scores below this count as 0 before ranking: nobody can order worthless answers."""


def floored(values: Sequence[float]) -> list[float]:
    """Set scores under ``ZERO_BELOW`` to 0."""
    return [0.0 if value < ZERO_BELOW else value for value in values]


def pearson(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Pearson correlation, or None where one side does not vary."""
    if len(a) < 2:
        return None
    mean_a, mean_b = fmean(a), fmean(b)
    da, db = [x - mean_a for x in a], [y - mean_b for y in b]
    scale = math.sqrt(sum(x * x for x in da) * sum(y * y for y in db))
    if scale == 0.0:
        return None
    return sum(x * y for x, y in zip(da, db, strict=True)) / scale


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, ties get their mean rank."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for position in order[start : end + 1]:
            found[position] = (start + end) / 2 + 1
        start = end + 1
    return found


def spearman(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Spearman's rank correlation with ties, or None where one side does not vary."""
    return pearson(ranks(a), ranks(b))


def mean_absolute_error(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Mean absolute difference, or None of nothing."""
    return fmean(abs(x - y) for x, y in zip(a, b, strict=True)) if a else None


def pairwise_accuracy(
    predicted: Sequence[float], truth: Sequence[float], groups: Sequence[Hashable], gap: float
) -> float | None:
    """Share of pairs within a group, at least ``gap`` apart in truth, that are in right order.

    A tie in the prediction counts half.
    """
    right, total = 0.0, 0
    for i, j in combinations(range(len(truth)), 2):
        difference = truth[i] - truth[j]
        if groups[i] != groups[j] or abs(difference) < gap:
            continue
        total += 1
        product = (predicted[i] - predicted[j]) * difference
        right += 1.0 if product > 0 else 0.5 if product == 0 else 0.0
    return right / total if total else None


def calibration_error(
    probabilities: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> float | None:
    """Expected calibration error over equal-width bins (Guo et al. 2017)."""
    if not probabilities:
        return None
    cells: list[list[int]] = [[] for _ in range(bins)]
    for position, probability in enumerate(probabilities):
        cells[min(int(probability * bins), bins - 1)].append(position)
    total = 0.0
    for cell in filter(None, cells):
        confidence = fmean(probabilities[i] for i in cell)
        accuracy = fmean(float(correct[i]) for i in cell)
        total += len(cell) * abs(confidence - accuracy)
    return total / len(probabilities)


def f1_by_label(predicted: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    """F1 of every label that occurs in ``truth`` or ``predicted``."""
    found = {}
    for label in sorted(set(truth) | set(predicted)):
        hits = sum(p == t == label for p, t in zip(predicted, truth, strict=True))
        claimed, real = predicted.count(label), truth.count(label)
        found[label] = 2 * hits / (claimed + real)
    return found


def bootstrap(
    groups: Sequence[Hashable],
    statistic: Callable[[Sequence[int]], float | None],
    rounds: int = 500,
    seed: int = 0,
) -> tuple[float, float] | None:
    """95 % interval of ``statistic(row numbers)``, resampling whole groups (questions)."""
    members: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    names = list(members)
    rng = random.Random(seed)
    values = []
    for _ in range(rounds):
        rows = [row for name in rng.choices(names, k=len(names)) for row in members[name]]
        value = statistic(rows)
        if value is not None:
            values.append(value)
    if len(values) < rounds // 2:
        return None
    values.sort()
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]


def recall_at(ranked: Sequence[str], gold: Sequence[str], k: int) -> float:
    """1.0 where any gold item is among the first ``k``, else 0.0."""
    return float(bool(set(ranked[:k]) & set(gold)))


def reciprocal_rank(ranked: Sequence[str], gold: Sequence[str]) -> float:
    """1 / rank of the first gold item, 0 where there is none."""
    wanted = set(gold)
    return next((1.0 / n for n, item in enumerate(ranked, start=1) if item in wanted), 0.0)


def ndcg_at(ranked: Sequence[str], gold: Sequence[str], k: int) -> float:
    """Normalised discounted cumulative gain with binary relevance."""
    wanted = set(gold)
    gain = sum(1 / math.log2(n + 1) for n, item in enumerate(ranked[:k], start=1) if item in wanted)
    ideal = sum(1 / math.log2(n + 1) for n in range(1, min(k, len(wanted)) + 1))
    return gain / ideal if ideal else 0.0


def edit_distance(a: str, b: str) -> int:
    """Levenshtein distance in characters."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            current.append(min(row[j] + 1, current[-1] + 1, row[j - 1] + (x != y)))
        row = current
    return row[-1]


def spoken_form(text: str) -> str:
    """What can be heard of a text: no punctuation, no spaces, lower case, NFKC."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).lower())
