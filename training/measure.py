"""Figures for the choice between trainings, on held-out questions with their own points."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from statistics import mean
from typing import Any

from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import f1_score, roc_auc_score

from training.batches import Tokens, tokens_of
from training.compose import compose
from training.data import CONTRADICTED, STATED, Example, LabelledQuestion, Unit
from training.mixture import labelled

Read = Callable[[list[Tokens]], list[list[list[float]]]]
CREDIT = (1.0, 0.45, 0.0, -0.35)


def credit(chances: Sequence[Sequence[float]], weights: Sequence[int]) -> float:
    """Expected credit of the points, 0-100."""
    total = sum(
        weight * sum(c * p for c, p in zip(CREDIT, chance, strict=True))
        for weight, chance in zip(weights, chances, strict=True)
    )
    return 100 * min(1.0, max(0.0, total / sum(weights)))


def state_figures(chances: list[list[list[float]]], examples: list[Example]) -> dict[str, float]:
    flat = [c for one in chances for c in one]
    truth = [s for example in examples for s in example.states]
    guess = [max(range(4), key=lambda i, c=c: c[i]) for c in flat]  # type: ignore[misc]
    pairs = [(s, c) for s, c in zip(truth, flat, strict=True) if s in (STATED, CONTRADICTED)]
    f1 = f1_score(truth, guess, average=None, labels=range(4), zero_division=0)
    return {
        "accuracy": mean(float(a == b) for a, b in zip(truth, guess, strict=True)),
        "f1 c": f1[0],
        "f1 p": f1[1],
        "f1 m": f1[2],
        "f1 x": f1[3],
        "auc x over c": roc_auc_score(
            [s == CONTRADICTED for s, _ in pairs], [c[3] - c[0] for _, c in pairs]
        ),
    }


def report_choice(
    read: Read, tokenizer: Any, units: list[Unit], questions: list[LabelledQuestion]
) -> dict[str, Any]:
    """State figures on composed and written answers; score figures on written ones."""
    rng = random.Random(7)
    composed = [compose(unit, units, rng) for unit in units for _ in range(12)]
    chances = read([tokens_of(tokenizer, example) for example in composed])
    figures: dict[str, Any] = {"composed": state_figures(chances, composed)}
    pairs = [(q, a) for q in questions for a in q.answers]
    written = [labelled(q, a) for q, a in pairs]
    chances = read([tokens_of(tokenizer, example) for example in written])
    figures["written"] = state_figures(chances, written)
    scores = [credit(c, q.weights) for c, (q, _) in zip(chances, pairs, strict=True)]
    intended = [a.score for _, a in pairs]
    figures["spearman"] = spearmanr(scores, intended).statistic
    figures["pearson"] = pearsonr(scores, intended).statistic
    kinds = list(dict.fromkeys(a.kind for _, a in pairs))
    figures["kinds"] = {
        kind: [
            round(mean(v for v, (_, a) in zip(values, pairs, strict=True) if a.kind == kind))
            for values in (scores, intended)
        ]
        for kind in kinds
    }
    by = {(q.id, a.kind): s for s, (q, a) in zip(scores, pairs, strict=True)}
    ids = [q.id for q in questions if (q.id, "flip") in by]
    figures["full-flip"] = mean(by[i, "full"] - by[i, "flip"] for i in ids)
    figures["full-flip1>5"] = mean(float(by[i, "full"] - by[i, "flip1"] > 5) for i in ids)
    figures["full-para"] = mean(abs(by[i, "full"] - by[i, "para"]) for i in ids)
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}
