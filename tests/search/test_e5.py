"""The e5 file format, on a small file written by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from interviewer.search.e5 import E5File, E5FileError, build_tokenizer, dequantise, load_e5

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁a", "b", "<mask>"]


def block(scale: float, weights: list[int]) -> bytes:
    """One Q4_0 block of 32 weights between -8 and 7."""
    low, high = weights[:16], weights[16:]
    nibbles = bytes((a + 8) | ((b + 8) << 4) for a, b in zip(low, high, strict=True))
    return struct.pack("<e", scale) + nibbles


def small_file() -> bytes:
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 0, 1, 64, 7, 16, 2, 1e-12, 32)
    vocabulary = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    scores = struct.pack(f"<{len(PIECES)}f", *[-float(i) for i in range(len(PIECES))])
    body = head + vocabulary + offsets.tobytes() + scores + blob + struct.pack("<iI", 0, 0)
    words = b"".join(block(0.5, [(i + row) % 16 - 8 for i in range(32)]) for row in range(7))
    name = b"emb.word"
    size = 4 + 2 + len(name) + 21
    entry = struct.pack("<H", len(name)) + name
    entry += struct.pack("<BIQQ", 1, 7 * 32, len(body) + size, len(words))
    return body + struct.pack("<i", 1) + entry + words


def test_a_block_is_decoded_as_documented() -> None:
    weights = [i % 16 - 8 for i in range(32)]
    raw = np.frombuffer(block(0.25, weights), np.uint8).reshape(1, 18)
    assert dequantise(raw)[0].tolist() == [0.25 * w for w in weights]


def test_rows_equal_the_whole_matrix() -> None:
    file = E5File(small_file())
    whole = file.array("emb.word").reshape(7, 32)
    assert file.rows("emb.word", np.array([5, 0])).tolist() == whole[[5, 0]].tolist()
    assert whole[1, 0] == 0.5 * -7


def test_vocabulary() -> None:
    vocabulary = E5File(small_file()).vocabulary
    assert [piece for piece, _ in vocabulary.pieces] == PIECES
    assert (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk) == (0, 2, 1, 3)


def test_special_tokens_have_the_ids_of_the_file() -> None:
    tokenizer = build_tokenizer(E5File(small_file()).vocabulary, 16)
    assert tokenizer("a b<mask>")["input_ids"] == [0, 4, 3, 5, 6, 2]
    assert len(tokenizer) == len(PIECES)
    assert tokenizer.model_max_length == 16
    special = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.unk_token_id)
    assert special == (0, 2, 3)
    batch = tokenizer(["a", "a b"], padding=True)["input_ids"]
    assert batch == [[0, 4, 2, 1, 1], [0, 4, 3, 5, 2]]


@pytest.mark.parametrize("data", [b"", b"GGUF" + bytes(100), small_file()[:80]])
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(E5FileError, match="Reinstall"):
        E5File(data)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(E5FileError, match="Install"):
        load_e5(tmp_path / "none.bin")
