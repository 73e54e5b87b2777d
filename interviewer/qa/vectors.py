"""Vectors of the passages of questions that were read lately."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from interviewer.model.bank import Question
from interviewer.model.protocols import Encoder
from interviewer.qa.passages import Passage, passages_of

KEPT = 2048
"""Questions whose vectors are kept (about 10 vectors each)."""

Vector = NDArray[np.float32]
Kept = tuple[tuple[Passage, ...], NDArray[np.float32]]


class PassageVectors:
    """Encodes passages when a question is read first. Safe to use from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, question: Question) -> Kept:
        """A question's passages, and the vectors of its own text and of them, one a row."""
        with self._lock:
            found = self._kept.get(question.id)
        if found is None:
            (found,) = self._encode([question])
        return found

    def prepare(self, questions: Sequence[Question]) -> None:
        """Encode the passages of questions that were not read before, in one batch."""
        with self._lock:
            new = [question for question in questions if question.id not in self._kept]
        encoded = self._encode(new)
        with self._lock:
            for question, kept in zip(new, encoded, strict=True):
                self._kept[question.id] = kept
            for question in questions:
                if question.id in self._kept:
                    self._kept.move_to_end(question.id)
            while len(self._kept) > max(KEPT, len(questions)):
                self._kept.popitem(last=False)

    def _encode(self, questions: Sequence[Question]) -> list[Kept]:
        passages = [passages_of(question) for question in questions]
        texts = [
            text
            for question, found in zip(questions, passages, strict=True)
            for text in (question.question, *(passage.text for passage in found))
        ]
        if not texts:
            return []
        vectors = self._encoder.encode_passages(texts)
        ends = np.cumsum([1 + len(found) for found in passages])
        return list(zip(passages, np.split(vectors, ends[:-1]), strict=True))
