"""An encoder without a model, for tests and for machines that must not load torch."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class HashEncoder:
    """Hashes character 1- to 3-grams into a unit vector (feature hashing with signs).

    Deterministic on every platform. Texts that share characters get similar vectors; meaning is
    not modelled.
    """

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.id = f"hash-ngrams-{dimension}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Same as ``encode_passages``: this encoder has no prefixes."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return shape ``(len(texts), dimension)``, float32, rows of length 1."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            self._fill(row, text)
        return vectors

    def _fill(self, row: NDArray[np.float32], text: str) -> None:
        plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
        grams = [plain[i : i + size] for size in (1, 2, 3) for i in range(len(plain) - size + 1)]
        for gram in grams:
            digest = hashlib.blake2b(gram.encode("utf-8", "replace"), digest_size=8).digest()
            value = int.from_bytes(digest, "little")
            row[(value >> 1) % self.dimension] += 1.0 if value & 1 else -1.0
        length = float(np.linalg.norm(row))
        if length > 0:
            row /= length
        else:
            row[0] = 1.0
