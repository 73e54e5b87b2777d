"""The search index: exact cosine search (FAISS), BM25, and their fusion per question."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.errors import IndexMismatchError
from interviewer.model.bank import Bank
from interviewer.model.base import Value
from interviewer.model.protocols import Encoder, Progress
from interviewer.model.retrieval import SearchHit
from interviewer.search import files
from interviewer.search.entries import (
    Field,
    Indexed,
    index_question,
    lexical_text,
    text_of,
)
from interviewer.search.lexical import LexicalIndex
from interviewer.search.manifest import FORMAT, Manifest

QUESTION_WEIGHT = 0.25
"""Share of the question's own similarity; the rest is its best passage's."""

DENSE_WEIGHT = 0.05
"""What one standard deviation of cosine weighs against a lexical score of 1."""

SAMPLE = 400
BATCH = 64


class PassageHit(Value):
    """A passage ``[start, end)`` of a question's field and its cosine with the query."""

    question_id: str
    field: Field
    start: int
    end: int
    similarity: float


class SearchIndex:
    """Finds the questions of a bank that a text asks for or that hold its answer.

    A question's similarity is a weighted mean of the cosine of its own text and the best cosine
    among its passages. ``score`` adds the lexical score to the similarity in standard deviations
    of this bank, so that encoders with a narrow and with a wide range of cosines weigh alike.
    Safe to use from several threads.
    """

    def __init__(
        self,
        encoder: Encoder,
        bank_version: str,
        questions: Sequence[Indexed],
        vectors: NDArray[np.float32],
        lexical: LexicalIndex,
    ) -> None:
        self.encoder = encoder
        self.bank_version = bank_version
        self.questions = tuple(questions)
        self._lexical = lexical
        self._lock = threading.Lock()
        counts = [len(item.entries) for item in self.questions]
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._owner = np.repeat(np.arange(len(counts)), counts)
        self._faiss = files.flat_index(vectors, encoder.dimension)
        self._vectors = files.view(self._faiss)
        self._mean, self._deviation = self._spread()

    @classmethod
    def build(
        cls,
        bank: Bank,
        encoder: Encoder,
        previous: SearchIndex | None = None,
        progress: Progress | None = None,
    ) -> SearchIndex:
        """Index the visible questions of a bank.

        Vectors of texts that ``previous`` already holds (same encoder) are taken from there.
        """
        visible = [question for question in bank.questions if not question.hidden]
        questions = [index_question(question) for question in visible]
        known = previous.vectors_by_key() if previous and previous.encoder.id == encoder.id else {}
        missing = {
            entry.key: (entry.field, text_of(question, entry))
            for question, item in zip(visible, questions, strict=True)
            for entry in item.entries
            if entry.key not in known
        }
        known |= _encode(missing, encoder, progress)
        rows = [known[entry.key] for item in questions for entry in item.entries]
        vectors = np.stack(rows) if rows else np.empty((0, encoder.dimension), np.float32)
        lexical = LexicalIndex([lexical_text(question) for question in visible])
        return cls(encoder, bank.version, questions, vectors, lexical)

    def save(self, folder: Path) -> None:
        """Write the index and its manifest into an existing folder."""
        files.write(folder, self._faiss, self.questions, self._lexical, self._describe())

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> SearchIndex:
        """Read an index that ``save`` wrote.

        Raises:
            IndexMissingError: there is none.
            IndexMismatchError: it was made with another encoder or format, or is damaged.
        """
        parts = files.read(folder)
        manifest = parts.manifest
        if (manifest.encoder, manifest.dimension) != (encoder.id, encoder.dimension):
            raise IndexMismatchError(
                f"The search index in {folder} was made with the encoder {manifest.encoder!r}, "
                f"and {encoder.id!r} is set. Make it again: interviewer build PATH, "
                "or set INTERVIEWER_EMBEDDING back."
            )
        return cls(encoder, manifest.bank_version, parts.questions, parts.vectors, parts.lexical)

    def search(self, query: str, k: int = 10) -> tuple[SearchHit, ...]:
        """The ``k`` best questions for one query, best first."""
        return self.search_many((query,), k)[0]

    def search_many(self, queries: Sequence[str], k: int = 10) -> list[tuple[SearchHit, ...]]:
        """Search several queries at once; the encoder sees them as one batch."""
        asked = [i for i, query in enumerate(queries) if query.strip()]
        hits: list[tuple[SearchHit, ...]] = [() for _ in queries]
        if not asked or not self.questions or k < 1:
            return hits
        encoded = self.encoder.encode_queries([queries[i] for i in asked])
        for i, vector in zip(asked, encoded, strict=True):
            hits[i] = self._rank(queries[i], vector, k)
        return hits

    def passages(self, query: str, k: int = 10) -> tuple[PassageHit, ...]:
        """The ``k`` passages of references and explanations nearest to the query."""
        if not query.strip() or not self.questions:
            return ()
        vector = self.encoder.encode_queries([query])[0]
        similarities, rows = self._nearest(vector, k + len(self.questions))
        hits = []
        for similarity, row in zip(similarities, rows, strict=True):
            item = self.questions[self._owner[row]]
            entry = item.entries[row - self._first[self._owner[row]]]
            if entry.field != "question":
                hits.append(
                    PassageHit(
                        question_id=item.question_id,
                        field=entry.field,
                        start=entry.start,
                        end=entry.end,
                        similarity=float(similarity),
                    )
                )
        return tuple(hits[:k])

    def similarity(self, query: str) -> float:
        """Best cosine of the query with any text of the index, from -1 to 1."""
        if not query.strip() or not self.questions:
            return -1.0
        return float(self._nearest(self.encoder.encode_queries([query])[0], 1)[0][0])

    def question_vectors(self) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        """Question ids and the vectors of their texts, shape ``(questions, dimension)``."""
        ids = tuple(item.question_id for item in self.questions)
        return ids, self._vectors[self._first[:-1]].copy()

    def vectors_by_key(self) -> dict[str, NDArray[np.float32]]:
        """Every vector by the hash of its text, for an incremental build."""
        keys = [entry.key for item in self.questions for entry in item.entries]
        return dict(zip(keys, self._vectors, strict=True))

    def _rank(self, query: str, vector: NDArray[np.float32], k: int) -> tuple[SearchHit, ...]:
        lexical = self._lexical.scores(query)
        _, rows = self._nearest(vector, max(512, 32 * k))
        words = np.argsort(-lexical, kind="stable")[: 8 * k]
        candidates = np.unique(np.concatenate([self._owner[rows], words]))
        dense = np.array([self._similarity_of(number, vector) for number in candidates])
        scores = DENSE_WEIGHT * (dense - self._mean) / self._deviation + lexical[candidates]
        best = np.argsort(-scores, kind="stable")[:k]
        return tuple(self._hit(int(candidates[i]), float(scores[i])) for i in best)

    def _similarity_of(self, number: int, vector: NDArray[np.float32]) -> float:
        cosines = self._vectors[self._first[number] : self._first[number + 1]] @ vector
        passage = cosines[1:].max() if len(cosines) > 1 else cosines[0]
        return float(QUESTION_WEIGHT * cosines[0] + (1 - QUESTION_WEIGHT) * passage)

    def _hit(self, number: int, score: float) -> SearchHit:
        item = self.questions[number]
        return SearchHit(question_id=item.question_id, score=score, sources=item.sources)

    def _nearest(
        self, vector: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Cosines and rows of the nearest entries, best first."""
        with self._lock:
            found, rows = self._faiss.search(vector[None, :], min(k, self._faiss.ntotal))
        return found[0], rows[0]

    def _spread(self) -> tuple[float, float]:
        """Mean and standard deviation of the cosine of unrelated texts of this bank."""
        starts = self._first[:-1]
        if len(starts) < 2:
            return 0.0, 1.0
        step = max(1, len(starts) // SAMPLE)
        sample = self._vectors[starts[::step]]
        passages = self._vectors[np.minimum(starts[::step] + 1, self._faiss.ntotal - 1)]
        cosines = (sample @ passages.T)[~np.eye(len(sample), dtype=bool)]
        return float(cosines.mean()), max(float(cosines.std()), 1e-6)

    def _describe(self) -> Manifest:
        return Manifest(
            format=FORMAT,
            encoder=self.encoder.id,
            dimension=self.encoder.dimension,
            metric="cosine",
            bank_version=self.bank_version,
            questions=len(self.questions),
            vectors=self._faiss.ntotal,
            files={},
        )


def _encode(
    missing: dict[str, tuple[Field, str]], encoder: Encoder, progress: Progress | None
) -> dict[str, NDArray[np.float32]]:
    """Encode the missing texts, sorted by length so that batches are padded little."""
    found: dict[str, NDArray[np.float32]] = {}
    for role in ("question", "passage"):
        keys = [
            key
            for key, (field, _) in missing.items()
            if (field == "question") == (role == "question")
        ]
        keys.sort(key=lambda key: len(missing[key][1]))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            texts = [missing[key][1] for key in batch]
            encode = encoder.encode_queries if role == "question" else encoder.encode_passages
            found |= dict(zip(batch, encode(texts), strict=True))
            if progress:
                progress("embed", len(found), len(missing))
    return found
