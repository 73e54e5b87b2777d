"""BM25 over Chinese characters, their bigrams, and Latin words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_RUN = re.compile(r"[a-z0-9]+(?:[.+#\-][a-z0-9]+)*[+#]*|[\u3040-\u30ff\u3400-\u9fff]+")

# In a bank that is mostly of the other language, function words are rare and would count most.
_ENGLISH = """
a about an and any are as at be been but by can could describe did do does each explain for from
give had has have how i if in into is it its just may me mean means more most my no not of off on
one or our out over please s same should so some such t tell than that the their them then there
these they this those to under up us use used using vs was we were what when where whether which
while who why will with would you your
"""
_CHINESE = """
的 了 吗 呢 吧 啊 嘛 是 和 与 或 在 有 也 都 就 把 被 它 我 你 他 这 那 个 些 什 么 啥 请
什么 怎么 这个 那个 一个 请问 为啥
"""
_STOP = frozenset((_ENGLISH + _CHINESE).split())


def tokenize(text: str) -> list[str]:
    """Lower-cased Latin words and numbers; single CJK characters and their bigrams; no stop words.

    Bigrams stand for words without a dictionary; single characters let a shortened term match.
    """
    tokens: list[str] = []
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        run = match.group()
        if run[0] < "\u3040":
            tokens.append(run)
        else:
            tokens.extend(run)
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return [token for token in tokens if token not in _STOP]


class LexicalIndex:
    """Okapi BM25 (Lucene's variant, k1 1.2, b 0.75) whose scores are scaled to [0, 1].

    A score is divided by the sum of the query's inverse document frequencies, which no document
    can exceed; so a query whose words are mostly unknown scores low everywhere.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self.size = len(texts)
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        if self.size:
            self._bm25.index([tokenize(text) or [""] for text in texts], show_progress=False)
            self._measure()

    def _measure(self) -> None:
        """Keep the document frequency of every token: the lengths of its postings."""
        self._frequencies = np.diff(self._bm25.scores["indptr"])

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score in [0, 1] per text, shape ``(size,)``."""
        tokens = tokenize(query)
        if not tokens or not self.size:
            return np.zeros(self.size, np.float32)
        bound = sum(self._rarity(token) for token in tokens)
        known = [token for token in tokens if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self.size, np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known) / bound
        return scores

    def _rarity(self, token: str) -> float:
        """Inverse document frequency; a token of no document is the rarest."""
        number = self._bm25.vocab_dict.get(token)
        count = float(self._frequencies[number]) if number is not None else 0.0
        return float(np.log1p((self.size - count + 0.5) / (count + 0.5)))

    def save(self, folder: Path) -> None:
        """Write plain NumPy and JSON files (no pickles) into ``folder``."""
        folder.mkdir()
        if self.size:
            self._bm25.save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what ``save`` wrote for ``size`` texts."""
        import bm25s

        index = cls(())
        index.size = size
        if size:
            index._bm25 = bm25s.BM25.load(folder, show_progress=False)
            index._measure()
        return index
