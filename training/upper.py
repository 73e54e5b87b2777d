"""The upper layers of the second reader over stored states, so that only they are computed.

The lower layers and the reading of question and reference never change in training: what they
give is read once (``read_group``) and kept. ``Upper`` is the rest: the adapted layers, the head.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import DynamicCache

from interviewer.grading.adapters import adapt, fresh_adapters
from interviewer.grading.features import LAYERS, FeatureReader
from interviewer.grading.proofreader import Head
from interviewer.grading.text import Span

FIRST = 4
"""The lowest layer with adapters."""

HIDDEN = 96
AT_ONCE = 8
FAR = -1e4

Past = list[tuple[Tensor, Tensor]]
"""Keys and values ``(heads, tokens, size)`` of a context, layer by layer from ``FIRST`` on."""


@dataclass(frozen=True)
class Sample:
    """An answer at the entrance of the first adapted layer.

    ``states`` is ``(T, width)``; ``labels`` ``(T,)`` says which tokens lie in a false clause, and
    ``clauses`` which clauses are false.
    """

    id: str
    past: Past
    states: Tensor
    spans: list[Span]
    labels: Tensor
    clauses: tuple[tuple[Span, bool], ...]


class ReachedError(Exception):
    """The lower layers are done."""


@contextmanager
def lower_layers(features: FeatureReader) -> Iterator[list[Tensor]]:
    """The model stops before ``FIRST``; what would have entered it is appended to the list."""
    entered: list[Tensor] = []

    def stop(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        entered.append(inputs[0])
        raise ReachedError

    hook = features.model.layers[FIRST].register_forward_pre_hook(stop)
    try:
        yield entered
    finally:
        hook.remove()


def read_group(
    features: FeatureReader, question: str, reference: str, answers: Sequence[str], longest: int
) -> tuple[Past, list[Tensor]]:
    """The context's keys and values, and the states of every answer's first tokens."""
    read = features.context(question, reference)
    past = [(one.keys[0].clone(), one.values[0].clone()) for one in read.layers[FIRST:]]
    tokens = [features.tokens(answer)[:longest] for answer in answers]
    order = sorted(range(len(answers)), key=lambda i: len(tokens[i]))
    states: dict[int, Tensor] = {}
    with torch.inference_mode(), lower_layers(features) as entered:
        for first in range(0, len(order), AT_ONCE):
            some = order[first : first + AT_ONCE]
            size = max(len(tokens[i]) for i in some)
            padded = [[*tokens[i], *[0] * (size - len(tokens[i]))] for i in some]
            vectors = torch.stack([features.embedded(row) for row in padded])
            cache = DynamicCache()
            for layer, one in enumerate(read.layers[:FIRST]):
                shape = (len(some), -1, -1, -1)
                cache.update(one.keys.expand(shape), one.values.expand(shape), layer)
            try:
                features.model(inputs_embeds=vectors, past_key_values=cache, use_cache=True)
            except ReachedError:
                found = entered.pop()
            states |= {i: found[row, : len(tokens[i])].clone() for row, i in enumerate(some)}
    return past, [states[i] for i in range(len(answers))]


class Before:
    """What stands before the answers of a batch, as ``transformers`` asks a cache for it."""

    def __init__(self, past: Past) -> None:
        self._past = past

    def update(self, keys: Tensor, values: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """The context's keys and values with the answer's behind them."""
        before = self._past[layer - FIRST]
        return torch.cat((before[0], keys), 2), torch.cat((before[1], values), 2)


@dataclass(frozen=True)
class Batch:
    """Answers ``(B, T)``, padded behind; contexts ``(B, C)``, padded before."""

    states: Tensor
    past: Past
    lengths: Tensor
    labels: Tensor
    mask: Tensor


def batch_of(samples: Sequence[Sample]) -> Batch:
    """Put samples together."""
    pad = nn.utils.rnn.pad_sequence
    lengths = torch.tensor([one.past[0][0].shape[1] for one in samples])
    longest = int(lengths.max())

    def flush(one: Tensor) -> Tensor:
        return nn.functional.pad(one, (0, 0, longest - one.shape[1], 0))

    past = [
        (
            torch.stack([flush(one.past[layer][0]) for one in samples]),
            torch.stack([flush(one.past[layer][1]) for one in samples]),
        )
        for layer in range(LAYERS - FIRST)
    ]
    return Batch(
        states=pad([one.states for one in samples], batch_first=True),
        past=past,
        lengths=lengths,
        labels=pad([one.labels for one in samples], batch_first=True),
        mask=pad([torch.ones(len(one.labels)) for one in samples], batch_first=True),
    )


class Upper(nn.Module):
    """Log odds of every token to lie in a false clause, from the states below ``FIRST``."""

    def __init__(self, features: FeatureReader, rank: int, seed: int) -> None:
        super().__init__()
        made = torch.Generator().manual_seed(seed)
        adapt(features.model, fresh_adapters(features.model, range(FIRST, LAYERS), rank, made))
        features.model.requires_grad_(False)
        features.model.config._attn_implementation = "eager"  # the fastest way back on a CPU
        self.layers = features.model.layers[FIRST:]
        self.rotary: Any = features.model.rotary_emb
        self.head = Head(features.width, HIDDEN)
        for name, value in self.layers.named_parameters():
            value.requires_grad_(name.endswith((".down", ".up")))

    def go_on(self, adapters: Mapping[str, Tensor], head: Head) -> None:
        """Start from what was trained before; layers without adapters there start afresh."""
        self.head.load_state_dict(head.state_dict())
        own = dict(self.layers.named_parameters())
        with torch.no_grad():
            for name, value in adapters.items():
                _, layer, rest = name.split(".", 2)
                own[f"{int(layer) - FIRST}.{rest}"].copy_(value)

    def adapters(self) -> dict[str, Tensor]:
        """What was trained in the layers, by the names ``adapt`` knows."""
        return {
            f"layers.{FIRST + int(name.split('.')[0])}.{name.split('.', 1)[1]}": value.detach()
            for name, value in self.layers.named_parameters()
            if value.requires_grad
        }

    def forward(self, batch: Batch) -> Tensor:
        """``(B, T)``."""
        x = batch.states
        count, size, _ = x.shape
        context = batch.past[0][0].shape[2]
        positions = batch.lengths[:, None] + torch.arange(size)
        rotary = self.rotary(x, positions)
        padding = torch.arange(context) < (context - batch.lengths)[:, None]
        hidden = torch.ones(size, size, dtype=torch.bool).triu(1)
        mask = torch.cat(
            (padding[:, None].expand(count, size, context), hidden.expand(count, size, size)), -1
        )
        shut = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(mask, FAR)[:, None]
        for layer in self.layers:
            x = layer(
                x,
                attention_mask=shut,
                past_key_values=Before(batch.past),
                position_embeddings=rotary,
            )
        odds: Tensor = self.head(x.float(), batch.mask.sum(1).long())
        return odds
