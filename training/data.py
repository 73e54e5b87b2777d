"""Training material: units (right and wrong segments per point) and labelled answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STATED, PARTLY, MISSING, CONTRADICTED = range(4)
STATE_OF = {"c": STATED, "p": PARTLY, "m": MISSING, "x": CONTRADICTED}
DEV_QUESTIONS = frozenset(
    {"000-10", "000-14", "000-27", "001-12", "001-22", "001-3", "002-9", "003-17", "003-8"}
    | {"004-11.2", "004-13.4", "004-17.3", "004-21.2", "004-27.3"}
)
"""Questions of the rated development answers: never trained on."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """An answer with the state of every point and, where known, the spans of its evidence.

    ``spans[i] is None`` means that the place of point i's evidence is not known.
    """

    question: str
    answer: str
    points: tuple[str, ...]
    states: tuple[int, ...]
    spans: tuple[tuple[Span, ...] | None, ...]
    kind: str = ""


@dataclass(frozen=True)
class UnitPoint:
    """A key point with right, wrong and vague segments of several styles."""

    text: str
    weight: int
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    vague: tuple[str, ...]
    right_translated: str
    wrong_translated: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A question whose answers are composed of segments."""

    id: str
    language: str
    question: str
    reference: str
    points: tuple[UnitPoint, ...]
    fog: tuple[str, ...]
    beyond: tuple[str, ...]
    extra_false: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """A place of a right answer with replacements, each of which makes ``points`` false."""

    start: int
    end: int
    replacements: tuple[str, ...]
    points: tuple[int, ...]


@dataclass(frozen=True)
class LabelledAnswer:
    """A written answer with the states of its question's points and the intended score."""

    question_id: str
    kind: str
    answer: str
    states: tuple[int, ...]
    score: float
    claims: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass
class LabelledQuestion:
    """A question with weighted points and its labelled answers."""

    id: str
    question: str
    points: tuple[str, ...]
    weights: tuple[int, ...]
    reference: str | None = None
    aliases: tuple[tuple[str, ...], ...] = ()
    answers: list[LabelledAnswer] = field(default_factory=list)


def read_lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_units(folder: Path) -> list[Unit]:
    """All complete units of a folder, in file and line order."""
    return [
        unit_of(record) for path in sorted(folder.glob("*.jsonl")) for record in read_lines(path)
    ]


def unit_of(record: dict[str, Any]) -> Unit:
    points = tuple(
        UnitPoint(
            point["text"],
            int(point.get("weight", 2)),
            tuple(point["c"]),
            tuple(point["x"]),
            tuple(point["p"]),
            point["t"]["c"],
            point["t"]["x"],
        )
        for point in record["points"]
    )
    return Unit(
        record["id"],
        record["lang"],
        record["question"],
        record["reference"],
        points,
        tuple(record.get("fog", ())),
        tuple(record.get("beyond", ())),
        tuple(record.get("extra_false", ())),
        tuple(record.get("near", ())),
    )


def load_answers(folder: Path) -> list[LabelledQuestion]:
    """The labelled questions of a folder with ``points_*``, ``answers_*`` and ``pairs_*`` files."""
    questions: dict[str, LabelledQuestion] = {}
    order: dict[str, list[str]] = {}
    edits = load_edits(folder)
    for path in sorted(folder.glob("points_*.jsonl")):
        for record in read_lines(path):
            points = record["points"]
            order[record["qid"]] = [point["id"] for point in points]
            questions[record["qid"]] = LabelledQuestion(
                record["qid"],
                record["question"],
                tuple(point["text"] for point in points),
                tuple(int(point["weight"]) for point in points),
            )
    for path in sorted(folder.glob("bank_*.jsonl")):
        for record in read_lines(path):
            questions[record["qid"]].reference = record["reference"]
    for pattern in ("answers_*.jsonl", "pairs_*.jsonl"):
        for path in sorted(folder.glob(pattern)):
            for record in read_lines(path):
                states = record["states"]
                kind = record.get("kind") or record["variant"]
                questions[record["qid"]].answers.append(
                    LabelledAnswer(
                        record["qid"],
                        kind,
                        record["answer"],
                        tuple(STATE_OF[states[name]] for name in order[record["qid"]]),
                        float(record["intended"]),
                        tuple(record.get("false_claims", ())),
                        places_of(
                            edits.get((record["qid"], kind), ()),
                            record["answer"],
                            order[record["qid"]],
                        ),
                    )
                )
    held = DEV_QUESTIONS & questions.keys()
    if held:
        raise ValueError(f"development questions among the training data: {sorted(held)}")
    return [questions[key] for key in sorted(questions)]


def load_edits(folder: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The written edits of ``edits_*`` files by question and kind of answer."""
    return {
        (record["qid"], record["kind"]): record["edits"]
        for path in sorted(folder.glob("edits_*.jsonl"))
        for record in read_lines(path)
    }


def places_of(
    edits: Iterable[dict[str, Any]], answer: str, order: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits in the order of the answer.

    Raises:
        ValueError: the text to replace does not stand in the answer exactly once.
    """
    found = []
    for edit in edits:
        if answer.count(edit["from"]) != 1:
            raise ValueError(f"not exactly once in the answer: {edit['from']}")
        start = answer.index(edit["from"])
        points = tuple(order.index(name) for name in edit.get("points", ()))
        found.append(Edit(start, start + len(edit["from"]), tuple(edit["to"]), points))
    return tuple(sorted(found, key=lambda edit: edit.start))


def is_validation(identifier: str, share: float = 0.15) -> bool:
    """Whether a question is held out for the choice of models (by a hash of its id)."""
    digest = hashlib.sha256(f"choice/{identifier}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share
