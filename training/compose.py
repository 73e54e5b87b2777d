"""Composed answers: right, wrong and vague segments in any order and style.

Style, length and order are drawn apart from the states, so only the content of
a segment tells its verdict. The spans of every point's evidence are known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training import noise
from training.data import CONTRADICTED, MISSING, PARTLY, STATED, Example, Unit, UnitPoint
from training.fog import sentence

# Chances of stated, partly, missing, contradicted, and how often the profile is drawn.
PROFILES = (
    ((1.0, 0.0, 0.0, 0.0), 1.5),
    ((0.85, 0.0, 0.0, 0.15), 2.5),
    ((0.45, 0.05, 0.05, 0.45), 5.0),
    ((0.4, 0.1, 0.5, 0.0), 1.5),
    ((0.25, 0.15, 0.35, 0.25), 2.0),
    ((0.0, 0.0, 0.1, 0.9), 1.0),
    ((0.0, 0.3, 0.7, 0.0), 1.0),
    ((0.0, 0.0, 0.5, 0.5), 1.0),
)


@dataclass(frozen=True)
class Piece:
    """A stretch of an answer and the point that it speaks about."""

    text: str
    point: int | None = None


def draw_state(rng: random.Random, chances: Sequence[float]) -> int:
    return rng.choices((STATED, PARTLY, MISSING, CONTRADICTED), chances)[0]


def segment(point: UnitPoint, state: int, style: int, rng: random.Random) -> str:
    """A segment of the given state; style 4 is the other language."""
    if state == PARTLY:
        return point.vague[rng.randrange(len(point.vague))]
    if style == 4:
        return point.right_translated if state == STATED else point.wrong_translated
    segments = point.right if state == STATED else point.wrong
    return segments[style % len(segments)]


def join(
    pieces: Sequence[Piece], count: int, rng: random.Random
) -> tuple[str, list[list[tuple[int, int]]]]:
    """Join pieces into an answer and note where each point's evidence stands."""
    spans: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    answer = ""
    gap = rng.choice(("", "", "\n", " "))
    marks = rng.random() < 0.1
    for number, piece in enumerate(pieces, 1):
        text = piece.text
        if marks:
            text = f"{number}. {text}"
        if answer:
            latin = answer[-1].isascii() and text[:1].isascii()
            answer += gap or (" " if latin else "")
        start = len(answer)
        answer += text
        if piece.point is not None:
            spans[piece.point].append((start, len(answer)))
    return answer, spans


def extras(unit: Unit, others: Sequence[Unit], rng: random.Random) -> list[Piece]:
    """Statements that speak about no point: fog, expert or neighbouring content, other topics."""
    pieces = []
    for texts, chance in (
        (unit.fog, 0.3),
        ((sentence(unit, rng),), 0.25),
        (unit.beyond, 0.25),
        (unit.extra_false, 0.12),
        (unit.near, 0.25),
    ):
        if texts and rng.random() < chance:
            pieces.append(Piece(rng.choice(texts)))
    if rng.random() < 0.12:
        other = rng.choice(others)
        point = rng.choice(other.points)
        pieces.append(Piece(rng.choice(point.right + point.wrong)))
    return pieces


def wrap(text: str, language: str, rng: random.Random) -> str:
    """Now and then an opening link."""
    if rng.random() < 0.2:
        return rng.choice(noise.ZH_LINKS if language == "zh" else noise.EN_LINKS) + text
    return text


def point_text(point: UnitPoint, style: int, rng: random.Random) -> str:
    """The point's own words, what rules extract, or one of its right segments in its place.

    The right segment of the answer's own style differs from the wrong twin by a single edit: the
    easiest lesson in comparing, learned first.
    """
    draw = rng.random()
    if draw < 0.25:
        return point.right[style % len(point.right)] if style < 4 else point.right_translated
    if draw < 0.45:
        return rng.choice(point.right)
    if point.aliases and draw < 0.65:
        return rng.choice(point.aliases)
    return point.right_translated if draw > 0.97 else point.text


def compose(unit: Unit, others: Sequence[Unit], rng: random.Random) -> Example:
    """One answer of a random profile."""
    return composed_pair(unit, others, rng)[0]


def composed_pair(
    unit: Unit, others: Sequence[Unit], rng: random.Random, most: int = 9
) -> tuple[Example, Example]:
    """Two answers alike in everything but the truth of their segments.

    In some points, or in all, the second has wrong segments where the first has right ones and
    the reverse; order, style, noise and extras are the same. At most ``most`` points.
    """
    unit = replace(unit, points=tuple(rng.sample(unit.points, min(most, len(unit.points)))))
    chances = rng.choices([p for p, _ in PROFILES], [w for _, w in PROFILES])[0]
    fixed_style = rng.choices((None, 0, 1, 2, 3, 4), (4, 2, 2, 2, 2, 1.5))[0]
    states = [draw_state(rng, chances) for _ in unit.points]
    styles = [
        fixed_style
        if fixed_style is not None
        else rng.choices((0, 1, 2, 3, 4), (1, 1, 1, 1, 0.35))[0]
        for _ in unit.points
    ]
    added = extras(unit, others, rng)
    if not added and all(state == MISSING for state in states):
        added = [Piece(rng.choice(unit.fog) if unit.fog else unit.question)]
    seed = rng.random()
    share = rng.choice((0.5, 0.5, 1.0))
    swapped = [
        {STATED: CONTRADICTED, CONTRADICTED: STATED}.get(state, state)
        if rng.random() < share
        else state
        for state in states
    ]
    first, second = (
        assembled(unit, chosen, styles, added, random.Random(seed)) for chosen in (states, swapped)
    )
    return first, second


