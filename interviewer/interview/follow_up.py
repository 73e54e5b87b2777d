"""Which gap a follow-up aims at. Decided by code from the grade alone."""

from __future__ import annotations

import re

from interviewer.interview.state import QuestionProgress
from interviewer.interview.terms import content_terms
from interviewer.model.bank import Question
from interviewer.model.grading import AnswerKind, Grade, PointVerdict, Verdict
from interviewer.model.interview import FollowUpAim, FollowUpKind

URGENCY = {Verdict.CONTRADICTED: 1.5, Verdict.PARTLY: 0.8, Verdict.MISSING: 1.0}
"""Factor on a point's weight: a wrong claim first, then what is missing, then what is vague."""

BLANK_KINDS = frozenset({AnswerKind.EMPTY, AnswerKind.DOES_NOT_KNOW})
MIN_WEIGHT = 2
"""Details (weight 1) are not worth a follow-up unless they were contradicted."""

SURE = 0.5
"""Least probability of a contradiction for challenging the candidate; below it is asked openly."""

_NEGATION = re.compile(r"不|没|无|非|未|别|\b(?:not|no|never|without|cannot)\b|n't", re.I)
_EXAMPLE = re.compile(
    r"例如|比如|譬如|举例|典型|常见的?有|e\.g\.|for example|such as|for instance", re.I
)
_TRADE_OFF = re.compile(
    r"代价|权衡|取舍|折中|缺点|优点|不足|局限|牺牲|trade-?off|drawback|downside|at the cost|"
    r"expense",
    re.I,
)


def choose_aim(
    question: Question, progress: QuestionProgress, max_follow_ups: int
) -> FollowUpAim | None:
    """The aim of the next follow-up, or None where the question is to be closed.

    A point is aimed at once. After an empty answer or *I don't know* one (easier) follow-up is
    offered, and none after a second one.
    """
    grade = progress.last.grade
    if grade is None or grade.score is None or progress.last.turn >= max_follow_ups:
        return None
    if gave_up(progress):
        return None
    aimed = {turn.aim.point_id for turn in progress.exchanges if turn.aim is not None}
    known = {point.id for point in question.key_points}
    candidates = [
        point
        for point in grade.points
        if point.id not in aimed and point.id in known and _worth_asking(point)
    ]
    best = max(candidates, key=_urgency, default=None)
    if best is None:
        return None
    return FollowUpAim(point_id=best.id, kind=kind_of(best, grade))


def gave_up(progress: QuestionProgress) -> bool:
    """Whether the answers say that there is no point in asking on."""
    grade = progress.last.grade
    blank = grade is not None and grade.answer_kind in BLANK_KINDS
    empty = progress.last.answer is not None and not progress.last.answer.text.strip()
    return (blank or empty) and progress.last.turn > 0


def restates(point: PointVerdict) -> bool:
    """Whether the quote says what the point says, whatever the grader made of it.

    Nobody is asked to defend a sentence that the reference itself holds.
    """
    if not point.quote:
        return False
    wanted, said = content_terms(point.text), content_terms(point.quote)
    negations = (len(_NEGATION.findall(text)) for text in (point.text, point.quote))
    return bool(wanted) and len(wanted & said) >= 0.9 * len(wanted) and len(set(negations)) == 1


def speaks_of_another(point: PointVerdict, grade: Grade) -> bool:
    """Whether the quote holds the words of another point: then it is no claim about this one."""
    said = content_terms(point.quote or "")
    own = len(said & content_terms(point.text))
    return any(
        len(said & content_terms(other.text)) > max(own, len(said) // 2)
        for other in grade.points
        if other.id != point.id
    )


def _urgency(point: PointVerdict) -> tuple[float, float]:
    factor = URGENCY.get(point.verdict, 0.0)
    return (factor * point.weight, point.probability)


def _worth_asking(point: PointVerdict) -> bool:
    if point.verdict is Verdict.STATED or restates(point):
        return False
    return point.weight >= MIN_WEIGHT or point.verdict is Verdict.CONTRADICTED


def kind_of(point: PointVerdict, grade: Grade) -> FollowUpKind:
    """The kind of follow-up that fits a verdict and the point's text."""
    sure = point.probability >= SURE and not speaks_of_another(point, grade)
    if point.verdict is Verdict.CONTRADICTED and sure:
        return FollowUpKind.CHALLENGE
    if point.verdict is Verdict.PARTLY and point.quote:
        return FollowUpKind.CLARIFY
    if _EXAMPLE.search(point.text):
        return FollowUpKind.EXAMPLE
    if _TRADE_OFF.search(point.text) and grade.answer_kind not in BLANK_KINDS:
        return FollowUpKind.TRADE_OFF
    return FollowUpKind.DEEPEN
