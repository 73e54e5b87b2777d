"""HTML to Markdown: what is text stays, scripts, styles, forms and navigation go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from interviewer.bank.readers.cells import markdown_table
from interviewer.bank.readers.content import MAX_TEXT, Reading
from interviewer.bank.readers.text import decode
from interviewer.errors import DocumentError

if TYPE_CHECKING:
    from bs4 import Tag

_DROPPED = [
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas"),
    *("form", "button", "input", "select", "nav", "footer", "aside", "head", "link", "meta"),
    *("audio", "video"),
]
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "font"),
        *("i", "img", "ins", "kbd", "label", "mark", "math", "q", "s", "samp", "small", "span"),
        *("strong", "sub", "sup", "time", "tt", "u", "var"),
    }
)
_QUESTION_CLASS = re.compile(
    r"(?:^|[-_\s])(?:question|faq-?q|accordion-(?:header|title|button)|qa-?q)(?:$|[-_\s])", re.I
)
_ANSWER_CLASS = re.compile(
    r"(?:^|[-_\s])(?:answer|faq-?a|accordion-(?:body|content|panel)|qa-?a)(?:$|[-_\s])", re.I
)
_MAX_DEPTH = 200


def read_html(data: bytes) -> Reading:
    """Read an HTML page."""
    return Reading(text=html_to_markdown(_decoded(data)))


def _decoded(data: bytes) -> str:
    """Decode by byte-order mark, declared charset or content."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:2048], re.IGNORECASE)
    if declared and len(data) <= MAX_TEXT and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def html_to_markdown(text: str) -> str:
    """Convert a page or fragment; ids, classes and attributes go, link targets too."""
    from bs4 import BeautifulSoup, Comment, Doctype, ProcessingInstruction

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    soup = BeautifulSoup(text, "lxml")
    for tag in soup(_DROPPED):
        tag.decompose()
    for node in soup.find_all(
        string=lambda s: isinstance(s, (Comment, Doctype, ProcessingInstruction))
    ):
        node.extract()
    _drop_contents(soup)
    blocks = [block.strip("\n") for block in _blocks(soup, 0)]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _drop_contents(soup: Tag) -> None:
    """Remove lines that are nothing but a link to another place of the page."""
    for link in soup.find_all("a", href=re.compile("^#.")):
        line = link.find_parent(["li", "dt", "p", "td"]) if not link.decomposed else None
        if line is None or line.find(["h1", "h2", "h3", "h4", "ul", "ol", "table"]):
            continue
        target = str(link["href"])[1:]
        if line.get("id") == target or line.find(id=target) or line.find(None, {"name": target}):
            continue
        if not re.sub(r"[\W\d_]", "", line.get_text().replace(link.get_text(), "", 1)):
            line.decompose()


def _blocks(tag: Tag, depth: int) -> Iterator[str]:
    """The Markdown blocks below a tag; neighbouring inline content joins into paragraphs."""
    from bs4.element import NavigableString, Tag

    if depth > _MAX_DEPTH:
        raise DocumentError("The page is nested too deeply to be read.")
    line = ""
    for child in tag.children:
        if isinstance(child, NavigableString):
            line += _squeeze(str(child))
        elif isinstance(child, Tag):
            if child.name in _INLINE and not child.find(_is_block):
                line += _inline(child)
                continue
            if line.strip():
                yield _escaped(line)
            line = ""
            yield from _block(child, depth + 1)
    if line.strip():
        yield _escaped(line)


def _is_block(tag: Tag) -> bool:
    return tag.name not in _INLINE


def _block(tag: Tag, depth: int) -> Iterator[str]:
    """One block-level tag."""
    name = tag.name
    if re.fullmatch(r"h[1-6]", name):
        text = " ".join(_inline_children(tag).split())
        yield f"{'#' * int(name[1])} {text}" if text else ""
        return
    if name == "p":
        label = _class_label(tag)
        yield (
            label + _escaped(_inline_children(tag))
            if not tag.find(_is_block)
            else "\n\n".join(_blocks(tag, depth))
        )
        return
    handler = _HANDLERS.get(name)
    if handler is not None:
        yield from handler(tag, depth)
        return
    label = _class_label(tag)
    inner = [block for block in _blocks(tag, depth) if block.strip()]
    if label and inner and not any(re.match(r"^(?:Q|A): ", block) for block in inner):
        first = re.sub(r"^#{1,6}\s+", "", inner[0])
        inner = [f"{label}{first}", *inner[1:]] if _is_text(inner[0]) else [label.strip(), *inner]
    yield from inner


def _is_text(block: str) -> bool:
    return not re.match(r"^(?:[-*+]|\d+[.)]|>|\||```)", block)


def _class_label(tag: Tag) -> str:
    """``Q:`` or ``A:`` where the page's own classes or microdata say so."""
    classes: Any = tag.get("class") or []
    words = " ".join(classes) if isinstance(classes, list) else str(classes)
    item = f"{tag.get('itemprop', '')} {tag.get('itemtype', '')}"
    if _QUESTION_CLASS.search(words) and not tag.find(class_=_ANSWER_CLASS):
        return "Q: "
    if _ANSWER_CLASS.search(words) or "acceptedAnswer" in item:
        return "A: "
    return ""


