"""The score, computed in code from the verdicts. Formula version ``points-3``.

With ``w`` the weights of the key points, and for every point the calibrated
probabilities of *stated*, *partly*, *missing* and *contradicted*, after ``alignment`` and
``second_reading``::

    coverage      C = sum(w (stated + 0.54 partly)) / sum(w)
    contradiction X = sum(w contradicted) / sum(w)
    raw             = C (1 - X)
    score           = knots(raw)             piecewise linear, monotone, 0 at 0

0.54 is what half a point earned in the labelled answers (least squares over
the training answers); the factor of X says that false statements cost more than
the points they miss. The knots are fitted on labelled data (see
``training/scales.py``) and stored beside the weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.model.base import Value

FORMULA = "points-3"
PARTLY_CREDIT = 0.54
FALSE_COST = 1.0


class Scale(Value):
    """From the share of the points to the score, as fitted for one set of readers.

    ``knots`` map the raw share to points of 100.
    """

    version: str
    knots: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 100.0))


@dataclass(frozen=True)
class Chances:
    """Calibrated probabilities of the four states of one key point."""

    stated: float
    partly: float
    missing: float
    contradicted: float

    @property
    def credit(self) -> float:
        """Expected share of the point that was earned."""
        return self.stated + PARTLY_CREDIT * self.partly

    @property
    def spread(self) -> float:
        """Variance of the earned share; a contradiction earns minus ``FALSE_COST``."""
        values = (1.0, PARTLY_CREDIT, 0.0, -FALSE_COST)
        chances = (self.stated, self.partly, self.missing, self.contradicted)
        mean = sum(p * v for p, v in zip(chances, values, strict=True))
        return max(0.0, sum(p * (v - mean) ** 2 for p, v in zip(chances, values, strict=True)))


@dataclass(frozen=True)
class Tally:
    """Weighted sums over the points, each a share of the total weight."""

    coverage: float
    contradiction: float
    deviation: float

    @property
    def raw(self) -> float:
        """Coverage less the cost of false statements, 0-1."""
        return max(0.0, self.coverage * (1 - FALSE_COST * self.contradiction))


def tally(chances: Sequence[Chances], weights: Sequence[float]) -> Tally:
    """Sum up the points; ``deviation`` is the standard deviation of the earned share."""
    total = sum(weights)
    coverage = sum(w * c.credit for w, c in zip(weights, chances, strict=True)) / total
    false = sum(w * c.contradicted for w, c in zip(weights, chances, strict=True)) / total
    variance = sum((w / total) ** 2 * c.spread for w, c in zip(weights, chances, strict=True))
    return Tally(coverage, false, math.sqrt(variance))


def interpolate(value: float, knots: Sequence[tuple[float, float]]) -> float:
    """Piecewise linear through ``knots`` (ascending in both), flat outside."""
    if value <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return knots[-1][1]
