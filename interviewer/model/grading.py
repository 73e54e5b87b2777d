"""What goes into a grade and what comes out of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from interviewer.model.bank import KeyPoint
from interviewer.model.base import Probability, Score, Value, Weight


class Verdict(StrEnum):
    """What an answer does with a key point."""

    STATED = "stated"
    PARTLY = "partly"
    MISSING = "missing"
    CONTRADICTED = "contradicted"


class AnswerKind(StrEnum):
    """What sort of reply it is; told to the candidate, never the source of the score."""

    ANSWER = "answer"
    EMPTY = "empty"
    DOES_NOT_KNOW = "does_not_know"
    OFF_TOPIC = "off_topic"
    ECHO = "echo"
    KEYWORDS = "keywords"
    ADDRESSES_GRADER = "addresses_grader"


class Correction(Value):
    """What the candidate overruled: an answer with this ``wording`` counts as ``verdict``."""

    question_id: str
    point_id: str
    wording: str
    verdict: Verdict
    at: float


class GradeRequest(Value):
    """One answer to be graded. Without key points or a reference it cannot be.

    ``overrides`` are verdicts by point id that a person has set; they are taken as certain.
    ``doubted`` are passages of the reference that the bank holds to be wrong: a point cut out of
    one of them can win credit and cannot cost any.
    """

    id: str
    question: str
    answer: str
    reference: str | None = None
    explanation: str | None = None
    key_points: tuple[KeyPoint, ...] | None = None
    overrides: dict[str, Verdict] = Field(default_factory=dict)
    doubted: tuple[str, ...] = ()


class PointVerdict(Value):
    """The verdict on one key point, with its evidence.

    ``quote`` occurs verbatim in the answer; ``reference_span`` are offsets into the reference;
    ``probability`` is the calibrated probability of ``verdict``.
    """

    id: str
    text: str
    weight: Weight
    verdict: Verdict
    quote: str | None = None
    reference_span: tuple[int, int] | None = None
    probability: Probability


class Subscores(Value):
    """The sides of the score that a person expects, each 0-100, or None where not computable."""

    coverage: Score | None = None
    correctness: Score | None = None
    depth: Score | None = None
    clarity: Score | None = None


class Provenance(Value):
    """What a grade was made with, so that it can be computed again."""

    model: str
    formula: str
    calibration: str
    bank_version: str | None = None


class Grade(Value):
    """A grade with its evidence. ``score is None`` means *not graded*; ``reason`` says why."""

    id: str
    score: Score | None
    band: tuple[Score, Score] | None = None
    reason: str
    answer_kind: AnswerKind = AnswerKind.ANSWER
    subscores: Subscores = Subscores()
    points: tuple[PointVerdict, ...] = ()
    false_statements: tuple[str, ...] = ()
    doubtful: bool = False
    seconds: float = 0.0
    provenance: Provenance | None = None

    def made_with_bank(self, version: str) -> Grade:
        """The same grade with the bank's version in its provenance, if it has one."""
        if self.provenance is None:
            return self
        made = self.provenance.model_copy(update={"bank_version": version})
        return self.model_copy(update={"provenance": made})
