"""Reciting the reference is certain; one changed word is not a recital."""

from __future__ import annotations

import pytest

from interviewer.grading.fake import KeywordGrader
from interviewer.grading.recital import normal, recited
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest

REFERENCE = """常见的交叉验证：

1. **K折：** 每次选择一个子集作为验证集，其余作为训练集。
2. **留一法：** 每次只留一个样本作为验证集，其余作为训练集。
"""
TEXT = "每次选择一个子集作为验证集，其余作为训练集"
START = REFERENCE.index(TEXT)
POINT = KeyPoint(id="p1", text="K折：" + TEXT, span=(START, START + len(TEXT)))


def says(answer: str, point: KeyPoint = POINT) -> bool:
    request = GradeRequest(
        id="r", question="什么是交叉验证？", answer=answer, reference=REFERENCE, key_points=(point,)
    )
    return recited(request, point, normal(answer))


@pytest.mark.parametrize(
    "answer",
    [
        REFERENCE,
        "K折：每次选择一个子集作为验证集，其余作为训练集",
        "先说留一法。\n- K折 : 每次选择一个子集作为验证集; 其余作为训练集!\n就这些。",
    ],
)
def test_recitals(answer: str) -> None:
    assert says(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "K折：每次选择一个子集作为训练集，其余作为验证集",
        "K折：并不是每次选择一个子集作为验证集，其余作为训练集",
        "留一法：每次选择一个子集作为验证集，其余作为训练集",
        "K折：每次选择一个子集作为验证集",
        "",
    ],
)
def test_a_changed_label_word_or_missing_clause_is_no_recital(answer: str) -> None:
    assert not says(answer)


@pytest.mark.parametrize("span", [None, (0, 0), (5, 10_000), (0, 4)])
def test_points_without_usable_source(span: tuple[int, int] | None) -> None:
    assert not says(REFERENCE, POINT.model_copy(update={"span": span}))


def test_a_recited_point_is_stated_for_certain() -> None:
    request = GradeRequest(
        id="r",
        question="什么是交叉验证？",
        answer=REFERENCE,
        reference=REFERENCE,
        key_points=(POINT,),
    )
    assert KeywordGrader().grade(request).score == 100
