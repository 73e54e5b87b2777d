"""From a reference answer to its key points."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from interviewer.bank.key_points import english
from interviewer.bank.key_points.clauses import clauses
from interviewer.bank.key_points.english import Piece
from interviewer.bank.key_points.inline import plain
from interviewer.bank.key_points.roles import Role
from interviewer.bank.key_points.select import ASIDE, FEWEST, choose, same
from interviewer.bank.key_points.statements import Statement, statements_of
from interviewer.bank.key_points.wording import (
    contains,
    fits,
    hangs,
    is_english,
    join,
    opens,
    without_conjunction,
)
from interviewer.model.bank import KeyPoint

Origin = Literal["reference", "explanation"]
MIN_HALF = 10
MAX_READ = 20_000
"""An answer is read up to this length; what comes after it is not an answer any more."""


def extract_key_points(
    question: str, reference: str, explanation: str | None = None
) -> tuple[KeyPoint, ...]:
    """Split a reference into three to eight weighted statements, in reading order.

    Pure rules, no model. Every point is at most 60 characters (English: 160), uses only words of
    the text it comes from, and carries the offsets of its evidence in the given Markdown string. In
    English the evidence may begin behind the subject that the point repeats. Short references give
    fewer points, but at least one where the reference says anything at all.
    """
    chosen = choose(statements_of(reference[:MAX_READ], question), question)
    chosen = _halved(chosen, reference)
    pairs: list[tuple[Statement, Origin]] = [(one, "reference") for one in chosen]
    if len(pairs) < FEWEST and explanation:
        pairs += [(one, "explanation") for one in _additions(chosen, explanation, question)]
    return tuple(
        KeyPoint(id=f"p{index}", text=one.text, weight=one.weight, span=one.span, origin=origin)
        for index, (one, origin) in enumerate(pairs, start=1)
    )


def _halved(found: list[Statement], reference: str) -> list[Statement]:
    """Split the longest statements between clauses until there are three."""
    found = list(found)
    while 0 < len(found) < FEWEST:
        for one in sorted(found, key=lambda one: one.span[0] - one.span[1]):
            halves = _halves(one, reference)
            if halves:
                at = found.index(one)
                found[at : at + 1] = halves
                break
        else:
            return found
    return found


def _halves(one: Statement, reference: str) -> list[Statement] | None:
    """Two statements made of a long one, each able to stand alone."""
    if one.role in ASIDE:
        return None
    pairs = [pair for pair in _between_clauses(one, reference) if not opens(pair[0].text)]
    if is_english(reference[slice(*one.span)]):
        spoken = english.halves(reference, one.span, one.subject)
        pairs = [spoken] if spoken else [pair for pair in pairs if _stands(pair)]
    for pair in pairs:
        if min(len(piece.text) for piece in pair) < MIN_HALF:
            continue
        label = one.name or one.label
        texts = [
            piece.text if contains(piece.text, label) else join("", "", label, piece.text)
            for piece in pair
        ]
        if all(map(fits, texts)):
            texts = [_one_sentence(text) for text in texts]
            return [
                replace(one, text=text, span=piece.span, rank=one.rank + place)
                for place, (text, piece) in enumerate(zip(texts, pair, strict=True))
            ]
    return None


def _one_sentence(text: str) -> str:
    """A point that holds a second sentence, which opens with an unclear pronoun, as one."""
    return _NEXT.sub(lambda found: f"; {found[1].lower()}", text)


_NEXT = re.compile(r"\. (It|They|This|These|That|Those|Its|Their)\b")


def _stands(pair: list[Piece]) -> bool:
    """Whether no side of an English cut hangs on the other, and none is part of a list."""
    listed = any(len(clause.split()) < FEWEST for piece in pair for clause in piece.text.split(","))
    return not listed and not hangs(pair[1].text) and english.parts_stand(*pair)


def _between_clauses(one: Statement, reference: str) -> list[list[Piece]]:
    """Cuts between clauses, the nearest to the middle first."""
    pieces = list(clauses(reference, one.span))
    middle = (one.span[0] + one.span[1]) / 2
    cuts = sorted(range(1, len(pieces)), key=lambda at: abs(pieces[at][0] - middle))
    sides = [((pieces[0][0], pieces[at - 1][1]), (pieces[at][0], pieces[-1][1])) for at in cuts]
    return [
        [
            Piece(plain(reference[slice(*span)]), span)
            for span in (left, without_conjunction(reference, right))
        ]
        for left, right in sides
    ]


def _additions(chosen: list[Statement], explanation: str, question: str) -> list[Statement]:
    """What the explanation adds to a reference with too few points."""
    room = FEWEST - len(chosen)
    new: list[Statement] = []
    for one in statements_of(explanation[:MAX_READ], question):
        known = any(same(one.text, other.text) for other in [*chosen, *new])
        if not known and one.role is not Role.SUMMARY and len(new) < room:
            new.append(replace(one, weight=min(2, one.weight)))
    return new
