"""Whether the ability estimate tells candidates of different levels apart, and how soon.

The simulated candidates answer by another model than the estimator's: their share of points comes
from a Beta distribution around a three-parameter curve (guessing floor, a slope that differs from
question to question), with a bad day now and then, while the estimator assumes Rasch without noise.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from interviewer.interview.ability import Ability, Observation, overall
from interviewer.interview.adapt import distance
from interviewer.model.base import Value

LEVELS = {"beginner": -1.6, "intermediate": 0.0, "expert": 1.6}
"""True abilities in logits."""
CUTS = (-0.8, 0.8)
"""Estimates below the first are beginners, above the second experts."""
FLOOR = 0.06
BAD_DAY = 0.08
CONCENTRATION = 6.0


class Discrimination(Value):
    """Share of sessions that put the candidate into the right level after each question."""

    adaptive: tuple[float, ...]
    fixed: tuple[float, ...]


def measure_levels(
    sessions: int = 600, questions: int = 8, pool: int = 24, seed: int = 0
) -> Discrimination:
    """Simulate ``sessions`` sessions a level, once adaptive and once in a fixed order."""
    adaptive = [0] * questions
    fixed = [0] * questions
    for level, ability in LEVELS.items():
        for number in range(sessions):
            for hits, adapts in ((adaptive, True), (fixed, False)):
                rng = random.Random(f"{seed}/{level}/{number}")
                guesses = _session(ability, questions, pool, adapts, rng)
                for place, guess in enumerate(guesses):
                    hits[place] += guess == level
    whole = sessions * len(LEVELS)
    return Discrimination(
        adaptive=tuple(hit / whole for hit in adaptive),
        fixed=tuple(hit / whole for hit in fixed),
    )


def _session(
    ability: float, questions: int, pool: int, adapts: bool, rng: random.Random
) -> list[str]:
    """The level guessed after each question."""
    left = [rng.choice((1, 2, 2, 3, 3, 3, 4, 4, 5)) for _ in range(pool)]
    seen: list[Observation] = []
    guesses = []
    for _ in range(questions):
        difficulty = _next(left, overall(seen)) if adapts else left[0]
        left.remove(difficulty)
        score = 100.0 * _share(ability, difficulty, rng)
        seen.append(Observation("topic", difficulty, score))
        guesses.append(level_of(overall(seen)))
    return guesses


def _next(left: Sequence[int], ability: Ability) -> int:
    return min(left, key=lambda difficulty: distance(ability, difficulty))


def _share(ability: float, difficulty: int, rng: random.Random) -> float:
    """The share of points a simulated candidate gets: not the estimator's model."""
    if rng.random() < BAD_DAY:
        return rng.random() * 0.3
    slope = rng.uniform(0.7, 1.8)
    place = (difficulty - 3) * 1.0 + rng.gauss(0.0, 0.5)
    mean = FLOOR + (0.97 - FLOOR) / (1.0 + math.exp(-slope * (ability - place)))
    return rng.betavariate(mean * CONCENTRATION, (1.0 - mean) * CONCENTRATION)


def level_of(ability: Ability) -> str:
    """The level an estimate stands for."""
    low, high = CUTS
    if ability.mean < low:
        return "beginner"
    return "expert" if ability.mean > high else "intermediate"
