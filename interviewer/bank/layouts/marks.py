"""Labels among the blocks below a heading, and where a question's own blocks end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from interviewer.bank.blocks import Block
from interviewer.bank.labels import Label, label_of
from interviewer.bank.layouts.candidates import element_of, flatten
from interviewer.bank.layouts.tables import columns_of
from interviewer.bank.wording import asks

_INLINE_ANSWER = re.compile(
    r"(?<=[\s?？。.!])[*_]*(?:参考答案|答案|回答|解答|答|Answer|Ans|A)[*_]*\s*[:：][*_]*\s*(?=\S)"
)


def open_labelled(blocks: Sequence[Block]) -> list[Block]:
    """Open lists and quotes whose parts carry question or answer labels."""
    result: list[Block] = []
    for block in blocks:
        if block.kind in {"list", "quote"} and _carries_labels(block):
            flat = flatten([block]) if block.kind == "list" else open_labelled(block.children)
            for item in flat:
                inner = item.children[1:] if item.kind == "item" else ()
                if any(starts_with_label(child) for child in open_labelled(inner)):
                    result.append(
                        Block(
                            item.kind,
                            item.start,
                            item.end,
                            item.text,
                            0,
                            item.number,
                            item.children[:1],
                        )
                    )
                    result.extend(open_labelled(inner))
                else:
                    result.append(item)
        else:
            result.append(block)
    return result


def _carries_labels(block: Block) -> bool:
    """Whether parts of a list or quote start with a question label, or a short one with another."""
    labels = [label_of(child.head) for child in block.children]
    kinds = [label.kind for label in labels if label]
    first = labels[0] if labels else None
    return "question" in kinds or (
        (
            "answer" in kinds
            and (len(block.children) <= 4 or (first is not None and first.kind == "answer"))
        )
        or (first is not None and first.kind == "explanation" and len(block.children) <= 4)
    )


def labels_in(blocks: Sequence[Block], index: int) -> Label | None:
    """The label of a block, unless it is the first of lettered options (``A: … B: …``)."""
    block = blocks[index]
    if block.kind not in {"paragraph", "heading", "item", "details", "quote"}:
        return None
    label = label_of(block.head)
    if label is None or not (label.letter and label.kind == "answer"):
        return label
    if label.weak and not any(_asks_by_letter(other) for other in blocks[:index]):
        return None
    option = re.compile(r"^[\s>*_\-+(（]*[Bb][)）*_]*\s*[:：.、)）]", re.MULTILINE)
    if option.search(block.text):
        return None
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return None if following is not None and option.match(following.head) else label


def own_part(marks: Sequence[Block], labels: Sequence[Label | None], answered: bool = False) -> int:
    """How many of the blocks after a question are its own: other questions may follow unlabelled.

    Once a question is answered, a second question label ends it, and so do a block that asks right
    before a second answer label, and the first of several blocks that ask and are answered.
    """
    first = 0
    for index, label in enumerate(labels):
        if label is None:
            continue
        if label.kind == "question":
            rest = islice(labels, index + 1, None)
            following = next((other for other in rest if other is not None), None)
            if answered or (following is not None and following.kind == "answer"):
                return index
        if label.kind == "answer":
            if answered and index > first and _strong(marks[index - 1]):
                return index - 1
            answered, first = True, index
    apart = next((i for i in range(1, len(marks)) if _is_apart(marks[i])), len(marks))
    if not answered:
        return apart
    start = next((i for i, label in enumerate(labels) if label and label.kind == "answer"), 0)
    foreign = [i for i in range(start + 1, len(marks)) if _is_foreign(marks, i)]
    return min(apart, foreign[0]) if len(foreign) >= 2 else apart


def _is_apart(block: Block) -> bool:
    """Whether a block inside an answer is by its form alone another question with its answer."""
    if block.kind == "details":
        return not label_of(block.text) and asks(block.text) == 2 and bool(block.children)
    return block.kind == "table" and {"question", "answer"} <= columns_of(block.rows[0]).keys()


def _strong(block: Block) -> bool:
    flat = flatten([block])
    element = element_of(flat[-1]) if flat else None
    return element is not None and element.strong


def _is_foreign(marks: Sequence[Block], index: int) -> bool:
    """Whether a block in an answer is a question with an answer of its own."""
    block = marks[index]
    items = flatten([block]) if block.kind == "list" else [block]
    if len(items) >= 2:
        found = [element_of(item) for item in items]
        return all(e is not None and e.strong and e.rest for e in found)
    element = element_of(items[0]) if items else None
    if element is None or not element.strong or (element.style == "bold" and not element.number):
        return False
    following = marks[index + 1] if index + 1 < len(marks) else None
    after = element_of(following) if following is not None else None
    answered = following is not None and following.kind != "rule" and not (after and after.strong)
    return bool(element.rest) or answered


def _asks_by_letter(block: Block) -> bool:
    label = label_of(block.head)
    return label is not None and label.kind == "question" and label.letter


def starts_with_label(block: Block) -> bool:
    """Whether a block begins with a label of any kind."""
    return (
        block.kind in {"paragraph", "item", "details", "quote"} and label_of(block.head) is not None
    )


def split_inline(rest: str, following: Sequence[Label | None]) -> tuple[str, str]:
    """Split ``question A: answer`` on one line, unless an answer label follows anyway."""
    if any(label is not None and label.kind == "answer" for label in following):
        return rest, ""
    found = _INLINE_ANSWER.search(rest)
    return (rest[: found.start()], rest[found.end() :]) if found else (rest, "")
