"""The grader: verdicts from the reader, everything else in code."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Protocol

from interviewer.grading import reasons, replies
from interviewer.grading.alignment import aligned
from interviewer.grading.clarity import clarity
from interviewer.grading.judgement import Judgement, Task
from interviewer.grading.quotes import quote
from interviewer.grading.recital import normal, recited
from interviewer.grading.reversal import Compared, compared, turned_round
from interviewer.grading.score import FORMULA, Chances, Scale, Tally, interpolate, tally
from interviewer.grading.second_reading import Manuscript, corrected
from interviewer.grading.text import Span
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import (
    AnswerKind,
    Grade,
    GradeRequest,
    PointVerdict,
    Provenance,
    Subscores,
    Verdict,
)
from interviewer.model.protocols import Progress

if TYPE_CHECKING:
    from interviewer.grading.checkpoint import Calibration

BAND_WIDTH = 1.05
"""Standard deviations to either side: six of seven true scores of the development answers lie
within."""

LEAST_CREDIT = 0.05
"""Of a point, below which there is nothing to take back."""

LEAST_SURE = 0.35
"""Mean chance of the likeliest verdicts (0.25 would be a guess); below it there is no number."""

DOUBTFUL_BAND = 70.0
"""Grades with a wider band, about one in ten, are marked doubtful."""

VERDICTS = (Verdict.STATED, Verdict.PARTLY, Verdict.MISSING, Verdict.CONTRADICTED)


class Reader(Protocol):
    """What the grader needs of ``reader.AnswerReader``."""

    identity: str
    calibration: Calibration

    def read(self, tasks: Sequence[Task]) -> list[list[Judgement]]:
        """Judge every point of every task, in order."""

    def read_to_the_end(self, answer: str) -> int:
        """Number of characters of the answer that are read."""


class SecondReader(Protocol):
    """What the grader needs of ``proofreader.Proofreader``."""

    identity: str
    scale: Scale

    def doubts(self, text: Manuscript) -> dict[Span, float]:
        """The chance of every clause of the answer to be false."""


class PointGrader:
    """Grades answers against key points with a small network; the same input, the same grade.

    With a second reader the credit of clauses that it holds to be false is taken back, and its own
    scale is used, which was fitted for both together. ``scale`` takes the place of the fitted one.
    """

    def __init__(
        self, reader: Reader, second: SecondReader | None = None, scale: Scale | None = None
    ) -> None:
        self._reader = reader
        self._second = second
        self._scale = scale or (second.scale if second else reader.calibration.scale)
        self._provenance = Provenance(
            model=" + ".join(one.identity for one in (reader, second) if one),
            formula=FORMULA,
            calibration=self._scale.version,
        )

    def grade(self, request: GradeRequest) -> Grade:
        """Grade one answer."""
        return next(iter(self.grade_many([request])))

    def grade_many(
        self, requests: Iterable[GradeRequest], progress: Progress | None = None
    ) -> Iterator[Grade]:
        """Grade answers one after the other, in the order of the requests."""
        known = list(requests)
        for done, request in enumerate(known, start=1):
            grade = self._read(request)
            if progress:
                progress("grade", done, len(known))
            yield grade

    def _read(self, request: GradeRequest) -> Grade:
        started = time.perf_counter()
        judgements = None
        if request.key_points and not replies.is_empty(request.answer):
            texts = tuple(point.text for point in request.key_points)
            [judgements] = self._reader.read([Task(request.question, request.answer, texts)])
        return self._grade(request, judgements, time.perf_counter() - started)

    def _doubts(self, request: GradeRequest, judgements: Sequence[Judgement]) -> dict[Span, float]:
        """What the second reader says, where there is credit that it could take back."""
        if not self._second or all(one.chances.credit < LEAST_CREDIT for one in judgements):
            return {}
        known = "\n".join(filter(None, (request.reference, request.explanation)))
        reference = known or "\n".join(point.text for point in request.key_points or ())
        return self._second.doubts(Manuscript(request.question, reference, request.answer))

    def _grade(
        self, request: GradeRequest, judgements: list[Judgement] | None, seconds: float
    ) -> Grade:
        points = request.key_points
        if not points:
            text = reasons.in_language(request.question, reasons.NO_POINTS)
            return Grade(id=request.id, score=None, reason=text, provenance=self._provenance)
        if judgements is None:
            return self._empty(request, points)
        started = time.perf_counter()
        if not replies.is_pile(request.answer):
            judgements = by_words(request, points, judgements)
        said, texts = normal(request.answer), compared(request)
        decided = [
            by_heart(request, point, said, texts, judgement)
            for point, judgement in zip(points, judgements, strict=True)
        ]
        undecided = [one for one, known in zip(judgements, decided, strict=True) if known is None]
        doubts = self._doubts(request, undecided)
        judgements = [
            overruled(
                known or corrected(request.answer, judgement, doubts),
                request.overrides.get(point.id),
            )
            for point, judgement, known in zip(points, judgements, decided, strict=True)
        ]
        seconds += time.perf_counter() - started
        verdicts = tuple(
            verdict_of(request.answer, point, judgement)
            for point, judgement in zip(points, judgements, strict=True)
        )
        chances = [judgement.chances for judgement in judgements]
        return self._result(request, verdicts, chances, seconds)

    def _empty(self, request: GradeRequest, points: Sequence[KeyPoint]) -> Grade:
        return Grade(
            id=request.id,
            score=0.0,
            band=(0.0, 0.0),
            reason=reasons.reason(request.question, AnswerKind.EMPTY, (), False),
            answer_kind=AnswerKind.EMPTY,
            subscores=Subscores(coverage=0.0),
            points=tuple(missing(point) for point in points),
            provenance=self._provenance,
        )

    def _result(
        self,
        request: GradeRequest,
        verdicts: tuple[PointVerdict, ...],
        chances: Sequence[Chances],
        seconds: float,
    ) -> Grade:
        scale = self._scale
        kept = [
            not (verdict.verdict is not Verdict.STATED and in_doubt(request, point))
            for point, verdict in zip(request.key_points or (), verdicts, strict=True)
        ]
        doubted = not all(kept)
        if not any(kept):
            text = reasons.in_language(request.question, reasons.ALL_DOUBTED)
            return Grade(
                id=request.id,
                score=None,
                reason=text,
                points=verdicts,
                doubtful=True,
                seconds=seconds,
                provenance=self._provenance,
            )
        weights = list(compress((float(verdict.weight) for verdict in verdicts), kept))
        counted = list(compress(chances, kept))
        sums = tally(counted, weights)
        kind = replies.kind_of(request.question, request.answer, verdicts)
        score = replies.capped(interpolate(sums.raw, scale.knots), kind)
        low, high = (
            replies.capped(interpolate(sums.raw + side * sums.deviation, scale.knots), kind)
            for side in (-BAND_WIDTH, BAND_WIDTH)
        )
        sure = sureness(list(compress(verdicts, kept))) >= LEAST_SURE
        cut = self._reader.read_to_the_end(request.answer) < len(request.answer.rstrip())
        text = reasons.reason(request.question, kind, verdicts, cut)
        if doubted:
            text += reasons.in_language(request.question, reasons.DOUBTED)
        quotes = (
            verdict.quote
            for verdict in compress(verdicts, kept)
            if verdict.verdict is Verdict.CONTRADICTED and verdict.quote
        )
        return Grade(
            id=request.id,
            score=round(score, 1) if sure else None,
            band=(round(low, 1), round(high, 1)),
            reason=text if sure else reasons.in_language(request.question, reasons.UNSURE),
            answer_kind=kind,
            subscores=subscores(request.answer, sums, counted, weights),
            points=verdicts,
            false_statements=tuple(dict.fromkeys(quotes)),
            doubtful=doubted or high - low > DOUBTFUL_BAND,
            seconds=seconds,
            provenance=self._provenance,
        )


def by_words(
    request: GradeRequest, points: Sequence[KeyPoint], judgements: Sequence[Judgement]
) -> list[Judgement]:
    """The judgements with the words of every point counted that are its own."""
    texts = [point.text for point in points]
    return [
        aligned(
            [request.question, *texts[:number], *texts[number + 1 :]],
            texts[number],
            request.answer,
            judgement,
        )
        for number, judgement in enumerate(judgements)
    ]


def by_heart(
    request: GradeRequest, point: KeyPoint, said: str, texts: Compared, judgement: Judgement
) -> Judgement | None:
    """What code decides about words recited from the reference; None where it decides nothing."""
    if recited(request, point, said):
        return certain(judgement, Verdict.STATED)
    place = turned_round(request, point, texts)
    if place is None:
        return None
    evidence = tuple(float(place[0] < end and start < place[1]) for start, end in judgement.spans)
    return replace(certain(judgement, Verdict.CONTRADICTED), evidence=evidence)


def sureness(verdicts: Sequence[PointVerdict]) -> float:
    """Mean chance of the verdicts, by the weight of their points."""
    weights = [float(verdict.weight) for verdict in verdicts]
    chances = (verdict.probability for verdict in verdicts)
    return sum(w * p for w, p in zip(weights, chances, strict=True)) / sum(weights)


def in_doubt(request: GradeRequest, point: KeyPoint) -> bool:
    """Whether the point was cut out of a passage of the reference that the bank doubts."""
    text = request.reference if point.origin == "reference" else request.explanation
    if not text or point.span is None:
        return False
    places = ((text.find(passage), len(passage)) for passage in request.doubted if passage)
    start, end = point.span
    return any(at >= 0 and at < end and start < at + size for at, size in places)


def overruled(judgement: Judgement, verdict: Verdict | None) -> Judgement:
    """The judgement with a person's verdict as certain; unchanged where there is none."""
    return judgement if verdict is None else certain(judgement, verdict)


