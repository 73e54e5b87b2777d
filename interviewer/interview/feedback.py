"""Feedback on a closed question, built from the grade alone; no model writes in it."""

from __future__ import annotations

from interviewer.interview.state import QuestionProgress
from interviewer.interview.terms import sentences
from interviewer.model.bank import Question, Source
from interviewer.model.base import Value
from interviewer.model.grading import PointVerdict, Verdict


class PointNote(Value):
    """One key point in the feedback: the candidate's words and the reference's."""

    id: str
    text: str
    quote: str | None = None
    recovered: bool = False


class BetterPart(Value):
    """A part of the better answer: the candidate's ``own`` words, or an addition (not own)."""

    text: str
    own: bool


class Feedback(Value):
    """What was right, vague, missing and wrong, and how the answer gets better.

    ``score`` is None where the question is not graded; ``reason`` says why.
    """

    index: int
    score: float | None
    reason: str
    hint_cost: float = 0.0
    right: tuple[PointNote, ...] = ()
    vague: tuple[PointNote, ...] = ()
    missing: tuple[PointNote, ...] = ()
    wrong: tuple[PointNote, ...] = ()
    false_statements: tuple[str, ...] = ()
    better: tuple[BetterPart, ...] = ()
    reference: str = ""
    explanation: str | None = None
    sources: tuple[Source, ...] = ()


def feedback_on(question: Question, progress: QuestionProgress) -> Feedback:
    """The feedback on a closed question."""
    grade = progress.grade
    notes: dict[Verdict, list[PointNote]] = {verdict: [] for verdict in Verdict}
    recovered = set(progress.recovered)
    for point in grade.points if grade else ():
        notes[point.verdict].append(_note(point, point.id in recovered))
    return Feedback(
        index=progress.index,
        score=progress.score,
        reason=_reason(progress),
        hint_cost=progress.hint_cost,
        right=tuple(notes[Verdict.STATED]),
        vague=tuple(notes[Verdict.PARTLY]),
        missing=tuple(notes[Verdict.MISSING]),
        wrong=tuple(notes[Verdict.CONTRADICTED]),
        false_statements=grade.false_statements if grade else (),
        better=better_answer(question, progress),
        reference=question.reference,
        explanation=question.explanation,
        sources=question.sources,
    )


def better_answer(question: Question, progress: QuestionProgress) -> tuple[BetterPart, ...]:
    """The candidate's own sentences without the wrong ones, then the points still missing.

    Every addition is a key point of the reference, word for word, so that it cannot be wrong where
    the reference is right.
    """
    grade = progress.grade
    if grade is None or grade.score is None:
        return ()
    wrong = [
        point.quote
        for point in grade.points
        if point.verdict is Verdict.CONTRADICTED and point.quote
    ]
    wrong += list(grade.false_statements)
    good = [
        point.quote
        for point in grade.points
        if point.verdict in {Verdict.STATED, Verdict.PARTLY} and point.quote
    ]
    parts = []
    for sentence in sentences("\n".join(answer.text for answer in progress.answers)):
        spoiled = any(_meet(sentence, text) for text in wrong)
        if not spoiled and any(_meet(sentence, text) for text in good):
            parts.append(BetterPart(text=sentence, own=True))
    done = {point.id for point in grade.points if point.verdict is Verdict.STATED}
    parts += [
        BetterPart(text=point.text, own=False)
        for point in question.key_points
        if point.id not in done
    ]
    return tuple(parts)


def _meet(sentence: str, text: str) -> bool:
    return sentence in text or text in sentence or any(part in sentence for part in sentences(text))


def _note(point: PointVerdict, recovered: bool) -> PointNote:
    return PointNote(id=point.id, text=point.text, quote=point.quote, recovered=recovered)


def _reason(progress: QuestionProgress) -> str:
    if progress.closed in {"skipped", "revealed"}:
        return progress.closed
    return progress.grade.reason if progress.grade else "no answer"
