"""Sentences and clauses of a text, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CLOSERS = "”’」』）)》】\"'*"
_SENTENCE = re.compile(
    rf"(?:[。！？]|[!?](?![\[A-Za-z0-9=&>/]|[\"')]+ [a-z]))+[{re.escape(_CLOSERS)}]*"
    rf"|(?<![\s.(][A-Z])(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)\.[\"')*]*(?=\s|$)|\n{{2,}}"
)
_SEMICOLON = re.compile(r"[；;]+")
_COMMA = re.compile(r"[，,](?!\d{3}\b)")
_LITERAL = re.compile(r"\$[^$\n]+\$|\\\(.+?\\\)|`[^`\n]+`")
FEW_WORDS, FEW_CHARACTERS = 4, 8
_OPEN, _CLOSE = "（(［[【「《“", "）)］]】」》”"


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Sentences of ``text[span]``, trimmed, without their end mark."""
    yield from _split(text, span, _SENTENCE)


def parts(text: str, span: Span) -> Iterator[Span]:
    """Parts of a sentence between semicolons; a short one stays with the part before it."""
    pending: Span | None = None
    for start, end in _split(text, span, _SEMICOLON):
        if pending is not None and _short(text[start:end]):
            pending = (pending[0], end)
            continue
        if pending is not None:
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _short(text: str) -> bool:
    """Whether a part is too short to be a statement: under eight characters or four words."""
    return len(text.split()) < FEW_WORDS if text.isascii() else len(text) < FEW_CHARACTERS


def clauses(text: str, span: Span) -> Iterator[Span]:
    """Clauses of a sentence between commas; commas in brackets do not count."""
    yield from _split(text, span, _COMMA)


def cuts(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[tuple[Span, Span]]:
    """Every way to cut a sentence in two at a mark that stands in no bracket, code or formula."""
    start, end = span
    closed = [found.span() for found in _LITERAL.finditer(text, start, end)]
    for found in mark.finditer(text, start, end):
        if any(begin < found.start() < finish for begin, finish in closed):
            continue
        if _depth(text, start, found.start()) > 0:
            continue
        yield from zip(
            _trimmed(text, start, found.start()), _trimmed(text, found.end(), end), strict=False
        )


def _split(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    start, end = span
    at = start
    closed = [found.span() for found in _LITERAL.finditer(text, start, end)]
    for found in mark.finditer(text, start, end):
        if any(begin < found.start() < finish for begin, finish in closed):
            continue
        if _depth(text, at, found.start()) > 0:
            continue
        yield from _trimmed(text, at, found.start())
        at = found.end()
    yield from _trimmed(text, at, end)


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets opened in ``text[start:end]`` are still open."""
    depth = 0
    for char in text[start:end]:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
    return depth


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
