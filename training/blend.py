"""Mean of checkpoints: ``python -m training.blend OUT A=0.4 B=0.6`` (shares are normalised)."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="CHECKPOINT=SHARE")
    options = parser.parse_args()
    named = [part.rsplit("=", 1) for part in options.parts]
    total = sum(float(share) for _, share in named)
    blended: dict[str, torch.Tensor] = {}
    for path, share in named:
        for name, value in torch.load(path, weights_only=True).items():
            blended[name] = blended.get(name, torch.zeros(())) + float(share) / total * value
    torch.save(blended, options.out)


if __name__ == "__main__":
    main()
