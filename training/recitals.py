"""References recited by heart, with and without single words turned into their opposite.

The nearest that a false statement comes to the point it contradicts: all words but one are the
same.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from interviewer.bank.key_points import extract_key_points
from training.data import CONTRADICTED, STATED, Example, Span
from training.negation import negated

MARKUP = re.compile(r"[*#`>|]")
MOST = 5


@dataclass(frozen=True)
class Recital:
    """A question with its points as rules extract them, and the passage each was cut from."""

    question: str
    points: tuple[tuple[str, str], ...]


def recital_of(question: str, reference: str) -> Recital | None:
    """The points of a reference with their passages; None where there are fewer than two."""
    points = tuple(
        (point.text, MARKUP.sub("", reference[point.span[0] : point.span[1]]).strip())
        for point in extract_key_points(question, reference, None)
        if point.span is not None and point.origin == "reference"
    )
    return Recital(question, points) if len(points) > 1 else None


def recital_pair(recital: Recital, rng: random.Random) -> tuple[Example, Example]:
    """Some passages in a row; what is turned round in one answer is right in the other."""
    count = min(rng.randint(1, MOST), len(recital.points))
    chosen = rng.sample(recital.points, count)
    turned = [negated(passage, rng) for _, passage in chosen]
    share = rng.choice((0.0, 0.3, 0.5, 1.0))
    false = [rng.random() < share for _ in chosen]
    end = rng.choice(("。", "\n", "；", ". "))
    return (
        assembled(recital.question, chosen, turned, false, end),
        assembled(recital.question, chosen, turned, [not one for one in false], end),
    )


def assembled(
    question: str,
    chosen: list[tuple[str, str]],
    turned: list[str | None],
    false: list[bool],
    end: str,
) -> Example:
    """Passages joined, each with its place; those that no rule can turn round stay right."""
    answer, states, spans = "", [], []
    for (_, passage), opposite, wrong in zip(chosen, turned, false, strict=True):
        text = opposite if wrong and opposite else passage
        start = len(answer)
        answer += text
        place: Span = (start, len(answer))
        answer += end
        states.append(CONTRADICTED if wrong and opposite else STATED)
        spans.append((place,))
    points = tuple(point for point, _ in chosen)
    return Example(question, answer, points, tuple(states), tuple(spans), "recital")
