"""The ability estimate and the choice of the next question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.interview.ability import Ability, Observation, by_topic, overall
from interviewer.interview.adapt import next_index
from tests.interview.support import collect, start

scores = st.floats(0, 100)
grades = st.integers(1, 5)


def test_expected_share_is_half_at_middle_ability_and_difficulty():
    assert Ability().expected(3) == 0.5
    assert Ability().expected(5) < 0.5 < Ability().expected(1)


def test_one_step_by_hand():
    ability = Ability(0.0, 1.0).after(3, 100.0)
    assert abs(ability.variance - 1 / 1.5) < 1e-12
    assert abs(ability.mean - 1 / 1.5 * 2.0 * 0.5) < 1e-12


@given(grades, scores, st.floats(-4, 4), st.floats(0.05, 3))
def test_more_evidence_means_less_doubt_and_the_mean_follows_the_score(grade, score, mean, spread):
    before = Ability(mean, spread)
    after = before.after(grade, score)
    assert after.variance < before.variance
    surprise = score / 100 - before.expected(grade)
    assert (after.mean - before.mean) * surprise >= 0


def test_topics_borrow_from_each_other_but_stay_apart():
    seen = [Observation("a", 3, 95.0)] * 4 + [Observation("b", 3, 10.0)] * 4
    found = by_topic(seen)
    assert found["a"].mean > overall(seen).mean > found["b"].mean


def difficulties(answer: str) -> list[int]:
    driver = start(question_count=5, max_follow_ups=0)
    collect(driver.run())
    asked = []
    while driver.state.finished is None:
        question = driver.state.question_of(driver.state.open_question.index)
        asked.append(question.difficulty)
        collect(driver.submit(question.reference if answer == "right" else answer))
    return asked


def test_harder_after_strong_answers_and_easier_after_weak_ones():
    strong, weak = difficulties("right"), difficulties("嗯，大概是这样的")
    assert strong[0] == weak[0]
    assert sum(strong[1:]) > sum(weak[1:])


def test_exam_keeps_the_plan():
    driver = start(mode="exam", question_count=4)
    collect(driver.run())
    assert next_index(driver.state) == 1
    assert driver.state.questions[0].index == 0
