"""Other wordings of key points: what the rules extract from the reference for the same fact.

The product grades against points that rules cut out of a reference; they are longer and less tidy
than written ones. Where such a point clearly says what a written point says, it may stand for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from interviewer.bank.key_points import extract_key_points
from training.data import LabelledQuestion, Unit

SAME = 0.5
OTHER = 0.34


def grams(text: str) -> set[str]:
    letters = [letter.lower() for letter in text if letter.isalnum()]
    return {a + b for a, b in pairwise(letters)}


def overlap(a: str, b: str) -> float:
    """Share of the shorter text's character pairs that the other has too."""
    left, right = grams(a), grams(b)
    return len(left & right) / max(1, min(len(left), len(right)))


def matched(points: Sequence[str], extracted: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Extracted points that fit one written point well and every other one badly."""
    found: list[list[str]] = [[] for _ in points]
    for text in extracted:
        scores = sorted(((overlap(text, point), i) for i, point in enumerate(points)), reverse=True)
        if scores[0][0] >= SAME and (len(scores) == 1 or scores[1][0] < OTHER):
            found[scores[0][1]].append(text)
    return tuple(tuple(one) for one in found)


def extracted(question: str, reference: str) -> list[str]:
    return [point.text for point in extract_key_points(question, reference, None)]


def with_unit_aliases(unit: Unit) -> Unit:
    found = matched([p.text for p in unit.points], extracted(unit.question, unit.reference))
    points = tuple(replace(p, aliases=a) for p, a in zip(unit.points, found, strict=True))
    return replace(unit, points=points)


def add_aliases(question: LabelledQuestion, reference: str | None) -> None:
    if reference:
        question.reference = reference
        question.aliases = matched(question.points, extracted(question.question, reference))
