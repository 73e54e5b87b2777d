"""What the reader is trained on: composed answers and labelled ones, endlessly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from training import noise
from training.compose import composed_pair, reference_answer, worthless
from training.data import (
    CONTRADICTED,
    MISSING,
    STATED,
    Example,
    LabelledAnswer,
    LabelledQuestion,
    Span,
    Unit,
)


def spans_of_claims(answer: LabelledAnswer) -> tuple[tuple[Span, ...] | None, ...]:
    """Evidence of missing points is empty; a single false claim stands where it is quoted."""
    wrong = [i for i, state in enumerate(answer.states) if state == CONTRADICTED]
    spans: list[tuple[Span, ...] | None] = []
    for state in answer.states:
        if state == MISSING:
            spans.append(())
        elif state == CONTRADICTED and len(wrong) == 1 and answer.claims:
            places = [(answer.answer.find(claim), claim) for claim in answer.claims]
            found = tuple((at, at + len(claim)) for at, claim in places if at >= 0)
            spans.append(found or None)
        else:
            spans.append(None)
    return tuple(spans)


def labelled(question: LabelledQuestion, answer: LabelledAnswer) -> Example:
    """A written answer as it is."""
    return Example(
        question.question,
        answer.answer,
        question.points,
        answer.states,
        spans_of_claims(answer),
        answer.kind,
    )


def reworded(example: Example, question: LabelledQuestion, rng: random.Random) -> Example:
    """Some points in the words that the rules extract."""
    if not question.aliases:
        return example
    points = tuple(
        rng.choice(aliases) if aliases and rng.random() < 0.4 else point
        for point, aliases in zip(example.points, question.aliases, strict=True)
    )
    return replace(example, points=points)


def noisy(example: Example, rng: random.Random) -> Example:
    """The same answer as recognised from speech or with an instruction added."""
    text = example.answer
    if rng.random() < 0.25:
        instruction = rng.choice(noise.INSTRUCTIONS)
        text = f"{text} {instruction}" if rng.random() < 0.7 else f"{instruction} {text}"
    else:
        text = noise.spoken_noise(text, rng)
    spans = tuple(() if span == () else None for span in example.spans)
    return Example(example.question, text, example.points, example.states, spans, example.kind)


def foreign(
    question: LabelledQuestion, others: Sequence[LabelledQuestion], rng: random.Random
) -> Example:
    """A good answer to another question: nothing of this one is stated."""
    other = rng.choice([one for one in others if one.id != question.id])
    answer = rng.choice([a for a in other.answers if a.kind in ("full", "para", "beyond")])
    count = len(question.points)
    return Example(
        question.question,
        answer.answer,
        question.points,
        (MISSING,) * count,
        ((),) * count,
        "other",
    )


def recited(question: LabelledQuestion) -> Example | None:
    """The reference as the answer."""
    if question.reference is None:
        return None
    count = len(question.points)
    return Example(
        question.question,
        question.reference,
        question.points,
        (STATED,) * count,
        (None,) * count,
        "reference",
    )


# How often each kind of written answer is drawn; worthless kinds teach little per token.
KIND_RATE = {
    "stuffing": 0.5,
    "offtopic": 0.3,
    "dontknow": 0.3,
    "injection": 0.4,
    "echo": 0.4,
    "other": 0.3,
    "flip1": 1.6,
    "mixed": 1.6,
    "beyond": 1.3,
    "english": 1.3,
    "partial": 1.3,
}


class Mixture:
    """Endless examples; ``composed`` is the share of composed ones."""

    def __init__(
        self,
        units: Sequence[Unit],
        questions: Sequence[LabelledQuestion],
        seed: int,
        composed: float = 0.6,
    ) -> None:
        self.units = list(units)
        self.questions = list(questions)
        self.rng = random.Random(seed)
        self.composed = composed
        self._pairs = [(q, a) for q in self.questions for a in q.answers]
        self._rates = [KIND_RATE.get(a.kind, 1.0) for _, a in self._pairs]

    def draw(self) -> list[Example]:
        """The next example, or the next two that differ in truth alone."""
        if self.rng.random() < self.composed:
            return self._draw_composed()
        return [self._draw_written()]

    def _draw_written(self) -> Example:
        rng = self.rng
        draw = rng.random()
        if draw < 0.04:
            return foreign(rng.choice(self.questions), self.questions, rng)
        if draw < 0.06:
            example = recited(rng.choice(self.questions))
            if example:
                return example
        question, answer = rng.choices(self._pairs, self._rates)[0]
        example = reworded(labelled(question, answer), question, rng)
        return noisy(example, rng) if rng.random() < 0.2 else example

    def _draw_composed(self) -> list[Example]:
        rng = self.rng
        unit = rng.choice(self.units)
        draw = rng.random()
        if draw < 0.12:
            return [worthless(unit, self.units, rng)]
        if draw < 0.15:
            return [reference_answer(unit, rng)]
        return list(composed_pair(unit, self.units, rng, rng.choice((2, 3, 3, 4, 6))))

    def pool(self, size: int) -> list[Example]:
        """At least ``size`` examples."""
        found: list[Example] = []
        while len(found) < size:
            found += [example for example in self.draw() if example.answer.strip()]
        return found
