"""What kind of reply it is - told to the candidate - and the two caps that rest on rules.

No rule here raises a score, and only an echo of the question and a bare "I don't know" cap it:
both are replies without any statement of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise

from interviewer.grading.text import is_chinese, neutral, words
from interviewer.model.grading import AnswerKind, PointVerdict, Verdict

ECHO_SHARE = 0.9
"""An answer is an echo when this share of its word pairs stands in the question."""

BLANK_CAP = 2.0
SHORT = 40
"""A bare "I don't know" has at most so many words or Chinese characters."""

UNKNOWING = re.compile(
    r"不(太|是很|大)?(知道|清楚|了解|会|懂|记得)|没(有)?(听说|了解|接触|学|复习|用)过|忘(了|记)|答不上来"
    r"|\b(don'?t|do not|didn'?t) (know|remember)\b|\bno idea\b|\bnot (sure|familiar)\b|\bpass on\b",
    re.IGNORECASE,
)
TO_GRADER = re.compile(
    r"(请|麻烦|直接|必须|应当?)[^。\n]{0,12}(满分|高分|100\s*分|给(我)?分|通过)|忽略[^。\n]{0,12}(指令|标准|要求|规则)"
    r"|系统(提示|消息)|评分(员|者|系统)|\bignore\b[^.\n]{0,40}\b(instruction|rubric|criteria)"
    r"|\bfull marks\b|\bas (the|a) grader\b|\"score\"\s*:|\[system\]|</?(answer|reference|system)>",
    re.IGNORECASE,
)
SEPARATORS = re.compile(r"[、,，;；/|\n]+")
BLANKS = re.compile(r"[、,，;；/|\s]+")
"""Blanks separate Chinese terms, and the words of any English sentence."""


def pairs(text: str) -> list[tuple[str, str]]:
    """Adjacent words or characters."""
    found = words(text)
    return list(pairwise(found))


def is_empty(answer: str) -> bool:
    """Whether there is no letter, digit or ideograph of any script."""
    return not any(letter.isalnum() for letter in neutral(answer))


def is_echo(question: str, answer: str) -> bool:
    """Whether the answer says hardly anything but the question's own words in its order."""
    said = pairs(answer)
    asked = set(pairs(question))
    return len(said) >= 2 and sum(pair in asked for pair in said) >= ECHO_SHARE * len(said)


def admits_ignorance(answer: str) -> bool:
    """Whether a short reply says that the candidate does not know."""
    return len(words(answer)) <= SHORT and bool(UNKNOWING.search(answer))


def is_pile(answer: str) -> bool:
    """Whether the answer is a list of terms: many separators, hardly a clause."""
    marks = BLANKS if is_chinese(answer) else SEPARATORS
    parts = [part for part in marks.split(answer.strip(" 。.")) if part.strip()]
    if len(parts) < 5:
        return False
    short = sum(len(words(part)) <= 6 for part in parts)
    return short >= 0.9 * len(parts) and not re.search(r"[。.!?！？].", answer)


def kind_of(question: str, answer: str, points: tuple[PointVerdict, ...]) -> AnswerKind:
    """The kind shown to the candidate; non-answers only where no point is stated."""
    if is_empty(answer):
        return AnswerKind.EMPTY
    if is_echo(question, answer):
        return AnswerKind.ECHO
    if any(point.verdict != Verdict.MISSING for point in points):
        return AnswerKind.ANSWER
    signs = (
        (admits_ignorance(answer), AnswerKind.DOES_NOT_KNOW),
        (bool(TO_GRADER.search(answer)), AnswerKind.ADDRESSES_GRADER),
        (is_pile(answer), AnswerKind.KEYWORDS),
    )
    return next((kind for sign, kind in signs if sign), AnswerKind.OFF_TOPIC)


def capped(score: float, kind: AnswerKind) -> float:
    """The score of a reply without a statement of its own is at most ``BLANK_CAP``."""
    blank = kind in (AnswerKind.EMPTY, AnswerKind.ECHO, AnswerKind.DOES_NOT_KNOW)
    return min(score, BLANK_CAP) if blank else score
