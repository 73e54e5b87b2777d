"""Small trained additions to frozen projections (LoRA: Hu et al. 2021, arXiv 2106.09685)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional

from interviewer.grading.integers import IntegerLinear

Projection = nn.Linear | IntegerLinear

DOWN, UP = ".down", ".up"
"""Endings of the two matrices ``(rank, in)`` and ``(out, rank)`` of a projection."""


class Adapted(nn.Module):
    """A frozen projection, and what training added to it: ``x W' + b + (x down') up'``."""

    def __init__(self, frozen: Projection, down: Tensor, up: Tensor) -> None:
        super().__init__()
        self.frozen = frozen
        self.down = nn.Parameter(down)
        self.up = nn.Parameter(up)
        self.on = True

    def forward(self, x: Tensor) -> Tensor:
        """``(..., in)`` to ``(..., out)``."""
        plain: Tensor = self.frozen(x)
        if not self.on:
            return plain
        return plain + functional.linear(
            functional.linear(x, self.down.to(x.dtype)), self.up.to(x.dtype)
        )


def adapt(model: nn.Module, adapters: Mapping[str, Tensor]) -> list[Adapted]:
    """Put the adapters at their projections, by the projections' names; they are on.

    Raises:
        ValueError: the model has no such projection, or one of another size; it is left as it was.
    """
    names = sorted({key.removesuffix(DOWN).removesuffix(UP) for key in adapters})
    found = {
        name: Adapted(projection(model, name, adapters), adapters[name + DOWN], adapters[name + UP])
        for name in names
    }
    for name, adapted in found.items():
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, adapted)
    return list(found.values())


def projection(model: nn.Module, name: str, adapters: Mapping[str, Tensor]) -> Projection:
    """The projection that a pair of adapters is made for."""
    try:
        module = model.get_submodule(name)
        down, up = adapters[name + DOWN], adapters[name + UP]
    except (AttributeError, KeyError) as error:
        raise ValueError(f"{name} is missing") from error
    if (
        isinstance(module, Projection)
        and (up.shape[0], down.shape[1]) == (module.out_features, module.in_features)
        and up.shape[1] == down.shape[0]
    ):
        return module
    raise ValueError(f"{name} is no projection of that size")


@contextmanager
def switched_off(adapted: list[Adapted]) -> Iterator[None]:
    """The plain model, for as long as the block lasts."""
    for one in adapted:
        one.on = False
    try:
        yield
    finally:
        for one in adapted:
            one.on = True


def fresh_adapters(
    model: nn.Module, layers: range, rank: int, generator: torch.Generator
) -> dict[str, Tensor]:
    """Adapters for all projections of some layers, that change nothing yet."""
    found: dict[str, Tensor] = {}
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear) and int(name.split(".")[1]) in layers:
            rows, columns = module.weight.shape
            down = torch.randn(rank, columns, generator=generator) / columns**0.5
            found |= {name + DOWN: down, name + UP: torch.zeros(rows, rank)}
    return found
