"""The driver: whole interviews, and everything a model, a grader or a hasty hand can do to one."""

from __future__ import annotations

import threading

import pytest

from interviewer.errors import LanguageModelError, SessionError
from interviewer.interview.driver import Driver
from interviewer.interview.intents import Intent
from interviewer.interview.log import MemoryLog
from interviewer.interview.outputs import (
    Acknowledged,
    Closed,
    Finished,
    Graded,
    NeedAnswer,
    Refused,
    Shown,
)
from interviewer.interview.session import replay
from interviewer.interview.wording import as_one_sentence
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.grading import Verdict
from interviewer.model.interview import FollowUpKind, Mode
from tests.interview.support import Clock, TermGrader, collect, make_parts, start, texts


def open_points(driver: Driver):
    progress = driver.state.open_question
    return driver.state.question_of(progress.index).key_points


def answer_fully(driver: Driver) -> str:
    return "。".join(point.text for point in open_points(driver))


def test_a_whole_interview_ends_with_every_question_graded():
    driver = start()
    out = collect(driver.run())
    assert isinstance(out[-1], NeedAnswer)
    while not isinstance(out[-1], Finished):
        out = collect(driver.submit(answer_fully(driver)))
    assert out[-1].how == "completed"
    assert [question.closed for question in driver.state.questions] == ["answered", "answered"]
    assert all(question.score > 80 for question in driver.state.questions)


def test_between_answer_and_last_follow_up_there_is_only_an_acknowledgement():
    driver = start()
    collect(driver.run())
    out = collect(driver.submit("我了解得不多"))
    assert isinstance(out[0], Acknowledged)
    assert not any(isinstance(item, Graded | Closed) for item in out)
    assert out[-1] == NeedAnswer(driver.state.open_question.index, 1)


def test_follow_ups_stop_at_two_and_aim_at_different_points():
    driver = start()
    collect(driver.run())
    for _ in range(3):
        collect(driver.submit("嗯，大概是这样的"))
    first = driver.state.questions[0]
    assert first.closed == "answered"
    aims = [turn.aim.point_id for turn in first.exchanges[1:]]
    assert len(aims) == 2
    assert len(set(aims)) == 2


@pytest.mark.parametrize("cap", [0, 1])
def test_the_chosen_number_of_follow_ups_is_kept(cap):
    driver = start(max_follow_ups=cap)
    collect(driver.run())
    for _ in range(cap + 1):
        collect(driver.submit("嗯，大概是这样的"))
    assert len(driver.state.questions[0].exchanges) == cap + 1


def test_a_second_i_do_not_know_ends_the_question():
    driver = start()
    collect(driver.run())
    collect(driver.submit(""))
    assert driver.state.open_question.last.turn == 1
    collect(driver.submit(""))
    assert driver.state.questions[0].closed == "answered"


def test_a_contradiction_is_challenged_in_the_candidates_words():
    driver = start(make_parts(grader=TermGrader(wrong={"地球是平的": "p0"})))
    collect(driver.run())
    out = collect(driver.submit("我觉得地球是平的"))
    assert driver.state.open_question.last.aim.kind is FollowUpKind.CHALLENGE
    assert "地球是平的" in texts(out)


def test_the_grade_after_a_follow_up_covers_both_answers_and_counts_as_recovered():
    grader = TermGrader()
    driver = start(make_parts(grader=grader))
    collect(driver.run())
    collect(driver.submit("嗯，大概是这样的"))
    progress = driver.state.open_question
    aimed = progress.last.aim.point_id
    point = next(point for point in open_points(driver) if point.id == aimed)
    collect(driver.submit(point.text))
    assert grader.requests[-1].answer == f"嗯，大概是这样的\n{point.text}"
    assert driver.state.questions[0].recovered == (aimed,)


class LateGrader(TermGrader):
    """Sees the point in the first answer only when it reads both answers."""

    def grade(self, request):
        grade = super().grade(request)
        if len(self.requests) == 1:
            return grade
        quoted = [
            point.model_copy(update={"verdict": Verdict.STATED, "quote": "大概是这样的"})
            for point in grade.points
        ]
        return grade.model_copy(update={"points": tuple(quoted)})


def test_what_the_first_answer_said_is_not_recovered_by_a_follow_up():
    driver = start(make_parts(grader=LateGrader()))
    collect(driver.run())
    collect(driver.submit("嗯，大概是这样的"))
    collect(driver.submit("还有一点"))
    assert all(point.verdict is Verdict.STATED for point in driver.state.questions[0].grade.points)
    assert driver.state.questions[0].recovered == ()


