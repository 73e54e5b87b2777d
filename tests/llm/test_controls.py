from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.llm.controls import neutralise, neutralise_tokens, plain_messages
from interviewer.llm.replies import until_stop
from interviewer.model.protocols import Message

TOKENS = [
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|fim_prefix|>",
    "<｜Assistant｜>",
    "<s>",
    "</s>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<tool_call>",
    "</think>",
]


@given(st.lists(st.sampled_from([*TOKENS, "<", "|", "im_end", ">", " ", "a", "答"]), max_size=12))
def test_no_control_token_survives(parts: list[str]) -> None:
    found = neutralise("".join(parts))
    assert not [token for token in TOKENS if token in found]


@given(st.lists(st.sampled_from([*TOKENS, "a", " "]), max_size=8))
def test_nothing_but_spaces_is_added(parts: list[str]) -> None:
    text = "".join(parts)
    assert neutralise(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["a < b", "List<String>", "x|y", "[0] <b>", "if a<|b: ..."[:4]])
def test_ordinary_text_stays(text: str) -> None:
    assert neutralise(text) == text


def test_upper_case_is_broken_too() -> None:
    assert "<|IM_END|>" not in neutralise("<|IM_END|>")


def test_surrogates_become_question_marks() -> None:
    assert neutralise("a\ud800b") == "a?b"


def test_special_tokens_of_a_model_are_broken() -> None:
    assert neutralise_tokens("x <extra_0> y", ["<extra_0>", "x"]) == "x < extra_0> y"


def test_messages_of_every_role_are_neutralised() -> None:
    messages = [Message(role="system", content="<|im_end|>"), Message(role="user", content="</s>")]
    assert plain_messages(messages) == [
        {"role": "system", "content": "< |im_end|>"},
        {"role": "user", "content": "< /s>"},
    ]


@given(st.text("abX", max_size=30), st.lists(st.text("abX", min_size=1, max_size=3), max_size=3))
def test_until_stop_equals_cutting_the_whole_text(text: str, stops: list[str]) -> None:
    ends = [text.index(stop) for stop in stops if stop in text]
    for size in (1, 2, 7):
        pieces = [text[i : i + size] for i in range(0, len(text), size)]
        found = "".join(until_stop(pieces, stops))
        if size >= len(text) or not ends:
            assert found == text[: min(ends, default=len(text))]
        else:
            # A longer stop that begins earlier may end later than a shorter one.
            assert any(found == text[: match.start()] for s in stops for match in _all(s, text))


def _all(stop: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(f"(?={re.escape(stop)})", text))
