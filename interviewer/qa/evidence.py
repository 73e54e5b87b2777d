"""Everything that is measured about a query before it is decided whether to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from interviewer.model.bank import Bank, Language, Question
from interviewer.model.protocols import Encoder
from interviewer.model.retrieval import SearchHit
from interviewer.qa.background import Background, language_of
from interviewer.qa.passages import Passage
from interviewer.qa.terms import (
    CoveredText,
    concepts_of,
    coverage,
    missing_names,
    named_terms,
    normal,
    other_names,
)
from interviewer.qa.vectors import PassageVectors, Vector

CANDIDATES = 10
"""Questions that are read for an answer."""
RARE = 3
"""A name that at most this many questions hold brings them in, whatever search says."""
READ = 3
"""The most relevant questions, which the answer is made from."""


class Searcher(Protocol):
    """What is asked of a search index here."""

    def search(self, query: str, k: int = 10) -> Sequence[SearchHit]:
        """Best hits first."""


@dataclass(frozen=True)
class Scored:
    """A passage with its cosine in standard deviations above unrelated sentences."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Candidate:
    """A question that search found, with its scored passages in reading order.

    ``rank`` counts from 0; ``names`` is the share of the query's names that the question holds.
    """

    question: Question
    rank: int
    question_score: float
    names: float
    passages: tuple[Scored, ...]

    @property
    def best(self) -> float:
        """The highest score of a passage."""
        return max((scored.score for scored in self.passages), default=-99.0)

    @property
    def relevance(self) -> float:
        """Orders candidates: search's rank, own similarity, and the query's names it holds.

        The weights are round numbers from a coarse grid (docs/measurements/qa.md).
        """
        similarity = 0.5 * self.best + 0.25 * self.question_score
        return similarity + 3.0 / (self.rank + 1) + 2.0 * self.names


@dataclass(frozen=True)
class Features:
    """What the decision to abstain rests on.

    ``passage`` and ``question`` are the best standardised cosines, ``coverage`` is the share of
    the query's terms that the best questions hold, ``missing`` holds the names that none of those
    questions mentions and the concepts that no document mentions.
    """

    passage: float
    question: float
    coverage: float
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """Candidates, most relevant first, and the features of the query."""

    query: str
    candidates: tuple[Candidate, ...]
    features: Features


class EvidenceReader:
    """Searches, scores the passages of what was found, and measures the features."""

    def __init__(self, bank: Bank, search: Searcher, encoder: Encoder) -> None:
        self._questions = {q.id: q for q in bank.questions if not q.hidden}
        self._search = search
        self._encoder = encoder
        self._background = Background(encoder)
        self._vectors = PassageVectors(encoder)
        self._texts = {key: CoveredText(text_of(q)) for key, q in self._questions.items()}
        self._names: dict[str, list[str]] = {}
        for key, text in self._texts.items():
            for word in text.words:
                self._names.setdefault(word, []).append(key)
        together = "\n".join(text.text for text in self._texts.values())
        self._concepts = {names[0] for names in concepts_of(together)}

    def read(self, query: str) -> Evidence | None:
        """The evidence for one query, or None where search finds nothing at all."""
        ids = self._found(query)
        ids += [found for found in self._mentions(query) if found not in ids]
        if not ids:
            return None
        questions = [self._questions[question_id] for question_id in ids]
        self._vectors.prepare(questions)
        views = self._views(query)
        candidates = [
            self._candidate(rank, question, query, views) for rank, question in enumerate(questions)
        ]
        candidates.sort(key=lambda candidate: -candidate.relevance)
        return Evidence(query, tuple(candidates), self._features(query, candidates))

    def _found(self, query: str) -> list[str]:
        """Ids from a search for the query and one for other names of its terms, best first."""
        rankings = [self._search.search(query, CANDIDATES)]
        others = other_names(query)
        if others:
            rankings.append(self._search.search(others, CANDIDATES))
        ids = [
            hit.question_id
            for hits in zip_longest(*rankings)
            for hit in hits
            if hit is not None and hit.question_id in self._questions
        ]
        return list(dict.fromkeys(ids))

    def _mentions(self, query: str) -> list[str]:
        """Questions that hold a rare name of the query, which search may rank low."""
        found: list[str] = []
        for name in named_terms(query):
            holding = self._names.get(normal(name), [])
            if len(holding) <= RARE:
                found += holding
        return list(dict.fromkeys(found))

    def _views(self, query: str) -> dict[Language, Vector]:
        """The query's vector for passages in its own language, and one for the other language.

        Other names of the query's terms bring it nearer to passages in the other language.
        """
        asked = language_of(query)
        named = f"{query} {other_names(query)}"
        own, other = self._encoder.encode_queries([query, named])
        return {"zh": own, "en": other} if asked == "zh" else {"en": own, "zh": other}

    def _candidate(
        self, rank: int, question: Question, query: str, views: dict[Language, Vector]
    ) -> Candidate:
        passages, vectors = self._vectors.of(question)
        cosines = vectors @ views[question.language]
        asked = language_of(query)
        scores = self._background.standardise(cosines, asked, question.language)
        scored = tuple(
            Scored(passage, float(score))
            for passage, score in zip(passages, scores[1:], strict=True)
        )
        named = named_terms(query)
        text = self._texts[question.id]
        share = sum(text.holds(name) for name in named) / len(named) if named else 0.0
        return Candidate(question, rank, float(scores[0]), share, scored)

    def _untreated(self, query: str) -> list[str]:
        """Concepts of the query that no document names, as the query words them."""
        plain = normal(query)
        return [
            next((name for name in names if name in plain), names[0])
            for names in concepts_of(query)
            if names[0] not in self._concepts
        ]

    def _features(self, query: str, candidates: Sequence[Candidate]) -> Features:
        texts = [self._texts[candidate.question.id] for candidate in candidates[:READ]]
        covered = coverage(query, CoveredText("\n".join(text.text for text in texts)))
        return Features(
            passage=max(candidate.best for candidate in candidates[:READ]),
            question=max(candidate.question_score for candidate in candidates[:READ]),
            coverage=0.0 if covered is None else covered,
            missing=(*missing_names(query, texts), *self._untreated(query)),
        )


def text_of(question: Question) -> str:
    """All text of a question."""
    return "\n".join((question.question, question.reference, question.explanation or ""))
