"""Read the blocks below one heading: labels, candidates, tables, lists of questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.bank.blocks import Block
from interviewer.bank.labels import Label
from interviewer.bank.layouts.answer_lists import numbered_parts
from interviewer.bank.layouts.candidates import (
    LAYOUT_OF,
    Element,
    element_of,
    flatten,
)
from interviewer.bank.layouts.choosing import choose
from interviewer.bank.layouts.draft import Draft
from interviewer.bank.layouts.following import (
    can_answer,
    next_chapter,
    own_following,
    until_farewell,
    whole,
    without_repeat,
)
from interviewer.bank.layouts.marks import (
    labels_in,
    open_labelled,
    own_part,
    split_inline,
    starts_with_label,
)
from interviewer.bank.layouts.tables import cell, question_columns
from interviewer.bank.noise import is_contents, trim_answer
from interviewer.bank.wording import asks, plain


@dataclass(frozen=True)
class Place:
    """Where blocks stand: the nearest heading, the headings above it, the first prepared line."""

    heading: str | None
    chapter: tuple[str, ...]


@dataclass
class Flow:
    """Collects drafts in document order; ``waiting`` holds runs of questions without answers.

    ``lists_questions`` tells whether the document says that it holds questions.
    """

    lists_questions: bool = False
    drafts: list[Draft] = field(default_factory=list)
    waiting: list[list[Draft]] = field(default_factory=list)

    def read(self, body: Sequence[Block], place: Place, draft: Draft | None = None) -> None:
        """Read one section's own blocks; ``draft`` is the question of its heading, if it is one."""
        marks = open_labelled(body)
        labels = [labels_in(marks, i) for i in range(len(marks))]
        if draft is None:
            self._free(marks, labels, place)
            return
        asking = [i for i, label in enumerate(labels) if label and label.kind == "question"]
        answered = any(label and label.kind == "answer" for label in labels)
        restates = asking and answered and not draft.answer_marked
        if restates and not trim_answer(marks[: asking[0]]):
            first = marks[: asking[1]] if len(asking) > 1 else marks
            self._labelled(first, labels[: len(first)], asking[:1], place, draft)
            self._free(marks[len(first) :], labels[len(first) :], place)
            return
        own = own_part(marks, labels)
        self.feed(draft, marks[:own], labels[:own])
        self._free(marks[own:], labels[own:], place)

    def _free(self, marks: Sequence[Block], labels: Sequence[Label | None], place: Place) -> None:
        """Read blocks that belong to no heading's question."""
        asking = [i for i, label in enumerate(labels) if label and label.kind == "question"]
        if asking:
            self._unlabelled(marks[: asking[0]], place)
            self._labelled(marks, labels, asking, place, None)
        elif marks and not self._list_then_answers(marks, labels, place):
            self._unlabelled(marks, place)

    def read_part(self, draft: Draft, body: Sequence[Block], place: Place) -> None:
        """Read the blocks below a heading that opened a part of ``draft``."""
        marks = open_labelled(body)
        labels = [labels_in(marks, i) for i in range(len(marks))]
        own = own_part(marks, labels, answered=True)
        self.feed(draft, marks[:own], labels[:own])
        self._free(marks[own:], labels[own:], place)

    def open(self, draft: Draft) -> Draft:
        """Register a new question."""
        self.drafts.append(draft)
        return draft

    def feed(
        self, draft: Draft, blocks: Sequence[Block], labels: Sequence[Label | None] | None = None
    ) -> None:
        """Add blocks to a question, switching its part at labels."""
        for index, block in enumerate(blocks):
            label = labels[index] if labels else labels_in(blocks, index)
            if label is None or label.kind == "question":
                draft.add(block)
                continue
            part = "answer" if label.kind == "answer" else "explanation"
            draft.open_part("answer" if part == "answer" else "explanation", block, label.rest)
            rest = block.children if block.kind == "details" else block.children[1:]
            if block.kind in {"details", "item"} and rest:
                self.feed(draft, rest)

    def _labelled(
        self,
        marks: Sequence[Block],
        labels: Sequence[Label | None],
        asking: Sequence[int],
        place: Place,
        draft: Draft | None,
    ) -> None:
        """Blocks with question labels: every label opens a question, or fills the heading's."""
        ends = [*asking[1:], len(marks)]
        for start, end in zip(asking, ends, strict=True):
            block, label = marks[start], labels[start]
            assert label is not None
            current = draft or self.open(
                Draft("", "labelled", block.start, place.heading, place.chapter)
            )
            draft = None
            question, answer = split_inline(label.rest, labels[start + 1 : end])
            current.question, current.layout, current.part = question, "labelled", "question"
            current.number = label.number or current.number
            if answer:
                current.open_part("answer", block, answer)
            if block.kind in {"details", "item"}:
                self.feed(
                    current, block.children if block.kind == "details" else block.children[1:]
                )
            own = (
                start + 1 + own_part(marks[start + 1 : end], labels[start + 1 : end], bool(answer))
            )
            self.feed(current, marks[start + 1 : own], labels[start + 1 : own])
            self._unlabelled(marks[own:end], place)

    def _unlabelled(self, blocks: Sequence[Block], place: Place) -> None:
        """Questions told by their form: tables first, then details, bold lines, list items."""
        rest: list[Block] = []
        for block in blocks:
            if block.kind == "table" and not is_contents(block):
                if not self._table(block, place):
                    rest.append(block)
            elif not is_contents(block):
                rest.append(block)
        self._candidates(flatten(rest), place)

    def _candidates(self, flat: Sequence[Block], place: Place) -> None:
        """Choose the questions of one style, give them what follows, then read what is left."""
        elements = [element_of(block) for block in flat]
        chosen = choose(
            elements, lambda i: can_answer(flat, elements, i), named=self.lists_questions
        )
        if not chosen:
            self._nested(flat, elements, place)
            return
        taken = set(chosen)
        own_rest = all(e.rest for i in chosen if (e := elements[i]))
        chapter = next_chapter(elements, chosen[0])
        chosen = [index for index in chosen if index < chapter]
        left: list[Block] = [*flat[: chosen[0]], *flat[chapter:]]
        run: list[Draft] = []
        for position, index in enumerate(chosen):
            element = elements[index]
            assert element is not None
            end = chosen[position + 1] if position + 1 < len(chosen) else chapter
            following = flat[index + 1 : end]
            draft = self._open_element(element, place)
            run.append(draft)
            self.feed(draft, open_labelled(element.rest))
            answered = element.rest and not (following and starts_with_label(following[0]))
            if element.style == "details" or (own_rest and answered):
                own = 0
            else:
                own = own_following(element, following, elements[index + 1 : end])
            self.feed(draft, until_farewell(following[:own]))
            left.extend(b for b in following[own:] if b.kind != "rule")
        self._keep_waiting(run)
        if left and len(left) < len(flat) - len(taken) + 1:
            self._candidates(left, place)

    def _open_element(self, element: Element, place: Place) -> Draft:
        block = element.block
        return self.open(
            Draft(
                element.question,
                LAYOUT_OF[element.style],
                block.start,
                place.heading,
                place.chapter,
                number=element.number,
            )
        )

    def _nested(
        self, flat: Sequence[Block], elements: Sequence[Element | None], place: Place
    ) -> None:
        """No style fits: remember bare question lists, look inside lists, quotes and details."""
        bare = [e for e in elements if e is not None and e.strong and e.style != "bullet"]
        if len(bare) >= 2:
            run = [self._open_element(whole(element), place) for element in bare]
            self._keep_waiting(run)
        for block in flat:
            if block.kind not in {"item", "details", "quote"}:
                continue
            inner = block.children[1:] if block.kind == "item" else block.children
            title = plain(block.head) if block.kind == "item" else plain(block.text)
            if inner and not (block.kind == "quote" and len(inner) < 2):
                named = place if block.kind == "quote" else Place(place.heading, place.chapter)
                if title and len(title) < 60 and block.kind != "quote":
                    named = Place(
                        title, (*place.chapter, *([place.heading] if place.heading else []))
                    )
                self.read(inner, named)

    def _keep_waiting(self, run: Sequence[Draft]) -> None:
        """Remember numbered questions that have no answer yet."""
        bare = [d for d in run if d.number and not any(d.blocks.values())]
        if len(bare) >= 2:
            self.waiting.append(bare)

    def _list_then_answers(
        self, marks: Sequence[Block], labels: Sequence[Label | None], place: Place
    ) -> bool:
        """A list of questions, a bare answer label, a list of answers, all below one heading."""
        bare = (i for i, label in enumerate(labels) if label and label.kind == "answer")
        index = next(bare, 0)
        label = labels[index] if labels else None
        if label is None or label.rest or not 0 < index < len(marks) - 1:
            return False
        before, after = flatten(marks[:index]), flatten(marks[index + 1 :])
        asking = sum(asks(b.head) == 2 for b in before if b.kind in {"item", "paragraph"})
        if asking < 2 or after[0].kind not in {"item", "paragraph"}:
            return False
        run = [e for b in before if (e := element_of(b)) and e.number]
        if len(run) < 2 or any(e.rest for e in run):
            return False
        self._keep_waiting([self._open_element(element, place) for element in run])
        self.answers(marks[index + 1 :])
        return True

    def answers(self, blocks: Sequence[Block]) -> bool:
        """Give a numbered list of answers to the first waiting run that has these numbers."""
        parts = numbered_parts(blocks)
        for run in self.waiting:
            by_number = {draft.number: draft for draft in run}
            if len(by_number.keys() & parts.keys()) < 0.6 * len(by_number):
                continue
            for number, draft in by_number.items():
                draft.layout, draft.answer_marked = "answer-list", True
                self.feed(draft, without_repeat(parts.get(number or "", []), draft.question))
            self.waiting.remove(run)
            return True
        return False

    def _table(self, block: Block, place: Place) -> bool:
        """One question per row, where the table's columns are question and answer."""
        columns, first = question_columns(block.rows)
        if not columns:
            return False
        for index in range(first, len(block.rows)):
            row = block.rows[index]
            line = block.start + (index + 1 if index else 0)
            draft = self.open(
                Draft(cell(row, columns, "question"), "table", line, place.heading, place.chapter)
            )
            for part in ("answer", "explanation"):
                text = re.sub(r"<br\s*/?>", "\n", cell(row, columns, part)).replace("\\|", "|")
                if text:
                    draft.part = "answer" if part == "answer" else "explanation"
                    draft.add(Block("paragraph", line, line + 1, text))
        return True
