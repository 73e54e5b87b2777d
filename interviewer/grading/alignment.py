"""How many of a point's own words the answer says, and what that does to the chances.

The point reader knows few wordings and holds many a short right answer of a real student for
missing. Recall of the reference's words without the question's is the strongest single feature of
short-answer grading (Sultan et al. 2016, "Fast and Easy Short Answer Grading with High Accuracy",
call the second part question demoting). Here it moves the odds of *stated* against *missing*; that
something is contradicted stays the readers' word.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from interviewer.grading.judgement import Judgement
from interviewer.grading.score import Chances
from interviewer.grading.text import is_chinese

WEIGHT = 2.0
"""Change of the log odds when all words of the point are said instead of none; chosen on the
students' answers of ADS and LE."""

USUAL = 0.2
"""The share that changes nothing: unrelated answers to one question share about as much."""

RUN = re.compile(r"[a-z0-9]+|[一-鿿]+")
COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does",
    "for", "from", "had", "has", "have", "i", "if", "in", "is", "it", "its",
    "may", "not", "of", "on", "or", "so", "than", "that", "the", "their", "then",
    "there", "these", "they", "this", "those", "to", "was", "we", "were", "which", "will",
    "with", "would", "you", "your",
})  # fmt: skip


def pieces(text: str) -> frozenset[str]:
    """Letter trigrams of Latin words, pairs of Chinese characters; common words left out."""
    found: set[str] = set()
    for run in RUN.findall(text.lower()):
        if run in COMMON:
            continue
        size, padded = (3, f" {run} ") if run.isascii() else (2, run)
        found |= {padded[i : i + size] for i in range(len(padded) - size + 1)}
    return frozenset(found)


def said_share(question: str, point: str, answer: str) -> float:
    """Share, 0-1, of the point's pieces that the answer has, the question's left out."""
    wanted = pieces(point)
    wanted = wanted - pieces(question) or wanted
    return len(wanted & pieces(answer)) / len(wanted) if wanted else USUAL


def aligned(question: str, point: str, answer: str, judgement: Judgement) -> Judgement:
    """The judgement with its odds moved by the words of the stretch that was judged.

    An answer in the other language than the point shares no words with it whatever it says, so
    nothing is moved there.
    """
    if not judgement.spans:
        return judgement
    stretch = answer[judgement.spans[0][0] : judgement.spans[-1][1]]
    if is_chinese(stretch) is not is_chinese(point):
        return judgement
    shift = WEIGHT * (said_share(question, point, stretch) - USUAL)
    said = judgement.chances
    weighed = (
        said.stated * math.exp(shift),
        said.partly * math.exp(shift / 2),
        said.missing * math.exp(-shift),
        said.contradicted,
    )
    total = sum(weighed)
    return replace(judgement, chances=Chances(*(value / total for value in weighed)))
