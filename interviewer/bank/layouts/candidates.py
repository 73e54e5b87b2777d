"""Questions without labels or headings: bold lines, list items, numbered lines, ``<details>``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.bank.blocks import Block
from interviewer.bank.labels import label_of
from interviewer.bank.layouts.draft import Layout
from interviewer.bank.wording import asks, numbered, plain

Style = Literal["details", "bold", "ordered", "bullet", "numbered", "quote", "paragraph"]

LAYOUT_OF: dict[Style, Layout] = {
    "details": "details",
    "bold": "bold",
    "ordered": "list",
    "bullet": "list",
    "numbered": "paragraph",
    "quote": "paragraph",
    "paragraph": "paragraph",
}
_BOLD_LEAD = re.compile(
    r"^(?P<lead>[\s\d.、)）(Q:：-]*(\*\*|__)(?!\s)(?P<bold>(?:(?!\2).)+)\2)(?P<rest>.*)$", re.DOTALL
)
QUESTION_MARK = re.compile(r"？|\?(?=[\s*_\"”’')）\u4e00-\u9fff]|$)")
_MAX_PARAGRAPH = 300


@dataclass(frozen=True)
class Element:
    """A top-level block or list item, read as a possible question."""

    block: Block
    style: Style
    question: str
    rest: tuple[Block, ...]
    strength: int
    number: str | None

    @property
    def strong(self) -> bool:
        """Whether it surely asks."""
        return self.strength == 2


def flatten(blocks: Sequence[Block]) -> list[Block]:
    """Open lists into their items, numbered on where a list repeats one number."""
    flat: list[Block] = []
    for block in blocks:
        if block.kind != "list":
            flat.append(block)
            continue
        first = block.children[0].number if block.children else None
        for offset, item in enumerate(block.children):
            number = None if first is None else first + offset
            flat.append(
                Block("item", item.start, item.end, item.text, 0, number, item.children, item.rows)
            )
    return flat


def element_of(block: Block) -> Element | None:  # noqa: PLR0911  # a decision list
    """Read a flat block as a possible question; None for code, tables, rules and the like."""
    if block.kind == "details":
        if label_of(block.text):
            return None
        return _element(block, "details", block.text, block.children)
    if block.kind == "item":
        return _item_element(block)
    if block.kind == "quote" and len(block.children) == 1 and block.children[0].kind == "paragraph":
        return _element(block, "quote", block.children[0].text, ())
    if block.kind != "paragraph" or label_of(block.text):
        return None
    bold = _BOLD_LEAD.match(block.text)
    if bold and not plain(bold["bold"]).endswith((":", "：")):
        rest = bold["rest"].strip()
        alone = not re.search(r"[\w\u4e00-\u9fff]", rest)
        if alone or (asks(bold["bold"]) == 2 and not re.match(r"[\w\u4e00-\u9fff，,、的]", rest)):
            return _element(block, "bold", bold["lead"], () if alone else (_text(block, rest),))
    question, rest_text = split_head(block.text)
    rest_blocks = (_text(block, rest_text),) if rest_text else ()
    if numbered(plain(block.text)):
        return _element(block, "numbered", question, rest_blocks)
    if len(block.text) <= _MAX_PARAGRAPH and plain(block.text).rstrip().endswith(("?", "？")):
        return _element(block, "paragraph", block.text, ())
    return None


def _item_element(block: Block) -> Element | None:
    """A list item: its first paragraph asks, or begins with the question; the rest answers."""
    if not block.children:
        return None
    first = block.children[0]
    style: Style = "bullet" if block.number is None else "ordered"
    if first.kind == "details" and not label_of(first.text):
        return _element(block, style, first.text, (*first.children, *block.children[1:]))
    if first.kind not in {"paragraph", "heading"}:
        return None
    bold = _BOLD_LEAD.match(first.text)
    question, rest_text = first.text, ""
    if (
        bold
        and asks(bold["bold"]) == 2
        and not re.match(r"\s*[\w\u4e00-\u9fff，,、的]", bold["rest"])
    ):
        question, rest_text = bold["lead"], bold["rest"].strip(" \t\n:：-–—")
    elif bold and asks(bold["bold"]) == 2 and bold["bold"].rstrip().endswith(("?", "？")):
        question, rest_text = bold["lead"], bold["rest"].strip()
    else:
        question, rest_text = split_head(first.text)
    rest = ((_text(first, rest_text),) if rest_text else ()) + block.children[1:]
    return _element(block, style, question, rest)


def _element(block: Block, style: Style, question: str, rest: tuple[Block, ...]) -> Element:
    strength = asks(question)
    if any((label := label_of(b.head)) and label.kind == "answer" for b in rest):
        strength = 2
    number = str(block.number) if block.number is not None else numbered(plain(question))
    return Element(block, style, question, rest, strength, number)


def split_head(text: str) -> tuple[str, str]:
    """Split ``question? answer`` at its last question mark, or a question line from the rest."""
    lines = text.split("\n")
    for count, line in enumerate(lines[:4], start=1):
        wrapped = count > 1 and line.rstrip(" *_").endswith(("?", "？"))
        whole = wrapped or (count == 1 and not _goes_on(lines[1:4]))
        if whole and count < len(lines) and asks(head := " ".join(lines[:count])):
            return head, "\n".join(lines[count:]).strip()
    marks = [found.end() for found in QUESTION_MARK.finditer(text)]
    mark = marks[-1] if marks else 0
    rest = text[mark:].strip(" *_\n\t") if mark else ""
    if mark and len(rest) >= 8 and mark <= _MAX_PARAGRAPH and asks(text[:mark]) == 2:
        aside = re.fullmatch(r"[(（][^()（）]*[)）][.。]?", rest)
        if aside or re.match(r"[)）\]”\"'’」』]", rest) or "](" in text[mark - 1 :]:
            return text, ""
        return text[:mark], rest
    return text, ""


def _goes_on(lines: Sequence[str]) -> bool:
    """Whether a question mark ends one of the next lines, before any sentence ends."""
    for line in lines:
        bare = line.rstrip(" *_")
        if bare.endswith(("?", "？")):
            return True
        if bare.endswith((".", "。", "!", "！", ":", "：")):
            return False
    return False


def _text(block: Block, text: str) -> Block:
    return Block("paragraph", block.start, block.end, text)
