"""Spreadsheets: every sheet is a table of questions, or nothing."""

from __future__ import annotations

import io

from interviewer.bank.readers.cells import rows_of
from interviewer.bank.readers.content import Reading, Row
from interviewer.bank.readers.zips import open_zip
from interviewer.errors import DocumentError

MAX_ROWS = 200_000


def read_sheets(data: bytes) -> Reading:
    """Read cell values (never formulas, never macros) of all sheets."""
    from openpyxl import load_workbook

    open_zip(data).close()
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found: list[Row] = []
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            cells = [
                ["" if value is None else str(value) for value in row[:50]]
                for row in sheet.iter_rows(max_row=MAX_ROWS, values_only=True)
            ]
            found.extend(rows_of(cells, range(1, len(cells) + 1)))
    finally:
        book.close()
    if not found:
        raise DocumentError(
            "No columns of questions and answers were found in any sheet. "
            "Name them in the first row, for example question and answer."
        )
    return Reading(rows=tuple(found))
