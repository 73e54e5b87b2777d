"""Candidate key points: every statement of an answer, worded so that it can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from interviewer.bank.key_points import antecedents, english
from interviewer.bank.key_points.clauses import Span, clauses, parts, sentences
from interviewer.bank.key_points.inline import plain
from interviewer.bank.key_points.outline import MAX_NAME, Node, parse_outline
from interviewer.bank.key_points.roles import SHOWN, WEIGHTS, Role, is_generic, role_of
from interviewer.bank.key_points.wording import (
    chunk,
    contains,
    fits,
    is_empty,
    is_english,
    is_filler,
    is_lead_in,
    is_summary,
    join,
    shorten,
    starts_with_pronoun,
    without_conjunction,
)


@dataclass(frozen=True)
class Statement:
    """A candidate: its text, evidence, role and place among its siblings.

    ``group`` is shared by the items of one list. ``rank`` is 0 for what an item says first and
    grows for what it adds. ``label`` is the role label above it, ``name`` that of the item.
    ``subject`` is what an opening "It" of its evidence stands for; ``sentence`` counts sentences.
    ``whole`` is False where a sentence had to be broken off in mid-clause. ``body`` is the text
    without the labels in front. ``owner`` is the thing above it that it is said of.
    """

    text: str
    span: Span
    role: Role
    weight: int
    group: int = 0
    rank: int = 0
    label: str = ""
    name: str = ""
    subject: str = ""
    sentence: int = 0
    whole: bool = True
    body: str = ""
    owner: str = ""


@dataclass(frozen=True)
class _Place:
    """Where in the outline the reader stands.

    ``direct``: right below the owner, so that items with names of their own can do without it.
    """

    role: Role | None = None
    owner: str = ""
    role_label: str = ""
    group: int = 0
    direct: bool = False


@dataclass
class _Reader:
    text: str
    question: str
    groups: int = 0
    first_prose: bool = True
    subject: str = ""
    setting: str = ""
    sentences: int = 0
    found: list[Statement] = field(default_factory=list)

    def read(self, node: Node, place: _Place) -> None:
        """Collect the statements below a node."""
        self.groups += 1
        place = replace(place, group=self.groups)
        owners = [
            child
            for child in node.children
            if child.children and child.label and not _is_frame(child)
        ]
        for child in node.children:
            only = len(owners) == 1 and child is owners[0] and node.kind == "root"
            only = only and not any(_names_another(child, other) for other in node.children)
            self._read_child(child, place, only_owner=only)

    def _read_child(self, child: Node, place: _Place, *, only_owner: bool) -> None:
        inner = self._inner(child, place, only_owner=only_owner)
        if child.kind == "formula":
            self._formula(child, place)
            return
        if child.kind == "row":
            self._row(child, place)
            return
        self._body(child, place, inner)
        if child.children:
            self.read(child, self._with_lead_in(child, inner))

    def _inner(self, child: Node, place: _Place, *, only_owner: bool) -> _Place:
        """The place of what stands under a label."""
        label = child.label
        if not label:
            return place
        own = role_of(label)
        if is_generic(label):
            return replace(place, role=own or place.role, role_label=label, direct=False)
        ends_in_role = own is not None and role_of(label[-4:]) is own
        if ends_in_role and child.children:
            return replace(place, role=own, role_label=label, direct=False)
        if _is_frame(child) or (only_owner and contains(self.question, label)):
            return place
        return replace(place, owner=label, role_label="", direct=True) if child.children else place

    def _with_lead_in(self, child: Node, inner: _Place) -> _Place:
        """Take the role of a list from the sentence that introduces it."""
        body = self.text[slice(*child.span)].rstrip()
        if child.label and is_generic(child.label):
            return inner
        if _is_frame(child):
            body = child.label + "："
        if not body.endswith((":", "：")):
            return inner
        last = re.split(r"[。；;，,.]", body)[-1]
        roles = {role for role in map(role_of, re.split(r"[、和及与]|以及", last)) if role}
        announced = plain(last).rstrip(" :：")
        if (own := role_of(announced)) is not None and is_generic(announced):
            return replace(inner, role=own, role_label=announced)
        return replace(inner, role=roles.pop()) if len(roles) == 1 else inner

    def _body(self, child: Node, outer: _Place, inner: _Place) -> None:
        labelled = bool(child.label) and not is_generic(child.label)
        place = inner if child.label and not labelled else outer
        name = child.label if labelled else ""
        if name and outer.role is None and role_of(name) in {Role.EXAMPLE, Role.SUMMARY}:
            place = replace(place, role=role_of(name))
        rank = 0
        self.subject = "" if name or place.owner else antecedents.asked_thing(self.question)
        self.setting = ""
        bare = labelled and not child.children and child.span[0] >= child.span[1]
        if bare and child.kind == "item":
            start = self.text.rfind(child.label, 0, child.span[1])
            self._add(english.Piece("", (max(start, 0), child.span[1])), place, name, 0)
            return
        asked = ""
        for sentence, announces in self._announcing(child):
            self.sentences += 1
            if announces:
                asked = _as_name(plain(self.text[slice(*sentence)]))
                continue
            for part in parts(self.text, sentence):
                kept = self._without_lead_in(part)
                if kept is None:
                    continue
                prose = child.kind == "prose"
                rank = self._sentence(kept, place, name or asked, rank, prose=prose)
                asked = ""
                if prose and not child.bold:
                    name = ""  # "Idea: …" names its own sentence, not those after it

    def _announcing(self, child: Node) -> Iterator[tuple[Span, bool]]:
        """The sentences of a passage, and which are questions that only name what the next says.

        A question that ends an item or stands under a label is what that has to say.
        """
        found = [(one, self._asks(one)) for one in sentences(self.text, child.span)]
        last = max((at for at, (_, asks) in enumerate(found) if not asks), default=-1)
        own = child.kind == "item" or bool(child.label)
        for at, (sentence, asks) in enumerate(found):
            yield sentence, asks and not (own and at > last)

    def _asks(self, sentence: Span) -> bool:
        """Whether a sentence is a question; one that is only quoted at its end is none."""
        return _QUESTION_MARK.match(self.text, sentence[1]) is not None

    def _without_lead_in(self, span: Span) -> Span | None:
        """Cut "…, as follows:" off a sentence; None when nothing is left."""
        raw = self.text[slice(*span)]
        if not is_lead_in(raw):
            return span
        kept = list(clauses(self.text, span))[:-1]
        while kept and is_filler(plain(self.text[slice(*kept[-1])])):
            kept.pop()
        if not kept or not english.says(plain(self.text[kept[0][0] : kept[-1][1]])):
            return None
        return kept[0][0], kept[-1][1]

    def _sentence(self, span: Span, place: _Place, name: str, rank: int, *, prose: bool) -> int:
        if is_english(self.text[slice(*span)]):
            span = (span[0], min(span[1], span[0] + MAX_SENTENCE))
        raw = plain(self.text[slice(*span)])
        if len(raw) < 4 or _WHERE.match(raw) or is_empty(raw):
            return rank
        if is_summary(raw):
            place = replace(place, role=Role.SUMMARY)
        elif _FOR_EXAMPLE.match(raw):
            place = replace(place, role=Role.EXAMPLE)
        elif prose and place.role is None and self.first_prose:
            place = replace(place, role=Role.DEFINITION)
        if prose:
            self.first_prose = False
        heads = (place.owner, self._shown(place), name)
        for piece in self._pieces(span, sum(map(len, heads))):
            if rank and (place.role is Role.EXAMPLE or _WHERE.match(piece.text)):
                continue
            if rank and self._continues(piece):
                continue
            self._add(piece, place, name, rank)
            rank += 1
        self.subject = antecedents.antecedent(raw, self.subject, self.question)
        if not english.opens_with_pronoun(raw):
            self.setting = antecedents.setting_of(raw, self.question)
        return rank

    def _continues(self, piece: english.Piece) -> bool:
        """Add a sentence whose pronoun points to the one before it to that one, if short."""
        last = self.found[-1]
        text = f"{last.text}; {english.inside(piece.text)}"
        if self.setting and piece.text.startswith(self.setting):
            return False
        if not english.points_back(piece.text) or last.sentence < self.sentences - 1:
            return False
        if not (is_english(text) and fits(text) and last.whole):
            return False
        span = (last.span[0], piece.span[1])
        self.found[-1] = replace(last, text=text, span=span, body=f"{last.body}; {piece.text}")
        return True

    def _pieces(self, span: Span, reserved: int) -> list[english.Piece]:
        """A sentence in statements that are short enough with ``reserved`` characters in front."""
        if not is_english(self.text[slice(*span)]):
            chunks = chunk(self.text, span, reserved + 2)
            kept = [without_conjunction(self.text, one) for one in chunks]
            return [english.Piece(plain(self.text[slice(*one)]), one) for one in kept]
        room = english.MOST - min(reserved + 2 * (reserved > 0), english.MOST // 3)
        sentence = without_conjunction(self.text, span)
        found = english.pieces(self.text, sentence, room, self.subject)
        if reserved and not all(one.whole for one in found):
            found = english.pieces(self.text, sentence, english.MOST, self.subject)
        return [self._with_setting(found[0]), *found[1:]]

    def _with_setting(self, piece: english.Piece) -> english.Piece:
        """A sentence behind "In type 1 diabetes …" that opens with "It": the setting is its own."""
        text = f"{self.setting} {english.inside(piece.text)}"
        unclear = self.setting and re.match(r"(?:It|They) ", piece.text)
        return piece._replace(text=text) if unclear and len(text) <= english.MOST else piece

    def _shown(self, place: _Place) -> str:
        return place.role_label if place.role in SHOWN else ""

    def _add(self, piece: english.Piece, place: _Place, name: str, rank: int) -> None:
        body = piece.text
        role = place.role or Role.PRINCIPLE
        # "Property: it is …" speaks of what the question is about, "Hash index: it …" of the index.
        subject = next((one for one in (name, place.owner) if one and one in self.question), "")
        if starts_with_pronoun(body) and subject:
            body = re.sub(r"^(?:它们?|其|该(?:方法|技术|模型)|It)", subject, body, count=1)
        label = name if name and (_needs_subject(body) or not contains(body, name)) else ""
        owner = "" if contains(body + name, place.owner) else place.owner
        if place.direct and name and role_of(name) is None:
            owner = ""
        shown = self._shown(place)
        if shown and (contains(body, shown) or contains(shown, owner)):
            owner, shown = ("", shown) if contains(shown, owner) else (owner, "")
        text = join(owner, shown, label, body)
        if not is_english(text):
            text = shorten(text)
        if not fits(text):
            text = join("", "", label, body)
            text = shorten(body if not fits(text) and is_english(body) else text)
        weight = WEIGHTS[role] if rank == 0 else min(2, WEIGHTS[role])
        self.found.append(
            Statement(
                text,
                piece.span,
                role,
                weight,
                place.group,
                rank,
                place.role_label,
                name,
                self.subject,
                self.sentences,
                piece.whole,
                body,
                place.owner,
            )
        )

    def _formula(self, child: Node, place: _Place) -> None:
        body = plain(self.text[slice(*child.span)])
        head = place.role_label or place.owner
        text = join("", "", head, body)
        if body and fits(text):
            weight = WEIGHTS[Role.PRINCIPLE] - 1
            self.found.append(
                Statement(text, child.span, Role.PRINCIPLE, weight, place.group, 0, head)
            )

    def _row(self, child: Node, place: _Place) -> None:
        """A table row states something about its first cell."""
        row = self.text[slice(*child.span)].strip().strip("|")
        cells = [plain(cell) for cell in row.split("|")]
        header = [plain(cell) for cell in child.label.split("|")]
        heads = [*header, *[""] * len(cells)]
        mark = ": " if is_english(row) else "："
        body = (", " if is_english(row) else "，").join(
            join("", "", "" if is_generic(head) else head, cell)
            for head, cell in zip(heads[1:], cells[1:], strict=False)
            if cell
        )
        if cells and body:
            text = body if body.startswith(cells[0]) else f"{cells[0]}{mark}{body}"
            self._add(english.Piece(text, child.span), place, cells[0], 0)


def statements_of(text: str, question: str) -> list[Statement]:
    """Every statement of an answer in reading order; questions only where there is nothing else."""
    reader = _Reader(text, question)
    reader.read(parse_outline(text), _Place())
    found = [one for one in reader.found if _has_words(one.text)]
    if not found and _QUESTION_MARK.search(text):
        return statements_of(_QUESTION_MARK.sub("。", text), question)
    return found


def _as_name(question: str) -> str:
    """A question as the name of its answer; empty where it points back or is too long for that."""
    longest = english.MAX_SUBJECT if is_english(question) else MAX_NAME
    return "" if _POINTING.search(question) or len(question) > longest else question


def _names_another(child: Node, other: Node) -> bool:
    """Whether a bold label or heading names another thing than that of a child."""
    return other is not child and other.bold and bool(other.label) and not is_generic(other.label)


def _has_words(text: str) -> bool:
    return len(re.findall(r"\w", text)) >= 3


def _is_frame(node: Node) -> bool:
    """Whether a label only frames what follows ("常用的方法包括："): it names no thing."""
    if is_generic(node.label):
        return True
    if node.span[0] < node.span[1] or node.bold or node.kind == "section":
        return False
    return _FRAME.search(node.label) is not None


def _needs_subject(body: str) -> bool:
    """Whether a statement says what its name is made of or for without saying the name first."""
    return _NO_SUBJECT.match(body) is not None


_NO_SUBJECT = re.compile(
    r"由[^，。]+组成|用[于来]|负责|包[含括]|通过[^，。]+得到的|[^，。；：]{1,5}(?<![时后中上下前])，"
)
_POINTING = re.compile(r"\b(?:it|they|them|this|that|these)\b|[它这那]", re.I)
_QUESTION_MARK = re.compile(r"[?？](?![\"”’」』])")
MAX_SENTENCE = 1000
"""Characters of an English sentence that are read; nobody writes a longer one."""
_WHERE = re.compile(r"其中|式中|where\b")
_FOR_EXAMPLE = re.compile(r"例如|比如|举例|For (?:example|instance)|E\.g\.")
_FRAME = re.compile(
    r"(?:为例|包括|包含|如下|有|以下|几种方法|几个方面|几点|几种|实现|进行|为|原因|策略|方法"
    r"|following|include|includes|are|is|ways|steps|reasons)$",
    re.I,
)
