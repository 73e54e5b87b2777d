"""How clearly an answer is put: fillers and repetition. It is shown, and not part of the score."""

from __future__ import annotations

import re
from collections import Counter

from interviewer.grading.text import words

FILLERS = re.compile(
    r"嗯+|呃+|那个|就是说|怎么说呢|对吧|\b(?:um+|uh+|er+|you know|i mean|sort of|kind of)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 8


def clarity(answer: str) -> float | None:
    """100 less 4 points per filler in a hundred words, less the share of repeated word triples."""
    said = words(answer)
    if len(said) < FEWEST_WORDS:
        return None
    hesitation = 400 * len(FILLERS.findall(answer)) / len(said)
    triples = Counter(zip(said, said[1:], said[2:], strict=False))
    repeated = 100 * sum(count - 1 for count in triples.values()) / max(1, len(said) - 2)
    return round(max(0.0, 100 - hesitation - repeated), 1)
