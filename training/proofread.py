"""Train the second reader: ``python -m training.proofread --evals EVALS``.

Every text of ``proofs`` goes through the frozen layers once; then adapters of the upper layers and
the head learn which clauses are false. The questions of ``unseen_*`` are never trained on: they
show how far false and true clauses are apart. ``--start`` goes on from weights that are there. The
scale of the score is fitted afterwards: ``python -m training.scales``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from sklearn.metrics import roc_auc_score
from torch import nn
from torch.nn import functional

from interviewer.grading.features import FeatureReader
from interviewer.grading.load import BUNDLE
from interviewer.grading.proofreader import (
    Proof,
    mean_odds,
    read_proofreader,
    write_proofreader,
)
from interviewer.grading.score import Scale
from interviewer.grading.shipped import FOLDER
from interviewer.grading.text import clauses
from interviewer.settings import Settings
from interviewer.weights.files import locate
from training.proofs import Text, texts, unseen_texts
from training.upper import FIRST, HIDDEN, Sample, Upper, batch_of, read_group

TOKENS = 1200
"""Padded tokens of a batch."""

LONGEST = 500
RANK = 8
ADAPTER_RATE = 3e-4
HEAD_RATE = 1.5e-3
WARM_UP = 0.15
LOOK = 100
"""Steps between two looks at the unseen questions."""


def samples(material: Sequence[Text], features: FeatureReader) -> list[Sample]:
    """Read every text once, the context of a question's texts together."""
    groups: dict[tuple[str, str], list[Text]] = {}
    for text in material:
        groups.setdefault((text.question, text.reference), []).append(text)
    found = []
    for number, ((question, reference), group) in enumerate(groups.items(), 1):
        answers = [text.answer for text in group]
        past, states = read_group(features, question, reference, answers, LONGEST)
        for text, state in zip(group, states, strict=True):
            spans = features.spans(text.answer)[:LONGEST]
            judged = tuple(
                (clause, any(a < clause[1] and clause[0] < b for a, b in text.false))
                for clause in clauses(text.answer)
            )
            false = [clause for clause, wrong in judged if wrong]
            labels = [float(any(a < e and s < b for s, e in false)) for a, b in spans]
            found.append(Sample(text.id, past, state, spans, torch.tensor(labels), judged))
        if number % 10 == 0:
            print(f"read {number} of {len(groups)} questions", flush=True)
    return found


def batches(material: Sequence[Sample], rng: random.Random) -> list[list[Sample]]:
    """Samples of about one length together, in random order."""
    found: list[list[Sample]] = [[]]
    for one in sorted(material, key=lambda one: len(one.labels) + 15 * rng.random()):
        size = max(len(other.labels) for other in [*found[-1], one])
        if found[-1] and size * (len(found[-1]) + 1) > TOKENS:
            found.append([])
        found[-1].append(one)
    rng.shuffle(found)
    return found


def train(model: Upper, material: Sequence[Sample], passes: int, seed: int) -> Iterator[None]:
    """Train adapters and head together; stops for a look now and then, and at the end."""
    rng = random.Random(seed)
    plan = [batch for _ in range(passes) for batch in batches(material, rng)]
    adapters = [value for value in model.layers.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": adapters, "weight_decay": 0.01},
            {"params": model.head.parameters(), "weight_decay": 0.05},
        ]
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [ADAPTER_RATE, HEAD_RATE], total_steps=len(plan) + 1, pct_start=WARM_UP
    )
    started, losses = time.monotonic(), []
    model.train()
    for step, some in enumerate(plan, 1):
        batch = batch_of(some)
        loss = functional.binary_cross_entropy_with_logits(
            model(batch), batch.labels, reduction="none"
        )
        mean = (loss * batch.mask).sum() / batch.mask.sum()
        optimizer.zero_grad()
        mean.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(mean.detach()))
        if step % 50 == 0:
            minutes = (time.monotonic() - started) / 60
            loss50 = sum(losses[-50:]) / 50
            print(f"step {step} of {len(plan)}, {minutes:.0f} min, loss {loss50:.3f}", flush=True)
        if step % LOOK == 0 or step == len(plan):
            yield
            model.train()


def known(features: Path | None) -> bool:
    return features is not None and features.exists()


def separation(model: Upper, material: Sequence[Sample]) -> float:
    """Area under the curve of false against true clauses."""
    scores, truth = [], []
    model.eval()
    with torch.inference_mode():
        for some in batches(material, random.Random(0)):
            for one, odds in zip(some, model(batch_of(some)).tolist(), strict=True):
                for clause, false in one.clauses:
                    mean = mean_odds(clause, one.spans, odds[: len(one.spans)])
                    if mean is not None:
                        scores.append(mean)
                        truth.append(false)
    return float(roc_auc_score(truth, scores))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    parser.add_argument("--features", type=Path, help="keep what the lower layers say in this file")
    parser.add_argument("--start", type=Path, help="folder of weights to go on from")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="proofreader-3")
    # Slope and offset were chosen on the development pairs, among those in EXPERIMENTS.md.
    parser.add_argument("--slope", type=float, default=1.0)
    parser.add_argument("--offset", type=float, default=-2.5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    features = FeatureReader(locate(BUNDLE, Settings().cache), torch.bfloat16)
    wanted = texts(options.evals / "bank_gold.jsonl"), unseen_texts()
    key = FIRST, LONGEST, wanted
    kept = torch.load(options.features, weights_only=False) if known(options.features) else None
    if kept and kept[0] != key:
        raise SystemExit(f"{options.features} was made of other texts or layers; delete it.")
    material, unseen = kept[1] if kept else [samples(part, features) for part in wanted]
    if options.features and not kept:
        torch.save((key, (material, unseen)), options.features)
    model = Upper(features, RANK, options.seed)
    if options.start:
        adapters, head, _ = read_proofreader(options.start)
        model.go_on(adapters, head)
    proof = Proof(
        name=options.name,
        sha256="",
        width=features.width,
        hidden=HIDDEN,
        slope=options.slope,
        offset=options.offset,
        scale=Scale(version="none"),
    )
    print(f"before: {separation(model, unseen):.3f}", flush=True)
    for _ in train(model, material, options.passes, options.seed):
        write_proofreader(model.adapters(), model.head, proof, options.out)
        print(f"false against true clauses, unseen: {separation(model, unseen):.3f}", flush=True)


if __name__ == "__main__":
    main()
