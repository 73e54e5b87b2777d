"""Plans: coverage, no repeats, due and weak first, explained, and the same for all in an exam."""

from __future__ import annotations

import random

import pytest

from interviewer.errors import SessionError
from interviewer.interview.driver import Driver
from interviewer.interview.history import RECENT, History
from interviewer.interview.plan import make_plan, near_duplicate, topics_of
from interviewer.model.interview import Mode, SessionOptions
from tests.interview.support import Clock, collect, make_parts, small_bank, start

BANK = small_bank()
NOW = 1_000_000.0
DAY = 86400.0


def plan(options=None, history=None, seed=1, bank=BANK, now=NOW):
    chosen = options or SessionOptions(question_count=3)
    return make_plan(bank, chosen, history or History(), now, random.Random(seed))


def ids(planned):
    return [item.question.id for item in planned]


def history_of(score_text: str, at: float = NOW, count: int = 1) -> tuple[History, Driver]:
    driver = start(make_parts(clock=Clock(at)), question_count=count)
    collect(driver.run())
    while driver.state.finished is None:
        question = driver.state.question_of(driver.state.open_question.index)
        text = question.reference if score_text == "right" else score_text
        collect(driver.submit(text))
    log = driver.parts.log.events(driver.session_id)
    return History.from_sessions([log]), driver


def test_every_question_says_why():
    assert all(item.reason for item in plan())


def test_one_question_of_a_cluster_and_no_near_duplicates():
    twin = BANK.questions[0].model_copy(update={"id": "twin"})
    close = BANK.questions[1].model_copy(
        update={"id": "close", "cluster_id": "close", "question": BANK.questions[1].question + "呢"}
    )
    bank = BANK.model_copy(update={"questions": (*BANK.questions, twin, close)})
    planned = plan(SessionOptions(question_count=16), bank=bank)
    questions = [item.question for item in planned]
    for place, one in enumerate(questions):
        assert not any(near_duplicate(one, two) for two in questions[:place])


def test_hidden_questions_are_not_asked():
    hidden = tuple(q.model_copy(update={"hidden": True}) for q in BANK.questions[1:])
    bank = BANK.model_copy(update={"questions": (BANK.questions[0], *hidden)})
    assert ids(plan(bank=bank)) == [BANK.questions[0].id]


def test_topics_take_turns():
    topics = [item.question.topic for item in plan(SessionOptions(question_count=3))[:3]]
    assert len(set(topics)) == 3


def test_only_the_chosen_topics():
    planned = plan(SessionOptions(topics=("topic1",)))
    assert {item.question.topic for item in planned} == {"topic1"}
    assert "topic1" in topics_of(BANK)


def test_an_unknown_topic_says_what_to_do():
    with pytest.raises(SessionError, match="bank list"):
        plan(SessionOptions(topics=("cooking",)))


def test_the_language_is_kept_where_there_is_enough():
    planned = plan(SessionOptions(question_count=3, language="en"))
    assert {item.question.language for item in planned} == {"en"}


def test_recent_questions_wait_and_weak_ones_come_first():
    history, driver = history_of("right")
    asked = driver.state.question_of(driver.state.questions[0].index).id
    assert asked not in ids(plan(history=history, now=NOW + 60))
    weak, driver = history_of("嗯，大概是这样的")
    asked = driver.state.question_of(driver.state.questions[0].index).id
    first = plan(history=weak, now=NOW + 60)[0]
    assert (first.question.id, first.reason.split(":")[0]) in {(asked, "weak"), (asked, "due")}


def test_due_questions_come_back():
    history, driver = history_of("right")
    asked = driver.state.question_of(driver.state.questions[0].index).id
    first = plan(history=history, now=NOW + 400 * DAY)[0]
    assert (first.question.id, first.reason.split(":")[0]) == (asked, "due")
    assert RECENT < 400 * DAY


def test_a_drill_asks_only_what_is_due_or_weak():
    drill = SessionOptions(mode=Mode.DRILL)
    with pytest.raises(SessionError, match="due or weak"):
        plan(drill)
    history, driver = history_of("嗯，大概是这样的")
    asked = driver.state.question_of(driver.state.questions[0].index).id
    assert ids(plan(drill, history, now=NOW + 60)) == [asked]


def test_an_exam_is_the_same_for_everybody():
    exam = SessionOptions(mode=Mode.EXAM, seed=7, question_count=5)
    history, _ = history_of("嗯，大概是这样的")
    assert ids(plan(exam, seed=1)) == ids(plan(exam, history, seed=99))
    assert len(plan(exam)) == 5


def test_plans_differ_between_seeds_but_not_within_one():
    assert ids(plan(seed=1)) == ids(plan(seed=1))
    assert len({tuple(ids(plan(seed=seed))) for seed in range(5)}) > 1
