"""What the second reader's doubts do to verdicts and to the grade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.fake import KeywordReader
from interviewer.grading.grader import PointGrader
from interviewer.grading.judgement import Judgement
from interviewer.grading.score import Chances, Scale
from interviewer.grading.second_reading import Manuscript, corrected
from interviewer.grading.text import Span, clauses
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest, Verdict

ANSWER = "梯度下降沿正梯度方向更新参数。学习率决定步长。"
FIRST, SECOND = clauses(ANSWER)
POINTS = (
    KeyPoint(id="p1", text="沿正梯度方向更新参数", weight=3),
    KeyPoint(id="p2", text="学习率决定步长", weight=1),
)


class Doubting:
    """Doubts the clauses it is told to."""

    identity = "doubting"
    scale = Scale(version="doubting/1")

    def __init__(self, doubts: dict[Span, float]) -> None:
        self.given = doubts
        self.seen: list[Manuscript] = []

    def doubts(self, text: Manuscript) -> dict[Span, float]:
        self.seen.append(text)
        return self.given


def request(answer: str = ANSWER, reference: str | None = None) -> GradeRequest:
    return GradeRequest(
        id="r", question="解释梯度下降。", answer=answer, reference=reference, key_points=POINTS
    )


def test_credit_of_a_doubted_clause_becomes_a_contradiction() -> None:
    said = Judgement(Chances(0.8, 0.1, 0.1, 0.0), (FIRST, SECOND), (1.0, 0.0))
    found = corrected(ANSWER, said, {FIRST: 0.5, SECOND: 1.0}).chances
    assert found.stated == pytest.approx(0.4)
    assert found.partly == pytest.approx(0.05)
    assert found.missing == pytest.approx(0.1)
    assert found.contradicted == pytest.approx(0.45)


def test_evidence_counts_with_its_square() -> None:
    said = Judgement(Chances(1.0, 0.0, 0.0, 0.0), (FIRST, SECOND), (0.8, 0.4))
    assert corrected(ANSWER, said, {SECOND: 1.0}).chances.contradicted == pytest.approx(0.25)


def test_one_false_clause_makes_a_point_false() -> None:
    said = Judgement(Chances(1.0, 0.0, 0.0, 0.0), (FIRST, SECOND), (0.8, 0.8))
    found = corrected(ANSWER, said, {FIRST: 0.9, SECOND: 0.1}).chances
    assert found.contradicted == pytest.approx(0.9)


def test_without_evidence_nothing_changes() -> None:
    said = Judgement(Chances(0.5, 0.0, 0.5, 0.0), (FIRST, SECOND), (0.0, 0.0))
    assert corrected(ANSWER, said, {FIRST: 1.0}) == said


@given(
    st.tuples(*[st.floats(0.01, 1)] * 4),
    st.tuples(*[st.floats(0, 1)] * 2),
    st.tuples(*[st.floats(0, 1)] * 2),
)
def test_chances_stay_chances_and_credit_never_grows(
    weights: tuple[float, ...], marks: tuple[float, ...], doubts: tuple[float, ...]
) -> None:
    before = Chances(*(weight / sum(weights) for weight in weights))
    said = Judgement(before, (FIRST, SECOND), marks)
    after = corrected(ANSWER, said, dict(zip((FIRST, SECOND), doubts, strict=True))).chances
    values = (after.stated, after.partly, after.missing, after.contradicted)
    assert sum(values) == pytest.approx(1)
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in values)
    assert after.credit <= before.credit + 1e-9


def test_a_doubted_point_is_contradicted_and_quoted_as_false() -> None:
    plain = PointGrader(KeywordReader()).grade(request())
    second = Doubting({FIRST: 0.9, SECOND: 0.0})
    grade = PointGrader(KeywordReader(), second).grade(request())
    assert plain.score == 100
    assert grade.score is not None
    assert grade.score < 40
    assert [point.verdict for point in grade.points] == [Verdict.CONTRADICTED, Verdict.STATED]
    assert grade.false_statements == (ANSWER[slice(*FIRST)],)
    assert grade.provenance is not None
    assert grade.provenance.model == "keywords + doubting"
    assert grade.provenance.calibration == "doubting/1"


def test_a_person_overrules_both_readers() -> None:
    second = Doubting({FIRST: 1.0, SECOND: 1.0})
    overrides = {"p1": Verdict.STATED, "p2": Verdict.STATED}
    asked = request().model_copy(update={"overrides": overrides})
    assert PointGrader(KeywordReader(), second).grade(asked).score == 100


def test_it_reads_beside_the_reference_or_else_beside_the_points() -> None:
    second = Doubting({})
    grader = PointGrader(KeywordReader(), second)
    grader.grade(request(reference="参考"))
    grader.grade(request())
    assert [text.reference for text in second.seen] == [
        "参考",
        "沿正梯度方向更新参数\n学习率决定步长",
    ]


def test_an_answer_that_earns_nothing_is_not_read_again() -> None:
    second = Doubting({})
    PointGrader(KeywordReader(), second).grade(request("我喜欢爬山。"))
    assert not second.seen
