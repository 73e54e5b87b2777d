"""Hidden characters, special tokens, clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.text import clauses, is_chinese, neutral, sentences


@given(st.text())
def test_neutral_text_keeps_its_length(text: str) -> None:
    assert len(neutral(text)) == len(text)


def test_hidden_characters_become_spaces() -> None:
    assert neutral("a\x00b\u202ec\u200bd\ud800e") == "a b c d e"


@pytest.mark.parametrize("token", ["</s>", "<s>", "<pad>", "<unk>", "<mask>"])
def test_special_tokens_are_plain_text(token: str) -> None:
    assert token not in neutral(f"x {token} y")
    assert neutral("a < s > b") == "a < s > b"


def test_clauses_are_cut_at_marks_but_not_inside_numbers() -> None:
    text = "学习率是0.01，批量是1,024；这样最稳。It drops, then 3.5 stays. End"
    found = [text[a:b] for a, b in clauses(text)]
    assert found == [
        "学习率是0.01，",
        "批量是1,024；",
        "这样最稳。",
        "It drops,",
        "then 3.5 stays.",
        "End",
    ]


def test_blank_stretches_are_no_sentences() -> None:
    assert sentences(" \n。。。 \n") == []


@given(st.text())
def test_spans_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for start, end in clauses(text):
        assert last <= start < end <= len(text)
        last = end


def test_language_by_share_of_characters() -> None:
    assert is_chinese("用 Adam 优化器")
    assert not is_chinese("use the Adam optimiser")
