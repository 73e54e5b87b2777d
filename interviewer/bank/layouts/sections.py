"""The section tree of a document, and which headings ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from interviewer.bank.blocks import Block
from interviewer.bank.labels import Label, label_of
from interviewer.bank.noise import is_contents_heading, trim_answer
from interviewer.bank.wording import asks, numbered, plain

_ANSWERS_TITLE = re.compile(
    r"(?:参考|标准)?(?:答案|解答)(?:部分|汇总|与解析|及解析|和解析|解析)?$"
    r"|^(?:the\s+)?(?:answers?|solutions?|answer key)\b"
    r"|\b(?:answers?|solutions?|answer key)$",
    re.IGNORECASE,
)
_SHARE_OF_TOPICS = 0.5
"""A heading that asks weakly counts as a question where at least this share of its group asks."""
_SHARE_OF_NUMBERED = 0.6
"""A numbered heading that does not ask needs this share of asking headings in its group."""

_SHARE_OF_NAMED = 0.7
"""A heading that neither asks nor is numbered needs this share, among at least four."""


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


class HeadingJudge:
    """Decides which headings are questions, by their wording and by that of their neighbours."""

    def __init__(self, root: Section) -> None:
        self._levels: dict[int, list[Section]] = {}
        self._groups: dict[tuple[int, int], tuple[int, float]] = {}
        self._counted: dict[int, bool] = {}
        for section in root.walk():
            if section.heading:
                self._levels.setdefault(section.level, []).append(section)

    def is_question(  # noqa: PLR0911  # a decision list
        self, section: Section, siblings: Sequence[Section]
    ) -> bool:
        """Whether the heading of ``section`` is a question that its section answers."""
        label, title = section.label(), section.title
        if section.heading is None or is_contents_heading(title):
            return False
        if label is not None:
            return label.kind == "question" and self._label_opens(section, siblings, label)
        if not _has_content(section) or self._is_chapter(section):
            return False
        if _answered_once(section.body):
            return True
        strength = asks(title)
        if strength == 2:
            return True
        share = self._share(section, siblings)
        if strength == 1:
            return share >= _SHARE_OF_TOPICS
        least = _SHARE_OF_NUMBERED
        if numbered(title) is None:
            least = 1.1 if self._counts(section.level) else _SHARE_OF_NAMED
        return share >= least and bool(trim_answer(section.body))

    def _label_opens(self, section: Section, siblings: Sequence[Section], label: Label) -> bool:
        """A heading like ``问题 3`` or ``Question: …``; a bare ``问题`` needs an answer near."""
        if label.rest:
            return not _opens_with_question(section.body)
        if _lists_questions(section.body):
            return False
        if label.number:
            return bool(section.body or section.children)
        if _question_labels(section.body):
            return False
        position = next(i for i, other in enumerate(siblings) if other is section)
        after = siblings[position + 1] if position + 1 < len(siblings) else None
        near = [*section.children, *([after] if after else [])]
        answered = any(_labels_answer(other) for other in near)
        return answered or _answered_once(section.body)

    def _is_chapter(self, section: Section) -> bool:
        """Whether a section that might be a question only gathers questions below it."""
        if len(_question_labels(section.body)) >= 2 and _opens_with_question(section.body):
            return True
        asking = [child for child in section.children if asks(child.title) == 2 or _q_label(child)]
        counted = [child for child in asking if numbered(child.title) or _q_label(child)]
        many = len(asking) >= 3 or len(counted) >= 2
        most = many and len(asking) >= 0.6 * len(section.children)
        short = sum(len(block.text) for block in trim_answer(section.body)) < 60
        return most and short

    def _counts(self, level: int) -> bool:
        """Whether the questions of a level are numbered, so that other headings are none."""
        if level not in self._counted:
            asking = [section for section in self._levels[level] if asks(section.title) == 2]
            counted = sum(numbered(s.title) is not None for s in asking)
            self._counted[level] = counted >= 0.5 * len(asking)
        return self._counted[level]

    def _share(self, section: Section, siblings: Sequence[Section]) -> float:
        """The share of asking headings among the siblings, or on the whole level where few are."""
        key = (id(siblings), section.level)
        if key not in self._groups:
            self._groups[key] = self._group(section.level, siblings)
        size, share = self._groups[key]
        if size < 4 and not asks(section.title) and numbered(section.title) is None:
            return 0.0
        if size < 2 and asks(section.title) < 2:
            return 1.0 if asks(section.title) and numbered(section.title) else 0.0
        return share

    def _group(self, level: int, siblings: Sequence[Section]) -> tuple[int, float]:
        """Size and asking share of the headings that a heading is judged by."""
        group = [s for s in siblings if s.level == level and s.heading and _has_content(s)]
        if len(group) < 3:
            group = [s for s in self._levels[level] if _has_content(s)]
        group = [s for s in group if not is_contents_heading(s.title)]
        asking = sum(bool(asks(s.title) or _q_label(s)) for s in group)
        return len(group), asking / max(1, len(group))


def is_answers_title(title: str) -> bool:
    """Whether a heading opens a list of answers to questions asked before."""
    return bool(_ANSWERS_TITLE.search(re.sub(r"[\s:：*_]+$", "", title)))


def _q_label(section: Section) -> bool:
    label = section.label()
    return label is not None and label.kind == "question"


def _labels_answer(section: Section) -> bool:
    label = section.label()
    return label is not None and label.kind == "answer"


def _has_content(section: Section) -> bool:
    """Whether something stands below the heading that could be an answer."""
    return bool(trim_answer(section.body)) or bool(section.children)


def _heads(blocks: Sequence[Block]) -> Iterator[str]:
    """The leading texts of blocks, with lists and quotes opened."""
    for block in blocks:
        if block.kind in {"list", "quote"}:
            yield from _heads(block.children)
        elif block.kind in {"item", "paragraph", "details"}:
            yield block.head


def _question_labels(blocks: Sequence[Block]) -> list[str]:
    found = []
    for head in _heads(blocks):
        label = label_of(head)
        if label is not None and label.kind == "question":
            found.append(head)
    return found


def _opens_with_question(blocks: Sequence[Block]) -> bool:
    """Whether the first label below a heading is that of a question."""
    labels = [label for head in _heads(blocks) if (label := label_of(head))]
    return bool(labels) and labels[0].kind == "question"


def _answered_once(blocks: Sequence[Block]) -> bool:
    """Whether the body has one answer label, and nothing before it asks on its own."""
    before: list[str] = []
    for head in _heads(blocks):
        label = label_of(head)
        if label is None or label.weak:
            before.append(head)
        elif label.kind == "answer":
            return not any(asks(text) == 2 for text in before)
        elif label.kind == "question":
            return False
    return False


def _lists_questions(blocks: Sequence[Block]) -> bool:
    """Whether the body is mainly a list of questions."""
    items = [item for block in blocks if block.kind == "list" for item in block.children]
    return len(items) >= 2 and sum(asks(item.head) == 2 for item in items) >= 0.6 * len(items)
