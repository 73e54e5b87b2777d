from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.bank import Question
from interviewer.qa.passages import passages_of


def question(reference: str, explanation: str | None = None) -> Question:
    return Question(
        id="q", cluster_id="c", question="?", reference=reference, explanation=explanation
    )


def test_lines_keep_their_place_and_heading() -> None:
    text = "定义一句话。\n\n**常见类型：**\n1. **最大池化：** 取最大值。\n2. 平均池化：取平均值。"
    first, second, third = passages_of(question(text))
    assert (first.quote, first.heading) == ("定义一句话。", None)
    assert second.text == "常见类型： 最大池化： 取最大值。"
    assert text[third.start : third.end] == third.quote == "2. 平均池化：取平均值。"


def test_long_lines_are_cut_into_sentences() -> None:
    line = "第一句说明了卷积核在图像上滑动。" * 12
    found = passages_of(question(line))
    assert len(found) == 12
    assert {p.quote for p in found} == {"第一句说明了卷积核在图像上滑动。"}


def test_the_explanation_is_read_too() -> None:
    found = passages_of(question("参考答案在这里。", "解析在这里。"))
    assert [p.origin for p in found] == ["reference", "explanation"]


@given(st.text(alphabet="ab。！.;\n -*：: 中文1", max_size=400))
def test_every_quote_is_verbatim_and_in_order(text: str) -> None:
    found = passages_of(question(text))
    assert all(text[p.start : p.end] == p.quote for p in found)
    assert [p.start for p in found] == sorted(p.start for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
