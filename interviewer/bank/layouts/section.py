"""The section tree of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from interviewer.bank.blocks import Block
from interviewer.bank.labels import Label, label_of
from interviewer.bank.wording import plain


@dataclass
class Section:
    """A heading with the blocks below it, up to the next heading, and its sub-sections."""

    heading: Block | None
    level: int
    body: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    @cached_property
    def title(self) -> str:
        """The heading without markup."""
        return plain(self.heading.text) if self.heading else ""

    def label(self) -> Label | None:
        """The label the heading starts with."""
        return label_of(self.heading.text) if self.heading else None

    def blocks(self) -> Iterator[Block]:
        """All blocks of the section in order, its own heading first."""
        if self.heading:
            yield self.heading
        yield from self.body
        for child in self.children:
            yield from child.blocks()

    def walk(self) -> Iterator[Section]:
        """The section and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_sections(blocks: Sequence[Block]) -> Section:
    """Nest blocks below their headings; a new chat turn starts again at the top."""
    root = Section(None, 0)
    stack = [root]
    for block in blocks:
        if block.kind == "turn":
            stack = [root]
            fresh = Section(None, 0)
            root.children.append(fresh)
            stack.append(fresh)
        elif block.kind == "heading":
            while len(stack) > 1 and stack[-1].level >= block.level:
                stack.pop()
            section = Section(block, block.level)
            stack[-1].children.append(section)
            stack.append(section)
        else:
            stack[-1].body.append(block)
    return root
