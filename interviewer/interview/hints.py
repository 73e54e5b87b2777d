"""Hints in three levels, each with a declared cost, none with a whole point."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviewer.interview.asking import unstated_points
from interviewer.interview.aspects import OTHER, aspect_of, name_of
from interviewer.interview.state import QuestionProgress
from interviewer.interview.terms import CJK, all_terms, content_terms, latin_words
from interviewer.interview.texts import say
from interviewer.model.bank import KeyPoint, Question

COSTS = {1: 2.0, 2: 5.0, 3: 10.0}
"""Points that a hint of each level (direction, term, half the sentence) takes off the score."""
LEVELS = 3
_BREAK = re.compile(r"[，。；,;：:]|\b(?:and|so|which|that|by|because|when)\b")
_CHUNK = re.compile(f"[{CJK}]+")
_SMALL_WORDS = re.compile(
    r"的|了|是|在|和|与|及|或|为|以|对|从|把|被|让|使|会|能|可以?|用|等|由|按|将|向|给|并|而|到|时|中"
)


@dataclass(frozen=True)
class Hint:
    """A hint that may be given: what it says, about which point, and what it costs."""

    level: int
    point_id: str
    text: str
    cost: float


def next_hint(question: Question, progress: QuestionProgress) -> Hint | None:
    """The next hint: the level after the last one, on the heaviest point not stated yet."""
    level = len(progress.hints) + 1
    point = _target(question, progress)
    if level > LEVELS or point is None:
        return None
    language = question.language
    cost = COSTS[level]
    shown = all_terms((question.question, *progress.shown_texts))
    if level == 2:
        term = key_term(point.text, shown)
        if term is not None:
            text = say("hint.2", language, cost=cost, term=term)
            return Hint(2, point.id, text, cost)
    if level == 3:
        text = say("hint.3", language, cost=cost, half=first_half(point.text))
        return Hint(3, point.id, text, cost)
    aspect = aspect_of(point.text)
    if aspect == OTHER and level > 1:
        aspect = "definition"
    if aspect == OTHER:
        text = say("hint.1.other", language, cost=cost)
    else:
        text = say("hint.1", language, cost=cost, aspect=name_of(aspect, language))
    return Hint(level, point.id, text, cost)


def _target(question: Question, progress: QuestionProgress) -> KeyPoint | None:
    """Stay on the point of the earlier hints or the open follow-up while it is not stated."""
    points = unstated_points(question, progress.grade)
    aim = progress.last.aim
    earlier = [hint.point_id for hint in progress.hints] + ([aim.point_id] if aim else [])
    for wanted in reversed(earlier):
        for point in points:
            if point.id == wanted:
                return point
    return max(points, key=lambda point: point.weight, default=None)


def key_term(point: str, shown: set[str]) -> str | None:
    """One term of the point that has not come up: a Latin word, else the longest short phrase.

    None where a single term would be most of the point.
    """
    novel = content_terms(point) - shown
    words = [word for word in latin_words(point) if word in novel and not word[0].isdigit()]
    candidates = words or _phrases(point, shown)
    best = max(candidates, key=len, default=None)
    return best if best is not None and len(best) * 2 <= len(point) else None


def _phrases(point: str, shown: set[str]) -> list[str]:
    parts = [part for run in _CHUNK.findall(point) for part in _SMALL_WORDS.split(run) if part]
    return [part for part in parts if 2 <= len(part) <= 6 and not content_terms(part) <= shown]


def first_half(point: str) -> str:
    """At most the first half of a point, cut at a boundary where there is one."""
    limit = len(point) // 2
    head = point[:limit]
    cuts = [match.start() for match in _BREAK.finditer(head) if match.start() >= limit // 2]
    if cuts:
        return head[: cuts[-1]].strip()
    return head.rsplit(" ", 1)[0].strip() if " " in head and head.isascii() else head.strip()
