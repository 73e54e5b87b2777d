"""Simulated interviews with an unruly model, and the ability estimate on simulated candidates."""

from __future__ import annotations

import pytest

from interviewer.evals.candidates import Candidate, Style
from interviewer.evals.levels import measure_levels
from interviewer.evals.simulate import simulate, unruly_script
from interviewer.evals.turns import measure_turns
from interviewer.grading.fake import KeywordGrader
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.interview import Mode, SessionOptions
from tests.interview.support import make_parts, small_bank

BANK = small_bank()


def parts(seed: int):
    return make_parts(llm=ScriptedModel(unruly_script(BANK, seed)), grader=KeywordGrader())


@pytest.fixture(scope="module")
def sessions():
    return simulate(BANK, parts, 200)


def test_two_hundred_sessions_without_leak_repeat_skip_stall_or_broken_cap(sessions):
    assert sessions.problems == ()
    assert len(sessions.sessions) == 200
    assert {session.style for session in sessions.sessions} == set(Style)
    assert all(session.questions == 5 for session in sessions.sessions)


def test_own_words_step_in_for_at_most_a_fifth(sessions):
    assert 0 < sessions.own_words_share <= 0.2
    assert 0 < sessions.bank_words_share <= sessions.own_words_share


def test_experts_average_and_weak_candidates_do_not_overlap(sessions):
    weak, average, expert = (
        sessions.quartiles(style) for style in (Style.WEAK, Style.AVERAGE, Style.EXPERT)
    )
    assert weak[2] < average[0]
    assert average[2] < expert[0]


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.EXAM])
def test_other_modes_hold_the_same_rules(mode):
    found = simulate(BANK, parts, 16, SessionOptions(mode=mode, question_count=3))
    assert found.problems == ()
    assert all(session.hints == 0 for session in found.sessions)


def test_candidates_are_repeatable():
    question = BANK.questions[0]
    one, two = (Candidate(Style.SPEECH, 4) for _ in range(2))
    assert one.reply(question, 0, None) == two.reply(question, 0, None)


def test_levels_are_told_apart_and_sooner_than_in_a_fixed_order():
    found = measure_levels(sessions=150)
    assert found.adaptive[-1] >= 0.85
    enough = next(place for place, share in enumerate(found.adaptive) if share >= 0.85)
    assert all(share < 0.85 for share in found.fixed[: enough + 1])


def test_turns_are_timed_for_follow_ups_and_questions():
    found = measure_turns(BANK, make_parts(grader=KeywordGrader()), turns=8)
    assert len(found.turns) == 8
    assert {turn.kind for turn in found.turns} <= {"question", "follow_up"}
    assert all(0 <= turn.graded <= turn.asked for turn in found.turns)
    assert found.medians()["follow_up_asked"] is not None
