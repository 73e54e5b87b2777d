"""How many of a point's own words the answer says, and what that does to the chances.

The point reader knows few wordings and holds many a short right answer of a real student for
missing. Recall of the reference's words without the question's is the strongest single feature of
short-answer grading (Sultan et al. 2016, "Fast and Easy Short Answer Grading with High Accuracy",
call the second part question demoting; words of the other points are left out here as well). It
moves the odds of *stated* against *missing*; the chance that something is contradicted stays what
the readers say.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from interviewer.grading.judgement import Judgement
from interviewer.grading.score import Chances
from interviewer.grading.text import is_chinese

WEIGHT = 6.0
"""Change of the log odds of *stated* against *missing* when all words of the point are said instead
of none; chosen on the students' answers of ADS and LE."""

USUAL = 0.2
"""The share that changes nothing: unrelated answers to one question share about as much."""

PRIOR = 4.0
"""Pieces that a point is thought to have besides its own, said as often as usual: a point of two
pieces proves little."""

RUN = re.compile(r"[a-z0-9]+|[一-鿿]+")
COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does",
    "for", "from", "had", "has", "have", "i", "if", "in", "is", "it", "its",
    "may", "not", "of", "on", "or", "so", "than", "that", "the", "their", "then",
    "there", "these", "they", "this", "those", "to", "was", "we", "were", "which", "will",
    "with", "would", "you", "your",
})  # fmt: skip


@lru_cache(maxsize=32)
def pieces(text: str) -> frozenset[str]:
    """Letter trigrams of Latin words, pairs of Chinese characters; common words left out."""
    found: set[str] = set()
    for run in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run in COMMON:
            continue
        size, padded = (3, f" {run} ") if run.isascii() else (2, run)
        found |= {padded[i : i + size] for i in range(len(padded) - size + 1)}
    return frozenset(found)


def said_share(known: Sequence[str], point: str, answer: str) -> float:
    """Share, 0-1, of the point's own pieces that the answer has, smoothed.

    ``known`` are the question and the other points: what the point has in common with them does
    not tell that the answer speaks of this one.
    """
    wanted = pieces(point).difference(*map(pieces, known))
    said = len(wanted & pieces(answer))
    return (said + USUAL * PRIOR) / (len(wanted) + PRIOR)


def script(text: str) -> str:
    """Which writing most of a text is in: ``chinese``, ``latin`` or ``other``."""
    if is_chinese(text):
        return "chinese"
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    return "latin" if 2 * sum(letter.isascii() for letter in letters) >= len(letters) else "other"


def aligned(known: Sequence[str], point: str, answer: str, judgement: Judgement) -> Judgement:
    """The judgement with its odds moved by the words of the stretch that was judged.

    An answer in another writing than the point shares no words with it whatever it says, so
    nothing is moved there.
    """
    if not judgement.spans:
        return judgement
    stretch = answer[judgement.spans[0][0] : judgement.spans[-1][1]]
    if script(stretch) != script(point):
        return judgement
    shift = WEIGHT * (said_share(known, point, stretch) - USUAL)
    said = judgement.chances
    stated = said.stated * math.exp(shift / 2)
    partly = said.partly * math.exp(shift / 4)
    missing = said.missing * math.exp(-shift / 2)
    total = stated + partly + missing
    if not total:
        return judgement
    rest = (said.stated + said.partly + said.missing) / total
    chances = Chances(stated * rest, partly * rest, missing * rest, said.contradicted)
    return replace(judgement, chances=chances)