def _list(tag: Tag, depth: int) -> Iterator[str]:
    """A list; nested blocks are indented below their item."""
    start = str(tag.get("start") or "1")
    number = int(start) if start.isdigit() else 1
    lines: list[str] = []
    for item in tag.find_all("li", recursive=False):
        mark = f"{number}. " if tag.name == "ol" else "- "
        number += 1
        body = "\n\n".join(block for block in _blocks(item, depth) if block.strip())
        body = re.sub(r"\n\n(?=(?:[-*+]|\d+\.) )", "\n", body)
        pad = " " * len(mark)
        first, *rest = body.split("\n") or [""]
        lines.append(mark + first)
        lines.extend(pad + line if line.strip() else "" for line in rest)
    yield "\n".join(lines)


def _definitions(tag: Tag, depth: int) -> Iterator[str]:
    """A definition list: terms that ask become questions, the others bold terms."""
    from interviewer.bank.wording import asks

    for child in tag.find_all(["dt", "dd"]):
        inner = [block for block in _blocks(child, depth) if block.strip()]
        if child.name == "dt":
            text = " ".join(" ".join(inner).split()).strip("*")
            yield f"Q: {text}" if asks(text) else f"**{text}**"
        elif inner:
            previous = child.find_previous_sibling("dt")
            asked = previous is not None and asks(previous.get_text(" "))
            yield f"A: {inner[0]}" if asked and _is_text(inner[0]) else inner[0]
            yield from inner[1:]


def _quote(tag: Tag, depth: int) -> Iterator[str]:
    inner = "\n\n".join(_blocks(tag, depth))
    yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


def _pre(tag: Tag, depth: int) -> Iterator[str]:
    text = tag.get_text().strip("\n")
    fence = "```" if "```" not in text else "~~~~"
    yield f"{fence}\n{text}\n{fence}"


def _table(tag: Tag, depth: int) -> Iterator[str]:
    """A table; one that only lays out blocks is opened."""
    if tag.find(["table", "ul", "ol", "pre", "h1", "h2", "h3"]):
        for cell in tag.find_all(["td", "th"]):
            if cell.find_parent("table") is tag:
                yield from _blocks(cell, depth)
        return
    rows = [
        [_cell(cell) for cell in row.find_all(["td", "th"], recursive=False)]
        for row in tag.find_all("tr")
    ]
    yield markdown_table([row for row in rows if row])


def _cell(tag: Tag) -> str:
    return "\n".join(
        " ".join(line.split()) for line in "\n".join(_blocks(tag, 0)).split("\n") if line.strip()
    )


def _details(tag: Tag, depth: int) -> Iterator[str]:
    summary = tag.find("summary", recursive=False)
    title = " ".join(summary.get_text(" ").split()) if summary is not None else ""
    if summary is not None:
        summary.extract()
    yield f"<details><summary>{title}</summary>"
    yield from _blocks(tag, depth)
    yield "</details>"


def _rule(tag: Tag, depth: int) -> Iterator[str]:
    yield "---"


_HANDLERS: dict[str, Callable[[Any, int], Iterator[str]]] = {
    "ul": _list,
    "ol": _list,
    "menu": _list,
    "dl": _definitions,
    "blockquote": _quote,
    "pre": _pre,
    "table": _table,
    "details": _details,
    "hr": _rule,
}


def _inline_children(tag: Tag) -> str:
    from bs4.element import NavigableString, Tag

    text = ""
    for child in tag.children:
        if isinstance(child, NavigableString):
            text += _squeeze(str(child))
        elif isinstance(child, Tag):
            text += _inline(child)
    return text


def _inline(tag: Tag) -> str:  # noqa: PLR0911  # a table of tags
    """An inline tag as Markdown."""
    name = tag.name
    if name == "br":
        return "\n"
    if name == "img":
        alt = str(tag.get("alt") or "").strip()
        return f"${alt}$" if "math" in str(tag.get("class") or "") and alt else alt
    if name == "math":
        note = tag.find("annotation")
        return f"${note.get_text().strip()}$" if note is not None else tag.get_text(" ")
    if name in {"code", "kbd", "samp", "tt"}:
        text = tag.get_text()
        return f"`{text}`" if text.strip() and "`" not in text else text
    text = _inline_children(tag)
    mark = "**" if name in {"b", "strong"} else "*" if name in {"i", "em"} else ""
    if name in {"sup", "sub"} and text.strip():
        return f"<{name}>{text.strip()}</{name}>"
    if not mark or not text.strip():
        return text
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :]
    return f"{lead}{mark}{text.strip()}{mark}{trail}"


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _escaped(text: str) -> str:
    """A paragraph whose lines cannot be taken for headings or rules."""
    lines = [line.strip() for line in text.split("\n")]
    kept = [re.sub(r"^(#{1,6}\s|[-=_*]{3,}$)", r"\\\1", line) for line in lines if line]
    return "  \n".join(kept)
