"""Which planned question comes next: coverage of topics first, then the fitting difficulty.

The plan may hold more questions than the session asks. *Exam* and *drill* keep the plan's order;
*practice* and *live* take, among the topics asked least so far, the question whose difficulty
tells most about the candidate (expected share of points nearest to ``TARGET``): harder after
strong answers, easier after weak ones.
"""

from __future__ import annotations

from interviewer.interview.ability import Ability, Observation, by_topic, overall
from interviewer.interview.state import State
from interviewer.model.interview import Mode, PlannedQuestion

TARGET = 0.55
"""Expected share of points on the next question: demanding, and most informative near one half."""
FIXED_ORDER = frozenset({Mode.EXAM, Mode.DRILL})
URGENT = ("due", "weak")
"""A reason starting with one of these puts a question before the others of the plan."""


def observations(state: State) -> list[Observation]:
    """The graded questions of this session."""
    found = []
    for progress in state.questions:
        if progress.closed == "answered" and progress.grade is not None:
            question = state.question_of(progress.index)
            score = progress.grade.score
            if score is not None:
                found.append(Observation(question.topic, question.difficulty, score))
    return found


def next_index(state: State) -> int | None:
    """The plan index of the next question, or None where the plan is used up."""
    if state.started is None:
        return None
    asked = {progress.index for progress in state.questions}
    left = [index for index in range(len(state.started.plan)) if index not in asked]
    if not left:
        return None
    if state.options.mode in FIXED_ORDER or not state.questions:
        return left[0]
    return _best(state, left)


def _best(state: State, left: list[int]) -> int:
    assert state.started is not None
    plan = state.started.plan
    seen = observations(state)
    whole, topics = overall(seen), by_topic(seen)
    times: dict[str, int] = {}
    for progress in state.questions:
        topic = state.question_of(progress.index).topic
        times[topic] = times.get(topic, 0) + 1

    def rank(index: int) -> tuple[bool, int, float, int]:
        planned = plan[index]
        topic = planned.question.topic
        ability = topics.get(topic, whole)
        return (
            not is_urgent(planned),
            times.get(topic, 0),
            round(distance(ability, planned.question.difficulty), 6),
            index,
        )

    return min(left, key=rank)


def distance(ability: Ability, difficulty: int) -> float:
    """How far a question of this difficulty is from the most telling one."""
    return abs(ability.expected(difficulty) - TARGET)


def is_urgent(planned: PlannedQuestion) -> bool:
    """Whether the plan put this question in because it is due or was weak."""
    return planned.reason.startswith(URGENT)
