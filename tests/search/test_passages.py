from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.search.passages import passages, plain

ALPHABET = st.sampled_from(list("卷积。！？a B.; \n*1"))


def test_sentences_are_packed_up_to_the_size() -> None:
    text = "一" * 30 + "。" + "二" * 30 + "。" + "三" * 30 + "。"
    assert [text[a:b] for a, b in passages(text, 65)] == [text[:62], text[62:]]


def test_a_long_sentence_stands_alone() -> None:
    text = "短句。" + "长" * 100 + "。短句。"
    assert [text[a:b] for a, b in passages(text, 20)] == ["短句。", "长" * 100 + "。", "短句。"]


def test_english_sentences_end_at_a_stop_before_a_capital() -> None:
    text = "It is 3.5 e.g. here. Next one follows."
    assert [text[a:b] for a, b in passages(text, 1)] == [
        "It is 3.5 e.g. here.",
        "Next one follows.",
    ]


@given(st.text(ALPHABET, max_size=200), st.integers(1, 60))
def test_passages_are_in_order_and_keep_every_letter(text: str, size: int) -> None:
    found = passages(text, size)
    assert all(a < b for a, b in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_markup_is_not_embedded() -> None:
    assert plain("**卷积**\n\n* `conv`") == "卷积 conv"
