"""What a small language model's lower half makes of an answer's words beside the reference.

Layers of Qwen2.5-Coder-0.5B-Instruct (Apache-2.0; the ``llm-small`` bundle) read question,
reference and answer; the hidden states of the answer's tokens tell, to a trained head
(``proofreader``), whether a word fits what was said before. Half of the layers do as well as all.
Question and reference are read by the layers as they are, the answer with trained adapters.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from interviewer.errors import GraderError
from interviewer.grading.adapters import Adapted, adapt, switched_off
from interviewer.grading.gguf import GGUFFile
from interviewer.grading.integers import to_integers
from interviewer.grading.text import Span, is_chinese

LAYERS = 12
MAX_CONTEXT = 700
"""Tokens of question and reference; what a longer reference says behind them is not read."""

LAST = 8
"""Tokens at the end of a context that introduce the answer."""

KEPT = 4
"""Questions whose reading is kept for the next answer."""

PIECES = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""How Qwen2 cuts text before its byte-pair merges."""


def context_of(question: str, reference: str) -> str:
    """What stands before the answer."""
    if is_chinese(question):
        return f"问题：{question}\n参考答案：{reference}\n考生的回答："
    return f"Question: {question}\nReference answer: {reference}\nCandidate's answer: "


class FeatureReader:
    """Hidden states ``(tokens, width)`` of an answer; the same text, the same numbers.

    Not safe to use from several threads at once.
    """

    def __init__(
        self, path: Path, dtype: torch.dtype = torch.float32, *, integers: bool = False
    ) -> None:
        """Read the layers; with ``integers`` they multiply as ``IntegerLinear`` does."""
        self._path = path
        self._file = GGUFFile(path)
        self._dtype = dtype
        self._tokenizer = tokenizer_of(self._file.fields)
        self.model = self._frozen_layers(integers)
        self._adapted: list[Adapted] = []
        self._read: OrderedDict[str, Any] = OrderedDict()

    @property
    def width(self) -> int:
        """Numbers of a token."""
        return int(self._file.fields["qwen2.embedding_length"])

    def adapt(self, adapters: Mapping[str, Tensor]) -> None:
        """Read answers with these adapters from now on.

        Raises:
            GraderError: they were made for another model, or there are adapters already.
        """
        try:
            self._adapted = adapt(
                self.model, {name: value.to(self._dtype) for name, value in adapters.items()}
            )
        except ValueError as error:
            raise GraderError(
                f"The adapters do not fit the layers of {self._path}: {error}"
            ) from error

    def tokens(self, answer: str) -> list[int]:
        """The numbers of the answer's tokens."""
        return list(self._tokenizer.encode(answer).ids)

    def spans(self, answer: str) -> list[Span]:
        """The characters of every token of the answer."""
        return [tuple(span) for span in self._tokenizer.encode(answer).offsets]

    def read(self, question: str, reference: str, answer: str) -> Tensor:
        """Float32 hidden states, one row for each of ``spans(answer)``."""
        context = context_of(question, reference)
        with torch.inference_mode():
            past = self._past(context)
            hidden = self._run(self.tokens(answer), past)
            past.crop(-hidden.shape[0])
        self._read[context] = past  # kept only now: after a failure it would hold half an answer
        while len(self._read) > KEPT:
            self._read.popitem(last=False)
        return hidden.float()

    def context(self, question: str, reference: str) -> Any:
        """The keys and values of all layers after question and reference, read without adapters."""
        return self._fresh(context_of(question, reference))

    def embedded(self, tokens: Sequence[int]) -> Tensor:
        """The vectors ``(tokens, width)`` of tokens."""
        unique, places = np.unique(tokens, return_inverse=True)
        rows = torch.from_numpy(self._file.rows("token_embd.weight", unique))
        return rows.to(self._dtype)[torch.from_numpy(places)]

    def _past(self, context: str) -> Any:
        """The context's keys and values, taken out of those that are kept or read anew."""
        past = self._read.pop(context, None)
        return self._fresh(context) if past is None else past

    def _fresh(self, context: str) -> Any:
        from transformers import DynamicCache

        tokens = self._tokenizer.encode(context).ids
        if len(tokens) > MAX_CONTEXT:
            tokens = [*tokens[: MAX_CONTEXT - LAST], *tokens[-LAST:]]
        past = DynamicCache()
        with torch.inference_mode(), switched_off(self._adapted):
            self._run(tokens, past)
        return past

    def _run(self, tokens: Sequence[int], past: Any) -> Tensor:
        vectors = self.embedded(tokens)
        found = self.model(inputs_embeds=vectors[None], past_key_values=past, use_cache=True)
        hidden: Tensor = found.last_hidden_state[0]
        return hidden

    def _frozen_layers(self, integers: bool) -> Any:
        from transformers import Qwen2Config, Qwen2Model

        fields = self._file.fields
        config = Qwen2Config(
            vocab_size=1,
            hidden_size=self.width,
            intermediate_size=fields["qwen2.feed_forward_length"],
            num_hidden_layers=LAYERS,
            num_attention_heads=fields["qwen2.attention.head_count"],
            num_key_value_heads=fields["qwen2.attention.head_count_kv"],
            rms_norm_eps=fields["qwen2.attention.layer_norm_rms_epsilon"],
            rope_theta=fields["qwen2.rope.freq_base"],
            tie_word_embeddings=False,
        )
        with torch.device("meta"):
            model = Qwen2Model(config)
        model.rotary_emb = type(model.rotary_emb)(config)
        model.embed_tokens = torch.nn.Identity()
        model.norm = torch.nn.Identity()
        for number, layer in enumerate(model.layers):
            weights = {name: self._weight(f"layers.{number}.{name}") for name in layer.state_dict()}
            layer.load_state_dict(weights, assign=True)
            if integers:
                to_integers(layer)
        return model.eval()

    def _weight(self, name: str) -> Tensor:
        """A weight of the model, by its name in ``transformers``."""
        return torch.from_numpy(self._file.tensor(stored_name(name)).copy()).to(self._dtype)


def tokenizer_of(fields: Mapping[str, Any]) -> Any:
    """Byte-level pairs without special tokens: an answer's ``<|im_end|>`` is plain text."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = {piece: i for i, piece in enumerate(fields["tokenizer.ggml.tokens"])}
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return tokenizer


NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def stored_name(name: str) -> str:
    """``layers.3.mlp.up_proj.weight`` is ``blk.3.ffn_up.weight`` in the file."""
    match = re.fullmatch(r"layers\.(\d+)\.(.+)\.(weight|bias)", name)
    if match is None:
        raise KeyError(name)
    return f"blk.{match[1]}.{NAMES[match[2]]}.{match[3]}"
