"""Our reader of GGUF files against files that the ``gguf`` package writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFWriter, dequantize, quantize

from interviewer.errors import GraderError
from interviewer.grading.gguf import GGUFFile

PLAIN = np.arange(12, dtype=np.float32).reshape(3, 4)
WIDE = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
PACKED = GGMLQuantizationType.Q8_0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    writer = GGUFWriter(path, "qwen2")
    writer.add_uint32("qwen2.block_count", 24)
    writer.add_float32("qwen2.rope.freq_base", 1e6)
    writer.add_array("tokenizer.ggml.tokens", ["a", "Ġb", "中"])
    writer.add_tensor("plain", PLAIN)
    writer.add_tensor("packed", quantize(WIDE, PACKED), raw_dtype=PACKED)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_fields(path: Path) -> None:
    fields = GGUFFile(path).fields
    assert fields["general.architecture"] == "qwen2"
    assert fields["qwen2.block_count"] == 24
    assert fields["qwen2.rope.freq_base"] == 1e6
    assert fields["tokenizer.ggml.tokens"] == ["a", "Ġb", "中"]


def test_tensors(path: Path) -> None:
    file = GGUFFile(path)
    assert np.array_equal(file.tensor("plain"), PLAIN)
    expected = dequantize(quantize(WIDE, PACKED), PACKED)
    assert np.array_equal(file.tensor("packed"), expected)
    assert np.array_equal(file.rows("packed", np.array([4, 0])), expected[[4, 0]])


@pytest.mark.parametrize("size", [0, 3, 8, 20, 60])
def test_a_cut_file_is_named(path: Path, tmp_path: Path, size: int) -> None:
    short = tmp_path / "short.gguf"
    short.write_bytes(path.read_bytes()[:size])
    with pytest.raises(GraderError, match=r"is cut short|is not a GGUF"):
        GGUFFile(short)


def test_a_file_cut_in_its_tensors_is_named(path: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.gguf"
    short.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(GraderError, match="ends before its tensor packed"):
        GGUFFile(short).tensor("packed")


def test_another_file_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\x03\x04" * 20)
    with pytest.raises(GraderError, match="not a GGUF file"):
        GGUFFile(other)
