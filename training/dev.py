"""Goal-table figures of a checkpoint on rated development answers with extracted key points.

``python -m training.dev CHECKPOINT --evals FOLDER`` where FOLDER holds ``bank_gold.jsonl``,
``grading_dev.jsonl`` and ``pairs_dev.jsonl``. The score knots are fitted leaving one question out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import torch
from scipy.stats import pearsonr, spearmanr

from interviewer.bank.key_points import extract_key_points
from interviewer.grading.network import from_e5
from interviewer.grading.score import Chances, interpolate, tally
from interviewer.search.e5 import load_e5
from training.batches import tokens_of
from training.calibrate import fitted_knots
from training.data import DEV_QUESTIONS, Example, read_lines
from training.measure import Read
from training.train import bundled_e5, predictions

WORTHLESS = {
    "contradiction",
    "misconception",
    "stuffing",
    "offtopic",
    "dontknow",
    "injection",
    "echo",
}
GOOD = {"full", "full_spoken", "beyond", "english", "asr"}


def development(folder: Path) -> tuple[list[Example], list[tuple[int, ...]], list[dict[str, Any]]]:
    """Examples, weights and records of the rated answers and of the minimal pairs."""
    bank = {
        r["qid"]: r for r in read_lines(folder / "bank_gold.jsonl") if r["qid"] in DEV_QUESTIONS
    }
    points = {
        qid: extract_key_points(r["question"], r["reference"], r.get("explanation") or None)
        for qid, r in bank.items()
    }
    records = [
        {
            **r,
            "set": name,
            "kind": r.get("kind") or r["variant"],
            "truth": r.get("score", r.get("intended")),
        }
        for name in ("grading_dev", "pairs_dev")
        for r in read_lines(folder / f"{name}.jsonl")
    ]
    examples, weights = [], []
    for record in records:
        found = points[record["qid"]]
        n = len(found)
        examples.append(
            Example(
                bank[record["qid"]]["question"],
                record["answer"],
                tuple(p.text for p in found),
                (0,) * n,
                (None,) * n,
                record["kind"],
            )
        )
        weights.append(tuple(p.weight for p in found))
    return examples, weights, records


def held_out_scores(
    raw: Sequence[float], truth: Sequence[float], groups: Sequence[str]
) -> list[float]:
    """Knots from raw to score, fitted without the question it is applied to."""
    scores = np.zeros(len(raw))
    raw_, truth_, groups_ = np.array(raw), np.array(truth), np.array(groups)
    for group in set(groups):
        inside = groups_ == group
        knots = fitted_knots(raw_[~inside].tolist(), truth_[~inside].tolist())
        scores[inside] = [interpolate(value, knots) for value in raw_[inside]]
    return scores.tolist()


def by_kind(rated: Sequence[tuple[float, dict[str, Any]]], kind: str) -> str:
    """Mean score and mean of the raters."""
    found = [(s, r["truth"]) for s, r in rated if r["kind"] == kind]
    return f"{mean(s for s, _ in found):.0f}/{mean(t for _, t in found):.0f}"


def table(scores: Sequence[float], records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The goal table."""
    rated = [(s, r) for s, r in zip(scores, records, strict=True) if r["set"] == "grading_dev"]
    low = [(0 if s < 10 else s, 0 if r["truth"] < 10 else r["truth"]) for s, r in rated]
    order = [
        (1.0 if sa > sb else 0.5 if sa == sb else 0.0)
        for sa, a in rated
        for sb, b in rated
        if a["qid"] == b["qid"] and a["truth"] >= b["truth"] + 15
    ]
    pairs: dict[str, dict[str, float]] = {}
    for s, r in zip(scores, records, strict=True):
        if r["set"] == "pairs_dev":
            pairs.setdefault(r["qid"], {})[r["kind"]] = s
    gap = {k: [p["full"] - p[k] for p in pairs.values()] for k in next(iter(pairs.values()))}
    worthless = [s for s, r in rated if r["kind"] in WORTHLESS]
    good = [s for s, r in rated if r["kind"] in GOOD and r["truth"] >= 80]
    middle = [abs(s - r["truth"]) for s, r in rated if r["kind"] in ("partial", "thin", "mixed")]
    middle += [
        abs(s - r["truth"]) for s, r in zip(scores, records, strict=True) if r["kind"] == "flip1"
    ]
    kinds = list(dict.fromkeys(r["kind"] for _, r in rated))
    return {
        "spearman": spearmanr(*zip(*low, strict=True)).statistic,
        "pearson": pearsonr([s for s, _ in rated], [r["truth"] for _, r in rated]).statistic,
        "order": mean(order),
        "worthless>=50": mean(s >= 50 for s in worthless),
        "good<60": mean(s < 60 for s in good),
        "mae": mean(abs(s - r["truth"]) for s, r in rated),
        "mae middle": mean(middle),
        "full-flip": mean(gap["flip"]),
        "flip>=20": mean(g >= 20 for g in gap["flip"]),
        "flip1>5": mean(g > 5 for g in gap["flip1"]),
        "|para|": mean(abs(g) for g in gap["para"]),
        "|terse|": mean(abs(g) for g in gap["terse"]),
        "full-padded": mean(gap["padded"]),
        "fog": mean(p["fog"] for p in pairs.values()),
        "kinds": {kind: by_kind(rated, kind) for kind in kinds},
        "variants": {k: round(mean(p[k] for p in pairs.values())) for k in gap},
    }


def loaded(checkpoint: Path) -> tuple[Read, Any]:
    """The checkpoint as a function from tokens to chances, and the tokenizer."""
    torch.set_num_threads(1)
    model, tokenizer = load_e5(bundled_e5())
    reader, words = from_e5(model)
    reader.load_state_dict(torch.load(checkpoint, weights_only=True))
    reader.bfloat16()
    words = words.bfloat16()
    return lambda items: predictions(reader, words, items, tokenizer.pad_token_id, 3000), tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--evals", type=Path, required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    read, tokenizer = loaded(options.checkpoint)
    examples, weights, records = development(options.evals)
    items = [tokens_of(tokenizer, e) for e in examples]
    chances = read(items)
    if options.save:
        saved = [
            {**r, "points": e.points, "weights": w, "chances": c}
            for r, e, w, c in zip(records, examples, weights, chances, strict=True)
        ]
        options.save.write_text(json.dumps(saved, ensure_ascii=False))
    raw = [tally([Chances(*c) for c in cs], w).raw for cs, w in zip(chances, weights, strict=True)]
    scores = held_out_scores(raw, [r["truth"] for r in records], [r["qid"] for r in records])
    for name, value in table(scores, records).items():
        print(f"{name:14}", f"{value:.3f}" if isinstance(value, float) else value)
    print(
        "raw",
        {
            k: round(100 * mean(v for v, r in zip(raw, records, strict=True) if r["kind"] == k))
            for k in dict.fromkeys(r["kind"] for r in records)
        },
    )


if __name__ == "__main__":
    main()
