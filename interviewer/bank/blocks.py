"""A Markdown text as a tree of blocks that know their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from interviewer.bank.labels import label_of
from interviewer.bank.lines import DETAILS_CLOSE, DETAILS_OPEN, SUMMARY, TURN, Prepared

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BlockKind = Literal[
    "heading",
    "paragraph",
    "list",
    "item",
    "code",
    "table",
    "quote",
    "html",
    "rule",
    "details",
    "turn",
]

_ITEM_MARK = re.compile(r"^(\s*)([-*+]|\d+[.)])(\s*)")
_STRUCTURE_MARKS = (DETAILS_OPEN, DETAILS_CLOSE, SUMMARY, TURN)
_KINDS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One block; ``start`` and ``end`` (excluded) count prepared lines from 0.

    ``text`` is Markdown without the indentation or quote marks of the blocks around it. ``level``
    is that of a heading, ``number`` that of an ordered item (None for bullets), ``rows`` the cells
    of a table, header first. A ``details`` block has its summary as ``text``.
    """

    kind: BlockKind
    start: int
    end: int
    text: str
    level: int = 0
    number: int | None = None
    children: tuple[Block, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def head(self) -> str:
        """The block's leading text: the first paragraph of an item or quote, else all of it."""
        if self.kind in {"item", "quote", "list"}:
            return self.children[0].head if self.children else ""
        return self.text


def parse(prepared: Prepared) -> list[Block]:
    """Parse prepared lines into top-level blocks, ``<details>`` folded into blocks of their own."""
    tokens = _parser().parse("\n".join(prepared.lines))
    return _fold_details(_build(tokens, prepared))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("table").disable(["reference", "inline"])


def _build(tokens: Sequence[Token], prepared: Prepared) -> list[Block]:
    """Turn the tokens of one nesting level into blocks."""
    blocks: list[Block] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        close = _closing(tokens, index)
        kind = _KINDS.get(token.type)
        if kind is not None and token.map:
            inner = tokens[index + 1 : close]
            blocks.append(_block(kind, token, inner, prepared))
        index = close + 1
    return blocks


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Index of the token that closes ``tokens[index]``; itself where nothing is nested."""
    if tokens[index].nesting != 1:
        return index
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _block(kind: BlockKind, token: Token, inner: Sequence[Token], prepared: Prepared) -> Block:
    """Build one block with its children."""
    assert token.map is not None
    start, end = token.map
    while end > start + 1 and not prepared.lines[end - 1].strip():
        end -= 1
    if kind == "paragraph" and prepared.lines[start].strip()[:1] in _STRUCTURE_MARKS:
        mark = prepared.lines[start].strip()
        return Block("turn" if mark == TURN else kind, start, end, "" if mark == TURN else mark)
    text = _own_text(prepared.text(start, end))
    if kind == "heading":
        return _heading(token, inner, start, end, text)
    if kind == "table":
        return Block(kind, start, end, text, rows=_rows(inner))
    if kind in {"list", "item", "quote"}:
        children = tuple(_fold_details(_build(inner, prepared)))
        if kind == "item":
            children = _item_children(children, text)
        number = int(token.info) if kind == "item" and token.info.isdigit() else None
        return Block(kind, start, end, text, number=number, children=children)
    if token.type == "code_block" and re.search(r"[\u4e00-\u9fff]", text):
        return Block("paragraph", start, end, text)
    return Block(kind, start, end, text)


def _heading(token: Token, inner: Sequence[Token], start: int, end: int, text: str) -> Block:
    """A heading; underlines that are formulas, slips or rules glued to an answer make none."""
    title = inner[0].content if inner else ""
    if not token.markup.startswith("#"):
        body, _, underline = text.rpartition("\n")
        if len(underline.strip()) < 3:
            return Block("paragraph", start, end, text)
        if _is_sentence(title):
            return Block("paragraph", start, end - 1, body)
    return Block("heading", start, end, title.strip(), level=int(token.tag[1]))


def _is_sentence(text: str) -> bool:
    """Whether an underlined text reads like an answer above a rule, not like a title."""
    ends = re.search(r"[.。!！;；:：,，)）]$", text.strip()) is not None
    return ends or "\n" in text or len(text) > 90 or label_of(text) is not None


def _own_text(lines: Sequence[str]) -> str:
    """The lines without the indentation (or quote marks) that their first line has."""
    if not lines:
        return ""
    first = re.match(r"^[\s>]*", lines[0])
    prefix = first[0] if first else ""
    if ">" in prefix:
        return "\n".join(re.sub(r"^\s*(?:>\s?)+", "", line) for line in lines).rstrip()
    width = len(prefix.expandtabs(4))
    return "\n".join(_dedent(line, width) for line in lines).rstrip()


def _dedent(line: str, width: int) -> str:
    """Cut at most ``width`` columns of leading white space."""
    body = line.lstrip(" \t")
    indent = len(line[: len(line) - len(body)].expandtabs(4))
    return " " * max(0, indent - width) + body


def _item_children(children: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """Cut the list marker, which shares the line with the item's first child."""
    if not children:
        return children
    first = children[0]
    mark = _ITEM_MARK.match(first.text) if first.kind != "list" else None
    if mark and text.startswith(first.text.split("\n", 1)[0].rstrip()[:8]):
        width = len(mark[0])
        head, *rest = first.text.split("\n")
        body = "\n".join([head[width:], *(_dedent(line, width) for line in rest)])
        kind: BlockKind = first.kind
        first = Block(
            kind, first.start, first.end, body, first.level, None, first.children, first.rows
        )
    return (first, *children[1:])


def _rows(tokens: Sequence[Token]) -> tuple[tuple[str, ...], ...]:
    """The cells of a table, row by row."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token.content.strip())
    return tuple(tuple(row) for row in rows)


def _fold_details(blocks: list[Block]) -> list[Block]:
    """Fold the blocks between ``<details>`` and ``</details>`` into one, innermost first."""
    stack: list[list[Block]] = [[]]
    for block in blocks:
        mark = block.text.strip()[:1] if block.kind == "paragraph" else ""
        if mark == DETAILS_OPEN:
            stack.append([block])
        elif mark == DETAILS_CLOSE:
            if len(stack) > 1:
                inner = stack.pop()
                stack[-1].append(_details(inner, block.end))
        else:
            stack[-1].append(block)
    for unclosed in stack[1:]:
        stack[0].extend(_without_summary_mark(unclosed[1:]))
    return stack[0]


def _details(inner: list[Block], end: int) -> Block:
    """A details block from its opening mark and content."""
    summary, body = "", []
    for block in inner[1:]:
        if block.kind == "paragraph" and block.text.startswith(SUMMARY) and not summary:
            summary = block.text[1:].strip()
        else:
            body.append(block)
    return Block("details", inner[0].start, end, summary, children=tuple(body))


def _without_summary_mark(blocks: list[Block]) -> list[Block]:
    """Blocks of a ``<details>`` that never closes, its summary turned into plain text."""
    return [
        Block(b.kind, b.start, b.end, b.text.lstrip(SUMMARY), b.level, b.number, b.children, b.rows)
        for b in blocks
    ]
