"""A question while it is being read, and the value it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from interviewer.bank.blocks import Block
from interviewer.bank.noise import is_placeholder, metadata, trim_answer
from interviewer.bank.wording import question_text

Layout = Literal[
    "labelled", "heading", "details", "bold", "list", "paragraph", "table", "answer-list"
]
Part = Literal["question", "answer", "explanation"]


@dataclass(frozen=True)
class RawQuestion:
    """A question as its document has it. Lines count from 1 and include both ends."""

    question: str
    reference: str
    explanation: str | None
    heading: str | None
    chapter: tuple[str, ...]
    line_start: int
    line_end: int
    layout: Layout
    meta: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Span:
    """Lines of a document, from 1, both ends included, and why they were left out."""

    start: int
    end: int
    reason: str


@dataclass
class Draft:
    """Collects the blocks of one question; ``part`` says where the next block goes."""

    question: str
    layout: Layout
    start: int
    heading: str | None = None
    chapter: tuple[str, ...] = ()
    number: str | None = None
    part: Part = "answer"
    blocks: dict[Part, list[Block]] = field(
        default_factory=lambda: {"question": [], "answer": [], "explanation": []}
    )
    end: int = 0
    answer_marked: bool = False

    def add(self, *blocks: Block) -> None:
        """Append blocks to the current part."""
        self.blocks[self.part].extend(blocks)

    def open_part(self, part: Part, block: Block, rest: str) -> None:
        """Switch to a labelled part whose text may begin on the label's own line."""
        if part == "answer" and not self.answer_marked:
            self.answer_marked = True
            early = self.blocks["answer"]
            self.blocks["question"].extend(early)
            self.blocks["answer"] = []
        self.part = part
        if rest:
            self.add(Block("paragraph", block.start, block.end, rest))
        self.end = max(self.end, block.end)

    def _settle_unmarked(self) -> None:
        """Without a label for the answer, what follows the question is the answer."""
        waiting = self.blocks["question"]
        if self.answer_marked or not waiting:
            return
        if not self.question.strip():
            self.question = source_of(waiting.pop(0))
        self.blocks["answer"] = waiting + self.blocks["answer"]
        self.blocks["question"] = []

    def finish(self, origin: Sequence[int]) -> RawQuestion | None:
        """The finished question, or None where text or answer is missing."""
        self._settle_unmarked()
        meta = tuple(self._metadata())
        for part in ("answer", "explanation"):
            self.blocks[part] = trim_answer(self.blocks[part])
        details = markdown(trim_answer(self.blocks["question"]))
        text = question_text(self.question)
        if not text and details:
            text, details = details, ""
        text = "\n\n".join(piece for piece in (text, details) if piece)
        reference = markdown(self.blocks["answer"])
        explanation = markdown(self.blocks["explanation"])
        if not reference and explanation:
            reference, explanation = explanation, ""
        if not text.strip() or is_placeholder(reference):
            return None
        used = [b.end for part in self.blocks.values() for b in part]
        last = max([self.start + 1, *used])
        return RawQuestion(
            question=text,
            reference=reference,
            explanation=explanation or None,
            heading=self.heading,
            chapter=self.chapter,
            line_start=origin[self.start],
            line_end=max(origin[self.start], origin[last - 1]),
            layout=self.layout,
            meta=meta,
        )

    def _metadata(self) -> Iterator[tuple[str, str]]:
        """Take lines such as ``难度：中等`` out of the question and from before the answer."""
        for part in ("question", "answer"):
            blocks = self.blocks[part]
            while blocks and (found := metadata(blocks[0].text)):
                blocks.pop(0)
                yield found


def markdown(blocks: Sequence[Block]) -> str:
    """The Markdown of blocks in a row, tight where the document had no blank line between them."""
    pieces: list[str] = []
    for position, block in enumerate(blocks):
        if position:
            tight = blocks[position - 1].end == block.start and block.kind != "heading"
            pieces.append("\n" if tight else "\n\n")
        pieces.append(source_of(block))
    return "".join(pieces).strip()


def source_of(block: Block) -> str:
    """A block's own Markdown."""
    if block.kind == "heading":
        return f"{'#' * block.level} {block.text}"
    if block.kind == "details":
        summary = [f"**{block.text}**"] if block.text else []
        return "\n\n".join([*summary, markdown(block.children)])
    return block.text
