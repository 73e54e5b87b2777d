from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.search.lexical import LexicalIndex, tokenize

TEXTS = ["卷积层提取局部特征", "LSTM 用门控缓解梯度消失", "dropout drops units at random"]


def test_chinese_gives_characters_and_bigrams_latin_gives_words() -> None:
    assert tokenize("GPT-2 卷积核") == ["gpt-2", "卷", "积", "核", "卷积", "积核"]


def test_function_words_are_not_searched() -> None:
    assert tokenize("What is the 卷积 的 什么?") == ["卷", "积", "卷积"]


def test_full_width_letters_are_the_same_word() -> None:
    assert tokenize("ＬＳＴＭ") == ["lstm"]


def test_scores_are_between_zero_and_one_and_find_the_text() -> None:
    index = LexicalIndex(TEXTS)
    for number, query in enumerate(["局部特征", "门控和梯度消失", "random units"]):
        scores = index.scores(query)
        assert scores.shape == (3,)
        assert 0 <= scores.min() <= scores.max() <= 1
        assert int(np.argmax(scores)) == number


def test_bm25_agrees_with_the_formula() -> None:
    index = LexicalIndex(["x b", "x c c d"])
    # idf(c) = ln(1 + 1.5/1.5); tf part = 2 / (2 + 1.2 * (0.25 + 0.75 * 4/3)); bound = idf(c).
    expected = 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert index.scores("c")[1] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("query", ["", "。，！", "完全陌生", "zzz"])
def test_unknown_words_score_zero(query: str) -> None:
    assert LexicalIndex(TEXTS[2:]).scores(query).tolist() == [0.0]


def test_unknown_words_lower_the_scores_of_known_ones() -> None:
    index = LexicalIndex(TEXTS)
    assert index.scores("dropout quantum banana").max() < index.scores("dropout").max()


@pytest.mark.parametrize("texts", [TEXTS, ["", "卷积"], []])
def test_saved_and_opened_index_scores_alike(tmp_path: Path, texts: list[str]) -> None:
    index = LexicalIndex(texts)
    index.save(tmp_path / "lexical")
    opened = LexicalIndex.open(tmp_path / "lexical", len(texts))
    for query in ("卷积层", "dropout units"):
        np.testing.assert_allclose(opened.scores(query), index.scores(query))
