from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.search.lexical import LexicalIndex, count_words, tokenize

TEXTS = ["卷积层提取局部特征", "LSTM 用门控缓解梯度消失", "dropout drops units at random"]


def index_of(texts: list[str]) -> LexicalIndex:
    return LexicalIndex([count_words(text) for text in texts])


def test_chinese_gives_characters_and_bigrams_latin_gives_words() -> None:
    assert tokenize("GPT-2 卷积核") == ["gpt-2", "卷", "积", "核", "卷积", "积核"]


def test_function_words_are_not_searched() -> None:
    assert tokenize("What is the 卷积 的 什么?") == ["卷", "积", "卷积"]


def test_full_width_letters_are_the_same_word() -> None:
    assert tokenize("ＬＳＴＭ") == ["lstm"]


def test_scores_are_between_zero_and_one_and_find_the_text() -> None:
    index = index_of(TEXTS)
    for number, query in enumerate(["局部特征", "门控和梯度消失", "random units"]):
        scores = index.scores(query)
        assert scores.shape == (3,)
        assert 0 <= scores.min() <= scores.max() <= 1
        assert int(np.argmax(scores)) == number


def test_repeated_words_of_a_query_count_each_time() -> None:
    index = index_of(["x b", "x c c d"])
    rarity = {"c": np.log1p(1.5 / 1.5), "x": np.log1p(0.5 / 2.5)}
    c, x = index.scores("c")[1], index.scores("x")[1]
    expected = (2 * rarity["c"] * c + rarity["x"] * x) / (2 * rarity["c"] + rarity["x"])
    assert index.scores("c x c")[1] == pytest.approx(expected, rel=1e-5)


def test_an_index_made_of_the_words_of_another_is_the_same() -> None:
    index = index_of([*TEXTS, "left out"])
    again = index.merged([count_words("")], np.array([2, 0, 4]))
    anew = index_of([TEXTS[2], TEXTS[0], ""])
    for query in ("局部特征", "random units"):
        assert again.scores(query).tolist() == anew.scores(query).tolist()


def test_arrays_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    with path.open("wb") as file:
        np.savez(file, tokens=np.zeros(2, np.uint64), counts=np.ones(1), first=np.array([0, 2]))
    with pytest.raises(ValueError, match="fit"):
        LexicalIndex.open(path)


def test_bm25_agrees_with_the_formula() -> None:
    index = index_of(["x b", "x c c d"])
    # idf(c) = ln(1 + 1.5/1.5); tf part = 2 / (2 + 1.2 * (0.25 + 0.75 * 4/3)); bound = idf(c).
    expected = 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert index.scores("c")[1] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("query", ["", "。，！", "完全陌生", "zzz"])
def test_unknown_words_score_zero(query: str) -> None:
    assert index_of(TEXTS[2:]).scores(query).tolist() == [0.0]


def test_unknown_words_lower_the_scores_of_known_ones() -> None:
    index = index_of(TEXTS)
    assert index.scores("dropout quantum banana").max() < index.scores("dropout").max()


@pytest.mark.parametrize("texts", [TEXTS, ["", "卷积"], []])
def test_saved_and_opened_index_scores_alike(tmp_path: Path, texts: list[str]) -> None:
    index = index_of(texts)
    index.save(tmp_path / "words.npz")
    opened = LexicalIndex.open(tmp_path / "words.npz")
    assert opened.size == len(texts)
    for query in ("卷积层", "dropout units"):
        np.testing.assert_allclose(opened.scores(query), index.scores(query))
