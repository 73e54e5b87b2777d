"""Which headings ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from interviewer.bank.blocks import Block
from interviewer.bank.labels import Label, label_of
from interviewer.bank.layouts.named import is_bank_title, lone_title, naming, says_questions
from interviewer.bank.layouts.section import Section
from interviewer.bank.noise import is_contents_heading, trim_answer
from interviewer.bank.wording import asks, numbered

_ANSWERS_TITLE = re.compile(
    r"(?:参考|标准)?(?:答案|解答|回答)(?:部分|汇总|与解析|及解析|和解析|解析)?$"
    r"|^(?:the\s+)?(?:answers?|solutions?|answer key)\b"
    r"|\b(?:answers?|solutions?|answer key)$",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"^(?:来|一起|再|带你|深入)*(?:聊聊|聊一聊|谈谈|谈一谈|说说|说一说|讲讲|浅谈|漫谈|浅析|闲聊)"
    r"(?!.*(?:你|您|吗|什么|如何|怎么|为什么|为何|哪些|区别|[?？]))"
)
"""Openings of a title that announces an article instead of asking the reader."""
_SHARE_OF_TOPICS = 0.5
"""A heading that asks weakly counts as a question where at least this share of its group asks."""
_SHARE_OF_NUMBERED = 0.6
"""A numbered heading that does not ask needs this share of asking headings in its group."""

_SHARE_OF_NAMED = 0.7
"""A heading that neither asks nor is numbered needs this share, among at least four."""


class HeadingJudge:
    """Decides which headings are questions, by their wording and by that of their neighbours.

    ``lists_questions`` tells whether the document says that it holds questions.
    """

    def __init__(self, root: Section, name: str = "", title: str = "") -> None:
        self.lists_questions = says_questions(root, name, title)
        self._naming = {id(section) for section in naming(root, self.lists_questions)}
        self._title = lone_title(root)
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
        if not _has_content(section) or self._is_chapter(section) or self._is_title(section):
            return False
        if _answered_once(section.body):
            return True
        strength = asks(title)
        if strength == 2:
            return True
        if id(section) in self._naming and self._names(section):
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
        answered = any(_labels_answer(child) for child in section.children)
        return answered or answer_follows(section, siblings) or _answered_once(section.body)

    def _is_chapter(self, section: Section) -> bool:
        """Whether a section that might be a question only gathers questions below it."""
        bodies = [section.body] if section.body else [inner.body for inner in section.walk()]
        if any(len(_question_labels(b)) >= 2 and _opens_with_question(b) for b in bodies):
            return True
        asking = [child for child in section.children if asks(child.title) == 2 or _q_label(child)]
        counted = [child for child in asking if numbered(child.title) or _q_label(child)]
        many = len(asking) >= 3 or len(counted) >= 2
        most = many and len(asking) >= 0.6 * len(section.children)
        short = sum(len(block.text) for block in trim_answer(section.body)) < 60
        return most and short

    def _names(self, section: Section) -> bool:
        """Whether a heading of the level whose headings name questions is one of them."""
        body = trim_answer(section.body)
        if not (body or (section.children and not section.body)):
            return False
        lists = body and body[0].kind == "list" and asks(body[0].head) == 2
        if lists or sum(asks(head) == 2 for head in _heads(body)) >= 2:
            return False
        return numbered(section.title) is not None or self._asking(section.level) < _SHARE_OF_NAMED

    def _asking(self, level: int) -> float:
        """The share of a level's headings that surely ask."""
        group = self._levels[level]
        return sum(asks(section.title) == 2 for section in group) / len(group)

    def _is_title(self, section: Section) -> bool:
        """Whether a heading that may ask is the document's title: ``聊聊 …`` above chapters."""
        if section is self._title and len(section.children) >= 2 and _TALK.match(section.title):
            return True
        if not is_bank_title(section.title):
            return False
        return any(id(inner) in self._naming for inner in section.walk() if inner is not section)

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


def answer_follows(section: Section, siblings: Sequence[Section]) -> bool:
    """Whether a later sibling is labelled as an answer, before any other is as a question."""
    position = next(i for i, other in enumerate(siblings) if other is section)
    labels = (other.label() for other in siblings[position + 1 :])
    kind = next((label.kind for label in labels if label is not None), None)
    return kind in {"answer", "explanation"}


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
