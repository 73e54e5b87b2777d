"""The word vectors of the bundled e5, decoded row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from interviewer.search.e5 import E5File

NAME = "emb.word"


class WordVectors(nn.Module):
    """Stands where a model has its ``nn.Embedding``; frozen, without parameters.

    The whole table takes 384 MB as float32 and 54 MB in the file; a text touches a few hundred of
    its 250,037 rows. Vectors have the type and the device that the module was last moved ``to``.
    Safe to use from several threads.
    """

    def __init__(self, file: E5File) -> None:
        super().__init__()
        self._file = file
        # Holds nothing: `to` changes its type and device, which are those of the vectors.
        self.register_buffer("like", torch.empty(0), persistent=False)

    def forward(self, tokens: Tensor) -> Tensor:
        """Vectors ``(*tokens.shape, hidden)`` of token ids."""
        unique, places = torch.unique(tokens, return_inverse=True)
        rows = torch.from_numpy(self._file.rows(NAME, unique.cpu().numpy()))
        return rows.to(cast("Tensor", self.like))[places]

    def table(self) -> Tensor:
        """Every vector, float32 ``(vocabulary, hidden)``: for training, which reads all of them."""
        return torch.from_numpy(self._file.array(NAME)).view(-1, self._file.header.hidden)
