"""How each action of the core is performed; one generator per action."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from interviewer.interview.actions import (
    Action,
    AskFollowUp,
    AskQuestion,
    CloseQuestion,
    FinishSession,
    GiveHint,
    GradeAnswer,
    Reply,
)
from interviewer.interview.ahead import follow_up_key, question_key, question_seed
from interviewer.interview.asking import follow_up_task, link_to
from interviewer.interview.corrections import remembered
from interviewer.interview.cues import is_facet, labels
from interviewer.interview.feedback import feedback_on
from interviewer.interview.hints import next_hint
from interviewer.interview.outputs import Closed, Graded, Output, Shown, ShownKind
from interviewer.interview.replies import reply
from interviewer.interview.state import QuestionProgress, State
from interviewer.interview.terms import content_terms
from interviewer.interview.texts import joined, say_as
from interviewer.interview.wording import FollowUpTask, Sentences
from interviewer.model.bank import Language
from interviewer.model.grading import Grade, Verdict
from interviewer.model.interview import (
    AnswerGraded,
    FollowUpAsked,
    HintGiven,
    InterviewerSaid,
    QuestionAsked,
    QuestionClosed,
    SessionFinished,
    Wording,
)

if TYPE_CHECKING:
    from interviewer.interview.driver import Driver

Showing = Generator[Output, None, Wording]
"""Yields what is shown, returns the wording for the log."""

MAX_NAME: dict[Language, int] = {"zh": 12, "en": 40}
"""Longest name in characters that a link says."""


def perform(driver: Driver, action: Action) -> Iterator[Output]:
    """Perform one action and store the events it leads to."""
    match action:
        case AskQuestion():
            yield from _ask(driver, action)
        case GradeAnswer():
            _grade(driver, action)
        case AskFollowUp():
            yield from _follow_up(driver, action)
        case Reply():
            yield from _reply(driver, action)
        case GiveHint():
            yield from _hint(driver, action)
        case CloseQuestion():
            yield from _close(driver, action)
        case FinishSession():
            driver.record(SessionFinished(at=driver.now(), how=action.how))
            yield Shown("closing", say_as("closing", driver.state.options))
            yield Shown("closing", "", done=True)


def _ask(driver: Driver, action: AskQuestion) -> Iterator[Output]:
    ready = driver.preparer.take(question_key(action.index))
    seed = question_seed(driver.state, action.index)
    words = _ready(ready) if ready else driver.smith.ask(action.question, seed=seed)
    wording = yield from _show("question", words, lead_in(driver.state))
    driver.record(QuestionAsked(at=driver.now(), index=action.index, wording=wording))


def lead_in(state: State) -> str:
    """What code says before a question: a greeting, a bridge, or that it is the last one."""
    options, count = state.options, len(state.questions)
    if not state.questions:
        return say_as("greeting", options, count=state.total)
    if count + 1 == state.total:
        return say_as("last", options)
    if state.questions[-1].closed == "skipped":
        return say_as("bridge.skipped", options)
    return say_as("bridge", options, count)


def _grade(driver: Driver, action: GradeAnswer) -> None:
    question = driver.state.question_of(action.index)
    known = remembered(action.request.answer, driver.parts.corrections(question.id))
    request = action.request.model_copy(update={"overrides": known})
    try:
        grade = driver.parts.grader.grade(request)
    except Exception as error:  # a grader that fails gives no grade, never an invented one
        reason = f"the grader failed ({error.__class__.__name__}: {error})"
        grade = Grade(id=action.answer_id, score=None, reason=reason)
    assert driver.state.started is not None
    driver.record(
        AnswerGraded(
            at=driver.now(),
            answer_id=action.answer_id,
            index=action.index,
            turn=action.turn,
            grade=grade.made_with_bank(driver.state.started.bank_version),
        )
    )


def _follow_up(driver: Driver, action: AskFollowUp) -> Iterator[Output]:
    state = driver.state
    progress = state.progress_of(action.index)
    assert progress is not None
    question = state.question_of(action.index)
    task = follow_up_task(question, progress, action.aim, driver.check, pick=action.turn)
    words = _follow_up_words(driver, action, task)
    link = "" if task.as_it_is else _link(driver, progress, task)
    wording = yield from _show("follow_up", words, link)
    driver.record(
        FollowUpAsked(
            at=driver.now(),
            index=action.index,
            turn=action.turn,
            aim=action.aim,
            wording=wording,
        )
    )


def _follow_up_words(driver: Driver, action: AskFollowUp, task: FollowUpTask) -> Sentences:
    ready = driver.preparer.take(follow_up_key(action.index, action.aim))
    if task.as_it_is:
        return _ready(Wording(text=task.own_words, by="code"))
    if ready is not None:
        return _ready(ready)
    return driver.smith.follow_up(task, seed=driver.state.options.seed + action.index)


def _link(driver: Driver, progress: QuestionProgress, task: FollowUpTask) -> str:
    """A link to the last answer by code: the name of what the candidate spoke about.

    It is left out where the name would draw the reader away from what is asked.
    """
    grade, answer = progress.last.grade, progress.last.answer
    if grade is None or answer is None:
        return ""
    points, language = task.question.key_points, task.question.language
    aimed = content_terms(task.own_words)
    for verdict in grade.points:
        name = next((name for name in labels(verdict.text) if not is_facet(name)), "")
        heard = verdict.verdict is Verdict.STATED and 2 <= len(name) <= MAX_NAME[language]
        if heard and name in answer.text and not content_terms(name) & aimed:
            link = link_to(name, language, progress.last.turn)
            if driver.check.aims_at(joined(link, task.own_words), task.point, points):
                return link
    return ""


def _reply(driver: Driver, action: Reply) -> Iterator[Output]:
    words = reply(driver.smith, driver.state, action.said)
    wording = yield from _show("reply", words)
    said = InterviewerSaid(at=driver.now(), index=action.said.index, wording=wording)
    driver.record(said)


def _hint(driver: Driver, action: GiveHint) -> Iterator[Output]:
    state = driver.state
    progress = state.progress_of(action.index)
    assert progress is not None
    hint = next_hint(state.question_of(action.index), progress)
    if hint is None:
        text = say_as("hint.none", state.options)
        yield Shown("reply", text)
        yield Shown("reply", "", done=True)
        wording = Wording(text=text, by="code")
        driver.record(InterviewerSaid(at=driver.now(), index=action.index, wording=wording))
        return
    driver.record(
        HintGiven(
            at=driver.now(),
            index=action.index,
            level=hint.level,
            point_id=hint.point_id,
            text=hint.text,
            cost=hint.cost,
        )
    )
    yield Shown("hint", hint.text)
    yield Shown("hint", "", done=True)


def _close(driver: Driver, action: CloseQuestion) -> Iterator[Output]:
    driver.record(QuestionClosed(at=driver.now(), index=action.index, how=action.how))
    yield Closed(action.index, action.how)
    state = driver.state
    progress = state.progress_of(action.index)
    if state.helps and progress is not None:
        feedback = feedback_on(state.question_of(action.index), progress)
        yield Graded(action.index, progress.grade, feedback)


def _ready(wording: Wording) -> Sentences:
    """A wording that is there already."""
    yield wording.text
    return wording


def _show(kind: ShownKind, words: Sentences, lead: str = "") -> Showing:
    """Show code's lead at once, then sentences as they pass; returns the whole wording."""
    if lead:
        yield Shown(kind, lead)
    while True:
        try:
            sentence = next(words)
        except StopIteration as end:
            wording: Wording = end.value
            break
        yield Shown(kind, sentence)
    yield Shown(kind, "", done=True)
    return wording.model_copy(update={"text": joined(lead, wording.text)})
