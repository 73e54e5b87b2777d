"""What the share of a point's own words does to the chances of its states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.alignment import USUAL, aligned, said_share
from interviewer.grading.judgement import Judgement
from interviewer.grading.score import Chances

QUESTION = "What is a linked list?"
POINT = "A collection of elements that can be allocated dynamically"


def judged(answer: str, *chances: float) -> Judgement:
    return Judgement(Chances(*chances), ((0, len(answer)),), (1.0,))


def moved(answer: str, *chances: float, question: str = QUESTION, point: str = POINT) -> Chances:
    return aligned([question], point, answer, judged(answer, *chances)).chances


def test_words_of_the_point_speak_for_stated() -> None:
    said = moved("elements allocated dynamically in a collection", 0.3, 0.1, 0.5, 0.1)
    assert said.stated > 0.6
    assert said.missing < 0.3


def test_other_words_speak_for_missing() -> None:
    said = moved("It is fun to watch birds fly", 0.3, 0.1, 0.5, 0.1)
    assert said.stated < 0.3
    assert said.missing > 0.5


def test_words_of_the_question_count_for_nothing() -> None:
    assert said_share(
        ["What is gradient descent?"], "gradient descent follows slopes", "descent"
    ) < (said_share(["What is it?"], "gradient descent follows slopes", "descent"))
    assert said_share(["解释梯度下降。"], "梯度下降沿负梯度方向更新参数", "梯度下降") < 0.2


def test_a_point_of_the_questions_words_alone_says_nothing() -> None:
    assert said_share(["What is a binary tree?"], "binary tree", "a binary tree") == USUAL


def test_what_other_points_say_too_does_not_count() -> None:
    points = ["交叉熵损失：用于分类任务", "二元交叉熵损失：用于二分类任务"]
    said = "二元交叉熵损失用于二分类任务"
    assert said_share(points[:1], points[1], said) > 0.4
    assert said_share(points[1:], points[0], said) <= USUAL


def test_a_few_pieces_prove_little() -> None:
    short = said_share([""], "tree", "tree")
    assert USUAL < short < said_share([""], "balanced search trees", "balanced search trees")


def test_endings_hide_no_word_and_common_words_are_none() -> None:
    assert said_share([""], "allocated", "allocating") > 0.4
    assert said_share([""], "allocated", "ａｌｌｏｃａｔｅｄ") == said_share(
        "", "allocated", "allocated"
    )
    assert said_share([""], "the of it", "the of it") == USUAL


def test_one_chinese_character_has_no_pair() -> None:
    assert said_share([""], "树", "树") == USUAL


def test_only_the_stretch_that_was_judged_counts() -> None:
    answer = "Birds fly. Elements allocated dynamically in a collection."
    first = Judgement(Chances(0.3, 0.1, 0.5, 0.1), ((0, 10),), (1.0,))
    whole = Judgement(Chances(0.3, 0.1, 0.5, 0.1), ((0, 10), (11, len(answer))), (1.0, 1.0))
    assert (
        aligned([QUESTION], POINT, answer, first).chances.stated
        < aligned([QUESTION], POINT, answer, whole).chances.stated
    )


def test_what_was_not_read_is_left_alone() -> None:
    nothing = Judgement(Chances(0.1, 0.1, 0.7, 0.1), (), ())
    assert aligned([QUESTION], POINT, "…", nothing) is nothing


@pytest.mark.parametrize("answer", ["它是一组可以动态分配的元素", "Это набор элементов"])
def test_an_answer_in_another_writing_is_not_held_to_the_points_words(answer: str) -> None:
    assert moved(answer, 0.3, 0.1, 0.5, 0.1) == Chances(0.3, 0.1, 0.5, 0.1)


def test_a_certain_verdict_stays() -> None:
    assert moved("a collection of elements", 0.0, 0.0, 0.0, 1.0) == Chances(0.0, 0.0, 0.0, 1.0)


@given(
    st.text(),
    st.text(),
    st.text(min_size=1),
    st.lists(st.floats(0.01, 1), min_size=4, max_size=4),
)
def test_chances_stay_chances_and_words_do_not_excuse_a_contradiction(
    question: str, point: str, answer: str, weights: list[float]
) -> None:
    before = [weight / sum(weights) for weight in weights]
    said = moved(answer, *before, question=question, point=point)
    assert said.stated + said.partly + said.missing + said.contradicted == pytest.approx(1.0)
    assert min(said.stated, said.partly, said.missing) > 0
    assert said.contradicted == before[3]
