"""Lists of answers that stand apart from their questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.blocks import Block
from interviewer.bank.labels import label_of
from interviewer.bank.layouts.candidates import flatten
from interviewer.bank.wording import numbered, plain


def numbered_parts(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """Split a list of answers at its numbers."""
    parts: dict[str, list[Block]] = {}
    current: list[Block] | None = None
    for block in flatten(blocks):
        if block.kind == "item" and block.number is not None:
            current = parts.setdefault(str(block.number), [])
            current.extend(block.children)
            continue
        text = plain(block.text) if block.kind in {"paragraph", "heading"} else ""
        label = label_of(block.text) if text else None
        number = label.number if label and label.number else numbered(text)
        if number:
            current = parts.setdefault(number, [])
            rest = label.rest if label and label.number else _after_number(block.text)
            if rest:
                current.append(Block("paragraph", block.start, block.end, rest))
        elif current is not None:
            current.append(block)
    return parts


def _after_number(text: str) -> str:
    """The text behind a leading number, whether or not it is emphasised."""
    return re.sub(r"^[\s*_]*[（(]?\d+(?:\.\d+)*\s*[.、)）:：]?[*_]*\s*", "", text)
