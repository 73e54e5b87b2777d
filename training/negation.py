"""A statement turned into its opposite by one word."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from interviewer.grading.reversal import opposites

NEGATIONS = (
    (r"(?<!不)(?:可以|能够)", "不能"),
    (r"(?<![不类])是一种", "不是一种"),
    (r"(?<!不)(?=(?:用于|适用于|适合|需要|包括|包含|依赖|考虑|使用|利用))", "不"),
    (r"(?<![不还总而就也都要可但于])是(?!否)", "不是"),
    (r"(?<!不)(?<![可社机功性智只])(?:会|能)(?![力量议够话])", "不会"),
    (r"\b(is|are|was|were|can|does|do|will|must|should)\b(?! not)", r"\1 not"),
)


def _opposites() -> Iterator[tuple[re.Pattern[str], str]]:
    """The grader's pairs of opposites."""
    for word, opposite in opposites():
        border = r"\b" if word.isascii() else ""
        yield re.compile(border + re.escape(word) + border), opposite


RULES = (
    *_opposites(),
    *((re.compile(pattern), replacement) for pattern, replacement in NEGATIONS),
)
KEPT = re.compile(r"数据增强|增强学习|先验|后验|先进|行为|进行|并行|执行|流行|序列|排列")
"""Words that hold a word of the rules and mean something else."""


def negated(text: str, rng: random.Random) -> str | None:
    """The text with one word turned into its opposite or one verb negated; None if no rule fits."""
    kept = [match.span() for match in KEPT.finditer(text)]
    places = [
        (match, replacement)
        for pattern, replacement in RULES
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in kept)
    ]
    if not places:
        return None
    match, replacement = rng.choice(places)
    return text[: match.start()] + match.expand(replacement) + text[match.end() :]
