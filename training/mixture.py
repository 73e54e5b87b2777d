"""What the reader is trained on: composed answers and labelled ones, endlessly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

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
from training.edits import edited_pair, reworded_pair, sentence_pair
from training.recitals import Recital, recital_of, recital_pair


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
    return reworded_pair(question, (example, example), rng)[0]


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
    answer = rng.choice(
        [
            answer
            for other in rng.sample(others, min(8, len(others)))
            for answer in other.answers
            if other.id != question.id and STATED in answer.states
        ]
    )
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


SENTENCES = 0.6
"""Share of the edited answers of which a single sentence is read, with its points alone."""


@dataclass(frozen=True)
class Shares:
    """How much of the mixture is of which kind; the rest are written answers as they are."""

    composed: float = 0.3
    edited: float = 0.4
    recited: float = 0.1


class Mixture:
    """Endless examples."""

    def __init__(
        self,
        units: Sequence[Unit],
        questions: Sequence[LabelledQuestion],
        seed: int,
        shares: Shares,
    ) -> None:
        self.units = list(units)
        self.questions = list(questions)
        self.rng = random.Random(seed)
        self.shares = shares
        self._pairs = [(q, a) for q in self.questions for a in q.answers]
        self._rates = [KIND_RATE.get(a.kind, 1.0) for _, a in self._pairs]
        references: list[tuple[str, str | None]] = [
            *((unit.question, unit.reference) for unit in self.units),
            *((question.question, question.reference) for question in self.questions),
        ]
        self._recitals: list[Recital] = [
            found
            for question, reference in references
            if reference and (found := recital_of(question, reference))
        ]
        self._editable = [(q, a) for q, a in self._pairs if a.edits]

    def draw(self) -> list[Example]:
        """The next example, or the next two that differ in truth alone."""
        draw, shares = self.rng.random(), self.shares
        if draw < shares.composed:
            return self._draw_composed()
        if draw < shares.composed + shares.edited:
            return self._draw_edited()
        if draw < shares.composed + shares.edited + shares.recited:
            return list(recital_pair(self.rng.choice(self._recitals), self.rng))
        return [self._draw_written()]

    def _draw_edited(self) -> list[Example]:
        rng = self.rng
        question, answer = rng.choice(self._editable)
        if rng.random() < SENTENCES and any(edit.points for edit in answer.edits):
            return list(sentence_pair(question, answer, rng))
        pair = reworded_pair(question, edited_pair(question, answer, rng), rng)
        if rng.random() < 0.15:
            seed = rng.random()
            return [noisy(one, random.Random(seed)) for one in pair]
        return list(pair)

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
        return list(composed_pair(unit, self.units, rng, rng.choice((1, 1, 2, 3, 5))))

    def pool(self, size: int) -> list[Example]:
        """At least ``size`` examples."""
        found: list[Example] = []
        while len(found) < size:
            found += [example for example in self.draw() if example.answer.strip()]
        return found
