"""Which wordings are worth preparing while the candidate thinks."""

from __future__ import annotations

from collections.abc import Callable

from interviewer.interview.adapt import next_index
from interviewer.interview.asking import follow_up_task
from interviewer.interview.checks import SentenceCheck
from interviewer.interview.follow_up import MIN_WEIGHT, kind_of
from interviewer.interview.prepare import Job, Key
from interviewer.interview.state import QuestionProgress, State
from interviewer.interview.wording import FollowUpTask, Sentences, Wordsmith
from interviewer.model.bank import KeyPoint, Question
from interviewer.model.grading import Grade, PointVerdict, Verdict
from interviewer.model.interview import FollowUpAim, FollowUpKind

PREPARED_FOLLOW_UPS = 2
BRANCH_SCORES = (85.0, 25.0)
"""A strong and a weak answer: the two next questions that are worded ahead."""


def jobs(state: State, check: SentenceCheck | None = None) -> list[Job]:
    """The jobs for this state, the most urgent first. ``check`` as in ``follow_up_task``."""
    progress = state.open_question
    if progress is None:
        return []
    question = state.question_of(progress.index)
    found = []
    if progress.last.turn < state.options.max_follow_ups:
        for point in _likely_points(question, progress):
            aim = FollowUpAim(point_id=point.id, kind=_kind_if_missing(point))
            task = follow_up_task(question, progress, aim, check)
            found.append(Job(follow_up_key(progress.index, aim), _word_follow_up(task)))
    for index in _likely_next(state, progress):
        found.append(Job(question_key(index), _word_question(state, index)))
    return found


def question_key(index: int) -> Key:
    """The key of a prepared question."""
    return ("question", index, "")


def follow_up_key(index: int, aim: FollowUpAim) -> Key:
    """The key of a prepared follow-up."""
    return ("follow_up", index, f"{aim.point_id}/{aim.kind.value}")


def question_seed(state: State, index: int) -> int:
    """The seed of a question's wording, so that a session can be replayed."""
    return state.options.seed + index


def _word_follow_up(task: FollowUpTask) -> Callable[[Wordsmith], Sentences]:
    return lambda smith: smith.follow_up(task)


def _word_question(state: State, index: int) -> Callable[[Wordsmith], Sentences]:
    question, seed = state.question_of(index), question_seed(state, index)
    return lambda smith: smith.ask(question, seed=seed)


def _likely_points(question: Question, progress: QuestionProgress) -> list[KeyPoint]:
    """The heaviest points not aimed at yet; before an answer nothing better is known."""
    aimed = {turn.aim.point_id for turn in progress.exchanges if turn.aim}
    grade = progress.last.grade or progress.grade
    stated = {p.id for p in grade.points if p.verdict is Verdict.STATED} if grade else set()
    points = [
        point
        for point in question.key_points
        if point.weight >= MIN_WEIGHT and point.id not in aimed | stated
    ]
    return sorted(points, key=lambda point: -point.weight)[:PREPARED_FOLLOW_UPS]


def _kind_if_missing(point: KeyPoint) -> FollowUpKind:
    verdict = PointVerdict(
        id=point.id,
        text=point.text,
        weight=point.weight,
        verdict=Verdict.MISSING,
        probability=1.0,
    )
    return kind_of(verdict, Grade(id=point.id, score=None, reason="not answered yet"))


def _likely_next(state: State, progress: QuestionProgress) -> list[int]:
    """The next plan index after a strong and after a weak answer."""
    if state.closed_count + 1 >= state.total:
        return []
    found: list[int] = []
    for score in BRANCH_SCORES:
        grade = Grade(id="branch", score=score, reason="assumed")
        last = progress.exchanges[0].model_copy(update={"grade": grade})
        closed = progress.model_copy(update={"exchanges": (last,), "closed": "answered"})
        branch = state.model_copy(update={"questions": (*state.questions[:-1], closed)})
        index = next_index(branch)
        if index is not None and index not in found:
            found.append(index)
    return found
