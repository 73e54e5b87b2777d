"""Cut prose into sentences that keep their place; formulas, code and decimals stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROTECTED = re.compile(
    r"\$\$.{0,1000}?\$\$|\$[^$\n]{1,400}\$|\\\[.{0,1000}?\\\]|(`{1,3}).{1,400}?\1"
    r"|\[[^\]\n]{0,200}\]\([^)\n]{0,400}\)|https?://\S{1,400}"
    r"|\b(?:e\.g|i\.e|etc|cf|vs|Fig|Eq|Sec|Dr|Prof|al|approx|resp|No)\.(?=[\s,])"
    r"|[（(][^（）()\n]{0,80}[）)]",
    re.DOTALL,
)
_END = re.compile(r"[。！？!?]+[”」』\"'）)]*|\.+[”\"')]*(?=\s|$)|[；;]\s*(?=\n)")
_BOUND = re.compile(r"^\s*(?:其中|即|式中|这里的|where\b)", re.IGNORECASE)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text`` without the white space around them."""
    masked = _PROTECTED.sub(lambda found: "x" * len(found[0]), text)
    pieces: list[tuple[int, int]] = []
    for begin, end in _pieces(masked):
        first = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
        last = begin + len(text[begin:end].rstrip())
        if first >= last:
            continue
        if pieces and is_bound(text[first:last]):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces


def is_bound(sentence: str) -> bool:
    """Whether a sentence only explains the one before it, as in ``where q is …``."""
    return bool(_BOUND.match(sentence))


def _pieces(masked: str) -> Iterator[tuple[int, int]]:
    """Offsets between sentence ends; every character belongs to one piece."""
    start = 0
    for found in _END.finditer(masked):
        yield start, found.end()
        start = found.end()
    yield start, len(masked)
