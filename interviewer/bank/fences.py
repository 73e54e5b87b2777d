"""What of a text is literal: fenced code, display mathematics; and which lines are comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from interviewer.bank.summaries import SourceLine
from interviewer.bank.wording import asks

_FENCE = re.compile(r"^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$")
_MARKDOWN = frozenset({"markdown", "md", "mdx"})
_MAX_WRAPPED = 400
"""Lines of a Markdown fence that are looked at before it is taken for an example."""


def without_comments(raw: Sequence[str], first: int) -> Iterator[SourceLine]:
    """Yield ``(line number, text, literal)``; literal lines are code or display mathematics."""
    fence: str | None = None
    wrapper: str | None = None
    math = comment = False
    closers = _last_fences(raw)
    for index in range(first, len(raw)):
        line, number = raw[index], index + 1
        if fence is not None:
            found = _FENCE.match(line)
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = None
            yield number, line, True
            continue
        found = _FENCE.match(line)
        if found and not comment:
            if found[2].strip().lower() in _MARKDOWN and _wraps_questions(raw, index):
                wrapper = found[1]
                yield number, "", False
                continue
            if wrapper and found[1].startswith(wrapper) and not found[2].strip():
                wrapper = None
                yield number, "", False
                continue
            if closers.get(found[1][0], -1) > index:
                fence = found[1]
                yield number, line, True
            else:
                yield number, line.replace(found[1], "", 1), False
            continue
        if not comment and line.count("$$") % 2 == 1:
            math = not math
            yield number, line, True
            continue
        if math:
            math = bool(line.strip()) or _math_closes(raw, index)
            yield number, line, True
            continue
        line, comment = _cut_comment(line, comment)
        yield number, line, False


def _wraps_questions(raw: Sequence[str], opening: int) -> bool:
    """Whether a Markdown fence is no example: chat answers come wrapped in one as a whole."""
    depth = asking = 0
    for line in raw[opening : opening + _MAX_WRAPPED]:
        fence = _FENCE.match(line)
        if fence is not None:
            depth += 1 if fence[2].strip() else -1
            if depth <= 0:
                break
        elif depth == 1 and re.match(r"#{1,6}\s", line):
            asking += asks(line) == 2
    return asking >= 2


def _last_fences(raw: Sequence[str]) -> dict[str, int]:
    """Index of the last bare fence line of each kind: an opening after it never closes."""
    last: dict[str, int] = {}
    for index, line in enumerate(raw):
        found = _FENCE.match(line)
        if found and not found[2].strip():
            last[found[1][0]] = index
    return last


def _math_closes(raw: Sequence[str], index: int) -> bool:
    """Whether ``$$`` follows within 40 lines; otherwise the opening one was a typing slip."""
    return any("$$" in line for line in raw[index : index + 40])


def _cut_comment(line: str, inside: bool) -> tuple[str, bool]:
    """Remove HTML comments from a line; returns the rest and whether a comment is still open."""
    kept = ""
    while line:
        if inside:
            _, end, line = line.partition("-->")
            if not end:
                return kept, True
            inside = False
        else:
            before, start, line = line.partition("<!--")
            kept += before
            inside = bool(start)
    return kept, inside