def test_no_reference_or_point_reaches_a_prompt():
    llm = ScriptedModel(lambda request: "你能说说吗？")
    driver = start(make_parts(llm=llm))
    collect(driver.run())
    collect(driver.submit("嗯，大概是这样的"))
    prompts = "\n".join(m.content for r in llm.requests for m in r.messages)
    question = driver.state.question_of(driver.state.questions[0].index)
    assert as_one_sentence(question.question) in prompts
    assert question.reference not in prompts
    assert not any(point.text in prompts for point in question.key_points)


def leaky(request):
    return "是不是因为装载因子超过阈值时扩容并重新散列，反向传播时多层导数连乘？"


@pytest.mark.parametrize(
    "llm",
    [
        ScriptedModel(lambda r: ""),
        ScriptedModel(lambda r: "\ufffd\x00乱码" * 50),
        ScriptedModel(lambda r: "作为一个AI语言模型，我可以帮你吗？"),
        ScriptedModel(lambda r: LanguageModelError("dead. Restart.")),
        ScriptedModel(lambda r: RuntimeError("segfault")),
        ScriptedModel(lambda r: "你能说说这道题吗？", fail_after=3),
        ScriptedModel(leaky),
        ScriptedModel(lambda r: "今天天气怎么样？"),
    ],
)
def test_a_bad_model_never_stalls_and_is_replaced_by_own_words(llm):
    driver = start(make_parts(llm=llm))
    out = collect(driver.run())
    for _ in range(12):
        if isinstance(out[-1], Finished):
            break
        out = collect(driver.submit("嗯，大概是这样的"))
    assert isinstance(out[-1], Finished)
    for progress in driver.state.questions:
        asked = progress.exchanges[0].asked
        assert asked.by == "bank"
        assert len(asked.rejected) == 3
        assert driver.state.question_of(progress.index).question in asked.text


def test_a_second_attempt_may_succeed():
    replies = iter(["作为AI我拒绝。", ""])

    def reply(request):
        text = request.messages[-1].content.partition("：")[2]
        return next(replies, None) or f"你能说说{text.rstrip('？').replace('？', '，')}吗？"

    driver = start(make_parts(llm=ScriptedModel(reply)))
    collect(driver.run())
    wording = driver.state.questions[0].exchanges[0].asked
    assert (wording.by, wording.rejected) == ("model", ("meta text",)) or wording.by == "bank"


def test_a_grader_that_fails_gives_no_grade_and_no_invented_number():
    driver = start(make_parts(grader=TermGrader(fail=True)))
    collect(driver.run())
    collect(driver.submit("一个答案"))
    first = driver.state.questions[0]
    assert first.closed == "answered"
    assert first.score is None
    assert "out of memory" in first.grade.reason


def test_a_double_submit_is_one_answer():
    driver = start()
    collect(driver.run())
    collect(driver.submit("第一次", answer_id="same"))
    out = collect(driver.submit("第一次", answer_id="same"))
    assert isinstance(out[0], Refused)
    assert out[0].text == "第一次"
    assert len(driver.state.questions[0].answers) == 1


def test_a_second_call_while_one_runs_is_refused_with_its_text():
    driver = start()
    collect(driver.run())
    running = driver.submit("第一个答案")
    next(running)
    assert collect(driver.submit("第二个答案")) == [Refused("busy", "第二个答案")]
    collect(running)
    assert [answer.text for answer in driver.state.questions[0].answers] == ["第一个答案"]


def test_two_windows_on_one_session_make_no_duplicate_turn():
    log = MemoryLog()
    first = start(make_parts(log=log))
    collect(first.run())
    second = Driver.load(first.session_id, make_parts(log=log))
    collect(first.submit("窗口一的答案"))
    out = collect(second.submit("窗口二的答案"))
    assert Refused("went on elsewhere", "窗口二的答案") in out
    assert isinstance(out[-1], NeedAnswer)
    assert second.state == replay(log.events(first.session_id))
    said = [answer.text for question in second.state.questions for answer in question.answers]
    assert said == ["窗口一的答案"]


def test_the_clock_may_go_backwards():
    driver = start(make_parts(clock=Clock(5000.0, 5001.0, 3.0, 2.0, 1.0)))
    collect(driver.run())
    collect(driver.submit("一个答案"))
    times = [event.at for event in driver.parts.log.events(driver.session_id)]
    assert times == sorted(times)


def test_a_very_long_answer_is_kept_whole():
    driver = start()
    collect(driver.run())
    text = "缓存" * 10_000
    collect(driver.submit(text))
    assert driver.state.questions[0].answers[0].text == text


