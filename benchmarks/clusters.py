"""Measure the merging of duplicate questions.

    python benchmarks/clusters.py seeds BANK_GOLD [--part development|final] [--show]
    python benchmarks/clusters.py own [--part development|final] [--show]

``seeds`` checks the pairs of ``evals/cluster_pairs.jsonl`` over the given file of seed questions,
``own`` all pairs of ``evals/cluster_questions.jsonl``. Printed are precision and recall over pairs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from interviewer.bank.clusters import assign_clusters
from interviewer.bank.evidence import evidence_for
from interviewer.model.bank import Question
from interviewer.search.encoder import load_encoder
from interviewer.settings import Settings

EVALS = Path(__file__).parent.parent / "evals"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def clusters(questions: list[Question]) -> dict[str, str]:
    encoder = load_encoder(Settings())
    vectors = encoder.encode_queries([question.question for question in questions])
    return assign_clusters(questions, vectors, None, evidence_for(questions, vectors, encoder))


def report(
    pairs: Iterable[tuple[str, str, bool]], found: dict[str, str], texts: dict[str, str], show: bool
) -> None:
    right = wrong = missed = 0
    for left, right_id, same in pairs:
        merged = found[left] == found[right_id]
        right += merged and same
        wrong += merged and not same
        missed += same and not merged
        if show and merged != same:
            print(
                "merged" if merged else "missed", left, right_id, texts[left], "|", texts[right_id]
            )
    print(f"pairs merged rightly {right}, wrongly {wrong}, missed {missed}")
    print(f"precision {right / max(1, right + wrong):.3f}")
    print(f"recall {right / max(1, right + missed):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("seeds", "own"))
    parser.add_argument("bank", type=Path, nargs="?", help="bank_gold.jsonl of the seeds")
    parser.add_argument("--part", choices=("development", "final"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rows = lines(options.bank if options.what == "seeds" else EVALS / "cluster_questions.jsonl")
    rows = [row for row in rows if options.part in {None, row.get("part", options.part)}]
    key = "qid" if options.what == "seeds" else "id"
    questions = [
        Question(
            id=row[key],
            cluster_id="",
            question=row["question"],
            reference=row["reference"],
            explanation=row.get("explanation"),
        )
        for row in rows
    ]
    texts = {question.id: question.question for question in questions}
    if options.what == "seeds":
        labelled = lines(EVALS / "cluster_pairs.jsonl")
        pairs = [
            (row["a"], row["b"], row["label"] == "same")
            for row in labelled
            if options.part in {None, row["part"]}
        ]
    else:
        pairs = [
            (left["id"], right["id"], left["group"] == right["group"])
            for left, right in combinations(rows, 2)
        ]
    report(pairs, clusters(questions), texts, options.show)


if __name__ == "__main__":
    main()
