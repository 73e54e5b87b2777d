"""HTML tags in Markdown lines, replaced by what they mean."""

from __future__ import annotations

import re

_CODE_SPAN = re.compile(r"(`+[^`]*`+|\$[^$\n]{1,200}\$)")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)((?:\s+[^<>]*)?)/?>")
_DROPPED = frozenset(
    {
        *("a", "div", "p", "center", "font", "span", "section", "article", "main", "u", "small"),
        *("header", "footer", "nav", "figure", "body", "html"),
    }
)


def count_boxes(line: str, boxes: int) -> int:
    """The number of layout boxes open after a line."""
    if line.startswith("#"):
        return 0
    low = line.lower()
    opened = len(re.findall(r"<(?:div|center)[\s>]", low))
    return max(0, boxes + opened - len(re.findall(r"</(?:div|center)>", low)))


def replace_tags(text: str) -> str:
    """Replace HTML inline and layout tags by Markdown, outside code spans and formulas."""
    if "<" not in text and "&" not in text:
        return text
    if text.lstrip().startswith("|"):
        return text
    parts = _CODE_SPAN.split(text)
    parts[::2] = [_TAG.sub(_markdown_for, part).replace("&nbsp;", " ") for part in parts[::2]]
    return "".join(parts)


def _markdown_for(tag: re.Match[str]) -> str:  # noqa: PLR0911  # a table of tags
    """What a tag means in Markdown; unknown tags stay as they are."""
    name = tag[1].lower()
    if name == "br":
        return "\n"
    if name in {"b", "strong"}:
        return "**"
    if name in {"i", "em"}:
        return "*"
    if name == "code":
        return "`"
    if re.fullmatch(r"h[1-6]", name):
        return "" if tag[0].startswith("</") else "#" * int(name[1]) + " "
    if name == "li":
        return "" if tag[0].startswith("</") else "- "
    if name in {"ul", "ol", "dl", "dt", "dd"} or name in _DROPPED:
        return ""
    return tag[0]
