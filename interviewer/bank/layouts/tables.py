"""Question tables: one row, one question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.wording import asks

_COLUMNS = {
    "question": (
        r"(?:面试)?(?:题目|问题|题干|问|题)|正面|(?:interview )?questions?|q|prompt|front|query"
    ),
    "answer": (
        r"(?:参考|标准)?(?:答案|回答|解答|答|要点)|背面|back|output"
        r"|(?:sample |model |reference |correct )?(?:answers?|solution|response|reference|a)"
    ),
    "explanation": r"(?:答案|题目)?解析|讲解|说明|备注|explanation|rationale|notes?|extra",
    "topic": r"主题|分类|类别|标签|知识点|章节|topic|category|tags?|subject|section|deck|chapter",
    "difficulty": r"难度|等级|difficulty|level",
}


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Map the parts of a question to columns by the header's words; the first match counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        word = re.sub(r"[*_`\s]+", " ", cell).strip().strip(":：").lower()
        for part, pattern in _COLUMNS.items():
            if part not in found and re.fullmatch(pattern, word):
                found[part] = index
                break
    return found


def guess_columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Columns of a table whose header says nothing: one that asks, and the longest other one."""
    width = max((len(row) for row in rows), default=0)
    if width < 2 or not rows:
        return {}
    shares = [
        sum(asks(row[column]) == 2 for row in rows if column < len(row)) / len(rows)
        for column in range(width)
    ]
    question = max(range(width), key=lambda column: shares[column])
    if shares[question] < 0.7:
        return {}
    lengths = [
        sum(len(row[column]) for row in rows if column < len(row)) for column in range(width)
    ]
    others = [column for column in range(width) if column != question]
    return {"question": question, "answer": max(others, key=lambda column: lengths[column])}


def question_columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """The columns of a question table and its first data row; no columns where it is none."""
    if not rows:
        return {}, 0
    named = columns_of(rows[0])
    if "question" in named and "answer" in named:
        return named, 1
    guessed = guess_columns(rows[1:])
    if guessed:
        return guessed, 0 if asks(rows[0][guessed["question"]]) == 2 else 1
    return {}, 0


def cell(row: Sequence[str], columns: dict[str, int], part: str) -> str:
    """The text of a part in a row; empty where the row is short or the part has no column."""
    index = columns.get(part)
    return row[index].strip() if index is not None and index < len(row) else ""