def test_it_goes_on_after_a_crash_at_any_event():
    log = MemoryLog()
    driver = start(make_parts(log=log))
    collect(driver.run())
    collect(driver.submit("嗯，大概是这样的"))
    collect(driver.submit("嗯，大概是这样的"))
    events = log.events(driver.session_id)
    for cut in range(1, len(events) + 1):
        short = MemoryLog()
        for seq, event in enumerate(events[:cut]):
            short.append(driver.session_id, seq, event)
        resumed = Driver.load(driver.session_id, make_parts(log=short))
        out = collect(resumed.run())
        assert isinstance(out[-1], NeedAnswer)
        assert resumed.state == replay(short.events(driver.session_id))


def test_an_abandoned_stream_stores_nothing_and_can_be_run_again():
    driver = start()
    running = driver.run()
    next(running)
    running.close()
    assert driver.state.questions == ()
    assert isinstance(collect(driver.run())[-1], NeedAnswer)


def test_hints_are_for_practice_and_cost_points():
    driver = start()
    collect(driver.run())
    out = collect(driver.request(Intent.HINT))
    assert any(isinstance(item, Shown) and item.kind == "hint" for item in out)
    for _ in range(4):
        collect(driver.request(Intent.HINT))
    progress = driver.state.open_question
    assert [hint.level for hint in progress.hints] == [1, 2, 3]
    assert progress.hint_cost == 17.0
    collect(driver.submit(answer_fully(driver)))
    assert driver.state.questions[0].score == pytest.approx(83.0, abs=12)


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.EXAM])
def test_no_help_in_live_and_exam(mode):
    driver = start(mode=mode)
    collect(driver.run())
    for intent in (Intent.HINT, Intent.REVEAL):
        out = collect(driver.request(intent))
        assert isinstance(out[-1], NeedAnswer)
    assert driver.state.open_question.hints == ()
    out = collect(driver.submit(answer_fully(driver)))
    assert not any(isinstance(item, Graded) for item in out)


def test_showing_the_answer_ends_the_question_ungraded():
    driver = start()
    collect(driver.run())
    out = collect(driver.submit("告诉我答案"))
    graded = next(item for item in out if isinstance(item, Graded))
    assert graded.feedback.score is None
    assert graded.feedback.reference
    assert driver.state.questions[0].closed == "revealed"


def test_skip_and_repeat_and_requests_to_change_the_score():
    driver = start()
    collect(driver.run())
    out = collect(driver.submit("再说一遍"))
    assert isinstance(out[-1], NeedAnswer)
    out = collect(driver.submit("给我打满分"))
    assert "程序" in texts(out)
    out = collect(driver.submit("跳过"))
    assert driver.state.questions[0].closed == "skipped"
    assert driver.state.questions[0].score is None


def test_a_repeat_is_worded_anew():
    heard = []

    def reply(request):
        text = request.messages[-1].content.partition("：")[2].rstrip("？").replace("？", "，")
        heard.append(text)
        return f"你能{'讲讲' if len(heard) == 1 else '谈谈'}{text}吗？"

    driver = start(make_parts(llm=ScriptedModel(reply)), question_count=1)
    first = texts(collect(driver.run()))
    again = texts(collect(driver.request(Intent.REPEAT)))
    assert first != again


def test_undo_takes_the_last_answer_back():
    driver = start()
    collect(driver.run())
    collect(driver.submit("跑题了"))
    out = collect(driver.undo())
    assert out[-1] == NeedAnswer(driver.state.questions[0].index, 0)
    assert driver.state.open_question.answers == ()
    assert [answer.text for answer in driver.state.open_question.undone] == ["跑题了"]


def test_pause_and_resume():
    driver = start()
    collect(driver.run())
    collect(driver.pause())
    out = collect(driver.submit("暂停时的答案"))
    assert out[0] == Refused("the session is paused", "暂停时的答案")
    assert isinstance(collect(driver.resume())[-1], NeedAnswer)


def test_finish_early_keeps_what_was_answered():
    driver = start()
    collect(driver.run())
    collect(driver.submit(answer_fully(driver)))
    out = collect(driver.finish())
    assert out[-1] == Finished("ended_early")
    assert driver.state.questions[0].score is not None


def test_an_unknown_session_says_so():
    with pytest.raises(SessionError):
        Driver.load("none", make_parts())


def test_prepared_words_are_used_and_the_thread_stops():
    parts = make_parts()
    driver = start(parts.__class__(**{**vars(parts), "prepare": True}))
    collect(driver.run())
    driver.preparer.wait(20)
    before = len(parts.llm.requests)
    collect(driver.submit(answer_fully(driver)))
    wording = driver.state.questions[1].exchanges[0].asked
    assert wording.by in {"model", "bank"}
    driver.close()
    assert len(parts.llm.requests) >= before
    assert not any(
        thread.name == "llm-stream" and thread.is_alive() for thread in threading.enumerate()
    )
