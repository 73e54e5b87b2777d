"""Slides: the title as heading, then text, tables and the speaker's notes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from interviewer.bank.labels import label_of
from interviewer.bank.readers.cells import markdown_table
from interviewer.bank.readers.content import Reading
from interviewer.bank.readers.zips import open_zip


def read_pptx(data: bytes) -> Reading:
    """Read all slides in order; pictures and macros are left out."""
    from pptx import Presentation

    archive = open_zip(data)
    macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
    archive.close()
    deck = Presentation(io.BytesIO(data))
    blocks: list[str] = []
    for slide in deck.slides:
        blocks.extend(_slide(slide))
    warning = "The presentation's macros were ignored." if macros else ""
    return Reading(
        text="\n\n".join(block for block in blocks if block.strip()) + "\n", warning=warning
    )


def _slide(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    words = (
        " ".join(title.text_frame.text.split())
        if title is not None and title.has_text_frame
        else ""
    )
    yield f"## {words}" if words else "---"
    for shape in _in_reading_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _frame(slide.notes_slide.notes_text_frame, plain=True)


def _in_reading_order(shapes: Any) -> list[Any]:
    """Shapes from top to bottom, then from left to right; those without a place come first."""
    return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _shape(shape: Any) -> Iterator[str]:
    if shape.shape_type is not None and int(shape.shape_type) == 6:
        for inner in _in_reading_order(shape.shapes):
            yield from _shape(inner)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield markdown_table([[cell.text for cell in row.cells] for row in shape.table.rows])
    elif shape.has_text_frame:
        yield from _frame(shape.text_frame, plain=not shape.is_placeholder)


def _frame(frame: Any, plain: bool) -> Iterator[str]:
    """Paragraphs of a text frame; several in a placeholder are bullets, as slides show them."""
    paragraphs = [(p.level or 0, _text(p)) for p in frame.paragraphs]
    paragraphs = [(level, text) for level, text in paragraphs if text.strip()]
    labelled = any(label_of(text) for _, text in paragraphs)
    if plain or labelled or len(paragraphs) == 1:
        yield from (text for _, text in paragraphs)
        return
    yield "\n".join(f"{'  ' * level}- {text}" for level, text in paragraphs)


def _text(paragraph: Any) -> str:
    """A paragraph's runs, bold ones marked where not all are."""
    runs = [(run.text, bool(run.font.bold)) for run in paragraph.runs]
    if not runs or all(bold for _, bold in runs):
        text = paragraph.text
    else:
        text = "".join(
            f"**{text.strip()}** " if bold and text.strip() else text for text, bold in runs
        )
    return re.sub(r"[\v\n]+", " ", text).strip()
