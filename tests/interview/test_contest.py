from __future__ import annotations

import pytest

from interviewer.errors import SessionError
from interviewer.grading.fake import KeywordGrader
from interviewer.interview.contest import contest, correction_of
from interviewer.interview.corrections import remembered
from interviewer.interview.driver import Driver, Parts
from interviewer.interview.log import MemoryLog
from interviewer.llm.silent import SilentModel
from interviewer.model.bank import KeyPoint, Question
from interviewer.model.grading import Correction, Verdict
from interviewer.model.interview import PlannedQuestion, SessionOptions
from interviewer.search.fake import HashEncoder

QUESTION = Question(
    id="q1",
    cluster_id="q1",
    question="什么是Dropout？",
    reference="训练时随机丢弃神经元。防止过拟合。",
    key_points=(
        KeyPoint(id="p1", text="训练时随机丢弃神经元", weight=3),
        KeyPoint(id="p2", text="防止过拟合", weight=2),
    ),
)
ANSWER = "训练时随机丢弃神经元，这样网络不会死记硬背。"


def driver(corrections: tuple[Correction, ...] = ()) -> Driver:
    parts = Parts(
        llm=SilentModel(),
        grader=KeywordGrader(),
        encoder=HashEncoder(),
        log=MemoryLog(),
        clock=lambda: 1.0,
        prepare=False,
        corrections=lambda _: corrections,
    )
    options = SessionOptions(question_count=1, max_follow_ups=0)
    plan = (PlannedQuestion(question=QUESTION, reason="test"),)
    made = Driver.start(options, plan, "v", parts)
    list(made.run())
    list(made.submit(ANSWER))
    return made


def verdicts(made: Driver) -> dict[str, Verdict]:
    grade = made.state.questions[0].grade
    assert grade is not None
    return {point.id: point.verdict for point in grade.points}


def score(made: Driver) -> float:
    grade = made.state.questions[0].grade
    assert grade is not None
    assert grade.score is not None
    return grade.score


def test_a_contested_verdict_scores_again_and_can_be_taken_back() -> None:
    made = driver()
    assert verdicts(made)["p2"] is Verdict.MISSING
    before = score(made)
    contest(made, 0, "p2", Verdict.STATED)
    assert verdicts(made)["p2"] is Verdict.STATED
    assert score(made) > before
    contest(made, 0, "p2", None)
    assert verdicts(made)["p2"] is Verdict.MISSING
    assert score(made) == before


def test_taking_back_what_was_never_set_stores_nothing() -> None:
    made = driver()
    before = made.state
    assert contest(made, 0, "p2", None) == before.questions[0].grade
    assert made.state == before


def test_a_remembered_correction_can_be_taken_back() -> None:
    made = driver((correction_of(driver(), 0, "p2", Verdict.STATED),))
    contest(made, 0, "p2", None)
    assert verdicts(made)["p2"] is Verdict.MISSING


def test_two_corrections_stand_beside_each_other() -> None:
    made = driver()
    contest(made, 0, "p2", Verdict.STATED)
    contest(made, 0, "p1", Verdict.CONTRADICTED)
    assert verdicts(made) == {"p1": Verdict.CONTRADICTED, "p2": Verdict.STATED}


def test_a_correction_is_remembered_for_the_same_words() -> None:
    item = correction_of(driver(), 0, "p2", Verdict.STATED)
    assert verdicts(driver((item,)))["p2"] is Verdict.STATED
    assert remembered("完全不同的回答", [item]) == {}


def test_an_open_question_or_unknown_point_cannot_be_contested() -> None:
    made = driver()
    with pytest.raises(SessionError):
        contest(made, 5, "p1", Verdict.STATED)
    with pytest.raises(SessionError):
        contest(made, 0, "nope", Verdict.STATED)


def test_every_stored_grade_says_what_it_was_made_with() -> None:
    made = driver()
    contest(made, 0, "p2", Verdict.STATED)
    for grade in (made.state.questions[0].first_grade, made.state.questions[0].grade):
        assert grade is not None
        assert grade.provenance is not None
        assert grade.provenance.bank_version == "v"
        assert grade.provenance.model
        assert grade.provenance.formula
        assert grade.provenance.calibration
