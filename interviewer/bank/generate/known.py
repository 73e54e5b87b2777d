"""The questions that are there already: a generated one must not ask the same again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.bank.clusters import assign_clusters
from interviewer.bank.generate.checks import terms
from interviewer.bank.identity import normalised
from interviewer.model.bank import Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME = 0.96
"""Cosine of two questions from which on they are one, whatever their words."""
SAME_WORDS = 0.8
"""Share of common terms (Jaccard) from which on they are one."""
NEIGHBOURS = 8
"""Nearest questions whose meaning is compared."""


class KnownQuestions:
    """All questions of the bank, hidden ones too, so that what was rejected does not come back."""

    def __init__(self, questions: Sequence[Question], vectors: NDArray[np.float32]) -> None:
        """``vectors``: unit query vectors of the question texts, shape ``(n, d)``."""
        self._questions = list(questions)
        self._texts = {normalised(question.question) for question in questions}
        self._ids = {question.id for question in questions}
        self._vectors = vectors

    def add(self, question: Question, vector: NDArray[np.float32]) -> None:
        """Remember an accepted question; ``vector`` has shape ``(d,)``."""
        import numpy as np

        self._questions.append(question)
        self._texts.add(normalised(question.question))
        self._ids.add(question.id)
        self._vectors = np.concatenate([self._vectors, vector[None]])

    def same_as(self, question: Question, vector: NDArray[np.float32]) -> bool:
        """Whether the bank asks this already: by id, text, words, vector or meaning."""
        import numpy as np

        if question.id in self._ids or normalised(question.question) in self._texts:
            return True
        if not self._questions:
            return False
        cosines = self._vectors @ vector
        near = np.argsort(-cosines)[:NEIGHBOURS]
        if cosines[near[0]] >= SAME:
            return True
        asked = terms(question.question)
        for index in near:
            other = terms(self._questions[index].question)
            if len(asked & other) >= SAME_WORDS * len(asked | other):
                return True
        rows = [*(self._questions[index] for index in near), question]
        clusters = assign_clusters(rows, np.concatenate([self._vectors[near], vector[None]]))
        return list(clusters.values()).count(clusters[question.id]) > 1
