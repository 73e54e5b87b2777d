"""PDF with text: lines by size and place, put together into headings, paragraphs and lists."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.bank.readers.content import Reading
from interviewer.errors import DocumentError

MAX_PAGES = 3_000
_BULLET = re.compile(r"^[•●▪◦‣∙·■□➢✓*\uf0b7\u2013-]\s+|^[•●▪◦‣■□➢]")
_NUMBER = re.compile(r"^(?:\d{1,3}[.)、]|[（(]\d{1,3}[)）]|Q\d+)\s*")
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Line:
    """A line of a page: its text, type size in points, emphasis and place (y grows upwards)."""

    text: str
    size: float
    bold: bool
    mono: bool
    left: float
    right: float
    top: float
    bottom: float
    page: int


def read_pdf(data: bytes) -> Reading:
    """Read a PDF's text; raises ``DocumentError`` for passwords and for pages that are pictures."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        lines, pages = _lines(data)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise DocumentError("The PDF is encrypted. Save it without a password.") from error
    except (PDFException, PSException) as error:
        raise DocumentError("The file is damaged or is no PDF.") from error
    if not pages:
        raise DocumentError("The file is damaged or is no PDF: it has no pages.")
    if _amount(lines) < 4 * pages:
        lines = _plain_lines(data)
    if _amount(lines) < 4 * pages:
        raise DocumentError(
            f"The PDF has {pages} page(s) of pictures without text. "
            "Run text recognition (OCR) on it first, for example with ocrmypdf."
        )
    body = _without_margins(lines, pages)
    return Reading(text=_markdown(body))


def _amount(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _plain_lines(data: bytes) -> list[Line]:
    """Lines without place and size, by a second library that knows more font encodings."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    found: list[Line] = []
    try:
        for number, page in enumerate(PdfReader(io.BytesIO(data)).pages[:MAX_PAGES], start=1):
            for row, raw in enumerate(page.extract_text().split("\n")):
                text = re.sub(r"\s+", " ", raw.replace("\x00", "")).strip()
                if text:
                    place = -20.0 * row
                    width = sum(10.0 if _HAN.match(char) else 5.0 for char in text)
                    found.append(
                        Line(text, 10.0, False, False, 0, width, place, place - 16, number)
                    )
    except PyPdfError:
        return []
    return found


def _lines(data: bytes) -> tuple[list[Line], int]:
    """All text lines in reading order, and the number of pages."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer, LTTextLine

    lines: list[Line] = []
    pages = 0
    parameters = LAParams(boxes_flow=0.5, line_margin=0.35)
    for page in extract_pages(io.BytesIO(data), maxpages=MAX_PAGES, laparams=parameters):
        pages += 1
        for box in page:
            if isinstance(box, LTTextContainer):
                for line in box:
                    if isinstance(line, LTTextLine) and line.get_text().strip():
                        lines.append(_line(line, pages))
    return lines, pages


def _line(line: Any, page: int) -> Line:
    from pdfminer.layout import LTChar

    characters = [item for item in line if isinstance(item, LTChar) and item.get_text().strip()]
    sizes = Counter(round(item.size * 2) / 2 for item in characters)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    fonts = [item.fontname.lower() for item in characters]
    bold = sum(bool(re.search("bold|black|heavy|semibold|-bd|,b", name)) for name in fonts)
    mono = sum(bool(re.search("mono|courier|consol|menlo|code", name)) for name in fonts)
    text = re.sub(r"\s+", " ", line.get_text().replace("\x00", "")).strip()
    half = max(1, len(characters)) * 0.8
    return Line(text, size, bold >= half, mono >= half, line.x0, line.x1, line.y1, line.y0, page)


def _without_margins(lines: Sequence[Line], pages: int) -> list[Line]:
    """Lines without page numbers, and without headers and footers that most pages repeat."""
    repeated: Counter[str] = Counter()
    edges: dict[int, list[Line]] = {}
    for line in lines:
        edges.setdefault(line.page, []).append(line)
    margin: set[int] = set()
    for page in edges.values():
        ordered = sorted(page, key=lambda line: -line.top)
        for line in {*ordered[:2], *ordered[-2:]}:
            repeated[_shape(line.text)] += 1
            margin.add(id(line))
    least = max(3, 0.6 * pages)
    return [
        line
        for line in lines
        if not (
            id(line) in margin
            and (repeated[_shape(line.text)] >= least or _is_page_number(line.text))
        )
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_page_number(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:page|第)?\s*[-–—]?\s*\d{1,4}\s*(?:[/of]+\s*\d{1,4}|页|[-–—])?", text.lower()
        )
    )


def _markdown(lines: Sequence[Line]) -> str:
    """Headings by type size, paragraphs by spacing, lists by their marks."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({line.size for line in lines if line.size > body * 1.12}, reverse=True)
    level = {size: min(6, rank + 1) for rank, size in enumerate(larger)}
    right = _percentile([line.right for line in lines if line.size == body], 0.95)
    blocks: list[str] = []
    for group in _paragraphs(lines, level, right):
        blocks.append(_paragraph(group, level))
    return "\n\n".join(block for block in _joined_code(blocks) if block.strip()) + "\n"


def _percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0.0


def _paragraphs(
    lines: Sequence[Line], level: dict[float, int], right: float
) -> Iterator[list[Line]]:
    """Group lines: a new paragraph starts at a gap, a mark, another style or after a short line."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, level, right):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, level: dict[float, int], right: float) -> bool:
    last = group[-1]
    if (last.size in level or line.size in level) and last.size != line.size:
        return False
    if last.bold != line.bold or last.mono != line.mono:
        return False
    if _BULLET.match(line.text) or _NUMBER.match(line.text) or _is_labelled(line.text):
        return False
    full = last.right > right - 3.0 * last.size
    if line.page != last.page:
        return full and not re.search(r"[.。!?！？:：]$", last.text)
    gap = last.bottom - line.top
    if gap > 0.75 * line.size or gap < -1.5 * line.size:
        return False
    return full or last.size in level or last.mono


def _is_labelled(text: str) -> bool:
    from interviewer.bank.labels import label_of

    return label_of(text) is not None


def _paragraph(group: Sequence[Line], level: dict[float, int]) -> str:
    first = group[0]
    text = first.text
    for line in group[1:]:
        if first.mono:
            text += "\n" + line.text
        else:
            text = _joined(text, line.text)
    if first.size in level:
        return f"{'#' * level[first.size]} {text}"
    if first.mono:
        return f"```\n{text}\n```"
    if _BULLET.match(text):
        return "- " + _BULLET.sub("", text).strip()
    if first.bold and len(text) < 300:
        number = _NUMBER.match(text)
        lead = number[0] if number else ""
        return f"{lead}**{text[len(lead) :]}**"
    return text


def _joined(text: str, more: str) -> str:
    """Join lines: no space between Chinese characters, none after a hyphen that splits a word."""
    if _HAN.match(text[-1:]) and _HAN.match(more[:1]):
        return text + more
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", more):
        return text[:-1] + more
    return f"{text} {more}"


def _joined_code(blocks: Sequence[str]) -> Iterator[str]:
    """Neighbouring code lines are one code block, neighbouring bullets one list."""
    current = ""
    for block in blocks:
        if current.endswith("\n```") and block.startswith("```"):
            current = current[:-3] + block[4:]
        elif current.startswith("- ") and block.startswith("- "):
            current += "\n" + block
        else:
            if current:
                yield current
            current = block
    if current:
        yield current
