"""Cut a reference into passages of one to three sentences, with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

PASSAGE = 80
"""Target length in characters. Of 80, 150 and 300 the shortest found most (docs/measurements)."""

_SENTENCE = re.compile(r"[^。！？；!?;\n]+(?:[。！？；!?;\n]+|$)|\n+")
_ENGLISH_STOP = re.compile(r"(?<=[a-z0-9)\]][.])\s+(?=[A-Z])")
_MARKUP = re.compile(r"[*#`>|_~]+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence that holds a letter or digit."""
    for match in _SENTENCE.finditer(text):
        start = match.start()
        for stop in _ENGLISH_STOP.finditer(match.group()):
            yield start, match.start() + stop.start()
            start = match.start() + stop.end()
        if any(character.isalnum() for character in text[start : match.end()]):
            yield start, match.end()


def passages(text: str, size: int = PASSAGE) -> list[tuple[int, int]]:
    """Pack whole sentences into passages of about ``size`` characters (Latin: three times that).

    A sentence that is longer stands alone. Offsets count code points, the end is excluded.
    """
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if found and _length(text[found[-1][0] : end]) <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def plain(text: str) -> str:
    """The text without Markdown marks and with single spaces, as it is embedded."""
    return " ".join(_MARKUP.sub(" ", text).split())


def _length(text: str) -> float:
    """Characters, where three ASCII ones count as one: Chinese says more in a character."""
    ascii_count = sum(character.isascii() for character in text)
    return len(text) - ascii_count + ascii_count / 3
