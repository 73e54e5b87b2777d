"""The outline of an answer: which statement stands under which label.

Answers are short Markdown texts whose structure carries meaning: "- **Advantages**:" opens a list,
"- **Name**: text" names a statement. This module turns the text into a tree and keeps, for every
piece of text, its offsets in the original string (code points, end excluded).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from interviewer.bank.key_points.inline import plain

Kind = Literal["root", "section", "item", "prose", "formula", "row"]

MARKER = re.compile(
    r"(?P<indent>[ \t]*)(?:[-*+•·‣▪–]|\d{1,2}[.)](?!\d)|\d{1,2}[、．）]|[(（]\d{1,2}[)）]|[①-⑳])"
    r"(?:[ \t\u3000]+|(?<=[、．）)①-⑳])|(?=\*\*))"
)
HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
FENCE = re.compile(r"[ \t]*(```|~~~)")
DISPLAY = (("\\[", "\\]"), ("$$", "$$"))
RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$|[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*\|?[ \t]*$")
ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")

BOLD_LABEL = re.compile(
    r"\s*(?:\*\*|__)(?P<name>[^*\n]{1,60}?)(?P<inner>[:：])?\s*(?:\*\*|__)"
    r"\s*(?P<gloss>[（(][^（）()\n]{1,60}[）)])?\s*(?P<outer>[:：])?[ \t]*"
)
PLAIN_LABEL = re.compile(r"\s*(?P<name>[^:：。；;，,!?！？\n|]{1,40}?)[ \t]*[:：](?!//)[ \t]*")
MAX_NAME = 24
MAX_NAME_WORDS = 6


@dataclass
class Node:
    """A labelled piece of text with what stands below it.

    ``span`` covers the body only; ``label`` is plain text without its gloss or colon.
    """

    kind: Kind
    label: str = ""
    gloss: str = ""
    span: tuple[int, int] = (0, 0)
    bold: bool = False
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class _Block:
    kind: Kind
    indent: int
    start: int
    end: int
    header: tuple[str, ...] = ()


def parse_outline(text: str) -> Node:
    """Read Markdown text into a tree of sections, items and paragraphs."""
    root = Node("root")
    stack: list[tuple[int, Node]] = []
    for block in _blocks(text):
        node = _node(text, block)
        level = _level(block, node, stack)
        while stack and stack[-1][0] >= level:
            stack.pop()
        parent = stack[-1][1] if stack else root
        parent.children.append(node)
        if block.kind not in {"formula", "row"}:
            stack.append((level, node))
    return root


HEADING_LEVEL, SECTION, LEAD_IN, LIST = -1, 0, 5, 10


def _level(block: _Block, node: Node, stack: list[tuple[int, Node]]) -> int:
    """Depth at which a block stands: sections above lead-ins above list items by indentation."""
    if block.kind == "section":
        return HEADING_LEVEL
    if block.kind == "item":
        return LIST + block.indent
    if block.kind in {"formula", "row"}:
        return 10_000
    if block.indent >= 2 and stack and stack[-1][0] >= LIST:
        return LIST + block.indent
    if node.label and (node.bold or node.span[0] >= node.span[1]):
        return SECTION
    return LEAD_IN


def _blocks(text: str) -> Iterator[_Block]:
    """Cut the text into blocks; fenced code and rules are left out."""
    pending: tuple[Kind, int, int, int] | None = None
    closing: str | None = None
    header: tuple[str, ...] | None = None
    formula_start = 0
    for start, end in _lines(text):
        line = text[start:end]
        bare = line.strip()
        if closing is not None:
            if closing in bare:
                if closing in {"\\]", "$$"}:
                    yield _Block("formula", 0, formula_start, start + line.index(closing))
                closing = None
            continue
        opened = _opens(bare)
        table = ROW.match(line) is not None
        marker = MARKER.match(line)
        new_block = opened or not bare or table or RULE.match(line) or HEADING.match(line)
        if pending and (new_block or marker):
            yield _Block(*pending)
            pending = None
        if opened:
            closing, formula_start = opened, start + line.index(bare) + 2
            rest = bare[2:]
            if closing in {"\\]", "$$"} and closing in rest:
                yield _Block("formula", 0, formula_start, formula_start + rest.index(closing))
                closing = None
        elif table and not RULE.match(line):
            if header is None:
                header = tuple(cell.strip() for cell in bare.strip("|").split("|"))
            else:
                yield _Block("row", 0, start, end, header)
        elif (heading := HEADING.match(line)) is not None:
            yield _Block("section", 0, start + heading.start("text"), start + heading.end("text"))
        elif marker and not RULE.match(line):
            indent = len(marker["indent"].expandtabs(4))
            pending = ("item", indent, start + marker.end(), end)
        elif bare and not RULE.match(line):
            if pending:
                pending = (pending[0], pending[1], pending[2], end)
            else:
                stripped = len(line) - len(line.lstrip())
                pending = ("prose", stripped, start + stripped, end)
        if not table:
            header = None
    if pending:
        yield _Block(*pending)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _opens(bare: str) -> str | None:
    """The closing mark of a code or formula block that opens on this line."""
    fence = FENCE.match(bare)
    if fence:
        return fence[1]
    return next((close for begin, close in DISPLAY if bare.startswith(begin)), None)


def _node(text: str, block: _Block) -> Node:
    start, end = block.start, block.end
    while end > start and text[end - 1].isspace():
        end -= 1
    if block.kind == "formula":
        return Node("formula", span=(start, end))
    if block.kind == "section":
        return Node("section", label=_name(text[start:end]), span=(end, end), bold=True)
    if block.kind == "row":
        return Node("row", label="|".join(block.header), span=(start, end))
    label = _bold_label(text, start, end) or _plain_label(text, start, end)
    if label is None:
        return Node(block.kind, span=(start, end))
    name, gloss, body, bold = label
    return Node(block.kind, label=name, gloss=gloss, span=(body, end), bold=bold)


def _bold_label(text: str, start: int, end: int) -> tuple[str, str, int, bool] | None:
    found = BOLD_LABEL.match(text, start, end)
    if found is None:
        return None
    if not (found["inner"] or found["outer"]) and found.end() < end:
        return None
    name = _name(found["name"] + (found["gloss"] or ""))
    return name, _gloss(found["name"] + (found["gloss"] or "")), found.end(), True


def _plain_label(text: str, start: int, end: int) -> tuple[str, str, int, bool] | None:
    found = PLAIN_LABEL.match(text, start, end)
    if found is None:
        return None
    name = _name(found["name"])
    if not name or len(name.split()) > MAX_NAME_WORDS:
        return None
    if len(name) > MAX_NAME and not name.isascii():
        return None
    return name, _gloss(found["name"]), found.end(), False


GLOSS = re.compile(r"\s*[（(]([^（）()]*)[）)]\s*$")


def _name(raw: str) -> str:
    """A label without mark-up, trailing gloss and colon."""
    text = plain(raw).strip().rstrip(":：").strip()
    bare = GLOSS.sub("", text)
    return bare or text


def _gloss(raw: str) -> str:
    found = GLOSS.search(plain(raw).strip().rstrip(":：").strip())
    return found[1].strip() if found else ""
