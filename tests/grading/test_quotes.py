"""Quotes are verbatim, short enough, and stand where the evidence is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.quotes import quote

LONG = (
    "首先，批归一化对每个小批量计算均值和方差，然后把激活标准化。其次，它用可学习的缩放和平移恢复表达能力，"
    "训练因此更快也更稳定。最后，推理阶段使用训练时的滑动平均统计量，而不是当前批次的统计量，这样单个样本也能得到确定的结果。"
)


def letters(text: str) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(len(text))]


def marked(text: str, part: str) -> list[float]:
    start = text.index(part)
    return [float(start <= i < start + len(part)) for i in range(len(text))]


def test_the_clause_with_the_evidence_is_quoted() -> None:
    part = "推理阶段使用训练时的滑动平均统计量，"
    assert quote(LONG, letters(LONG), marked(LONG, part)) == part


def test_neighbouring_clauses_of_like_strength_join() -> None:
    part = "它用可学习的缩放和平移恢复表达能力，训练因此更快也更稳定。"
    assert quote(LONG, letters(LONG), marked(LONG, part)) == part


def test_a_long_clause_is_cut_to_a_third() -> None:
    text = "这里没有标点" * 30
    found = quote(text, letters(text), [float(60 <= i < 90) for i in range(len(text))])
    assert found is not None
    assert len(found) <= len(text) // 3
    assert text[60:90] in found or found in text


def test_an_answer_without_words_has_no_quote() -> None:
    assert quote("。。。", letters("。。。"), [1.0, 1.0, 1.0]) is None


@given(st.text(min_size=1, max_size=300), st.randoms(use_true_random=False))
def test_every_quote_is_verbatim_and_short(text: str, rng: object) -> None:
    values = [rng.random() for _ in text]  # type: ignore[attr-defined]
    found = quote(text, letters(text), values)
    if found is not None:
        assert found
        assert found in text
        if len(text) > 100:
            assert len(found) <= len(text) // 3
