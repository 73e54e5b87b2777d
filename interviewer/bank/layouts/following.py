"""What follows a question below one heading, and where its answer ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.bank.blocks import Block
from interviewer.bank.layouts.candidates import Element
from interviewer.bank.noise import is_advert
from interviewer.bank.wording import question_text


def whole(element: Element) -> Element:
    """An item of a list of bare questions: what follows its question mark belongs to it."""
    if element.block.kind == "item" and len(element.block.children) == 1:
        return replace(element, question=element.block.head, rest=())
    return element


def without_repeat(blocks: Sequence[Block], question: str) -> Sequence[Block]:
    """The blocks of an answer without a first one that only repeats its question."""
    repeats = blocks and blocks[0].kind == "paragraph"
    if repeats and question_text(blocks[0].text) == question_text(question):
        return blocks[1:]
    return blocks


def next_chapter(elements: Sequence[Element | None], first: int) -> int:
    """Index of the numbered line that goes on after the one above the first question, if any."""
    before = [e for e in elements[:first] if e is not None and e.number and e.number.isdigit()]
    if not before or before[-1].number is None:
        return len(elements)
    wanted = str(int(before[-1].number) + 1)
    for index in range(first + 1, len(elements)):
        element = elements[index]
        if element is not None and element.number == wanted and not element.strength:
            return index
    return len(elements)


def can_answer(flat: Sequence[Block], elements: Sequence[Element | None], index: int) -> bool:
    """Whether what follows a candidate is no other candidate of its style."""
    if index + 1 >= len(flat):
        return False
    following, element, other = flat[index + 1], elements[index], elements[index + 1]
    if following.kind in {"rule", "turn"} or element is None:
        return False
    return other is None or other.style != element.style or not other.strength


def own_following(
    element: Element, following: Sequence[Block], elements: Sequence[Element | None]
) -> int:
    """How many of the blocks after a question answer it; an answered item ends with its list's."""
    if following and following[0].kind == "rule" and not element.rest:
        return 0
    if element.block.kind == "item" and element.rest:
        for index, other in enumerate(elements):
            if other is not None and other.style == element.style:
                return index
    return len(following)


def until_farewell(blocks: Sequence[Block]) -> list[Block]:
    """Blocks up to a paragraph that only takes leave."""
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and is_advert(block.text) and index > 0:
            return list(blocks[:index])
    return list(blocks)
