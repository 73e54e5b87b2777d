"""The texts the second reader learns from: right answers with single facts made false.

They come from the written edits of ``edits_*`` and ``proofs_*``, the minimal pairs of ``pairs_*``
and the twin segments of the units; right answers stand beside them as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from interviewer.grading.text import Span
from training.data import (
    CONTRADICTED,
    Edit,
    LabelledAnswer,
    LabelledQuestion,
    Unit,
    load_answers,
    load_units,
    places_of,
    read_lines,
)
from training.edits import replaced
from training.train import HERE

RIGHT = {
    *("full", "full_spoken", "beyond", "english", "para", "terse", "asr", "partial", "thin"),
    *("student", "variant"),
}
RIGHT_A_QUESTION = 2
ALL = 0.4
"""Chance that all edits are made, and none in the twin; else each is made in one of the two."""
LIKE_ENOUGH = 0.6


@dataclass(frozen=True)
class Text:
    """An answer with the stretches that were made false."""

    id: str
    question: str
    reference: str
    answer: str
    false: tuple[Span, ...]


def edited_texts(
    about: tuple[str, str, str], answer: str, edits: Sequence[Edit], rng: random.Random
) -> Iterator[Text]:
    """Two texts about ``(id, question, reference)``: every edit is made in one of them."""
    everything = rng.random() < ALL
    first = [everything or rng.random() < 0.5 for _ in edits]
    for made in (first, [not one for one in first]):
        chosen = [
            rng.choice(edit.replacements) if here else None
            for edit, here in zip(edits, made, strict=True)
        ]
        text, places = replaced(answer, edits, chosen)
        yield Text(*about, text, tuple(filter(None, places)))


def flipped_text(
    question: LabelledQuestion, reference: str, answer: LabelledAnswer
) -> Iterator[Text]:
    """A minimal pair's wrong half, its false stretches found beside the likest right answer."""
    right = [other.answer for other in question.answers if other.kind in RIGHT]
    matchers = [SequenceMatcher(None, one, answer.answer, autojunk=False) for one in right]
    best = max(matchers, key=SequenceMatcher.ratio)
    if best.ratio() > LIKE_ENOUGH:
        false = [(b, max(c, b + 1)) for tag, _, _, b, c in best.get_opcodes() if tag != "equal"]
        yield Text(question.id, question.question, reference, answer.answer, tuple(false))


def question_texts(
    question: LabelledQuestion, reference: str, rng: random.Random
) -> Iterator[Text]:
    """All texts made of a question's answers."""
    for answer in question.answers:
        if answer.edits:
            about = (question.id, question.question, reference)
            yield from edited_texts(about, answer.answer, answer.edits, rng)
        if answer.kind in {"flip", "flip1"}:
            yield from flipped_text(question, reference, answer)
    right = [
        answer.answer
        for answer in question.answers
        if answer.kind in RIGHT
        and not (answer.edits or answer.claims or CONTRADICTED in answer.states)
    ]
    rng.shuffle(right)
    for text in right[:RIGHT_A_QUESTION]:
        yield Text(question.id, question.question, reference, text, ())


def unit_texts(unit: Unit, rng: random.Random) -> Iterator[Text]:
    """Right and wrong segments of one style, and the same with right and wrong exchanged."""
    style, points = rng.randrange(5), list(unit.points)
    rng.shuffle(points)
    wrong = [rng.random() < 0.5 for _ in points]
    extra = [text for text in unit.beyond if rng.random() < 0.25]
    for chosen in (wrong, [not one for one in wrong]):
        text = ""
        false: list[Span] = []
        for point, made in zip(points, chosen, strict=True):
            segments = point.wrong if made else point.right
            translated = point.wrong_translated if made else point.right_translated
            segment = translated if style == 4 else segments[style % len(segments)]
            text += " " if text and text[-1].isascii() else ""
            if made:
                false.append((len(text), len(text) + len(segment)))
            text += segment
        text = " ".join([text, *extra])
        yield Text(unit.id, unit.question, unit.reference, text, tuple(false))


def texts(bank: Path, seed: int = 7) -> list[Text]:
    """The whole material, question by question."""
    rng = random.Random(seed)
    gold = {record["qid"]: known(record) for record in read_lines(bank)}
    found: list[Text] = []
    for question in load_answers(HERE / "data"):
        reference = question.reference or gold.get(question.id)
        if reference:
            found += question_texts(question, reference, rng)
    for unit in load_units(HERE / "units"):
        found += unit_texts(unit, rng)
    for path in sorted((HERE / "data").glob("proofs_*.jsonl")):
        found += proof_texts(path, rng)
    return found


def unseen_texts(seed: int = 7) -> list[Text]:
    """Texts of questions that are kept out of training."""
    rng = random.Random(seed)
    paths = sorted((HERE / "data").glob("unseen_*.jsonl"))
    return [text for path in paths for text in proof_texts(path, rng)]


def proof_texts(path: Path, rng: random.Random) -> Iterator[Text]:
    """All texts made of a file of questions whose answers have edits."""
    for record in read_lines(path):
        about = (record["id"], record["question"], record["reference"])
        for answer in record["answers"]:
            edits = places_of(answer["edits"], answer["answer"], ())
            yield from edited_texts(about, answer["answer"], edits, rng)


def known(record: dict[str, Any]) -> str:
    """Reference and explanation, as the grader shows them to the second reader."""
    return "\n".join(filter(None, (record["reference"], record.get("explanation"))))
