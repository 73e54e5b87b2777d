from __future__ import annotations

from interviewer.model.bank import KeyPoint, Question, Source
from interviewer.model.grading import Grade, PointVerdict, Verdict
from interviewer.model.interview import (
    AnswerGraded,
    AnswerSubmitted,
    AnswerUndone,
    Event,
    Mode,
    PlannedQuestion,
    QuestionAsked,
    QuestionClosed,
    SessionOptions,
    SessionStarted,
    Wording,
)
from interviewer.web.transcript import ChatLine, Transcript

SECRET = "随机失活神经元"


def transcript(log: list[Event]) -> list[ChatLine]:
    made = Transcript("zh")
    for event in log:  # one by one, as they come while an interview runs
        made.add([event])
    assert made.seen == len(log)
    return made.lines


def events(mode: Mode, closed: bool) -> list[Event]:
    question = Question(
        id="q",
        cluster_id="q",
        question="什么是Dropout？",
        reference=SECRET,
        key_points=(KeyPoint(id="p1", text=SECRET, weight=3),),
        sources=(Source(file="a.md", line_start=1, line_end=2),),
    )
    point = PointVerdict(id="p1", text=SECRET, weight=3, verdict=Verdict.MISSING, probability=0.9)
    found: list[Event] = [
        SessionStarted(
            at=0,
            session_id="s",
            options=SessionOptions(mode=mode, question_count=1),
            plan=(PlannedQuestion(question=question, reason="r"),),
            bank_version="v",
        ),
        QuestionAsked(at=1, index=0, wording=Wording(text="讲讲Dropout？", by="model")),
        AnswerSubmitted(at=2, answer_id="a", index=0, turn=0, text="<b>不知道</b>"),
        AnswerGraded(
            at=3,
            answer_id="a",
            index=0,
            turn=0,
            grade=Grade(id="a", score=0.0, reason="ok", points=(point,)),
        ),
    ]
    if closed:
        found.append(QuestionClosed(at=4, index=0, how="answered"))
    return found


def shown(mode: Mode, closed: bool) -> str:
    return "\n".join(line["content"] for line in transcript(events(mode, closed)))


def test_nothing_of_the_reference_is_shown_before_the_question_is_closed() -> None:
    assert SECRET not in shown(Mode.PRACTICE, closed=False)
    assert SECRET in shown(Mode.PRACTICE, closed=True)


def test_a_live_interview_shows_no_feedback_in_the_chat() -> None:
    assert SECRET not in shown(Mode.LIVE, closed=True)


def test_what_the_candidate_wrote_is_text() -> None:
    assert "&lt;b&gt;不知道" in shown(Mode.PRACTICE, closed=False)


def test_undo_takes_the_answer_off_the_screen_and_keeps_the_question() -> None:
    log = [*events(Mode.PRACTICE, closed=True), AnswerUndone(at=5, index=0)]
    lines = transcript(log)
    assert len(lines) == 1
    assert "讲讲Dropout" in lines[0]["content"]


def test_both_languages_have_the_same_texts() -> None:
    from interviewer.web.texts import keys

    assert keys("zh") == keys("en")
