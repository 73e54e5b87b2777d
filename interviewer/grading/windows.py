"""Long texts cut where a sentence ends, so that a model can read them piece by piece."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grading.text import Span, sentences


def windows(text: str, tokens: Sequence[Span], limit: int) -> list[Span]:
    """Character spans of whole sentences with at most ``limit`` tokens each; one if it fits.

    ``tokens`` are the characters of every token of the text. A sentence that is longer than half a
    window may be cut.
    """
    if len(tokens) <= limit:
        return [(0, len(text))]
    ends = {end for _, end in sentences(text)}
    found: list[Span] = []
    first = 0
    while first < len(tokens):
        last = min(first + limit, len(tokens))
        if last < len(tokens):
            whole = [i + 1 for i in range(first + limit // 2, last) if tokens[i][1] in ends]
            last = whole[-1] if whole else last
        found.append((tokens[first][0], tokens[last - 1][1]))
        first = last
    return found
