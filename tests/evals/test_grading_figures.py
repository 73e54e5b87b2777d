"""What the figures count, by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from interviewer.evals.data import BankRow, PairedAnswer, RatedAnswer, join_bank
from interviewer.evals.grading import evaluate_grading, evaluate_pairs
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import Grade, GradeRequest, PointVerdict, Verdict
from interviewer.model.protocols import Progress

BANK = join_bank([BankRow(qid="q", question="Q?", reference="R.", key_points=())])


class Told:
    """Gives the score that the answer names before the first space; "none" is not graded."""

    def grade(self, request: GradeRequest) -> Grade:
        word = request.answer.split(" ", 1)[0]
        quote = request.answer.partition("quote ")[2] or None
        point = PointVerdict(
            **KeyPoint(id="p", text="t", weight=1).model_dump(include={"id", "text", "weight"}),
            verdict=Verdict.STATED,
            quote=quote,
            probability=0.9,
        )
        score = None if word == "none" else float(word)
        return Grade(id=request.id, score=score, reason="told", points=(point,))

    def grade_many(
        self, requests: Iterable[GradeRequest], progress: Progress | None = None
    ) -> Iterator[Grade]:
        return map(self.grade, requests)


def rated(kind: str, answer: str, score: float) -> RatedAnswer:
    return RatedAnswer(qid="q", kind=kind, answer=answer, score=score)


def test_not_graded_counts_against_the_grader() -> None:
    rows = [
        rated("echo", "none", 0),
        rated("echo", "10", 0),
        rated("full", "none", 75),
        rated("full", "90", 95),
    ]
    figures, _ = evaluate_grading(Told(), rows, BANK)
    assert figures["false_pass"] == 0.5
    assert figures["false_fail"] == 0.5
    assert figures["not_graded"] == 0.5


def test_english_counts_as_good_only_at_full_level() -> None:
    rows = [rated("english", "30", 55), rated("asr", "40", 94), rated("beyond", "90", 95)]
    figures, _ = evaluate_grading(Told(), rows, BANK)
    assert figures["false_fail"] == 0.5


def test_quotes_are_looked_up_and_their_length_is_checked() -> None:
    rows = [
        rated("full", "90 quote short", 95),
        rated("full", "90 quote " + "x" * 120, 95),
    ]
    figures, _ = evaluate_grading(Told(), rows, BANK)
    assert figures["quotes_verbatim"] == 1.0
    assert figures["quotes_a_third_at_most"] == 0.5


@pytest.mark.parametrize(
    ("variant", "figure", "expected"),
    [
        ("flip", "full_minus_flip", -10.0),
        ("flip1", "flip1_5_below", 0.0),
        ("padded", "full_minus_padded", -10.0),
        ("fog", "fog", 100.0),
        ("para", "full_vs_para", 90.0),
    ],
)
def test_a_variant_that_is_not_graded_never_looks_right(
    variant: str, figure: str, expected: float
) -> None:
    rows = [
        PairedAnswer(qid="q", variant="full", answer="90", intended=95),
        PairedAnswer(qid="q", variant=variant, answer="none", intended=0),
    ]
    assert evaluate_pairs(Told(), rows, BANK)[figure] == pytest.approx(expected)
