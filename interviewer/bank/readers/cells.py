"""Rows of cells to questions; shared by CSV, spreadsheets and tables of other formats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.layouts.tables import cell, question_columns
from interviewer.bank.readers.content import Row


def unescape_formula(text: str) -> str:
    """Undo the apostrophe that keeps spreadsheets from running a cell as a formula."""
    return text[1:] if re.match(r"^''*[\s\ufeff]*[=+\-@\t\r|%]", text) else text


def rows_of(cells: Sequence[Sequence[str]], lines: Sequence[int]) -> tuple[Row, ...]:
    """Question rows of a table whose first rows may be empty; none where no column asks."""
    start = next((i for i, row in enumerate(cells) if sum(bool(c.strip()) for c in row) >= 2), None)
    if start is None:
        return ()
    body = cells[start:]
    columns, first = question_columns(body)
    if not columns:
        return ()
    return tuple(
        Row(
            question=unescape_formula(cell(row, columns, "question")),
            answer=unescape_formula(cell(row, columns, "answer")),
            explanation=unescape_formula(cell(row, columns, "explanation")),
            topic=cell(row, columns, "topic"),
            difficulty=cell(row, columns, "difficulty"),
            line=lines[start + first + offset],
        )
        for offset, row in enumerate(body[first:])
    )


def markdown_table(cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table; line breaks in cells become ``<br>``, and bars are escaped."""
    rows = [
        [re.sub(r"\s*\n\s*", "<br>", c.strip()).replace("|", "\\|") for c in row] for row in cells
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    padded = [row + [""] * (width - len(row)) for row in rows]
    head, *body = [f"| {' | '.join(row)} |" for row in padded]
    return "\n".join([head, "|" + " --- |" * width, *body])
