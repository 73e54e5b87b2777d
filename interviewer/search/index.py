"""The search index: exact cosine search (FAISS), BM25, and their fusion per question."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.errors import IndexMismatchError
from interviewer.model.bank import Bank, Question
from interviewer.model.base import Value
from interviewer.model.protocols import Encoder, Progress
from interviewer.model.retrieval import SearchHit
from interviewer.model.rows import Rows, digest_of, whole
from interviewer.search import files
from interviewer.search.entries import (
    SOURCES,
    Entries,
    Entry,
    Field,
    Indexed,
    has_chinese,
    index_question,
    joined,
    lexical_text,
    text_of,
)
from interviewer.search.lexical import LexicalIndex, count_words
from interviewer.search.manifest import FORMAT, Manifest

QUESTION_WEIGHT = 0.25
"""Share of the question's own similarity; the rest is its best passage's."""

DENSE_WEIGHT = 0.04
"""What one standard deviation of cosine weighs against a lexical score of 1."""

OWN_LANGUAGE = 0.5
"""Standard deviations by which a question in the query's language is preferred."""

SMALL_GROUP = 20
"""Fewer questions of one language are standardised together with the others."""

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
    among its passages. The lexical score is added to the similarity in standard deviations of this
    bank, so that encoders with a narrow and with a wide range of cosines weigh alike. ``score`` is
    that sum, standardised among the questions of one language: in a mixed bank words match and
    cosines are high for every text in the query's language, whatever it says.
    Safe to use from several threads.
    """

    def __init__(
        self,
        encoder: Encoder,
        bank_version: str,
        parts: files.Parts,
    ) -> None:
        self.encoder = encoder
        self.bank_version = bank_version
        self.questions = parts.questions
        self.entries = parts.entries
        self._lexical = parts.lexical
        self._faiss = parts.vectors
        self._parts = parts
        self._lock = threading.Lock()
        self._first = self.entries.first
        self._owner = np.repeat(np.arange(len(self.questions)), np.diff(self._first))
        self._vectors = files.view(self._faiss)
        self._chinese = np.array([item.chinese for item in self.questions], dtype=bool)
        self._deviation = self._spread()

    @classmethod
    def build(
        cls,
        bank: Bank | Rows,
        encoder: Encoder,
        previous: SearchIndex | None = None,
        progress: Progress | None = None,
    ) -> SearchIndex:
        """Index the visible questions of a bank.

        What did not change since ``previous`` is taken from there, and so are the vectors of all
        texts that it holds (same encoder).
        """
        before = previous if previous and previous.encoder.id == encoder.id else _nothing(encoder)
        known = {item.question_id: number for number, item in enumerate(before.questions)}
        order: list[int] = []
        indexed: list[Indexed] = []
        fresh: list[tuple[Question, tuple[Entry, ...]]] = []
        for question in bank.questions:
            if question.hidden:
                continue
            number, digest = known.get(question.id, -1), digest_of(question)
            if number >= 0 and before.questions[number].digest == digest:
                item = before.questions[number]
            else:
                number = len(before.questions) + len(fresh)
                parsed = whole(question)
                item, entries = index_question(parsed, digest)
                fresh.append((parsed, entries))
            order.append(number)
            indexed.append(item)
        numbers = np.array(order, np.int64)
        vectors = _vectors(before, fresh, numbers, encoder, progress)
        added = Entries.of([entries for _, entries in fresh])
        words = [count_words(lexical_text(question)) for question, _ in fresh]
        parts = files.Parts(
            tuple(indexed),
            before.entries.merged(added, numbers),
            files.flat_index(vectors, encoder.dimension),
            before._lexical.merged(words, numbers),
        )
        return cls(encoder, bank.version, parts)

    def save(self, folder: Path) -> None:
        """Write the index and its manifest into an existing folder."""
        files.write(folder, self._parts, self._describe())

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> SearchIndex:
        """Read an index that ``save`` wrote.

        Raises:
            IndexMissingError: there is none.
            IndexMismatchError: it was made with another encoder or format, or is damaged.
        """
        manifest, parts = files.read(folder)
        if (manifest.encoder, manifest.dimension) != (encoder.id, encoder.dimension):
            raise IndexMismatchError(
                f"The search index in {folder} was made with the encoder {manifest.encoder!r}, "
                f"and {encoder.id!r} is set. Make it again: interviewer build PATH, "
                "or set INTERVIEWER_EMBEDDING back."
            )
        return cls(encoder, manifest.bank_version, parts)

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
            entry = self.entries[row]
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

    def _rank(self, query: str, vector: NDArray[np.float32], k: int) -> tuple[SearchHit, ...]:
        scores = self._fuse(self._vectors @ vector, self._lexical.scores(query))
        scores += OWN_LANGUAGE * (self._chinese == has_chinese(query))
        best = np.argsort(-scores, kind="stable")[:k]
        return tuple(self._hit(int(number), float(scores[number])) for number in best)

    def _fuse(
        self, cosines: NDArray[np.float32], lexical: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """One score a question from the cosines of all entries, standardised by language."""
        starts = self._first[:-1]
        own = cosines[starts]
        passages = cosines.copy()
        passages[starts] = -1.0
        best = np.maximum.reduceat(passages, starts)
        best = np.where(np.diff(self._first) > 1, best, own)
        dense = QUESTION_WEIGHT * own + (1 - QUESTION_WEIGHT) * best
        scores = DENSE_WEIGHT * dense.astype(np.float64) / self._deviation + lexical
        found = _standardised(scores)
        for group in (self._chinese, ~self._chinese):
            if SMALL_GROUP <= group.sum() < len(scores):
                found[group] = _standardised(scores[group])
        return found

    def _hit(self, number: int, score: float) -> SearchHit:
        item = self.questions[number]
        sources = SOURCES.validate_json(item.sources)
        return SearchHit(question_id=item.question_id, score=score, sources=sources)

    def _nearest(
        self, vector: NDArray[np.float32], k: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Cosines and rows of the nearest entries, best first."""
        with self._lock:
            found, rows = self._faiss.search(vector[None, :], min(k, self._faiss.ntotal))
        return found[0], rows[0]

    def _spread(self) -> float:
        """Standard deviation of the cosine of unrelated texts of the bank's main language."""
        main = self._chinese == (2 * self._chinese.sum() >= len(self._chinese))
        starts = self._first[:-1][main]
        if len(starts) < 2:
            return 1.0
        starts = starts[:: max(1, len(starts) // SAMPLE)]
        passages = self._vectors[np.minimum(starts + 1, self._faiss.ntotal - 1)]
        cosines = (self._vectors[starts] @ passages.T)[~np.eye(len(starts), dtype=bool)]
        return max(float(cosines.std()), 1e-6)

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


def _standardised(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores in standard deviations from their mean."""
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), 1e-9))


def _nothing(encoder: Encoder) -> SearchIndex:
    """The index of no question."""
    none = np.zeros((0, encoder.dimension), np.float32)
    index = files.flat_index(none, encoder.dimension)
    return SearchIndex(encoder, "", files.Parts((), Entries.of(()), index, LexicalIndex(())))


def _vectors(
    before: SearchIndex,
    fresh: Sequence[tuple[Question, Sequence[Entry]]],
    order: NDArray[np.int64],
    encoder: Encoder,
    progress: Progress | None,
) -> NDArray[np.float32]:
    """The vectors of all entries in order; only texts that ``before`` lacks are encoded."""
    stored = before._vectors
    known = before.entries.keys.tolist() if fresh else []
    rows = {key.decode(): row for row, key in enumerate(known)}
    missing = {
        entry.key: (entry.field, text_of(question, entry))
        for question, entries in fresh
        for entry in entries
        if entry.key not in rows
    }
    encoded = _encode(missing, encoder, progress)
    rows |= {key: len(stored) + number for number, key in enumerate(encoded)}
    added = np.array([rows[entry.key] for _, entries in fresh for entry in entries], np.int64)
    first = np.cumsum([0, *(len(entries) for _, entries in fresh)], dtype=np.int64)
    _, chosen = joined((before._first, first), order)
    source = np.concatenate([np.arange(len(stored)), added])[chosen]
    vectors = np.empty((len(source), encoder.dimension), np.float32)
    if len(stored):
        np.take(stored, source, axis=0, out=vectors, mode="clip")
    if encoded:
        new = source >= len(stored)
        vectors[new] = np.stack(list(encoded.values()))[source[new] - len(stored)]
    return vectors


def _encode(
    missing: dict[str, tuple[Field, str]], encoder: Encoder, progress: Progress | None
) -> dict[str, NDArray[np.float32]]:
    """Encode the missing texts, sorted by length so that batches are padded little."""
    found: dict[str, NDArray[np.float32]] = {}
    for role in ("question", "passage"):
        asked = role == "question"
        keys = [key for key, (field, _) in missing.items() if (field == "question") == asked]
        keys.sort(key=lambda key: len(missing[key][1]))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            texts = [missing[key][1] for key in batch]
            encode = encoder.encode_queries if asked else encoder.encode_passages
            found |= dict(zip(batch, encode(texts), strict=True))
            if progress:
                progress("embed", len(found), len(missing))
    return found
