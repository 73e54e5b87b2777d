"""What a candidate masters, per topic and per key point, with the evidence; apart from scores.

A session's score says how one evening went. Mastery is what all evenings together say today: it
fades with time (FSRS retrievability) and every figure names the attempts it rests on.
"""

from __future__ import annotations

from interviewer.bank.key_points import with_its_cluster
from interviewer.interview.ability import Ability, Observation, by_topic
from interviewer.interview.history import Attempt, History
from interviewer.interview.review import due_at, retrievability
from interviewer.model.bank import Bank, Question
from interviewer.model.base import Probability, Score, Value
from interviewer.model.grading import Verdict


class TopicMastery(Value):
    """A topic: expected points on a question of middle difficulty, with one standard error."""

    topic: str
    expected: Score
    low: Score
    high: Score
    graded: int


class PointMastery(Value):
    """A key point: the verdicts on it, oldest first, and when they were given."""

    point_id: str
    text: str
    verdicts: tuple[Verdict, ...]
    at: tuple[float, ...]

    @property
    def held(self) -> bool:
        """Whether the last word on it was right."""
        return bool(self.verdicts) and self.verdicts[-1] is Verdict.STATED


class QuestionMastery(Value):
    """A question: its attempts, its points, the chance to recall it now, and when it is due."""

    question_id: str
    attempts: tuple[Attempt, ...]
    points: tuple[PointMastery, ...]
    recall: Probability | None
    due_at: float | None

    @property
    def newly_covered(self) -> tuple[str, ...]:
        """Ids of points stated in the last attempt and not in the one before."""
        return tuple(
            point.point_id
            for point in self.points
            if len(point.verdicts) > 1 and point.held and point.verdicts[-2] is not Verdict.STATED
        )


def topic_mastery(history: History) -> tuple[TopicMastery, ...]:
    """Mastery per topic, weakest first."""
    seen = [
        Observation(item.topic, item.difficulty, item.score)
        for item in history.attempts
        if item.score is not None
    ]
    counts: dict[str, int] = {}
    for item in seen:
        counts[item.topic] = counts.get(item.topic, 0) + 1
    found = [_topic(topic, ability, counts[topic]) for topic, ability in by_topic(seen).items()]
    return tuple(sorted(found, key=lambda item: item.expected))


def _topic(topic: str, ability: Ability, graded: int) -> TopicMastery:
    low = Ability(ability.mean - ability.error)
    high = Ability(ability.mean + ability.error)
    return TopicMastery(
        topic=topic,
        expected=100 * ability.expected(3),
        low=100 * low.expected(3),
        high=100 * high.expected(3),
        graded=graded,
    )


def question_mastery(question: Question, history: History, now: float) -> QuestionMastery:
    """Mastery of one question; ``now`` in seconds since the epoch."""
    attempts = history.of(question)
    reviews = history.reviews(question)
    points = []
    for point in question.key_points:
        found = [
            (verdict, item.at)
            for item in attempts
            for point_id, verdict in item.points
            if _whole_id(item.question_id, point_id) == _whole_id(question.id, point.id)
        ]
        points.append(
            PointMastery(
                point_id=point.id,
                text=point.text,
                verdicts=tuple(verdict for verdict, _ in found),
                at=tuple(at for _, at in found),
            )
        )
    return QuestionMastery(
        question_id=question.id,
        attempts=attempts,
        points=tuple(points),
        recall=retrievability(reviews, now),
        due_at=due_at(reviews),
    )


def _whole_id(question_id: str, point_id: str) -> str:
    """The id of a point in the whole bank; points of joined questions have it already."""
    return point_id if ":" in point_id else f"{question_id}:{point_id}"


def due_questions(bank: Bank, history: History, now: float) -> tuple[QuestionMastery, ...]:
    """The questions that are due at ``now``, the longest overdue first."""
    found = []
    for members in bank.clusters().values():
        mastery = question_mastery(with_its_cluster(members[0], members), history, now)
        if mastery.due_at is not None and mastery.due_at <= now:
            found.append(mastery)
    return tuple(sorted(found, key=lambda item: item.due_at or 0.0))


def days_in_a_row(history: History, now: float) -> int:
    """Days up to today with at least one graded question; today may still be empty (UTC)."""
    days = {int(item.at // 86400) for item in history.attempts if item.score is not None}
    day = int(now // 86400)
    if day not in days:
        day -= 1
    count = 0
    while day - count in days:
        count += 1
    return count