def assembled(
    unit: Unit,
    states: list[int],
    styles: list[int],
    added: list[Piece],
    rng: random.Random,
) -> Example:
    """The segments of the drawn states, put together."""
    pieces = [
        Piece(wrap(segment(point, state, style, rng), unit.language, rng), index)
        for index, (point, state, style) in enumerate(zip(unit.points, states, styles, strict=True))
        if state != MISSING
    ]
    return assemble(unit, (states, styles), pieces, added, rng)


def assemble(
    unit: Unit,
    drawn: tuple[list[int], list[int]],
    pieces: list[Piece],
    added: list[Piece],
    rng: random.Random,
) -> Example:
    """Order, noise and frame the pieces."""
    if rng.random() < 0.5:
        rng.shuffle(pieces)
    for piece in added:
        pieces.insert(rng.randint(0, len(pieces)), piece)
    zh = unit.language == "zh"
    if rng.random() < 0.15:
        opening = rng.choice(noise.ZH_OPENINGS if zh else noise.EN_OPENINGS)
        if rng.random() < 0.3:
            opening = unit.question
        pieces.insert(0, Piece(opening))
    if rng.random() < 0.1:
        pieces.append(Piece(rng.choice(noise.ZH_CLOSINGS if zh else noise.EN_CLOSINGS)))
    if rng.random() < 0.06:
        place = rng.randint(0, len(pieces))
        pieces.insert(place, Piece(rng.choice(noise.INSTRUCTIONS)))
    if rng.random() < 0.22:
        pieces = [Piece(noise.spoken_noise(piece.text, rng), piece.point) for piece in pieces]
    pieces = [piece for piece in pieces if piece.text]
    answer, spans = join(pieces, len(unit.points), rng)
    texts, states = reworded_points(unit, *drawn, rng)
    return Example(
        unit.question,
        answer,
        texts,
        tuple(states),
        tuple(tuple(span) for span in spans),
        "composed",
    )


def reworded_points(
    unit: Unit, states: Sequence[int], styles: Sequence[int], rng: random.Random
) -> tuple[tuple[str, ...], list[int]]:
    """Point texts; now and then a wrong reference, by which the verdicts turn round."""
    texts, changed = [], []
    for point, state, style in zip(unit.points, states, styles, strict=True):
        turned = {STATED: CONTRADICTED, CONTRADICTED: STATED}.get(state)
        if turned is not None and style < 4 and rng.random() < 0.07:
            texts.append(point.wrong[style])
            changed.append(turned)
        else:
            texts.append(point_text(point, style, rng))
            changed.append(state)
    return tuple(texts), changed


def plain(unit: Unit, answer: str, kind: str, state: int = MISSING) -> Example:
    """An answer in which every point has the same state and the place is not known."""
    count = len(unit.points)
    spans: tuple[tuple[tuple[int, int], ...] | None, ...]
    spans = ((),) * count if state == MISSING else (None,) * count
    texts = tuple(point.text for point in unit.points)
    return Example(unit.question, answer, texts, (state,) * count, spans, kind)


def worthless(unit: Unit, others: Sequence[Unit], rng: random.Random) -> Example:
    """Echo, keyword pile, instruction, does-not-know, other topic, neighbouring content, fog."""
    kind = rng.choice(
        (
            "echo",
            "pile",
            "pile",
            "injection",
            "unknown",
            "other",
            "near",
            "fog",
            "fog",
            "empty",
            "empty",
            "empty",
        )
    )
    other = rng.choice(others)
    if kind == "echo":
        answer = unit.question + rng.choice(("", "这个问题很重要，值得好好讨论。", unit.question))
    elif kind == "pile":
        texts = [point.text for point in unit.points] + [unit.question]
        answer = noise.keyword_pile(texts, rng)
    elif kind == "injection":
        answer = " ".join(rng.sample(noise.INSTRUCTIONS, rng.randint(1, 3)))
    elif kind == "unknown":
        answer = rng.choice(noise.DONT_KNOW) + rng.choice(("", unit.question, rng.choice(unit.fog)))
    elif kind == "other":
        answer = " ".join(rng.choice(point.right) for point in other.points)
    elif kind == "near":
        answer = " ".join([*unit.near, *rng.sample(unit.beyond, min(1, len(unit.beyond)))])
    elif kind == "empty":
        answer = "".join(sentence(unit, rng) for _ in range(rng.randint(1, 4)))
    else:
        answer = " ".join(unit.fog)
    return plain(unit, answer, kind)


def reference_answer(unit: Unit, rng: random.Random) -> Example:
    """The reference itself, or its sentences shuffled: every point is stated."""
    sentences = [
        part for part in re.split(r"(?<=[。；\n])|(?<=[.;]) ", unit.reference) if part.strip()
    ]
    if rng.random() < 0.5:
        rng.shuffle(sentences)
    return plain(unit, "".join(sentences), "reference", STATED)
