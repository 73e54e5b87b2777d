"""The outline of an answer: which statement stands under which label.

Answers are short Markdown texts whose structure carries meaning: "- **Advantages**:" opens a list,
"- **Name**: text" names a statement. This module turns the text into a tree and keeps, for every
piece of text, its offsets in the original string (code points, end excluded).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from interviewer.bank.key_points.inline import plain

Kind = Literal["root", "section", "item", "prose", "formula", "row"]

_COUNT = "[一二三四五六七八九十]{1,3}"
MARKER = re.compile(
    rf"(?P<indent>[ \t]*)(?:[-*+•·‣▪–]|\d{{1,2}}[.)](?!\d)|\d{{1,2}}[、．）]"
    rf"|[(（](?:\d{{1,2}}|{_COUNT})[)）]|{_COUNT}、(?!{_COUNT})|[①-⑳])"
    r"(?:[ \t\u3000]+|(?<=[、．）)①-⑳])|(?=\*\*))"
)
HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
FENCE = re.compile(r"[ \t]*(```|~~~)")
DISPLAY = (("\\[", "\\]"), ("$$", "$$"))
_FORMULA_ENDS = frozenset(close for _, close in DISPLAY)
RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}$|[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*\|?[ \t]*$")
ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")

INLINE = re.compile(r"(?<=[：:；;。，,、\s])(?:[（(](?P<digits>\d{1,2})[)）]|(?P<ring>[①-⑳]))\s*")
_LABEL_NEXT = r"(?=[^：:。；;，,\n]{1,14}[：:])"
LAST_STOP = re.compile(rf"。|[；;]{_LABEL_NEXT}")
LABELLED_STOP = re.compile(rf"[。；;]{_LABEL_NEXT}")
_RING = ord("①") - 1

BOLD_LABEL = re.compile(
    r"\s*(?:\*\*|__)(?P<name>[^*\n]{1,60}?)(?P<inner>[:：.。])?\s*(?:\*\*|__)"
    r"\s*(?P<gloss>[（(][^（）()\n]{1,60}[）)])?\s*(?P<outer>[:：])?[ \t]*"
)
PLAIN_LABEL = re.compile(r"\s*(?P<name>[^:：。；;，,!?！？\n|]{1,40}?)[ \t]*[:：](?!//)[ \t]*")
STOPPED_LABEL = re.compile(
    r"\s*(?P<name>[\u3400-\u9fffA-Za-z0-9]{2,8})。[ \t]*(?=\S)(?![^：:。；;，,\n]{1,14}[：:])"
)
_SAYS = re.compile(r"(?!(?:what|how|when|why|where|who)\b)(?:\S+ ){1,3}(?:is|are|was|were) ", re.I)
"""A sentence before a colon, which is no label ("TCP is a reliable protocol: it …")."""
_BACK = re.compile(r"(?:it|they|this|these)\b", re.I)
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
    for block in _Scanner(text).blocks():
        node = _node(text, block)
        level = _level(block, node, stack)
        while stack and (stack[-1][0] >= level or _is_over(stack[-1][1], node)):
            stack.pop()
        parent = stack[-1][1] if stack else root
        parent.children.append(node)
        if block.kind not in {"formula", "row"}:
            stack.append((level, node))
    return root


def _is_over(above: Node, node: Node) -> bool:
    """Whether a label ends at a paragraph: it names its own text, or a list that ends there."""
    listed = bool(above.children) and all(child.kind == "item" for child in above.children)
    return above.kind == node.kind == "prose" and (listed or above.span[0] < above.span[1])


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


@dataclass
class _Scanner:
    """Cuts a text into blocks line by line; fenced code, rules and table headers are left out."""

    text: str
    pending: _Block | None = None
    closing: str | None = None
    formula_start: int = 0
    header: tuple[str, ...] | None = None

    def blocks(self) -> Iterator[_Block]:
        """Every block in reading order."""
        for block in self._of_lines():
            yield from _enumerated(self.text, block)

    def _of_lines(self) -> Iterator[_Block]:
        for start, end in _lines(self.text):
            if self.closing is None:
                yield from self._line(start, end)
            else:
                yield from self._inside(start, end)
        yield from self._flush()

    def _flush(self) -> Iterator[_Block]:
        if self.pending is not None:
            yield self.pending
        self.pending = None

    def _inside(self, start: int, end: int) -> Iterator[_Block]:
        """A line of a code or formula block that is still open."""
        at = self.text.find(self.closing or "", start, end)
        if at < 0:
            return
        if self.closing in _FORMULA_ENDS:
            yield _Block("formula", 0, self.formula_start, at)
        self.closing = None

    def _line(self, start: int, end: int) -> Iterator[_Block]:
        line = self.text[start:end]
        bare = line.strip()
        if not ROW.match(line):
            self.header = None
        if not bare or RULE.match(line):
            yield from self._flush()
        elif (closing := _opens(bare)) is not None:
            yield from self._flush()
            self.closing, self.formula_start = closing, start + line.index(bare) + 2
            yield from self._inside(self.formula_start, end)
        elif ROW.match(line):
            yield from self._flush()
            yield from self._row(bare, start, end)
        elif (heading := HEADING.match(line)) is not None:
            yield from self._flush()
            yield _Block("section", 0, start + heading.start("text"), start + heading.end("text"))
        elif (marker := MARKER.match(line)) is not None:
            yield from self._flush()
            indent = len(marker["indent"].expandtabs(4))
            self.pending = _Block("item", indent, start + marker.end(), end)
        elif self.pending is not None and not self._opens_label(line):
            self.pending = replace(self.pending, end=end)
        else:
            yield from self._flush()
            indent = len(line) - len(line.lstrip())
            self.pending = _Block("prose", indent, start + indent, end)

    def _opens_label(self, line: str) -> bool:
        """Whether a line opens a bold label of its own, right below a paragraph or list."""
        found = None if line[:1].isspace() else BOLD_LABEL.match(line)
        return found is not None and bool(
            found["inner"] or found["outer"] or found.end() == len(line.rstrip())
        )

    def _row(self, bare: str, start: int, end: int) -> Iterator[_Block]:
        """The first row of a table is its header."""
        if self.header is None:
            self.header = tuple(cell.strip() for cell in bare.strip("|").split("|"))
        else:
            yield _Block("row", 0, start, end, self.header)


def _enumerated(text: str, block: _Block) -> Iterator[_Block]:
    """Cut "Kinds: (1) …; (2) …." into its lead-in, an item for each number and what follows.

    What follows begins after the first full stop of the last item, or at a label; where earlier
    items hold full stops too, at a label only.
    """
    marks = list(INLINE.finditer(text, block.start, block.end))
    counted = [int(mark["digits"] or ord(mark["ring"]) - _RING) for mark in marks]
    if (
        block.kind not in {"item", "prose"}
        or len(marks) < 2
        or counted != [*range(1, len(marks) + 1)]
    ):
        yield block
        return
    yield replace(block, end=marks[0].start())
    several = "。" in text[marks[0].end() : marks[-1].start()].rstrip().rstrip("。")
    last = (LABELLED_STOP if several else LAST_STOP).search(text, marks[-1].end(), block.end)
    stop = last.start() if last else block.end
    ends = [*(mark.start() for mark in marks[1:]), stop]
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end].rstrip(" \t\n；;，,、。")
        yield _Block("item", block.indent + 1, mark.end(), mark.end() + len(body))
    rest = text[stop : block.end].lstrip("。；;").lstrip()
    if rest:
        yield _Block("prose", block.indent, block.end - len(rest), block.end)


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
    if label is None and block.kind == "item":
        label = _short_sentence(text, start, end)
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
    goes_on = _BACK.match(name) or _BACK.match(text, found.end(), end)
    if _SAYS.match(name) and goes_on and found.end() < end:
        return None
    if len(name) > MAX_NAME and not name.isascii():
        return None
    return name, _gloss(found["name"]), found.end(), False


def _short_sentence(text: str, start: int, end: int) -> tuple[str, str, int, bool] | None:
    """The name that opens an item as a sentence of its own: "知情权。股东有权查阅…"."""
    found = STOPPED_LABEL.match(text, start, end)
    return (_name(found["name"]), "", found.end(), False) if found else None


GLOSS = re.compile(r"\s*[（(]([^（）()]*)[）)]\s*$")


def _name(raw: str) -> str:
    """A label without mark-up, trailing gloss and colon."""
    text = plain(raw).strip().rstrip(":：").strip()
    bare = GLOSS.sub("", text)
    return bare or text


def _gloss(raw: str) -> str:
    found = GLOSS.search(plain(raw).strip().rstrip(":：").strip())
    return found[1].strip() if found else ""
