"""The point reader: one pass over an answer, every key point reads it by attention.

The layers start from multilingual-e5-small. Question and answer run as one
sequence that never sees the points; each point runs as a sequence of its own
whose tokens attend to themselves and, in every layer, to question and answer.
So a verdict does not depend on which other points are asked for, nor on their
order, and an answer is encoded once however many points there are (one-way
attention after "Investigating the Effects of Sparse Attention on
Cross-Encoders", Schlatt et al., 2024).

Question, answer and points of a request stand in one row; ``part`` numbers the
tokens of a row: -1 padding, 0 question and answer, ``k >= 1`` the k-th point.

Shapes: ``B`` rows, ``T`` tokens of a row, ``P`` points of a row (padded), ``H``
hidden size.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

STATES = 4
"""Stated, partly, missing, contradicted - in this order."""

ROLES = 3
"""Question, answer, point."""

BLOCKED = -1e4

SHARPNESS = 4.0
"""Of the soft maximum over a point's tokens."""


class Reading(NamedTuple):
    """What the network says: state logits ``(B, P, 4)`` and evidence logits ``(B, P, T)``."""

    states: Tensor
    evidence: Tensor


class Layer(nn.Module):
    """A post-norm transformer layer with query, key and value in one matrix."""

    def __init__(self, hidden: int, heads: int, feed_forward: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, epsilon)
        self.up = nn.Linear(hidden, feed_forward)
        self.down = nn.Linear(feed_forward, hidden)
        self.norm2 = nn.LayerNorm(hidden, epsilon)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """``x`` ``(B, T, H)``; ``blocked`` ``(B, 1, T, T)`` is added to the attention scores."""
        rows, tokens, hidden = x.shape
        size = hidden // self.heads
        query, key, value = (
            self.qkv(x).view(rows, tokens, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        )
        scores = (query / math.sqrt(size)) @ key.transpose(-1, -2) + blocked
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, tokens, hidden)
        x = self.norm1(x + self.out(mixed))
        y: Tensor = self.norm2(x + self.down(functional.gelu(self.up(x))))
        return y


def blocked_by(part: Tensor) -> Tensor:
    """Additive mask ``(B, 1, T, T)``: a token sees its own part and question and answer."""
    mine, other = part.unsqueeze(2), part.unsqueeze(1)
    seen = (other == 0) | (other == mine)
    return (~seen).unsqueeze(1) * BLOCKED


class PointReader(nn.Module):
    """Decides for every key point what the answer does with it, and where."""

    center: Tensor

    def __init__(
        self,
        *,
        hidden: int = 384,
        layers: int = 12,
        heads: int = 12,
        feed_forward: int = 1536,
        positions: int = 512,
        epsilon: float = 1e-12,
    ) -> None:
        super().__init__()
        self.position = nn.Embedding(positions, hidden)
        self.role = nn.Embedding(ROLES, hidden)
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(
            Layer(hidden, heads, feed_forward, epsilon) for _ in range(layers)
        )
        self.register_buffer("center", torch.zeros(hidden))
        self.final = nn.LayerNorm(hidden, 1e-6)
        self.point_key = nn.Linear(hidden, hidden)
        self.answer_key = nn.Linear(hidden, hidden)
        self.evidence_bias = nn.Parameter(torch.tensor(-5.0))
        self.mix = nn.Linear(4 * hidden, hidden)
        self.verdict = nn.Linear(hidden, STATES)
        self.token_verdict = nn.Linear(hidden, STATES)
        nn.init.zeros_(self.token_verdict.weight)
        nn.init.zeros_(self.token_verdict.bias)
        nn.init.zeros_(self.role.weight)
        nn.init.eye_(self.point_key.weight)
        nn.init.eye_(self.answer_key.weight)

    def embed(self, words: Tensor, places: Tensor, roles: Tensor) -> Tensor:
        """Word vectors ``(n, t, H)`` plus position and role, normalised."""
        x: Tensor = self.norm(words + self.position(places) + self.role(roles))
        return x

    def forward(self, x: Tensor, part: Tensor, text: Tensor, points: int) -> Reading:
        """Read.

        Args:
            x: embedded tokens, ``(B, T, H)``.
            part: which part every token belongs to, ``(B, T)``.
            text: 1 for tokens of the answer itself, ``(B, T)``.
            points: ``P``, the greatest number of points of a row.
        """
        blocked = blocked_by(part).to(x.dtype)
        for layer in self.layers:
            x = layer(x, blocked)
        return self.conclude(x, part, text, points)

    def conclude(self, x: Tensor, part: Tensor, text: Tensor, points: int) -> Reading:
        """Point at the evidence, compare it with the point, decide."""
        numbers = torch.arange(1, points + 1, device=part.device)
        member = (part.unsqueeze(1) == numbers[:, None]).to(x.dtype)
        x = x - self.center
        point = self.final(member @ x / member.sum(-1, keepdim=True).clamp(min=1))
        x = self.final(x)
        evidence = self.point_key(point) @ self.answer_key(x).transpose(1, 2)
        evidence = evidence.float() / math.sqrt(point.shape[-1]) + self.evidence_bias.float()
        evidence = evidence.masked_fill(text.unsqueeze(1) == 0, BLOCKED)
        weight = torch.sigmoid(evidence)
        weight = weight / weight.sum(-1, keepdim=True).clamp(min=0.5)
        found = self.final(weight.to(x.dtype) @ x)
        features = torch.cat([point, found, (point - found).abs(), point * found], dim=-1)
        states = self.verdict(functional.gelu(self.mix(features))).float()
        return Reading(states + self.loudest(x, member), evidence)

    def loudest(self, x: Tensor, member: Tensor) -> Tensor:
        """Soft maximum over a point's tokens of what each says: one wrong word decides.

        ``log(mean(exp(k y))) / k`` of the token logits ``y``, ``(B, P, 4)``.
        """
        loud: Tensor = (SHARPNESS * self.token_verdict(x).float()).clamp(max=40).exp()
        count = member.sum(-1, keepdim=True).clamp(min=1).float()
        return ((member.float() @ loud) / count).clamp(min=1e-9).log() / SHARPNESS


def from_e5(model: Any) -> tuple[PointReader, Tensor]:
    """A reader whose layers are those of e5, and e5's word vectors ``(vocabulary, H)``."""
    config = model.config
    reader = PointReader(
        hidden=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        feed_forward=config.intermediate_size,
        positions=config.max_position_embeddings,
        epsilon=config.layer_norm_eps,
    )
    embeddings = model.embeddings
    with torch.no_grad():
        kind = embeddings.token_type_embeddings.weight[0]
        reader.position.weight.copy_(embeddings.position_embeddings.weight + kind)
        reader.norm.load_state_dict(embeddings.LayerNorm.state_dict())
        for number, theirs in enumerate(model.encoder.layer):
            mine = cast("Layer", reader.layers[number])
            attention = theirs.attention.self
            parts = (attention.query, attention.key, attention.value)
            mine.qkv.weight.copy_(torch.cat([part.weight for part in parts]))
            mine.qkv.bias.copy_(torch.cat([part.bias for part in parts]))
            mine.out.load_state_dict(theirs.attention.output.dense.state_dict())
            mine.norm1.load_state_dict(theirs.attention.output.LayerNorm.state_dict())
            mine.up.load_state_dict(theirs.intermediate.dense.state_dict())
            mine.down.load_state_dict(theirs.output.dense.state_dict())
            mine.norm2.load_state_dict(theirs.output.LayerNorm.state_dict())
    return reader, embeddings.word_embeddings.table()
