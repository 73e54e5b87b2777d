"""Whether search finds the right questions, and free answers cite them or abstain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Protocol

from interviewer.evals import metrics
from interviewer.evals.data import Figures, LabelledQuery
from interviewer.model.protocols import Progress
from interviewer.model.retrieval import QaAnswer, SearchHit

ToGold = Callable[[str], str]
"""Maps a question id of the index to the id that the labels use."""


class Searcher(Protocol):
    """What is asked of a search index here."""

    def search(self, query: str, k: int = 10) -> Sequence[SearchHit]:
        """Best hits first."""


class Answerer(Protocol):
    """What is asked of free question answering here."""

    def answer(self, query: str) -> QaAnswer:
        """Answer or abstain."""


def evaluate_search(index: Searcher, queries: Sequence[LabelledQuery], to_gold: ToGold) -> Figures:
    """Recall, reciprocal rank and nDCG over the answerable queries."""
    answerable = [query for query in queries if query.gold]
    ranked = [
        [to_gold(hit.question_id) for hit in index.search(query.query, 10)] for query in answerable
    ]
    pairs = list(zip(ranked, (query.gold for query in answerable), strict=True))
    figures: Figures = {"queries": len(answerable)}
    for k in (1, 3, 5, 10):
        figures[f"recall@{k}"] = _mean([metrics.recall_at(r, gold, k) for r, gold in pairs])
    figures["mrr"] = _mean([metrics.reciprocal_rank(r, gold) for r, gold in pairs])
    figures["ndcg@10"] = _mean([metrics.ndcg_at(r, gold, 10) for r, gold in pairs])
    return figures


def evaluate_qa(
    answerer: Answerer,
    queries: Sequence[LabelledQuery],
    to_gold: ToGold,
    reference_of: Callable[[str], str],
    progress: Progress | None = None,
) -> Figures:
    """Answered, rightly cited and rightly abstained; every quote is looked up verbatim."""
    answers = []
    for number, query in enumerate(queries, start=1):
        answers.append(answerer.answer(query.query))
        if progress:
            progress("answering", number, len(queries))
    answered, cited, abstained, verbatim = [], [], [], []
    for query, answer in zip(queries, answers, strict=True):
        if query.gold:
            answered.append(not answer.abstained)
            names = {to_gold(citation.question_id) for citation in answer.citations}
            cited.append(bool(names & set(query.gold)))
        else:
            abstained.append(answer.abstained)
        verbatim += [c.quote in reference_of(c.question_id) for c in answer.citations]
    return {
        "answerable": len(answered),
        "unanswerable": len(abstained),
        "answered": _mean(answered),
        "cites_gold": _mean(cited),
        "abstains_rightly": _mean(abstained),
        "quotes_verbatim": _mean(verbatim),
        "seconds_median": median(answer.seconds for answer in answers) if answers else None,
    }


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
