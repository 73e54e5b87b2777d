"""End-to-end figures of the shipped grader: recited references, quotes, a public English set.

``python -m training.figures --evals FOLDER`` prints one line per figure. The goal table
on the development answers comes from ``training.dev``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from scipy.stats import pearsonr

from interviewer.bank.key_points import extract_key_points
from interviewer.grading.grader import PointGrader
from interviewer.grading.load import load_grader
from interviewer.model.grading import Grade, GradeRequest, Verdict
from interviewer.settings import Settings
from training.data import DEV_QUESTIONS, read_lines
from training.negation import negated

MARKUP = re.compile(r"[*#`>|]|^\s*[-\d]+[.)]?\s+", re.MULTILINE)


def request(record: dict[str, Any], answer: str, name: str) -> GradeRequest:
    """A request with the key points that rules take from the reference."""
    explanation = record.get("explanation") or None
    points = extract_key_points(record["question"], record["reference"], explanation)
    return GradeRequest(
        id=name,
        question=record["question"],
        answer=answer,
        reference=record["reference"],
        explanation=explanation,
        key_points=points,
    )


def shuffled(reference: str, rng: Random) -> str:
    """The reference's lines without mark-up in another order."""
    lines = [MARKUP.sub("", line).strip() for line in reference.splitlines()]
    lines = [line for line in lines if line]
    rng.shuffle(lines)
    return "\n".join(lines)


def scores(grades: Iterable[Grade]) -> list[float]:
    return [-1.0 if grade.score is None else grade.score for grade in grades]


def recited(grader: PointGrader, bank: list[dict[str, Any]]) -> None:
    """The reference itself as the answer, verbatim and shuffled."""
    rng = Random(0)
    for name, change in (("verbatim", lambda t: t), ("shuffled", lambda t: shuffled(t, rng))):
        found = scores(
            grader.grade_many(request(r, change(r["reference"]), r["qid"]) for r in bank)
        )
        print(
            f"reference {name}: n {len(found)} mean {mean(found):.1f} "
            f">=95 {mean(s >= 95 for s in found):.3f} >=90 {mean(s >= 90 for s in found):.3f}",
            flush=True,
        )


def negated_reference(record: dict[str, Any]) -> str | None:
    """The reference with one clause of its heaviest point made false, if a rule fits one."""
    text = record["reference"]
    points = request(record, "", "").key_points or ()
    for point in sorted(points, key=lambda one: -one.weight):
        if point.origin == "reference" and point.span is not None:
            start, end = point.span
            changed = negated(text[start:end], Random(record["qid"]))
            if changed:
                return str(text[:start] + changed + text[end:])
    return None


def contradicted(grader: PointGrader, bank: list[dict[str, Any]]) -> None:
    """How far the score of a recited reference falls when one key clause is made false."""
    pairs = [(r, text) for r in bank if (text := negated_reference(r))]
    before = scores(grader.grade_many(request(r, r["reference"], r["qid"]) for r, _ in pairs))
    after = scores(grader.grade_many(request(r, text, r["qid"]) for r, text in pairs))
    falls = [a - b for a, b in zip(before, after, strict=True)]
    print(
        f"reference with one clause negated: n {len(falls)} of {len(bank)} "
        f"mean fall {mean(falls):.1f} >=10 {mean(f >= 10 for f in falls):.3f}",
        flush=True,
    )


def quotes(grader: PointGrader, bank: dict[str, dict[str, Any]], evals: Path) -> None:
    """Quotes are verbatim and short, and a point's chance falls when its quote is removed."""
    requests = [
        request(bank[r["qid"]], r["answer"], r["id"])
        for r in read_lines(evals / "grading_dev.jsonl")
    ]
    grades = list(grader.grade_many(requests))
    verbatim, short, lower = [], [], []
    removed: list[tuple[GradeRequest, int, float]] = []
    for asked, grade in zip(requests, grades, strict=True):
        for index, point in enumerate(grade.points):
            if point.quote is None:
                continue
            verbatim.append(point.quote in asked.answer)
            if len(asked.answer) > 100:
                short.append(3 * len(point.quote) <= len(asked.answer))
            if point.verdict is Verdict.STATED and len(removed) < 120:
                rest = asked.answer.replace(point.quote, "")
                only = asked.model_copy(update={"answer": rest})
                removed.append((only, index, point.probability))
    again = grader.grade_many(asked for asked, _, _ in removed)
    for (_, index, before), grade in zip(removed, again, strict=True):
        point = grade.points[index]
        lower.append(point.verdict is not Verdict.STATED or point.probability < before)
    print(f"quotes verbatim {mean(verbatim):.3f} short {mean(short):.3f} n {len(verbatim)}")
    print(f"removal lowers the chance {mean(lower):.3f} n {len(lower)}", flush=True)


def mohler(grader: PointGrader, evals: Path) -> None:
    """Pearson with the mean human grade (0-5), answers that the paper used."""
    with gzip.open(evals / "public" / "mohler.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [r for r in map(json.loads, lines) if r.get("used_in_paper", True)]
    found = scores(grader.grade_many(request(r, r["answer"], r["id"]) for r in records))
    value = pearsonr(found, [r["score"] for r in records]).statistic
    print(f"Mohler 2011: n {len(found)} pearson {value:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    options = parser.parse_args()
    grader = load_grader(Settings())
    bank = {r["qid"]: r for r in read_lines(options.evals / "bank_gold.jsonl")}
    quotes(grader, bank, options.evals)
    recited(grader, [r for qid, r in bank.items() if qid in DEV_QUESTIONS])
    recited(grader, list(bank.values()))
    contradicted(grader, list(bank.values()))
    mohler(grader, options.evals)


if __name__ == "__main__":
    main()
