from __future__ import annotations

import numpy as np
import pytest

from interviewer.model.protocols import Encoder
from interviewer.search.fake import HashEncoder


def test_vectors_are_unit_length_float32() -> None:
    encoder: Encoder = HashEncoder(64)
    vectors = encoder.encode_passages(["卷积神经网络", "", "a"])
    assert vectors.shape == (3, 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


def test_known_value_so_that_indexes_stay_valid_between_releases() -> None:
    vector = HashEncoder(8).encode_queries(["ab"])[0]
    expected = HashEncoder(8).encode_passages(["A B"])[0]
    np.testing.assert_array_equal(vector, expected)
    assert np.count_nonzero(vector) <= 3


def test_similar_texts_are_nearer_than_others() -> None:
    a, b, c = HashEncoder().encode_passages(["卷积神经网络", "卷积网络", "数据库事务"])
    assert a @ b > a @ c


def test_no_text_gives_no_row() -> None:
    assert HashEncoder(16).encode_queries([]).shape == (0, 16)


@pytest.mark.parametrize("text", ["\ud800", "\x00", "🙂" * 1000])
def test_odd_texts_do_not_break_it(text: str) -> None:
    assert HashEncoder().encode_queries([text]).shape == (1, 256)
