"""Jupyter notebooks: text cells as they are, code cells as code, outputs left out."""

from __future__ import annotations

import json
from typing import Any

from interviewer.bank.readers.content import Reading
from interviewer.bank.readers.text import decode, encodable
from interviewer.errors import DocumentError


def read_notebook(data: bytes) -> Reading:
    """Read the cells of a notebook, format 3 or 4."""
    try:
        value = json.loads(decode(data))
    except ValueError as error:
        raise DocumentError(f"The file is no valid notebook ({error}).") from error
    cells = _cells(value)
    if cells is None:
        raise DocumentError("The file is no notebook: it has no cells.")
    blocks = [_block(cell) for cell in cells if isinstance(cell, dict)]
    text = "\n\n".join(block for block in blocks if block.strip())
    return Reading(text=encodable(text) + "\n")


def _cells(value: Any) -> list[Any] | None:
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("cells"), list):
        return list(value["cells"])
    sheets = value.get("worksheets")
    if isinstance(sheets, list):
        return [
            cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or []
        ]
    return None


def _block(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(str(line) for line in source) if isinstance(source, list) else str(source or "")
    kind = cell.get("cell_type")
    if kind == "markdown":
        return text
    if kind == "heading":
        return f"{'#' * int(cell.get('level') or 1)} {text}"
    if kind == "code" and text.strip():
        fence = "```" if "```" not in text else "~~~~"
        return f"{fence}python\n{text}\n{fence}"
    return ""