def certain(judgement: Judgement, verdict: Verdict) -> Judgement:
    """The judgement with one verdict beyond doubt."""
    chances = Chances(*(float(verdict is state) for state in VERDICTS))
    return replace(judgement, chances=chances)


def missing(point: KeyPoint) -> PointVerdict:
    """The verdict on a point that an empty answer does not state."""
    return PointVerdict(
        id=point.id,
        text=point.text,
        weight=point.weight,
        verdict=Verdict.MISSING,
        reference_span=point.span if point.origin == "reference" else None,
        probability=1.0,
    )


def verdict_of(answer: str, point: KeyPoint, judgement: Judgement) -> PointVerdict:
    """The likeliest state, with its evidence where the answer speaks about the point."""
    chances = judgement.chances
    values = (chances.stated, chances.partly, chances.missing, chances.contradicted)
    best = max(range(len(values)), key=values.__getitem__)
    verdict = VERDICTS[best]
    found = None
    if verdict is not Verdict.MISSING:
        found = quote(answer, judgement.spans, judgement.evidence)
    return PointVerdict(
        id=point.id,
        text=point.text,
        weight=point.weight,
        verdict=verdict,
        quote=found,
        reference_span=point.span if point.origin == "reference" else None,
        probability=min(1.0, max(0.0, values[best])),
    )


def subscores(
    answer: str, sums: Tally, chances: Sequence[Chances], weights: Sequence[float]
) -> Subscores:
    """Coverage of all points; correctness of what was said; depth: coverage of the details."""
    said = sums.coverage + sums.contradiction
    details = [(c, w) for c, w in zip(chances, weights, strict=True) if w < max(weights)]
    depth = tally(*map(list, zip(*details, strict=True))).coverage if details else sums.coverage
    return Subscores(
        coverage=round(100 * min(1.0, sums.coverage), 1),
        correctness=round(100 * sums.coverage / said, 1) if said >= 0.05 else None,
        depth=round(100 * min(1.0, depth), 1),
        clarity=clarity(answer),
    )
