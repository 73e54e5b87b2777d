"""The bundled BERT body as a sentence-transformers module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast


class MeanPooled(nn.Module):
    """Mean of the last hidden states over the attention mask, scaled to unit length.

    The body runs in bfloat16 where that is asked for; pooling is always done in float32.
    """

    def __init__(self, body: BertModel, tokenizer: PreTrainedTokenizerFast, bf16: bool) -> None:
        super().__init__()
        self.body = body.to(torch.bfloat16) if bf16 else body
        self.tokenizer = tokenizer
        self.max_seq_length = int(body.config.max_position_embeddings)

    def tokenize(self, texts: list[str], **_: Any) -> dict[str, Tensor]:
        """Token ids and mask, padded to the longest text, cut at ``max_seq_length``."""
        batch: dict[str, Tensor] = self.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self.max_seq_length,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        return dict(batch)

    def preprocess(
        self, inputs: list[str], prompt: str | None = None, **_: Any
    ) -> dict[str, Tensor]:
        """The name that newer sentence-transformers releases give to ``tokenize``."""
        return self.tokenize([(prompt or "") + text for text in inputs])

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Add ``token_embeddings`` and ``sentence_embedding``, shape ``(batch, hidden)``."""
        mask = features["attention_mask"]
        states = self.body(
            input_ids=features["input_ids"], attention_mask=mask
        ).last_hidden_state.float()
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        features["token_embeddings"] = states
        features["sentence_embedding"] = functional.normalize(mean, dim=-1)
        return features

    def get_sentence_embedding_dimension(self) -> int:
        """Length of a vector."""
        return int(self.body.config.hidden_size)

    get_embedding_dimension = get_sentence_embedding_dimension
