"""Measure retrieval on labelled queries: dense, lexical and fused.

    python benchmarks/search.py ../shared/evals [--passage 80] [--question-weight 0.25] [--more DIR]

``--more`` adds the questions of Markdown files (every ``##`` heading is one) to the bank, to see
what documents of another language do to the order.

A query counts as found at k when any acceptable question is among the first k hits. ``gold`` of
``recall@10`` is the share of all acceptable questions (at most ten) that are found. Unanswerable
queries are left out of the table and used for the last line only.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from functools import partial
from pathlib import Path

import numpy as np

from interviewer.model.bank import Bank, Question, Source
from interviewer.search import entries
from interviewer.search import index as search_index
from interviewer.search.encoder import load_encoder
from interviewer.search.index import SearchIndex
from interviewer.search.passages import PASSAGE, passages
from interviewer.settings import Settings


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def load_bank(path: Path) -> Bank:
    questions = tuple(
        Question(
            id=row["qid"],
            cluster_id=row["qid"],
            question=row["question"],
            reference=row["reference"],
            explanation=row["explanation"],
            sources=(Source(file=path.name, heading=row["title"], line_start=1, line_end=1),),
        )
        for row in read(path)
    )
    return Bank(version="gold", questions=questions)


def more_questions(folder: Path) -> tuple[Question, ...]:
    parts = [
        part.partition("\n")
        for path in sorted(folder.glob("*.md"))
        for part in path.read_text(encoding="utf-8").split("\n## ")[1:]
    ]
    return tuple(
        Question(id=f"more-{number}", cluster_id=str(number), question=head, reference=body)
        for number, (head, _, body) in enumerate(parts)
    )


def metrics(ranked: list[list[str]], gold: list[set[str]]) -> dict[str, float]:
    rows = []
    for found, wanted in zip(ranked, gold, strict=True):
        hits = [name in wanted for name in found]
        first = hits.index(True) + 1 if any(hits) else math.inf
        gain = sum(1 / math.log2(at + 2) for at, hit in enumerate(hits[:10]) if hit)
        ideal = sum(1 / math.log2(at + 2) for at in range(min(len(wanted), 10)))
        share = sum(hits[:10]) / min(len(wanted), 10)
        rows.append((first <= 1, first <= 5, first <= 10, share, 1 / first, gain / ideal))
    names = ("found@1", "found@5", "found@10", "recall@10", "MRR", "nDCG@10")
    return dict(zip(names, np.mean(rows, axis=0), strict=True))


def rank(index: SearchIndex, queries: list[str], dense: float, lexical: bool) -> list[list[str]]:
    """Rank with one half switched off through the same code."""
    weight, scores = search_index.DENSE_WEIGHT, index._lexical.scores
    search_index.DENSE_WEIGHT = dense
    if not lexical:
        index._lexical.scores = lambda query: np.zeros(len(index.questions), np.float32)
    try:
        hits = index.search_many(queries, k=len(index.questions))
    finally:
        search_index.DENSE_WEIGHT, index._lexical.scores = weight, scores
    return [[hit.question_id for hit in found] for found in hits]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("evals", type=Path)
    parser.add_argument("--passage", type=int, default=PASSAGE)
    parser.add_argument("--question-weight", type=float, default=search_index.QUESTION_WEIGHT)
    parser.add_argument("--more", type=Path)
    options = parser.parse_args()
    folder = options.evals
    entries.passages = partial(passages, size=options.passage)
    search_index.QUESTION_WEIGHT = options.question_weight
    queries = read(folder / "queries_dev.jsonl")
    encoder = load_encoder(Settings())
    started = time.perf_counter()
    bank = load_bank(folder / "bank_gold.jsonl")
    if options.more:
        everything = bank.questions + more_questions(options.more)
        bank = Bank(version="mixed", questions=everything)
    index = SearchIndex.build(bank, encoder)
    count = len(set(index.entries.keys.tolist()))
    print(f"{count} texts embedded in {time.perf_counter() - started:.1f} s")
    answerable = [query for query in queries if query["gold"]]
    texts = [query["query"] for query in answerable]
    gold = [set(query["gold"]) for query in answerable]
    weight = search_index.DENSE_WEIGHT
    for name, dense, lexical in (
        ("dense", weight, False),
        ("lexical", 0.0, True),
        ("fused", weight, True),
        *(
            (f"fused, dense weight x {factor}", weight * factor, True)
            for factor in (0.5, 0.75, 1.5, 2)
        ),
    ):
        found = metrics(rank(index, texts, dense, lexical), gold)
        print(f"{name:28}", " ".join(f"{key} {value:.3f}" for key, value in found.items()))
    fused = rank(index, texts, weight, True)
    for name, english in (("Chinese queries", False), ("English queries", True)):
        chosen = [i for i, text in enumerate(texts) if text.isascii() == english]
        found = metrics([fused[i] for i in chosen], [gold[i] for i in chosen])
        line = " ".join(f"{key} {value:.3f}" for key, value in found.items())
        print(f"{name + ', ' + str(len(chosen)):28}", line)
    started = time.perf_counter()
    for query in queries:
        index.search(query["query"] + " ")
    print(f"search: {(time.perf_counter() - started) / len(queries) * 1000:.1f} ms a query")
    best = {kind: [] for kind in (True, False)}
    for query in queries:
        best[bool(query["gold"])].append(index.similarity(query["query"]))
    pairs = [(a > b) + 0.5 * (a == b) for a in best[True] for b in best[False]]
    print(f"best cosine separates answerable from not with AUC {np.mean(pairs):.3f}")


if __name__ == "__main__":
    main()
