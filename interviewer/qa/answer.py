"""Answers free questions from the bank with citations, or says that the documents hold none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from interviewer.errors import LanguageModelError
from interviewer.model.bank import Bank, Language
from interviewer.model.protocols import Encoder, Grader, LanguageModel
from interviewer.model.retrieval import QaAnswer
from interviewer.qa.background import language_of
from interviewer.qa.compose import Extract, compose
from interviewer.qa.decide import abstention, nothing, refusal
from interviewer.qa.evidence import EvidenceReader, Searcher
from interviewer.qa.requests import request_kind
from interviewer.qa.terms import is_chinese
from interviewer.qa.wording import Wording

LONGEST = 500
"""Characters of a query that are read."""


class Answerer:
    """Free question answering over one bank.

    The answer is made of the documents' own passages. Where a language model is given, a short
    direct answer comes before them, as far as the passages bear its sentences.
    """

    def __init__(
        self,
        bank: Bank,
        search: Searcher,
        encoder: Encoder,
        llm: LanguageModel | None = None,
        grader: Grader | None = None,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._reader = EvidenceReader(bank, search, encoder)
        self._wording = Wording(llm, encoder, grader) if llm is not None else None
        self._clock = clock

    def answer(self, query: str, language: Language | None = None) -> QaAnswer:
        """Answer or abstain; ``language`` is that of reasons and of worded sentences."""
        *_, last = self.stream(query, language)
        assert isinstance(last, QaAnswer)
        return last

    def stream(self, query: str, language: Language | None = None) -> Iterator[str | QaAnswer]:
        """Yield checked pieces of the answer as they come, then the whole ``QaAnswer``.

        The passages are there at once and come first; the model's sentences, which take seconds,
        follow. In the whole answer they stand before the passages.
        """
        begin = self._clock()
        query = " ".join(query.split())[:LONGEST]
        language = language or ("zh" if is_chinese(query) else language_of(query))
        found = self._extract(query, language)
        if isinstance(found, str):
            seconds = self._clock() - begin
            yield QaAnswer(answer=None, abstained=True, reason=found, seconds=seconds)
            return
        yield from found.texts
        direct: list[str] = []
        for sentence in self._worded(query, found, language):
            direct.append(sentence)
            yield sentence
        opening = (" " if language == "en" else "").join(direct)
        yield QaAnswer(
            answer="\n\n".join(filter(None, (opening, *found.texts))),
            abstained=False,
            reason=_REASON[language].format(count=len(found.citations)),
            citations=found.citations,
            seconds=self._clock() - begin,
        )

    def _extract(self, query: str, language: Language) -> Extract | str:
        """The extract, or the reason why there is none."""
        if not query:
            return nothing("empty", language)
        kind = request_kind(query)
        if kind is not None:
            return refusal(kind, language)
        evidence = self._reader.read(query)
        if evidence is None:
            return nothing("no_hits", language)
        reason = abstention(evidence.features, language)
        if reason is not None:
            return reason
        extract = compose(evidence, language)
        return extract if extract.blocks else nothing("no_hits", language)

    def _worded(self, query: str, extract: Extract, language: Language) -> Iterator[str]:
        """The model's checked sentences; none where there is no model or it breaks off."""
        if self._wording is None:
            return
        passages = [p.text for block in extract.blocks for p in block.passages]
        try:
            yield from self._wording.sentences(query, passages, language)
        except LanguageModelError:
            # The extract stands on its own; a model that fails must not take it away.
            return


_REASON: dict[Language, str] = {
    "zh": "依据资料中的 {count} 处原文。",
    "en": "Taken from {count} passages of the documents.",
}
