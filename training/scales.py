"""Fit the scales of the shipped readers: ``python -m training.scales --evals EVALS``.

The knots of the score are fitted on the rated development answers, graded as the product grades
them: once by the point reader alone, once with the second reader. The printed tables leave one
question out; the knots that are written into the descriptions use all of them.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from interviewer.grading.checkpoint import DESCRIPTION as READER
from interviewer.grading.checkpoint import Description
from interviewer.grading.grader import PointGrader
from interviewer.grading.load import load_proofreader
from interviewer.grading.proofreader import DESCRIPTION as PROOFREADER
from interviewer.grading.proofreader import Proof
from interviewer.grading.reader import AnswerReader
from interviewer.grading.score import FORMULA, Scale
from interviewer.grading.shipped import FOLDER, describe
from interviewer.model.grading import Grade
from interviewer.settings import Settings
from interviewer.weights.files import locate
from training import dev
from training.calibrate import fitted_knots
from training.data import read_lines
from training.figures import request


def graded(grader: PointGrader, folder: Path) -> tuple[list[Grade], list[dict[str, Any]]]:
    """Grades of the rated development answers and minimal pairs, and their records."""
    bank = {record["qid"]: record for record in read_lines(folder / "bank_gold.jsonl")}
    _, _, records = dev.development(folder)
    requests = [
        request(bank[record["qid"]], record["answer"], str(number))
        for number, record in enumerate(records)
    ]
    return list(grader.grade_many(requests)), records


def fitted(grader: PointGrader, version: str, folder: Path) -> Scale:
    """Print the goal table, leaving one question out, and return the scale of all questions."""
    grades, records = graded(grader, folder)
    if any(grade.score is None for grade in grades):
        raise SystemExit("There are answers without a number; no scale can be fitted.")
    raw = [(grade.score or 0) / 100 for grade in grades]
    truth = [record["truth"] for record in records]
    held_out = dev.held_out_scores(raw, truth, [record["qid"] for record in records])
    print(version)
    for name, value in dev.table(held_out, records).items():
        print(f"{name:14}", f"{value:.3f}" if isinstance(value, float) else value, flush=True)
    return Scale(version=version, knots=fitted_knots(raw, truth))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    options = parser.parse_args()
    settings, plain = Settings(), Scale(version="plain")
    reader = AnswerReader.load(locate("e5", settings.cache))
    described = Description.model_validate_json((FOLDER / READER).read_text(encoding="utf-8"))
    version = f"{FORMULA}/{described.name}/dev-14"
    scale = fitted(PointGrader(reader, scale=plain), version, options.evals)
    calibration = described.calibration.model_copy(
        update={"version": scale.version, "knots": scale.knots}
    )
    describe(FOLDER / READER, described.model_copy(update={"calibration": calibration}))
    second = load_proofreader(settings)
    if second is None:
        raise SystemExit("The second reader's layers are missing: interviewer models fetch")
    proof = Proof.model_validate_json((FOLDER / PROOFREADER).read_text(encoding="utf-8"))
    version = f"{FORMULA}/{described.name}+{proof.name}/dev-14"
    scale = fitted(PointGrader(reader, second, plain), version, options.evals)
    describe(FOLDER / PROOFREADER, proof.model_copy(update={"scale": scale}))


if __name__ == "__main__":
    main()
