"""Word documents: headings, lists, bold questions and tables in their order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from interviewer.bank.readers.cells import markdown_table
from interviewer.bank.readers.content import Reading
from interviewer.bank.readers.zips import open_zip

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HEADING = re.compile(r"^(?:heading|标题|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题|subtitle|副标题)$", re.IGNORECASE)
_CODE = re.compile(r"code|source|preformatted|verbatim|代码", re.IGNORECASE)


def read_docx(data: bytes) -> Reading:
    """Read a document's body; macros, comments and deleted text are left out."""
    from docx import Document

    archive = open_zip(data)
    macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
    archive.close()
    document = Document(_without_macro_type(data) if macros else io.BytesIO(data))
    blocks = list(_Body(document).blocks())
    warning = "The document's macros were ignored." if macros else ""
    return Reading(text="\n\n".join(_joined(blocks)) + "\n", warning=warning)


def _without_macro_type(data: bytes) -> io.BytesIO:
    """The package with the content type of a document without macros, which python-docx opens."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                )
            new.writestr(entry, content)
    out.seek(0)
    return out


class _Body:
    """Walks the body in order and counts list numbers."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._counts: dict[tuple[str, int], int] = {}
        self._formats = _numbering(document)
        self._styles = {style.style_id: style.name for style in document.styles}

    def blocks(self) -> Iterator[str]:
        """Markdown blocks of the body."""
        yield from self._children(self._document.element.body)

    def _children(self, parent: Any) -> Iterator[str]:
        for child in parent.iterchildren():
            if child.tag == _W + "p":
                yield self._paragraph(child)
            elif child.tag == _W + "tbl":
                rows = [
                    [
                        "\n".join(self._paragraph(p) for p in cell.iter(_W + "p"))
                        for cell in row.iterchildren(_W + "tc")
                    ]
                    for row in child.iterchildren(_W + "tr")
                ]
                yield markdown_table(rows)
            elif child.tag == _W + "sdt":
                content = child.find(_W + "sdtContent")
                if content is not None:
                    yield from self._children(content)

    def _paragraph(self, element: Any) -> str:
        text = _runs(element).strip()
        if not text:
            return ""
        properties = element.find(_W + "pPr")
        style = self._style(properties)
        level = self._heading_level(properties, style)
        if level:
            return f"{'#' * level} {' '.join(text.replace('**', '').split())}"
        mark = self._list_mark(properties, style)
        if mark:
            pad = " " * len(mark)
            return mark + text.replace("\n", "\n" + pad)
        if _CODE.search(style):
            return f"```\n{text.replace('**', '')}\n```"
        return text

    def _style(self, properties: Any) -> str:
        found = properties.find(_W + "pStyle") if properties is not None else None
        key = found.get(_W + "val") if found is not None else ""
        return str(self._styles.get(key) or key or "")

    def _heading_level(self, properties: Any, style: str) -> int:
        found = _HEADING.match(style)
        if found:
            return min(6, int(found[1]))
        if _TITLE.match(style):
            return 1
        outline = properties.find(_W + "outlineLvl") if properties is not None else None
        value = outline.get(_W + "val") if outline is not None else None
        return int(value) + 1 if value is not None and value.isdigit() and int(value) < 6 else 0

    def _list_mark(self, properties: Any, style: str) -> str:
        """``- `` or a counted number, indented by the list level."""
        numbering = properties.find(_W + "numPr") if properties is not None else None
        if numbering is None:
            if re.search(r"list number|编号列表", style, re.IGNORECASE):
                return self._count("style", 0)
            return (
                "- "
                if re.search(r"list bullet|list paragraph.*bullet", style, re.IGNORECASE)
                else ""
            )
        key, level = _val(numbering, "numId") or "0", int(_val(numbering, "ilvl") or 0)
        if key == "0":
            return ""
        form = self._formats.get((key, level), "bullet")
        indent = "   " * level
        if form in {"bullet", "none"}:
            return f"{indent}- "
        return indent + self._count(key, level)

    def _count(self, key: str, level: int) -> str:
        self._counts[key, level] = self._counts.get((key, level), 0) + 1
        for deeper in [k for k in self._counts if k[0] == key and k[1] > level]:
            del self._counts[deeper]
        return f"{self._counts[key, level]}. "


def _val(parent: Any, name: str) -> str | None:
    found = parent.find(_W + name)
    return found.get(_W + "val") if found is not None else None


def _numbering(document: Any) -> dict[tuple[str, int], str]:
    """Number format by list id and level."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    abstract = {
        item.get(_W + "abstractNumId"): {
            int(level.get(_W + "ilvl") or 0): _val(level, "numFmt") or "bullet"
            for level in item.iterchildren(_W + "lvl")
        }
        for item in root.iterchildren(_W + "abstractNum")
    }
    formats: dict[tuple[str, int], str] = {}
    for item in root.iterchildren(_W + "num"):
        for level, form in abstract.get(_val(item, "abstractNumId"), {}).items():
            formats[str(item.get(_W + "numId")), level] = form
    return formats


def _runs(paragraph: Any) -> str:
    """The text of a paragraph with bold runs marked; deleted text is left out."""
    pieces: list[tuple[str, bool]] = []
    for element in paragraph.iter(_W + "r", _M + "oMath"):
        if element.tag == _M + "oMath":
            pieces.append((f"${''.join(t.text or '' for t in element.iter(_M + 't'))}$", False))
            continue
        if any(parent.tag in {_M + "oMath", _W + "del"} for parent in element.iterancestors()):
            continue
        text = "".join(_run_text(child) for child in element)
        bold = element.find(f"{_W}rPr/{_W}b")
        pieces.append((text, bold is not None and bold.get(_W + "val") not in {"0", "false"}))
    return _emphasised(pieces)


def _run_text(child: Any) -> str:
    if child.tag == _W + "t":
        return child.text or ""
    if child.tag in {_W + "br", _W + "cr"}:
        return "\n"
    return "\t" if child.tag == _W + "tab" else ""


def _emphasised(pieces: list[tuple[str, bool]]) -> str:
    """Join runs; neighbouring bold runs become one emphasis."""
    text, index = "", 0
    while index < len(pieces):
        bold = pieces[index][1]
        joined = ""
        while index < len(pieces) and (pieces[index][1] == bold or not pieces[index][0].strip()):
            joined += pieces[index][0]
            index += 1
        body = joined.strip()
        if bold and body and "\n" not in body:
            start = joined.index(body)
            text += f"{joined[:start]}**{body}**{joined[start + len(body) :]}"
        else:
            text += joined
    return text


def _joined(blocks: list[str]) -> Iterator[str]:
    """List items of one list and lines of one code block stay together."""
    current = ""
    for block in blocks:
        if not block.strip():
            continue
        item = bool(re.match(r"\s*(?:- |\d+\. )", block))
        if current and item and re.match(r"\s*(?:- |\d+\. )", current):
            current += "\n" + block
            continue
        if current.startswith("```") and block.startswith("```"):
            current = current[:-3] + block[4:]
            continue
        if current:
            yield current
        current = block
    if current:
        yield current
