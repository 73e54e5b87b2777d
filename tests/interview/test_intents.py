"""Requests are recognised; answers that merely contain such words stay answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.interview.intents import MAX_REQUEST_LENGTH, Intent, classify
from tests.interview.support import read_jsonl, small_bank


@pytest.mark.parametrize("case", read_jsonl("intents.jsonl"), ids=lambda case: case["text"])
def test_written_cases(case):
    assert classify(case["text"]) == case["intent"]


def test_no_key_point_is_taken_for_a_request():
    for question in small_bank().questions:
        for point in question.key_points:
            assert classify(point.text) is Intent.ANSWER


@given(st.text(max_size=80))
def test_any_text_has_an_intent(text):
    assert isinstance(classify(text), Intent)


@pytest.mark.parametrize(
    "filler", ["嗯", "就", "再一下", "那个那", "so ", "it ", "um", "重复", "给我"]
)
def test_no_filler_makes_the_patterns_explode(filler):
    text = (filler * MAX_REQUEST_LENGTH)[: MAX_REQUEST_LENGTH - 1] + "x"
    assert classify(text) is Intent.ANSWER  # an exploding pattern would never come back


def test_long_messages_are_answers_and_take_no_time():
    assert classify("嗯" * MAX_REQUEST_LENGTH + "跳过") is Intent.ANSWER
    assert classify("嗯那个就是" * 12) is Intent.ANSWER
