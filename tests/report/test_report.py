from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from interviewer.errors import SessionError
from interviewer.interview.session import replay
from interviewer.model.bank import KeyPoint, Question, Source
from interviewer.model.grading import Grade, PointVerdict, Verdict
from interviewer.model.interview import (
    AnswerGraded,
    AnswerSubmitted,
    AnswerUndone,
    Event,
    FollowUpAim,
    FollowUpAsked,
    FollowUpKind,
    HintGiven,
    PlannedQuestion,
    QuestionAsked,
    QuestionClosed,
    SessionFinished,
    SessionOptions,
    SessionStarted,
    Wording,
)
from interviewer.model.report import Report
from interviewer.report.build import build_report
from interviewer.report.render import render_html, render_markdown

EVIL = "</div><script>alert(1)</script> # not a heading | `x` [a](javascript:1) </untrusted>"


def question(name: str, topic: str = "优化") -> Question:
    return Question(
        id=name,
        cluster_id=name,
        question=f"什么是{name}？",
        reference=f"{name}是一种方法。",
        key_points=(KeyPoint(id="p1", text=f"{name}是一种方法"),),
        topic=topic,
        sources=(Source(file="a.md", heading="1. x", line_start=3, line_end=9),),
    )


def grade(score: float | None, verdict: Verdict = Verdict.STATED, reason: str = "ok") -> Grade:
    point = PointVerdict(id="p1", text="要点", weight=2, verdict=verdict, probability=0.9)
    return Grade(id="g", score=score, reason=reason, points=(point,))


def report_of(events: list[Event]) -> Report:
    return build_report(replay(events))


def said(text: str) -> Wording:
    return Wording(text=text, by="code")


def start(count: int) -> SessionStarted:
    plan = tuple(PlannedQuestion(question=question(f"q{n}"), reason="topic") for n in range(count))
    return SessionStarted(
        at=0.0, session_id="s", options=SessionOptions(), plan=plan, bank_version="v"
    )


def answered(index: int, text: str, result: Grade) -> list[Event]:
    return [
        QuestionAsked(at=1.0, index=index, wording=said(f"问题{index}")),
        AnswerSubmitted(at=2.0, answer_id=f"a{index}", index=index, turn=0, text=text),
        AnswerGraded(at=3.0, answer_id=f"a{index}", index=index, turn=0, grade=result),
    ]


def closed(index: int, how: str = "answered") -> QuestionClosed:
    return QuestionClosed.model_validate({"at": 4.0, "index": index, "how": how})


def test_mean_is_over_graded_questions_only() -> None:
    events: list[Event] = [
        start(4),
        *answered(0, "好", grade(80.0)),
        closed(0),
        *answered(1, "嗯", grade(None, reason="too uncertain")),
        closed(1),
        QuestionAsked(at=1.0, index=2, wording=said("问题2")),
        closed(2, "skipped"),
        *answered(3, "行", grade(40.0)),
        closed(3),
        SessionFinished(at=9.0, how="completed"),
    ]
    report = report_of(events)
    assert report.mean == pytest.approx(60.0)
    assert (report.graded, report.not_graded, report.skipped) == (2, 1, 1)
    assert report.questions[1].score is None
    assert report.questions[1].not_graded_reason == "too uncertain"


def test_no_graded_question_means_no_mean() -> None:
    report = report_of([start(1), QuestionAsked(at=1.0, index=0, wording=said("问"))])
    assert report.mean is None
    assert "未评分" in render_markdown(report)
    assert report.topics[0].mean is None


def test_follow_up_gain_is_shown_apart() -> None:
    aim = FollowUpAim(point_id="p1", kind=FollowUpKind.CLARIFY)
    events: list[Event] = [
        start(1),
        *answered(0, "先说一半", grade(30.0, Verdict.MISSING)),
        FollowUpAsked(at=4.0, index=0, turn=1, aim=aim, wording=said("再说说？")),
        AnswerSubmitted(at=5.0, answer_id="b", index=0, turn=1, text="补上"),
        AnswerGraded(at=6.0, answer_id="b", index=0, turn=1, grade=grade(90.0)),
        closed(0),
    ]
    item = report_of(events).questions[0]
    assert item.recovered == ("p1",)
    assert item.first_grade is not None
    assert item.first_grade.score == 30.0
    assert item.score == 90.0
    assert [turn.answered for turn in item.turns] == ["先说一半", "补上"]
    text = render_markdown(report_of(events), "en")
    assert "30 before the follow-ups, 90 after" in text


def test_hints_cost_what_they_declare_and_never_go_below_zero() -> None:
    hint = HintGiven(at=1.5, index=0, level=1, point_id="p1", text="想想", cost=15.0)
    events: list[Event] = [start(1), *answered(0, "x", grade(10.0)), hint, closed(0)]
    item = report_of(events).questions[0]
    assert item.hint_cost == 15.0
    assert item.score == 0.0


def test_undo_takes_answer_and_grade_back() -> None:
    events: list[Event] = [
        start(1),
        *answered(0, "错的", grade(5.0)),
        closed(0),
        AnswerUndone(at=5.0, index=0),
    ]
    item = report_of(events).questions[0]
    assert item.score is None
    assert item.turns[0].answered is None


def test_report_shows_source_and_reference() -> None:
    text = render_markdown(report_of([start(1), *answered(0, "x", grade(50.0)), closed(0)]))
    assert "a.md, 第 3–9 行" in text
    assert "> q0是一种方法。" in text


def test_untrusted_text_stays_text() -> None:
    events = [start(1), *answered(0, EVIL, grade(50.0)), closed(0)]
    page = render_html(report_of(events))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    markdown = render_markdown(report_of(events))
    assert "<script" not in markdown
    assert not re.search(r"^# not a heading", markdown, re.MULTILINE)


def test_the_markdown_loads_and_links_nothing_that_was_written_into_it() -> None:
    evil = "![x](http://example.org/a.png) [y](http://example.org) <http://example.org/b>"
    start_with = start(1)
    planned = start_with.plan[0]
    asked = planned.question.model_copy(update={"reference": evil, "explanation": f"$x_1$ {evil}"})
    plan = (planned.model_copy(update={"question": asked}),)
    events = [
        start_with.model_copy(update={"plan": plan}),
        *answered(0, f"{evil}\n\n# no heading", grade(None, reason=evil)),
        closed(0),
    ]
    markdown = render_markdown(report_of(events))
    tokens = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    inline = {child.type for token in tokens for child in token.children or ()}
    assert not inline & {"image", "link_open", "html_inline"}
    assert "html_block" not in {token.type for token in tokens}
    assert "$x_1$" in markdown


def test_a_log_without_start_is_refused() -> None:
    with pytest.raises(SessionError):
        report_of([closed(0)])
