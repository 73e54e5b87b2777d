"""Right answers with single facts made false: minimal pairs whose difference is known.

Every edit names the points it makes false, so any subset of an answer's edits gives an answer with
known states and, for the points it touches, known evidence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from training.data import (
    CONTRADICTED,
    MISSING,
    Edit,
    Example,
    LabelledAnswer,
    LabelledQuestion,
    Span,
)

ALIASED = 0.4
SENTENCE = re.compile(r"[。；！？\n]|[.;!?] ")
BORDER = re.compile(r"[，。；：！？、\n]|[,.;:!?] ")
SHARES = ((0.0, 3.0), (0.15, 3.0), (0.5, 2.0), (1.0, 0.7))
"""Chance of an edit to be made, and how often that chance is drawn."""


def replaced(
    answer: str, edits: Sequence[Edit], chosen: Sequence[str | None]
) -> tuple[str, list[Span | None]]:
    """The answer with the chosen replacements and their places; ``None`` leaves one as it is."""
    text, at = "", 0
    places: list[Span | None] = []
    for edit, replacement in zip(edits, chosen, strict=True):
        text += answer[at : edit.start]
        start = len(text)
        text += answer[edit.start : edit.end] if replacement is None else replacement
        places.append(None if replacement is None else (start, len(text)))
        at = edit.end
    return text + answer[at:], places


def edited(
    question: LabelledQuestion, answer: LabelledAnswer, chosen: Sequence[str | None]
) -> Example:
    """The answer with the chosen replacements; ``None`` leaves a place as it is."""
    text, places = replaced(answer.answer, answer.edits, chosen)
    states = list(answer.states)
    evidence: list[list[Span]] = [[] for _ in states]
    for edit, place in zip(answer.edits, places, strict=True):
        if place is None:
            continue
        for point in edit.points:
            states[point] = CONTRADICTED
            evidence[point].append(clause_around(text, place))
    spans = tuple(
        () if state == MISSING else tuple(known) or None
        for state, known in zip(states, evidence, strict=True)
    )
    return Example(question.question, text, question.points, tuple(states), spans, "edited")


def sentence_pair(
    question: LabelledQuestion, answer: LabelledAnswer, rng: random.Random
) -> tuple[Example, Example]:
    """One sentence of the answer with and without its edits, and the points it speaks about."""
    first = rng.choice([edit for edit in answer.edits if edit.points])
    start, end = sentence_around(answer.answer, (first.start, first.end))
    inside = tuple(edit for edit in answer.edits if start <= edit.start and edit.end <= end)
    points = sorted({point for edit in inside for point in edit.points})
    part = replace(
        answer,
        answer=answer.answer[start:end],
        states=tuple(answer.states[point] for point in points),
        edits=tuple(
            Edit(
                edit.start - start,
                edit.end - start,
                edit.replacements,
                tuple(map(points.index, edit.points)),
            )
            for edit in inside
        ),
    )
    narrowed = replace(
        question,
        points=tuple(question.points[point] for point in points),
        weights=tuple(question.weights[point] for point in points),
        aliases=tuple(question.aliases[point] for point in points) if question.aliases else (),
        answers=[],
    )
    pair = edited_pair(narrowed, part, rng)
    return reworded_pair(narrowed, pair, rng)


def reworded_pair(
    question: LabelledQuestion, pair: tuple[Example, Example], rng: random.Random
) -> tuple[Example, Example]:
    """Some points, the same in both, in the words that the rules extract."""
    points = tuple(
        rng.choice(aliases) if aliases and rng.random() < ALIASED else point
        for point, aliases in zip(
            question.points, question.aliases or ((),) * len(question.points), strict=True
        )
    )
    one, other = (replace(example, points=points) for example in pair)
    return one, other


def sentence_around(text: str, place: Span) -> Span:
    """The sentence or sentences in which a place stands."""
    before = [border.end() for border in SENTENCE.finditer(text, 0, place[0])]
    after = SENTENCE.search(text, place[1])
    return (before[-1] if before else 0), (after.end() if after else len(text))


def clause_around(text: str, place: Span) -> Span:
    """The clause or clauses in which a place stands: the evidence of a false statement."""
    before = [border.end() for border in BORDER.finditer(text, 0, place[0])]
    after = BORDER.search(text, place[1])
    return (before[-1] if before else 0), (after.start() if after else len(text))


def edited_pair(
    question: LabelledQuestion, answer: LabelledAnswer, rng: random.Random
) -> tuple[Example, Example]:
    """Two answers that differ in edits alone: what is right in one is often wrong in the other."""
    replacements = [rng.choice(edit.replacements) for edit in answer.edits]
    shares, rates = zip(*SHARES, strict=True)
    share = rng.choices(shares, rates)[0]
    first = [rng.random() < share for _ in answer.edits]
    turned = rng.choice((0.3, 0.5))
    second = [not one if rng.random() < turned else one for one in first]
    one, other = (
        [text if wrong else None for text, wrong in zip(replacements, drawn, strict=True)]
        for drawn in (first, second)
    )
    return edited(question, answer, one), edited(question, answer, other)
