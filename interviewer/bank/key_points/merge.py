"""One question for all questions of a cluster: asked once, with the key points of every reference.

The joined reference holds, one after the other, the references that give a point; ``Source.part``
says which piece comes from which document, and spans are offsets into the whole. So whatever reads
a question (grader, hints, report) reads a joined one in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.key_points.select import MOST, same
from interviewer.bank.key_points.wording import is_about
from interviewer.model.bank import KeyPoint, Question, Source

SEPARATOR = "\n\n"
SAID_BY_ANOTHER = 0.5
"""Share of the shorter statement's bigrams from which two references say one thing. Lower than
within one reference, whose author does not say things twice."""


def with_its_cluster(first: Question, members: Sequence[Question]) -> Question:
    """A question with the points of its cluster's members, and their references below its own.

    Only members in its language whose reference is not in doubt add points; where none has anything
    to add, the question itself is returned.
    """
    fitting = [
        member
        for member in members
        if member.id != first.id and member.language == first.language and member.doubt is None
    ]
    points = merge_key_points([first, *fitting])
    givers = {point_owner(point, first) for point in points}
    chosen = [first, *(member for member in fitting if member.id in givers)]
    if len(chosen) == 1:
        return first
    references, starts = _joined([member.reference for member in chosen])
    explanations, lower = _joined([member.explanation or "" for member in chosen])
    offset = {
        member.id: {"reference": start, "explanation": below}
        for member, start, below in zip(chosen, starts, lower, strict=True)
    }
    return first.model_copy(
        update={
            "reference": references,
            "explanation": explanations or None,
            "key_points": tuple(
                _moved(point, offset[point_owner(point, first)][point.origin]) for point in points
            ),
            "sources": tuple(
                source
                for member, start in zip(chosen, starts, strict=True)
                for source in _sources(member, start)
            ),
        }
    )


def merge_key_points(members: Sequence[Question]) -> tuple[KeyPoint, ...]:
    """Unite the key points of questions of one meaning, heaviest first, at most eight.

    A point said by several members keeps the words of the member named first and its largest
    weight; points of equal weight are ordered by how many members say them. The points of the first
    member keep their ids, those of others become ``<question id>:<point id>``. Spans stay offsets
    into the member's own text.
    """
    found: list[tuple[KeyPoint, int]] = []
    asked = [member.question for member in members]
    for place, member in enumerate(members):
        earlier = len(found)
        for point in member.key_points:
            twin = _twin(point, [one for one, _ in found[:earlier]], asked)
            if twin is None:
                own = {} if place == 0 else {"id": f"{member.id}:{point.id}"}
                found.append((point.model_copy(update=own), 1))
            else:
                known, said = found[twin]
                weight = max(known.weight, point.weight)
                found[twin] = (known.model_copy(update={"weight": weight}), said + 1)
    order = sorted(range(len(found)), key=lambda at: (-found[at][0].weight, -found[at][1], at))
    return tuple(found[at][0] for at in order[:MOST])


def _twin(point: KeyPoint, others: Sequence[KeyPoint], asked: Sequence[str]) -> int | None:
    """The first of the other members' points that says the same."""
    return next(
        (at for at, one in enumerate(others) if _say_one(one.text, point.text, asked)), None
    )


def _say_one(left: str, right: str, asked: Sequence[str]) -> bool:
    """Whether two references make one statement: by words, by what it names, or both define it.

    Cosine was tried and does not tell "GAN repairs images" from "GAN makes images": unlike points
    of one subject reach 0.96, equal ones in other words fall below 0.94.
    """
    one_thing = _define_one(left, right, asked)
    if one_thing is not None:
        return one_thing
    if same(left, right, SAID_BY_ANOTHER):
        return True
    one, other = _label(left), _label(right)
    if one and other:
        return one == other
    return (bool(one) and is_about(right, one)) or (bool(other) and is_about(left, other))


_DEFINES = re.compile(
    r"^(?P<thing>[^，,。：:]{1,40}?)\s*(?:是(?:一种|一个|指)|\b(?:is|are) an?\b)", re.I
)
_THIS = re.compile(r"^(?:它|其|这|该|这种|it|this|they)?$", re.I)


def _define_one(left: str, right: str, asked: Sequence[str]) -> bool | None:
    """Whether two definitions are of one thing: of one name, or of the names two questions ask by.

    None where that cannot be told: not both define, or a name stands in no question.
    """
    one, other = _DEFINES.search(left), _DEFINES.search(right)
    if one is None or other is None:
        return None
    first, second = _bare(one["thing"]), _bare(other["thing"])
    if first == second or _THIS.match(first) or _THIS.match(second):
        return True
    texts = [_bare(text) for text in asked]
    if any(
        first in text and second in text and not _glossed(first, second, text) for text in texts
    ):
        return False
    return all(any(name in text for text in texts) for name in (first, second)) or None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).lower().translate(str.maketrans("（）", "()"))


def _glossed(first: str, second: str, text: str) -> bool:
    """Whether a text equates two names, or one name holds the other."""
    equated = f"{first}({second}" in text or f"{second}({first}" in text
    return equated or first in second or second in first


_ASPECT = re.compile(
    r"作用|应用|场景|优[点势]|缺点|影响|挑战|重要性|方法|步骤|举例|目的|特点|原理|区别"
    r"|advantage|disadvantage|drawback|benefit|use|example|step|role|challenge",
    re.I,
)


def _label(text: str) -> str:
    """What a statement names before its colon, unless that is an aspect anything may have."""
    found = re.match(r"([^：:，,。]{2,16})[：:]", text)
    return "" if found is None or _ASPECT.search(found[1]) else found[1].strip()


def point_owner(point: KeyPoint, first: Question) -> str:
    """The id of the question that a merged point comes from."""
    return point.id.rsplit(":", 1)[0] if ":" in point.id else first.id


def _joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """The texts below each other, and where each begins; empty ones take no room."""
    whole, starts = "", []
    for text in texts:
        if whole and text:
            whole += SEPARATOR
        starts.append(len(whole))
        whole += text
    return whole, starts


def _moved(point: KeyPoint, offset: int) -> KeyPoint:
    if point.span is None:
        return point
    start, end = point.span
    return point.model_copy(update={"span": (start + offset, end + offset)})


def _sources(member: Question, start: int) -> list[Source]:
    part = (start, start + len(member.reference))
    return [source.model_copy(update={"part": part}) for source in member.sources]
