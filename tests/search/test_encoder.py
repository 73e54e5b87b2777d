from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.errors import WeightsError
from interviewer.search.encoder import load_encoder, prefixes_of
from interviewer.settings import Settings


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("intfloat/multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("intfloat/e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("BAAI/bge-m3", None, ("", "")),
        ("x/arctic", {"query": "Query: ", "document": "Doc: "}, ("Query: ", "Doc: ")),
        ("x/e5-like", {"query": "q: ", "passage": "p: "}, ("q: ", "p: ")),
    ],
)
def test_prefixes(name: str, prompts: dict[str, str], expected: tuple[str, str]) -> None:
    assert prefixes_of(name, prompts) == expected


def test_missing_weights_name_the_command(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="interviewer models fetch e5"):
        load_encoder(Settings(cache=tmp_path))


def test_unloadable_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="INTERVIEWER_EMBEDDING"):
        load_encoder(Settings(embedding=str(tmp_path)))


@pytest.mark.models
def test_bundled_encoder_reads_meaning_across_languages() -> None:
    encoder = load_encoder(Settings(device="cpu"))
    queries = encoder.encode_queries(
        ["什么是卷积神经网络？", "what is a convolutional neural network?", "什么是卷积神经网络？"]
    )
    passages = encoder.encode_passages(
        ["卷积神经网络用卷积核提取局部特征。", "数据库事务具有原子性。"]
    )
    assert queries.shape == (3, encoder.dimension)
    assert queries.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-3)
    np.testing.assert_array_equal(queries[0], queries[2])
    scores = queries @ passages.T
    assert (scores[:, 0] > scores[:, 1] + 0.03).all()
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
