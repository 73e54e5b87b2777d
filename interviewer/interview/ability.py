"""How able a candidate is: a Gaussian estimate on the logit scale, overall and per topic.

Model: the expected share of points is ``p = sigmoid(theta - b)`` with the question's difficulty
``b`` (the Rasch model; Elo is its point estimate). A score between 0 and 100 counts as that share
of a success. After each score the posterior is approximated by a Gaussian with one Newton step
(Laplace), as Glicko does: ``var' = 1 / (1/var + p(1-p))``, ``theta' = theta + var' * (y - p)``.
A topic's prior is the overall estimate, widened by how much topics differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

PRIOR_VARIANCE = 2.25
"""Candidates differ by about 1.5 logits (standard deviation) before anything is known."""
TOPIC_VARIANCE = 0.5
"""Variance of a topic's ability around a candidate's overall ability."""
LOGITS_PER_STEP = 0.9
"""Distance of two neighbouring difficulty grades."""
MIDDLE_DIFFICULTY = 3
INFORMATION = 2.0
"""A graded answer of several points tells more than one right/wrong item."""


@dataclass(frozen=True)
class Ability:
    """``mean`` and ``variance`` in logits; 0 solves a question of middle difficulty by half."""

    mean: float = 0.0
    variance: float = PRIOR_VARIANCE

    @property
    def error(self) -> float:
        """Standard error in logits."""
        return math.sqrt(self.variance)

    def expected(self, difficulty: float) -> float:
        """Expected share of points, 0-1, on a question of this difficulty (1-5)."""
        return 1.0 / (1.0 + math.exp(logit_of(difficulty) - self.mean))

    def after(self, difficulty: float, score: float) -> Ability:
        """The estimate after a score of 0-100 on a question of this difficulty."""
        expected = self.expected(difficulty)
        slope = INFORMATION * expected * (1.0 - expected)
        variance = 1.0 / (1.0 / self.variance + slope)
        gain = variance * INFORMATION * (score / 100.0 - expected)
        return Ability(self.mean + gain, variance)


@dataclass(frozen=True)
class Observation:
    """A graded question."""

    topic: str
    difficulty: int
    score: float


def logit_of(difficulty: float) -> float:
    """A difficulty grade on the logit scale."""
    return (difficulty - MIDDLE_DIFFICULTY) * LOGITS_PER_STEP


def overall(observations: Iterable[Observation], prior: Ability | None = None) -> Ability:
    """The ability over all topics."""
    ability = prior or Ability()
    for seen in observations:
        ability = ability.after(seen.difficulty, seen.score)
    return ability


def by_topic(observations: Iterable[Observation]) -> dict[str, Ability]:
    """The ability per topic; the prior of each is the ability over the other topics."""
    seen = list(observations)
    found = {}
    for topic in dict.fromkeys(item.topic for item in seen):
        others = overall(item for item in seen if item.topic != topic)
        prior = Ability(others.mean, others.variance + TOPIC_VARIANCE)
        found[topic] = overall((item for item in seen if item.topic == topic), prior)
    return found
