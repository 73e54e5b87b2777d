"""The pure core: whatever comes in, it folds, keeps every text and holds the caps."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.interview.actions import AskQuestion, FinishSession
from interviewer.interview.rules import next_actions
from interviewer.interview.session import replay, step
from interviewer.interview.state import State
from interviewer.model.grading import AnswerKind, Grade, PointVerdict, Verdict
from interviewer.model.interview import (
    EVENT_ADAPTER,
    AnswerGraded,
    AnswerSubmitted,
    AnswerUndone,
    CandidateSaid,
    FollowUpAim,
    FollowUpAsked,
    HintGiven,
    InterviewerSaid,
    Mode,
    PlannedQuestion,
    QuestionAsked,
    QuestionClosed,
    SessionFinished,
    SessionOptions,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    VerdictContested,
    Wording,
)
from tests.interview.support import small_bank

BANK = small_bank()
PLAN = tuple(PlannedQuestion(question=q, reason="new") for q in BANK.questions[:4])
WORDING = Wording(text="问？", by="code")

indices = st.integers(-1, 5)
turns = st.integers(0, 3)
times = st.floats(-1e6, 2e9)
texts = st.text(max_size=30)
ids = st.sampled_from(["a", "b", "c", "d"])
verdicts = st.lists(
    st.builds(
        PointVerdict,
        id=st.sampled_from(["p0", "p1", "p2", "zz"]),
        text=texts,
        weight=st.integers(1, 3),
        verdict=st.sampled_from(Verdict),
        quote=st.none() | texts,
        probability=st.floats(0, 1),
    ),
    max_size=3,
).map(tuple)
grades = st.builds(
    Grade,
    id=ids,
    score=st.none() | st.floats(0, 100),
    reason=texts,
    answer_kind=st.sampled_from(AnswerKind),
    points=verdicts,
)
options = st.builds(
    SessionOptions,
    question_count=st.integers(1, 6),
    mode=st.sampled_from(Mode),
    max_follow_ups=st.integers(0, 2),
)
aims = st.builds(
    FollowUpAim,
    point_id=st.sampled_from(["p0", "p1", "zz"]),
    kind=st.sampled_from(["clarify", "deepen", "challenge", "example", "trade_off"]),
)
events = st.one_of(
    st.builds(
        SessionStarted,
        at=times,
        session_id=ids,
        options=options,
        plan=st.sampled_from([(), PLAN[:1], PLAN]),
        bank_version=st.just("v"),
    ),
    st.builds(QuestionAsked, at=times, index=indices, wording=st.just(WORDING)),
    st.builds(AnswerSubmitted, at=times, answer_id=ids, index=indices, turn=turns, text=texts),
    st.builds(AnswerGraded, at=times, answer_id=ids, index=indices, turn=turns, grade=grades),
    st.builds(
        FollowUpAsked, at=times, index=indices, turn=turns, aim=aims, wording=st.just(WORDING)
    ),
    st.builds(
        HintGiven,
        at=times,
        index=indices,
        level=st.integers(1, 3),
        point_id=ids,
        text=texts,
        cost=st.floats(-5, 20),
    ),
    st.builds(
        CandidateSaid,
        at=times,
        index=indices,
        text=texts,
        intent=st.sampled_from(["skip", "hint", "repeat", "reveal", "nonsense"]),
    ),
    st.builds(InterviewerSaid, at=times, index=indices, wording=st.just(WORDING)),
    st.builds(AnswerUndone, at=times, index=indices),
    st.builds(
        VerdictContested,
        at=times,
        index=indices,
        point_id=st.sampled_from(["p0", "zz"]),
        verdict=st.none() | st.sampled_from(["stated"]),
        grade=grades,
    ),
    st.builds(
        QuestionClosed,
        at=times,
        index=indices,
        how=st.sampled_from(["answered", "skipped", "revealed"]),
    ),
    st.builds(SessionPaused, at=times),
    st.builds(SessionResumed, at=times),
    st.builds(SessionFinished, at=times, how=st.sampled_from(["completed", "ended_early"])),
)


@st.composite
def likely_logs(draw):
    """Logs that get somewhere: most events fit the state they meet, some are random."""
    state, log = State(), []
    start = SessionStarted(
        at=draw(times), session_id="s", options=draw(options), plan=PLAN, bank_version="v"
    )
    for event in [start]:
        state, _ = step(state, event)
        log.append(event)
    for number in range(draw(st.integers(0, 25))):
        event = draw(events) if draw(st.integers(0, 3)) == 0 else fitting(draw, state, number)
        if event is None:
            continue
        state, _ = step(state, event)
        log.append(event)
    return log


def fitting(draw, state: State, number: int):  # noqa: PLR0911 - one return per state
    if state.started is None or state.finished or state.paused:
        return SessionResumed(at=1.0)
    progress = state.open_question
    if progress is None:
        action = next_actions(state)[0]
        if isinstance(action, AskQuestion):
            return QuestionAsked(at=1.0, index=action.index, wording=WORDING)
        return None
    last = progress.last
    if last.answer is None:
        return AnswerSubmitted(
            at=1.0, answer_id=f"n{number}", index=progress.index, turn=last.turn, text=draw(texts)
        )
    if last.grade is None:
        return AnswerGraded(
            at=1.0,
            answer_id=last.answer.answer_id,
            index=progress.index,
            turn=last.turn,
            grade=draw(grades),
        )
    if draw(st.booleans()):
        return FollowUpAsked(
            at=1.0, index=progress.index, turn=last.turn + 1, aim=draw(aims), wording=WORDING
        )
    return QuestionClosed(at=1.0, index=progress.index, how="answered")


def all_texts(state: State) -> list[str]:
    """Every text of a candidate that the state still holds."""
    found = [r.event.text for r in state.refused if hasattr(r.event, "text")]
    for progress in state.questions:
        found += [answer.text for answer in progress.answers]
        found += [answer.text for answer in progress.undone]
        found += [item.text for item in progress.said if isinstance(item, CandidateSaid)]
    return found


logs = st.lists(events, max_size=25) | likely_logs()


@settings(max_examples=300)
@given(logs)
def test_no_event_raises_and_replay_is_the_fold(log):
    state = State()
    for event in log:
        state, actions = step(state, event)
        assert actions == next_actions(state)
    assert replay(log) == state
    assert State.model_validate_json(state.model_dump_json()) == state


@settings(max_examples=300)
@given(logs)
def test_no_event_loses_text(log):
    state = replay(log)
    kept = all_texts(state)
    for event in log:
        if isinstance(event, AnswerSubmitted | CandidateSaid):
            assert event.text in kept
            kept.remove(event.text)


@settings(max_examples=300)
@given(logs)
def test_caps_and_order_hold(log):
    state = replay(log)
    assert len(state.questions) <= state.total
    assert len({progress.index for progress in state.questions}) == len(state.questions)
    assert sum(progress.closed is None for progress in state.questions) <= 1
    for progress in state.questions:
        assert len(progress.exchanges) - 1 <= state.options.max_follow_ups
        assert [turn.turn for turn in progress.exchanges] == list(range(len(progress.exchanges)))
        assert len(progress.hints) <= 3
        assert state.helps or not progress.hints
        for turn in progress.exchanges[:-1]:
            assert turn.answer is not None
            assert turn.grade is not None
    if state.options.mode is not Mode.PRACTICE:
        assert not any(progress.undone for progress in state.questions)


@settings(max_examples=100)
@given(likely_logs())
def test_the_log_survives_its_wire_form(log):
    dumped = [EVENT_ADAPTER.dump_json(event) for event in log]
    assert replay(EVENT_ADAPTER.validate_json(line) for line in dumped) == replay(log)


def test_an_empty_plan_finishes_at_once():
    started = SessionStarted(
        at=0, session_id="s", options=SessionOptions(), plan=(), bank_version="v"
    )
    _, actions = step(State(), started)
    assert actions == (FinishSession("completed"),)
