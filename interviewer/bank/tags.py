"""HTML tags in Markdown lines, replaced by what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CODE_SPAN = re.compile(r"(`+[^`]*`+|\$[^$\n]{1,200}\$)")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)/?>")
_DROPPED = frozenset(
    {
        *("a", "div", "p", "center", "font", "span", "section", "article", "main", "u", "small"),
        *("header", "footer", "nav", "figure", "body", "html", "ul", "ol", "dl", "dt", "dd"),
    }
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}


def count_boxes(line: str, boxes: int) -> int:
    """The number of layout boxes open after a line."""
    if line.startswith("#"):
        return 0
    low = line.lower()
    opened = len(re.findall(r"<(?:div|center)[\s>]", low))
    return max(0, boxes + opened - len(re.findall(r"</(?:div|center)>", low)))


def replace_tags(text: str) -> str:
    """Replace HTML inline and layout tags by Markdown, outside code spans and formulas.

    Emphasis that does not close on its line wraps blocks, which Markdown cannot express: it goes.
    """
    if "<" not in text and "&" not in text:
        return text
    if text.lstrip().startswith("|"):
        return text
    pieces = _CODE_SPAN.split(text)
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].replace("&nbsp;", " ")
    parts = _with_tags_apart(pieces)
    paired = _paired(parts)
    for index, part in enumerate(parts):
        tag = _TAG.fullmatch(part)
        if tag is not None and not _is_code(part):
            parts[index] = _markdown_for(tag, index in paired)
    return "".join(parts)


def _with_tags_apart(pieces: Sequence[str]) -> list[str]:
    """Split the pieces between code spans at their tags; every tag is a part of its own."""
    parts: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            parts.append(piece)
            continue
        end = 0
        for tag in _TAG.finditer(piece):
            parts += [piece[end : tag.start()], tag[0]]
            end = tag.end()
        parts.append(piece[end:])
    return parts


def _is_code(part: str) -> bool:
    return part.startswith(("`", "$"))


def _paired(parts: Sequence[str]) -> set[int]:
    """Indices of emphasis and code tags that open and close around something."""
    paired: set[int] = set()
    waiting: dict[str, int] = {}
    for index, part in enumerate(parts):
        tag = _TAG.fullmatch(part)
        name = tag[1].lower() if tag else ""
        if name not in _MARKS:
            continue
        if not part.startswith("</"):
            waiting[name] = index
        elif name in waiting:
            start = waiting.pop(name)
            if "".join(parts[start + 1 : index]).strip():
                paired |= {start, index}
    return paired


def _markdown_for(tag: re.Match[str], paired: bool) -> str:
    """What a tag means in Markdown; unknown tags stay as they are."""
    name = tag[1].lower()
    closes = tag[0].startswith("</")
    if name in _MARKS:
        return _MARKS[name] if paired else ""
    if name == "br":
        return "\n"
    if name == "img":
        return _image(tag[2])
    if re.fullmatch(r"h[1-6]", name):
        return "" if closes else "#" * int(name[1]) + " "
    if name == "li":
        return "" if closes else "- "
    return "" if name in _DROPPED else tag[0]


def _image(attributes: str) -> str:
    """A picture as Markdown."""
    found = {
        key.lower(): value.strip("\"'")
        for key, value in re.findall(r"\b(\w+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", attributes)
    }
    source = found.get("src", "")
    return f"![{found.get('alt', '')}]({source})" if source else ""
