"""BM25 over Chinese characters, their bigrams, and Latin words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.search.entries import joined

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


@dataclass(frozen=True)
class Words:
    """The tokens of one text: hashes in ascending order, each once, and how often each occurs."""

    tokens: NDArray[np.uint64]
    counts: NDArray[np.uint32]


def count_words(text: str) -> Words:
    """Count the tokens of a text."""
    counted = Counter(map(_number, tokenize(text)))
    tokens = sorted(counted)
    return Words(
        np.array(tokens, np.uint64), np.array([counted[token] for token in tokens], np.uint32)
    )


@lru_cache(1 << 17)
def _number(token: str) -> int:
    """A token's 64-bit hash, which needs no vocabulary that depends on the other texts."""
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@dataclass(frozen=True)
class _Postings:
    """All texts by token: those of ``tokens[i]`` lie in ``[first[i], first[i + 1])``."""

    tokens: NDArray[np.uint64]
    first: NDArray[np.int64]
    texts: NDArray[np.int64]
    weights: NDArray[np.float32]


class LexicalIndex:
    """Okapi BM25 (Lucene's variant, k1 1.2, b 0.75) whose scores are scaled to [0, 1].

    A score is divided by the sum of the query's inverse document frequencies, which no document
    can exceed; so a query whose words are mostly unknown scores low everywhere. What depends on
    all texts is computed at the first query and not stored, so that adding a text costs only that
    text (libraries store finished weights, which change with every text added).
    """

    def __init__(self, texts: Sequence[Words]) -> None:
        self.size = len(texts)
        none = Words(np.empty(0, np.uint64), np.empty(0, np.uint32))
        self._tokens = np.concatenate([none.tokens, *(words.tokens for words in texts)])
        self._counts = np.concatenate([none.counts, *(words.counts for words in texts)])
        self._first = np.cumsum([0, *(len(words.tokens) for words in texts)], dtype=np.int64)

    def merged(self, texts: Sequence[Words], order: NDArray[np.int64]) -> LexicalIndex:
        """The own texts and others, numbered after them, in an order; some may be left out."""
        other, index = LexicalIndex(texts), LexicalIndex(())
        index._first, chosen = joined((self._first, other._first), order)
        index._tokens = np.concatenate([self._tokens, other._tokens])[chosen]
        index._counts = np.concatenate([self._counts, other._counts])[chosen]
        index.size = len(order)
        return index

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score in [0, 1] per text, shape ``(size,)``."""
        scores = np.zeros(self.size, np.float32)
        bound = 0.0
        for token, times in Counter(tokenize(query)).items():
            found = self._texts_with(_number(token))
            count = found.stop - found.start
            rarity = times * float(np.log1p((self.size - count + 0.5) / (count + 0.5)))
            bound += rarity
            scores[self._postings.texts[found]] += rarity * self._postings.weights[found]
        return scores / np.float32(bound) if bound else scores

    def _texts_with(self, token: int) -> slice:
        """Where the postings of a token lie; an empty slice where no text has it."""
        tokens = self._postings.tokens
        at = int(np.searchsorted(tokens, np.uint64(token)))
        if at == len(tokens) or int(tokens[at]) != token:
            return slice(0, 0)
        return slice(int(self._postings.first[at]), int(self._postings.first[at + 1]))

    @cached_property
    def _postings(self) -> _Postings:
        order = np.argsort(self._tokens, kind="stable")
        owners = np.repeat(np.arange(self.size), np.diff(self._first))
        counts = self._counts.astype(np.float64)
        lengths = np.bincount(owners, counts, self.size).clip(min=1)
        saturation = 1.2 * (0.25 + 0.75 * lengths / lengths.mean()) if self.size else lengths
        weights = (counts / (counts + saturation[owners])).astype(np.float32)
        tokens, first = np.unique(self._tokens[order], return_index=True)
        return _Postings(tokens, np.append(first, len(order)), owners[order], weights[order])

    def save(self, path: Path) -> None:
        """Write the words of all texts as plain NumPy arrays (no pickles)."""
        with path.open("wb") as file:
            np.savez(file, tokens=self._tokens, counts=self._counts, first=self._first)

    @classmethod
    def open(cls, path: Path) -> LexicalIndex:
        """Read what ``save`` wrote; raises ``ValueError`` where the arrays do not fit together."""
        index = cls(())
        with np.load(path, allow_pickle=False) as stored:
            index._tokens, index._counts = stored["tokens"], stored["counts"]
            index._first = stored["first"]
        index.size = len(index._first) - 1
        if not index._first[-1] == len(index._tokens) == len(index._counts):
            raise ValueError("the words of the texts do not fit together")
        return index
