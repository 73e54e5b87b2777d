"""Products in 8-bit integers: near the float ones, exact in their sums, alone as in a batch."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from interviewer.grading.integers import (
    LARGEST,
    IntegerLinear,
    in_hardware,
    rounded,
    to_integers,
)


def test_the_processor_is_asked_without_what_only_new_versions_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for old, expected in (({"_is_vnni_supported": lambda: True}, True), ({}, False)):
        monkeypatch.setattr(torch, "cpu", SimpleNamespace(**old))
        assert in_hardware() is expected


def test_no_rows_give_no_rows() -> None:
    assert IntegerLinear(torch.ones(3, 5), torch.ones(3))(torch.zeros(1, 0, 5)).shape == (1, 0, 3)


def test_whole_numbers_come_out_exactly() -> None:
    weight = torch.tensor([[127.0, -3.0], [0.0, 127.0], [-127.0, 64.0]])
    layer = IntegerLinear(weight, torch.tensor([1.0, 0.0, -1.0]))
    x = torch.tensor([[127.0, 2.0], [-127.0, 127.0]])
    assert torch.equal(layer(x), x @ weight.t() + torch.tensor([1.0, 0.0, -1.0]))


@given(st.integers(1, 40), st.integers(2, 70), st.integers(1, 30), st.integers(0, 99))
def test_an_error_is_at_most_half_a_step_of_each_factor(
    rows: int, width: int, out: int, seed: int
) -> None:
    made = torch.Generator().manual_seed(seed)
    x = torch.randn(rows, width, generator=made)
    weight = torch.randn(out, width, generator=made)
    found = IntegerLinear(weight, None)(x)
    step_x = x.abs().amax(1, keepdim=True) / LARGEST
    step_w = weight.abs().amax(1)[None] / LARGEST
    bound = (
        (x.abs().sum(1, keepdim=True) * step_w + weight.abs().sum(1)[None] * step_x) / 2
        + width * step_x * step_w / 4
        + 1e-4
    )
    assert bool(((found - x @ weight.t()).abs() <= bound).all())


def test_a_token_does_not_depend_on_its_neighbours() -> None:
    made = torch.Generator().manual_seed(1)
    layer = IntegerLinear(torch.randn(48, 64, generator=made), torch.randn(48, generator=made))
    x = torch.randn(3, 9, 64, generator=made)
    together = layer(x)
    loud = torch.cat((x[:1, :1], 1000 * x[1:2, :5]), 1)
    assert torch.equal(layer(loud)[0, 0], together[0, 0])
    assert all(torch.equal(layer(row), same) for row, same in zip(x, together, strict=True))


def test_nothing_but_zeros_gives_the_bias() -> None:
    whole, scale = rounded(torch.zeros(2, 5))
    assert not whole.any()
    assert bool(scale.isfinite().all())
    layer = IntegerLinear(torch.zeros(3, 5), torch.ones(3))
    assert torch.equal(layer(torch.zeros(2, 5)), torch.ones(2, 3))


def test_every_linear_layer_is_exchanged() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Sequential(nn.LayerNorm(4), nn.Linear(4, 2)))
    to_integers(model)
    kinds = [type(module) for module in model.modules()]
    assert kinds.count(IntegerLinear) == 2
    assert nn.Linear not in kinds
    assert model(torch.zeros(1, 4)).shape == (1, 2)


def test_what_was_exchanged_is_let_go() -> None:
    model = nn.Sequential(nn.Linear(4, 4))
    before = weakref.ref(model[0].weight)
    to_integers(model)
    assert not any(buffer.requires_grad for buffer in model.buffers())
    gc.collect()
    assert before() is None
