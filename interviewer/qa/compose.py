"""Choose the passages that answer a query and set them as text with verbatim citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.model.bank import Language, Question
from interviewer.model.retrieval import Citation
from interviewer.qa.background import language_of
from interviewer.qa.evidence import Candidate, Evidence, Scored
from interviewer.qa.passages import Passage, passages_of, plain

WHOLE = 420
"""A reference of at most this many characters (English: three times that, which says about as
much) is shown whole when it is the best one."""
WITHIN = 0.7
"""A passage is shown when it is at most this far (standard deviations) below the best one."""
MOST = (6, 2, 2, 1)
"""At most so many passages of the first, second, third and fourth question."""
SAME = 0.6
"""Share of common character pairs (Jaccard) from which two passages say the same."""

_LEAD: dict[Language, str] = {
    "zh": "资料中的相关内容（原文为英文）：",
    "en": "From the documents (in Chinese):",
}


@dataclass(frozen=True)
class Block:
    """Passages of one question that stand together: their text and their citation."""

    question: Question
    passages: tuple[Passage, ...]
    citation: Citation

    def text(self, number: int) -> str:
        """The passages line by line under their headings, closed by the citation's number."""
        lines: list[str] = []
        heading: str | None = None
        for passage in self.passages:
            if passage.heading != heading and passage.heading:
                lines.append(plain(passage.heading))
            heading = passage.heading
            bare = plain(passage.quote)
            lines.append(f"- {bare}" if len(self.passages) > 1 else bare)
        return "\n".join(lines) + f" [{number}]"


@dataclass(frozen=True)
class Extract:
    """An answer in the documents' own words; citation ``[n]`` is ``citations[n - 1]``."""

    blocks: tuple[Block, ...]
    lead: str | None

    @property
    def texts(self) -> tuple[str, ...]:
        """The lead, where there is one, and the blocks, best first."""
        shown = tuple(block.text(number) for number, block in enumerate(self.blocks, start=1))
        return (self.lead, *shown) if self.lead else shown

    @property
    def citations(self) -> tuple[Citation, ...]:
        """One citation a block."""
        return tuple(block.citation for block in self.blocks)


def compose(evidence: Evidence, language: Language) -> Extract:
    """The extract of the most relevant questions, one per cluster of equal meaning."""
    blocks: list[Block] = []
    shown: list[set[str]] = []
    for place, candidate in enumerate(distinct(evidence.candidates)[: len(MOST)]):
        chosen = _choose(candidate, place, shown)
        if chosen:
            blocks.extend(_blocks(candidate.question, chosen))
    answered = {language_of(block.citation.quote) for block in blocks}
    lead = _LEAD[language] if blocks and language not in answered else None
    return Extract(tuple(blocks), lead)


def distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate of every cluster, in order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.question.cluster_id, candidate)
    return list(found.values())


def _choose(candidate: Candidate, place: int, shown: list[set[str]]) -> list[Passage]:
    """Passages of one candidate in reading order, without what was shown before."""
    scored = candidate.passages
    if place == 0 and _short(candidate.question.reference):
        chosen = [item for item in scored if item.passage.origin == "reference"]
    else:
        ranked = sorted(scored, key=lambda item: -item.score)
        near = [item for item in ranked if item.score >= candidate.best - WITHIN][: MOST[place]]
        beside = _siblings(ranked[0], scored) if place == 0 and ranked else []
        chosen = sorted({*near, *beside}, key=_position)
    kept = []
    for item in chosen:
        pairs = _pairs(item.passage.text)
        if not any(_overlap(pairs, other) >= SAME for other in shown):
            kept.append(item.passage)
            shown.append(pairs)
    return kept


def _siblings(best: Scored, scored: Sequence[Scored]) -> list[Scored]:
    """The list that the best passage is an item of, unless it is long."""
    passage = best.passage
    if passage.heading is None:
        return []
    listed = [
        item
        for item in scored
        if (item.passage.origin, item.passage.heading) == (passage.origin, passage.heading)
    ]
    return listed if _short("".join(item.passage.quote for item in listed)) else []


def _short(text: str) -> bool:
    return len(text) <= (WHOLE if language_of(text) == "zh" else 3 * WHOLE)


def _blocks(question: Question, passages: Sequence[Passage]) -> list[Block]:
    """Group neighbours: one block, and one quote that spans it, for each unbroken run."""
    order = {passage: number for number, passage in enumerate(passages_of(question))}
    runs: list[list[Passage]] = []
    for passage in passages:
        last = runs[-1][-1] if runs else None
        if last and last.origin == passage.origin and order[passage] == order[last] + 1:
            runs[-1].append(passage)
        else:
            runs.append([passage])
    return [Block(question, tuple(run), _cite(question, run)) for run in runs]


def _cite(question: Question, run: Sequence[Passage]) -> Citation:
    text = question.reference if run[0].origin == "reference" else question.explanation or ""
    return Citation(
        question_id=question.id,
        sources=question.sources,
        quote=text[run[0].start : run[-1].end],
    )


def _position(item: Scored) -> tuple[bool, int]:
    return item.passage.origin == "explanation", item.passage.start


def _pairs(text: str) -> set[str]:
    bare = "".join(character for character in text.lower() if character.isalnum())
    return {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)
