"""Free answers over the starter corpus: python benchmarks/qa.py [QUERIES] (default: evals/)."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from interviewer.bank.build import build_bank
from interviewer.evals.data import LabelledQuery
from interviewer.evals.retrieval import evaluate_qa
from interviewer.model.bank import Bank
from interviewer.qa.answer import Answerer
from interviewer.qa.evidence import text_of
from interviewer.search.encoder import load_encoder
from interviewer.search.index import SearchIndex
from interviewer.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def labels(bank: Bank) -> dict[str, str]:
    """Question id to ``folder/file.md#n``: the n-th question of that file, counted from 1."""
    places = defaultdict(list)
    for question in bank.questions:
        for source in question.sources:
            path = "/".join(Path(source.file).parts[-2:])
            places[path].append((source.line_start, question.id))
    return {
        question_id: f"{path}#{number}"
        for path, found in places.items()
        for number, (_, question_id) in enumerate(sorted(found), start=1)
    }


def main() -> None:
    """Print the figures of all queries, and the share answered for each style."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "evals" / "qa_queries.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    queries = [LabelledQuery.model_validate(row) for row in rows]
    encoder = load_encoder(Settings())
    bank = build_bank([ROOT / "corpus"], None, (), encoder).bank
    answerer = Answerer(bank, SearchIndex.build(bank, encoder), encoder)
    texts = {question.id: text_of(question) for question in bank.questions}
    names = labels(bank)
    print(evaluate_qa(answerer, queries, names.__getitem__, texts.__getitem__))
    styles: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        styles[row["style"]].append(not answerer.answer(row["query"]).abstained)
    for style, answered in sorted(styles.items()):
        print(f"{style:14} answered {sum(answered):2} of {len(answered)}")


if __name__ == "__main__":
    main()
