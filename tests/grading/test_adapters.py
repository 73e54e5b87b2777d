"""Trained additions to frozen projections."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from interviewer.grading.adapters import DOWN, UP, adapt, fresh_adapters, switched_off


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.up_proj = nn.Linear(3, 4)
        self.norm = nn.LayerNorm(4)

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.norm(self.up_proj(x))
        return found


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layers = nn.ModuleList([Layer(), Layer()])


X = torch.tensor([[1.0, 2.0, 3.0]])
DOWNS = torch.tensor([[1.0, 0.0, 0.0]])
UPS = torch.tensor([[0.0], [2.0], [0.0], [0.0]])
ADAPTERS = {"layers.1.up_proj" + DOWN: DOWNS, "layers.1.up_proj" + UP: UPS}


def test_an_adapter_adds_its_product_and_can_be_switched_off() -> None:
    model = Model()
    projection = model.layers[1].up_proj
    plain = projection(X)
    adapted = adapt(model, ADAPTERS)
    added = model.layers[1].up_proj(X) - plain
    assert torch.allclose(added, torch.tensor([[0.0, 2.0, 0.0, 0.0]]), atol=1e-6)
    with switched_off(adapted):
        assert torch.equal(model.layers[1].up_proj(X), plain)
    assert torch.allclose(model.layers[1].up_proj(X) - plain, added)


def test_an_error_leaves_the_adapters_on() -> None:
    adapted = adapt(Model(), ADAPTERS)
    with pytest.raises(RuntimeError), switched_off(adapted):
        raise RuntimeError
    assert all(one.on for one in adapted)


@pytest.mark.parametrize("name", ["layers.7.up_proj", "layers.1.norm", "layers.1.other"])
def test_adapters_of_another_model_are_refused(name: str) -> None:
    model = Model()
    with pytest.raises(ValueError, match=name):
        adapt(model, {**ADAPTERS, name + DOWN: DOWNS, name + UP: UPS})
    assert isinstance(model.layers[1].up_proj, nn.Linear)


def test_adapters_of_another_size_are_refused_and_so_is_a_second_set() -> None:
    model = Model()
    with pytest.raises(ValueError, match="size"):
        adapt(model, {**ADAPTERS, "layers.1.up_proj" + DOWN: torch.ones(1, 5)})
    with pytest.raises(ValueError, match="missing"):
        adapt(model, {"layers.1.up_proj" + UP: UPS})
    adapt(model, ADAPTERS)
    with pytest.raises(ValueError, match="size"):
        adapt(model, ADAPTERS)


def test_fresh_adapters_change_nothing_yet_and_are_those_of_the_layers() -> None:
    model = Model()
    plain = model.layers[1](X)
    made = fresh_adapters(model, range(1, 2), 2, torch.Generator().manual_seed(0))
    assert {key.rpartition(".")[0] for key in made} == {"layers.1.up_proj"}
    adapt(model, made)
    assert torch.equal(model.layers[1](X), plain)
    again = fresh_adapters(Model(), range(1, 2), 2, torch.Generator().manual_seed(0))
    assert all(torch.equal(made[key], again[key]) for key in made)
