"""Which words of the answer a verdict rests on."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grading.text import Span, clauses

LONG_ANSWER = 100
"""Answers over this many characters are quoted by at most a third."""

NEIGHBOUR_SHARE = 0.6
"""A neighbouring clause joins the quote when its evidence is at least this share of the best."""


def clause_strengths(
    answer: str, tokens: Sequence[Span], evidence: Sequence[float]
) -> list[tuple[Span, float]]:
    """Mean evidence probability of the tokens of every clause."""
    found = []
    for start, end in clauses(answer):
        inside = [
            value
            for (left, right), value in zip(tokens, evidence, strict=True)
            if left < end and start < right
        ]
        if inside:
            found.append(((start, end), sum(inside) / len(inside)))
    return found


def quote(answer: str, tokens: Sequence[Span], evidence: Sequence[float]) -> str | None:
    """The best stretch of clauses, verbatim; at most a third of a long answer.

    Args:
        answer: the answer as it was given.
        tokens: character spans of the answer's tokens.
        evidence: probability of every token to be evidence of the point.
    """
    strengths = clause_strengths(answer, tokens, evidence)
    if not strengths:
        return None
    limit = len(answer) // 3 if len(answer) > LONG_ANSWER else len(answer)
    best = max(range(len(strengths)), key=lambda i: strengths[i][1])
    left = right = best
    floor = NEIGHBOUR_SHARE * strengths[best][1]
    grown = True
    while grown:
        grown = False
        sides = [(left - 1, right), (left, right + 1)]
        sides = [(a, b) for a, b in sides if a >= 0 and b < len(strengths)]
        sides.sort(key=lambda ab: -strengths[ab[0] if ab[0] < left else ab[1]][1])
        for a, b in sides:
            strength = strengths[a if a < left else b][1]
            if strength >= floor and strengths[b][0][1] - strengths[a][0][0] <= limit:
                left, right, grown = a, b, True
                break
    start, end = strengths[left][0][0], strengths[right][0][1]
    if end - start > limit:
        start, end = strongest_window(tokens, evidence, (start, end), limit)
    return answer[start:end]


def strongest_window(
    tokens: Sequence[Span], evidence: Sequence[float], within: Span, limit: int
) -> Span:
    """The run of tokens of at most ``limit`` characters with the most evidence."""
    places = [i for i, (a, b) in enumerate(tokens) if within[0] <= a and b <= within[1] and b > a]
    best, found = -1.0, within
    for first in places:
        start, total = tokens[first][0], 0.0
        for last in range(first, places[-1] + 1):
            if tokens[last][1] - start > limit:
                break
            total += evidence[last]
            if total > best:
                best, found = total, (start, tokens[last][1])
    return found if found[1] - found[0] <= limit else (within[0], within[0] + limit)
