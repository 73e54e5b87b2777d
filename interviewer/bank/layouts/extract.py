"""From a document's text to its questions, and to a list of what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.bank.blocks import Block, parse
from interviewer.bank.layouts.draft import Draft, RawQuestion, Span
from interviewer.bank.layouts.flow import Flow, Place
from interviewer.bank.layouts.section import Section, build_sections
from interviewer.bank.layouts.sections import HeadingJudge, answer_follows, is_answers_title
from interviewer.bank.lines import Prepared, prepare
from interviewer.bank.noise import is_advert, is_contents, is_contents_heading, is_link_line
from interviewer.bank.wording import asks, numbered, question_text

_PLAIN = "text without a question"


@dataclass(frozen=True)
class Extraction:
    """What a text holds: its questions in order, the lines left out, and its front matter."""

    questions: tuple[RawQuestion, ...]
    noise: tuple[Span, ...]
    front_matter: dict[str, str]
    unanswered: tuple[int, ...] = ()


def extract(text: str, name: str = "") -> Extraction:
    """Find the questions of a Markdown or plain text; ``name`` is its file's, where it has one."""
    prepared = prepare(text)
    root = build_sections(parse(prepared))
    front = prepared.front_matter
    titles = " ".join(front.get(key, "") for key in ("title", "tags", "categories", "category"))
    reader = _Reader(root, HeadingJudge(root, name, titles))
    reader.section(root, ())
    questions: list[RawQuestion] = []
    unanswered: list[int] = []
    for draft in reader.flow.drafts:
        question = draft.finish(prepared.origin)
        if question is not None:
            questions.append(question)
        elif question_text(draft.question):
            unanswered.append(prepared.origin[draft.start])
    questions.sort(key=lambda question: question.line_start)
    noise = _left_out(prepared, root, questions, unanswered)
    return Extraction(tuple(questions), noise, prepared.front_matter, tuple(unanswered))


class _Reader:
    """Walks the section tree and hands every section to the flow."""

    def __init__(self, root: Section, judge: HeadingJudge) -> None:
        self.flow = Flow(judge.lists_questions)
        self._judge = judge

    def section(self, section: Section, path: tuple[str, ...]) -> None:
        """Read a section that is no question itself: its own blocks, then its sub-sections."""
        place = Place(section.title or None, path)
        self.flow.read(section.body, place)
        inner = (*path, section.title) if section.title else path
        self._children(section.children, None, inner)

    def _children(
        self, sections: Sequence[Section], owner: Draft | None, path: tuple[str, ...]
    ) -> None:
        """Read sibling sections; ``owner`` is the question whose section they stand in."""
        current = owner
        for section in sections:
            label = section.label()
            part = label.kind if label is not None else None
            if (
                label
                and part in {"answer", "explanation"}
                and self._continues(current, label.number)
            ):
                assert current is not None
                self._labelled_part(section, current, label.rest, path)
            elif self._pairs(section):
                current = None
            elif current is not None and _awaits(current) and answer_follows(section, sections):
                continue
            elif self._is_question(section, sections, owner):
                current = self._question(section, path)
            elif owner is not None and not self._holds_questions(section):
                owner.add(*section.blocks())
            else:
                self.section(section, path)
                current = None

    def _continues(self, current: Draft | None, number: str) -> bool:
        """Whether a labelled heading belongs to the question before it."""
        if current is None:
            return False
        return not number or current.number is None or current.number.endswith(number)

    def _labelled_part(
        self, section: Section, draft: Draft, rest: str, path: tuple[str, ...]
    ) -> None:
        """A heading such as ``### 答案``: its section is a part of the question."""
        assert section.heading is not None
        label = section.label()
        kind = "explanation" if label and label.kind == "explanation" else "answer"
        draft.open_part("answer" if kind == "answer" else "explanation", section.heading, rest)
        self.flow.read_part(draft, section.body, Place(section.title, path))
        self._children(section.children, draft, path)

    def _pairs(self, section: Section) -> bool:
        """Whether the section answers a list of questions read before."""
        if not self.flow.waiting or not is_answers_title(section.title):
            return False
        blocks = list(section.blocks())[1:]
        return self.flow.answers(blocks)

    def _is_question(
        self, section: Section, siblings: Sequence[Section], owner: Draft | None
    ) -> bool:
        """Inside an answer only numbered or labelled headings that ask are questions."""
        if not self._judge.is_question(section, siblings):
            return False
        if owner is None:
            return True
        label = section.label()
        marked = (label is not None and label.kind == "question") or numbered(section.title)
        return bool(marked) and (label is not None or asks(section.title) == 2)

    def _holds_questions(self, section: Section) -> bool:
        """Whether a section inside an answer has questions of its own that are marked as such."""
        for inner in section.walk():
            for child in inner.children:
                label = child.label()
                if label is not None and label.kind == "question" and label.rest:
                    return True
                if numbered(child.title) and asks(child.title) == 2:
                    return True
        return False

    def _question(self, section: Section, path: tuple[str, ...]) -> Draft:
        """Open the question of a heading and read its section."""
        assert section.heading is not None
        label = section.label()
        title = label.rest if label else section.heading.text
        number = label.number if label and label.number else numbered(section.title)
        draft = self.flow.open(
            Draft(title, "heading", section.heading.start, section.title, path, number)
        )
        if label is not None and not label.rest:
            draft.layout, draft.part = "labelled", "question"
        self.flow.read(section.body, Place(section.title, path), draft)
        self._children(section.children, draft, (*path, section.title))
        if not any(draft.blocks.values()) and number and draft in self.flow.drafts:
            self._wait(draft)
        return draft

    def _wait(self, draft: Draft) -> None:
        """Remember a numbered heading without a body; an answer section may follow."""
        waiting = self.flow.waiting
        if (
            waiting
            and waiting[-1][-1].chapter == draft.chapter
            and waiting[-1][-1].layout == "heading"
        ):
            waiting[-1].append(draft)
        else:
            waiting.append([draft])


