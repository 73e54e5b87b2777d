"""Recited clauses with one word turned round, and the look-alikes that are none."""

from __future__ import annotations

import pytest

from interviewer.grading.fake import KeywordGrader
from interviewer.grading.reversal import compared, turned_round
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest, Verdict

LINE = "池化层会降低特征图的分辨率，从而减少后面各层的计算量。"
REFERENCE = f"{LINE}\n不同的卷积核提取不同的特征，前向传播计算输出。\n反向传播计算梯度。"
POINT = KeyPoint(id="p1", text=LINE[:-1], weight=3, span=(0, len(LINE) - 1))


def place_of(answer: str, reference: str = REFERENCE, point: KeyPoint = POINT) -> str | None:
    request = GradeRequest(
        id="r", question="池化层有什么用？", answer=answer, reference=reference, key_points=(point,)
    )
    place = turned_round(request, point, compared(request))
    return None if place is None else answer[slice(*place)]


@pytest.mark.parametrize(
    ("answer", "clause"),
    [
        ("池化层会提高特征图的分辨率，从而减少后面各层的计算量。", "池化层会提高特征图的分辨率，"),
        ("池化层不会降低特征图的分辨率。", "池化层不会降低特征图的分辨率。"),
        ("我说一下：**从而增加后面各层的计算量**。", "**从而增加后面各层的计算量**。"),
    ],
)
def test_one_word_turned_round_is_found(answer: str, clause: str) -> None:
    assert place_of(answer) == clause


@pytest.mark.parametrize(
    "answer",
    [
        LINE,
        "池化层会不断降低特征图的分辨率。",
        "池化层不仅会降低特征图的分辨率。",
        "池化层降低特征图的分辨率。",
        "如果没有池化，特征图的分辨率不会降低。",
        "会有人说池化层会提高特征图的分辨率。",
        "",
        "😀\x00",
    ],
)
def test_other_wordings_are_left_to_the_reader(answer: str) -> None:
    assert place_of(answer) is None


def test_a_clause_of_the_reference_itself_is_no_reversal() -> None:
    end = REFERENCE.index("前向传播计算输出")
    point = KeyPoint(id="p2", text="前向传播计算输出", weight=2, span=(end, end + 8))
    reference = REFERENCE + "\n反向传播计算输出。"
    assert place_of("反向传播计算输出。", reference, point) is None
    assert place_of("反向传播计算输出。", REFERENCE, point) == "反向传播计算输出。"


def test_english_words_are_whole_words() -> None:
    reference = "Dropout reduces overfitting during training."
    point = KeyPoint(id="p1", text=reference[:-1], weight=3, span=(0, len(reference) - 1))
    assert place_of("Dropout raises overfitting during training.", reference, point)
    assert place_of("Dropout reduces underfitting during training.", reference, point)
    assert place_of("Dropout reduces nothing during training.", reference, point) is None


def test_the_grade_says_contradicted_and_quotes_the_clause() -> None:
    answer = "池化层会提高特征图的分辨率，从而减少后面各层的计算量。"
    request = GradeRequest(
        id="r", question="池化层有什么用？", answer=answer, reference=REFERENCE, key_points=(POINT,)
    )
    grade = KeywordGrader().grade(request)
    assert grade.points[0].verdict is Verdict.CONTRADICTED
    assert grade.points[0].quote is not None
    assert "提高特征图" in grade.points[0].quote
    assert grade.score == 0


def test_a_long_answer_takes_no_long_time() -> None:
    assert place_of("池化层会怎么样呢，" * 20_000) is None
