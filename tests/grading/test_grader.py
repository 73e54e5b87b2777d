"""Grades put together in code, with the token-overlap reader in the model's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.grading.fake import KeywordGrader, KeywordReader
from interviewer.grading.grader import PointGrader
from interviewer.grading.judgement import Judgement, Task
from interviewer.grading.score import Chances
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import AnswerKind, GradeRequest, Verdict

POINTS = (
    KeyPoint(id="p1", text="梯度下降沿负梯度方向更新参数", weight=3, span=(0, 14)),
    KeyPoint(id="p2", text="学习率决定步长", weight=1, origin="explanation", span=(3, 9)),
)
QUESTION = "解释梯度下降。"


def request(
    answer: str, points: tuple[KeyPoint, ...] | None = POINTS, id: str = "r"
) -> GradeRequest:
    return GradeRequest(id=id, question=QUESTION, answer=answer, key_points=points)


def test_full_answer() -> None:
    grade = KeywordGrader().grade(request("梯度下降沿负梯度方向更新参数。学习率决定步长。"))
    assert grade.score == 100
    assert [p.verdict for p in grade.points] == [Verdict.STATED, Verdict.STATED]
    assert grade.points[0].quote == "梯度下降沿负梯度方向更新参数。"
    assert grade.subscores.coverage == 100
    assert "2 个要点中说到 2 个" in grade.reason


def test_weights_and_reference_spans() -> None:
    grade = KeywordGrader().grade(request("梯度下降沿负梯度方向更新参数。"))
    assert grade.score == 75
    assert grade.points[0].reference_span == (0, 14)
    assert grade.points[1].reference_span is None
    assert grade.points[1].quote is None


@pytest.mark.parametrize("answer", ["", "😀", "\x00\x01", "。"])
def test_nothing_said_earns_nothing(answer: str) -> None:
    grade = KeywordGrader().grade(request(answer))
    assert (grade.score, grade.band, grade.answer_kind) == (0, (0, 0), AnswerKind.EMPTY)
    assert all(p.verdict is Verdict.MISSING for p in grade.points)


@pytest.mark.parametrize("points", [None, ()])
def test_without_points_there_is_no_number(points: tuple[KeyPoint, ...] | None) -> None:
    grade = KeywordGrader().grade(request("梯度下降。", points))
    assert grade.score is None
    assert "要点" in grade.reason


def test_many_grades_keep_the_order_and_report_progress() -> None:
    requests = [request("学习率决定步长。" * (n % 3), id=str(n)) for n in range(70)]
    seen: list[tuple[int, int | None]] = []
    grades = list(
        KeywordGrader().grade_many(requests, lambda _, done, total: seen.append((done, total)))
    )
    assert [grade.id for grade in grades] == [r.id for r in requests]
    assert seen[-1] == (70, 70)


def test_english_questions_get_english_reasons() -> None:
    points = (KeyPoint(id="p", text="the learning rate sets the step size", weight=2),)
    asked = GradeRequest(
        id="e", question="What is gradient descent?", answer="No idea.", key_points=points
    )
    grade = KeywordGrader().grade(asked)
    assert grade.reason == "The answer says it does not know."


def test_a_very_long_answer_is_graded() -> None:
    grade = KeywordGrader().grade(request("废话。" * 20000 + "学习率决定步长。"))
    assert grade.points[1].verdict is Verdict.STATED


def test_same_input_same_grade() -> None:
    first, second = (KeywordGrader().grade(request("学习率决定步长。")) for _ in range(2))
    assert first.model_copy(update={"seconds": 0}) == second.model_copy(update={"seconds": 0})


DOUBTED = "召回率是预测正确的负样本占全部负样本的比例"
REFERENCE = f"数据要分成几份，轮流用来验证。{DOUBTED}。"
DOUBTED_POINTS = (
    KeyPoint(id="p1", text="数据要分成几份，轮流用来验证", weight=1, span=(0, 14)),
    KeyPoint(id="p2", text=DOUBTED, weight=3, span=(15, 15 + len(DOUBTED))),
)


def doubted(answer: str, points: tuple[KeyPoint, ...] = DOUBTED_POINTS) -> GradeRequest:
    return GradeRequest(
        id="d",
        question="什么是召回率？",
        answer=answer,
        reference=REFERENCE,
        key_points=points,
        doubted=(DOUBTED,),
    )


def test_a_point_of_a_doubted_passage_costs_nothing_when_it_is_not_stated() -> None:
    grade = KeywordGrader().grade(doubted("数据要分成几份，轮流用来验证。"))
    assert grade.score == 100
    assert grade.doubtful
    assert "存疑" in grade.reason
    assert grade.points[1].verdict is Verdict.MISSING


def test_a_stated_point_of_a_doubted_passage_counts() -> None:
    grade = KeywordGrader().grade(doubted(f"{DOUBTED}。"))
    assert grade.score == 75
    assert not grade.doubtful


def test_with_doubted_points_alone_there_is_no_number() -> None:
    grade = KeywordGrader().grade(doubted("不一样的内容。", DOUBTED_POINTS[1:]))
    assert grade.score is None
    assert grade.doubtful
    assert [p.id for p in grade.points] == ["p2"]


class Wavering(KeywordReader):
    """Gives every point the same chances."""

    def __init__(self, chances: Chances) -> None:
        self.chances = chances

    def read(self, tasks: Sequence[Task]) -> list[list[Judgement]]:
        return [
            [replace(judgement, chances=self.chances) for judgement in judgements]
            for judgements in super().read(tasks)
        ]


@pytest.mark.parametrize(
    ("chances", "graded"),
    [
        (Chances(0.3, 0.2, 0.3, 0.2), False),
        (Chances(0.4, 0.1, 0.3, 0.2), True),
        (Chances(0.02, 0.02, 0.94, 0.02), True),
    ],
)
def test_no_number_where_the_verdicts_are_guesses(chances: Chances, graded: bool) -> None:
    grade = PointGrader(Wavering(chances)).grade(request("In English no word of the points."))
    assert (grade.score is not None) is graded
    assert grade.band is not None
    assert len(grade.points) == len(POINTS)
    assert graded or "请人工看一下" in grade.reason
