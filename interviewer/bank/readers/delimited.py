"""CSV and TSV of questions and answers."""

from __future__ import annotations

import csv
import io

from interviewer.bank.readers.cells import rows_of
from interviewer.bank.readers.content import MAX_TEXT, Reading
from interviewer.bank.readers.text import decode
from interviewer.errors import DocumentError


def read_delimited(data: bytes) -> Reading:
    """Read a delimited table; the delimiter is the one that its first lines agree on."""
    text = decode(data)
    csv.field_size_limit(MAX_TEXT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    cells: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            cells.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(f"Line {line} is no valid row ({error}).") from error
    rows = rows_of(cells, lines)
    if not rows:
        raise DocumentError(
            "No columns of questions and answers were found. "
            "Name them in the first row, for example question,answer."
        )
    return Reading(rows=rows)


def _delimiter(text: str) -> str:
    """The delimiter that splits the first lines into the same number of cells, at least two."""
    sample = "\n".join(text.split("\n")[:30])
    best, score = ",", 0.0
    for delimiter in (",", "\t", ";", "|"):
        rows = [r for r in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if r]
        widths = [len(row) for row in rows]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        agreement = widths.count(usual) / len(widths) if usual > 1 else 0.0
        if agreement > score:
            best, score = delimiter, agreement
    return best
