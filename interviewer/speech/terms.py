"""Words worth telling a speech recogniser before it listens."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interviewer.model.bank import Question

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#./-]*(?: [A-Z][A-Za-z0-9+#-]*)*")
_MARKED = re.compile(r"\*\*(.{2,20}?)\*\*")
_CJK_HEAD = re.compile(r"[\u4e00-\u9fff]{2,10}(?=[（(])")


def terms_of(questions: Iterable[Question], limit: int = 30) -> tuple[str, ...]:
    """Technical terms of the questions: names in Latin letters, bold words, glossed words."""
    found: dict[str, None] = {}
    for question in questions:
        text = f"{question.question}\n{question.reference}"
        for pattern in (_CJK_HEAD, _MARKED, _LATIN):
            for match in pattern.finditer(text):
                term = match.group(match.lastindex or 0).strip(" ：:.-/")
                if len(term) > 1:
                    found.setdefault(term, None)
    return tuple(found)[:limit]
