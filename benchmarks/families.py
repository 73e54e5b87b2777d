"""Measure the merging of questions over families of related questions.

    python benchmarks/families.py development|sealed [--without-references] [--show]

A family of ``evals/families_PART.jsonl`` holds questions of one subject; those of one ``group``
have one meaning. All questions of the part make one bank, as if every one came from a document of
its own. Pairs inside a family are labelled; a merge across families is counted as wrong as well.
``sealed`` is not looked at while the method changes.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from interviewer.bank.clusters import assign_clusters
from interviewer.bank.evidence import evidence_for
from interviewer.model.bank import Question
from interviewer.search.encoder import load_encoder
from interviewer.settings import Settings

EVALS = Path(__file__).parent.parent / "evals"


def languages(*texts: str) -> Iterator[str]:
    """The groups of pairs that a pair of texts is counted in."""
    yield "all"
    chinese = sum(bool(re.search(r"[\u4e00-\u9fff]", text)) for text in texts)
    yield ("en-en", "zh-en", "zh-zh")[chinese]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("development", "sealed"))
    parser.add_argument("--without-references", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    lines = (EVALS / f"families_{options.part}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    questions = [
        Question(
            id=row["id"],
            cluster_id="",
            question=row["question"],
            reference="" if options.without_references else row["reference"],
        )
        for row in rows
    ]
    texts = [question.question for question in questions]
    encoder = load_encoder(Settings())
    vectors = encoder.encode_queries(texts)
    found = assign_clusters(questions, vectors, None, evidence_for(questions, vectors, encoder))
    count: Counter[tuple[str, str]] = Counter()
    for left, right in combinations(rows, 2):
        same, together = left["group"] == right["group"], found[left["id"]] == found[right["id"]]
        kind = ("right" if same else "wrong") if together else ("missed" if same else "")
        if left["family"] != right["family"] and not together:
            continue
        for group in languages(left["question"], right["question"]):
            count[group, kind] += 1
        if options.show and kind in {"wrong", "missed"}:
            print(kind, left["question"], "|", right["question"])
    for group in ("all", "zh-zh", "en-en", "zh-en"):
        right, wrong, missed = (count[group, kind] for kind in ("right", "wrong", "missed"))
        print(
            f"{group}: merged rightly {right}, wrongly {wrong}, missed {missed}, "
            f"kept apart rightly {count[group, '']}; "
            f"precision {right / max(1, right + wrong):.3f}, "
            f"recall {right / max(1, right + missed):.3f}"
        )


if __name__ == "__main__":
    main()
