"""Ship a checkpoint: fit its chances on held-out answers, write the int8 weights.

``python -m training.calibrate CHECKPOINT --name NAME``

Temperature and biases of the state logits are fitted on the labelled questions that were held out
of the training. The scale of the score is fitted afterwards: ``python -m training.scales``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import nnls
from torch import Tensor
from torch.nn import functional

from interviewer.grading.checkpoint import Calibration, write_checkpoint

PLACES = (0.0, 0.08, 0.16, 0.26, 0.38, 0.5, 0.62, 0.74, 0.84, 0.92, 1.0)
RIDGE = 0.3


def fitted_knots(
    raw: Sequence[float], truth: Sequence[float], places: Sequence[float] = PLACES
) -> tuple[tuple[float, float], ...]:
    """Monotone piecewise linear fit from (0, 0), least squares with a pull to equal slopes."""
    x, y = np.array(raw), np.array(truth)
    ramps = [np.clip((x - a) / (b - a), 0, 1) for a, b in pairwise(places)]
    widths = np.diff(places)
    design = np.vstack([np.array(ramps).T, np.diag(RIDGE * np.sqrt(len(x)) * np.ones(len(widths)))])
    target = np.concatenate([y, RIDGE * np.sqrt(len(x)) * 100 * widths])
    rises, _ = nnls(design, target)
    heights = np.minimum(100, np.concatenate([[0], np.cumsum(rises)]))
    return tuple((float(a), round(float(b), 2)) for a, b in zip(places, heights, strict=True))


def fitted_chances(logits: Tensor, states: Tensor) -> tuple[float, tuple[float, ...]]:
    """Temperature and bias of the states with the least log loss."""
    scale = torch.ones(1, requires_grad=True)
    bias = torch.zeros(4, requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, bias], max_iter=100)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.cross_entropy(logits * scale + bias, states) + 0.01 * bias.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)  # type: ignore[arg-type]
    shift = bias.detach() - bias.detach().mean()
    return 1 / float(scale.detach()), tuple(round(float(value), 3) for value in shift)


def main() -> None:
    from training import dev
    from training.batches import tokens_of
    from training.data import is_validation, load_answers
    from training.mixture import labelled
    from training.train import HERE

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--name", required=True)
    options = parser.parse_args()
    read, tokenizer = dev.loaded(options.checkpoint)
    questions = [q for q in load_answers(HERE / "data") if is_validation(q.id)]
    pairs = [(q, a) for q in questions for a in q.answers]
    written = [labelled(q, a) for q, a in pairs]
    found = read([tokens_of(tokenizer, example) for example in written])
    logits = torch.tensor([point for one in found for point in one]).clamp(min=1e-6).log()
    states = torch.tensor([state for example in written for state in example.states])
    temperature, bias = fitted_chances(logits, states)
    calibration = Calibration(version=f"{options.name}/none", temperature=temperature, bias=bias)
    state = torch.load(options.checkpoint, weights_only=True)
    print(write_checkpoint(state, options.name, calibration).model_dump_json(indent=1))


if __name__ == "__main__":
    main()