def _awaits(draft: Draft) -> bool:
    """Whether a question stands apart from its answer: what lies between is commentary."""
    return draft.layout == "labelled" and draft.part == "question"


def _left_out(
    prepared: Prepared,
    root: Section,
    questions: Sequence[RawQuestion],
    unanswered: Sequence[int],
) -> tuple[Span, ...]:
    """The lines that belong to no question, with the reason; headings above questions are used."""
    used: set[int] = set()
    for question in questions:
        used.update(range(question.line_start, question.line_end + 1))
    reasons: dict[int, str] = {}
    for section in root.walk():
        _section_reasons(section, prepared, used, reasons)
    for number in prepared.chat_lines:
        if number not in used:
            reasons[number] = "chat-template token"
    for number in unanswered:
        if number not in used:
            reasons[number] = "question without an answer"
    return _merge(reasons)


def _section_reasons(
    section: Section, prepared: Prepared, used: set[int], reasons: dict[int, str]
) -> None:
    """Give every unused line of a section's own blocks its reason."""
    origin = prepared.origin
    lines = [origin[b.start] for b in section.blocks()]
    holds = any(line in used for line in lines)
    closing = is_contents_heading(section.title)
    for block in ([section.heading] if section.heading else []) + section.body:
        if block.kind == "rule" or (block is section.heading and holds):
            continue
        reason = _reason(block)
        if closing and reason == _PLAIN:
            reason = "front or closing matter"
        for index in range(block.start, block.end):
            line = origin[index]
            if line not in used and prepared.lines[index].strip():
                reasons.setdefault(line, reason)


def _reason(block: Block) -> str:
    """Why a block is no part of a question."""
    if is_contents(block) or is_link_line(block.text):
        return "links"
    if block.kind == "code":
        return "code"
    if is_advert(block.text):
        return "advert or farewell"
    return _PLAIN


def _merge(reasons: dict[int, str]) -> tuple[Span, ...]:
    """Join neighbouring lines of one reason; blank lines between them do not matter."""
    spans: list[Span] = []
    for line in sorted(reasons):
        if spans and spans[-1].reason == reasons[line] and line - spans[-1].end <= 3:
            spans[-1] = Span(spans[-1].start, line, reasons[line])
        else:
            spans.append(Span(line, line, reasons[line]))
    return tuple(spans)
