"""A second reader: which clauses of an answer are false beside the reference.

The point reader sees whether a point is spoken about, but seldom that one word of it was turned
round: its 21 million parameters were trained on a few hundred questions. A language model's layers
(``features``) have read more. Small trained adapters in the upper ones, and on top of them a
bidirectional GRU over the answer's words, give every clause the chance that it contradicts what is
known; ``second_reading`` says what follows from that.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from interviewer.errors import GraderError
from interviewer.grading.score import Scale
from interviewer.grading.second_reading import Manuscript
from interviewer.grading.shipped import FOLDER, Shipped, read_shipped, write_shipped
from interviewer.grading.text import Span, clauses, neutral
from interviewer.grading.windows import windows

if TYPE_CHECKING:
    from interviewer.grading.features import FeatureReader

WEIGHTS = "proofreader.safetensors"
DESCRIPTION = "proofreader.json"
HEAD = "head."
"""Before the names of the head's weights; the others are adapters."""

MAX_ANSWER = 400
WINDOWS = 3
"""Windows of ``MAX_ANSWER`` tokens that are proofread; what lies behind is taken as it stands."""


class Head(nn.Module):
    """Log odds of every word to belong to a false clause."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.down = nn.Linear(width, hidden)
        self.both_ways = nn.GRU(hidden, hidden, batch_first=True, bidirectional=True)
        self.odds = nn.Linear(2 * hidden, 1)
        self.drop = nn.Dropout(0.3)

    def forward(self, states: Tensor, lengths: Tensor | None = None) -> Tensor:
        """``(B, T, width)`` hidden states to ``(B, T)`` log odds.

        With ``lengths`` ``(B,)`` what lies behind them is padding.
        """
        x = functional.gelu(self.down(self.drop(self.norm(states))))
        if lengths is None:
            x, _ = self.both_ways(x)
        else:
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, True, enforce_sorted=False)
            x, _ = nn.utils.rnn.pad_packed_sequence(self.both_ways(packed)[0], True)
        odds: Tensor = self.odds(self.drop(x))[..., 0]
        return odds


class Proof(Shipped):
    """How the head is made; ``slope`` and ``offset`` turn a clause's log odds into a chance."""

    width: int
    hidden: int
    slope: float
    offset: float
    scale: Scale


class Proofreader:
    """Doubts clauses; the same text, the same doubts. Safe to use from several threads."""

    def __init__(self, features: FeatureReader, folder: Path = FOLDER) -> None:
        """Read what was trained; ``features`` reads answers with its adapters from now on.

        Raises:
            GraderError: a file is missing or altered, or of another model.
        """
        self._features = features
        adapters, self._head, self._proof = read_proofreader(folder)
        if features.width != self._proof.width:
            raise GraderError(
                f"The proofreader was trained on {self._proof.width} numbers a word; the language "
                f"model gives {features.width}."
            )
        features.adapt(adapters)
        self._lock = threading.Lock()
        self.identity = self._proof.identity
        self.scale = self._proof.scale

    def doubts(self, text: Manuscript) -> dict[Span, float]:
        """The chance of every clause of the answer to be false; clauses not read are left out."""
        plain = Manuscript(*map(readable, (text.question, text.reference, text.answer)))
        spoken = clauses(text.answer)  # as the point reader's evidence counts them
        with self._lock:
            spans = self._features.spans(plain.answer)
            places = windows(plain.answer, spans, MAX_ANSWER)[:WINDOWS] if spans else []
            found: dict[Span, float] = {}
            for place in places:
                found |= dict(self._window(plain, place, spoken))
        return found

    def _window(
        self, text: Manuscript, window: Span, spoken: Sequence[Span]
    ) -> Iterator[tuple[Span, float]]:
        first, last = window
        part = text.answer[first:last]
        states = self._features.read(text.question, text.reference, part)
        spans = [(a + first, b + first) for a, b in self._features.spans(part)]
        odds = word_odds(self._head, states)
        for clause in spoken:
            mean = mean_odds(clause, spans, odds)
            if mean is not None:
                yield clause, self._chance(mean)

    def _chance(self, odds: float) -> float:
        value = self._proof.slope * odds + self._proof.offset
        return float(torch.sigmoid(torch.tensor(value, dtype=torch.float64)))


def readable(text: str) -> str:
    """The text with hidden characters as blanks, line by line; offsets stay."""
    return "\n".join(map(neutral, text.split("\n")))


def word_odds(head: Head, states: Tensor) -> list[float]:
    """Log odds of every word, for hidden states ``(T, width)``."""
    with torch.inference_mode():
        odds: list[float] = head(states[None])[0].tolist()
    return odds


def mean_odds(clause: Span, spans: Sequence[Span], odds: Sequence[float]) -> float | None:
    """Mean log odds of a clause's tokens; None where none of them was read."""
    start, end = clause
    inside = [value for (a, b), value in zip(spans, odds, strict=True) if a < end and start < b]
    return sum(inside) / len(inside) if inside else None


def read_proofreader(folder: Path) -> tuple[dict[str, Tensor], Head, Proof]:
    """The trained adapters, the head and their description.

    Raises:
        GraderError: a file is missing or altered.
    """
    state, proof = read_shipped(folder / WEIGHTS, folder / DESCRIPTION, Proof)
    whole = {name: value.float() for name, value in state.items()}
    head = Head(proof.width, proof.hidden)
    head.load_state_dict({k.removeprefix(HEAD): v for k, v in whole.items() if k.startswith(HEAD)})
    return {k: v for k, v in whole.items() if not k.startswith(HEAD)}, head.eval(), proof


def write_proofreader(
    adapters: Mapping[str, Tensor], head: Head, proof: Proof, folder: Path = FOLDER
) -> Proof:
    """Write both files, the weights in half precision; returns the description with its hash."""
    whole = {**adapters, **{HEAD + name: value for name, value in head.state_dict().items()}}
    state = {name: value.half().contiguous() for name, value in whole.items()}
    return write_shipped(folder / WEIGHTS, folder / DESCRIPTION, state, proof)
