"""Mastery: evidence per point, fading, due lists, comparison of attempts, streaks."""

from __future__ import annotations

from interviewer.interview.history import Attempt, History
from interviewer.interview.mastery import (
    days_in_a_row,
    due_questions,
    question_mastery,
    topic_mastery,
)
from interviewer.model.grading import Verdict
from tests.interview.support import small_bank

BANK = small_bank()
QUESTION = BANK.questions[0]
DAY = 86400.0


def attempt(at: float, score: float | None, *stated: str, question=QUESTION) -> Attempt:
    points = tuple(
        (point.id, Verdict.STATED if point.id in stated else Verdict.MISSING)
        for point in question.key_points
    )
    return Attempt(
        session_id=f"s{at}",
        question_id=question.id,
        cluster_id=question.cluster_id,
        topic=question.topic,
        difficulty=question.difficulty,
        at=at,
        score=score,
        points=points,
    )


def test_points_newly_covered_since_last_time():
    history = History(attempts=(attempt(0, 30, "p0"), attempt(DAY, 80, "p0", "p2")))
    mastery = question_mastery(QUESTION, history, 2 * DAY)
    assert mastery.newly_covered == ("p2",)
    assert [point.held for point in mastery.points][:3] == [True, False, True]


def test_never_asked_is_neither_mastered_nor_due():
    mastery = question_mastery(QUESTION, History(), 0.0)
    assert (mastery.recall, mastery.due_at, mastery.attempts) == (None, None, ())
    assert due_questions(BANK, History(), 1e9) == ()


def test_the_longest_overdue_comes_first():
    other = BANK.questions[1]
    history = History(
        attempts=(attempt(0, 20), attempt(5 * DAY, 20, question=other)),
    )
    due = due_questions(BANK, history, 60 * DAY)
    assert [item.question_id for item in due] == [QUESTION.id, other.id]
    assert due_questions(BANK, history, 0.0) == ()


def test_topics_show_the_weakest_first_with_their_doubt():
    other = BANK.questions[1]
    history = History(
        attempts=(attempt(0, 90), attempt(1, 10, question=other), attempt(2, None)),
    )
    topics = topic_mastery(history)
    assert [item.topic for item in topics] == [other.topic, QUESTION.topic]
    assert all(item.low < item.expected < item.high for item in topics)
    assert [item.graded for item in topics] == [1, 1]


def test_days_in_a_row():
    history = History(attempts=(attempt(0, 50), attempt(DAY, 50), attempt(3 * DAY, 50)))
    assert days_in_a_row(history, DAY + 5) == 2
    assert days_in_a_row(history, 2 * DAY + 5) == 2
    assert days_in_a_row(history, 3 * DAY) == 1
    assert days_in_a_row(history, 9 * DAY) == 0
