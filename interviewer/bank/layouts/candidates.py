"""Questions without labels or headings: bold lines, list items, numbered lines, ``<details>``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
_QUESTION_MARK = re.compile(r"？|\?(?=[\s*_\"”’')）\u4e00-\u9fff]|$)")
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
    marks = [found.end() for found in _QUESTION_MARK.finditer(text)]
    mark = marks[-1] if marks else 0
    rest = text[mark:].strip(" *_\n\t") if mark else ""
    if mark and len(rest) >= 8 and mark <= _MAX_PARAGRAPH and asks(text[:mark]) == 2:
        if re.match(r"[)）\]”\"'’」』]", rest) or "](" in text[mark - 1 :]:
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


def choose(elements: Sequence[Element | None], next_answers: Callable[[int], bool]) -> list[int]:
    """The indices of the elements that are questions: those of the first style that fits.

    ``next_answers(i)`` tells whether something that can be an answer follows element ``i``.
    """
    styles: tuple[Style, ...] = (
        "details",
        "bold",
        "ordered",
        "bullet",
        "numbered",
        "quote",
        "paragraph",
    )
    for style in styles:
        members = [i for i, e in enumerate(elements) if e is not None and e.style == style]
        accepted = _accepted(style, members, elements, next_answers)
        if accepted:
            return accepted
    return []


def _accepted(
    style: Style,
    members: list[int],
    elements: Sequence[Element | None],
    next_answers: Callable[[int], bool],
) -> list[int]:
    """The members of one style that are questions, or none where the style does not ask."""
    found = {i: e for i in members if (e := elements[i]) is not None}
    if style == "bold":
        marked = [e for e in found.values() if e.number]
        regular = bool(marked) and sum(e.strong for e in marked) >= 0.6 * len(marked)
        found = {i: e for i, e in found.items() if e.strong or (e.number and regular)}
    strong = [i for i, e in found.items() if e.strong]
    if not strong:
        return []
    share = len(strong) / len(found)
    least = {"details": 0.5, "numbered": 0.5}.get(style, 0.6)
    if share < least:
        return []
    answered = [i for i in strong if found[i].rest or next_answers(i)]
    listed = style in {"ordered", "bullet"}
    if listed and not any(next_answers(i) or _nested_answer(found[i]) for i in answered):
        few = len(answered) <= 0.5 * sum(e.strength > 0 for e in found.values())
    else:
        few = len(answered) < 0.3 * len(strong)
    if few:
        return [i for i in strong if _nested_answer(found[i])] if len(strong) > 1 else []
    if style == "details":
        return list(found)
    lonely = len(strong) == 1 and style in {"bullet", "quote", "paragraph", "numbered"}
    if lonely and not _labelled_rest(found[strong[0]]):
        return []
    return [
        i for i, e in found.items() if e.strong or (e.strength and share >= least) or share >= 0.8
    ]


def _nested_answer(element: Element) -> bool:
    """Whether an item has blocks below its question that do not ask themselves."""
    blocks = element.block.children[1:] if element.block.kind == "item" else ()
    return bool(blocks) and not any(asks(head.head) == 2 for head in flatten(blocks))


def _labelled_rest(element: Element) -> bool:
    return any(label_of(block.head) for block in element.rest)
